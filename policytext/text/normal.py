"""Normalised text with a way back: every range of it maps to a range of the source."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

from policytext.readers.source import Paragraph, SourceText

Language = Literal["zh-Hans", "zh-Hant", "en", "und"]

UNEVEN = (-1, 0)
"""In place of a segment's end and way to its source, so that no range seems to lie in it."""


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Piecewise map of normalised offsets to source offsets, made from the edits of the text.

    Segment ``i`` covers normalised ``[at[i], at[i+1])`` and source ``[source[i], source_end[i])``;
    inside a segment of equal lengths characters correspond one to one. Segments may be empty.
    """

    at: tuple[int, ...]
    source: tuple[int, ...]
    source_end: tuple[int, ...]
    length: int
    even: tuple[tuple[int, int], ...] = field(repr=False, compare=False)
    """Of each segment that was copied, its normalised end and what leads to its source; UNEVEN for
    those that an edit made, and for a text without segments."""

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Source range of normalised ``[start, end)``; raises ValueError outside the text."""
        if not 0 <= start <= end <= self.length:
            raise ValueError(f"range {start}:{end} is outside the text of {self.length}")
        at, even = self.at, self.even
        if start == end:
            if not at:
                return 0, 0
            # A place between two characters belongs to the one behind it, the last to the one
            # before it.
            i = bisect_right(at, min(start, self.length - 1)) - 1
            until, shift = even[i]
            if until >= 0:
                place = start + shift
            else:
                place = self.source[i] if start < self.length else self.source_end[i]
            return place, place
        i = bisect_right(at, start) - 1
        until, shift = even[i]
        low = start + shift if until >= 0 else self.source[i]
        if i + 1 < len(at) and at[i + 1] < end:
            i = bisect_right(at, end - 1, i + 1) - 1
            until, shift = even[i]
        return low, end + shift if until >= 0 else self.source_end[i]


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
    bold, centred; in a plain text, one that states nothing.
    """

    text: str
    written: str
    language: Language
    paragraphs: tuple[tuple[int, int], ...]
    formats: tuple[Paragraph, ...]
    offsets: OffsetMap
    source: SourceText
    is_chinese: bool = field(init=False, repr=False, compare=False)
    """Whether the language is one of the two Chinese scripts."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_chinese", self.language in ("zh-Hans", "zh-Hant"))
