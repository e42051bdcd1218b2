"""Where a Chinese text has numbers that may be quantities.

One scan finds the runs of number characters. Dates, document numbers, names in quotation marks,
numbers of list entries, digits with nothing beside them and the most frequent turns of phrase are
left out.
"""

from __future__ import annotations

import re
from functools import cache

from policytext.extraction.items import DateMention
from policytext.extraction.numerals import HAN_NUMERALS
from policytext.extraction.plain_quantities import (
    MORE,
    RANGE_OPENS,
    around,
    is_bare,
    set_phrases,
)
from policytext.extraction.proportions import RATIO_MARKS
from policytext.extraction.units import Unit, units
from policytext.patterns import lazy

Place = tuple[int, int, int]
"""Where a number begins and ends, and where its digits end if nothing, or only 万 and 亿, is behind
them; -1 for other numbers."""

# Each begins with one character: texts without it are not searched, others by a plain scan.
_BARRED = tuple(
    (body.removeprefix("\\")[0], lazy(body))
    for body in (
        r"《[^《》\n]{1,120}》",
        r"“[^“”\n]{1,16}”",
        r"\([0-9一二三四五六七八九十]{1,3}\)",
        r"〔\d{4}〕\d{0,5}号?",
        r"\[\d{4}\]\d{0,5}号?",
        r"第[0-9一二三四五六七八九十百千零]+",
    )
)
_FORMAL = frozenset("壹贰叁肆伍陆柒捌玖")
_FORMAL_NEXT = frozenset("拾佰仟万亿点零元圆")
_HAN_NOT_COUNTED = frozenset("个项条类种次批级对期支大步起面道层样段")
_DURATION = "time"
READ_ON = MORE | RATIO_MARKS
"""Characters behind a numeral that may belong to its number."""


def find_numbers(text: str, dates: list[DateMention]) -> list[Place]:
    """The numbers of a text, in order, that are no part of a date, a title or a set phrase."""
    barred = _barred(text, dates)
    barred.append((len(text), len(text)))
    bar = 0
    barred_start, barred_end = barred[0]
    turns, (_, behind) = _turns(), around()
    found: list[Place] = []
    for match in _runs().finditer(text):
        start, end = match.span()
        first = text[start]
        if first in _FORMAL and text[start + 1 : start + 2] not in _FORMAL_NEXT:
            if end - start == 1:
                continue  # 陆羽, 大陆: a name or a word
            start += 1  # 队伍一百零八支: the first character belongs to a word
            while start < end and text[start] in "点.,":
                start += 1  # 大陆,12家: so do the marks behind it
            first = text[start : start + 1]
            lone = end - start == 1 and first > "9"
            if start == end or (lone and text[end : end + 1] not in _after_numeral()):
                continue
        while barred_end <= start:
            bar += 1
            barred_start, barred_end = barred[bar]
        if barred_start <= start:
            continue
        middle = match.end(1)
        if first > "9":
            always = turns.get(text[start : start + 2])
            if always or (always is False and not _may_go_on(text, start + 1)):
                continue
        elif middle < 0 and text[end - 1] == "." and text[start - 1 : start] == "\n":
            continue  # the number of a list entry
        elif text[end : end + 1] not in behind and is_bare(text, start, end):
            continue  # 5G, 12345热线
        found.append((start, end, middle))
    return found


@cache
def _after_numeral() -> frozenset[str]:
    """Characters that may follow a numeral of one Chinese character: of units, 分之, 番, 半."""
    return frozenset(unit[0] for unit in units("zh").table) | frozenset(
        "分番数半几多余来一两三四至到-—~–"
    )


@cache
def _runs() -> re.Pattern[str]:
    """Runs of number characters; a numeral of one Chinese character only before a word for it.

    Where it is digits with nothing but 万 or 亿 behind them, group 1 ends with the digits.
    """
    follows = "".join(map(re.escape, sorted(_after_numeral())))
    inside = f"[0-9{HAN_NUMERALS}点.,]"
    return re.compile(
        rf"[半翻0-9{HAN_NUMERALS}]"
        rf"(?:(?<=[0-9])([0-9]*(?:\.[0-9]+)?)[万亿]{{0,2}}(?!{inside})|{inside}+|(?=[{follows}]))"
    )


@cache
def _turns() -> dict[str, bool]:
    """A Chinese numeral and the character behind it where they are no quantity (一批, 三农).

    True for the head of a set phrase; False where it counts that no longer unit and no range
    follows.
    """
    turns: dict[str, bool] = {}
    marks = READ_ON | set("分成点" + HAN_NUMERALS)
    for numeral in set(HAN_NUMERALS) - set("百千万亿佰仟"):
        for unit in units("zh").table.values():
            pair = numeral + unit.text
            if len(pair) == 2 and unit.text not in marks and is_han_idiom(pair, 0, 1, 2, unit):
                turns[pair] = False
    turns.update((phrase, True) for phrase in set_phrases("at").table if len(phrase) == 2)
    return turns


def _may_go_on(text: str, end: int) -> bool:
    """Whether a unit of one character may be part of a longer one, or open a range."""
    known, pair = units("zh"), text[end : end + 2]
    return pair in known.lengths or pair in known.table or pair[1:] in RANGE_OPENS


def _barred(text: str, dates: list[DateMention]) -> list[tuple[int, int]]:
    """Ranges whose numbers are no quantities, sorted and merged."""
    ranges = [
        match.span()
        for opens, pattern in _BARRED
        if opens in text
        for match in pattern.finditer(text)
    ]
    ranges += [(item.start, item.end) for item in dates]
    ranges.sort()
    merged: list[tuple[int, int]] = []
    for start, end in ranges:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def is_han_idiom(text: str, start: int, end: int, unit_end: int, unit: Unit) -> bool:
    """Whether a short Chinese numeral and classifier are a turn of phrase (一个, 三项, 两条)."""
    if end - start > 1:
        return False
    if unit.text[0] in _HAN_NOT_COUNTED and unit.dimension == "count":
        return unit_end - end == 1 and (text[start] == "一" or unit.text not in ("个", "条", "项"))
    if text[start] == "一":
        return unit.dimension in ("count", "people", "time") or unit.text in (
            "度",
            "里",
            "米",
            "方",
        )
    if unit.text == "成":
        return unit_end < len(text) and text[unit_end] not in "以左，。、;多的和 \n)"
    return unit.dimension == _DURATION and unit.text in ("天", "日", "周")
