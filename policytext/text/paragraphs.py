"""Paragraphs of plain text: which line breaks end a paragraph and which only wrap a line."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

from policytext.patterns import lazy
from policytext.text.characters import is_mostly_ascii

Extent = tuple[int, int]

_RARE_BREAKS = frozenset("\r\u2028\u2029\x0b\x0c\x85")
_LINE_BREAK = lazy(r"\r\n?|[\n\u2028\u2029\x0b\x0c\x85]")
# Characters that may take one column; those of the Chinese blocks left out always take two.
_MAYBE_NARROW = lazy("[^\u3001-\u3003\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff60]")
# A line that opens with one of these starts a paragraph, however full the line before it.
_OPENS = lazy(
    r"[\s\u3000]{2,}|[壹贰貳叁參肆伍陆陸柒捌玖拾]{1,3}、|[（(]?[一二三四五六七八九十百]{1,4}[、）)．.]|[（(]?\d{1,3}[、）)．.](?!\d)"
    r"|第[一二三四五六七八九十百零\d]{1,5}[章节条编]|[①-⑳]|[一二三四五六七八九十]是|附件|[-•●■◆*]\s"
)
_NARROWEST_WRAP, _WIDEST_WRAP = 30, 130
_MIN_LINES = 6
_MIN_FULL_SHARE = 0.3
_MIN_OPEN_SHARE = 0.5
_INDENT = ("\u3000\u3000", "    ")
_CLOSES = tuple("。！？：；.!?:;")


def plain_paragraphs(text: str, rare: Collection[str]) -> tuple[list[Extent], bool]:
    """Paragraphs of a plain text as ranges, and whether a line break may stand in one: a soft wrap.

    Lines are joined only in a text that shows hard wrapping: many lines end within a few columns
    of the same right edge, most of them in the middle of a sentence. A full line then goes on in
    the next one, unless that opens with a number, a bullet or an indent, or a blank line stands
    between. ``rare``: the rare_characters of the text.
    """
    extents, blank = _lines(text, rare)
    columns = _Columns()
    width = _widest(text, extents, len(blank), columns)
    if width is None:
        return extents, False
    # Latin words wrap up to a word's length before the edge, Chinese up to two characters.
    latin = is_mostly_ascii(text)
    margin = 16 if latin else 5
    if not _are_full(extents, width - margin):
        return extents, False
    lines = [(start, end, text[start:end].rstrip()) for start, end in extents]
    edge = _wrap_edge(lines, columns, margin)
    if edge is None:
        return extents, False
    # English paragraphs stand apart by blank lines, many Chinese ones by an indent; only where
    # neither marks them may the end of a sentence be the end of the paragraph.
    marked = latin or any(
        text.startswith(_INDENT, start, end) for some in (extents, blank) for start, end in some
    )
    paragraphs: list[Extent] = []
    full_before = False
    for start, end, line in lines:
        adjoining = full_before and _adjoining(text, paragraphs[-1][1], start)
        if adjoining and not _OPENS.match(text, start):
            paragraphs[-1] = (paragraphs[-1][0], end)
        else:
            paragraphs.append((start, end))
        full_before = columns.width(line) >= edge and (marked or not line.endswith(_CLOSES))
    return paragraphs, True


def _lines(text: str, rare: Collection[str]) -> tuple[list[Extent], list[Extent]]:
    """Ranges of the lines that hold more than white space, and of those that hold nothing else."""
    for mark in _RARE_BREAKS.intersection(rare):
        text = text.replace(mark, "\n")
    extents: list[Extent] = []
    blank: list[Extent] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line:
            if line.isspace():
                blank.append((start, end))
            else:
                extents.append((start, end))
        start = end + 1
    return extents, blank


def _widest(text: str, extents: list[Extent], n_blank: int, columns: _Columns) -> int | None:
    """Display width of the longest of the short lines.

    None where few lines are short, or this one is too wide: then they have no edge in common.
    """
    lengths = [end - start for start, end in extents]
    short = [length for length in lengths if length <= _WIDEST_WRAP]
    if len(short) < _MIN_LINES or len(short) < 0.8 * (len(extents) + n_blank):
        return None
    start, end = extents[lengths.index(max(short))]
    line = text[start:end].rstrip()
    return columns.width(line) if columns.fit(line) else None


def _are_full(extents: list[Extent], edge: int) -> bool:
    """Whether enough of the short lines may reach an edge; two columns a character at most."""
    lengths = [end - start for start, end in extents]
    short = [length for length in lengths if length <= _WIDEST_WRAP]
    full = [length for length in short if 2 * length >= edge]
    return len(full) >= _MIN_FULL_SHARE * len(short)


def _adjoining(text: str, end: int, start: int) -> bool:
    return len(_LINE_BREAK.findall(text, end, start)) == 1


def _wrap_edge(lines: list[tuple[int, int, str]], columns: _Columns, margin: int) -> int | None:
    """Display width from which a line counts as full, or None where lines are not wrapped."""
    short = [line for start, end, line in lines if end - start <= _WIDEST_WRAP]
    short.sort(key=len, reverse=True)
    edge = 0
    widths: list[int] = []
    for line in short:
        if 2 * len(line) < edge - margin:
            break  # neither this line nor a shorter one can be full
        widths.append(columns.width(line))
        edge = max(edge, widths[-1])
        if edge > _WIDEST_WRAP:
            return None
    full = [line for line, width in zip(short, widths, strict=False) if width >= edge - margin]
    if edge < _NARROWEST_WRAP or len(full) < _MIN_FULL_SHARE * len(short):
        return None
    open_ = sum(not line.endswith(_CLOSES) for line in full)
    return edge - margin if open_ > _MIN_OPEN_SHARE * len(full) else None


class _Columns(dict[str, int]):
    """Columns of a character in a fixed-width font: East Asian wide characters take two."""

    def __missing__(self, character: str) -> int:
        columns = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        self[character] = columns
        return columns

    def fit(self, line: str) -> bool:
        """Whether a line is no wider than the widest wrap; most Chinese ones are at first sight."""
        if line.isascii():
            return len(line) <= _WIDEST_WRAP
        others = len(_MAYBE_NARROW.findall(line))
        return 2 * len(line) - others <= _WIDEST_WRAP and self.width(line) <= _WIDEST_WRAP

    def width(self, line: str) -> int:
        """Columns of a line."""
        if line.isascii():
            return len(line)
        others: list[str] = _MAYBE_NARROW.findall(line)
        return 2 * (len(line) - len(others)) + sum(map(self.__getitem__, others))
