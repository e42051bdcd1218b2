"""Agencies against gold: composed snippets by pattern, and real ones kept as hashes and offsets.

``python -m policytext.evaluate.agencies GOLD [--documents DIR] [--misses]`` prints the table.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from policytext.evaluate import Counts
from policytext.extraction.agencies import find_agencies
from policytext.readers import read_bytes
from policytext.readers.source import Cell, Paragraph, SourceText, Table
from policytext.text.normalise import normalise

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A mention in gold or in a result; offsets into the source text."""

    start: int
    end: int
    id: str
    role: str


@dataclass(frozen=True, slots=True)
class Case:
    """One snippet: what gold says of it and what was found in it."""

    pattern: str
    text: str
    gold: tuple[Named, ...]
    found: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Figures of one pattern: mention span; id and role; span, id and role together."""

    pattern: str
    snippets: int
    span: Counts
    id_and_role: Counts
    whole: Counts


def evaluate_agencies(cases: Iterable[Case]) -> list[Row]:
    """Table of the cases, one row a pattern, the last one "all"."""
    rows: dict[str, Row] = {}
    for case in cases:
        for name in (case.pattern, "all"):
            row = rows.get(name) or Row(name, 0, Counts(), Counts(), Counts())
            rows[name] = Row(
                name,
                row.snippets + 1,
                row.span + _compare(_spans(case.gold), _spans(case.found)),
                row.id_and_role + _compare(_facts(case.gold), _facts(case.found)),
                row.whole + _compare(_wholes(case.gold), _wholes(case.found)),
            )
    total = rows.pop("all", None)
    ordered = [rows[name] for name in sorted(rows)]
    return [*ordered, total] if total else ordered


def composed_cases(gold_path: Path) -> Iterator[Case]:
    """Cases of a composed gold file; a snippet with ``rows`` is a table.

    In a ``wrapped`` snippet line breaks are soft.
    """
    for line in gold_path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if "_source" in record:
            continue
        source = _source_of(record)
        day = date.fromisoformat(record["day"]) if record.get("day") else None
        yield Case(
            record["pattern"],
            source.text,
            tuple(Named(**item) for item in record["agencies"]),
            tuple(run(source, record["adcode"], day)),
        )


def real_cases(gold_path: Path, documents: Path) -> Iterator[Case]:
    """Cases of a gold file that keeps offsets only; each document is read once, as a whole.

    Raises FileNotFoundError where no file in ``documents`` has the hash of a snippet.
    """
    files = {
        hashlib.sha256(path.read_bytes()).hexdigest(): path
        for path in sorted(documents.rglob("*"))
        if path.is_file()
    }
    results: dict[tuple[str, str | None], tuple[str, Aligned]] = {}
    plain: dict[tuple[str, str | None], Aligned] = {}
    for line in gold_path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if "_source" in record:
            continue
        digest, adcode = record["sha256"], record["adcode"]
        if digest not in files:
            raise FileNotFoundError(f"no file in {documents} has the SHA-256 {digest}")
        if (digest, adcode) not in results:
            path = files[digest]
            source = read_bytes(path.read_bytes(), name=str(path))
            aligned = Aligned(source.text, run(source, adcode, None))
            results[digest, adcode] = document_text(path), aligned
        text, aligned = results[digest, adcode]
        start, end = record["start"], record["end"]
        gold = [
            Named(
                _packed(text, start, a["start"]), _packed(text, start, a["end"]), a["id"], a["role"]
            )
            for a in record["agencies"]
        ]
        words = "".join(text[start:end].split())
        before = "".join(text[max(0, start - 200) : start].split())
        found = aligned.inside(words, before)
        if found is None:
            # The reader orders these cells in another way; the plain text stands in for it.
            if (digest, adcode) not in plain:
                plain[digest, adcode] = Aligned(
                    text, run(SourceText(text, "text/plain"), adcode, None)
                )
            found = plain[digest, adcode].inside(words, before) or []
        yield Case("real", words, tuple(gold), tuple(found))


class Aligned:
    """Mentions of a document as its reader gave it, found again by the words of a snippet.

    Readers join lines and order columns; so both texts are compared without white space.
    """

    def __init__(self, text: str, named: list[Named]) -> None:
        self._place = [i for i, c in enumerate(text) if not c.isspace()]
        self._words = "".join(text[i] for i in self._place)
        self._named = named

    def inside(self, words: str, before: str) -> list[Named] | None:
        """Mentions inside a snippet, offsets into ``words``; None where it is not in the text.

        Where the snippet stands several times, the occurrence whose words before it end like
        ``before`` counts.
        """
        best, best_common = -1, -1
        at = self._words.find(words)
        while at >= 0:
            common = _common_ending(self._words[max(0, at - 200) : at], before)
            if common > best_common:
                best, best_common = at, common
            at = self._words.find(words, at + 1)
        if best < 0:
            return None
        low = self._place[best]
        high = self._place[best + len(words) - 1] + 1
        inside: list[Named] = []
        for n in self._named:
            if n.start >= low and n.end <= high:
                start = bisect_left(self._place, n.start) - best
                end = bisect_left(self._place, n.end) - best
                inside.append(Named(start, end, n.id, n.role))
        return inside


def _common_ending(a: str, b: str) -> int:
    length = 0
    while length < min(len(a), len(b)) and a[-1 - length] == b[-1 - length]:
        length += 1
    return length


def _packed(text: str, start: int, end: int) -> int:
    return sum(not c.isspace() for c in text[start:end])


def run(source: SourceText, adcode: str | None, day: date | None) -> list[Named]:
    """The package on one text, offsets into the source."""
    text = normalise(source)
    named: list[Named] = []
    for mention in find_agencies(text, (), adcode, day):
        start, end = text.offsets.to_source(mention.start, mention.end)
        named.append(Named(start, end, mention.agency_id, mention.role))
    return named


def document_text(path: Path) -> str:
    """The text that the real gold counts its offsets in."""
    if path.suffix != ".pdf":
        data = path.read_bytes()
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return data.decode("gb18030")
    import pypdfium2  # noqa: PLC0415

    document = pypdfium2.PdfDocument(path)
    pages = [page.get_textpage().get_text_range() for page in document]
    return "\f".join(page.replace("\r\n", "\n").replace("\r", "\n") for page in pages)


def _source_of(record: dict[str, Any]) -> SourceText:
    if "rows" not in record:
        text = record["text"]
        whole = (Paragraph(0, len(text)),) if record.get("wrapped") else None
        return SourceText(text, "text/plain", paragraphs=whole)
    parts: list[str] = []
    cells: list[Cell] = []
    place = 0
    for r, row in enumerate(record["rows"]):
        for c, words in enumerate(row):
            cells.append(Cell(r, c, place, place + len(words)))
            parts.append(words + "\n")
            place += len(words) + 1
    return SourceText(
        "".join(parts), "text/html", tables=(Table(0, max(0, place - 1), tuple(cells)),)
    )


def _spans(named: Iterable[Named]) -> list[Key]:
    return [(n.start, n.end) for n in named]


def _facts(named: Iterable[Named]) -> list[Key]:
    return [(n.id, n.role) for n in named]


def _wholes(named: Iterable[Named]) -> list[Key]:
    return [(n.start, n.end, n.id, n.role) for n in named]


def _compare(gold: list[Key], found: list[Key]) -> Counts:
    left = list(gold)
    for item in found:
        if item in left:
            left.remove(item)
    right = len(gold) - len(left)
    return Counts(right, len(found) - right, len(left))


def _print_misses(cases: Iterable[Case]) -> Iterator[Case]:
    for case in cases:
        gold, found = set(case.gold), set(case.found)
        if gold != found:
            print(f"[{case.pattern}] {case.text!r}")  # noqa: T201
            for sign, items in (("missed", gold - found), ("extra ", found - gold)):
                for n in sorted(items, key=lambda n: n.start):
                    words = case.text[n.start : n.end]
                    print(f"    {sign} {words!r} {n.id} {n.role}")  # noqa: T201
        yield case


def main(arguments: list[str] | None = None) -> int:
    """Print the table of a gold file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--documents", type=Path, help="folder with the real files")
    parser.add_argument("--misses", action="store_true", help="print what differs")
    options = parser.parse_args(arguments)
    cases = (
        real_cases(options.gold, options.documents)
        if options.documents
        else composed_cases(options.gold)
    )
    rows = evaluate_agencies(_print_misses(cases) if options.misses else cases)
    print(f"{'pattern':28}{'n':>5}{'mentions':>9}  span F1  id+role F1  whole P     R    F1")  # noqa: T201
    for row in rows:
        mentions = row.whole.right + row.whole.missed
        print(  # noqa: T201
            f"{row.pattern:28}{row.snippets:5}{mentions:9}    {row.span.f1:.3f}       "
            f"{row.id_and_role.f1:.3f}    {row.whole.precision:.3f} {row.whole.recall:.3f} "
            f"{row.whole.f1:.3f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
