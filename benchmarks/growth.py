"""How the time of an extraction grows with the text: 1 kB to 10 MB, fitted exponent.

    python benchmarks/growth.py [--largest BYTES]

Full extraction with classification and JSON of documents put together from the composed gold
sentences (shuffled with a fixed seed, so that no two parts are alike), processor time after a
warm-up, the best of as many runs as fit into half a second; garbage is collected as rarely as in
the processes of the command line. The exponent is the slope of a least-squares line through
log(seconds) over log(bytes): 1 is linear. Short texts cost a little more a character, since some
work is done once a document; the second figure fits the sizes from 100 kB on, where that does not
hide a growth above linear.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from pathlib import Path

from policytext import extract_text
from policytext.batch.garbage import collect_rarely

ROOT = Path(__file__).resolve().parent.parent
SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000)
LARGE = 100_000


def document(size: int, *, chinese: bool) -> str:
    """A text of about ``size`` bytes of UTF-8."""
    language = "zh" if chinese else "en"
    path = ROOT / f"corpora/gold/targets/{language}.jsonl"
    entries = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    sentences = [entry["text"] for entry in entries if "text" in entry]
    rng = random.Random(1)
    parts: list[str] = []
    written = 0
    while written < size:
        sentence = rng.choice(sentences)
        parts.append(sentence)
        written += len(sentence.encode()) + 1
    return "\n".join(parts).encode()[:size].decode(errors="ignore")


def seconds(text: str) -> float:
    """Least processor time of one extraction."""
    least = float("inf")
    spent = 0.0
    while spent < 0.5:
        started = time.process_time()
        extract_text(text).model_dump_json()
        took = time.process_time() - started
        least = min(least, took)
        spent += took
    return least


def exponent(points: list[tuple[int, float]]) -> float:
    """Slope of the least-squares line through the logarithms."""
    xs = [math.log(size) for size, _ in points]
    ys = [math.log(took) for _, took in points]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum(
        (a - x) ** 2 for a in xs
    )


def main() -> None:
    """Print times and exponents for both languages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=SIZES[-1], metavar="BYTES")
    largest = parser.parse_args().largest
    collect_rarely()
    for chinese in (True, False):
        extract_text(document(30_000, chinese=chinese)).model_dump_json()
        points: list[tuple[int, float]] = []
        print(
            f"{'Chinese' if chinese else 'English'}\n{'bytes':>12} {'seconds':>9} {'chars/s':>10}"
        )
        for size in SIZES:
            if size > largest:
                break
            text = document(size, chinese=chinese)
            took = seconds(text)
            points.append((size, took))
            print(f"{size:12,} {took:9.4f} {len(text) / took:10,.0f}", flush=True)
        large = [point for point in points if point[0] >= LARGE]
        fitted = f"exponent {exponent(points):.3f}"
        print(fitted + (f", from 100 kB on {exponent(large):.3f}" if len(large) > 1 else ""))


if __name__ == "__main__":
    main()
