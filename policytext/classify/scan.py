"""The features of many passages at once: of each passage as a whole and of its windows.

The sets are those of ``joined`` and ``windows`` in features.py, as rows of a model in arrays. What
the sets have in common is listed once: the rows of a clause stand in one list, and a window is
made of the lists of its clauses.
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
from policytext.classify.vocabulary import (
    DIGITAL,
    RURAL,
    TASK,
    WHOLE,
    Columns,
    Vocabulary,
)


@dataclass(frozen=True, slots=True)
class FeatureSets:
    """Sets of features: of every passage as a whole, in their order, then of windows.

    ``passage``: the passage of every set. ``rows``: lists of rows one behind the other, each row
    once in a list, and ``sizes`` how many rows each list has. A set holds the rows of the lists
    ``first`` and ``second``, taken once where ``both`` says that they are in both, and of the list
    ``flags``, which shares no row with them. The first list has no rows; it stands for no list.
    """

    passage: Ints
    rows: Ints
    sizes: Ints
    first: Ints
    second: Ints
    both: Ints
    flags: Ints


class _Windows(NamedTuple):
    """The clauses that stand ``alone``, and the first ones of ``pairs`` of neighbours."""

    alone: Ints
    pairs: Ints


def feature_sets(texts: Sequence[str], cues: Cues, vocabulary: Vocabulary) -> FeatureSets:
    """The sets of features of passages; features without a row are left out.

    Linear in the length of the passages (but for sorting).
    """
    parts = parts_of(texts, cues, vocabulary)
    passages, count = len(texts), len(parts.passage)
    windows = _windows(passages, parts, vocabulary.columns)
    alone, pairs = windows
    sets = passages + len(alone) + len(pairs)
    rows, place = _flags(passages, parts, windows, vocabulary)
    of_sets = int(place.searchsorted(sets))
    feature = np.concatenate((parts.rows, rows[of_sets:]))
    part = np.concatenate((parts.part, place[of_sets:] - sets))
    # Each row once in a passage, and where it stands in several parts of it.
    part_bits, row_bits = count.bit_length(), vocabulary.size.bit_length()
    key = ((parts.passage.take(part) << row_bits | feature) << part_bits) | part
    key.sort()
    key = key.compress(changes_of(key))
    inside = key >> part_bits
    part = key & ((1 << part_bits) - 1)
    again = np.zeros(len(key), dtype=bool)
    np.equal(inside[1:], inside[:-1], out=again[1:])
    whole = inside.compress(~again)
    # Each row once in a part of a window, and whether the part before has it too.
    again[1:] &= part[1:] - part[:-1] == 1
    windowed = np.zeros(count + 1, dtype=bool)
    windowed[alone] = windowed[pairs] = windowed[pairs + 1] = True
    chosen = windowed.take(part).nonzero()[0]
    part, inside = part.take(chosen), inside.take(chosen)
    inside &= (1 << row_bits) - 1
    own = ((part << row_bits | inside) << 1) | again.take(chosen)
    own.sort()
    both = own.compress((own & 1).astype(bool)) >> 1
    own >>= 1
    everything = np.concatenate((whole, own, both))
    lists = everything >> row_bits
    everything &= (1 << row_bits) - 1
    # The lists: none, those of passages, of parts, of what two parts share, of flags.
    first_part = 1 + passages
    first_both = first_part + count
    first_flags = first_both + count
    lists[: len(whole)] += 1
    lists[len(whole) : len(whole) + len(own)] += first_part
    lists[len(whole) + len(own) :] += first_both
    none = np.zeros(passages + len(alone), dtype=np.int64)
    return FeatureSets(
        np.concatenate((np.arange(passages), parts.passage.take(alone), parts.passage.take(pairs))),
        np.concatenate((everything, rows[:of_sets])),
        np.bincount(
            np.concatenate((lists, place[:of_sets] + first_flags)), minlength=first_flags + sets
        ),
        np.concatenate((np.arange(1, first_part), alone + first_part, pairs + first_part)),
        np.concatenate((none, pairs + (first_part + 1))),
        np.concatenate((none, pairs + (first_both + 1))),
        np.arange(first_flags, first_flags + sets),
    )


def changes_of(ordered: Ints) -> NDArray[np.bool_]:
    """Where a list in order holds another value than before."""
    changes = np.empty(len(ordered), dtype=bool)
    changes[:1] = True
    np.not_equal(ordered[1:], ordered[:-1], out=changes[1:])
    return changes


def _windows(passages: int, parts: Parts, owners: Columns) -> _Windows:
    """The windows of passages (features.windows_of)."""
    length = np.bincount(parts.passage, minlength=passages).take(parts.passage)
    heard = np.zeros(len(length), dtype=np.uint8)
    if parts.words.size:
        new = changes_of(parts.word_part).nonzero()[0]
        heard[parts.word_part.take(new)] = np.bitwise_or.reduceat(
            owners.kind_of_word.take(parts.words), new
        )
    alone = ((heard == TASK | RURAL | DIGITAL) & (length > 1)).nonzero()[0]
    speaks = (heard[:-1] | heard[1:]) & TASK != 0
    pairs = speaks & (parts.passage[:-1] == parts.passage[1:]) & (length[:-1] > 2)
    return _Windows(alone, pairs.nonzero()[0])


def _flags(
    passages: int, parts: Parts, windows: _Windows, vocabulary: Vocabulary
) -> tuple[Ints, Ints]:
    """The rows of the flags of sets and behind them of clauses, and the place of each, ascending.

    Sets have the places in their order, clauses those behind the sets.
    """
    alone, pairs = windows
    owners = vocabulary.columns
    count = len(parts.passage)
    first_pair = passages + len(alone)
    sets = first_pair + len(pairs)
    # The places of the words of a part: itself, its passage and up to three windows.
    places = np.full((5, count), -1, dtype=np.int64)
    places[0] = np.arange(sets, sets + count)
    places[1] = parts.passage
    places[2, alone] = np.arange(passages, first_pair)
    places[3, pairs] = places[4, pairs + 1] = np.arange(first_pair, sets)
    bits = len(owners.of_word).bit_length()
    met = (places.take(parts.word_part, axis=1) << bits) + (parts.words + 1)
    key = np.concatenate((np.arange(sets + count) << bits, met.reshape(-1)))
    key.sort()
    key = key.compress(changes_of(key) & (key >= 0))
    # The words of an owner follow each other: how many of them a place has.
    place = key >> bits
    column = owners.of_word.take(key & ((1 << bits) - 1))
    cell = changes_of(place * owners.width + column).nonzero()[0]
    words = np.empty_like(cell)
    np.subtract(cell[1:], cell[:-1], out=words[:-1])
    words[-1:] = len(key) - cell[-1:]
    place, column = place.take(cell), column.take(cell)
    heard = owners.kinds.take(column)
    if heard.size:
        heard = np.bitwise_or.reduceat(heard, changes_of(place).nonzero()[0])
    near = heard.take(place) & (RURAL | DIGITAL)
    near[: place.searchsorted(sets)] |= WHOLE
    rows = vocabulary.flags.rows_of(near, words, column).reshape(-1)
    known = (rows != NO_ROW).nonzero()[0]
    return rows.take(known), place.take(known >> 2)
