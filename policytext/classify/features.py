"""Features of a passage: character n-grams (Chinese), word stems (English) and cue words.

Years, figures and the bodies named in brackets after a task are masked; names of places never
enter a vocabulary, because training drops them. No word segmenter is needed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

import ahocorasick_rs

from policytext.patterns import lazy

SIDES = frozenset(("rural", "digital"))
STEM = 6
_RESPONSIBLE = lazy(r"[(](?:责任|牵头|配合|主责|完成时限|主办|负责)[^)]{0,200}[)]")
_NUMBER = lazy(r"\d[\d.,%]*(?![gG])")
_RUN = lazy(r"[\u3400-\u9fffa-z0-9+#]+")
_WORD = lazy(r"[a-z][a-z0-9]*|\d+g\b")
_HAN = lazy(r"[\u3400-\u9fff]")
_LATIN = lazy(r"[a-z0-9]")
_CLAUSE = lazy(r"[，,;。:()\n]|\.(?=\s|$)| and ")
STOP = frozenset(
    """a an and are as at be been by can do for from go has have in into is it its more no not of
    on or other shall so than that the their them there these they this through to was were when
    which who will with""".split()
)


# owner -> the numbers of its cue words that were met
Owners = Mapping[str, AbstractSet[int]]


@dataclass(frozen=True, slots=True)
class Cues:
    """Cue words in one automaton. ``owners[i]``: what the word ``i`` speaks for.

    Owners are task ids and the two words "rural" and "digital"; ``names`` has each once.
    """

    words: tuple[str, ...]
    owners: tuple[str, ...]
    names: tuple[str, ...]
    automaton: ahocorasick_rs.AhoCorasick

    @classmethod
    def of(cls, table: Mapping[str, tuple[str, ...]]) -> Cues:
        """Cues from ``owner -> words``; Latin words match at the start of a word only."""
        words: list[str] = []
        owners: list[str] = []
        for owner, listed in table.items():
            for word in listed:
                words.append(f" {word}" if _LATIN.match(word) else word)
                owners.append(owner)
        automaton = ahocorasick_rs.AhoCorasick(words or ["\0"])
        return cls(tuple(words), tuple(owners), tuple(dict.fromkeys(owners)), automaton)


@dataclass(frozen=True, slots=True)
class Clause:
    """The features of a clause, and for each owner the cue words met in it."""

    features: AbstractSet[str]
    owners: Owners


def clauses(text: str, cues: Cues) -> list[Clause]:
    """The clauses of a passage, given in the characters of ``NormalText.text``.

    Linear in the length of the text.
    """
    lowered = prepared(text)
    chinese = reads_as_chinese(lowered)
    edges = clause_edges(lowered)
    owners: dict[int, dict[str, set[int]]] = {}
    for word, start, _ in cues.automaton.find_matches_as_indexes(lowered, overlapping=True):
        place = bisect_left(edges, start)
        owners.setdefault(place, {}).setdefault(cues.owners[word], set()).add(word)
    found: list[Clause] = []
    place = 0
    for i, edge in enumerate([*edges, len(lowered)]):
        clause = lowered[place:edge]
        place = edge
        grams = chinese_grams(clause) if chinese else english_stems(clause)
        if grams:
            own = owners.get(i, {})
            found.append(Clause(grams | flags_of(own, "C"), own))
    return found


def prepared(text: str) -> str:
    """A passage in lower case without bodies named in brackets, behind a space."""
    return f" {without_bodies(text).lower()}"


def without_bodies(text: str) -> str:
    """A passage without the bodies named in brackets after a task."""
    return _RESPONSIBLE.sub("", text) if "(" in text else text


def reads_as_chinese(lowered: str) -> bool:
    """Whether a prepared passage is read by characters, not by words."""
    return not lowered.isascii() and _HAN.search(lowered) is not None


def clause_edges(lowered: str) -> list[int]:
    """Where the clauses of a prepared passage end; the mark belongs to the next one."""
    return [match.start() for match in _CLAUSE.finditer(lowered)]


def joined(parts: Sequence[Clause]) -> set[str]:
    """The features of clauses taken together.

    Cue features say which tasks are named, how often, and whether the passage (S) or the clause
    (C) is about the countryside (R) and about digital means (D). Their capital letters keep them
    apart from n-grams, which are lower-case.
    """
    found = flags_of(together([part.owners for part in parts]), "S")
    return found.union(*(part.features for part in parts))


def features(text: str, cues: Cues) -> set[str]:
    """The features of a whole passage."""
    return joined(clauses(text, cues))


def windows(parts: Sequence[Clause]) -> list[set[str]]:
    """The features of the windows of a passage."""
    return [joined(parts[i:j]) for i, j in windows_of([part.owners for part in parts])]


def windows_of(owners: Sequence[Owners]) -> list[tuple[int, int]]:
    """The clauses that may speak of a task alone, and pairs of neighbours, as ranges of clauses.

    Long sentences of work reports name many subjects; a clause or a pair is short enough for one
    of them to be heard. A clause stands alone when it names a task, the countryside and digital
    means; pairs without a cue word of a task are passed over. ``owners``: those of each clause.
    """
    if len(owners) < 2:
        return []
    speaks = [not own.keys() <= SIDES for own in owners]
    found = [(i, i + 1) for i, own in enumerate(owners) if speaks[i] and own.keys() >= SIDES]
    if len(owners) > 2:
        found += [(i, i + 2) for i in range(len(owners) - 1) if speaks[i] or speaks[i + 1]]
    return found


def together(owners: Sequence[Owners]) -> Owners:
    """The owners of several clauses."""
    if len(owners) == 1:
        return owners[0]
    whole: dict[str, AbstractSet[int]] = {}
    for own in owners:
        for owner, words in own.items():
            whole[owner] = whole[owner] | words if owner in whole else words
    return whole


def flags_of(owners: Owners, where: str) -> set[str]:
    """The cue features of a clause (``where`` C) or of clauses together (S)."""
    context = f"{where}{'R' if 'rural' in owners else '-'}{'D' if 'digital' in owners else '-'}"
    found = {context}
    for owner, words in owners.items():
        if owner in SIDES:
            continue
        found.add(f"{where}{owner}")
        found.add(f"{context}{owner}")
        if len(words) > 1:
            found.add(f"{context}{owner}+")
        if len(words) > 2 and where == "S":
            found.add(f"{where}{owner}++")
    return found


def chinese_grams(lowered: str) -> set[str]:
    """Character 2- and 3-grams inside runs of Chinese characters, letters and figures."""
    found: set[str] = set()
    for run in _RUN.findall(_NUMBER.sub("#", lowered)):
        length = len(run)
        found.update([run[i : i + 2] for i in range(length - 1)])
        found.update([run[i : i + 3] for i in range(length - 2)])
    return found


def english_stems(lowered: str) -> set[str]:
    """Words cut to six letters, alone and in pairs, each with a space behind."""
    stems = word_stems(lowered)
    found = {f"{stem} " for stem in stems}
    found.update([f"{a} {b} " for a, b in pairwise(stems)])
    return found


def word_stems(lowered: str) -> list[str]:
    """The words that count, cut to six letters, in their order."""
    return [w[:STEM] for w in _WORD.findall(lowered) if w not in STOP]
