"""The features of many passages at once: of each passage as a whole and of its windows.

The sets are those of ``joined`` and ``windows`` in features.py, as rows of a model in arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from policytext.classify.features import Cues
from policytext.classify.key_table import NO_ROW, Ints
from policytext.classify.parts import Parts, parts_of
from policytext.classify.vocabulary import CONTEXT, Columns, Flags, Vocabulary

_CLAUSE, _WHOLE = 0, 1


@dataclass(frozen=True, slots=True)
class FeatureSets:
    """Sets of features, in the order of their passages, every passage with at least one.

    ``passage``: the passage of every set; ``rows``: the rows of all sets, set by set, each once
    in a set; ``sizes``: how many rows each set has.
    """

    passage: Ints
    rows: Ints
    sizes: Ints


class _Ranges(NamedTuple):
    """A set takes the parts from ``first`` to before ``end`` of the passage ``passage``."""

    passage: Ints
    first: Ints
    end: Ints


def feature_sets(texts: Sequence[str], cues: Cues, vocabulary: Vocabulary) -> FeatureSets:
    """The sets of features of passages; features without a row are left out.

    Linear in the length of the passages.
    """
    parts = parts_of(texts, cues, vocabulary)
    owners = vocabulary.columns
    counts = _counts(parts.word_part, owners.of_word[parts.words], len(parts.passage), owners)
    sets = _ranges(len(texts), parts, counts, owners)
    flags = _flags(counts, vocabulary.flags, owners, _CLAUSE)
    own = _joined((parts.rows, parts.part), flags, len(parts.passage))
    in_sets = _expanded(own, sets, len(parts.passage), vocabulary.size)
    words = (parts.words, parts.word_part)
    named, in_set = _expanded(words, sets, len(parts.passage), len(cues.words) or 1)
    counts = _counts(in_set, owners.of_word[named], len(sets.passage), owners)
    whole = _flags(counts, vocabulary.flags, owners, _WHOLE)
    rows, place = _joined(in_sets, whole, len(sets.passage))
    return FeatureSets(sets.passage, rows, np.bincount(place, minlength=len(sets.passage)))


def _counts(place: Ints, column: Ints, places: int, owners: Columns) -> Ints:
    """How many cue words each owner has in each place; 1 in the column CONTEXT."""
    flat = np.bincount(place * owners.width + column, minlength=places * owners.width)
    counts = flat.reshape(places, owners.width)
    counts[:, CONTEXT] = 1
    return counts


def _ranges(passages: int, parts: Parts, counts: Ints, owners: Columns) -> _Ranges:
    """Every passage as a whole, then its windows (features.windows_of)."""
    number = np.arange(passages)
    first = np.searchsorted(parts.passage, number)
    end = np.searchsorted(parts.passage, number, side="right")
    length = (end - first)[parts.passage]
    speaks = counts[:, owners.tasks].sum(axis=1) > 0
    sides = (counts[:, owners.rural] > 0) & (counts[:, owners.digital] > 0)
    alone = np.flatnonzero(speaks & sides & (length > 1))
    pairs = np.flatnonzero(
        (speaks[:-1] | speaks[1:]) & (parts.passage[:-1] == parts.passage[1:]) & (length[:-1] > 2)
    )
    passage = np.concatenate([number, parts.passage[alone], parts.passage[pairs]])
    order = np.argsort(passage, kind="stable")
    return _Ranges(
        passage[order],
        np.concatenate([first, alone, pairs])[order],
        np.concatenate([end, alone + 1, pairs + 2])[order],
    )


def _flags(counts: Ints, flags: Flags, owners: Columns, where: int) -> tuple[Ints, Ints]:
    """The rows of the flags of places with these counts, and the place of each, ascending."""
    context = (counts[:, owners.rural] > 0) + 2 * (counts[:, owners.digital] > 0)
    flat_counts = counts.reshape(-1)
    cell = np.flatnonzero(flat_counts)
    place, column = np.divmod(cell, owners.width)
    count = flat_counts[cell]
    near = context[place]
    rows = np.empty((len(place), 4), dtype=np.int64)
    rows[:, 0] = flags.named[where, column]
    rows[:, 1] = flags.context[where, near, column]
    rows[:, 2] = np.where(count > 1, flags.often[where, near, column], NO_ROW)
    rows[:, 3] = np.where(count > 2, flags.most[where, column], NO_ROW)
    flat = rows.reshape(-1)
    known = np.flatnonzero(flat != NO_ROW)
    return flat[known], place[known >> 2]


def _joined(a: tuple[Ints, Ints], b: tuple[Ints, Ints], places: int) -> tuple[Ints, Ints]:
    """Two lists of rows with their places, both in the order of places, as one such list."""
    rows_a, place_a = a
    rows_b, place_b = b
    before_b = np.bincount(place_b, minlength=places).cumsum()
    before_a = np.bincount(place_a, minlength=places).cumsum()
    at_a = np.arange(len(place_a)) + np.append(0, before_b)[place_a]
    at_b = np.arange(len(place_b)) + before_a[place_b]
    rows = np.empty(len(place_a) + len(place_b), dtype=np.int64)
    place = np.empty_like(rows)
    rows[at_a], rows[at_b] = rows_a, rows_b
    place[at_a], place[at_b] = place_a, place_b
    return rows, place


def _expanded(
    listed: tuple[Ints, Ints], sets: _Ranges, parts: int, values: int
) -> tuple[Ints, Ints]:
    """The values of the parts of every set, each once, and the set of each, ascending.

    ``listed``: values below ``values`` and their parts. A value is met for the first time in a
    set when it stands before that set the last time it was met.
    """
    value, part = listed
    offsets = np.zeros(parts + 1, dtype=np.int64)
    np.cumsum(np.bincount(part, minlength=parts), out=offsets[1:])
    low, high = offsets[sets.first], offsets[sets.end]
    sizes = high - low
    number = np.repeat(np.arange(len(sizes)), sizes)
    ends = sizes.cumsum()
    index = np.arange(len(number)) + (low - (ends - sizes))[number]
    new = np.flatnonzero(_before(value, values)[index] < low[number])
    return value[index[new]], number[new]


def _before(value: Ints, values: int) -> Ints:
    """Where each value of a list was met the last time before, -1 for the first time."""
    narrow: NDArray[np.uint16] | Ints = value
    if values <= 1 << 16:
        narrow = value.astype(np.uint16)  # sorted by digits, many times faster
    order = np.argsort(narrow, kind="stable")
    ordered = value[order]
    before = np.full(len(value), -1, dtype=np.int64)
    same = np.flatnonzero(ordered[1:] == ordered[:-1])
    before[order[same + 1]] = order[same]
    return before
