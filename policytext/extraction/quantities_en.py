"""Quantities in English translations of policy texts."""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from functools import cache

from policytext.extraction.items import DateMention, Quantity
from policytext.extraction.numerals import (
    ENGLISH_SCALES,
    ENGLISH_WORDS,
    parse_digits,
    parse_english,
    scaled,
)
from policytext.extraction.units import Unit, units
from policytext.patterns import lazy
from policytext.resources import read_table
from policytext.schema import Comparator

_COMPARATORS = "corpora/lexicons/comparators.tsv"
_SCALE = r"(?: |-)?(?:hundred|thousand|million|billion|trillion|mn|bn)\b"
_DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
_WORD = "|".join(
    sorted((*ENGLISH_WORDS, "hundred", "thousand", "million", "billion"), key=len)[::-1]
)
_NUMBER = lazy(
    rf"(?<![\w.,/+:-])(?P<cur>RMB ?|CNY ?|¥ ?|US\$ ?|\$ ?|€ ?)?(?P<n>{_DIGITS})(?P<s>{_SCALE})?"
    rf"|\b(?P<w>(?:a |one )?(?:{_WORD})(?:(?:-| and | )(?:{_WORD})){{0,8}})\b(?!-(?!thir"
    rf"ds?|quarters?|fifths?))"
    r"|\b(?P<x>doubled?|tripled?|trebled?|quadrupled?|halve|halved|half)\b",
    re.IGNORECASE,
)
_RANGE = lazy(
    rf" ?(?:-|–|—|to|and) ?(?P<cur>RMB ?|CNY ?|¥ ?|US\$ ?|\$ ?)?(?P<n>{_DIGITS})(?P<s>{_SCALE}"
    rf")?(?![\w:/])",
    re.IGNORECASE,
)
_WORD_RANGE = lazy(rf" to (?P<w>(?:{_WORD})(?: (?:{_WORD})){{0,3}})\b", re.IGNORECASE)
_BARRED = lazy(
    r"“[^“”\n]{1,60}”|\"[^\"\n]{1,60}\"|[\[〔(]\d{4}[\])〕] ?No\. ?\d+|"
    r"[\[〔]\d{4}[\]〕]|\b(?:No|Nos|Article|Articles|Chapter|Section|"
    r"Annex|Table|Figure|Part|Item|Phase)\.? \d+(?:\.\d+)*"
    r"|\d{1,2}:\d{2}(?::\d{2})?|(?:(?<=\n)|\A)[ \t]*\(?\d{1,3}(?:\.\d{1,2})*[.)](?!\d)|"
    r"\(\d{1,3}\)|\d+(?:\+\w+)+|\b[A-Za-z]+-?\d+\w*"
    r"|\b\d+(?:st|nd|rd|th)\b|\b\d+[GKD]\b|\b\d{5,}\b(?=\s*$)|[A-Z]{2,}[ :]+\d{6,}|"
    r"\b(?:ID|number|Tel|Fax|hotline):? ?[\d-]{5,}",
    re.MULTILINE,
)
_FRACTIONS = {
    "half": 2,
    "third": 3,
    "thirds": 3,
    "quarter": 4,
    "quarters": 4,
    "fifth": 5,
    "fifths": 5,
}
_FRACTION = lazy(r"[ -](thirds?|quarters?|fifths?)\b(?= of\b)")
_FOLDS = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4}
_CURRENCY = {"RMB": "CNY", "CNY": "CNY", "¥": "CNY", "US$": "USD", "$": "USD", "€": "EUR"}
_RATIO = lazy(r"(?: to |:)1\b(?![.,:]?\d)")
_NOUN_PHRASE = lazy(
    r"(?: (?:new|additional|more|such|key|major)\b)*"
    r"(?: [a-z][a-z-]*(?:,(?= [a-z]+ [a-z]+s\b))?){0,5}? (?P<head>[a-z][a-z-]*s|"
    r"people|staff|personnel|[a-z]+men|children)\b(?= (?:and|or|will|"
    r"were|was|are|is|be|by|in|at|with|for|of|to|have|has|had|from|that|"
    r"which|across|on|under|nationwide|each|per|within|through|annually|"
    r"every|throughout|over|during|as|established|built|trained|completed)\b|"
    r"[,.;:)]|\s*$|\n)",
    re.MULTILINE,
)
_FOLD_VERB = lazy(r"(?i)\b(?:to|will|would|should|nearly|more than|and|must) \Z")
_COUNT_WORD = lazy(r"[a-z]")
_NOT_COUNTED = frozenset(
    "tasks aspects measures articles chapters areas principles items fields steps points sections "
    "years months days lines initiatives requirements departments parts categories issues bottom "
    "respects matters ministries stages phases levels goals targets objectives actions paragraphs "
    "links regions aspects sides directions dimensions sectors links ways".split()
)
_ACTION = lazy(
    r"(?i)\b(?:build|built|building|construct|constructed|establish|established|"
    r"set up|create|created|cultivate|cultivated|train|trained|add|added|"
    r"complete|completed|open|opened|develop|developed|support|supported|"
    r"renovate|renovated|upgrade|upgraded|select|selected|launch|launched|"
    r"form|formed|foster|fostered|introduce|introduced|implement|cover|"
    r"covered|recruit|help|helped|benefit|designate|designated|issue|"
    r"issued|organize|organise|hold|held|deploy|deployed|equip|equipped|"
    r"bring|install|installed|nurture|identify|to)"
    r"(?: (?:a total of|another|some|around|about|approximately|up to|"
    r"at least|more than|over|no fewer than|no less than|an additional|"
    r"nearly|roughly|almost|fewer than|not fewer than))? ?\Z"
)


@cache
def _comparator(position: str) -> re.Pattern[str]:
    phrases = [
        phrase
        for phrase, where, _, lang in read_table(
            _COMPARATORS, ("phrase", "position", "comparator", "language")
        )
        if lang == "en" and where == position
    ]
    body = "|".join(re.escape(p) for p in sorted(phrases, key=len, reverse=True))
    if position == "before":
        return lazy(
            rf"(?:(?<=\s)|\A)(?P<c>{body})(?: by| to)? (?:a total of |the )?\Z", re.IGNORECASE
        )
    return lazy(rf" (?P<c>{body})\b", re.IGNORECASE)


@cache
def _meaning() -> dict[str, Comparator]:
    return {
        phrase: comparator  # type: ignore[misc] # checked by quantities.comparators
        for phrase, _, comparator, lang in read_table(
            _COMPARATORS, ("phrase", "position", "comparator", "language")
        )
        if lang == "en"
    }


@cache
def _unit_pattern() -> re.Pattern[str]:
    table = units("en").table
    body = "|".join(re.escape(u) for u in sorted(table, key=len, reverse=True))
    return lazy(rf"[ -]?(?P<u>{body})(?![A-Za-z0-9])")


def find_english(text: str, dates: list[DateMention]) -> list[Quantity]:
    """Quantities in English ``text``, in order and disjoint; see ``find_quantities``."""
    barred = sorted(
        [match.span() for match in _BARRED.finditer(text)]
        + [(item.start, item.end) for item in dates]
    )
    starts = [start for start, _ in barred]
    found: list[Quantity] = []
    place = 0
    for match in _NUMBER.finditer(text):
        start = match.start()
        if start < place:
            continue
        i = bisect_right(starts, start) - 1
        if any(start < barred[k][1] for k in range(max(0, i - 2), i + 1)):
            continue
        quantity = _quantity(text, match, place)
        if quantity is not None:
            found.append(quantity)
            place = quantity.end
    return found


def _quantity(text: str, match: re.Match[str], floor: int) -> Quantity | None:
    if match["x"]:
        return _fold(text, match, floor)
    start, end = match.span()
    spelled = match["w"] is not None
    value = _value(match)
    if value is None:
        return None
    if spelled:
        fraction = _FRACTION.match(text, end)
        if fraction:
            quotient = (value / _FRACTIONS[fraction[1]]).quantize(Decimal("0.000001")).normalize()
            part = Unit(text[start : fraction.end()], "fraction", "proportion", Decimal(1))
            return _with_words(text, (start, fraction.end()), (quotient, None), part, floor)
    upper: Decimal | None = None
    currency = match["cur"] if not spelled else None
    ratio = _RATIO.match(text, end) if not spelled else None
    if ratio:
        return _with_words(
            text, (start, ratio.end()), (value, None), Unit("", "ratio", "ratio", Decimal(1)), floor
        )
    unit, unit_end = _unit(text, end)
    second = (_WORD_RANGE if spelled else _RANGE).match(text, unit_end)
    baseline = unit is not None and text[max(0, start - 5) : start].lower() == "from "
    if (
        second
        and not baseline
        and not (unit is not None and unit.dimension == "time" and "and" in second.group())
    ):
        high = _value(second)
        between = text[max(0, start - 9) : start].lower().endswith("between ")
        if high is not None and high > value and (" and " not in second.group() or between):
            upper = high
            if not spelled and second["s"] and not match["s"] and unit is None:
                value *= _scale(second["s"])
            after, after_end = _unit(text, second.end())
            if after is not None or unit is None:
                unit, unit_end = after, after_end
            else:
                unit_end = second.end()
            unit_end = max(unit_end, second.end())
            end = second.end()
            if between:
                start -= 8
    if currency and (unit is None or unit.dimension == "money"):
        code = _CURRENCY[currency.strip()]
        unit = Unit(currency.strip(), code, "money", Decimal(1))
        unit_end = max(unit_end, end)
    if unit is None:
        return _bare(text, (start, end), (value, upper), spelled, floor)
    return _with_words(text, (start, max(unit_end, end)), (value, upper), unit, floor)


def _bare(
    text: str,
    place: tuple[int, int],
    values: tuple[Decimal, Decimal | None],
    spelled: bool,
    floor: int,
) -> Quantity | None:
    """A number without a unit of the table: a count of things, or a value after a comparator."""
    start, end = place
    if text[end : end + 1] in ("-", "/", "+"):
        return None
    phrase = _NOUN_PHRASE.match(text, end)
    if phrase and (
        phrase["head"] in _NOT_COUNTED
        or text[end:].split(maxsplit=1)[0].strip(",.") in _NOT_COUNTED
        if False
        else phrase["head"] in _NOT_COUNTED
    ):
        return None
    scaled = end > start and bool(
        re.search(
            r"(?i)(?:hundred|thousand|million|billion|trillion|mn|bn)\Z",
            text[max(0, end - 9) : end],
        )
    )
    before = text[max(0, start - 60) : start]
    if phrase:
        if spelled and not scaled and not _ACTION.search(before):
            return None
        return _with_words(text, place, values, Unit("", "count", "count", Decimal(1)), floor)
    if spelled and not scaled:
        return None
    found = _with_words(text, place, values, None, floor)
    worded = found is not None and (found.comparator not in ("eq", "range") or scaled)
    level = re.search(
        r"(?i)\b(?:reach(?:ed|es|ing)?|to|at|was|is|were|of|be|by|totall?ed|hit) \Z", before
    )
    following = text[end : end + 2]
    if following[:1] == " " and following[1:2].isalpha() and not scaled:
        return None
    return found if worded or (level and not following[1:2].isupper()) else None


def _with_words(
    text: str,
    place: tuple[int, int],
    values: tuple[Decimal, Decimal | None],
    unit: Unit | None,
    floor: int,
) -> Quantity:
    start, end = place
    value, upper = values
    comparator: Comparator = "range" if upper is not None else "eq"
    low = max(floor, start - 40)
    before = _comparator("before").search(text[low:start])
    if before:
        start = low + before.start("c")
        if comparator == "eq":
            comparator = _meaning()[before["c"].lower()]
    after = _comparator("after").match(text, end)
    if after:
        end = after.end()
        if comparator in ("eq", "approx"):
            comparator = _meaning()[after["c"].lower()]
    factor = unit.factor if unit else Decimal(1)
    return Quantity(
        start,
        end,
        value * factor if factor != 1 else value,
        upper * factor if upper is not None and factor != 1 else upper,
        comparator,
        unit.canonical if unit else None,
        (unit.text or None) if unit else None,
        True,
        unit.dimension if unit else "number",
    )


def _fold(text: str, match: re.Match[str], floor: int) -> Quantity | None:
    word = match["x"].lower()
    if word == "half":
        if not text.startswith((" of ", " the "), match.end()):
            return None
        unit = Unit("half", "fraction", "proportion", Decimal(1))
        return _with_words(text, match.span(), (Decimal("0.5"), None), unit, floor)
    if word.startswith("halve"):
        unit = Unit(word, "fraction", "multiple", Decimal(1))
        return _with_words(text, match.span(), (Decimal("0.5"), None), unit, floor)
    # As an adjective (double cropping, triple play) it is no change.
    before = text[max(0, match.start() - 12) : match.start()]
    if word in ("double", "triple", "treble", "quadruple") and not _FOLD_VERB.search(before):
        return None
    unit = Unit(word, "times", "multiple", Decimal(1))
    stem = word.rstrip("d") if not word.endswith("ed") else word[:-1]
    return _with_words(text, match.span(), (Decimal(_FOLDS[stem]), None), unit, floor)


def _value(match: re.Match[str]) -> Decimal | None:
    groups = match.groupdict()
    if groups.get("w"):
        words = re.split(r"[ -]+", groups["w"].lower())
        if words[0] == "a":
            words = words[1:]
        return parse_english(words)
    value = parse_digits(groups["n"])
    if value is None:
        return None
    return scaled(value, _scale(groups.get("s")))


def _scale(written: str | None) -> int:
    if not written:
        return 1
    word = written.strip(" -").lower()
    return ENGLISH_SCALES[{"mn": "million", "bn": "billion"}.get(word, word)]


def _unit(text: str, end: int) -> tuple[Unit | None, int]:
    match = _unit_pattern().match(text, end)
    if not match:
        return None, end
    return units("en").table[match["u"]], match.end()
