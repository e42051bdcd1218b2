from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext.extraction.dates import find_dates

ISSUED = date(2024, 5, 16)


@pytest.mark.parametrize(
    ("text", "first", "day", "kind"),
    [
        ("到2024年底", date(2024, 1, 1), date(2024, 12, 31), "year_end"),
        ("到2025年末", date(2025, 1, 1), date(2025, 12, 31), "year_end"),
        ("2025年6月底前", date(2025, 6, 1), date(2025, 6, 30), "month"),
        ("“十四五”末", date(2021, 1, 1), date(2025, 12, 31), "year_end"),
        ("“十五五”时期", date(2026, 1, 1), date(2030, 12, 31), "period"),
        ("今年", date(2024, 1, 1), date(2024, 12, 31), "year"),
        ("明年6月底前", date(2025, 6, 1), date(2025, 6, 30), "month"),
        ("二〇二四年五月", date(2024, 5, 1), date(2024, 5, 31), "month"),
        ("2022—2025年", date(2022, 1, 1), date(2025, 12, 31), "period"),
        ("2026年上半年", date(2026, 1, 1), date(2026, 6, 30), "period"),
        ("2024年一季度", date(2024, 1, 1), date(2024, 3, 31), "period"),
        ("2030年前", date(2030, 1, 1), date(2030, 12, 31), "year"),
        ("2024-05-16 00:06:35", date(2024, 5, 16), date(2024, 5, 16), "day"),
        ("9月底前", date(2024, 9, 1), date(2024, 9, 30), "month"),
    ],
)
def test_chinese(text: str, first: date, day: date, kind: str) -> None:
    (found,) = find_dates(text, "zh-Hans", ISSUED)
    assert (found.first, found.day, found.kind) == (first, day, kind)
    assert text[found.start : found.end] == text


@pytest.mark.parametrize(
    ("text", "day", "kind"),
    [
        ("by the end of 2024", date(2024, 12, 31), "year_end"),
        ("May 15, 2024", date(2024, 5, 15), "day"),
        ("15 May 2024", date(2024, 5, 15), "day"),
        ("2022-2025", date(2025, 12, 31), "period"),
        ("by 2030", date(2030, 12, 31), "year"),
        ("by June 2026", date(2026, 6, 30), "month"),
        ("this year", date(2024, 12, 31), "year"),
        ("14th Five-Year Plan period", date(2025, 12, 31), "period"),
    ],
)
def test_english(text: str, day: date, kind: str) -> None:
    (found,) = find_dates(text, "en", ISSUED)
    assert (found.day, found.kind) == (day, kind)


def test_relative_dates_need_the_date_of_issue() -> None:
    assert find_dates("今年底前完成，明年推广", "zh-Hans", None) == []


@pytest.mark.parametrize("text", ["2024年13月", "2024-13-45", "十五个", "十分之五"])
def test_impossible_dates(text: str) -> None:
    assert all(item.kind == "year" for item in find_dates(text, "zh-Hans", ISSUED))


@given(st.text(alphabet="0123456789年月日底末前到十四五“”今明-—./ ", max_size=60))
def test_mentions_are_ordered_and_inside(text: str) -> None:
    place = 0
    for item in find_dates(text, "zh-Hans", ISSUED):
        assert place <= item.start < item.end <= len(text)
        assert item.first <= item.day
        place = item.end
