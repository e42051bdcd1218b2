"""Targets against gold: the composed sentences, and the real ones kept as hashes and offsets.

``python -m policytext.evaluate.targets GOLD [--documents DIR] [--misses]`` prints the table.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

from policytext.evaluate import Counts
from policytext.extraction.dates import find_dates
from policytext.extraction.items import TargetItem
from policytext.extraction.targets import find_targets
from policytext.outline import build_outline
from policytext.readers.source import SourceText
from policytext.schema import DocType
from policytext.text.normal import NormalText
from policytext.text.normalise import normalise

Key = tuple[Any, ...]
_SPACE = re.compile(r"[\s“”‘’\"'的]+")
_NAIVE = re.compile(
    r"(\d+(?:\.\d+)?)(万亿|亿|万|千)?"
    r"(个百分点|%|％|元|人|户|亩|公里|吨|个|家|项|percentage points|percent)"
    r"|(\d+(?:\.\d+)?) (million|billion)? ?(percentage points|percent|yuan|mu)"
)
_NAIVE_SCALE = {
    "万亿": 10**12,
    "亿": 10**8,
    "万": 10**4,
    "千": 10**3,
    "million": 10**6,
    "billion": 10**9,
}
_NAIVE_UNIT = {
    "个百分点": "pp", "%": "%", "％": "%", "元": "CNY", "人": "person", "户": "household",
    "亩": "mu", "公里": "km", "吨": "t", "percentage points": "pp", "percent": "%",
    "yuan": "CNY", "mu": "mu",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """Figures of one construction: whole target, value with unit, and the trivial baseline's."""

    construction: str
    sentences: int
    whole: Counts
    value: Counts
    naive: Counts


def evaluate_targets(gold_path: Path, documents: Path | None = None) -> list[Row]:
    """Table of a gold file, one row a construction, the last one "all".

    ``documents``: folder with the real files, found by their SHA-256, for a gold file that keeps
    offsets only; sentences whose file is missing raise FileNotFoundError.
    """
    rows: dict[str, Row] = {}
    for construction, text, gold, found in _cases(gold_path, documents):
        row = rows.get(construction) or Row(construction, 0, Counts(), Counts(), Counts())
        rows[construction] = Row(
            construction,
            row.sentences + 1,
            row.whole + _compare(map(whole_key, gold), map(whole_key, found)),
            row.value + _compare(_value_keys(gold), _value_keys(found)),
            row.naive + _compare(_value_keys(gold), naive_keys(text)),
        )
    ordered = [rows[name] for name in sorted(rows)]
    total = Row("all", 0, Counts(), Counts(), Counts())
    for row in ordered:
        total = Row(
            "all",
            total.sentences + row.sentences,
            total.whole + row.whole,
            total.value + row.value,
            total.naive + row.naive,
        )
    return [*ordered, total]


def whole_key(item: dict[str, Any]) -> Key:
    """What must all be right in a target."""
    return (
        _SPACE.sub("", item["indicator"] or "").lower(),
        item["comparator"],
        item["measure"],
        item["value"],
        item.get("value_max"),
        item["unit"],
        item["deadline"],
    )


def _value_keys(items: Iterable[dict[str, Any]]) -> list[Key]:
    return [(i["value"], i["unit"]) for i in items if i["value"] is not None]


def naive_keys(text: str) -> list[Key]:
    """The trivial baseline: a digit string with one of eleven units."""
    keys: list[Key] = []
    for match in _NAIVE.finditer(text):
        number, scale, unit = match.group(1, 2, 3) if match[1] else match.group(4, 5, 6)
        value = Decimal(number) * _NAIVE_SCALE.get(scale or "", 1)
        keys.append((_plain(value), _NAIVE_UNIT.get(unit, f"count:{unit}")))
    return keys


def describe(item: TargetItem) -> dict[str, Any]:
    """A found target in the form of a gold entry."""
    return {
        "indicator": item.indicator,
        "comparator": item.comparator,
        "measure": item.measure,
        "value": None if item.value is None else _plain(item.value),
        "value_max": None if item.value_max is None else _plain(item.value_max),
        "baseline": None if item.baseline is None else _plain(item.baseline),
        "unit": item.unit,
        "deadline": item.deadline.isoformat() if item.deadline else None,
        "status": item.status,
        "qualifier": item.qualifier,
        "scope": item.scope,
    }


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _compare(gold: Iterable[Key], found: Iterable[Key]) -> Counts:
    left = list(gold)
    right = wrong = 0
    for key in found:
        if key in left:
            left.remove(key)
            right += 1
        else:
            wrong += 1
    return Counts(right, wrong, len(left))


Case = tuple[str, str, list[dict[str, Any]], list[dict[str, Any]]]


def _cases(gold_path: Path, documents: Path | None) -> Iterator[Case]:
    entries = [json.loads(line) for line in gold_path.read_text("utf-8").splitlines() if line]
    entries = [entry for entry in entries if "_source" not in entry]
    if entries and "sha256" in entries[0]:
        if documents is None:
            raise FileNotFoundError(f"{gold_path} keeps offsets only: --documents is needed")
        yield from _real_cases(entries, documents)
        return
    for entry in entries:
        issued = date.fromisoformat(entry["issued_on"]) if entry.get("issued_on") else None
        text = normalise(SourceText(entry["text"], "text/plain"))
        found = find_targets(text, build_outline(text), issued, entry.get("doc_type", "plan"))
        yield entry["construction"], entry["text"], entry["targets"], [describe(i) for i in found]


def _real_cases(entries: list[dict[str, Any]], documents: Path) -> Iterator[Case]:
    files = {
        hashlib.sha256(path.read_bytes()).hexdigest(): path
        for path in sorted(documents.rglob("*"))
        if path.is_file()
    }
    read: dict[str, tuple[str, NormalText, list[TargetItem]]] = {}
    for entry in entries:
        sha = entry["sha256"]
        if sha not in files:
            raise FileNotFoundError(f"no file with SHA-256 {sha} in {documents}")
        if sha not in read:
            source = decode(files[sha].read_bytes())
            text = normalise(SourceText(source, "text/plain"))
            kind: DocType = "work_report" if "work-reports" in str(files[sha]) else "notice"
            assert kind in get_args(DocType)
            issued = _issued_on(text)
            read[sha] = source, text, find_targets(text, build_outline(text), issued, kind)
        source, text, items = read[sha]
        start, end = entry["start"], entry["end"]
        found = []
        for item in items:
            place = text.offsets.to_source(item.start, item.end)
            if start <= place[0] < end:
                found.append(describe(item))
        gold = [
            {**item, "indicator": "".join(source[s:e] for s, e in item["indicator"])}
            for item in entry["targets"]
        ]
        group = gold[0]["status"] if gold else "none"
        yield group, source[start:end], gold, found


def _issued_on(text: NormalText) -> date | None:
    """The first full date at the head of a work report: the day it was given."""
    days = [i.day for i in find_dates(text.text[:400], text.language, None) if i.kind == "day"]
    return days[0] if days else None


def decode(raw: bytes) -> str:
    """Text of a gold document: UTF-8 without its mark, else GB18030."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def table(rows: list[Row]) -> str:
    """The rows as a text table."""
    lines = [
        f"{'construction':28} {'n':>4} {'P':>6} {'R':>6} {'F1':>6} {'value F1':>9} {'baseline':>9}"
    ]
    lines += [
        f"{row.construction:28} {row.sentences:4} {row.whole.precision:6.3f} "
        f"{row.whole.recall:6.3f} {row.whole.f1:6.3f} {row.value.f1:9.3f} {row.naive.f1:9.3f}"
        for row in rows
    ]
    return "\n".join(lines)


def misses(gold_path: Path, documents: Path | None = None) -> Iterator[str]:
    """The sentences whose targets are not all right, with both sides."""
    for construction, text, gold, found in _cases(gold_path, documents):
        expected, given = [whole_key(i) for i in gold], [whole_key(i) for i in found]
        lost = [key for key in expected if key not in given]
        extra = [key for key in given if key not in expected]
        if lost or extra:
            yield f"[{construction}] {text}"
            yield from (f"   - {key}" for key in lost)
            yield from (f"   + {key}" for key in extra)


def main() -> None:
    """Print the table, or with --misses the sentences that went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--documents", type=Path)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    if options.misses:
        for line in misses(options.gold, options.documents):
            sys.stdout.write(line + "\n")
    sys.stdout.write(table(evaluate_targets(options.gold, options.documents)) + "\n")


if __name__ == "__main__":
    main()
