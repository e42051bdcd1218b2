"""Titles are found in passages as the plain definition has it, one passage after the other."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from policytext.classify.features import word_stems
from policytext.classify.titles import titles_of
from policytext.taxonomy import load_taxonomy

TAXONOMY = load_taxonomy("digital-rural-2024")
TITLES = [title for task in TAXONOMY.tasks for title in (task.title_zh, task.title_en)]
WORDS = sorted({word for task in TAXONOMY.tasks for word in task.title_en.split()})
SPACES = [chr(code) for code in range(0x110000) if chr(code).isspace()]
ODD = [
    *SPACES,
    "the",
    "3data",
    "data3",
    "5g",
    "and",
    "İ",
    "K",
    "’",
    "\n",
    "\uffff",
    "数字",
    "x" * 90,
    '"',
]
PASSAGES = st.lists(
    st.tuples(
        st.sampled_from(TITLES),
        st.integers(0, 6),
        st.lists(st.sampled_from([*WORDS, *ODD]), max_size=4),
        st.sampled_from([" ", "  ", "\u3000", "-"]),
    ).map(lambda p: p[3].join([*p[2][:2], *p[0].split()[p[1] :], *p[2][2:]]))
    | st.text(max_size=20),
    max_size=5,
)


def plain(text):
    kept = "".join(text.lower().split())
    return "".join(character for character in kept if character not in "“”\"'‘’")


def expected(text):
    found = {}
    stems = set(word_stems(text.lower()))
    whole = plain(text.replace("\uffff", " "))
    for k, task in enumerate(TAXONOMY.tasks):
        if plain(task.title_zh) in whole or plain(task.title_en) in whole:
            found[k] = 1.0
        elif len(whole) <= 160 and whole[:1].isascii():
            own = set(word_stems(task.title_en.lower()))
            likeness = len(stems & own) / len(stems | own)
            if likeness >= 0.7:
                found[k] = likeness
    return found


@given(PASSAGES)
def test_titles_are_those_of_each_passage(texts):
    found = titles_of(TAXONOMY).taken_up(texts)
    assert [found.get(i, {}) for i in range(len(texts))] == [expected(text) for text in texts]


def test_titles_that_begin_inside_of_another_are_found():
    tasks = [
        replace(TAXONOMY.tasks[0], id=f"T{i}", title_zh=zh, title_en=f"nothing {i}")
        for i, zh in enumerate(["甲乙丙丁", "乙丙", "丁戊己", "己", "甲乙丙丁"])
    ]
    titles = titles_of(replace(TAXONOMY, tasks=tuple(tasks)))
    found = titles.taken_up(["前甲乙丙丁戊己", "甲乙丙", "丁戊", "己 己"])
    assert {i: set(tasks) for i, tasks in found.items()} == {
        0: {0, 1, 2, 3, 4},
        1: {1},
        3: {3},
    }
