"""Whether an English sentence speaks of what is to come or of what has been."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from policytext.patterns import lazy
from policytext.text.letters import folded

if TYPE_CHECKING:
    import ahocorasick_rs

_AHEAD = (
    "goal", "goals", "target", "targets", "aim", "aims", "require", "requires", "required", "will",
    "shall", "should", "must", "strive", "plan to", "plans to", "key points", "by the end of",
    "to be", "objective", "expected", "seek", "need to",
)  # fmt: skip
# A word stands behind those that end with a space.
_PAST = (
    "last year", "over the past", "in the past", "in recent years", "so far", "to date", "has ",
    "have ", "had", "previous year", "since",
)  # fmt: skip
_PAST_VERB = lazy(r"\b(?:was|were|grew|rose|fell|stood|[a-z]{3,}ed)\b")


def tense(sentence: str) -> Literal["ahead", "past", ""]:
    """What the words of a sentence say; one of what is to come counts most."""
    lowered = folded(sentence)
    past = False
    for n, start, end in _automaton().find_matches_as_indexes(lowered, overlapping=True):
        # Each is a word, or some, by itself.
        before, behind = lowered[start - 1 : start], lowered[end : end + 1]
        if before.isalnum() or before == "_":
            continue
        if (behind.isalnum() or behind == "_") == (lowered[end - 1] == " "):
            if n < len(_AHEAD):
                return "ahead"
            past = True
    return "past" if past or _PAST_VERB.search(sentence) else ""


@cache
def _automaton() -> ahocorasick_rs.AhoCorasick:
    import ahocorasick_rs as ac  # noqa: PLC0415

    return ac.AhoCorasick((*_AHEAD, *_PAST))
