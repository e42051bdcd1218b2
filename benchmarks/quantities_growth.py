"""Time on 1 MB of hostile input beside ordinary text of the same length.

    python benchmarks/quantities_growth.py

Prints the processor time of quantities, and of quantities with targets, for every input, and its
ratio to composed ordinary text; the aim is at most 3.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

from policytext.extraction.quantities import find_quantities
from policytext.extraction.targets import find_targets
from policytext.outline import build_outline
from policytext.readers.source import SourceText
from policytext.text.normalise import normalise

SIZE = 1_000_000
GOLD = Path(__file__).resolve().parent.parent / "corpora/gold/targets/zh.jsonl"


def ordinary() -> str:
    """The composed Chinese sentences, repeated to the size."""
    lines = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    body = "\n".join(line["text"] for line in lines if "text" in line)
    return (body * (SIZE // len(body) + 1))[:SIZE]


def inputs() -> dict[str, str]:
    """Hostile inputs by name."""
    pieces = {
        "digits": "7", "亿": "亿", "一": "一",
        "亿 with digits": "1亿", "open brackets": "(", "《": "《",
        "“": "“", "comma digits": "1,", "points": "1.", "digits and 、": "3家、", "ranges": "3-5",
        "分之": "三分之", "由 to": "由5%提高到",
        "one line": "到2025年覆盖率达到90%，", "dates": "2024年",
        "分别": "分别增长5%、", "plus": "1+", "spaces": "1 ", "percent": "百分之", "dashes": "—",
        "colon": "1:", "十五": "十五", "letters": "a1", "全覆盖": "推进全覆盖", "占": "占全省3%、",
        "lists": "甲及乙、丙及丁产值分别增长3%、4%",
    }  # fmt: skip
    return {name: (piece * (SIZE // len(piece) + 1))[:SIZE] for name, piece in pieces.items()}


def measure(text: str) -> tuple[float, float]:
    """Seconds for quantities, and for targets (which include them)."""
    started = time.process_time()
    find_quantities(text, "zh-Hans")
    quantities = time.process_time() - started
    normal = normalise(SourceText(text, "text/plain"))
    outline = build_outline(normal)
    started = time.process_time()
    find_targets(normal, outline, None, "plan")
    return quantities, time.process_time() - started


def main() -> None:
    """Print the table."""
    measure(ordinary()[:10_000])
    base = measure(ordinary())
    print(f"{'input':18} {'quantities s':>13} {'ratio':>6} {'targets s':>10} {'ratio':>6}")
    print(f"{'ordinary':18} {base[0]:13.2f} {1:6.2f} {base[1]:10.2f} {1:6.2f}")
    for name, text in inputs().items():
        seconds = measure(text)
        print(
            f"{name:18} {seconds[0]:13.2f} {seconds[0] / base[0]:6.2f} "
            f"{seconds[1]:10.2f} {seconds[1] / base[1]:6.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
