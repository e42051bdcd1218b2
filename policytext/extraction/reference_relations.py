"""How a document stands to one it cites: the words before and after the title decide."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import cast, get_args

from policytext.errors import DataError
from policytext.patterns import lazy
from policytext.resources import read_table
from policytext.schema import Relation

CUES_FILE = "corpora/lexicons/relation_cues.tsv"
_BEFORE = {True: 40, False: 160}
_AFTER = {True: 40, False: 120}
# How far from the title a word may stand: names of issuers lie between (落实国务院办公厅《…》).
_REACH = {True: 24, False: 90}
# Read from the title backwards.
_STOPS_BEFORE = {True: lazy(r"[。;!?\n，]"), False: lazy(r" [.;!?\n]")}
# 新修订的《X》, "the newly revised X" say which version is meant, not what is done to it.
_ATTRIBUTE_AFTER = lazy(r"(?:后|完善|通过|颁布|发布|实施)?的")
_ATTRIBUTE_BEFORE = lazy(r"\b(?:the|newly|recently|as)(?: newly| recently)? $")
_STOPS_AFTER = {True: lazy(r"[。;!?\n，《]"), False: lazy(r"[.;!?\n]")}


@dataclass(frozen=True, slots=True)
class _Cues:
    before: re.Pattern[str]
    after: re.Pattern[str]
    relations: dict[tuple[str, str], Relation]


@cache
def _cues(language: str) -> _Cues:
    relations: dict[tuple[str, str], Relation] = {}
    for cue, side, of, relation in read_table(CUES_FILE, ("cue", "side", "language", "relation")):
        if side not in ("before", "after") or relation not in get_args(Relation):
            raise DataError(f"{CUES_FILE}: {cue}: side {side!r} or relation {relation!r}")
        if of == language:
            relations[cue, side] = cast(Relation, relation)

    def pattern(side: str) -> re.Pattern[str]:
        words = sorted((c for c, s in relations if s == side), key=lambda c: (-len(c), c))
        if language == "zh":
            return lazy("(" + "|".join(map(re.escape, words)) + ")")
        return lazy(r"\b(" + _by_first_letter(words) + r")\b")

    return _Cues(pattern("before"), pattern("after"), relations)


def _by_first_letter(words: list[str]) -> str:
    """Alternatives in their order, those with one first letter together: few are tried in vain."""
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in rests.items())


def relation_of(text: str, start: int, end: int, chinese: bool) -> tuple[Relation, str]:
    """Relation to the document named in ``text[start:end]``, and the word that says so.

    Words behind the title (同时废止) come before words in front of it; of several in front the
    nearest counts. "mentions" and an empty word where nothing is said.
    """
    cues = _cues("zh" if chinese else "en")
    relations = cues.relations
    after = text[end : end + _AFTER[chinese]]
    stop = _STOPS_AFTER[chinese].search(after)
    behind = cues.after.search(after[: stop.start()] if stop else after)
    said = relations[behind[1], "after"] if behind else None
    if behind and said in ("repeals", "amends"):
        return said, behind[1]
    before = text[max(0, start - _BEFORE[chinese]) : start]
    stop = _STOPS_BEFORE[chinese].search(before[::-1])
    if stop:
        before = before[len(before) - stop.start() :]
    if not chinese:
        before = before.lower()
    nearest = None
    least = len(before) - _REACH[chinese]
    for match in cues.before.finditer(before):
        if match.end() < least:
            continue
        if relations[match[1], "before"] == "amends" and _is_attribute(before, match):
            continue
        nearest = match
    if nearest:
        return relations[nearest[1], "before"], nearest[1]
    if behind and said:
        return said, behind[1]
    return "mentions", ""


def _is_attribute(before: str, cue: re.Match[str]) -> bool:
    """Whether a word of amendment only describes the title behind it."""
    return (
        _ATTRIBUTE_AFTER.match(before, cue.end()) is not None
        or _ATTRIBUTE_BEFORE.search(before, max(0, cue.start() - 24), cue.start()) is not None
    )
