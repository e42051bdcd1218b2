"""DOCX: paragraphs in order with their automatic numbers, heading levels and tables.

After ECMA-376 part 1: 17.3.1 (paragraphs), 17.4 (tables), 17.7 (styles), 17.9 (numbering).
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from policytext.errors import InputError, LimitError
from policytext.readers.archive import DAMAGE, xml_part
from policytext.readers.attributes import whole_number
from policytext.readers.docx_numbering import Numbering, Styles, read_numbering, read_styles
from policytext.readers.limits import Limits
from policytext.readers.source import Cell, Paragraph, SourceText, Table

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_BODY_LEVEL = 9  # the outline level that Word gives to running text
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Deleted or moved-away text, and the properties of runs and paragraphs, have no text to show.
_SKIPPED = frozenset(
    {_FALLBACK, *(f"{_W}{name}" for name in ("del", "moveFrom", "rPr", "pPr", "instrText"))}
)
_MARKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def read_docx(data: bytes, limits: Limits) -> SourceText:
    """Read the body of a DOCX; headers, footers and notes are left out.

    Automatic numbers are written into the text, as Word shows them. Raises InputError for a
    broken file and LimitError for parts that unpack to more than the limit.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            document = _part(archive, "word/document.xml", limits)
            styles = read_styles(_part(archive, "word/styles.xml", limits))
            numbering = read_numbering(_part(archive, "word/numbering.xml", limits))
    except DAMAGE as error:
        raise InputError(
            f"the DOCX file is broken ({error}); open and save it again", code="docx-broken"
        ) from error
    except RuntimeError as error:  # zipfile's word for a password
        raise InputError(
            "the DOCX file is encrypted; save it without a password", code="docx-encrypted"
        ) from error
    body = document.find(f"{_W}body") if document is not None else None
    if body is None:
        raise InputError("the DOCX file has no document body", code="docx-broken")
    writer = _Writer(styles, numbering, limits)
    writer.blocks(body, depth=0)
    return SourceText(
        text="".join(writer.out),
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        paragraphs=tuple(writer.paragraphs),
        tables=tuple(sorted(writer.tables, key=lambda table: table.start)),
    )


def _part(archive: zipfile.ZipFile, name: str, limits: Limits) -> ET.Element | None:
    return xml_part(archive, name, limits, "DOCX", (_STRICT, _TRANSITIONAL))


@dataclass(slots=True)
class _OpenCell:
    row: int
    column: int
    start: int
    columns: int
    end: int = 0
    rows: int = 1


class _Writer:
    """Writes blocks in reading order and notes paragraphs and tables."""

    def __init__(self, styles: Styles, numbering: Numbering, limits: Limits) -> None:
        self.out: list[str] = []
        self.paragraphs: list[Paragraph] = []
        self.tables: list[Table] = []
        self._styles = styles
        self._numbering = numbering
        self._limits = limits
        self._length = 0

    def blocks(self, parent: ET.Element, depth: int) -> None:
        """Paragraphs and tables below an element, through content controls and insertions."""
        if depth > self._limits.max_depth:
            raise LimitError(f"the DOCX file nests deeper than {self._limits.max_depth} elements")
        for element in parent:
            if element.tag == f"{_W}p":
                self._paragraph(element, depth)
            elif element.tag == f"{_W}tbl":
                self._table(element, depth)
            elif element.tag not in _SKIPPED:
                self.blocks(element, depth + 1)

    def _paragraph(self, element: ET.Element, depth: int) -> None:
        properties = element.find(f"{_W}pPr")
        style = self._styles.of(_value(properties, "pStyle"))
        boxes: list[ET.Element] = []
        words = "".join(_runs(element, boxes)).replace("\r", "")
        label = ""
        if words.strip():
            label = self._numbering.label(properties, style)
        start = self._length
        self._put(f"{label}{words}\n")
        if words.strip():
            level = whole_number(_value(properties, "outlineLvl") or style.outline_level, -1)
            self.paragraphs.append(
                Paragraph(
                    start,
                    self._length - 1,
                    level=level + 1 if 0 <= level < _BODY_LEVEL else None,
                    centred=(_value(properties, "jc") or style.alignment) == "center",
                    bold=_is_bold(element),
                )
            )
        for box in boxes:
            self.blocks(box, depth + 1)

    def _table(self, element: ET.Element, depth: int) -> None:
        start = self._length
        placed: list[_OpenCell] = []
        above: dict[int, _OpenCell] = {}
        for r, row in enumerate(element.iter(f"{_W}tr") if depth == 0 else _rows(element)):
            column = 0
            for cell in row.findall(f"{_W}tc"):
                properties = cell.find(f"{_W}tcPr")
                span = whole_number(_value(properties, "gridSpan"), 1)
                columns = min(span, 100) if span >= 0 else 1
                merge = properties.find(f"{_W}vMerge") if properties is not None else None
                goes_on = merge is not None and merge.get(f"{_W}val") != "restart"
                if goes_on and column in above:
                    above[column].rows += 1
                else:
                    opened = _OpenCell(r, column, self._length, max(columns, 1))
                    self.blocks(cell, depth + 1)
                    opened.end = max(opened.start, self._length - 1)
                    placed.append(opened)
                    above[column] = opened
                column += max(columns, 1)
        if placed and depth == 0:
            cells = (Cell(c.row, c.column, c.start, c.end, c.rows, c.columns) for c in placed)
            self.tables.append(Table(start, self._length, tuple(cells)))

    def _put(self, text: str) -> None:
        self.out.append(text)
        self._length += len(text)
        self._limits.check_chars(self._length)


def _rows(table: ET.Element) -> list[ET.Element]:
    return table.findall(f"{_W}tr")


def _runs(paragraph: ET.Element, boxes: list[ET.Element]) -> list[str]:
    """Text of a paragraph; text boxes anchored in it are put aside to follow it."""
    found: list[str] = []
    stack = [paragraph]
    while stack:
        element = stack.pop()
        if element.tag == f"{_W}t":
            found.append(element.text or "")
        elif element.tag in _MARKS:
            found.append(_MARKS[element.tag])
        elif element.tag == f"{_W}txbxContent":
            boxes.append(element)
        elif element.tag == f"{_W}r" and element.find(f"{_W}rPr/{_W}vanish") is not None:
            continue
        elif element.tag not in _SKIPPED:
            stack.extend(reversed(element))
    return found


def _is_bold(paragraph: ET.Element) -> bool:
    """Whether all the words of a paragraph are set bold by their own runs."""
    found = False
    for run in paragraph.iter(f"{_W}r"):
        if not any((text.text or "").strip() for text in run.iter(f"{_W}t")):
            continue
        bold = run.find(f"{_W}rPr/{_W}b")
        if bold is None or bold.get(f"{_W}val") in ("0", "false", "off"):
            return False
        found = True
    return found


def _value(properties: ET.Element | None, name: str) -> str | None:
    child = properties.find(f"{_W}{name}") if properties is not None else None
    return child.get(f"{_W}val") if child is not None else None
