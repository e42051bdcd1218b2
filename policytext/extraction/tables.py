"""The tables of a document with their heads: what each column holds, and each row's cells."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from policytext.errors import DataError
from policytext.extraction import agency_roles, agency_roles_en
from policytext.patterns import lazy
from policytext.readers.source import Cell, Table
from policytext.resources import read_table
from policytext.text.normal import NormalText
from policytext.text.sentences import Extent

Kind = Literal[
    "number", "aspect", "task", "detail", "bodies", "deadline",
    "indicator", "unit", "nature", "value", "base",
]  # fmt: skip
_HEADS = "corpora/lexicons/table_heads.tsv"
_LONGEST_HEAD = 24
# A table goes on on the next page behind a page number or a running head.
_OVERLEAF = 160
_BRACKETS = lazy(r"[（(][^（）()]{1,20}[）)]")
_SPACE = lazy(r"\s+")
_YEAR = lazy(
    r"(?:到|截至)?((?:19|20)\d{2})年?(?:底|末)?(目标|目标值|指标值|规划值|计划|值|实际|完成|基数)*"
)
_BASE_WORDS = lazy(r"实际|完成|基数|现状|基期")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds; ``year`` of a column of values, and its head as written."""

    kind: Kind
    year: int | None
    head: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a head: columns by their place, and the cells below the head, row by row.

    ``rows[r]`` maps a column to the cell that covers it there; a cell over several rows stands in
    each of them.
    """

    columns: dict[int, Column]
    rows: tuple[dict[int, Cell], ...]
    table: Table


@cache
def _heads() -> dict[str, Kind]:
    known: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}
    table: dict[str, Kind] = {}
    for head, kind in read_table(_HEADS, ("head", "kind")):
        if kind not in known:
            raise DataError(f"{_HEADS}: unknown kind {kind!r} of {head!r}")
        table[head.lower()] = known[kind]
    return table


def grids(text: NormalText) -> list[Grid]:
    """The tables whose head names at least two columns; one that goes on overleaf keeps its head.

    Linear in the number of cells.
    """
    found: list[Grid] = []
    last: tuple[int, int, dict[int, Column]] = (-1, 0, {})
    for table in text.source.tables:
        width = max((cell.column + cell.column_span for cell in table.cells), default=0)
        columns, below = _columns(text, table)
        if len(columns) < 2:
            near = 0 <= table.start - last[0] <= _OVERLEAF and width == last[1]
            columns, below = (last[2], 0) if near and not columns else ({}, 0)
        if len(columns) >= 2:
            found.append(Grid(columns, _rows(table, below), table))
        last = (table.end, width, columns)
    return found


def extent_of(text: NormalText, cell: Cell) -> Extent:
    """The range of a cell in the normalised text, without white space around it."""
    offsets = text.offsets
    first = bisect_right(offsets.source_end, cell.start)
    last = bisect_left(offsets.source, cell.end)
    if first >= last:
        return (0, 0)
    start = offsets.at[first]
    if cell.start > offsets.source[first]:
        start += cell.start - offsets.source[first]
    end = offsets.at[last] if last < len(offsets.at) else offsets.length
    end -= max(0, offsets.source_end[last - 1] - cell.end)
    while start < end and text.text[start].isspace():
        start += 1
    while end > start and text.text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else (0, 0)


def _rows(table: Table, below: int) -> tuple[dict[int, Cell], ...]:
    count = max((cell.row + 1 for cell in table.cells), default=0)
    rows: list[dict[int, Cell]] = [{} for _ in range(count)]
    for cell in table.cells:
        for row in range(cell.row, min(count, cell.row + cell.row_span)):
            for column in range(cell.column, cell.column + cell.column_span):
                rows[row][column] = cell
    return tuple(rows[below:])


def _columns(text: NormalText, table: Table) -> tuple[dict[int, Column], int]:
    """Columns that the first rows name, and the first row below these heads."""
    columns: dict[int, Column] = {}
    below = 0
    # Only a head with cells over several rows or columns goes on in the second row.
    wide = any(c.row_span > 1 or c.column_span > 1 for c in table.cells if c.row == 0)
    for cell in table.cells:
        if cell.row > wide:
            break
        words = text.source.text[cell.start : cell.end]
        column = _column(words, english=text.language == "en")
        if column is None:
            continue
        for place in range(cell.column, cell.column + cell.column_span):
            columns.setdefault(place, column)
        below = max(below, cell.row + cell.row_span)
    return columns, below


def _column(words: str, *, english: bool) -> Column | None:
    joined = _SPACE.sub(" " if english else "", words).strip()
    plain = _BRACKETS.sub("", joined) or joined
    if not plain or len(plain) > _LONGEST_HEAD or re.search("[:：]", plain):
        return None
    kind = _heads().get(plain.lower())
    if kind is not None:
        return Column(kind, None, joined)
    year = _YEAR.fullmatch(plain)
    if year:
        base = _BASE_WORDS.search(plain) is not None
        return Column("base" if base else "value", int(year[1]), joined)
    if plain.startswith("建议"):
        return None  # bodies that a request is addressed to have no task here
    reader = agency_roles_en.label_role if english else agency_roles.label_role
    return Column("bodies", None, joined) if reader(plain) else None
