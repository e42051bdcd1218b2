"""When a task is due, where the text says that it is to be completed by a date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from policytext.extraction.items import DateMention
from policytext.patterns import lazy
from policytext.text.normal import NormalText

_AFTER = lazy(r"(?:底|末)?(?:之前|以前|前)?(?:基本|全面|全部|总体)?完成")
_BEFORE = lazy(
    r"(?:完成时限|完成时间|时间安排|时限|(?i:completed? by|to be completed by|deadline))[: ]*$"
)
_LOOK_BACK = 24


def find_deadlines(text: NormalText, dates: Sequence[DateMention]) -> list[tuple[int, date]]:
    """``(offset, day)`` of every date by which something is to be completed, in order.

    ``day`` is the last day of the period named: 2025年底前完成 -> 2025-12-31.
    """
    return [
        (mention.start, mention.day)
        for mention in sorted(dates, key=lambda mention: mention.start)
        if _AFTER.match(text.text, mention.end)
        or _BEFORE.search(text.text[max(0, mention.start - _LOOK_BACK) : mention.start])
    ]
