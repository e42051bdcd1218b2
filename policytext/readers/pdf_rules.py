"""Ruling lines of a PDF page and the grids of cells they draw."""

from __future__ import annotations

import ctypes
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium

Box = tuple[float, float, float, float]
_Matrix = tuple[float, float, float, float, float, float]

_THIN = 3.5
_SHORTEST = 6.0
_TOLERANCE = 3.0
# Drawings and maps have more lines than any table on one page; they are left alone.
_MOST_RULES = 4_000
_DEEPEST = 4
_SAME = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Area:
    """A cell of a grid: its place in points and in rows and columns."""

    left: float
    right: float
    top: float
    bottom: float
    row: int
    column: int
    row_span: int
    column_span: int

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.left <= x < self.right and self.top <= y < self.bottom


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells that hang together, in reading order; ``columns`` as in PageTable."""

    columns: tuple[float, ...]
    cells: tuple[Area, ...]
    left: float
    right: float
    top: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.left <= x < self.right and self.top <= y < self.bottom


def rules_of(page: pdfium.PdfPage) -> list[Box]:
    """Painted straight lines along the axes: left, bottom, right, top in page space.

    A rectangle as thin as a line is one line, a larger one gives its four sides if they are
    drawn. Empty for a page
    with more lines than a table can have.
    """
    rules: list[Box] = []
    for path, matrix, stroked in _paths(page, _SAME, 0):
        rules.extend(_rules_of_path(path, matrix, stroked=stroked))
        if len(rules) > _MOST_RULES:
            return []
    return rules


def _paths(
    parent: pdfium.PdfPage | ctypes._Pointer[ctypes.Structure], outer: _Matrix, depth: int
) -> Iterator[tuple[ctypes._Pointer[ctypes.Structure], _Matrix, bool]]:
    raw = pdfium.raw
    count, get = (
        (raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject)
        if depth
        else (raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject)
    )
    for index in range(count(parent)):
        item = get(parent, index)
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            fill, stroke = ctypes.c_int(), ctypes.c_int()
            raw.FPDFPath_GetDrawMode(item, fill, stroke)
            if fill.value or stroke.value:
                yield item, _times(_matrix(item), outer), bool(stroke.value)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            yield from _paths(item, _times(_matrix(item), outer), depth + 1)


def _matrix(item: ctypes._Pointer[ctypes.Structure]) -> _Matrix:
    m = pdfium.raw.FS_MATRIX()
    if not pdfium.raw.FPDFPageObj_GetMatrix(item, m):
        return _SAME
    return m.a, m.b, m.c, m.d, m.e, m.f


def _times(m: _Matrix, n: _Matrix) -> _Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _rules_of_path(
    path: ctypes._Pointer[ctypes.Structure], m: _Matrix, *, stroked: bool
) -> list[Box]:
    """Rules of one path; a path with curves is a drawing or a letter and gives none."""
    raw = pdfium.raw
    count = raw.FPDFPath_CountSegments(path)
    if not 2 <= count <= 5 * _MOST_RULES:
        return []
    rules: list[Box] = []
    drawn: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_BEZIERTO:
            return []
        if kind == raw.FPDF_SEGMENT_MOVETO:
            rules += _rules_of_points(drawn, stroked)
            drawn = []
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        drawn.append(
            (x.value * m[0] + y.value * m[2] + m[4], x.value * m[1] + y.value * m[3] + m[5])
        )
        if raw.FPDFPathSegment_GetClose(segment):
            drawn.append(drawn[0])
    return [*rules, *_rules_of_points(drawn, stroked)]


def _rules_of_points(points: list[tuple[float, float]], stroked: bool) -> Iterator[Box]:
    if len(points) < 2:
        return
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
    if min(right - left, top - bottom) <= _THIN:
        if max(right - left, top - bottom) >= _SHORTEST:
            yield left, bottom, right, top
        return
    if not stroked:
        return  # a filled shape is shading behind text
    for (x0, y0), (x1, y1) in pairwise(points):
        aligned = (
            min(abs(x1 - x0), abs(y1 - y0)) <= 1 and max(abs(x1 - x0), abs(y1 - y0)) >= _SHORTEST
        )
        if aligned:
            yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def find_grids(rules: list[Box]) -> list[Grid]:
    """Tables drawn by rules (left, right, top, bottom as seen), top to bottom.

    Each cell is the smallest rectangle with all four sides drawn; a grid is cells that share
    corners, with at least two rows and two columns.
    """
    across = [(r[0], r[1], (r[2] + r[3]) / 2) for r in rules if r[1] - r[0] >= r[3] - r[2]]
    down = [(r[2], r[3], (r[0] + r[1]) / 2) for r in rules if r[1] - r[0] < r[3] - r[2]]
    if len(across) < 3 or not down:
        return []
    down += _open_sides(across, down)
    if len(down) < 3:
        return []
    rows, columns = _joined(across), _joined(down)
    corners = [
        [i for i, y in enumerate(rows) if _covers(columns[x], y, y) and _covers(rows[y], x, x)]
        for x in columns
    ]
    return _grids(_cells(list(columns), list(rows), corners, (columns, rows)))


def _open_sides(
    across: list[tuple[float, float, float]], down: list[tuple[float, float, float]]
) -> list[tuple[float, float, float]]:
    """Sides of tables that are drawn without: where lines across of one length begin and end.

    Only where at least three lie one above the other and lines down part them inside.
    """
    stacks: dict[tuple[int, int], list[tuple[float, float, float]]] = {}
    for start, end, y in across:
        place = (round(start / _TOLERANCE), round(end / _TOLERANCE))
        near = ((place[0] + i, place[1] + j) for i in (0, -1, 1) for j in (0, -1, 1))
        stacks.setdefault(next((key for key in near if key in stacks), place), []).append(
            (start, end, y)
        )
    sides: list[tuple[float, float, float]] = []
    for lines in stacks.values():
        top, bottom = min(line[2] for line in lines), max(line[2] for line in lines)
        if len(lines) < 3 or bottom - top < _SHORTEST:
            continue
        start, end = min(line[0] for line in lines), max(line[1] for line in lines)
        beside = [d for d in down if d[0] < bottom and d[1] > top]
        inside = [d for d in beside if start + _SHORTEST < d[2] < end - _SHORTEST]
        if sum(d[1] - d[0] for d in inside) < (bottom - top) / 2:
            continue
        sides += [
            (top, bottom, x)
            for x in (start, end)
            if all(abs(d[2] - x) > 2 * _TOLERANCE for d in beside)
        ]
    return sides


_Lines = dict[float, list[tuple[float, float]]]


def _joined(lines: list[tuple[float, float, float]]) -> _Lines:
    """Lines by their place across, those of nearly one place together, touching pieces joined."""
    places: list[list[tuple[float, float, float]]] = []
    for line in sorted(lines, key=lambda each: each[2]):
        if places and line[2] - places[-1][-1][2] <= _TOLERANCE:
            places[-1].append(line)
        else:
            places.append([line])
    found: _Lines = {}
    for group in places:
        middle = sum(line[2] for line in group) / len(group)
        pieces: list[tuple[float, float]] = []
        for start, end, _ in sorted(group):
            if pieces and start <= pieces[-1][1] + _TOLERANCE:
                pieces[-1] = (pieces[-1][0], max(end, pieces[-1][1]))
            else:
                pieces.append((start, end))
        found[middle] = pieces
    return found


def _covers(pieces: list[tuple[float, float]], start: float, end: float) -> bool:
    at = bisect_left(pieces, (start + _TOLERANCE + 0.01,)) - 1
    return at >= 0 and pieces[at][1] >= end - _TOLERANCE


def _cells(
    xs: list[float], ys: list[float], corners: list[list[int]], lines: tuple[_Lines, _Lines]
) -> list[Box]:
    """The smallest drawn rectangle right of and below each corner."""
    columns, rows = lines
    sets = [set(column) for column in corners]

    def closed(i: int, j: int, top: int, bottom: int) -> bool:
        return (
            bottom in sets[j]
            and _covers(columns[xs[j]], ys[top], ys[bottom])
            and _covers(rows[ys[bottom]], xs[i], xs[j])
        )

    def smallest(i: int, top: int) -> Box | None:
        for j in range(i + 1, len(xs)):
            if not _covers(rows[ys[top]], xs[i], xs[j]):
                return None
            if top not in sets[j]:
                continue
            for bottom in (y for y in corners[i] if y > top):
                if not _covers(columns[xs[i]], ys[top], ys[bottom]):
                    break
                if closed(i, j, top, bottom):
                    return xs[i], xs[j], ys[top], ys[bottom]
        return None

    found = (smallest(i, top) for i, column in enumerate(corners) for top in column)
    return [cell for cell in found if cell is not None]


def _grids(cells: list[Box]) -> list[Grid]:
    groups: list[list[Box]] = []
    owner: dict[tuple[float, float], int] = {}
    for cell in sorted(cells, key=lambda each: (each[2], each[0])):
        left, right, top, bottom = cell
        points = [(left, top), (left, bottom), (right, top), (right, bottom)]
        touched = sorted({owner[p] for p in points if p in owner})
        if not touched:
            groups.append([])
            touched = [len(groups) - 1]
        home = touched[0]
        groups[home].append(cell)
        for other in touched[1:]:
            groups[home] += groups[other]
            for moved in groups[other]:
                for x in moved[:2]:
                    for y in moved[2:]:
                        owner[(x, y)] = home
            groups[other] = []
        for point in points:
            owner[point] = home
    found = [grid for group in groups if (grid := _grid(group)) is not None]
    return sorted(found, key=lambda grid: (grid.top, grid.left))


def _grid(group: list[Box]) -> Grid | None:
    xs = sorted({x for cell in group for x in cell[:2]})
    ys = sorted({y for cell in group for y in cell[2:]})
    if len(xs) < 3 or len(ys) < 3:
        return None
    column = {x: i for i, x in enumerate(xs)}
    row = {y: i for i, y in enumerate(ys)}
    areas = [
        Area(x, z, y, w, row[y], column[x], row[w] - row[y], column[z] - column[x])
        for x, z, y, w in sorted(group, key=lambda cell: (cell[2], cell[0]))
    ]
    return Grid(tuple(xs), tuple(areas), xs[0], xs[-1], ys[0], ys[-1])
