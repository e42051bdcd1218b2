"""How large a document may be before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

from policytext.errors import LimitError

_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one document; a document over one of them raises LimitError.

    ``max_bytes``: of the file. ``max_chars``: of its text. ``max_pages``: of a PDF.
    ``max_unpacked``: bytes of an unpacked DOCX or OFD part. ``max_depth``: nesting of HTML or XML.
    ``max_cells``: of a table; a larger one is not refused but read as lines of text.
    """

    max_bytes: int = 100 * _MB
    max_chars: int = 20 * _MB
    max_pages: int = 5_000
    max_unpacked: int = 200 * _MB
    max_depth: int = 500
    max_cells: int = 50_000

    def check_bytes(self, size: int) -> None:
        """Raise LimitError for a file of ``size`` bytes over the limit."""
        if size > self.max_bytes:
            raise LimitError(
                f"the file has {size:,} bytes, over the limit of {self.max_bytes:,}; split it"
            )

    def check_chars(self, size: int) -> None:
        """Raise LimitError for a text of ``size`` characters over the limit."""
        if size > self.max_chars:
            raise LimitError(
                f"the text has {size:,} characters, over the limit of {self.max_chars:,}; split it"
            )
