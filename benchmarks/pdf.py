"""Speed of reading PDFs: policytext beside pdfplumber, pypdfium2 and PyMuPDF, each on its own.

    python benchmarks/pdf.py FOLDER [--rounds 3] [--mupdf-python /path/to/venv/bin/python]

Times the text of every page of every readable PDF in FOLDER (best of the rounds), apart for files
with ruled tables and without. policytext also joins paragraphs, marks page furniture and reads
the tables; the others give the text only. PyMuPDF is under the AGPL and is no dependency: it is
measured with another interpreter if one is named.
"""

from __future__ import annotations

import argparse
import json
import logging
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path


def by_policytext(path: Path) -> int:
    """Read with policytext; the number of pages."""
    from policytext.readers import read_bytes  # noqa: PLC0415

    return len(read_bytes(path.read_bytes(), name=path.name).page_starts)


def by_pdfium(path: Path) -> int:
    """Take the bare text layer with pypdfium2."""
    import pypdfium2  # noqa: PLC0415

    document = pypdfium2.PdfDocument(path)
    for page in document:
        words = page.get_textpage()
        words.get_text_range() if words.count_chars() else ""
        words.close()
        page.close()
    pages = len(document)
    document.close()
    return pages


def by_pdfplumber(path: Path) -> int:
    """Take the bare text with pdfplumber, without looking for tables."""
    import pdfplumber  # noqa: PLC0415

    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_text()
            page.close()
        return len(document.pages)


def by_mupdf(path: Path) -> int:
    """Take the bare text with PyMuPDF."""
    import pymupdf  # noqa: PLC0415

    with pymupdf.open(path) as document:
        for page in document:
            page.get_text()
        return len(document)


TOOLS: dict[str, Callable[[Path], int]] = {
    "policytext": by_policytext,
    "pypdfium2": by_pdfium,
    "pdfplumber": by_pdfplumber,
    "pymupdf": by_mupdf,
}


def timed(tool: str, paths: list[Path], rounds: int) -> dict[str, float]:
    """Best seconds for each path that the tool can read, after one warm-up."""
    read = TOOLS[tool]
    best: dict[str, float] = {}
    for path in paths:
        for turn in range(rounds + 1):
            start = time.perf_counter()
            try:
                read(path)
            except Exception as error:  # noqa: BLE001 - every tool has errors of its own
                print(f"{tool} cannot read {path.name}: {error}", file=sys.stderr)
                break
            spent = time.perf_counter() - start
            if not turn:
                continue
            best[str(path)] = min(best.get(str(path), spent), spent)
    return best


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--mupdf-python", help="interpreter of an environment with PyMuPDF")
    parser.add_argument("--only", choices=TOOLS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    paths = sorted(p for p in given.folder.glob("*.pdf") if p.stat().st_size)
    if given.only:
        print(json.dumps(timed(given.only, paths, given.rounds)))
        return
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # a line for each odd font
    from policytext.readers import read_bytes  # noqa: PLC0415

    sources = {str(p): read_bytes(p.read_bytes(), name=p.name) for p in paths}
    times = {tool: timed(tool, paths, given.rounds) for tool in TOOLS if tool != "pymupdf"}
    if given.mupdf_python:
        command = [given.mupdf_python, __file__, str(given.folder), "--only", "pymupdf"]
        command += ["--rounds", str(given.rounds)]
        times["pymupdf"] = json.loads(subprocess.check_output(command, text=True))
    readable = {p: sources[p] for p in sources if all(p in found for found in times.values())}
    groups = {
        "without tables": [p for p, s in readable.items() if s.text.strip() and not s.tables],
        "with tables": [p for p, s in readable.items() if s.tables],
    }
    print("| files | pages | " + " | ".join(f"{tool}, pages/s" for tool in times) + " |")
    print("|---|---|" + "---|" * len(times))
    for name, group in groups.items():
        pages = sum(len(sources[p].page_starts) for p in group)
        if not pages:
            continue
        rates = [pages / sum(found[p] for p in group) for found in times.values()]
        print(
            f"| {name} ({len(group)}) | {pages} | " + " | ".join(f"{r:.0f}" for r in rates) + " |"
        )


if __name__ == "__main__":
    sys.exit(main())
