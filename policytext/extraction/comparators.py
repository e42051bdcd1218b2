"""Comparators: the words around a value that say how it is to be compared."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from policytext.errors import DataError
from policytext.extraction.items import Quantity
from policytext.extraction.units import Phrases, Unit
from policytext.patterns import lazy
from policytext.resources import read_table
from policytext.schema import Comparator

_COMPARATORS = "corpora/lexicons/comparators.tsv"
_ONE = Decimal(1)
_IDLE = frozenset("，。、;:!? \n)(》”的")


@cache
def comparators(language: str, position: str) -> Phrases[Comparator]:
    """Comparator phrases that stand ``before`` or ``after`` a value."""
    table: dict[str, Comparator] = {}
    for phrase, where, comparator, lang in read_table(
        _COMPARATORS, ("phrase", "position", "comparator", "language")
    ):
        if where not in ("before", "after") or comparator not in ("gt", "ge", "lt", "le", "approx"):
            raise DataError(f"{_COMPARATORS}: {where!r} or {comparator!r} of {phrase!r} is unknown")
        if lang == language and where == position:
            table[phrase] = comparator  # type: ignore[assignment] # checked above
    return Phrases(table)


@cache
def _chinese() -> tuple[Phrases[Comparator], Phrases[Comparator]]:
    return comparators("zh", "before"), comparators("zh", "after")


def with_words(
    text: str,
    place: tuple[int, int, str],
    values: tuple[Decimal, Decimal | None],
    unit: Unit | None,
    floor: int,
) -> Quantity | None:
    """Add the comparator words around a value; a bare number without any is no quantity."""
    start, end, more = place
    value, upper = values
    comparator: Comparator = "range" if upper is not None else "eq"
    if more:
        comparator = "approx" if more == "来" else "gt"
    befores, afters = _chinese()
    word = befores.before(text, start, floor) if text[start - 1] in befores.lasts else ""
    if word and not _misread(text, start - len(word), word):
        start -= len(word)
        if comparator == "eq":
            comparator = befores.table[word]
            if comparator == "approx":
                # 约 may stand before or behind a second word: 达到约, 约超过.
                start -= len(befores.before(text, start, floor))
    after_table = afters.table
    suffix = afters.at(text, end) if text[end : end + 1] in afters.firsts else ""
    if suffix in ("余", "多") and unit is not None and unit.dimension not in ("count", "people"):
        after = text[end + 1 : end + 2]
        if after and after not in _IDLE and not after.isspace():
            suffix = suffix if suffix == "余" else ""
    if suffix:
        end += len(suffix)
        if comparator in ("eq", "range"):
            comparator = "range" if upper is not None else after_table[suffix]
        elif after_table[suffix] != "approx" and comparator in ("approx", "le", "ge"):
            comparator = after_table[suffix]
        elif after_table[suffix] == "approx" and word == "控制在":
            comparator = "approx"
    if unit is None:
        if not (word or suffix or more) and not _LEVEL_VERB.search(text, max(0, start - 4), start):
            return None
        following = text[end : end + 1]
        if not (word or suffix) and following and "一" <= following <= "鿿":
            return None
        if (start and text[start - 1] in "/-") or (end < len(text) and text[end] in "/-+"):
            return None
        return Quantity(start, end, value, upper, comparator, None, None, True, "number")
    return _as_written(start, end, (value, upper), comparator, unit)


def _as_written(
    start: int,
    end: int,
    values: tuple[Decimal, Decimal | None],
    comparator: Comparator,
    unit: Unit,
) -> Quantity:
    """The quantity in the canonical unit."""
    value, upper = values
    factor = unit.factor
    if factor != _ONE:
        value *= factor
        upper = None if upper is None else upper * factor
    written = unit.text or None
    # Quantity(...) itself takes four times as long, and there is one for every value of a text.
    return tuple.__new__(
        Quantity,
        (start, end, value, upper, comparator, unit.canonical, written, True, unit.dimension),
    )


_LEVEL_VERB = lazy(r"(?:达到|达|增至|升至|降至|降到|提高到|提升到|提升至|为|至|到)\Z")
LEVEL_ENDS = frozenset("达到至为")
"""Last characters of the verbs that let a bare number count."""


def _misread(text: str, start: int, word: str) -> bool:
    """Whether a one-character comparator is the tail of another word (最近, 附近, 节约)."""
    return len(word) == 1 and start > 0 and text[start - 1] in "最附节合预邻靠签特履违相条"
