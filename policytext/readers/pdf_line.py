"""A line of a PDF page with its place."""

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
