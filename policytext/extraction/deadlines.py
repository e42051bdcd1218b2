"""When a task is due, where the text says that it is to be completed by a date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from policytext.extraction.items import DateMention
from policytext.patterns import lazy
from policytext.text.letters import folded
from policytext.text.normal import NormalText

_AFTER = lazy(r"(?:底|末)?(?:之前|以前|前)?(?:基本|全面|全部|总体)?完成")
# A date may stand behind these, in small letters or capitals, colons and spaces between.
_BEFORE = ("完成时间", "时间安排", "时限", "completed by", "complete by", "deadline")
_LOOK_BACK = 24
# What _AFTER can begin with, what may stand between _BEFORE and the date, and their last letters.
_AFTER_OPENS = frozenset("底末之以前基全总完")
_BEFORE_ENDS = frozenset("间排限yYeE: \n")
_LAST_LETTERS = frozenset("间排限yYeE")


def find_deadlines(text: NormalText, dates: Sequence[DateMention]) -> list[tuple[int, date]]:
    """``(offset, day)`` of every date by which something is to be completed, in order.

    ``day`` is the last day of the period named: 2025年底前完成 -> 2025-12-31.
    """
    s = text.text
    found = []
    for mention in dates:
        start, end = mention.start, mention.end
        if (s[end : end + 1] in _AFTER_OPENS and _AFTER.match(s, end)) or (
            s[start - 1 : start] in _BEFORE_ENDS
            and _is_announced(s[max(0, start - _LOOK_BACK) : start])
        ):
            found.append((start, mention.day))
    found.sort()
    return found


def _is_announced(before: str) -> bool:
    """Whether the words before a date say that it is a deadline."""
    words = before.removesuffix("\n").rstrip(": ")
    return words[-1:] in _LAST_LETTERS and folded(words).endswith(_BEFORE)
