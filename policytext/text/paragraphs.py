"""Paragraphs of plain text: which line breaks end a paragraph and which only wrap a line."""

from __future__ import annotations

import unicodedata

from policytext.patterns import lazy

Extent = tuple[int, int]

_LINE = lazy(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_LINE_BREAK = lazy(r"\r\n?|[\n\u2028\u2029\x0b\x0c\x85]")
# A line that opens with one of these starts a paragraph, however full the line before it.
_OPENS = lazy(
    r"[\s\u3000]{2,}|[壹贰貳叁參肆伍陆陸柒捌玖拾]{1,3}、|[（(]?[一二三四五六七八九十百]{1,4}[、）)．.]|[（(]?\d{1,3}[、）)．.](?!\d)"
    r"|第[一二三四五六七八九十百零\d]{1,5}[章节条编]|[①-⑳]|[一二三四五六七八九十]是|附件|[-•●■◆*]\s"
)
_WIDEST_WRAP = 130
_MIN_LINES = 6
_MIN_FULL_SHARE = 0.3
_MIN_OPEN_SHARE = 0.5
_INDENT = ("\u3000\u3000", "    ")
_CLOSES = tuple("。！？：；.!?:;")


def plain_paragraphs(text: str) -> list[Extent]:
    """Paragraphs of a plain text as ranges; a line break inside a range is a soft wrap.

    Lines are joined only in a text that shows hard wrapping: many lines end within a few columns
    of the same right edge, most of them in the middle of a sentence. A full line then goes on in
    the next one, unless that opens with a number, a bullet or an indent, or a blank line stands
    between.
    """
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text)]
    columns = _Columns()
    edge = _wrap_edge(text, lines, columns)
    # English paragraphs stand apart by blank lines, many Chinese ones by an indent; only where
    # neither marks them may the end of a sentence be the end of the paragraph.
    marked = _is_latin(text) or any(text[s:e].startswith(_INDENT) for s, e in lines)
    paragraphs: list[Extent] = []
    full_before = False
    for start, end in lines:
        line = text[start:end].rstrip()
        if not line.strip():
            full_before = False
            continue
        adjoining = paragraphs and _adjoining(text, paragraphs[-1][1], start)
        if full_before and adjoining and not _OPENS.match(text, start):
            paragraphs[-1] = (paragraphs[-1][0], end)
        else:
            paragraphs.append((start, end))
        full_before = edge is not None and columns.width(line) >= edge
        full_before = full_before and (marked or not line.endswith(_CLOSES))
    return paragraphs


def _adjoining(text: str, end: int, start: int) -> bool:
    return len(_LINE_BREAK.findall(text, end, start)) == 1


def _wrap_edge(text: str, lines: list[Extent], columns: _Columns) -> int | None:
    """Display width from which a line counts as full, or None where lines are not wrapped."""
    short = [text[s:e].rstrip() for s, e in lines if e - s <= _WIDEST_WRAP and text[s:e].strip()]
    if len(short) < _MIN_LINES or len(short) < 0.8 * len(lines):
        return None
    widths = [columns.width(line) for line in short]
    edge = max(widths)
    # Latin words wrap up to a word's length before the edge, Chinese up to two characters.
    edge_from = edge - (16 if _is_latin(text) else 5)
    full = [line for line, width in zip(short, widths, strict=True) if width >= edge_from]
    if not 30 <= edge <= _WIDEST_WRAP or len(full) < _MIN_FULL_SHARE * len(short):
        return None
    open_ = sum(not line.endswith(_CLOSES) for line in full)
    return edge_from if open_ > _MIN_OPEN_SHARE * len(full) else None


def _is_latin(text: str) -> bool:
    sample = text[:2000]
    return len(sample.encode("ascii", "ignore")) > 0.5 * len(sample)


class _Columns(dict[str, int]):
    """Columns of a character in a fixed-width font: East Asian wide characters take two."""

    def __missing__(self, character: str) -> int:
        columns = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        self[character] = columns
        return columns

    def width(self, line: str) -> int:
        """Columns of a line."""
        return sum(map(self.__getitem__, line))
