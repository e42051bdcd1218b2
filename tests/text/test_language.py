"""Language: the short way round a count of every character must judge as the count does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policytext.text.language import _by_counts, detect_language

SIMPLIFIED, TRADITIONAL = "农业发展网络", "農業發展網絡"
PIECES = st.one_of(
    st.sampled_from(
        [SIMPLIFIED, TRADITIONAL, "数字乡村，", "the ", "of and ", "é", "×", "か", "д"]
    ),
    st.sampled_from(["policy ", "文件", "—", "·", "“”", "12 ", "\n", "한", "\ud800", "𠀀"]),
)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_judged_as_by_a_count_of_all_characters(text: str) -> None:
    assert detect_language(text) == _by_counts(text)


def test_a_simplified_text_with_a_traditional_quotation() -> None:
    assert detect_language(SIMPLIFIED * 40 + TRADITIONAL * 30) == "zh-Hans"
    assert detect_language(SIMPLIFIED * 30 + TRADITIONAL * 40) == "zh-Hant"


def test_a_latin_text_with_accents() -> None:
    english = "The départment of agriculture and the office of trade publish a list of towns. "
    assert detect_language(english * 5) == "en"
