"""The clauses of many passages at once, with the features that a model knows as numbers.

The features are those of features.py. Here the n-grams of all Chinese passages are found by one
automaton, and the cue words of all passages by another.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

import ahocorasick_rs

from policytext.classify.features import (
    Clause,
    Cues,
    clause_edges,
    clause_of,
    prepared,
    reads_as_chinese,
    word_stems,
)
from policytext.patterns import lazy

_RUN = "[\u3400-\u9fffa-z0-9+#]"
_GRAM = lazy(f"{_RUN}{{2,3}}")
_SOME_GRAM = lazy(f"{_RUN}{_RUN}")
# A number inside a clause; a point before white space is an edge of clauses.
_NUMBER = lazy(r"\d(?:[\d%]|\.(?!\s|\Z))*(?![gG])")


@dataclass(frozen=True, slots=True)
class Keys:
    """Short names of features, and the value of each under that name.

    Word ``i`` of the automaton ``grams`` is named ``i``, an English stem by itself, two stems by
    a tuple, a flag of cue words as in features.py.
    """

    values: Mapping[Any, int]
    grams: ahocorasick_rs.AhoCorasick
    stems: frozenset[Any]

    @classmethod
    def of(cls, values: Mapping[str, int]) -> Keys:
        """Keys for ``feature -> value``."""
        named: dict[Any, int] = {}
        grams: list[str] = []
        stems: list[Any] = []
        for feature, value in values.items():
            if feature.endswith(" "):
                first, _, second = feature[:-1].partition(" ")
                stems.append((first, second) if second else first)
                named[stems[-1]] = value
            elif _GRAM.fullmatch(feature):
                named[len(grams)] = value
                grams.append(feature)
            else:
                named[feature] = value
        return cls(named, ahocorasick_rs.AhoCorasick(grams), frozenset(stems))


@dataclass(frozen=True, slots=True)
class _Named:
    """The cue words of a passage: clause -> owner -> words; and the edges of its clauses."""

    edges: list[int]
    owners: dict[int, dict[str, set[int]]]


def clauses_of_all(texts: Sequence[str], cues: Cues, keys: Keys) -> Iterator[list[Clause]]:
    """``clauses(text, cues, known)`` for every passage, the n-grams under their keys.

    A passage without a cue word comes as one clause, which has the same features.
    Linear in the length of the passages.
    """
    lowered = [prepared(text) for text in texts]
    named = _cue_words(lowered, cues)
    chinese = [i for i, text in enumerate(lowered) if reads_as_chinese(text)]
    masked = [_NUMBER.sub("#", lowered[i]) for i in chinese]
    matches = keys.grams.find_matches_as_indexes("\n".join(masked), overlapping=True)
    grams = [gram for gram, _, _ in matches]
    ends = [end for _, _, end in matches]
    done = iter(zip(chinese, masked, strict=True))
    following = next(done, None)
    start = 0
    for i, text in enumerate(lowered):
        if following is None or following[0] != i:
            yield _english(text, named.get(i), keys)
            continue
        own = following[1]
        yield _chinese(own, start, named.get(i), (grams, ends), same=len(own) == len(text))
        start += len(own) + 1
        following = next(done, None)


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
    text: str, start: int, named: _Named | None, found: tuple[list[int], list[int]], *, same: bool
) -> list[Clause]:
    """Clauses of ``text``, which stands at ``start`` of the text where the n-grams were found."""
    grams, ends = found
    first = bisect_right(ends, start)
    if named is None:
        own = grams[first : bisect_right(ends, start + len(text), first)]
        return [clause_of(own, {})] if own or _SOME_GRAM.search(text) else []
    # Marks of clauses are never part of a number that is masked.
    edges = named.edges if same else clause_edges(text)
    parts: list[Clause] = []
    place = 0
    for i, edge in enumerate([*edges, len(text)]):
        last = bisect_right(ends, start + edge, first)
        if last > first or _SOME_GRAM.search(text, place, edge):
            parts.append(clause_of(grams[first:last], named.owners.get(i, {})))
        first, place = last, edge
    return parts


def _english(text: str, named: _Named | None, keys: Keys) -> list[Clause]:
    parts: list[tuple[int, list[str]]] = []
    place = 0
    for i, edge in enumerate([*(named.edges if named else clause_edges(text)), len(text)]):
        stems = word_stems(text[place:edge])
        place = edge
        if stems:
            parts.append((i, stems))
    known = keys.stems.intersection
    if named is None:
        every = [stem for _, stems in parts for stem in stems]
        pairs = [pair for _, stems in parts for pair in pairwise(stems)]
        return [clause_of(known([*every, *pairs]), {})] if parts else []
    return [
        clause_of(known([*stems, *pairwise(stems)]), named.owners.get(i, {})) for i, stems in parts
    ]
