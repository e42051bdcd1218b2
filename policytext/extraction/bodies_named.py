"""The names in the gazetteer's automaton, with all that reading one of them in a text asks for."""

from __future__ import annotations

import re
from functools import cache

from policytext.extraction.bodies import Body, of_organ
from policytext.extraction.other_words import words_behind
from policytext.gazetteer import Function, Organ, Term, load_gazetteer

Named = tuple[
    str,
    Term,
    Function | None,
    int,
    bool,
    Organ | None,
    Body | None,
    frozenset[str],
    re.Pattern[str],
]
"""A name and its term; its function, that one's key in memory and whether its words are read in a
way of their own; its organ (the first, where several bore the name) and the body that this is;
what follows where the name is only part of another word (``words_behind``)."""


@cache
def named_bodies() -> list[Named]:
    """What the names of the automaton stand for, in its order."""
    gazetteer = load_gazetteer()
    entries: list[Named] = []
    for name, term in zip(gazetteer.matcher[1], gazetteer.matched_terms, strict=True):
        organ = term.organs[0] if term.organs else None
        body = of_organ(organ) if organ else None
        function = term.functions[0] if term.functions else None
        special = function is not None and (
            function.key == "party" or function.formal.startswith("委办公")
        )
        known = (name, term, function, id(function), special, organ, body)
        entries.append((*known, *words_behind(name)))
    return entries


@cache
def plain_bodies() -> list[Body | None]:
    """The listed body where a name of the automaton stands for it and nothing else, or None."""
    return [
        body
        if len(term.organs) == 1 and not (term.functions or term.departments or term.weak)
        else None
        for _, term, _, _, _, _, body, _, _ in named_bodies()
    ]
