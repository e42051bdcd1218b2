"""Speed of the classifier: load, first passages, passages a second (process time of one core).

python benchmarks/classify.py
"""

from __future__ import annotations

import json
import time
from pathlib import Path

ROUNDS = 5


def main() -> None:
    """Print the figures, one a line."""
    from policytext.classify.model import load_model  # noqa: PLC0415 - its load is measured

    source = Path(__file__).parents[1] / "corpora/training/digital-rural-2024.jsonl"
    texts = [json.loads(line)["text"] for line in source.read_text("utf-8").splitlines()]
    joined = ["，".join(texts[i : i + 2]) for i in range(0, len(texts), 2)]
    start = time.process_time()
    model = load_model("digital-rural-2024")
    print(f"load: {(time.process_time() - start) * 1000:.0f} ms")
    start = time.process_time()
    model.notable(texts[:40])
    print(f"first 40 passages: {(time.process_time() - start) * 1000:.1f} ms")
    for name, passages in (("composed", texts), ("joined in pairs", joined)):
        best = float("inf")
        for _ in range(ROUNDS):
            start = time.process_time()
            model.notable(passages)
            best = min(best, time.process_time() - start)
        length = sum(map(len, passages)) / len(passages)
        print(f"{name}: {len(passages) / best:,.0f} passages/s ({length:.0f} characters each)")


if __name__ == "__main__":
    main()
