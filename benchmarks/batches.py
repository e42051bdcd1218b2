"""Many documents: two workers against one, and memory as the number grows.

    python benchmarks/batches.py [--documents 5000] [--few 1000] [--many 20000]

Composed documents (benchmarks/documents.py) of about 1,600 characters. Memory is the peak, over the
run, of the resident set of the command and all its workers together, and of the largest worker;
Linux only.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from documents import compose

ROOT = Path(__file__).parent.parent
_PAGE = 4096


def write(folder: Path, count: int) -> None:
    """Compose documents into a folder, a thousand in each subfolder."""
    for number, (name, text) in enumerate(compose(count)):
        place = folder / f"{number // 1000:03d}"
        place.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, encoding="utf-8")


def tree(pid: int) -> list[int]:
    """Resident bytes of a process and its descendants, its own first."""
    try:
        own = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
        threads = Path(f"/proc/{pid}/task").glob("*/children")
        below = [child for thread in threads for child in thread.read_text().split()]
    except (OSError, IndexError):
        return []
    return [own, *(size for child in below for size in tree(int(child)))]


def run(folder: Path, output: Path, workers: int) -> tuple[float, int, int]:
    """Seconds, peak bytes of all processes, peak bytes of the largest worker."""
    output.unlink(missing_ok=True)
    began = time.perf_counter()
    command = [sys.executable, "-m", "policytext", "extract", str(folder), "-o", str(output)]
    process = subprocess.Popen(
        [*command, "--workers", str(workers)], cwd=ROOT, stderr=subprocess.DEVNULL
    )
    total = largest = 0
    while process.poll() is None:
        sizes = tree(process.pid)
        total, largest = max(total, sum(sizes)), max(largest, *sizes[1:], 0)
        time.sleep(0.1)
    return time.perf_counter() - began, total, largest


def main() -> None:
    """Print the two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--few", type=int, default=1000)
    parser.add_argument("--many", type=int, default=20000)
    given = parser.parse_args()
    print("documents  workers  seconds  documents/s  all processes  largest worker")
    with tempfile.TemporaryDirectory() as place:
        results: dict[tuple[int, int], tuple[float, int, int]] = {}
        bytes_of: dict[int, bytes] = {}
        rows = [(given.documents, 1), (given.documents, 2), (given.few, 1), (given.many, 1)]
        for count, workers in rows:
            folder = Path(place) / str(count)
            if not folder.exists():
                write(folder, count)
            output = Path(place) / f"{count}-{workers}.jsonl"
            seconds, total, largest = results[count, workers] = run(folder, output, workers)
            if count == given.documents:
                bytes_of[workers] = output.read_bytes()
            print(
                f"{count:9}  {workers:7}  {seconds:7.1f}  {count / seconds:11.1f}"
                f"  {total / 1e6:10.0f} MB  {largest / 1e6:11.0f} MB",
                flush=True,
            )
    one, two = results[given.documents, 1], results[given.documents, 2]
    few, many = results[given.few, 1], results[given.many, 1]
    print(
        f"two workers: {one[0] / two[0]:.2f} times one; equal bytes: {bytes_of[1] == bytes_of[2]}"
    )
    print(f"memory, {given.many} documents against {given.few}: {many[1] / few[1]:.2f}")


if __name__ == "__main__":
    main()
