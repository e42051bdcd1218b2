"""The features of many passages at once, as the rows of a model.

The features are those of features.py. Here the n-grams of all Chinese passages are found by one
automaton, and the cue words of all passages by another.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import ahocorasick_rs

from policytext.classify.features import (
    Cues,
    Owners,
    clause_edges,
    flags_of,
    prepared,
    reads_as_chinese,
    together,
    windows_of,
    word_stems,
)
from policytext.patterns import lazy

_RUN = "[\u3400-\u9fffa-z0-9+#]"
_GRAM = lazy(f"{_RUN}{{2,3}}")
_SOME_GRAM = lazy(f"{_RUN}{_RUN}")
# A number inside a clause; a point before white space is an edge of clauses.
_NUMBER = lazy(r"\d(?:[\d%]|\.(?!\s|\Z))*(?![gG])")

_NONE: Owners = {}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The row of every feature: n-grams by the number of their word, stems, and flags of cues.

    A pair of stems is a tuple.
    """

    grams: ahocorasick_rs.AhoCorasick
    gram_rows: Sequence[int]
    stems: Mapping[Any, int]
    flags: Mapping[str, int]

    @classmethod
    def of(cls, features: Sequence[str]) -> Vocabulary:
        """The vocabulary whose feature ``i`` has the row ``i``."""
        grams: list[str] = []
        gram_rows: list[int] = []
        stems: dict[Any, int] = {}
        flags: dict[str, int] = {}
        for row, feature in enumerate(features):
            if feature.endswith(" "):
                first, _, second = feature[:-1].partition(" ")
                stems[(first, second) if second else first] = row
            elif _GRAM.fullmatch(feature):
                grams.append(feature)
                gram_rows.append(row)
            else:
                flags[feature] = row
        return cls(ahocorasick_rs.AhoCorasick(grams), gram_rows, stems, flags)


class _Clause(NamedTuple):
    """A clause: the rows of its n-grams or stems, and its cue words."""

    rows: Sequence[int]
    owners: Owners


@dataclass(frozen=True, slots=True)
class _Named:
    """The cue words of a passage: clause -> owner -> words; and the edges of its clauses."""

    edges: list[int]
    owners: dict[int, dict[str, set[int]]]


def feature_sets(
    texts: Sequence[str], cues: Cues, vocabulary: Vocabulary
) -> Iterator[list[frozenset[int]]]:
    """For every passage the features of ``joined`` and ``windows``, those without a row left out.

    A passage without a cue word is read as one clause, which gives the same features.
    Linear in the length of the passages.
    """
    lowered = [prepared(text) for text in texts]
    named = _cue_words(lowered, cues)
    chinese = [i for i, text in enumerate(lowered) if reads_as_chinese(text)]
    masked = [_NUMBER.sub("#", lowered[i]) for i in chinese]
    matches = vocabulary.grams.find_matches_as_indexes("\n".join(masked), overlapping=True)
    row_of = vocabulary.gram_rows
    grams = _Grams([row_of[gram] for gram, _, _ in matches], [end for _, _, end in matches])
    flags = _Flags(vocabulary.flags)
    done = iter(zip(chinese, masked, strict=True))
    following = next(done, None)
    start = 0
    for i, text in enumerate(lowered):
        own = named.get(i)
        if following is None or following[0] != i:
            yield _sets(_english(text, own, vocabulary.stems), flags)
            continue
        read = following[1]
        edges: list[int] = []
        if own is not None:
            # Marks of clauses are never part of a number that is masked.
            edges = own.edges if len(read) == len(text) else clause_edges(read)
        yield _sets(_chinese(read, start, edges, own, grams), flags)
        start += len(read) + 1
        following = next(done, None)


class _Grams(NamedTuple):
    """The n-grams of a text in order: their rows, and where each ends."""

    rows: list[int]
    ends: list[int]


class _Flags(dict[tuple[Any, ...], frozenset[int]]):
    """The rows of the cue features of owners, found once for what passages have in common."""

    def __init__(self, rows: Mapping[str, int]) -> None:
        self._rows = rows
        self._none = {where: self._known(_NONE, where) for where in "CS"}

    def _known(self, owners: Owners, where: str) -> frozenset[int]:
        found = map(self._rows.get, flags_of(owners, where))
        return frozenset(row for row in found if row is not None)

    def of(self, owners: Owners, where: str) -> frozenset[int]:
        """The rows of ``flags_of``."""
        if not owners:
            return self._none[where]
        key = (where, *owners, *map(len, owners.values()))
        found = self.get(key)
        if found is None:
            found = self[key] = self._known(owners, where)
        return found


def _sets(parts: Sequence[_Clause], flags: _Flags) -> list[frozenset[int]]:
    """The rows of a passage and of its windows."""
    every = [part.owners for part in parts]
    ranges = windows_of(every)
    own = [flags.of(owners, "C") for owners in every]
    whole = flags.of(together(every), "S").union(*own, *(part.rows for part in parts))
    if not ranges:
        return [whole]
    clauses = [known.union(part.rows) for known, part in zip(own, parts, strict=True)]
    windows = [flags.of(together(every[i:j]), "S").union(*clauses[i:j]) for i, j in ranges]
    return [whole, *windows]


def _cue_words(lowered: Sequence[str], cues: Cues) -> dict[int, _Named]:
    starts = [0, *accumulate(len(text) + 1 for text in lowered)]
    named: dict[int, _Named] = {}
    matches = cues.automaton.find_matches_as_indexes("\n".join(lowered), overlapping=True)
    for word, start, _ in matches:
        i = bisect_right(starts, start) - 1
        own = named.get(i)
        if own is None:
            own = named[i] = _Named(clause_edges(lowered[i]), {})
        clause = bisect_left(own.edges, start - starts[i])
        own.owners.setdefault(clause, {}).setdefault(cues.owners[word], set()).add(word)
    return named


def _chinese(
    text: str, start: int, edges: Sequence[int], named: _Named | None, grams: _Grams
) -> list[_Clause]:
    """Clauses of ``text``, which stands at ``start`` of the text where the n-grams were found."""
    rows, ends = grams
    parts: list[_Clause] = []
    first = bisect_right(ends, start)
    place = 0
    for i, edge in enumerate((*edges, len(text))):
        last = bisect_right(ends, start + edge, first)
        if last > first or _SOME_GRAM.search(text, place, edge):
            owners = named.owners.get(i, _NONE) if named is not None else _NONE
            parts.append(_Clause(rows[first:last], owners))
        first, place = last, edge
    return parts


def _english(text: str, named: _Named | None, row_of: Mapping[Any, int]) -> list[_Clause]:
    parts: list[_Clause] = []
    place = 0
    for i, edge in enumerate((*(named.edges if named else clause_edges(text)), len(text))):
        stems = word_stems(text[place:edge])
        place = edge
        if stems:
            known = [row for s in (*stems, *pairwise(stems)) if (row := row_of.get(s)) is not None]
            owners = named.owners.get(i, _NONE) if named is not None else _NONE
            parts.append(_Clause(known, owners))
    if named is None and len(parts) > 1:
        return [_Clause([row for part in parts for row in part.rows], _NONE)]
    return parts
