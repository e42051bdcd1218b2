"""One page of a PDF through pdfium: its lines and its ruled tables, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium

from policytext.patterns import lazy
from policytext.readers.pdf_columns import Halves, in_columns
from policytext.readers.pdf_line import GridCell, Line, PageTable
from policytext.readers.pdf_rules import Box, Grid, find_grids, rules_of
from policytext.readers.pdf_unruled import Row, find_unruled

_UNWANTED = {0x02: "-", 0xFFFE: None, 0xFFFF: None, 0x00: None, 0xAD: "-"}
_UNMAPPED = lazy("[\ue000-\uf8ff\ufffd\ufffe\uffff]")
# Digits that were set one by one: pdfium takes the space between them for a word space.
_SPREAD = lazy(r"(?<![\d.])\d(?: \d)+(?![\d.])")
_WIDEST_PITCH = 0.75
_GAP = lazy(r"(?<=\S)\s+(?=\S)")
# A page without it has no table known by its head.
_TABLE_HEAD = lazy(r"序 ?号|编 ?号|(?:^|\n)\s*(?:No\.?|#)\s", re.MULTILINE)
# Half the width, as a share of the page, of the band in which a gutter lies; and a word space.
_GUTTER, _WIDEST_SPACE = 0.1, 1.2
_HAN = lazy("[\u4e00-\u9fff]")
_MOST_UNMAPPED = 0.3
# An image of this share of the page is a scan, a smaller one a picture or a seal.
_SCAN = 0.4


@dataclass(frozen=True, slots=True)
class Page:
    """A page as shown: lines and tables in reading order.

    ``scanned``: a large image covers it. ``unmapped``: its characters cannot be read as text.
    """

    width: float
    height: float
    items: tuple[Line | PageTable, ...]
    scanned: bool = False
    unmapped: bool = False

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines outside tables."""
        return tuple(item for item in self.items if isinstance(item, Line))


@dataclass(frozen=True, slots=True)
class _View:
    """How points of the page's own space are seen: crop box and rotation."""

    left: float
    bottom: float
    width: float
    height: float
    rotation: int

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> _View:
        rotation = page.get_rotation()
        width, height = page.get_size()
        if rotation in (90, 270):
            width, height = height, width
        left, bottom, right, top = page.get_cropbox()
        # A box that all pages inherit is not told; pdfium then names a standard one instead.
        if abs(right - left - width) > 1 or abs(top - bottom - height) > 1:
            left = bottom = 0.0
        return cls(left, bottom, width, height, rotation)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Left, right, top, bottom as seen, the origin at the top left."""
        left, right = left - self.left, right - self.left
        bottom, top = bottom - self.bottom, top - self.bottom
        if self.rotation == 90:
            return bottom, top, left, right
        if self.rotation == 180:
            return self.width - right, self.width - left, bottom, top
        if self.rotation == 270:
            return self.height - top, self.height - bottom, self.width - right, self.width - left
        return left, right, self.height - top, self.height - bottom


def read_page(document: pdfium.PdfDocument, index: int) -> Page:
    """Read one page and let go of it; a damaged page is empty and does not cost the others."""
    try:
        page = document[index]
    except pdfium.PdfiumError:
        return Page(0, 0, ())
    try:
        width, height = page.get_size()
        view = _View.of(page)
        grids = find_grids([view.box(*rule) for rule in rules_of(page)])
        words = page.get_textpage()
        try:
            text = words.get_text_range(0, words.count_chars()) if words.count_chars() > 0 else ""
            items = tuple(_Reader(words, text, view).items(grids))
        finally:
            words.close()
        unmapped = len(_UNMAPPED.findall(text)) > _MOST_UNMAPPED * max(1, len(text))
        few = sum(len(item.text) if isinstance(item, Line) else 99 for item in items) < 60
        return Page(width, height, items, few and _is_scan(page), unmapped)
    finally:
        page.close()


def _is_scan(page: pdfium.PdfPage) -> bool:
    width, height = page.get_size()
    area = 0.0
    for image in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = image.get_bounds()
        area += abs(right - left) * abs(top - bottom)
    return bool(area > _SCAN * width * height)


class _Reader:
    """Cuts the characters of a page into lines and puts those in grids into cells."""

    def __init__(self, words: pdfium.PdfTextPage, text: str, view: _View) -> None:
        self._words = words
        self._text = text
        self._view = view
        # Characters outside the basic plane shift the indices; then lines have no place.
        self._placed = len(text) == words.count_chars()

    def items(self, grids: list[Grid]) -> Iterator[Line | PageTable]:
        """Lines and tables, a table where its first character stands."""
        if not grids and self._placed:
            yield from self._unruled()
            return
        filled: dict[int, dict[int, list[Line]]] = {}
        waiting: list[Line | int] = []
        for start, end in self._extents():
            if not (grids and self._placed):
                waiting.append(self._line(start, end))
                continue
            for first, last, place in self._runs(start, end, grids):
                if place is None:
                    waiting.append(self._line(first, last))
                else:
                    grid, cell = place
                    if grid not in filled:
                        filled[grid] = {}
                        waiting.append(grid)
                    filled[grid].setdefault(cell, []).append(self._line(first, last))
        for item in waiting:
            yield item if isinstance(item, Line) else _table(grids[item], filled[item])

    def _unruled(self) -> list[Line | PageTable]:
        """The lines of a page without ruled tables: tables known by their head, and columns."""
        if not _TABLE_HEAD.search(self._text):
            return list(self._in_columns(list(self._extents())))
        extents = list(self._extents())
        lines = [self._pieces(start, end) for start, end in extents]
        found: list[Line | PageTable] = []
        waiting: list[tuple[int, int]] = []
        left = list(find_unruled(lines, self._view.height))
        taken: frozenset[int] = frozenset()
        for i, extent in enumerate(extents):
            if left and i in left[0].lines:
                found += [*self._in_columns(waiting), left[0].table]
                waiting, taken = [], taken | left.pop(0).lines
            if i not in taken:
                waiting.append(extent)
        return [*found, *self._in_columns(waiting)]

    def _pieces(self, start: int, end: int) -> Row:
        """A line parted at its wide gaps."""
        whole = self._line(start, end)
        pieces: list[Line] = []
        first = start
        for gap in _GAP.finditer(self._text, start, end):
            before = self._view.box(*self._words.get_charbox(gap.start() - 1, loose=True))[1]
            after = self._view.box(*self._words.get_charbox(gap.end(), loose=True))[0]
            if after - before > _WIDEST_SPACE * whole.size:
                pieces.append(self._line(first, gap.start()))
                first = gap.end()
        return (*pieces, self._line(first, end)) if pieces else (whole,)

    def _in_columns(self, extents: Sequence[tuple[int, int]]) -> list[Line]:
        """Lines column by column where there are two."""
        width = self._view.width
        found = []
        for start, end in extents:
            line = self._line(start, end)
            crosses = line.left < width / 2 - line.size and line.right > width / 2 + line.size
            found.append((line, self._halves(start, end, line.size) if crosses else None))
        return in_columns(found, width) or [line for line, _ in found]

    def _halves(self, start: int, end: int, size: float) -> Halves:
        """A line cut at a gap near the middle of the page that is wider than any word space."""
        width = self._view.width
        for gap in _GAP.finditer(self._text, start, end):
            before = self._view.box(*self._words.get_charbox(gap.start() - 1, loose=True))[1]
            if before > (0.5 + _GUTTER) * width:
                return None
            after = self._view.box(*self._words.get_charbox(gap.end(), loose=True))[0]
            if after > (0.5 - _GUTTER) * width and after - before > _WIDEST_SPACE * size:
                return self._line(start, gap.start()), self._line(gap.end(), end)
        return None

    def _extents(self) -> Iterator[tuple[int, int]]:
        """Lines of pdfium's text without the white space at their ends."""
        place = 0
        for raw in self._text.split("\n"):
            start, end = place, place + len(raw)
            place = end + 1
            start += len(raw) - len(raw.lstrip())
            end -= len(raw) - len(raw.rstrip())
            if start < end and self._text[start:end].translate(_UNWANTED).strip():
                yield start, end

    def _runs(
        self, start: int, end: int, grids: list[Grid]
    ) -> Iterator[tuple[int, int, tuple[int, int] | None]]:
        """Stretches of a line that lie in one cell, or outside all tables."""
        first, last, place = -1, -1, None
        for index in range(start, end):
            if self._text[index].isspace():
                continue
            left, right, top, bottom = self._view.box(*self._words.get_charbox(index, loose=True))
            found = _cell_at(grids, (left + right) / 2, (top + bottom) / 2, place)
            if first >= 0 and found != place:
                yield first, last, place
                first = index
            first = index if first < 0 else first
            last, place = index + 1, found
        if first >= 0:
            yield first, last, place

    def _line(self, start: int, end: int) -> Line:
        if not self._placed:
            return Line(self._text[start:end].translate(_UNWANTED), 0.0, 0.0, 0.0, 0.0)
        box = self._box(start, end - 1)
        content = self._text[start:end]
        if _SPREAD.search(content):
            pitch = _WIDEST_PITCH * (box[3] - box[2])
            content = _SPREAD.sub(
                lambda m: self._closed_up(start + m.start(), m.group(), pitch), content
            )
        return Line(content.translate(_UNWANTED), *box)

    def _closed_up(self, start: int, digits: str, pitch: float) -> str:
        lefts = [self._box(start + i, start + i)[0] for i in range(0, len(digits), 2)]
        steps = [b - a for a, b in pairwise(lefts)]
        return digits.replace(" ", "") if max(steps) <= pitch else digits

    def _box(self, first: int, last: int) -> Box:
        """Place of a stretch of a line: its ends across, a Chinese character in it for its height.

        Figures inside Chinese text are often in a font whose boxes are taller.
        """
        ends = [self._words.get_charbox(index, loose=True) for index in {first, last}]
        han = _HAN.search(self._text, first, last + 1) if len(ends) > 1 else None
        tall = [self._words.get_charbox(han.start(), loose=True)] if han else ends
        turned = self._view.rotation in (90, 270)
        across = (tall, ends) if turned else (ends, tall)
        return self._view.box(
            min(b[0] for b in across[0]),
            min(b[1] for b in across[1]),
            max(b[2] for b in across[0]),
            max(b[3] for b in across[1]),
        )


def _cell_at(
    grids: list[Grid], x: float, y: float, last: tuple[int, int] | None
) -> tuple[int, int] | None:
    """Grid and cell that hold a point; neighbouring characters mostly share a cell."""
    if last is not None and grids[last[0]].cells[last[1]].holds(x, y):
        return last
    for g, grid in enumerate(grids):
        if grid.holds(x, y):
            for c, cell in enumerate(grid.cells):
                if cell.holds(x, y):
                    return g, c
    return None


def _table(grid: Grid, filled: dict[int, list[Line]]) -> PageTable:
    cells = tuple(
        GridCell(cell.row, cell.column, cell.row_span, cell.column_span, _rows(filled.get(i, [])))
        for i, cell in enumerate(grid.cells)
    )
    return PageTable(grid.columns, cells)


def _rows(lines: list[Line]) -> tuple[str, ...]:
    """Lines of a cell; pieces that stand side by side are one line."""
    rows: list[str] = []
    before: Line | None = None
    for line in lines:
        if before is not None and abs(before.top - line.top) < 0.5 * line.size:
            rows[-1] += f" {line.text}"
        else:
            rows.append(line.text)
        before = line
    return tuple(rows)
