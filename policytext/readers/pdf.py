"""PDF: the text layer by pdfium, lines joined into paragraphs, ruled tables, page furniture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pypdfium2 as pdfium

from policytext.errors import InputError, LimitError, Note
from policytext.readers.limits import Limits
from policytext.readers.pdf_layout import (
    OPENS,
    STOPS,
    Layout,
    furniture_lines,
    goes_on,
    running_heads,
)
from policytext.readers.pdf_line import GridCell, Line, PageTable
from policytext.readers.pdf_page import Page, read_page
from policytext.readers.source import Cell, Extent, Paragraph, SourceText, Table

_LISTED = 12
# Columns of a table on the next page may lie this many points off.
_OFF = 4.0


def read_pdf(data: bytes, limits: Limits, *, ocr: bool = False) -> SourceText:
    """Read the text layer of a PDF.

    Pages without a text layer are named in the diagnostic ``no-text-layer``; a PDF that has none
    at all gives an empty text, not an error. With ``ocr`` they are recognised and named in
    ``ocr-text``. Raises InputError for an encrypted or broken file.
    """
    pages, scores = _pages(data, limits, ocr=ocr)
    repeated = running_heads(pages)
    writer = _Writer()
    missing: list[int] = []
    for number, page in enumerate(pages, start=1):
        if not writer.page(page, repeated) and (page.scanned or page.unmapped):
            missing.append(number)
    writer.close_table()
    return SourceText(
        text="".join(writer.out),
        media_type="application/pdf",
        page_starts=tuple(writer.page_starts),
        paragraphs=tuple(writer.paragraphs),
        tables=tuple(writer.tables),
        furniture=tuple(writer.furniture),
        ocr_pages=tuple(scores),
        notes=(*_missing_note(missing, len(pages)), *_ocr_note(scores, len(pages))),
    )


def _ocr_note(scores: dict[int, float], pages: int) -> tuple[Note, ...]:
    if not scores:
        return ()
    worst = min(scores, key=lambda page: (scores[page], page))
    message = (
        f"{len(scores)} of {pages} pages were read by optical character recognition: "
        f"{_listed(list(scores))}; lowest mean score {scores[worst]:.2f} (page {worst}); "
        "check numbers against the image"
    )
    return (Note("ocr-text", message),)


def _listed(pages: Sequence[int]) -> str:
    return ", ".join(map(str, pages[:_LISTED])) + (" ..." if len(pages) > _LISTED else "")


def _missing_note(missing: Sequence[int], pages: int) -> tuple[Note, ...]:
    if not missing:
        return ()
    message = (
        f"{len(missing)} of {pages} pages are images without a text layer: {_listed(missing)}; "
        "run OCR (--ocr, with policytext[ocr])"
    )
    return (Note("no-text-layer", message),)


def _pages(data: bytes, limits: Limits, *, ocr: bool) -> tuple[list[Page], dict[int, float]]:
    """Pages, and the score of each that was recognised, by its number."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise InputError(
                "the PDF is encrypted; save it without a password", code="pdf-encrypted"
            ) from error
        raise InputError(
            f"the PDF is broken ({error}); fetch it again or repair it", code="pdf-broken"
        ) from error
    try:
        count = len(document)
        if count > limits.max_pages:
            raise LimitError(f"the PDF has {count:,} pages, over the limit of {limits.max_pages:,}")
        pages: list[Page] = []
        scores: dict[int, float] = {}
        characters = 0
        for index in range(count):
            page = read_page(document, index)
            if ocr and (page.scanned or page.unmapped):
                from policytext.readers.ocr import recognised  # noqa: PLC0415

                page, score = recognised(document, index)
                if page.items:
                    scores[index + 1] = score
            characters += sum(len(line.text) for line in page.lines)
            limits.check_chars(characters)
            pages.append(page)
        return pages, scores
    finally:
        document.close()


@dataclass(slots=True)
class _OpenTable:
    """A table that may go on on the next page."""

    start: int
    columns: tuple[float, ...]
    head: tuple[str, ...]
    rows: int = 0
    end: int = 0
    cells: list[Cell] = field(default_factory=list)

    def takes(self, table: PageTable) -> bool:
        """Whether a table has the same columns."""
        return len(self.columns) == len(table.columns) and all(
            abs(a - b) < _OFF for a, b in zip(self.columns, table.columns, strict=True)
        )


class _Writer:
    """Writes pages into one text; paragraphs and tables may go on over a page break."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.page_starts: list[int] = []
        self.paragraphs: list[Paragraph] = []
        self.furniture: list[Extent] = []
        self.tables: list[Table] = []
        self._length = 0
        self._last: tuple[Line, Layout] | None = None
        self._table: _OpenTable | None = None

    def page(self, page: Page, repeated: frozenset[str]) -> bool:
        """Write a page; whether it had any text but furniture."""
        self.page_starts.append(self._length)
        outside = furniture_lines(page, repeated)
        body = [line for line in page.lines if line not in outside]
        layouts = {
            column: Layout.of([line for line in body if line.column == column], page.width)
            for column in {0, *(line.column for line in body)}
        }
        first = True
        for item in page.items:
            if isinstance(item, PageTable):
                self._grid(item, first_on_page=first)
                first = False
                continue
            start = self._put(item.text)
            if item in outside:
                self.furniture.append((start, self._length - 1))
            else:
                self._body(item, layouts[item.column], start)
                first = False
        return not first

    def close_table(self) -> None:
        """End the table that was open, if there was one."""
        if self._table is not None:
            table = self._table
            self.tables.append(Table(table.start, table.end, tuple(table.cells)))
            self._table = None

    def _put(self, text: str) -> int:
        start = self._length
        self.out.append(f"{text}\n")
        self._length += len(text) + 1
        return start

    def _body(self, line: Line, layout: Layout, start: int) -> None:
        self.close_table()
        end = start + len(line.text)
        if self._last is not None and goes_on(*self._last, line, layout):
            before = self.paragraphs[-1]
            self.paragraphs[-1] = Paragraph(before.start, end, centred=before.centred)
        else:
            centred = layout.is_centred(line)
            if centred and self._last is not None and layout.is_title_line(self._last[0], line):
                full = self.paragraphs[-1]
                self.paragraphs[-1] = Paragraph(full.start, full.end, centred=True)
            self.paragraphs.append(Paragraph(start, end, centred=centred))
        self._last = (line, layout)

    def _grid(self, grid: PageTable, *, first_on_page: bool) -> None:
        head = tuple("".join(cell.lines) for cell in grid.cells if cell.row == 0)
        opened = self._table
        goes_on_here = first_on_page and opened is not None and opened.takes(grid)
        if opened is None or not goes_on_here:
            self.close_table()
            opened = self._table = _OpenTable(self._length, grid.columns, head)
        repeats = goes_on_here and head == opened.head and any(head)
        above = opened.rows - (1 if repeats else 0)
        for cell in grid.cells:
            if repeats and cell.row == 0:
                self._repeated(cell)
            elif not self._grown(opened, cell, goes_on_here and cell.row == int(repeats)):
                self._cell(opened, cell, above)
        opened.rows = above + max(cell.row + cell.row_span for cell in grid.cells)
        opened.end = self._length
        self._last = None

    def _repeated(self, cell: GridCell) -> None:
        """The head of a table, printed again on a further page."""
        if cell.lines:
            start = self._put("\n".join(cell.lines))
            self.furniture.append((start, self._length - 1))

    @staticmethod
    def _grown(table: _OpenTable, cell: GridCell, at_top: bool) -> bool:
        """Whether an empty cell at the top of a page belongs to the cell above it."""
        if not at_top or cell.lines:
            return False
        for i in range(len(table.cells) - 1, -1, -1):
            above = table.cells[i]
            if above.column == cell.column and above.row + above.row_span == table.rows:
                table.cells[i] = Cell(
                    above.row,
                    above.column,
                    above.start,
                    above.end,
                    above.row_span + cell.row_span,
                    above.column_span,
                )
                return True
            if above.row + above.row_span < table.rows - 40:
                break
        return False

    def _cell(self, table: _OpenTable, cell: GridCell, above: int) -> None:
        start = self._length
        for lines in _cell_paragraphs(cell.lines):
            at = self._put("\n".join(lines))
            self.paragraphs.append(Paragraph(at, self._length - 1))
        end = max(start, self._length - 1)
        table.cells.append(
            Cell(above + cell.row, cell.column, start, end, cell.row_span, cell.column_span)
        )


def _cell_paragraphs(lines: Sequence[str]) -> Iterator[list[str]]:
    """Lines of a cell by paragraphs: a number after a full stop opens a new one."""
    paragraph: list[str] = []
    for line in lines:
        if paragraph and paragraph[-1].endswith(STOPS) and OPENS.match(line):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph
