"""Errors that callers can catch, and the stable codes of diagnostics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["info", "warning", "error"]


class PolicytextError(Exception):
    """Base of every error policytext raises on purpose.

    The message says what was wrong, where, and what to do; ``code`` is stable.
    """

    code = "policytext-error"


class InputError(PolicytextError):
    """A document cannot be read: missing, empty, broken, encrypted or of an unknown kind."""

    code = "input-unreadable"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code


class LimitError(InputError):
    """A document is over a limit of size, pages, nesting or time."""

    code = "limit-exceeded"


class DataError(PolicytextError):
    """A data file (gazetteer, lexicon, taxonomy, model) is missing or not valid."""

    code = "data-invalid"


@dataclass(frozen=True, slots=True)
class Note:
    """A diagnostic before it is mapped to the JSON: offsets are into the source text."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None


# code -> (severity, meaning). The docs print this table; codes never change their meaning.
DIAGNOSTICS: dict[str, tuple[Severity, str]] = {
    "declared-count-differs": (
        "warning",
        "the text states another number of aspects or tasks than was found in it",
    ),
    "empty-text": ("warning", "the document holds no text"),
    "encoding-guessed": ("info", "the encoding was guessed from the bytes"),
    "encoding-damaged": ("warning", "some bytes do not fit the encoding and became U+FFFD"),
    "language-unsupported": (
        "warning",
        "the text is neither Chinese nor English; nothing was extracted",
    ),
    "no-text-layer": ("warning", "a PDF page is an image without text; it needs OCR"),
    "ocr-text": ("warning", "a PDF page was read by optical character recognition"),
    "surrogate-replaced": ("warning", "lone surrogates became U+FFFD"),
    "number-left-out": (
        "warning",
        "a number has more digits than an Arrow column holds; it is null there, its quote stays",
    ),
    "table-large": ("warning", "a table over the limit of cells was read as lines of text"),
    "unit-unknown": ("info", "the unit is not in the unit table and is kept as written"),
    "agency-unresolved": ("info", "a body is named but not known to the gazetteer"),
    "agency-ambiguous": ("info", "a name fits several bodies; the level or date decides nothing"),
    "no-tasks": ("info", "no aspects or tasks were found in the document"),
}
