"""Two columns of text on a page: found by the gutter between them, read one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from policytext.readers.pdf_line import Line

Halves: TypeAlias = tuple[Line, Line] | None
"""The parts of a line left and right of a wide gap near the middle of the page."""

_NEAR_MIDDLE = 0.05
_FEWEST_ROWS = 8
_MOST_ACROSS = 0.3
_FEWEST_FULL = 0.4
_ROOM = 1.9


def in_columns(lines: Sequence[tuple[Line, Halves]], width: float) -> list[Line] | None:
    """Lines in reading order with their ``column`` (1 left, 2 right, 0 across), or None.

    None where the page has one column: few rows stand side by side, many lines cross the middle,
    or the lines are not full, as in a table without rules or a list of signatures.
    """
    left: list[Line] = []
    right: list[Line] = []
    across: list[Line] = []
    near = _NEAR_MIDDLE * width
    for line, halves in lines:
        if halves is not None:
            left.append(halves[0])
            right.append(halves[1])
        elif line.right <= width / 2 + near:
            left.append(line)
        elif line.left >= width / 2 - near:
            right.append(line)
        else:
            across.append(line)
    rows = min(len(left), len(right))
    if rows < _FEWEST_ROWS or len(across) > _MOST_ACROSS * max(len(left), len(right)):
        return None
    if not (_is_set_full(left) and _is_set_full(right)):
        return None
    return _ordered(left, right, across)


def _is_set_full(lines: Sequence[Line]) -> bool:
    # A tenth may run over the edge: headlines above the column.
    edge = sorted(line.right for line in lines)[-1 - len(lines) // 10]
    full = sum(line.right > edge - _ROOM * line.size for line in lines)
    return full >= _FEWEST_FULL * len(lines)


def _ordered(left: Sequence[Line], right: Sequence[Line], across: Sequence[Line]) -> list[Line]:
    """What stands above a line across the page is read before it, column by column."""
    columns = [sorted(part, key=lambda line: line.top) for part in (left, right)]
    places = [0, 0]
    found: list[Line] = []

    def take(above: float) -> None:
        for side in (0, 1):
            column = columns[side]
            while places[side] < len(column) and column[places[side]].top < above:
                found.append(replace(column[places[side]], column=side + 1))
                places[side] += 1

    for line in sorted(across, key=lambda line: line.top):
        take(line.top)
        found.append(line)
    take(float("inf"))
    return found
