"""Quantities: numbers with unit and comparator, in Chinese and English.

One scan over the text finds the runs of number characters (``numbers_zh``); each run is parsed with
a bounded look at both sides. What only looks like a quantity (dates, document numbers, list
numbers, names such as 5G and 三农) is left out by position or by the lexicon of set phrases.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from policytext.extraction.comparators import comparators, with_words
from policytext.extraction.dates import find_dates
from policytext.extraction.items import DateMention, Quantity
from policytext.extraction.numbers_zh import READ_ON, find_numbers, is_han_idiom
from policytext.extraction.numerals import HAN_NUMERALS, LONGEST, SCALES, parse_number, scale_of
from policytext.extraction.plain_quantities import (
    MORE,
    RANGE_OPENS,
    plain_reader,
    set_phrases,
    unit_at,
)
from policytext.extraction.proportions import (
    RATIO_MARKS,
    RATIO_UNIT,
    fraction_at,
    ratio_at,
    special_at,
)
from policytext.extraction.quantities_en import find_english
from policytext.extraction.units import Unit
from policytext.patterns import lazy

_RUN = lazy(rf"[半翻0-9{HAN_NUMERALS}][0-9{HAN_NUMERALS}点.,]*")
_CLOCK = lazy(r":\d\d(?!\d)")
_RANGE = lazy(r"(?:-|—{1,2}|–|~|至|到|、)(?=[0-9一二两三四五六七八九十])")
_VAGUE = frozenset("数几第")
_UNKNOWN_LATIN = lazy(r"[A-Za-z]{2,12}(?![A-Za-z0-9])")
_PER = lazy(r"/(?:百|千|万|十万|亿)?")
_EACH = lazy(r"每(亩|公顷|万元|吨|平方公里|立方米|万人|千人|人)\Z")
_IDLE = frozenset("，。、;:!? \n)(》”的")
# Between values that share the unit of the last.
_SHARED_BY = frozenset(("、", "和", "及", "与"))


class Written(NamedTuple):
    """A number in the text: where it ends, its value, and what stood inside it."""

    end: int
    value: Decimal
    more: str


def find_quantities(text: str, language: str) -> list[Quantity]:
    """Quantities in ``text``, in order and disjoint; ``language`` is "zh-Hans", "zh-Hant" or "en".

    Values are exact decimals in the canonical unit (``2.5公里`` -> 2.5 km, ``300斤`` -> 0.15 t). A
    number without a unit counts only beside a comparator (超过2亿). Dates are no quantities.
    """
    return quantities_among(text, language, find_dates(text, language, None))


def quantities_among(text: str, language: str, dates: list[DateMention]) -> list[Quantity]:
    """``find_quantities`` for a caller that has found the dates already."""
    if not language.startswith("zh"):
        return find_english(text, dates)
    numbers = Numbers(text, dates)
    return numbers.read(0, len(numbers.starts))


class Numbers:
    """The numbers of a Chinese text that may be quantities; each is read where it is asked for.

    ``starts`` tells where they begin. Those of a sentence can be read without those before it.
    """

    def __init__(self, text: str, dates: list[DateMention]) -> None:
        self._text = text
        self._places = find_numbers(text, dates)
        self.starts = [start for start, _, _ in self._places]

    def read(self, first: int, last: int) -> list[Quantity]:
        """The quantities among some of the numbers, in order."""
        text, plain = self._text, plain_reader()
        found: list[Quantity] = []
        place = 0
        for start, end, middle in self._places[first:last]:
            if start < place:
                continue
            quantity = plain(text, start, middle, end, place) if middle > 0 else None
            if quantity is None:
                quantity = _quantity(text, (start, end), place)
                if quantity is None:
                    continue
            if quantity[5] == "pp" and found and found[-1].unit_text == "个":
                # 分别提高29个、6个百分点: the unit stands only behind the last value.
                between = text[found[-1].end : quantity.start]
                if between in _SHARED_BY:
                    found[-1] = found[-1]._replace(unit="pp", unit_text=quantity.unit_text)
            found.append(quantity)
            place = quantity[1]
        return found


def _quantity(text: str, extent: tuple[int, int], floor: int) -> Quantity | None:
    start, end = extent
    run = text[start:end]
    first = run[0]
    if first in "半翻":
        return special_at(text, start, floor)
    if first == "一" and run == "一" and text.startswith("半", start + 1):
        return special_at(text, start, floor)
    arabic = first <= "9"
    before = text[start - 1] if start else ""
    if before and (
        (not arabic and before in _VAGUE)
        or (before.isascii() and (before.isalnum() or before in "+./_"))
    ):
        return None
    if arabic and _is_label(text, start, end, before):
        return None
    if not arabic:
        if set_phrases("at").at(text, start):
            return None
        if text.startswith("分之", end):
            fraction = fraction_at(text, start, floor)
            if fraction is not None:
                return fraction
        if run[0] in "百千万亿":
            return _round_sum(text, start, run, floor)
        if first in "佰仟" or (len(run) == 1 and _is_turn(text, start, end)):
            return None
    written = _written(text, start, run)
    return _complete(text, start, written, floor, arabic) if written else None


def _is_turn(text: str, start: int, end: int) -> bool:
    """Whether one Chinese numeral has no unit, or with it is a turn of phrase and no range."""
    unit = unit_at(text, end)
    if unit is None:
        return True
    stop = end + len(unit.text)
    if text[end] in READ_ON or text[stop : stop + 1] in RANGE_OPENS:
        return False
    return is_han_idiom(text, start, end, stop, unit)


def _round_sum(text: str, start: int, run: str, floor: int) -> Quantity | None:
    """突破千亿元, 超万亿元: a bare scale counts only between such a word and a currency."""
    befores = comparators("zh", "before")
    word = befores.before(text, start, floor)
    unit = unit_at(text, start + len(run))
    value = scale_of(run) if all(character in SCALES for character in run) else None
    if befores.table.get(word) != "gt" or unit is None or unit.dimension != "money" or not value:
        return None
    end = start + len(run) + len(unit.text)
    if end < len(text) and text[end] not in _IDLE and text[end] not in "，、":
        return None
    return with_words(text, (start, end, ""), (Decimal(value), None), unit, floor)


def _is_label(text: str, start: int, end: int, before: str) -> bool:
    """Whether digits are a clock time, a code (A-2, 1+16) or the number of a list entry."""
    after = text[end : end + 1]
    if after == "+" or (after == ":" and _CLOCK.match(text, end)):
        return True
    if (
        before in (":", "-")
        and start > 1
        and text[start - 2].isascii()
        and text[start - 2].isalnum()
    ):
        return before == "-" or _CLOCK.match(text, start - 1) is not None
    if before and before not in "\n \t":
        return False
    line = start
    while line and text[line - 1] in " \t":
        line -= 1
    if line and text[line - 1] != "\n":
        return False
    return text[end - 1] == "." or after in ("、", "．")


def _complete(text: str, start: int, written: Written, floor: int, arabic: bool) -> Quantity | None:
    """The quantity whose first number is ``written``: range, unit, comparators."""
    end, value, more = written
    upper: Decimal | None = None
    unit = unit_at(text, end)
    range_end = end + (len(unit.text) if unit else 0)
    opens = text[range_end : range_end + 1]
    parts = opens == "、" and arabic  # 3家、5家 are two values
    mark = _RANGE.match(text, range_end) if opens in RANGE_OPENS and not parts else None
    if mark and not more:
        second = _second(text, mark.end())
        if second is not None and mark.group() != "、":
            upper, end = second.value, second.end
            second_unit = unit_at(text, end)
            if second_unit or not unit:
                first_scaled = text[written.end - 1] in SCALES or (unit is not None)
                value = _lower(value, text, start, second.end, first_scaled)
                unit = second_unit
            if upper <= value:
                return None
    ratio_end = ratio_at(text, end) if text[end : end + 1] in RATIO_MARKS else None
    if ratio_end is not None:
        return with_words(text, (start, ratio_end, ""), (value, None), RATIO_UNIT, floor)
    # 3亩—5: the unit may stand behind the lower value only.
    behind = unit is not None and text.startswith(unit.text, end)
    unit_end = end + (len(unit.text) if unit and behind else 0)
    known = True
    if unit is None:
        if set_phrases("after").at(text, end):
            return None
        latin = _UNKNOWN_LATIN.match(text, end)
        if latin and arabic:
            unit = Unit(latin.group(), latin.group(), "unknown", Decimal(1))
            unit_end, known = latin.end(), False
        elif end < len(text) and text[end].isascii() and text[end].isalpha():
            return None
    else:
        if _is_idiom(text, end, unit, value):
            return None
        if not arabic and is_han_idiom(text, start, end, unit_end, unit):
            return None
        after = text[unit_end : unit_end + 1]
        if after == "级" and unit.dimension != "count":
            return None
        per = _per(text, unit, start, unit_end) if after == "/" else None
        per = per or _each(text, unit, start, unit_end, floor)
        if per:
            start, unit_end, unit = per
    found = with_words(text, (start, unit_end, more), (value, upper), unit, floor)
    if found is None or known:
        return found
    return Quantity(
        found.start, found.end, found.value, found.value_max, found.comparator,
        found.unit, found.unit_text, False, found.rule,
    )  # fmt: skip


def _is_idiom(text: str, end: int, unit: Unit, value: Decimal) -> bool:
    """Whether a count is part of a turn of phrase: 三个重大, 9个方面; but 48个重大工程 counts."""
    if _is_measured(unit):
        return False
    idiom = set_phrases("after").at(text, end)
    return bool(idiom) and not (idiom[0] == "个" and value > 10)


def _written(text: str, start: int, run: str) -> Written | None:
    """The number that begins at ``start``, with 多/余/来 inside it (20多万) and its scale."""
    stripped = run.rstrip(".,点")
    if stripped[0] <= "9" and not stripped.isdigit():
        for i, character in enumerate(stripped):
            if character in "点" or (character > "9" and character not in SCALES):
                stripped = stripped[:i]
                break
    if len(stripped) > 2 * LONGEST:
        return None
    if stripped[-1] in "千百" and len(stripped) > 1:
        unit = unit_at(text, start + len(stripped) - 1)
        if unit is not None and len(unit.text) > 1:
            stripped = stripped[:-1]  # 亿千瓦时: the 千 belongs to the unit
    value = parse_number(stripped)
    if value is None:
        return None
    end = start + len(stripped)
    if end < len(text) and text[end] in MORE:
        after = end + 1
        scale = 1
        while after < len(text) and text[after] in "万亿千" and after - end < 4:
            scale *= SCALES[text[after]]
            after += 1
        if scale > 1 or unit_at(text, end + 1):
            return Written(after, value * scale, text[end])
    return Written(end, value, "")


def _second(text: str, start: int) -> Written | None:
    match = _RUN.match(text, start)
    if not match:
        return None
    return _written(text, start, match.group())


def _lower(value: Decimal, text: str, start: int, end: int, scaled: bool) -> Decimal:
    """Lower bound of a range whose scale stands only behind the upper one (2-3万)."""
    if scaled:
        return value
    scale = 1
    place = end
    while place > start and text[place - 1] in SCALES:
        scale *= SCALES[text[place - 1]]
        place -= 1
    return value * scale if place > start and text[place - 1].isascii() else value


def _per(text: str, unit: Unit, start: int, end: int) -> tuple[int, int, Unit] | None:
    """A compound unit (元/亩, 吨标准煤/万元), kept as written: start, end and unit."""
    slash = _PER.match(text, end)
    if not slash:
        return None
    second = unit_at(text, slash.end())
    if second is None:
        return None
    stop = slash.end() + len(second.text)
    written = unit.text + text[end:stop]
    return start, stop, Unit(written, written, "compound", Decimal(1))


def _each(text: str, unit: Unit, start: int, end: int, floor: int) -> tuple[int, int, Unit] | None:
    """A compound unit whose base stands first: 每亩18公斤 is 18 公斤/亩."""
    low = max(floor, start - 5)
    before = text[low:start]
    if "每" not in before:
        return None
    match = _EACH.match(text, low + before.rfind("每"), start)
    if not match:
        return None
    written = f"{unit.text}/{match[1]}"
    return match.start(), end, Unit(written, written, "compound", Decimal(1))


def _is_measured(unit: Unit) -> bool:
    return unit.dimension != "count"
