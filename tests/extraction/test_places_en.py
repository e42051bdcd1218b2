"""English numbers and dates: looking only where something may stand finds what a search finds."""

from __future__ import annotations

from itertools import product
from random import Random

from policytext.extraction import barred_en, dates_en, tense_en
from policytext.extraction.items import DateMention
from policytext.extraction.numbers_en import digit_runs
from policytext.text.sentences import Extent

_PIECES = (
    "1", "12", "305", "2024", "123456", "3.1", "1,200", "5G", "20th", "1+X", "9:15", "9:15:22",
    "12:305", "[2024]", "〔2024〕", "No.", "No. 5", "(1)", "(12", "Article", "Tel.", "010-1234567",
    "COVID-19", "ID", "GB 123456", '"two"', "“5 percent”", '"', "“", "”", "\n", "\n1.", "\n (2)",
    "\n\t3.1.", "text", "A", "-", ":", ".", ")", "٣", "３",
)  # fmt: skip
_DATES = (
    "by", "before", "no later than", "in", "for", "during", "the end of", "end of",
    "the end-", "year-end", "May", "Sept.", "September", "Sepember", "xMay", "5", "31",
    "21st,", "March 6,", "of", "2024", "2025,", "2023-2025", "2024 to 2030", "1999", "20",
    "2024%", "2030 yuan", "weekend of", "the", "“", "é", "(in", "(by",
)  # fmt: skip


def _texts(pieces: tuple[str, ...], joints: tuple[str, ...]) -> list[str]:
    random = Random(1)
    texts = []
    for _ in range(1500):
        words = [random.choice(pieces) for _ in range(random.randint(1, 14))]
        texts.append("".join(word + random.choice(joints) for word in words))
    return texts


def _barred_by_search(text: str) -> list[Extent]:
    """What ``barred`` is to find, every place read in turn."""
    found: list[Extent] = []
    place = 0
    if opening := barred_en._FIRST_LINE.match(text):
        place = opening.end()
        found.append((0, place))
    while True:
        met = []
        if marked := barred_en._MARKED.search(text, place):
            met.append((marked.start(), 1, marked))
        for at, _ in digit_runs(text):
            if at >= place and (worded := barred_en._worded(text, at, place)):
                met.append((worded.start(), 0, worded))
                break
        if not met:
            return found
        match = min(met, key=lambda item: item[:2])[2]
        start, place = match.span()
        found.append((start + (text[start] == "\n"), place))


def test_digits_that_are_no_amounts_are_those_that_a_search_finds() -> None:
    for text in _texts(_PIECES, (" ", " ", "", "  ", ".")):
        assert barred_en.barred(text, digit_runs(text)) == _barred_by_search(text), text


def _dated_by_search(text: str) -> list[DateMention]:
    found = []
    done = 0
    for at in range(len(text)):
        if at < done or not dates_en._YEAR.match(text, at):
            continue
        match = dates_en._DATED.search(text, max(done, at - 48), at + 64)
        if match is not None and match.start() <= at < match.end():
            done = match.end()
            if mention := dates_en._mention(match):
                found.append(mention)
    return found


def test_dates_with_a_year_are_those_that_a_search_finds() -> None:
    for text in _texts(_DATES, (" ",)):
        assert dates_en._dated(text) == _dated_by_search(text), text


def test_runs_of_digits() -> None:
    assert digit_runs("") == []
    assert digit_runs("a 12 of 3.50") == [(2, 4), (8, 9), (10, 12)]
    assert digit_runs("“12” é 7") == [(1, 3), (7, 8)]
    assert digit_runs("\ud800 12") == [(2, 4)]
    assert digit_runs("1３ ٣") == [(0, 2), (3, 4)]


def test_words_of_what_is_to_come_and_of_what_has_been() -> None:
    for before, behind in product(("", "the ", "(", "-"), ("", " ", " it", ".", "-")):
        assert tense_en.tense(f"{before}Goals{behind}") == "ahead"
        assert tense_en.tense(f"{before}to be{behind}") == "ahead"
        assert tense_en.tense(f"{before}had{behind}") == "past"
        assert tense_en.tense(f"{before}has{behind}") == ("past" if behind == " it" else "")
    for words in ("goalkeeper", "unwilling", "_will", "will_", "sincere", "haşhas it", "plan", ""):
        assert tense_en.tense(words) == "", words
    assert tense_en.tense("unneed to be") == "ahead"
    assert tense_en.tense("It has grown and will grow") == "ahead"
    assert tense_en.tense("Output rose by 5%") == "past"
    assert tense_en.tense("300 roads were built") == "past"
