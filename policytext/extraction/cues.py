"""Words that tell which sentences are worth reading: one pass over a text finds them all."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from policytext.extraction.indicators import words
from policytext.text.normal import NormalText

if TYPE_CHECKING:
    import ahocorasick_rs

_TOTALS = (
    "全覆盖", "动态清零", "清零", "应保尽保", "应纳尽纳", "零增长", "零排放", "零死亡",
)  # fmt: skip
# In 明显著, 显著 begins at the second character.
_HELD = "明显著"
_DEGREES = (
    "进一步", "显著", "明显", "大幅", "稳步", "持续", "有效", "不断", "全面", "逐年", "稳中", _HELD,
)  # fmt: skip
_CALLED = ("约束性", "预期")
_WISHES = ("力争", "争取", "努力", "力求")
_TOTALS_EN = ("full coverage", "fully covered")
_DEGREES_EN = (
    "further", "significantly", "markedly", "steadily", "substantially", "greatly", "continuously",
    "notably", "effectively", "continue to",
)  # fmt: skip


class Cues(NamedTuple):
    """Where cue words begin, in order.

    ``totals`` name an end state (全覆盖), ``changes`` an end state or the degree of a change
    (进一步, "further"), ``called`` may say that a target binds or is expected, ``wishes`` are 力争
    and the like, ``grants`` is where a grant, a fee or a condition may be spoken of; the last three
    are sought in Chinese only.
    """

    totals: list[int]
    changes: list[int]
    called: list[int]
    wishes: list[int]
    grants: list[int]


def find_cues(text: NormalText) -> Cues:
    """The cue words of a text."""
    cues = Cues([], [], [], [], [])
    totals, changes, called, wishes, grants = cues
    kinds = _kinds(text.is_chinese)
    s, start, end = text.text, 0, 0
    # Only the words are asked for, as in ``windows.extents``, which says why.
    for word in _automaton(text.is_chinese).find_matches_as_strings(s):
        start = s.find(word, end)
        end = start + len(word)
        kind = kinds[word]
        if kind is _TOTALS:
            totals.append(start)
            changes.append(start)
        elif kind is _DEGREES:
            changes.append(start)
            if word == _HELD:
                changes.append(start + 1)
        elif kind is _CALLED:
            called.append(start)
        elif kind is _WISHES:
            wishes.append(start)
        else:
            grants.append(start)
    return cues


@cache
def _kinds(chinese: bool) -> dict[str, tuple[str, ...]]:
    """The words of a language, each with the list it is entered in."""
    if chinese:
        kinds = (_TOTALS, _DEGREES, _CALLED, _WISHES, _grants())
        return {word: kind for kind in kinds for word in kind}
    return {**dict.fromkeys(_TOTALS_EN, _TOTALS), **dict.fromkeys(_DEGREES_EN, _DEGREES)}


def _grants() -> tuple[str, ...]:
    """The words of grants, without what could be the beginning or the end of another cue.

    奖励资金 of 奖励资金不, which would hide 不断.
    """
    others = (*_TOTALS, *_DEGREES, *_CALLED, *_WISHES)
    openings = {other[:size] for other in others for size in range(1, len(other) + 1)}
    endings = {other[-size:] for other in others for size in range(1, len(other) + 1)}
    found = set()
    for word in words("benefit"):
        low, high = 0, len(word)
        while cut := next((n for n in range(low, high) if word[n:high] in openings), 0):
            high = cut
        while cut := next((n for n in range(high, low, -1) if word[low:n] in endings), 0):
            low = cut
        found.add(word[low:high])
    return tuple(sorted(found))


@cache
def _automaton(chinese: bool) -> ahocorasick_rs.AhoCorasick:
    import ahocorasick_rs as ac  # noqa: PLC0415

    return ac.AhoCorasick(list(_kinds(chinese)), matchkind=ac.MatchKind.LeftmostLongest)
