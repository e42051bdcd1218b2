"""Verbs before English values: the lists that bound a search hold all that the patterns read."""

from __future__ import annotations

from re import _parser  # type: ignore[attr-defined]
from typing import Any

from policytext.extraction import verbs_en


def language(pattern: Any) -> set[str]:
    """Words that a pattern without classes of characters can read; repetitions count once."""
    read = {""}
    for operation, value in pattern:
        name = str(operation)
        if name == "LITERAL":
            more = {chr(value)}
        elif name == "IN":
            more = {chr(code) for kind, code in value if str(kind) == "LITERAL"}
        elif name == "BRANCH":
            more = set().union(*map(language, value[1]))
        elif name == "SUBPATTERN":
            more = language(value[3])
        elif name == "MAX_REPEAT":
            more = language(value[2]) | (set() if value[0] else {""})
        else:
            raise AssertionError(name)
        read = {before + behind for before in read for behind in more}
    return read


def test_every_word_before_a_value_is_in_the_list() -> None:
    patterns = (verbs_en.AUXILIARIES, *(body for _, body in verbs_en.VERBS))
    words = {w for body in patterns for text in language(_parser.parse(body)) for w in text.split()}
    assert words <= verbs_en.TAIL_WORDS


def test_the_last_words_of_each_kind_of_verb_are_those_that_its_pattern_reads() -> None:
    for kind, body in verbs_en.VERBS:
        last = {text.split()[-1] for text in language(_parser.parse(body))}
        assert last == {w for w, kinds in verbs_en.KINDS_BY_LAST.items() if kind in kinds}
    auxiliary = {text.split()[-1] for text in language(_parser.parse(verbs_en.AUXILIARIES)) if text}
    assert auxiliary == verbs_en.AUXILIARY_LAST
