"""A clause around a value: where it begins, the noun behind the value, conditions and grants."""

from __future__ import annotations

import re
from functools import cache

from policytext.extraction.indicators import LONGEST_INDICATOR, phrases
from policytext.extraction.items import Quantity
from policytext.patterns import lazy

BOUNDARY = frozenset("，。;:!?、)\n ”…")
CLOSES = BOUNDARY | {"("}
"""Behind a value, what says that no noun follows."""
LINK = lazy(r"[、和及与或且]|以及|并且?|而且")
LINK_OPENS = frozenset("、和及与或且以并而")
# Units that name no thing: nothing counted stands behind them.
NO_THING = frozenset({"%", "pp", "‰", "times", "ratio", "fraction", "bp"})
_LONGEST_CLAUSE = 160
_RIGHT_STOP = lazy(r"[，。;:!?\n(]")
# What a text counts of itself is no target: 28项重点任务.
DECLARED = lazy(
    r"(?:重点|主要|具体|工作|方面|政策|改革|便民|惠民|民生|考核|核心)*(?:任务|举措|措施|指标|方面|原则|要求|政策|意见|条款|内容|部分|领域|环节|板块)"
)
# 占全区外贸增量的63%: the share of a whole.
SHARE_OF = lazy(r"占(?!地(?!方|区)|[比有用])[^，。;、占]{2,40}\Z")
_LONE_ADVERBS = frozenset("均都已")
# A value of another dimension before a noun describes it: 500千伏主网架, 30万吨冷库.
COUNTABLE = frozenset(
    {"count", "people", "household", "area", "length", "volume", "money", "number"}
)


def noun_behind(
    s: str, quantity: Quantity, following: Quantity | None, stop_at: int
) -> tuple[int, int] | None:
    """The noun behind a value: its range, empty at a boundary, None where it is attributive."""
    end = quantity.end
    if end >= stop_at or s[end] in CLOSES:
        return end, end
    if s[end] == "的":
        return _share_of(s, quantity, stop_at)
    if following is not None and following.start == end:
        # 违建1987处12万平方米: both values measure the noun before them.
        closes = following.end >= stop_at or s[following.end] in BOUNDARY
        if (
            closes
            and "count" in (quantity.rule, following.rule)
            and quantity.unit != following.unit
        ):
            return end, end
    link = LINK.match(s, end) if s[end] in LINK_OPENS else None
    if link and not s.startswith(("和美", "和谐", "并网"), end):
        counts = quantity.unit is not None and quantity.unit.startswith("count:")
        more = following is not None and s.find("，", end, min(following.start, end + 60)) < 0
        if not counts or more or link.group() not in "与和及":
            return end, end
    reach = min(stop_at, end + LONGEST_INDICATOR + 12)
    stop = _RIGHT_STOP.search(s, end, reach)
    limit = stop.start() if stop else reach
    if following is not None and following.start < limit:
        cut = -1
        for match in re.finditer(r"、|以及|和|及|与|并且?|且", s[end : following.start]):
            cut = end + match.start()
        if cut < 0:
            # Two values in one breath: the first only describes what the second counts.
            return None
        limit = cut
    if quantity.unit in NO_THING:
        return end, end
    return end, limit


def _share_of(s: str, quantity: Quantity, stop_at: int) -> tuple[int, int] | None:
    """三分之二以上的行政村建成…: a share of things that do something, at a clause's head."""
    if quantity.unit not in ("fraction", "%"):
        return None
    reach = min(stop_at, quantity.end + _LONGEST_CLAUSE)
    stop = _RIGHT_STOP.search(s, quantity.end, reach)
    limit = stop.start() if stop else reach
    if not phrases("subject_end").find(s, quantity.end + 3, limit)[1]:
        return None
    return quantity.end + 1, limit


def grants(s: str, start: int, end: int) -> bool:
    """Whether words of a grant, a fee or a condition stand in a range."""
    return _benefits().search(s, start, end) is not None


@cache
def _benefits() -> re.Pattern[str]:
    return phrases("benefit").pattern


def is_condition(s: str, start: int, clause: int) -> bool:
    """Whether a duration that begins at ``start`` is a condition rather than a target."""
    return not phrases("time_head").find(s, clause, start)[1]


def clause_start(s: str, place: int, low: int) -> int:
    """Where the clause around ``place`` begins, not before ``low``, where its sentence begins.

    Only marks that end no sentence are sought.
    """
    if place - low > _LONGEST_CLAUSE:
        low = place - _LONGEST_CLAUSE
    mark = s.rfind(":", low, place)
    if mark >= 0:
        low = mark + 1
    mark = s.rfind("，", low, place)
    if mark >= 0:
        low = mark + 1
    mark = s.rfind("(", low, place)
    if mark >= 0 and s.find(")", mark, place) < 0:
        return mark + 1
    return low


def noun_end(text: str, start: int, end: int) -> int:
    """End of a counted noun without the 等, 以上 or 以内 behind it."""
    for mark in ("等", "以上", "以内"):
        if text.endswith(mark, start, end):
            end -= len(mark)
    return end


def without_adverbs(text: str, start: int, end: int) -> int:
    """End of a noun without the adverbs of the predicate behind it (产业大楼全面建成)."""
    adverbs = phrases("adverb")
    while word := adverbs.before(text, end, start + 2):
        if len(word) == 1 and word not in _LONE_ADVERBS:
            break
        end -= len(word)
    return end
