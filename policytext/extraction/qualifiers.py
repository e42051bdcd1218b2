"""Whether the text calls a target binding (约束性) or expected (预期性)."""

from __future__ import annotations

from bisect import bisect_left

from policytext.patterns import lazy
from policytext.schema import Qualifier
from policytext.text.letters import folded
from policytext.text.normal import NormalText

_CALLED = {
    True: lazy(r"(?P<binding>约束性)|预期(?:性|目标|指标|增长|达到|为)|(?:增长|发展)预期"),
    False: lazy(
        r"(?P<binding>(?i:binding|mandatory|obligatory) (?:target|indicator|goal)s?)"
        r"|(?i:(?:expected|anticipated) (?:target|indicator|goal)s?|(?:is|are) expected to)"
    ),
}
# One of them, in small letters, is in every match of the English pattern.
_ENGLISH_WORDS = ("expected", "binding", "anticipated", "mandatory", "obligatory")
# (预期性) may stand behind the value it speaks of.
_BEHIND = 14
_LONGEST = 400


def called(text: NormalText, start: int, end: int, cues: list[int]) -> Qualifier | None:
    """The word that governs the target ``start`` to ``end``: the last one before it.

    It governs its own clause, or all that a colon behind it opens (主要预期目标是:...); a word
    behind the value counts only up to the next mark. ``cues`` tell where in a Chinese text such
    a word may stand.
    """
    if text.is_chinese:
        near = bisect_left(cues, end + _BEHIND) - 1
        if near < 0 or cues[near] < start - _LONGEST:
            return None
    pattern, found = _CALLED[text.is_chinese], None
    s, low = text.text, _sentence(text, start)
    if not text.is_chinese:
        lowered = folded(s[low : end + _BEHIND])
        for word in _ENGLISH_WORDS:
            if word in lowered:
                break
        else:
            return None
    for match in pattern.finditer(s, low, end):
        opens = ":" in s[match.end() : match.end() + 6]
        between = s[match.end() : start]
        if opens or not any(mark in between for mark in ("，", ";", ", ")):
            found = match
    if found is None:
        stops = [
            place for mark in "，、。;,.\n" if (place := s.find(mark, end, end + _BEHIND)) >= 0
        ]
        found = pattern.search(s, end, min(stops, default=end + _BEHIND))
    if found is None:
        return None
    return "binding" if found["binding"] else "expected"


def _sentence(text: NormalText, place: int) -> int:
    """Where the sentence begins in which a place stands, semicolons passed over."""
    low = max(0, place - _LONGEST)
    marks = "。\n" if text.is_chinese else (". ", "\n")
    return max(low, *(text.text.rfind(mark, low, place) + 1 for mark in marks))
