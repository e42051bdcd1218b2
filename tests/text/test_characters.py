"""Tables of characters: what is looked for only where it is rare must be found there."""

from __future__ import annotations

from policytext.text.characters import (
    BLANKS,
    compatibility_map,
    expansions,
    marks_map,
    rare_characters,
)


def test_every_character_with_a_replacement_is_rare() -> None:
    replaced = {*compatibility_map(), *expansions(), *marks_map(), *BLANKS} - {" ", "\n"}
    assert rare_characters("".join(replaced)) == replaced


def test_letters_of_other_scripts_are_rare() -> None:
    letters = "éñžабвικあカ한กעع\U00020000"
    assert rare_characters(letters) == set(letters)


def test_common_characters_are_not() -> None:
    assert not rare_characters("农業，、。“《三农》”—…·Build 12%\n【一】〔二〕")


def test_what_a_replacement_gives_is_not_replaced_again() -> None:
    tables = {**compatibility_map(), **expansions(), **marks_map()}
    given = {*compatibility_map().values(), *"".join(expansions().values())}
    assert not given & tables.keys()
