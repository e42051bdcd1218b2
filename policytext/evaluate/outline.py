"""Outlines against gold: composed documents in every style and format, and real ones by offsets.

``python -m policytext.evaluate.outline [GOLD] [--documents DIR] [--misses]`` prints the table.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from policytext.evaluate import Counts
from policytext.outline import Section, build_outline
from policytext.readers import read_bytes
from policytext.resources import data_path
from policytext.text.normal import NormalText
from policytext.text.normalise import normalise

Heading: TypeAlias = tuple[int, str, str]
"""Level, number and title of a heading."""

GOLD = "corpora/gold/outline/headings.jsonl"
_ENDS = "。；：.;: "


@dataclass(frozen=True, slots=True)
class Row:
    """Figures of one document or group: whole headings, and headings without their level."""

    name: str
    documents: int
    whole: Counts
    flat: Counts

    def __add__(self, other: Row) -> Row:
        return Row(
            self.name,
            self.documents + other.documents,
            self.whole + other.whole,
            self.flat + other.flat,
        )


@dataclass(frozen=True, slots=True)
class Case:
    """A document with the headings of the gold and those found, in reading order."""

    name: str
    group: str
    gold: list[Heading]
    found: list[Heading]


def evaluate_outline(gold_path: Path, documents: Path | None = None) -> list[Row]:
    """Rows of a gold file: one a document, then one a format (or folder), the last one "all".

    A heading is right when level, number and title are; spaces and the width of characters do not
    count. ``documents``: the folder of the real files, for gold that keeps offsets only; a
    missing one raises FileNotFoundError.
    """
    by_document: list[Row] = []
    by_group: dict[str, Row] = {}
    for case in cases(gold_path, documents):
        row = Row(
            case.name,
            1,
            _compare(case.gold, case.found),
            _compare([h[1:] for h in case.gold], [h[1:] for h in case.found]),
        )
        by_document.append(row)
        empty = Row(f"= {case.group}", 0, Counts(), Counts())
        by_group[case.group] = by_group.get(case.group, empty) + row
    total = Row("= all", 0, Counts(), Counts())
    for row in by_document:
        total = total + row
    return [*by_document, *(by_group[name] for name in sorted(by_group)), total]


def cases(gold_path: Path, documents: Path | None) -> Iterator[Case]:
    """The documents of a gold file, read and outlined."""
    entries = [json.loads(line) for line in gold_path.read_text("utf-8").splitlines() if line]
    entries = [entry for entry in entries if "_source" not in entry]
    if entries and "sha256" in entries[0]:
        if documents is None:
            raise FileNotFoundError(f"{gold_path} keeps offsets only: --documents is needed")
        yield from _real_cases(entries, documents)
        return
    for entry in entries:
        path = gold_path.parent / "rendered" / entry["file"]
        text = normalise(read_bytes(path.read_bytes(), name=path.name))
        gold = [_heading(level, number, title) for level, number, title in entry["headings"]]
        yield Case(path.name, entry["format"], gold, list(_found(text)))


def _real_cases(entries: list[dict[str, Any]], documents: Path) -> Iterator[Case]:
    files = {
        hashlib.sha256(path.read_bytes()).hexdigest(): path
        for path in sorted(documents.rglob("*"))
        if path.is_file()
    }
    for entry in entries:
        if entry["sha256"] not in files:
            raise FileNotFoundError(f"no file with SHA-256 {entry['sha256']} in {documents}")
        path = files[entry["sha256"]]
        text = normalise(read_bytes(path.read_bytes(), name=path.name))
        source = text.source.text
        gold = [
            _heading(level, source[start:title_start], source[title_start:end])
            for level, start, title_start, end in entry["headings"]
        ]
        yield Case(path.stem, path.parent.name, gold, list(_found(text)))


def _found(text: NormalText) -> Iterator[Heading]:
    return (_of_section(section) for section in build_outline(text))


def _of_section(section: Section) -> Heading:
    return _heading(section.level, section.number or "", section.title)


def _heading(level: int, number: str, title: str) -> Heading:
    return level, _folded(number).rstrip(":,"), _folded(title).rstrip(_ENDS)


def _folded(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).split())


def _compare(gold: Iterable[tuple[Any, ...]], found: Iterable[tuple[Any, ...]]) -> Counts:
    expected, given = Counter(gold), Counter(found)
    right = (expected & given).total()
    return Counts(right, given.total() - right, expected.total() - right)


def table(rows: list[Row]) -> str:
    """The rows as a text table."""
    lines = [f"{'document':34} {'n':>4} {'P':>6} {'R':>6} {'F1':>6} {'without level':>14}"]
    lines += [
        f"{row.name[:34]:34} {row.whole.right + row.whole.missed:4} {row.whole.precision:6.3f} "
        f"{row.whole.recall:6.3f} {row.whole.f1:6.3f} {row.flat.f1:14.3f}"
        for row in rows
    ]
    return "\n".join(lines)


def misses(gold_path: Path, documents: Path | None = None) -> Iterator[str]:
    """The headings missed (-) and those found that are none (+), document by document."""
    for case in cases(gold_path, documents):
        lost = Counter(case.gold) - Counter(case.found)
        extra = Counter(case.found) - Counter(case.gold)
        if lost or extra:
            yield f"[{case.group}] {case.name}"
            yield from (f"   - {' | '.join(map(str, heading))}" for heading in lost.elements())
            yield from (f"   + {' | '.join(map(str, heading))}" for heading in extra.elements())


def main(arguments: list[str] | None = None) -> int:
    """Print the table, after the misses with --misses."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, nargs="?")
    parser.add_argument("--documents", type=Path)
    parser.add_argument("--misses", action="store_true")
    given = parser.parse_args(arguments)
    gold = given.gold or data_path(GOLD)
    if given.misses:
        for line in misses(gold, given.documents):
            sys.stdout.write(line + "\n")
    sys.stdout.write(table(evaluate_outline(gold, given.documents)) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
