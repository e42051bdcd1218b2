"""Passages -> parts: the clauses that hold an n-gram or a stem, with their features and cue words.

All passages are read at once, as arrays. The features are those of features.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from policytext.classify.english import stem_rows
from policytext.classify.features import Cues, without_bodies
from policytext.classify.key_table import NO_ROW, Ints
from policytext.classify.vocabulary import BREAK, LAST_CODE, NO_WORD, Characters, Vocabulary
from policytext.patterns import lazy

_MARKS = "，,;。:()\n"
_AND = " and "
_LETTER = lazy("[a-z]")  # in every stem
_FIRST_HAN, _LAST_HAN = 0x3400, 0x9FFF
# Kinds of characters. Those below _PLAIN are edges of clauses, white space or parts of numbers.
_MARK, _SPACE, _POINT, _PERCENT, _DIGIT = 1, 2, 4, 8, 16
_PLAIN, _HAN = 32, 64
_FIGURE = 0xD800  # stands for figures behind LAST_CODE; no character


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of several passages, in order.

    ``passage``: the passage of every part. ``rows``: the rows of the n-grams and stems of all
    parts, as often as they occur, and ``part`` the part of each. ``words`` and ``word_part``: the
    cue words of the parts likewise, in the order of parts and words.
    """

    passage: Ints
    rows: Ints
    part: Ints
    words: Ints
    word_part: Ints


class _Edges(NamedTuple):
    """Where clauses end; where numbers begin, and where their other characters stand."""

    edges: Ints
    numbers: Ints
    masked: Ints


def parts_of(texts: Sequence[str], cues: Cues, vocabulary: Vocabulary) -> Parts:
    """Read passages, given in the characters of ``NormalText.text``; linear in their length."""
    passages: Sequence[str] = texts
    written = _behind_spaces(passages)
    if "(" in written:
        passages = [without_bodies(text) if "(" in text else text for text in texts]
        written = _behind_spaces(passages)
    whole = written.lower()
    if len(whole) != len(written):  # the one character whose lower case is longer, İ, stands in it
        passages = [text.lower() for text in passages]
        whole = _behind_spaces(passages)
    lengths = np.fromiter(map(len, passages), dtype=np.int64, count=len(passages)) + 2
    starts = lengths.cumsum() - lengths
    codes = _codes(whole)
    kinds = _kinds().take(codes)
    found = _edges(whole, codes, kinds)
    # How many edges there are up to each character, itself included.
    clause = np.zeros(len(codes), dtype=np.int64)
    clause[found.edges] = 1
    clause = clause.cumsum()
    # The passage of every clause; that of the line break before a passage is its first one.
    first = clause.take(starts - 1)
    first[:1] = 0
    passage = np.bincount(first, minlength=len(found.edges) + 1).cumsum() - 1
    is_chinese = np.bitwise_or.reduceat(kinds, starts) >= _HAN if starts.size else starts > 0
    kept = np.zeros(len(passage), dtype=bool)
    rows, row_clause, words, word_clause = np.zeros((4, 0), dtype=np.int64)
    other = (~is_chinese).nonzero()[0].tolist()
    if len(other) < len(texts):
        english = _behind_spaces([passages[i] for i in other]).lower() if other else ""
        unread = ~is_chinese.take(passage).take(clause) if other else None
        rows, row_clause, words, word_clause = _written(
            codes, clause, found, unread, vocabulary.characters, kept
        )
    else:
        english = whole
    if _LETTER.search(english):
        # Counted over the passages that are read so, they get their numbers among all clauses.
        places = (~is_chinese.take(passage)).nonzero()[0]
        stems, stem_clause, held = stem_rows(english, vocabulary.stems)
        kept[places.take(held)] = True
        rows = np.concatenate((rows, stems))
        row_clause = np.concatenate((row_clause, places.take(stem_clause)))
    number = kept.cumsum() - 1
    spelt, spelt_clause = _spelt(whole, vocabulary, clause, found.edges)
    words = np.concatenate((words, spelt))
    word_clause = np.concatenate((word_clause, spelt_clause))
    words, word_part = _cue_words(words, word_clause, len(cues.words) or 1, kept, number)
    return Parts(passage.compress(kept), rows, number.take(row_clause), words, word_part)


def _behind_spaces(passages: Sequence[str]) -> str:
    """Passages on lines of their own, each behind a space, as features.prepared has it."""
    return " " + "\n ".join(passages)


def _codes(text: str) -> Ints:
    """The characters as numbers, those outside of the BMP as its last one, and a space behind."""
    points = np.frombuffer(f"{text} ".encode("utf-32-le", "surrogatepass"), dtype="<u4")
    codes: Ints = points.astype(np.int64)
    if codes.max() > LAST_CODE:
        far = (codes > LAST_CODE).nonzero()[0]
        codes[far] = [_FIGURE if text[i].isdecimal() else LAST_CODE for i in far.tolist()]
    return codes


@cache
def _kinds() -> NDArray[np.uint8]:
    """The kind of every character."""
    kinds = np.full(LAST_CODE + 1, _PLAIN, dtype=np.uint8)
    kinds[_FIRST_HAN : _LAST_HAN + 1] = _HAN
    kinds[[code for code in range(LAST_CODE + 1) if chr(code).isspace()]] = _SPACE
    kinds[[code for code in range(LAST_CODE + 1) if chr(code).isdecimal()]] = _DIGIT
    kinds[[_FIGURE, ord("%"), ord(".")]] = _DIGIT, _PERCENT, _POINT
    for mark in _MARKS:
        kinds[ord(mark)] = _MARK | _SPACE if mark.isspace() else _MARK
    return kinds


def _edges(text: str, codes: Ints, kinds: NDArray[np.uint8]) -> _Edges:
    """Edges of clauses, as features.clause_edges says (the mark belongs to the next one).

    A number is ``\\d[\\d.%]*(?!g)`` inside a clause; a point before white space is an edge.
    """
    special = (kinds < _PLAIN).nonzero()[0]
    kind = kinds.take(special)
    last_point = kind == _POINT
    last_point &= kinds.take(special + 1, mode="clip") & _SPACE != 0
    edges = special.compress(kind & _MARK != 0 | last_point)
    place = text.find(_AND)
    if place >= 0:
        joints: list[int] = []
        while place >= 0:
            joints.append(place)
            place = text.find(_AND, place + len(_AND))
        edges = np.concatenate((edges, joints))
        edges.sort()
    in_number = (kind >= _POINT) & ~last_point
    at = special.compress(in_number)
    figure = kind.compress(in_number) == _DIGIT
    if not figure.any():
        return _Edges(edges, at[:0], at[:0])
    new = np.empty(len(at), dtype=bool)
    new[0] = True
    np.not_equal(at[1:], at[:-1] + 1, out=new[1:])
    # A number begins with the first figure of a run and leaves the last character before a "g".
    begin = new.nonzero()[0]
    seen = figure.cumsum()
    inside = seen > (seen - figure).take(begin).take(new.cumsum() - 1)
    last = np.concatenate((begin[1:], [len(at)])) - 1
    inside[last[codes.take(at.take(last) + 1) == ord("g")]] = False
    first = inside.copy()
    first[1:] &= new[1:] | ~inside[:-1]
    return _Edges(edges, at.compress(first), at.compress(inside & ~first))


def _written(
    codes: Ints,
    clause: Ints,
    found: _Edges,
    unread: NDArray[np.bool_] | None,
    known: Characters,
    kept: NDArray[np.bool_],
) -> tuple[Ints, Ints, Ints, Ints]:
    """Rows of Chinese n-grams and the clause of each, Chinese cue words and the clause of each.

    Clauses that hold any gram are ``kept``. ``unread``: the characters that are not read so.
    """
    symbols = known.codes.take(codes)
    symbols[found.numbers] = known.codes[ord("#")]
    if unread is not None:
        symbols[unread] = BREAK
    if found.masked.size:
        left = np.ones(len(codes), dtype=bool)
        left[found.masked] = False
        symbols, clause = symbols.compress(left), clause.compress(left)
    is_symbol = symbols != BREAK
    in_gram = (is_symbol[:-1] & is_symbol[1:]).nonzero()[0]
    kept[clause.take(in_gram)] = True
    # The last character is the space behind, which is no symbol.
    at, nodes = known.trie.walk(symbols)
    at = clause.take(at)
    rows = known.rows.take(nodes)
    with_row = (rows != NO_ROW).nonzero()[0]
    alone = known.is_word.take(symbols).nonzero()[0]
    words = known.words.take(np.concatenate((nodes, symbols.take(alone))), axis=0)
    _, most = words.shape
    words = words.reshape(-1)
    places = (words != NO_WORD).nonzero()[0]
    word_clause = np.concatenate((at, clause.take(alone))).take(places // most)
    return rows.take(with_row), at.take(with_row), words.take(places), word_clause


def _spelt(text: str, vocabulary: Vocabulary, clause: Ints, edges: Ints) -> tuple[Ints, Ints]:
    """The cue words that are not Chinese alone, and the clause of each."""
    matches = vocabulary.spelt.find_matches_as_indexes(text, overlapping=True)
    if not matches or not vocabulary.spelt_words.size:
        return edges[:0], edges[:0]
    words, starts, _ = zip(*matches, strict=True)
    at = np.array(starts, dtype=np.int64)
    place = clause.take(at)
    if edges.size:  # a word that begins at an edge belongs to the clause before
        place -= edges.take(place - 1, mode="clip") == at
    return vocabulary.spelt_words.take(words), place


def _cue_words(
    words: Ints, clause: Ints, count: int, kept: NDArray[np.bool_], number: Ints
) -> tuple[Ints, Ints]:
    """The cue words of the clauses kept, in the order of their numbers, and these numbers.

    There are ``count`` cue words; ``clause`` is the clause of each of some.
    """
    inside = kept.take(clause).nonzero()[0]
    named = number.take(clause.take(inside)) * count + words.take(inside)
    named.sort()
    part, word = np.divmod(named, count)
    return word, part
