"""Signatures: the short lines that sign and date a document."""

from __future__ import annotations

from policytext.patterns import lazy
from policytext.text.normal import NormalText
from policytext.text.numbering import marker_at

_DATE_LINE = lazy(
    r"\(?(?:\d{4}年\d{1,2}月\d{1,2}日|[一二三四五六七八九〇零○]{4}年[一二三四五六七八九十]{1,2}月"
    r"[一二三四五六七八九十]{1,3}日|[A-Z][a-z]{2,8} \d{1,2}, \d{4})\)?(?:印发)?"
)
_ENDS_SENTENCE = tuple("。.!?;")
_LINES, _LONGEST_LINE = 12, 60


def is_dated_line(text: str, start: int, end: int) -> bool:
    """Whether a paragraph is nothing but a date."""
    return _DATE_LINE.fullmatch(text, start, end) is not None


def signature_paragraphs(text: NormalText) -> frozenset[int]:
    """Starts of the paragraphs that sign and date a document: short lines above a date line."""
    closing: set[int] = set()
    for i, (start, end) in enumerate(text.paragraphs):
        if i < 2 or not is_dated_line(text.text, start, end):
            continue
        closing.add(start)
        for s, e in reversed(text.paragraphs[max(0, i - _LINES) : i]):
            line = text.text[s:e]
            too_long = len(line) > _LONGEST_LINE
            if too_long or line.endswith(_ENDS_SENTENCE) or marker_at(text.text, s, e):
                break
            closing.add(s)
    return frozenset(closing)
