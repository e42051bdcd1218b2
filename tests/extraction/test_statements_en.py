"""English statements: the word lists that bound a search hold all that the patterns read."""

from __future__ import annotations

from re import _parser  # type: ignore[attr-defined]
from typing import Any

from policytext.extraction import statements_en


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
    patterns = (statements_en._AUX, *(body for _, body in statements_en._VERBS))
    words = {w for body in patterns for text in language(_parser.parse(body)) for w in text.split()}
    assert words <= statements_en.TAIL_WORDS
