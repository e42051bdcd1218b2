"""PDF: the text layer by pdfium, lines joined into paragraphs, page furniture told by its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import pypdfium2 as pdfium

from policytext.errors import InputError, LimitError, Note
from policytext.patterns import lazy
from policytext.readers.limits import Limits
from policytext.readers.source import Extent, Paragraph, SourceText

# Shares of the page height in which running heads and page numbers stand.
_MARGIN = 0.11
_PAGE_NUMBER = lazy(
    r"[-—–―_~·\s]*(?:第\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*[/／]\s*\d{1,4})?\s*页?"
    r"(?:\s*(?:,|，|共|of)\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–―_~·\s]*|Page \d{1,4}(?: of \d{1,4})?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
# Marked as one, a page number is known even outside the margin: — 3 —, 第3页.
_MARKED_NUMBER = re.compile(r"[-—–―·\s]{1,4}\d{1,4}[-—–―·\s]{1,4}|第\s*\d{1,4}\s*页.{0,12}")
_PRIVATE = re.compile(r"[\ue000-\uf8ff\s]+")
# A running head stands on at least this many pages and this share of them.
_FEWEST_REPEATS, _REPEATED = 2, 0.4
_OPENS = lazy(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、](?!\d)"
    r"|第[一二三四五六七八九十百零\d]{1,4}[章节条]|附件|[①-⑳]"
)
_STOPS = tuple("。！？；：.!?;:")
_UNWANTED = {0x02: "-", 0xFFFE: None, 0xFFFF: None, 0x00: None, 0xAD: "-"}
_LATIN_WORD = re.compile(r"[A-Za-z][^\s\u2e80-\uffff]*")
_LISTED = 12


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a page; coordinates in points, origin at the top left of the page as shown."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def size(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class _Page:
    width: float
    height: float
    lines: tuple[_Line, ...]
    has_image: bool = False


def read_pdf(data: bytes, limits: Limits) -> SourceText:
    """Read the text layer of a PDF.

    Pages without a text layer are named in the diagnostic ``no-text-layer``; a PDF that has none
    at all gives an empty text, not an error. Raises InputError for an encrypted or broken file.
    """
    pages = _pages(data, limits)
    repeated = _running_heads(pages)
    writer = _Writer()
    for page in pages:
        writer.page(page, repeated)
    missing = [n for n, page in enumerate(pages, start=1) if not page.lines and page.has_image]
    return SourceText(
        text="".join(writer.out),
        media_type="application/pdf",
        page_starts=tuple(writer.page_starts),
        paragraphs=tuple(writer.paragraphs),
        furniture=tuple(writer.furniture),
        notes=_missing_note(missing, len(pages)),
    )


def _missing_note(missing: Sequence[int], pages: int) -> tuple[Note, ...]:
    if not missing:
        return ()
    listed = ", ".join(map(str, missing[:_LISTED])) + (" ..." if len(missing) > _LISTED else "")
    message = f"{len(missing)} of {pages} pages are images without a text layer: {listed}; run OCR"
    return (Note("no-text-layer", message),)


def _pages(data: bytes, limits: Limits) -> list[_Page]:
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
        pages: list[_Page] = []
        characters = 0
        for index in range(count):
            page = _read_page(document, index)
            characters += sum(len(line.text) for line in page.lines)
            limits.check_chars(characters)
            pages.append(page)
        return pages
    finally:
        document.close()


def _read_page(document: pdfium.PdfDocument, index: int) -> _Page:
    try:
        page = document[index]
    except pdfium.PdfiumError:
        return _Page(0, 0, ())  # one damaged page does not cost the others
    try:
        width, height = page.get_size()
        words = page.get_textpage()
        try:
            lines = tuple(_lines(words, page.get_rotation(), (width, height)))
        finally:
            words.close()
        has_image = not lines and _has_image(page)
        return _Page(width, height, lines, has_image)
    finally:
        page.close()


def _has_image(page: pdfium.PdfPage) -> bool:
    image = pdfium.raw.FPDF_PAGEOBJ_IMAGE
    return any(True for _ in page.get_objects(filter=[image], max_depth=3))


def _lines(words: pdfium.PdfTextPage, rotation: int, shown: tuple[float, float]) -> list[_Line]:
    count = words.count_chars()
    if count <= 0:
        return []
    text = words.get_text_range(0, count)
    # Characters outside the basic plane shift the indices; such a page is read without geometry.
    placed = len(text) == count
    lines: list[_Line] = []
    place = 0
    for raw in text.split("\n"):
        start, end = place, place + len(raw)
        place = end + 1
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        content = text[start:end].translate(_UNWANTED)
        if not content.strip():
            continue
        box = _box(words, start, end - 1, rotation, shown) if placed else (0.0, 0.0, 0.0, 0.0)
        lines.append(_Line(content, *box))
    return lines


def _box(
    words: pdfium.PdfTextPage, first: int, last: int, rotation: int, shown: tuple[float, float]
) -> tuple[float, float, float, float]:
    """Left, right, top and bottom of a line, from its first and last character."""
    boxes = [words.get_charbox(index, loose=True) for index in {first, last}]
    left, bottom = min(b[0] for b in boxes), min(b[1] for b in boxes)
    right, top = max(b[2] for b in boxes), max(b[3] for b in boxes)
    width, height = shown
    if rotation == 90:
        return bottom, top, left, right
    if rotation == 180:
        return width - right, width - left, bottom, top
    if rotation == 270:
        return width - top, width - bottom, height - right, height - left
    return left, right, height - top, height - bottom


def _running_heads(pages: Sequence[_Page]) -> frozenset[str]:
    """Lines that stand again and again in the margin, digits made equal."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_shape(line) for line in page.lines if _in_margin(line, page)})
    needed = max(_FEWEST_REPEATS, int(_REPEATED * len(pages)))
    return frozenset(shape for shape, count in seen.items() if count >= needed)


def _shape(line: _Line) -> str:
    return _DIGITS.sub("0", "".join(line.text.split()))


def _in_margin(line: _Line, page: _Page) -> bool:
    if not page.height or line.top == line.bottom:
        return False
    return line.bottom < _MARGIN * page.height or line.top > (1 - _MARGIN) * page.height


class _Writer:
    """Writes pages into one text; a paragraph may go on over a page break."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.page_starts: list[int] = []
        self.paragraphs: list[Paragraph] = []
        self.furniture: list[Extent] = []
        self._length = 0
        self._last: tuple[_Line, _Layout] | None = None

    def page(self, page: _Page, repeated: frozenset[str]) -> None:
        self.page_starts.append(self._length)
        body = [line for line in page.lines if not _is_furniture(line, page, repeated)]
        layout = _Layout.of(body, page)
        for line in page.lines:
            start = self._length
            self.out.append(f"{line.text}\n")
            self._length += len(line.text) + 1
            if _is_furniture(line, page, repeated):
                self.furniture.append((start, self._length - 1))
            else:
                self._body(line, layout, start)

    def _body(self, line: _Line, layout: _Layout, start: int) -> None:
        end = start + len(line.text)
        if self._last is not None and _goes_on(*self._last, line, layout):
            before = self.paragraphs[-1]
            self.paragraphs[-1] = Paragraph(before.start, end, centred=before.centred)
        else:
            self.paragraphs.append(Paragraph(start, end, centred=layout.is_centred(line)))
        self._last = (line, layout)


def _is_furniture(line: _Line, page: _Page, repeated: frozenset[str]) -> bool:
    if _PRIVATE.fullmatch(line.text):
        return True  # glyphs of ornaments, which mean nothing as text
    if line in (page.lines[0], page.lines[-1]) and _MARKED_NUMBER.fullmatch(line.text):
        return True
    if not _in_margin(line, page):
        return False
    return _PAGE_NUMBER.fullmatch(line.text) is not None or _shape(line) in repeated


@dataclass(frozen=True, slots=True)
class _Layout:
    """The edges of a page's text block, and the usual size and distance of its lines."""

    left: float
    right: float
    size: float
    pitch: float
    middle: float

    @classmethod
    def of(cls, lines: Sequence[_Line], page: _Page) -> _Layout:
        if not lines:
            return cls(0, page.width, 10, 20, page.width / 2)
        long = [line for line in lines if line.right - line.left > 0.5 * page.width] or lines
        size = median(line.size for line in long) or 10.0
        left = min(Counter(round(line.left) for line in long).most_common(3))[0]
        right = max(line.right for line in long)
        steps = [b.top - a.top for a, b in pairwise(lines) if b.top > a.top]
        return cls(float(left), right, size, median(steps) if steps else 2 * size, page.width / 2)

    def is_indented(self, line: _Line) -> bool:
        return line.left > self.left + 0.9 * self.size

    def is_full(self, line: _Line, following: _Line) -> bool:
        """Whether a line ends where it does for want of room.

        A Chinese line leaves room for a character or two, a Latin one for less than the word
        that opens the next line.
        """
        word = _LATIN_WORD.match(following.text)
        width = (following.right - following.left) / max(1, len(following.text))
        room = (len(word.group()) + 1) * width if word else 0.0
        return line.right > self.right - max(1.9 * self.size, room)

    def is_set_right(self, line: _Line) -> bool:
        """Whether a line stands at the right, as signatures and dates do."""
        return line.left > self.left + 0.3 * (self.right - self.left)

    def is_centred(self, line: _Line) -> bool:
        off = abs((line.left + line.right) / 2 - self.middle)
        inside = line.left > self.left + 1.5 * self.size and line.right < self.right - self.size
        return inside and off < 1.2 * self.size


def _goes_on(last: _Line, before: _Layout, line: _Line, layout: _Layout) -> bool:
    """Whether a line belongs to the paragraph of the line before it."""
    if line.top == line.bottom or last.top == last.bottom:
        return False
    stands_alone = before.is_centred(last) or layout.is_centred(line)
    stands_alone = stands_alone or before.is_set_right(last) or layout.is_set_right(line)
    other_size = abs(last.size - line.size) > 0.25 * max(last.size, line.size)
    far_below = line.top > last.top and line.top - last.top > 1.7 * layout.pitch
    opens = _OPENS.match(line.text) and last.text.endswith(_STOPS)
    if stands_alone or other_size or far_below or opens or not before.is_full(last, line):
        return False
    # A first line is set in by two characters; with a hanging indent only the numbers tell.
    return not layout.is_indented(line) or before.is_indented(last)
