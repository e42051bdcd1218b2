"""Shares and multiples in words: 百分之九十, 三分之二, 一半, 翻一番, 2.5:1."""

from __future__ import annotations

from decimal import Decimal

from policytext.extraction.comparators import with_words
from policytext.extraction.items import Quantity
from policytext.extraction.numerals import HAN_NUMERALS, parse_number
from policytext.extraction.units import Unit
from policytext.patterns import lazy

RATIO_UNIT = Unit("", "ratio", "proportion", Decimal(1))
RATIO_MARKS = frozenset(":∶比")
"""First characters of what stands between the two members of a ratio."""
_FRACTION = {"百": ("%", 1), "千": ("‰", 1), "万": ("‱", 1)}
_RUN = lazy(rf"[0-9{HAN_NUMERALS}][0-9{HAN_NUMERALS}点.,]*")
_AND_TO = ("-", "—", "至", "到")


def ratio_at(text: str, end: int) -> int | None:
    """Where a ratio 2.5:1 ends whose first member ends at ``end``, or None.

    Only with a second member of 1, as reports write it, so that the quotient is the first.
    """
    if not text.startswith((":1", "∶1", "比1"), end):
        return None
    if end + 2 < len(text) and (text[end + 2].isdigit() or text[end + 2] in ":."):
        return None
    return end + 2


def fraction_at(text: str, start: int, floor: int) -> Quantity | None:
    """百分之X, 千分之X, X分之Y."""
    limit = min(len(text), start + 40)
    place = start
    while place < limit and text[place] in HAN_NUMERALS:
        place += 1
    if not text.startswith("分之", place):
        return None
    match = _RUN.match(text, place + 2)
    if not match or match.start() == match.end():
        return None
    run = match.group().rstrip(".,点")
    value = parse_number(run)
    end = place + 2 + len(run)
    if value is None:
        hundred = run in ("百", "一百")
        if not hundred:
            return None
        value = Decimal(100)
    whole = text[start:place]
    if whole in _FRACTION:
        unit, _ = _FRACTION[whole]
        upper = None
        if text.startswith(_AND_TO, end):
            tail = end + 1 + (3 if text.startswith("百分之", end + 1) else 0)
            second = _RUN.match(text, tail)
            if second and (high := parse_number(second.group().rstrip(".,点"))) and high > value:
                upper, end = high, second.start() + len(second.group().rstrip(".,点"))
        made = Unit(text[start : start + 3], unit, "proportion", Decimal(1))
        return with_words(text, (start, end, ""), (value, upper), made, floor)
    denominator = parse_number(whole)
    if not denominator or value > denominator:
        return None
    quotient = (value / denominator).quantize(Decimal("0.000001")).normalize()
    made = Unit(text[start:end], "fraction", "proportion", Decimal(1))
    return with_words(text, (start, end, ""), (quotient, None), made, floor)


_SPECIAL = lazy(r"一半(?!导)|半数|翻[一两三四]?番")
_FOLDS = {"翻番": 2, "翻一番": 2, "翻两番": 4, "翻三番": 8, "翻四番": 16}


def special_at(text: str, start: int, floor: int) -> Quantity | None:
    """一半, 半数, 翻番, 翻一番, 翻两番."""
    match = _SPECIAL.match(text, start)
    if not match:
        return None
    word = match.group()
    fold = _FOLDS.get(word)
    unit = Unit(
        word, "times" if fold else "fraction", "multiple" if fold else "proportion", Decimal(1)
    )
    value = Decimal(fold) if fold else Decimal("0.5")
    return with_words(text, (start, match.end(), ""), (value, None), unit, floor)
