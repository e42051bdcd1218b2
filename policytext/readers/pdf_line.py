"""What stands on a PDF page: lines with their places, and tables."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page; coordinates in points, origin at the top left of the page as shown.

    ``column``: 1 and 2 on a page of two columns, 0 for a line across the page.
    """

    text: str
    left: float
    right: float
    top: float
    bottom: float
    column: int = 0

    @property
    def size(self) -> float:
        """Height of the line's font."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table with its lines of text, top to bottom."""

    row: int
    column: int
    row_span: int
    column_span: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table; ``columns`` are the left edges of its columns and its right edge."""

    columns: tuple[float, ...]
    cells: tuple[GridCell, ...]
