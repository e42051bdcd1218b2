"""OFD (GB/T 33190-2016): the text of the pages, line by line.

A document is a ZIP archive: OFD.xml names the root of each document, the root its pages, a page
its text objects with their places in millimetres. Templates (printed forms, running heads) are
not read, nor is text that stands turned.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree as ET

from policytext.errors import InputError, LimitError
from policytext.readers.archive import DAMAGE, xml_part
from policytext.readers.limits import Limits
from policytext.readers.source import Paragraph, SourceText

_KIND = "OFD"
_PAGE_NUMBER = re.compile(r"[-—–\s]*\d{1,4}[-—–\s]*")
_USUAL_SIZE = 4.0


class _Piece(NamedTuple):
    """A text object: baseline, left and right edge in millimetres, size of its letters."""

    y: float
    x: float
    right: float
    size: float
    text: str


class _Line(NamedTuple):
    """A line: whether it reaches the right margin, and whether it begins right of the left one."""

    text: str
    full: bool
    indented: bool


def read_ofd(data: bytes, limits: Limits) -> SourceText:
    """Read the pages of an OFD file.

    Raises InputError for a broken or encrypted file, LimitError for too many pages or parts that
    unpack to more than the limit.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            pages = [_lines(page) for page in _pages(archive, limits)]
    except DAMAGE as error:
        raise InputError(
            f"the OFD file is broken ({error}); fetch it again, or save it as PDF",
            code="ofd-broken",
        ) from error
    except RuntimeError as error:  # zipfile's word for a password
        raise InputError(
            "the OFD file is encrypted; save it without a password", code="ofd-encrypted"
        ) from error
    if not pages:
        raise InputError("the OFD file has no pages", code="ofd-broken")
    out: list[str] = []
    starts: list[int] = []
    furniture: list[tuple[int, int]] = []
    paragraphs: list[Paragraph] = []
    length = 0
    goes_on = False
    for lines in pages:
        starts.append(length)
        for number, line in enumerate(lines):
            end = length + len(line.text)
            out.append(line.text + "\n")
            if number in (0, len(lines) - 1) and _PAGE_NUMBER.fullmatch(line.text):
                furniture.append((length, end))
            elif goes_on and paragraphs and not line.indented:
                paragraphs[-1] = Paragraph(paragraphs[-1].start, end)
                goes_on = line.full
            else:
                paragraphs.append(Paragraph(length, end))
                goes_on = line.full
            length = end + 1
    return SourceText(
        text="".join(out),
        media_type="application/ofd",
        page_starts=tuple(starts),
        paragraphs=tuple(paragraphs),
        furniture=tuple(furniture),
    )


def _pages(archive: zipfile.ZipFile, limits: Limits) -> Iterator[ET.Element]:
    """The contents of all pages in order."""
    root = xml_part(archive, "OFD.xml", limits, _KIND)
    count = 0
    for place in _named(root, "DocRoot") if root is not None else ():
        path = _joined("", place.text or "")
        document = xml_part(archive, path, limits, _KIND)
        for page in _named(document, "Page") if document is not None else ():
            count += 1
            if count > limits.max_pages:
                raise LimitError(f"the OFD file has more than {limits.max_pages:,} pages; split it")
            content = xml_part(archive, _joined(path, page.get("BaseLoc", "")), limits, _KIND)
            if content is not None:
                yield content


def _joined(path: str, place: str) -> str:
    """A place as the archive names it: from the root, or beside the part that names it."""
    place = place.strip().replace("\\", "/")
    if place.startswith("/"):
        return posixpath.normpath(place[1:])
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), place))


def _named(element: ET.Element, name: str) -> Iterator[ET.Element]:
    """Elements below one, by their name without the namespace, of which there are several."""
    return (each for each in element.iter() if each.tag.rpartition("}")[2] == name)


def _lines(page: ET.Element) -> list[_Line]:
    """The lines of a page from top to bottom: pieces on one baseline, from left to right."""
    pieces = sorted(_pieces(page), key=lambda piece: (piece.y, piece.x))
    rows: list[list[_Piece]] = []
    for piece in pieces:
        if rows and piece.y - rows[-1][0].y <= min(piece.size, rows[-1][0].size) / 2:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    left = min((piece.x for piece in pieces), default=0.0)
    margin = max((piece.right for piece in pieces), default=0.0)
    lines = []
    for row in rows:
        text, right = "", 0.0
        row.sort(key=lambda piece: piece.x)
        for piece in row:
            apart = text and piece.x - right > piece.size / 4
            latin = text[-1:].isascii() and piece.text[:1].isascii()
            text += (" " if apart and latin else "") + piece.text
            right = piece.right
        text = " ".join(text.split())
        size = row[0].size
        if text:
            lines.append(_Line(text, right > margin - 1.5 * size, row[0].x > left + size))
    return lines


def _pieces(page: ET.Element) -> Iterator[_Piece]:
    for item in _named(page, "TextObject"):
        box = _numbers(item.get("Boundary", ""))
        if len(box) != 4 or item.get("Visible") == "false":
            continue
        size = _numbers(item.get("Size", ""))[:1] or [_USUAL_SIZE]
        matrix = _numbers(item.get("CTM", ""))
        across, down = (matrix[0], matrix[3]) if len(matrix) == 6 else (1.0, 1.0)
        if len(matrix) == 6 and abs(matrix[1]) > abs(matrix[0]):
            continue  # turned: a seal or a mark at the edge
        for code in _named(item, "TextCode"):
            text = code.text or ""
            x = box[0] + across * (_numbers(code.get("X", "0")) or [0.0])[0]
            y = box[1] + down * (_numbers(code.get("Y", "0")) or [0.0])[0]
            if text.strip():
                yield _Piece(y, x, box[0] + box[2], abs(down) * size[0] or _USUAL_SIZE, text)


def _numbers(words: str) -> list[float]:
    """Numbers of an attribute; what is none makes the list empty."""
    try:
        found = [float(word) for word in words.split()]
    except ValueError:
        return []
    return found if all(abs(number) < 1e6 for number in found) else []
