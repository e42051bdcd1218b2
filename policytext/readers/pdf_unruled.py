"""Tables without ruling lines, known by their head: 序号  重点任务  责任单位  完成时限.

Only where a row of words that head columns stands over text that keeps to these columns; rows are
told by the numbers of the first column.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from policytext.patterns import lazy
from policytext.readers.pdf_line import GridCell, Line, PageTable

Row: TypeAlias = tuple[Line, ...]
"""The pieces of one line, parted where it has wide gaps, from left to right."""

_NUMBER_HEAD = lazy(r"序 ?号|编 ?号|No\.?|#")
_HEAD = lazy(
    r"(?:重点|主要|工作|具体|配合|牵头|责任|主办|协办|完成|实施|指标|项目|任务)*"
    r"(?:任务|举措|内容|事项|措施|单位|部门|时限|时间|进度|名称|目标|指标|备注|属性|负责人)"
    r"|(?:19|20)\d\d年(?:目标|底)?|(?:[A-Z][a-z]+ ){0,2}(?:[Tt]asks?|[Uu]nits?|[Dd]eadline|[Nn]ame)"
)
_NUMBER = lazy(r"\(?(\d{1,3}|[一二三四五六七八九十]{1,3})[.、)]?")
_FEWEST_COLUMNS, _FEWEST_ROWS = 3, 2
_FOOT = 0.92


@dataclass(frozen=True, slots=True)
class Unruled:
    """A table and the numbers of the lines that it takes in."""

    lines: frozenset[int]
    table: PageTable


@dataclass(frozen=True, slots=True)
class _Piece:
    line: Line
    number: int


def find_unruled(lines: Sequence[Row], height: float) -> list[Unruled]:
    """Tables among the lines of a page, each parted at its wide gaps, from the top."""
    rows = _rows(lines)
    found: list[Unruled] = []
    place = 0
    while place < len(rows):
        last, table = place, None
        if _is_head([piece.line for piece in rows[place]]):
            last, table = _table_at(rows, place, height)
        if table is not None:
            taken = frozenset(piece.number for row in rows[place : last + 1] for piece in row)
            found.append(Unruled(taken, table))
        place = last + 1
    return found


def _rows(lines: Sequence[Row]) -> list[list[_Piece]]:
    """Pieces that stand at one height, from left to right."""
    pieces = [_Piece(piece, i) for i, row in enumerate(lines) for piece in row]
    rows: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda each: (each.line.top, each.line.left)):
        if rows and piece.line.top - rows[-1][0].line.top < 0.5 * piece.line.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda each: each.line.left) for row in rows]


def _is_head(row: Sequence[Line]) -> bool:
    if len(row) < _FEWEST_COLUMNS or not _NUMBER_HEAD.fullmatch(row[0].text):
        return False
    return sum(_HEAD.fullmatch(piece.text) is not None for piece in row[1:]) >= 2


def _table_at(
    rows: Sequence[Sequence[_Piece]], head: int, height: float
) -> tuple[int, PageTable | None]:
    """The last row of the table below a head, and the table; none where it has no rows."""
    heads = [piece.line for piece in rows[head]]
    columns = [(piece.left, piece.right) for piece in heads]
    body: list[Line] = []
    last = head
    for i in range(head + 1, len(rows)):
        row = [piece.line for piece in rows[i]]
        wider = _widened(columns, row)
        if wider is None or row[0].top > _FOOT * height:
            break
        columns, last = wider, i
        body += row
    starts = _row_starts(columns, body)
    if len(starts) < _FEWEST_ROWS:
        return head, None
    cells = {(0, column): [piece.text] for column, piece in enumerate(heads)}
    cells |= {(row + 1, column): [] for row in range(len(starts)) for column in range(len(columns))}
    lefts = [left for left, _ in columns]
    for piece in body:
        place = bisect_right(starts, piece.top), bisect_right(lefts, piece.left) - 1
        if min(place) >= 0:
            cells[max(place[0], 1), place[1]].append(piece.text)
    edges = [columns[0][0]] + [(before[1] + after[0]) / 2 for before, after in pairwise(columns)]
    table = PageTable(
        (*edges, columns[-1][1]),
        tuple(GridCell(row, column, 1, 1, tuple(lines)) for (row, column), lines in cells.items()),
    )
    return last, table


def _widened(
    columns: list[tuple[float, float]], row: Sequence[Line]
) -> list[tuple[float, float]] | None:
    """Columns that take in the pieces of a row; None where one lies in two, or two in one."""
    found = list(columns)
    taken: set[int] = set()
    for piece in row:
        over = [
            i for i, (left, right) in enumerate(found) if piece.left < right and piece.right > left
        ]
        if not over:
            over = [_nearest(found, piece)]
        if len(over) > 1 or over[0] in taken:
            return None
        taken.add(over[0])
        left, right = found[over[0]]
        found[over[0]] = (min(left, piece.left), max(right, piece.right))
    apart = all(a[1] < b[0] for a, b in pairwise(found))
    return found if apart else None


def _nearest(columns: Sequence[tuple[float, float]], piece: Line) -> int:
    middle = (piece.left + piece.right) / 2
    return min(range(len(columns)), key=lambda i: abs(sum(columns[i]) / 2 - middle))


def _row_starts(columns: Sequence[tuple[float, float]], body: Sequence[Line]) -> list[float]:
    """Where each row begins, by the numbers of the first column.

    A number stands beside the first line of its row, or in the middle of its height.
    """
    left, right = columns[0]
    numbers = [
        piece
        for piece in body
        if left <= piece.left <= right and _NUMBER.fullmatch(piece.text.strip())
    ]
    if len(numbers) < _FEWEST_ROWS:
        return []
    first = min(piece.top for piece in body)
    if numbers[0].top - first < 0.5 * numbers[0].size:
        return [piece.top - 0.5 * piece.size for piece in numbers]
    middles = [(a.top + b.top) / 2 for a, b in pairwise(numbers)]
    return [first - 0.5 * numbers[0].size, *middles]
