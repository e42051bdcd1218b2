from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext.extraction.numerals import parse_digits, parse_english, parse_number


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("一百五十万", "1500000"), ("1.2万亿", "1200000000000"), ("两千三百", "2300"),
        ("壹佰", "100"),
        ("二〇二四", "2024"), ("零点九", "0.9"), ("6300亿", "630000000000"), ("两万三", "23000"),
        ("一百零三", "103"), ("十", "10"), ("十五", "15"), ("一点二万亿", "1200000000000"),
        ("3,000", "3000"), ("1万5千", "15000"), ("九万八千", "98000"), ("伍仟万", "50000000"),
    ],
)  # fmt: skip
def test_numerals_are_exact(written: str, value: str) -> None:
    assert parse_number(written) == Decimal(value)


@pytest.mark.parametrize("written", ["三四", "百", "12,34", "1,2", "两两", "", "点五", "1" * 40])
def test_irregular_runs_are_no_numbers(written: str) -> None:
    assert parse_number(written) is None


def test_a_scaled_number_has_no_zeros_behind_the_point() -> None:
    assert str(parse_number("1.2万")) == "12000"


@given(st.integers(min_value=0, max_value=10**15))
def test_digits_with_separators_keep_their_value(value: int) -> None:
    assert parse_digits(f"{value:,}") == value


@given(st.text(alphabet="0123456789零一二三四五六七八九十百千万亿壹佰点.,", max_size=60))
def test_any_run_gives_a_number_or_none(run: str) -> None:
    value = parse_number(run)
    assert value is None or value >= 0


@pytest.mark.parametrize(
    ("words", "value"),
    [("two hundred million", 200_000_000), ("twenty five", 25), ("one thousand", 1000)],
)
def test_english_words(words: str, value: int) -> None:
    assert parse_english(words.split()) == value


def test_other_english_words_are_no_number() -> None:
    assert parse_english(["two", "lines"]) is None
