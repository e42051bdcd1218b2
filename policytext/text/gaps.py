"""What becomes of white space inside a paragraph: nothing, or one space."""

from __future__ import annotations

from policytext.patterns import lazy
from policytext.readers.source import Extent

HAN = r"\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"
"""Ranges of Chinese characters, for a class of a regular expression."""
HAN_RUNS = lazy(f"[{HAN}]+")
_IS_HAN = lazy(f"[{HAN}]")
_IS_WIDE = lazy(f"[{HAN}\u3001-\u3003\u3008-\u301b\uff01-\uff60“”‘’…—·]")
_BREAK = lazy(r"[\n\r\x0b\x0c\x85\u2028\u2029]")
_NUMERAL = frozenset("一二三四五六七八九十百零〇")
_SPACED_NAME = lazy(f"[{HAN}][ \u3000]+[{HAN}]")
_LONG_RUN = lazy(f"[{HAN}]{{4}}")
_INVISIBLE_ONLY = lazy(r"[\u00ad\u200b-\u200f\u2060\ufeff]+\Z")


class Gaps:
    """The gaps of one paragraph, given as the pieces that page furniture leaves of it."""

    def __init__(self, source: str, pieces: list[Extent], *, chinese: bool) -> None:
        self._source = source
        self._pieces = pieces
        self._opening = pieces[0][0]
        self._chinese = chinese
        self._close_up: bool | None = None
        name = _SPACED_NAME.match(source, self._opening)
        self._name_end = name.end() if name else -1

    def words(self, start: int, end: int) -> str:
        """What stands for white space, or for furniture with white space around it."""
        gap = self._source[start:end]
        if gap != " " and _INVISIBLE_ONLY.match(gap):
            return ""
        left, right = self._source[start - 1], self._source[end]
        wide_left, wide_right = _is_wide(left), _is_wide(right)
        if gap != " " and (_BREAK.search(gap) or gap.strip()):
            if wide_left or wide_right or (self._chinese and left.isdigit() and right.isdigit()):
                return ""
            return "" if left == "-" and right.islower() else " "
        if not self._chinese or not (wide_left or wide_right):
            return " "
        opens_number = (left in _NUMERAL or left.isdigit()) and start - self._opening <= 3
        if opens_number:
            return " "
        han_left, han_right = _is_han(left), _is_han(right)
        if not (han_left and han_right):
            punctuation = (wide_left and not han_left) or (wide_right and not han_right)
            return "" if punctuation or len(gap) == 1 else " "
        alone_left = start - 1 == self._opening or not _is_han(self._source[start - 2])
        alone_right = end + 1 >= len(self._source) or not _is_han(self._source[end + 1])
        # In a roster, a name of two characters set apart stands before a longer run, the body.
        in_roster = start == self._name_end and _LONG_RUN.match(self._source, end) is not None
        if in_roster and not self._is_spaced_out():
            return " "
        return "" if alone_left or alone_right or self._is_spaced_out() else " "

    def _is_spaced_out(self) -> bool:
        """Whether a paragraph is cut into short words by spaces, as segmenters and some PDFs do."""
        if self._close_up is None:
            gaps = sum(self._source.count(" ", s, e) for s, e in self._pieces)
            self._close_up = gaps >= 4 and self._has_short_runs(gaps)
        return self._close_up

    def _has_short_runs(self, gaps: int) -> bool:
        runs = [
            len(m.group()) for s, e in self._pieces for m in HAN_RUNS.finditer(self._source, s, e)
        ]
        return gaps * 3 >= len(runs) * 2 and sum(runs) < 3.5 * len(runs)


def _is_wide(character: str) -> bool:
    common = "\u4e00" <= character <= "\u9fff"
    return common or (not character.isascii() and _IS_WIDE.match(character) is not None)


def _is_han(character: str) -> bool:
    common = "\u4e00" <= character <= "\u9fff"
    return common or (not character.isascii() and _IS_HAN.match(character) is not None)
