"""Features of a passage: character n-grams (Chinese), word stems (English) and cue words.

Years, figures and the bodies named in brackets after a task are masked; names of places never
enter a vocabulary, because training drops them. No word segmenter is needed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

import ahocorasick_rs

LONGEST_GRAM = 3
_STEM = 6
_RESPONSIBLE = re.compile(r"[(](?:责任|牵头|配合|主责|完成时限|主办|负责)[^)]{0,200}[)]")
_NUMBER = re.compile(r"\d[\d.,%]*(?![gG])")
_RUN = re.compile(r"[\u3400-\u9fffa-z0-9+#]+")
_WORD = re.compile(r"[a-z][a-z0-9]*|\d+g\b")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z0-9]")
_CLAUSE = re.compile(r"[，,;。.:、()\n]| and ")
_STOP = frozenset(
    """a an and are as at be been by can do for from go has have in into is it its more no not of
    on or other shall so than that the their them there these they this through to was were when
    which who will with""".split()
)


@dataclass(frozen=True, slots=True)
class Cues:
    """Cue words in one automaton. ``owners[i]``: what the word ``i`` speaks for.

    Owners are task ids and the two words "rural" and "digital".
    """

    words: tuple[str, ...]
    owners: tuple[str, ...]
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
        return cls(tuple(words), tuple(owners), automaton)


def features(text: str, cues: Cues) -> set[str]:
    """The features of a passage, given in the characters of ``NormalText.text``.

    Linear in the length of the text.
    """
    lowered = _RESPONSIBLE.sub("", text).lower()
    chinese = _HAN.search(lowered) is not None
    found = chinese_grams(lowered) if chinese else english_stems(lowered)
    _add_cues(lowered, cues, found)
    return found


def chinese_grams(lowered: str) -> set[str]:
    """Character n-grams inside the runs of Chinese characters, letters and masked figures."""
    found: set[str] = set()
    for run in _RUN.findall(_NUMBER.sub("#", lowered)):
        length = len(run)
        for size in range(2, LONGEST_GRAM + 1):
            found.update([run[i : i + size] for i in range(length - size + 1)])
    return found


def english_stems(lowered: str) -> set[str]:
    """Words cut to six letters, alone and in pairs, each with a space behind."""
    stems = [w[:_STEM] for w in _WORD.findall(lowered) if w not in _STOP]
    found = {f"{stem} " for stem in stems}
    found.update([f"{a} {b} " for a, b in zip(stems, stems[1:], strict=False)])
    return found


def _add_cues(lowered: str, cues: Cues, found: set[str]) -> None:
    """Which tasks the cue words name, how often, and beside which other side of the rule.

    Upper-case names cannot collide with n-grams, which are lower-case.
    """
    padded = f" {lowered}"
    edges = [match.start() for match in _CLAUSE.finditer(padded)]
    clauses: dict[int, dict[str, set[int]]] = {}
    whole: dict[str, set[int]] = {}
    for word, start, _ in cues.automaton.find_matches_as_indexes(padded, overlapping=True):
        owner = cues.owners[word]
        clauses.setdefault(bisect_right(edges, start), {}).setdefault(owner, set()).add(word)
        whole.setdefault(owner, set()).add(word)
    _flag(whole, "S", found)
    for owners in clauses.values():
        _flag(owners, "C", found)


def _flag(owners: dict[str, set[int]], where: str, found: set[str]) -> None:
    context = f"{where}{'R' if 'rural' in owners else '-'}{'D' if 'digital' in owners else '-'}"
    found.add(context)
    for owner, words in owners.items():
        if owner in ("rural", "digital"):
            continue
        found.add(f"{where}{owner}")
        found.add(f"{context}{owner}")
        if len(words) > 1:
            found.add(f"{context}{owner}+")
        if len(words) > 2 and where == "S":
            found.add(f"{where}{owner}++")
