"""What every reader gives: the text as read, and where its pages, paragraphs and tables lie."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from policytext.errors import Note

Extent = tuple[int, int]
"""Half-open range ``[start, end)`` of code points."""


class Paragraph(NamedTuple):
    """One paragraph of ``SourceText.text``; a line break inside it is a soft wrap.

    ``level`` is the heading level the format itself states (DOCX style, HTML ``h1``-``h6``),
    1 = highest, or ``None`` where it states none. ``centred`` and ``bold`` where known.
    """

    start: int
    end: int
    level: int | None = None
    centred: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; ``row`` and ``column`` count from 0, spans are at least 1."""

    row: int
    column: int
    start: int
    end: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its cells lie in ``[start, end)`` of the text, in reading order."""

    start: int
    end: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class SourceText:
    """A document as its reader gave it. All offsets are code points into ``text``.

    ``page_starts``: offset of each page's first character (empty where there are no pages).
    ``paragraphs``: ``None`` where the format does not tell wrapped lines from paragraphs
    (plain text); sorted and disjoint otherwise.
    ``furniture``: ranges of page furniture (navigation, running heads, page numbers, footers),
    sorted and disjoint: part of the text, never part of an item.
    ``ocr_pages``: pages that were recognised in their image, from 1.
    ``stated``: ``(name, value)`` pairs of the format's own metadata (HTML ``<meta>``, ``<title>``).
    """

    text: str
    media_type: Literal[
        "text/plain",
        "text/html",
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/ofd",
    ]
    encoding: str | None = None
    page_starts: tuple[int, ...] = ()
    paragraphs: tuple[Paragraph, ...] | None = None
    tables: tuple[Table, ...] = ()
    furniture: tuple[Extent, ...] = ()
    stated: tuple[tuple[str, str], ...] = ()
    ocr_pages: tuple[int, ...] = ()
    notes: tuple[Note, ...] = field(default=())

    @property
    def n_pages(self) -> int | None:
        """Number of pages, or None where the format has none."""
        return len(self.page_starts) or None

    def page_of(self, offset: int) -> int | None:
        """Page (from 1) that holds the character at ``offset``."""
        if not self.page_starts:
            return None
        return max(1, bisect_right(self.page_starts, offset))
