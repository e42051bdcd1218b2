"""Values that need no long look: digits with nothing beside them, or with their unit."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cache

from policytext.extraction.comparators import LEVEL_ENDS, comparators, with_words
from policytext.extraction.items import Quantity
from policytext.extraction.numerals import LONGEST, scaled
from policytext.extraction.proportions import ratio_at
from policytext.extraction.units import Phrases, Unit, units
from policytext.patterns import lazy
from policytext.resources import read_table

_PHRASES = "corpora/lexicons/not_quantities.tsv"
_LATIN = lazy(r"[A-Za-z]+[0-9]?")
RANGE_OPENS = frozenset("-—–~至到、")
"""Characters that may stand between the two ends of a range."""
MORE = frozenset("多余来")
"""Characters inside a number that make it more than it says: 20多万."""
_ONE = Decimal(1)
# How many zeros a scale adds; and how long a number is at most that a Decimal reckons exactly.
_ZEROS = {"万": 4, "亿": 8, "万亿": 12, "亿万": 12, "万万": 8, "亿亿": 16}
_EXACT = 28
_MORE_TO_READ = RANGE_OPENS - {"、"} | {"/", "级"}


@cache
def set_phrases(position: str) -> Phrases[str]:
    """Phrases that only look like quantities: "at" a number (一带一路) or "after" it (个重大)."""
    table = {
        phrase: position
        for phrase, where, _ in read_table(_PHRASES, ("phrase", "position", "language"))
        if where == position
    }
    return Phrases(table)


def unit_at(text: str, start: int) -> Unit | None:
    """The longest Chinese unit that begins at ``start``; a Latin one only as a whole word."""
    known = units("zh")
    word = known.at(text, start)
    if not word:
        return None
    if word[0] < "\x80" and word[-1].isalnum():
        latin = _LATIN.match(text, start)
        if latin is None or latin.group() != word:
            return None
    return known.table[word]


@cache
def around() -> tuple[frozenset[str], frozenset[str]]:
    """Last characters of what stands before a value, and first ones of what follows it."""
    befores = comparators("zh", "before").table
    afters = (units("zh").table, comparators("zh", "after").table)
    return (
        frozenset(word[-1] for word in befores) | LEVEL_ENDS,
        frozenset(word[0] for table in afters for word in table) | RANGE_OPENS | MORE,
    )


def is_bare(text: str, start: int, end: int) -> bool:
    """Whether digits have neither unit nor comparator beside them; never wrongly yes.

    A Latin letter behind them may begin an unknown unit.
    """
    before, after = around()
    next_ = text[end : end + 1]
    return (
        text[end - 1] <= "9"
        and text[end - 1].isdigit()
        and next_ not in after
        and (not next_.isalpha() or (next_ > "\x7f" and text[start:end].isdecimal()))
        and not (start and text[start - 1] in before)
        and ratio_at(text, end) is None
    )


Plain = Callable[[str, int, int, int, int], Quantity | None]


@cache
def plain_reader() -> Plain:
    """What reads digits, perhaps with 万 or 亿, and a unit: 3家, 12.5%, 630亿元以上.

    The most frequent kind of quantity: no range, ratio, compound unit or turn of phrase. It is
    given the text, where the digits begin and end, where the scale behind them ends, and the end of
    what has been read; it gives None for every other quantity, which the long way reads.
    """
    befores, afters = comparators("zh", "before").table, comparators("zh", "after").table
    # Characters beside a value with its unit that may belong to a comparator, or are one; and the
    # two before it that do.
    lasts, firsts = frozenset(word[-1] for word in befores), frozenset(word[0] for word in afters)
    ones = frozenset(word for word in befores if len(word) == 1)
    twos = frozenset(word[-2:] for word in befores)
    known, idioms = units("zh"), set_phrases("after")
    # Units by the two characters behind a number, and by the first of them. None where what
    # follows decides: a longer unit, a Latin word, a phrase that is no unit behind a number.
    short: dict[str, Unit | None] = {
        word: unit for word, unit in known.table.items() if len(word) <= 2 and word[0] >= "\x80"
    }
    short["%"] = known.table["%"]
    for word in [*known.lengths, *(word[:2] for word in idioms.table)]:
        if word[0] >= "\x80":
            short[word] = None
    make, kind = tuple.__new__, Quantity

    def read(text: str, start: int, middle: int, end: int, floor: int) -> Quantity | None:
        before = text[start - 1] if start else "，"
        if before < "\x80" or middle - start > LONGEST:
            return None
        pair = text[end : end + 2]
        unit = short.get(pair) if pair in short else short.get(pair[:1])
        if unit is None:
            unit = unit_at(text, end)
            if unit is None or (unit.dimension == "count" and idioms.at(text, end)):
                return None
        written, canonical, dimension, factor = unit
        stop = end + len(written)
        after = text[stop : stop + 1]
        if after in _MORE_TO_READ or "每" in text[start - 5 if start > 5 else 0 : start]:
            return None
        digits = text[start:middle]
        value = Decimal(digits) if middle == end else _scaled(digits, _ZEROS[text[middle:end]])
        if after in firsts or (
            before in lasts and (before in ones or text[start - 2 : start] in twos)
        ):
            return with_words(text, (start, stop, ""), (value, None), unit, floor)
        if factor is not _ONE and factor != _ONE:
            value *= factor
        # Quantity(...) itself takes four times as long.
        return make(
            kind, (start, stop, value, None, "eq", canonical, written or None, True, dimension)
        )

    return read


def _scaled(digits: str, zeros: int) -> Decimal:
    """The value of digits with the zeros of a scale behind them."""
    whole, _, part = digits.partition(".")
    if len(part) <= zeros and len(whole) + zeros <= _EXACT:
        return Decimal(whole + part + "0" * (zeros - len(part)))
    return scaled(Decimal(digits), 10**zeros)
