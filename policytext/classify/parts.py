"""Passages -> parts: the clauses that hold an n-gram or a stem, with their features and cue words.

All passages are read at once, as arrays. The features are those of features.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from policytext.classify.features import STEM, STOP, Cues, without_bodies
from policytext.classify.key_table import NO_KEY, NO_ROW, Ints
from policytext.classify.vocabulary import BREAK, LAST_CODE, OTHER, Characters, Stems, Vocabulary
from policytext.patterns import lazy

_MARKS = "，,;。:()\n"
_AND = " and "
# A number inside a clause; a point before white space is an edge of clauses.
_NUMBER = lazy(r"\d(?:[\d%]|\.(?!\s|\Z))*(?![gG])")
_TOKEN = lazy(rf"[{re.escape(_MARKS)}]|\.(?=\s|$)|{_AND}|[a-z][a-z0-9]*|\d+g\b")
_LETTER = lazy("[a-z]")  # in every stem
_FIRST_HAN, _LAST_HAN = 0x3400, 0x9FFF
_LAST_SPACE = 0x3000


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of several passages, in order.

    ``passage``: the passage of every part. ``rows``: the rows of the n-grams and stems of all
    parts, as often as they occur, and ``part`` the part of each, ascending. ``words`` and
    ``word_part``: the cue words of each part, each once, likewise.
    """

    passage: Ints
    rows: Ints
    part: Ints
    words: Ints
    word_part: Ints


def parts_of(texts: Sequence[str], cues: Cues, vocabulary: Vocabulary) -> Parts:
    """Read passages, given in the characters of ``NormalText.text``; linear in their length."""
    passages = [without_bodies(text) if "(" in text else text for text in texts]
    written = _behind_spaces(passages)
    whole = written.lower()
    if len(whole) != len(written):  # the one character whose lower case is longer, İ, stands in it
        passages = [text.lower() for text in passages]
        whole = _behind_spaces(passages)
    codes = _codes(whole)
    lengths = np.array(list(map(len, passages)), dtype=np.int64) + 2
    starts = lengths.cumsum() - lengths
    edges = np.flatnonzero(_edges(whole, codes))
    first = np.searchsorted(edges, starts)
    passage = np.repeat(np.arange(len(texts)), np.append(first, len(edges) + 1)[1:] - first)
    is_chinese = _any_of_each((codes >= _FIRST_HAN) & (codes <= _LAST_HAN), starts)
    kept = np.zeros(len(passage), dtype=bool)
    found: list[tuple[Ints, Ints]] = []
    chinese = is_chinese[passage]
    if chinese.any():
        rows, clause, held = _grams(whole, chinese, vocabulary.characters)
        kept[held] = True
        found.append((rows, clause))
    other = np.flatnonzero(~is_chinese).tolist()
    if len(other) < len(texts):
        english = _behind_spaces([passages[i] for i in other]).lower()
    else:
        english = whole
    if _LETTER.search(english):
        rows, clause, held = _stems(english, vocabulary.stems)
        # Counted over the passages that are read so, they get their numbers among all clauses.
        places = np.flatnonzero(~chinese)
        kept[places[held]] = True
        found.append((rows, places[clause]))
    rows, clause = _merged(found)
    number = np.cumsum(kept) - 1
    words, at = _cue_words(whole, cues)
    word_clause = np.searchsorted(edges, at)
    inside = kept[word_clause]
    count = len(cues.words) or 1
    named = np.sort(number[word_clause[inside]] * count + words[inside])
    once = named[np.append(True, named[1:] != named[:-1])] if named.size else named
    return Parts(passage[kept], rows, number[clause], once % count, once // count)


def _behind_spaces(passages: Sequence[str]) -> str:
    """Passages on lines of their own, each behind a space, as features.prepared has it."""
    return " " + "\n ".join(passages)


def _any_of_each(holds: NDArray[np.bool_], starts: Ints) -> NDArray[np.bool_]:
    """Whether it holds for any character of each passage."""
    return np.add.reduceat(holds, starts, dtype=np.int64) > 0 if starts.size else holds[:0]


def _merged(found: Sequence[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    """Rows with their clauses, in the order of clauses."""
    if len(found) == 1:
        return found[0]
    rows = np.concatenate([rows for rows, _ in found] or [np.zeros(0, dtype=np.int64)])
    clause = np.concatenate([clause for _, clause in found] or [np.zeros(0, dtype=np.int64)])
    order = np.argsort(clause, kind="stable")
    return rows[order], clause[order]


def _codes(text: str) -> NDArray[np.uint32]:
    """The characters as numbers, those outside of the BMP as its last one."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    codes: NDArray[np.uint32] = np.minimum(points, np.uint32(LAST_CODE))
    return codes


@cache
def _kinds() -> NDArray[np.uint8]:
    """1 for marks between clauses, 2 for white space, 3 for both, by character."""
    kinds = np.zeros(LAST_CODE + 1, dtype=np.uint8)
    kinds[[code for code in range(_LAST_SPACE + 1) if chr(code).isspace()]] = 2
    for mark in _MARKS:
        kinds[ord(mark)] |= 1
    return kinds


def _edges(text: str, codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Where a clause ends, as features.clause_edges says: the mark belongs to the next one."""
    kinds = _kinds().take(codes)
    edges = (kinds & 1).astype(bool)
    points = np.flatnonzero(codes == ord("."))
    if points.size:
        behind = np.append(kinds, 2).take(points + 1)
        edges[points[behind >= 2]] = True
    place = text.find(_AND)
    while place >= 0:
        edges[place] = True
        place = text.find(_AND, place + len(_AND))
    return edges


def _grams(text: str, chinese: NDArray[np.bool_], known: Characters) -> tuple[Ints, Ints, Ints]:
    """Rows of Chinese n-grams, the clause of each, and the clauses that hold any gram.

    ``chinese``: the clauses that are read so.
    """
    masked = _NUMBER.sub("#", text)
    codes = _codes(masked)
    # Marks of clauses are never part of a number: the clauses are those of the text.
    clause: Ints = np.cumsum(_edges(masked, codes))
    symbols = np.full(len(codes) + 2, BREAK, dtype=np.int64)
    symbols[:-2] = known.codes.take(codes)
    if not chinese.all():
        symbols[:-2][~chinese[clause]] = BREAK
    is_symbol = symbols != BREAK
    at = np.flatnonzero(is_symbol[:-2] & is_symbol[1:-1])
    third = symbols[at + 2]
    keys = np.empty((len(at), 2), dtype=np.int64)
    keys[:, 0] = (symbols[at] * known.base + symbols[at + 1]) * known.base
    keys[:, 1] = np.where(third == BREAK, NO_KEY, keys[:, 0] + third)
    rows = known.grams.rows_of(keys.reshape(-1))
    places = np.flatnonzero(rows != NO_ROW)
    held = clause[at]
    return rows[places], held[places >> 1], held


def _stems(text: str, known: Stems) -> tuple[Ints, Ints, Ints]:
    """Rows of English stems and pairs, the clause of each, and the clauses that hold a stem."""
    symbol = {**known.symbols, **dict.fromkeys((*_MARKS, ".", _AND), BREAK)}.get
    tokens = _TOKEN.findall(text)
    symbols = np.array([symbol(t[:STEM], OTHER) for t in tokens if t not in STOP], dtype=np.int64)
    clause: Ints = np.cumsum(symbols == BREAK)
    behind = np.append(symbols[1:], BREAK)
    no_break = symbols != BREAK
    keys = np.where(no_break & (behind != BREAK), symbols * known.base + behind, NO_KEY)
    rows = np.empty((len(symbols), 2), dtype=np.int64)
    rows[:, 0] = known.rows.take(symbols)
    rows[:, 1] = known.pairs.rows_of(keys)
    flat = rows.reshape(-1)
    places = np.flatnonzero(flat != NO_ROW)
    return flat[places], clause[places >> 1], clause[no_break]


def _cue_words(text: str, cues: Cues) -> tuple[Ints, Ints]:
    """The cue words in a text and where each begins."""
    matches = cues.automaton.find_matches_as_indexes(text, overlapping=True)
    words, starts, _ = zip(*matches, strict=True) if matches else ((), (), ())
    return np.array(words, dtype=np.int64), np.array(starts, dtype=np.int64)
