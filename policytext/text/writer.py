"""Writes the normalised text: copies what stays, puts in what changes, and makes the map."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import compress, repeat
from operator import add, neg
from typing import Any

from policytext.text.normal import UNEVEN, OffsetMap


class Writer:
    """The normalised text of a source, made by edits in ascending order.

    What stands between two edits is copied. ``shift`` leads from a place in the source behind the
    last edit to its place in the new text; ``copied`` is where that edit ends, ``edits`` holds
    for each one these two as they were before it, its range in the source, and its words.
    """

    def __init__(self, source: str) -> None:
        self.shift = 0
        self.copied = 0
        self.edits: list[tuple[int, int, int, int, str]] = []
        self._source = source

    def edit(self, start: int, end: int, words: str) -> None:
        """Put ``words`` for source ``[start, end)``."""
        gone = end - start
        if len(words) == gone and self._source.startswith(words, start):
            return
        self.edits.append((self.copied, self.shift, start, end, words))
        self.shift += len(words) - gone
        self.copied = end

    def finish(self, end: int) -> tuple[str, OffsetMap]:
        """The text up to source ``end``, and its map.

        Every edit ends a segment of the map in which characters correspond one to one (it may be
        empty), and makes one of its own. All are laid out at once.
        """
        source, copied, shift = self._source, self.copied, self.shift
        length = end + shift
        last = (length, -shift)
        if not length:
            return "", OffsetMap((), (), (), 0, (UNEVEN,))
        if not self.edits:
            return source[copied:end], OffsetMap((0,), (copied,), (end,), length, (last,))
        opens, shifts, starts, ends, words = zip(*self.edits, strict=True)
        n = 2 * len(opens)
        out = [""] * n
        out[::2] = map(source.__getitem__, map(slice, opens, starts))
        out[1::2] = words
        out.append(source[copied:end])
        at = [copied + shift] * (n + 1)
        at[:n:2] = map(add, opens, shifts)
        at[1::2] = map(add, starts, shifts)
        low = [copied] * (n + 1)
        low[:n:2] = opens
        low[1::2] = starts
        high = [end] * (n + 1)
        high[:n:2] = starts
        high[1::2] = ends
        even = [last] * (n + 1)
        even[:n:2] = zip(at[1::2], map(neg, shifts), strict=True)
        even[1::2] = repeat(UNEVEN, n // 2)
        columns: Iterable[Iterable[Any]] = (at, low, high, even)
        if "" in words:
            # What is left out makes no segment.
            kept = [True] * (n + 1)
            kept[1::2] = map(bool, words)
            columns = [compress(column, kept) for column in columns]
        at_, low_, high_, even_ = map(tuple, columns)
        return "".join(out), OffsetMap(at_, low_, high_, length, even_)
