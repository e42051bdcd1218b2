"""The titles of a taxonomy in passages: word for word, or in almost the same English words."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from string import ascii_lowercase

import ahocorasick_rs
import numpy as np
from numpy.typing import NDArray

from policytext.classify.features import word_stems
from policytext.patterns import lazy
from policytext.taxonomy import Taxonomy

# Translators vary a word or two of a title ("strengthening" for "strengthen" is one stem).
_SAME_TITLE = 0.7
_LONGEST_TITLE = 160
_BETWEEN = "\uffff"  # stands between passages; no character (Unicode 23.7)
_BETWEEN_BYTES = _BETWEEN.encode()
# White space and quotation marks beyond ASCII.
_BEYOND_ASCII = (
    "\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000“”‘’"
)
_UNMARKED = bytes(code for code in range(128) if chr(code).isspace() or chr(code) in "\"'")
# Small letters and line breaks as they are, white space for everything else.
_LETTERS = bytes(code if chr(code) in f"{ascii_lowercase}\n" else 32 for code in range(256))
_BEGINNING = lazy("[a-z]*")


@dataclass(frozen=True, slots=True)
class Titles:
    """The titles of a taxonomy.

    ``apart`` finds them without white space and quotation marks, but for those that begin inside of
    another; ``owners[i]`` is the number of the task whose title is its word ``i``, and
    ``inside[i]`` what may begin inside of this word: how far behind its start, which word, and how
    it reads. ``stems``: task and stems of every English title.
    ``beginnings`` finds words that begin like a stem of a title, ``of_beginning[i]`` tells the
    titles that have a stem with the beginning ``i``, and ``needed`` how many of these stems a
    passage has at least that is like a title; ``least`` is the smallest of these.
    """

    apart: ahocorasick_rs.BytesAhoCorasick
    inside: tuple[tuple[tuple[int, int, bytes], ...], ...]
    owners: tuple[int, ...]
    stems: tuple[tuple[int, frozenset[str]], ...]
    beginnings: ahocorasick_rs.BytesAhoCorasick
    of_beginning: NDArray[np.int16]
    needed: NDArray[np.int64]
    least: int

    def taken_up(self, texts: Sequence[str]) -> dict[int, dict[int, float]]:
        """passage -> task -> likeness of a title to the passage, 1 where it holds the title."""
        joined = _BETWEEN.join(texts)
        if joined.count(_BETWEEN) >= len(texts):
            joined = _BETWEEN.join([text.replace(_BETWEEN, " ") for text in texts])
        whole = _unmarked(joined)
        plain = whole.split(_BETWEEN_BYTES) if texts else []
        found = self._word_for_word(whole, plain)
        short = [
            i
            for i, text in enumerate(plain)
            if text[:1] < b"\x80"
            and (len(text) <= _LONGEST_TITLE or len(text.decode()) <= _LONGEST_TITLE)
        ]
        for i, near in self._near(texts, short):
            for task, likeness in self._alike(texts[i], near):
                known = found.setdefault(i, {})
                known[task] = max(likeness, known.get(task, 0.0))
        return found

    def _word_for_word(self, whole: bytes, plain: list[bytes]) -> dict[int, dict[int, float]]:
        """passage -> task -> 1 where it holds the title; ``whole`` is ``plain`` joined."""
        matches = self.apart.find_matches_as_indexes(whole)
        if not matches:
            return {}
        between = len(_BETWEEN_BYTES)
        starts = [0, *accumulate([len(text) + between for text in plain])]
        found: dict[int, dict[int, float]] = {}
        for word, start, _ in matches:
            known = found.setdefault(bisect_right(starts, start) - 1, {})
            known[self.owners[word]] = 1.0
            for later, other, title in self.inside[word]:
                if whole.startswith(title, start + later):
                    known = found.setdefault(bisect_right(starts, start + later) - 1, {})
                    known[self.owners[other]] = 1.0
        return found

    def _near(self, texts: Sequence[str], some: Sequence[int]) -> list[tuple[int, list[int]]]:
        """Those of some passages that may hold enough of the stems of titles, with these titles
        (their places in ``stems``).
        """
        if not some:
            return []
        if self.least <= 0:
            return [(i, list(range(len(self.stems)))) for i in some]
        lowered = [texts[i].lower().replace("\n", " ") for i in some]
        words = "\n ".join(["", *lowered]).encode("ascii", "replace").translate(_LETTERS)
        matches = self.beginnings.find_matches_as_indexes(words, overlapping=True)
        if len(matches) < self.least:
            return []
        met, starts, _ = zip(*matches, strict=True)
        breaks = (np.frombuffer(words, dtype=np.uint8) == ord("\n")).nonzero()[0]
        passage = breaks.searchsorted(np.array(starts))
        key = passage * len(self.of_beginning) + np.array(met)
        key.sort()
        key = key[np.append(True, key[1:] != key[:-1])]
        passage, stem = np.divmod(key, len(self.of_beginning))
        first = np.append(True, passage[1:] != passage[:-1]).nonzero()[0]
        shared = np.add.reduceat(self.of_beginning.take(stem, axis=0), first, axis=0)
        places, titles = (shared >= self.needed).nonzero()
        near: dict[int, list[int]] = {}
        for i, title in zip(
            passage.take(first.take(places)).tolist(), titles.tolist(), strict=True
        ):
            near.setdefault(some[i - 1], []).append(title)
        return list(near.items())

    def _alike(self, text: str, near: Sequence[int]) -> list[tuple[int, float]]:
        """Tasks whose titles, some of those ``near``, are like a passage."""
        stems = frozenset(word_stems(text.lower()))
        found: list[tuple[int, float]] = []
        for title in near:
            task, own = self.stems[title]
            count = len(stems & own)
            likeness = count / (len(stems) + len(own) - count)
            if likeness >= _SAME_TITLE:
                found.append((task, likeness))
        return found


@cache
def titles_of(taxonomy: Taxonomy) -> Titles:
    """The titles of the tasks of a taxonomy."""
    titles = [
        (k, title)
        for k, task in enumerate(taxonomy.tasks)
        for title in (task.title_zh, task.title_en)
        if title
    ]
    plain = [(k, words) for k, title in titles if (words := _unmarked(title))]
    stems = [(k, own) for k, title in titles if (own := frozenset(word_stems(title.lower())))]
    # A stem is sought up to its first figure; one that begins with a figure is taken as met.
    beginnings: dict[str, list[int]] = {}
    needed: list[int] = []
    for i, (_, own) in enumerate(stems):
        sought = {match[0] for stem in own if (match := _BEGINNING.match(stem)) and match[0]}
        for beginning in sought:
            beginnings.setdefault(beginning, []).append(i)
        needed.append(math.ceil(_SAME_TITLE * len(own)) - (len(own) - len(sought)))
    of_beginning = np.zeros((len(beginnings), len(stems)), dtype=np.int16)
    for row, places in enumerate(beginnings.values()):
        of_beginning[row, places] = 1
    written = [words for _, words in plain]
    return Titles(
        ahocorasick_rs.BytesAhoCorasick(
            written, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        ),
        _inside(written),
        tuple(k for k, _ in plain),
        tuple(stems),
        ahocorasick_rs.BytesAhoCorasick([f" {word}".encode() for word in beginnings]),
        of_beginning,
        np.array(needed, dtype=np.int64),
        min(needed, default=_LONGEST_TITLE),
    )


def _inside(words: Sequence[bytes]) -> tuple[tuple[tuple[int, int, bytes], ...], ...]:
    """For each word those that may begin inside of it: all of them, or as far as the word goes."""
    by_first: dict[int, list[tuple[int, bytes]]] = {}
    for j, other in enumerate(words):
        by_first.setdefault(other[0], []).append((j, other))
    return tuple(
        [
            tuple(
                [
                    (start, j, other)
                    for start, first in enumerate(word)
                    for j, other in by_first.get(first, ())
                    if word.startswith(other[: len(word) - start], start) and (start or i != j)
                ]
            )
            for i, word in enumerate(words)
        ]
    )


def _unmarked(text: str) -> bytes:
    """Lower case without white space and quotation marks, in UTF-8."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered.encode().translate(None, _UNMARKED)
    for mark in _BEYOND_ASCII:
        if mark in lowered:
            lowered = lowered.replace(mark, "")
    return lowered.encode().translate(None, _UNMARKED)
