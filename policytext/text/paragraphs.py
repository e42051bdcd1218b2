"""Paragraphs of plain text: which line breaks end a paragraph and which only wrap a line."""

from __future__ import annotations

import unicodedata
from collections import Counter

from policytext.patterns import lazy

Extent = tuple[int, int]

_LINE = lazy(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_BLANK_BETWEEN = lazy(r"\r\n?|[\n\u2028\u2029\x0b\x0c\x85]")
# A line that opens with one of these starts a paragraph, however full the line before it.
_OPENS = lazy(
    r"[\s\u3000]{2,}|[（(]?[一二三四五六七八九十百]{1,4}[、）)．.]|[（(]?\d{1,3}[、）)．.](?!\d)"
    r"|第[一二三四五六七八九十百零\d]{1,5}[章节条编]|[①-⑳]|[一二三四五六七八九十]是|附件|[-•●■◆*]\s"
)
_WIDEST_WRAP = 130
_MIN_LINES = 6
_MIN_FULL_SHARE = 0.3


def plain_paragraphs(text: str) -> list[Extent]:
    """Paragraphs of a plain text as ranges; a line break inside a range is a soft wrap.

    Lines are joined only in a text that shows hard wrapping: many lines end within a few columns
    of the same right edge. A full line then goes on in the next one, unless that one opens with
    a number, a bullet or an indent, or a blank line stands between.
    """
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text)]
    edge = _wrap_edge(text, lines)
    paragraphs: list[Extent] = []
    full_before = False
    for start, end in lines:
        if not text[start:end].strip():
            full_before = False
            continue
        adjoining = paragraphs and _adjoining(text, paragraphs[-1][1], start)
        if full_before and adjoining and not _OPENS.match(text, start):
            paragraphs[-1] = (paragraphs[-1][0], end)
        else:
            paragraphs.append((start, end))
        full_before = edge is not None and _width(text[start:end]) >= edge
    return paragraphs


def _adjoining(text: str, end: int, start: int) -> bool:
    return len(_BLANK_BETWEEN.findall(text, end, start)) == 1


def _wrap_edge(text: str, lines: list[Extent]) -> int | None:
    """Display width from which a line counts as full, or None where lines are not wrapped."""
    widths = [_width(text[s:e]) for s, e in lines if e - s <= _WIDEST_WRAP and text[s:e].strip()]
    if len(widths) < _MIN_LINES or len(widths) < 0.8 * len(lines):
        return None
    edge = max(width for width, count in Counter(widths).items() if count >= 2 or width < 40)
    # Latin words wrap up to a word's length before the edge, Chinese up to two characters.
    tolerance = 16 if sum(text.isascii() for text in text[:2000]) > 1000 else 5
    full = sum(width >= edge - tolerance for width in widths)
    if edge > _WIDEST_WRAP or edge < 30 or full < _MIN_FULL_SHARE * len(widths):
        return None
    return edge - tolerance


def _width(line: str) -> int:
    """Columns of a line in a fixed-width font: East Asian wide characters take two."""
    line = line.rstrip()
    return len(line) + sum(unicodedata.east_asian_width(c) in "WF" for c in line)
