"""Numbers as policy texts write them -> exact decimals.

Chinese numerals (一百五十万, 壹佰, 二〇二四, 零点九), Arabic digits with separators and Chinese
scales (6300亿, 1.2万亿, 3,000), English digits and words (1,200, two hundred million).
"""

from __future__ import annotations

from decimal import Decimal

from policytext.patterns import lazy

DIGITS = {
    "零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5,
    "六": 6, "七": 7, "八": 8, "九": 9, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5,
    "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
LARGE = {"万": 10**4, "亿": 10**8}
SCALES = {**SMALL, **LARGE}
_MIXED = lazy(r"(\d{1,8})([万亿])(\d{1,4})([千百万])?")
# Numerals of one character.
_ALONE = {word: Decimal(value) for word, value in {**DIGITS, "十": 10, "拾": 10}.items()}
HAN_NUMERALS = "".join(DIGITS) + "".join(SCALES)
# Longer digit strings are identifiers, not amounts.
LONGEST = 18
ENGLISH_SCALES = {
    "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
}  # fmt: skip
ENGLISH_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip


def parse_number(run: str) -> Decimal | None:
    """Value of a run of digits, separators and Chinese numerals, or None if it is no number.

    Digits may be followed by Chinese scales ("1.2万亿"); digits written one by one ("二〇二四") and
    spoken numerals ("一百五十万", "两万三") are both read. Anything irregular gives None.
    """
    if not run or len(run) > 2 * LONGEST:
        return None
    if len(run) == 1 and run in _ALONE:
        return _ALONE[run]
    if run.isdecimal() and run.isascii():
        return Decimal(run) if len(run) <= LONGEST else None
    if run[0].isascii():
        end = len(run)
        while end and run[end - 1] in SCALES:
            end -= 1
        mantissa = parse_digits(run[:end])
        scale = scale_of(run[end:])
        if mantissa is None and (parts := _MIXED.fullmatch(run)):
            high, low = LARGE[parts[2]], SCALES.get(parts[4], 1)
            return Decimal(parts[1]) * high + Decimal(parts[3]) * low if low < high else None
        return None if mantissa is None or scale is None else scaled(mantissa, scale)
    whole, point, fraction = run.partition("点")
    value = _integer(whole)
    if value is None:
        return None
    if not point:
        return Decimal(value)
    end = len(fraction)
    while end and fraction[end - 1] in SCALES:
        end -= 1
    scale = scale_of(fraction[end:])
    if not end or scale is None or any(c not in DIGITS for c in fraction[:end]):
        return None
    digits = "".join(str(DIGITS[c]) for c in fraction[:end])
    return scaled(Decimal(f"{value}.{digits}"), scale)


def scaled(value: Decimal, scale: int) -> Decimal:
    """``value * scale``, without the zeros behind the point (1.2万 is 12000, not 12000.0)."""
    if scale == 1:
        return value
    product = value * scale
    whole = product.to_integral_value()
    return whole if whole == product else product.normalize()


def parse_digits(run: str) -> Decimal | None:
    """Value of ASCII digits with an optional point and thousands separators, or None."""
    whole, point, fraction = run.partition(".")
    if "," in whole:
        head, *groups = whole.split(",")
        if not 1 <= len(head) <= 3 or any(len(group) != 3 for group in groups):
            return None
        whole = head + "".join(groups)
    if not whole.isdigit() or not whole.isascii() or len(whole) > LONGEST:
        return None
    if not point:
        return Decimal(whole)
    if not fraction.isdigit() or not fraction.isascii() or len(fraction) > LONGEST:
        return None
    return Decimal(f"{whole}.{fraction}")


def scale_of(run: str) -> int | None:
    """Product of a run of scales ("万亿" = 10**12, "" = 1); None if there are too many."""
    if len(run) > 3:
        return None
    product = 1
    for character in run:
        product *= SCALES[character]
    return product if product <= 10**16 else None


_ALL_DIGITS = frozenset(DIGITS)
_ALL_NUMERALS = _ALL_DIGITS | SCALES.keys()


def _integer(run: str) -> int | None:
    if not run or not _ALL_NUMERALS.issuperset(run):
        return None
    if _ALL_DIGITS.issuperset(run):
        if len(run) > LONGEST or (len(run) > 1 and "两" in run):
            return None
        # 三四 is "three or four" in running text: only digits written one by one with a zero
        # among them, or four of them, are a number.
        if len(run) in (2, 3) and not any(DIGITS[c] == 0 for c in run):
            return None
        return int("".join(str(DIGITS[c]) for c in run))
    return _spoken(run)


def _spoken(run: str) -> int | None:
    total = section = digit = 0
    last_scale = 0
    for i, character in enumerate(run):
        if character in DIGITS:
            if digit and run[i - 1] in DIGITS:
                return None
            digit = DIGITS[character]
        elif character in SMALL:
            scale = SMALL[character]
            if not digit:
                if scale != 10 or section:
                    return None
                digit = 1
            section += digit * scale
            digit, last_scale = 0, scale
        else:
            scale = LARGE[character]
            section += digit
            if not section and not total:
                return None
            if section:
                total = (
                    total + section * scale if total >= scale * 10 else (total + section) * scale
                )
            else:
                total *= scale
            section = digit = 0
            last_scale = scale
    # 两万三 means 23,000; a digit after 零 or 十 counts itself.
    if digit and last_scale >= 100 and run[-2] in SCALES:
        digit *= last_scale // 10
    return total + section + digit


def parse_english(words: list[str]) -> Decimal | None:
    """Value of lower-case English number words ("two", "hundred", "million"), or None."""
    total = current = Decimal(0)
    seen = False
    for word in words:
        if word == "and":
            continue
        if word in ENGLISH_WORDS:
            current += ENGLISH_WORDS[word]
        elif word == "hundred":
            current = (current or Decimal(1)) * 100
        elif word in ENGLISH_SCALES:
            total += (current or Decimal(1)) * ENGLISH_SCALES[word]
            current = Decimal(0)
        else:
            return None
        seen = True
    return total + current if seen else None
