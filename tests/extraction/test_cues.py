"""Cue words: one pass finds each, whatever other cue stands beside it."""

from __future__ import annotations

from bisect import bisect_left

from policytext.extraction.cues import find_cues
from policytext.extraction.indicators import words
from policytext.readers.text import read_text_bytes
from policytext.text.normalise import normalise

_OTHERS = (
    "全覆盖", "动态清零", "零增长", "进一步", "显著", "有效", "不断", "全面", "预期", "力争",
)  # fmt: skip


def test_no_cue_hides_a_word_of_a_grant_and_none_is_hidden() -> None:
    pairs = [(word, other) for word in sorted(words("benefit")) for other in _OTHERS]
    # An Arabic number is no cue, and keeps the pairs apart.
    pieces = [f"7{a}{b}7{b}{a}7。" for a, b in pairs]
    text = normalise(read_text_bytes("".join(pieces).encode()))
    assert text.text == "".join(pieces)
    cues = find_cues(text)
    others = sorted({*cues.changes, *cues.called, *cues.wishes})
    place = 0
    for (word, other), piece in zip(pairs, pieces, strict=True):
        first, second = place + 1 + len(word), place + 2 + len(word) + len(other)
        halves = [bisect_left(cues.grants, x) for x in (place, second, place + len(piece))]
        assert halves[0] < halves[1] < halves[2], (word, other)
        assert {first, second} <= set(others), (word, other)
        place += len(piece)
