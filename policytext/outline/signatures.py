"""Signatures: the short lines that sign and date a document."""

from __future__ import annotations

from collections.abc import Sequence

from policytext.patterns import lazy
from policytext.text.normal import NormalText
from policytext.text.numbering import Marker

_DATE_LINE = lazy(
    r"\(?(?:\d{4}年\d{1,2}月\d{1,2}日|[一二三四五六七八九〇零○]{4}年[一二三四五六七八九十]{1,2}月"
    r"[一二三四五六七八九十]{1,3}日|[A-Z][a-z]{2,8} \d{1,2}, \d{4})\)?(?:印发)?"
)
# The last character of a date that is not a digit.
_ENDS_DATE = "日)发"
_ENDS_SENTENCE = tuple("。.!?;")
_LINES, _LONGEST_LINE = 12, 60
_LONGEST_DATE = 24


def is_dated_line(text: str, start: int, end: int) -> bool:
    """Whether a paragraph is nothing but a date."""
    return end - start <= _LONGEST_DATE and _DATE_LINE.fullmatch(text, start, end) is not None


def signature_paragraphs(text: NormalText, markers: Sequence[Marker | None]) -> frozenset[int]:
    """Starts of the paragraphs that sign and date a document: short lines above a date line.

    ``markers``: the number that opens each paragraph, if any.
    """
    closing: set[int] = set()
    body, paragraphs = text.text, text.paragraphs
    short = [
        (i, start, end)
        for i, (start, end) in enumerate(paragraphs)
        if end - start <= _LONGEST_DATE and i > 1
    ]
    for i, start, end in short:
        last = body[end - 1]
        if not (last in _ENDS_DATE or last.isdecimal()) or not is_dated_line(body, start, end):
            continue
        closing.add(start)
        for j in range(i - 1, max(0, i - _LINES) - 1, -1):
            s, e = paragraphs[j]
            if e - s > _LONGEST_LINE or markers[j] or body.endswith(_ENDS_SENTENCE, s, e):
                break
            closing.add(s)
    return frozenset(closing)
