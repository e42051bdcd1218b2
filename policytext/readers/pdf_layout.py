"""Which lines of a PDF page are one paragraph, and which are running heads and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from policytext.patterns import lazy
from policytext.readers.pdf_line import Line
from policytext.readers.pdf_page import Page

# Shares of the page height in which running heads and page numbers stand.
_MARGIN = 0.11
_PAGE_NUMBER = lazy(
    r"[-—–―_~·\s]*(?:第\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*[/／]\s*\d{1,4})?\s*页?"
    r"(?:\s*(?:,|，|共|of)\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–―_~·\s]*|Page \d{1,4}(?: of \d{1,4})?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
# Marked as one, a page number is known even outside the margin: — 3 —, 第3页.
_MARKED_NUMBER = re.compile(r"[-—–―·\s]{1,4}\d{1,4}[-—–―·\s]{1,4}|第\s*\d{1,4}\s*页.{0,12}")
_PRIVATE = re.compile(r"[\ue000-\uf8ff\s]+")
# A running head stands on at least this many pages and this share of them.
_FEWEST_REPEATS, _REPEATED = 2, 0.4
OPENS = lazy(
    r"[一二三四五六七八九十]{1,3}、|[壹贰貳叁參肆伍陆陸柒捌玖拾]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、](?!\d)"
    r"|第[一二三四五六七八九十百零\d]{1,4}[章节条]|附件|[①-⑳]"
    r"|(?:Chapter|Section|Article|Annex|Appendix) (?:\d{1,2}|[IVX]{1,5})\b|[IVX]{1,5}\. "
    r"|\(\d{1,2}\) "
)
"""Numbers that open a paragraph."""
STOPS = tuple("。！？；：.!?;:）)”")
"""Marks that end a sentence, a clause or the bracket behind it."""
# Numbers that open a line of a list (1.2.1 耙), and the mark of an annex: lines of their own.
_NUMBERED = re.compile(
    r"\d{1,2}(?:\.\d{1,2}){1,3} ?(?=[一-鿿])(?![亿万千百个元倍米公])|\d{1,2}\.(?=[一-鿿])"
)
_ANNEX = re.compile(r"附件 ?[0-9一二三四五六七八九十]{0,2}[:：]?$")
# The end of an entry in a table of contents.
_LEADER = re.compile(r"[.…·]{3,}[ \d]{0,6}$")
# What cannot be broken at a line's end: words, figures with their marks, an opening bracket.
_UNBROKEN = re.compile(
    r"[“‘《（(〔【]*[^\s\u2e80-\uffff“”‘’…—]+[%％]?[，。、；：）)”]?|[“‘《（(〔【]+"
)


def running_heads(pages: Sequence[Page]) -> frozenset[str]:
    """Shapes of the lines that stand again and again in the margin, digits made equal."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_shape(line) for line in page.lines if _in_margin(line, page)})
    needed = max(_FEWEST_REPEATS, int(_REPEATED * len(pages)))
    return frozenset(shape for shape, count in seen.items() if count >= needed)


def furniture_lines(page: Page, repeated: frozenset[str]) -> frozenset[Line]:
    """The page numbers, running heads and ornaments of a page; all lines of an unreadable one."""
    lines = page.lines
    if page.unmapped:
        return frozenset(lines)
    ends = (lines[0], lines[-1]) if lines else ()
    return frozenset(
        line
        for line in lines
        if _PRIVATE.fullmatch(line.text)  # glyphs of ornaments, which mean nothing as text
        or (line in ends and _MARKED_NUMBER.fullmatch(line.text))
        or (
            _in_margin(line, page)
            and (_PAGE_NUMBER.fullmatch(line.text) is not None or _shape(line) in repeated)
        )
    )


def _shape(line: Line) -> str:
    return _DIGITS.sub("0", "".join(line.text.split()))


def _in_margin(line: Line, page: Page) -> bool:
    if not page.height or line.top == line.bottom:
        return False
    return line.bottom < _MARGIN * page.height or line.top > (1 - _MARGIN) * page.height


@dataclass(frozen=True, slots=True)
class Layout:
    """The edges of a page's text block, and the usual size and distance of its lines.

    ``indent`` is where the first lines of paragraphs start.
    """

    left: float
    indent: float
    right: float
    size: float
    pitch: float
    middle: float

    @classmethod
    def of(cls, lines: Sequence[Line], width: float) -> Layout:
        """Layout of the body lines of a page of that width, or of one of its columns."""
        if not lines:
            return cls(0, 0, width, 10, 20, width / 2)
        middle = width / 2
        if lines[0].column:
            first, last = min(line.left for line in lines), max(line.right for line in lines)
            width, middle = last - first, (first + last) / 2
        long = [line for line in lines if line.right - line.left > 0.5 * width] or lines
        size = median(line.size for line in long) or 10.0
        left = float(min(Counter(round(line.left) for line in long).most_common(3))[0])
        set_in = Counter(
            round(line.left) for line in lines if 0.9 * size < line.left - left < 3.2 * size
        )
        indent = float(set_in.most_common(1)[0][0]) if set_in else left + 2 * size
        right = _right_edge(long, size)
        steps = [b.top - a.top for a, b in pairwise(lines) if b.top > a.top]
        pitch = median(steps) if steps else 2 * size
        return cls(left, indent, right, size, pitch, middle)

    def is_indented(self, line: Line) -> bool:
        """Whether a line is set in, as first lines are."""
        return line.left > self.left + 0.9 * self.size

    def is_full(self, line: Line, following: Line) -> bool:
        """Whether a line ends where it does for want of room.

        A Chinese line leaves room for a character or two, and for less than the word or figure
        that opens the next line.
        """
        word = _UNBROKEN.match(following.text)
        width = (following.right - following.left) / max(1, len(following.text))
        room = (len(word.group()) + 1) * width if word else 0.0
        return line.right > self.right - max(1.9 * self.size, room)

    def is_set_right(self, line: Line) -> bool:
        """Whether a line stands at the right, as signatures and dates do."""
        return line.left > self.left + 0.3 * (self.right - self.left)

    def is_centred(self, line: Line) -> bool:
        """Whether a line stands in the middle and is no first line that happens to end there."""
        off = abs((line.left + line.right) / 2 - self.middle)
        inside = line.left > self.left + 1.5 * self.size and line.right < self.right - self.size
        first = abs(line.left - self.indent) < 0.4 * self.size and line.size < 1.2 * self.size
        return inside and off < 1.2 * self.size and not first

    def is_title_line(self, line: Line, following: Line) -> bool:
        """Whether a line is the full first line of a title whose next line is centred."""
        alike = abs(line.size - following.size) < 0.1 * line.size
        below = 0 < following.top - line.top < 3 * line.size
        return alike and below and line.size > 1.15 * self.size and line.left < following.left


def _right_edge(lines: Sequence[Line], size: float) -> float:
    """The right edge that at least two lines reach; one line may run over it."""
    rights = sorted((line.right for line in lines), reverse=True)
    reached = (a for a, b in pairwise(rights) if a - b < 0.5 * size)
    return next(reached, rights[0])


def goes_on(last: Line, before: Layout, line: Line, layout: Layout) -> bool:
    """Whether a line belongs to the paragraph of the line before it."""
    if line.top == line.bottom or last.top == last.bottom:
        return False
    stands_alone = before.is_centred(last) or layout.is_centred(line)
    stands_alone = stands_alone or before.is_set_right(last) or layout.is_set_right(line)
    other_size = abs(last.size - line.size) > 0.25 * max(last.size, line.size)
    far_below = line.top > last.top and line.top - last.top > 1.7 * layout.pitch
    opens = bool(OPENS.match(line.text)) and last.text.endswith(STOPS)
    opens = opens or _LEADER.search(last.text) is not None or _ANNEX.match(line.text) is not None
    opens = opens or bool(_NUMBERED.match(line.text) and _NUMBERED.match(last.text))
    if stands_alone or other_size or far_below or opens or not before.is_full(last, line):
        return False
    # A first line is set in by two characters; with a hanging indent only the numbers tell.
    return not layout.is_indented(line) or before.is_indented(last)
