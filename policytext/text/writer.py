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
        self._at: list[int] = []
        self._from: list[int] = []
        self._to: list[int] = []

    def begin(self, start: int) -> None:
        """Leave out what stands before source ``start``."""
        self.shift = -start
        self._copied = self._segment = start

    def edit(self, start: int, end: int, words: str) -> None:
        """Put ``words`` for source ``[start, end)``."""
        gone = end - start
        if len(words) != gone:
            if start > self._segment:
                self._add(self._segment + self.shift, self._segment, start)
            if words:
                self._add(start + self.shift, start, end)
            self.shift += len(words) - gone
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
            self._add(self._segment + self.shift, self._segment, end)
        self._out.append(self._source[self._copied : end])
        offsets = OffsetMap(tuple(self._at), tuple(self._from), tuple(self._to), end + self.shift)
        return "".join(self._out), offsets

    def _add(self, at: int, start: int, end: int) -> None:
        self._at.append(at)
        self._from.append(start)
        self._to.append(end)
