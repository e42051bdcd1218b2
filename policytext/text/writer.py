"""Writes the normalised text: copies what stays, puts in what changes, and makes the map."""

from __future__ import annotations

from policytext.text.normal import OffsetMap


class Writer:
    """The normalised text of a source, made by edits in ascending order.

    What stands between two edits is copied. ``shift`` leads from a place in the source behind the
    last edit to its place in the new text.
    """

    def __init__(self, source: str) -> None:
        self.shift = 0
        self._source = source
        self._copied = 0
        # Where in the source the segment begins that is not in the map yet: a stretch in which
        # characters correspond one to one.
        self._segment = 0
        self._out: list[str] = []
        # Of each segment, where it begins in the new text, and its range in the source.
        self._segments: list[tuple[int, int, int]] = []

    def begin(self, start: int) -> None:
        """Leave out what stands before source ``start``."""
        self.shift = -start
        self._copied = self._segment = start

    def edit(self, start: int, end: int, words: str) -> None:
        """Put ``words`` for source ``[start, end)``."""
        gone = end - start
        if len(words) != gone:
            shift, segment = self.shift, self._segment
            if start > segment:
                self._segments.append((segment + shift, segment, start))
            if words:
                self._segments.append((start + shift, start, end))
            self.shift = shift + len(words) - gone
            self._segment = end
        elif self._source.startswith(words, start):
            return
        if start > self._copied:
            self._out.append(self._source[self._copied : start])
        self._out.append(words)
        self._copied = end

    def finish(self, end: int) -> tuple[str, OffsetMap]:
        """The text up to source ``end``, and its map."""
        if end > self._segment:
            self._segments.append((self._segment + self.shift, self._segment, end))
        self._out.append(self._source[self._copied : end])
        at, low, high = zip(*self._segments, strict=True) if self._segments else ((), (), ())
        return "".join(self._out), OffsetMap(at, low, high, end + self.shift)
