"""Normalised text with a way back: every range of it maps to a range of the source."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from policytext.readers.source import Paragraph, SourceText

Language = Literal["zh-Hans", "zh-Hant", "en", "und"]


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Piecewise map of normalised offsets to source offsets, built while the text is edited.

    Segment ``i`` covers normalised ``[at[i], at[i+1])`` and source ``[source[i], source_end[i])``;
    inside a segment of equal lengths characters correspond one to one.
    """

    at: tuple[int, ...]
    source: tuple[int, ...]
    source_end: tuple[int, ...]
    length: int

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Source range of normalised ``[start, end)``; raises ValueError outside the text."""
        if not 0 <= start <= end <= self.length:
            raise ValueError(f"range {start}:{end} is outside the text of {self.length}")
        if start == end:
            place = self._low(start) if start < self.length else self._high(start)
            return place, place
        return self._low(start), self._high(end)

    def _low(self, offset: int) -> int:
        i = bisect_right(self.at, offset) - 1
        return self.source[i] + (offset - self.at[i] if self._aligned(i) else 0)

    def _high(self, offset: int) -> int:
        if not offset:
            return self.source[0] if self.source else 0
        i = bisect_right(self.at, offset - 1) - 1
        if self._aligned(i):
            return self.source[i] + offset - self.at[i]
        return self.source_end[i]

    def _aligned(self, i: int) -> bool:
        end = self.at[i + 1] if i + 1 < len(self.at) else self.length
        return end - self.at[i] == self.source_end[i] - self.source[i]


@dataclass(frozen=True, slots=True)
class NormalText:
    """The text that every stage after reading works on.

    ``text`` is for matching, ``written`` for showing: same length, same offsets. Both have page
    furniture taken out, wrapped lines joined, spaces between Chinese characters removed and
    compatibility characters (Kangxi radicals, full-width letters and digits) replaced.
    ``text`` has in addition Simplified characters and ASCII for these full-width marks:
    ``（）：；！？％～．－`` and the like; ``，。、“”《》〔〕【】—…①`` stay as they are, and an
    ASCII comma beside a Chinese character is ``，``.

    Paragraphs are joined by single newlines; ``paragraphs`` gives their ranges.
    ``formats[i]`` is the reader's paragraph that paragraph ``i`` was made of: stated heading level,
    bold, centred.
    """

    text: str
    written: str
    language: Language
    paragraphs: tuple[tuple[int, int], ...]
    formats: tuple[Paragraph, ...]
    offsets: OffsetMap
    source: SourceText

    @property
    def is_chinese(self) -> bool:
        """Whether the language is one of the two Chinese scripts."""
        return self.language in ("zh-Hans", "zh-Hant")
