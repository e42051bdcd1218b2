"""English quantities: the comparator in front of a value is found by its last words."""

from __future__ import annotations

import re
from itertools import product

from policytext.extraction import quantities_en


def test_comparators_before_a_value_are_those_that_one_pattern_finds() -> None:
    phrases = [phrase for phrase, where in quantities_en._phrases() if where == "before"]
    body = "|".join(re.escape(p) for p in sorted(phrases, key=len, reverse=True))
    pattern = re.compile(
        rf"(?:(?<=\s)|\A)(?P<c>{body})(?: by| to)? (?:a total of |the )?\Z", re.IGNORECASE
    )
    opens = ("", "rose ", "rose\n", "x", "the ", "(", "not ", "no ")
    behind = (" ", " by ", " to ", " of ", " the ", " to the ", " a total of ", " by a total of ")
    for before, phrase, after in product(opens, (*phrases, "", "total", "Over"), (*behind, "  ")):
        lead = f"{before}{phrase}{after}"
        match = pattern.search(lead)
        expected = (match.start("c"), match["c"].lower()) if match else None
        assert quantities_en._comparator_before(lead) == expected, lead
