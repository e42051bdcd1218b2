"""Sentences: where they end in both languages, and at what cost."""

from __future__ import annotations

import pytest

from policytext.text.sentences import sentence_end, sentences


@pytest.mark.parametrize(
    ("text", "chinese", "found"),
    [
        ("建设平台。完善机制!", True, ["建设平台。", "完善机制!"]),
        ("建设“平台。”完善机制", True, ["建设“平台。”", "完善机制"]),
        ("建设平台;完善机制……\n加强领导", True, ["建设平台;", "完善机制……", "加强领导"]),
        ("Build 3.5 km. Open it (soon.) Now", False, ["Build 3.5 km.", "Open it (soon.)", "Now"]),
        (
            "See No. 5 of J. Smith, i.e. him. Go.",
            False,
            ["See No. 5 of J. Smith, i.e. him.", "Go."],
        ),
        ("One...two. Three.\nFour", False, ["One...two.", "Three.", "Four"]),
        (" \n ", True, []),
    ],
)
def test_sentences(text: str, chinese: bool, found: list[str]) -> None:
    extents = sentences(text, 0, len(text), chinese=chinese)
    assert [text[start:end] for start, end in extents] == found


def test_marks_that_open_a_range_end_no_sentence() -> None:
    assert sentence_end("。建设平台。完善", 0, 8, chinese=True) == 5
    assert sentence_end("Build it", 0, 8, chinese=False) == 8


def test_a_row_of_full_stops_is_read_once() -> None:
    # Taken up anew at every full stop, this would be minutes.
    row = "." * 200_000 + "x"
    assert sentences(row, 0, len(row), chinese=False) == [(0, len(row))]
