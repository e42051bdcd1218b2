"""What English text counts: the noun behind a number, and the act in front of it."""

from __future__ import annotations

import re

from policytext.patterns import lazy
from policytext.text.letters import folded

NOUN_PHRASE = lazy(
    r"(?: (?:new|additional|more|such|key|major)\b)*"
    r"(?: [a-z][a-z-]*(?:,(?= [a-z]+ [a-z]+s\b))?){0,5}? (?P<head>[a-z][a-z-]*s|"
    r"people|staff|personnel|[a-z]+men|children)\b(?= (?:and|or|will|"
    r"were|was|are|is|be|by|in|at|with|for|of|to|have|has|had|from|that|"
    r"which|across|on|under|nationwide|each|per|within|through|annually|"
    r"every|throughout|over|during|as|established|built|trained|completed)\b|"
    r"[,.;:)]|\s*$|\n)",
    re.MULTILINE,
)
NOT_COUNTED = frozenset(
    "tasks aspects measures articles chapters areas principles items fields steps points sections "
    "years months days lines initiatives requirements departments parts categories issues bottom "
    "respects matters ministries stages phases levels goals targets objectives actions paragraphs "
    "links regions aspects sides directions dimensions sectors links ways".split()
)
_ACTIONS = (
    "build", "built", "building", "construct", "constructed", "establish", "established", "set up",
    "create", "created", "cultivate", "cultivated", "train", "trained", "add", "added", "complete",
    "completed", "open", "opened", "develop", "developed", "support", "supported", "renovate",
    "renovated", "upgrade", "upgraded", "select", "selected", "launch", "launched", "form",
    "formed", "foster", "fostered", "introduce", "introduced", "implement", "cover", "covered",
    "recruit", "help", "helped", "benefit", "designate", "designated", "issue", "issued",
    "organize", "organise", "hold", "held", "deploy", "deployed", "equip", "equipped", "bring",
    "install", "installed", "nurture", "identify", "to",
)  # fmt: skip
_ABOUT = (
    "a total of", "another", "some", "around", "about", "approximately", "up to", "at least",
    "more than", "over", "no fewer than", "no less than", "an additional", "nearly", "roughly",
    "almost", "fewer than", "not fewer than",
)  # fmt: skip
_ACTION = lazy(rf"(?i)\b(?:{'|'.join(_ACTIONS)})(?: (?:{'|'.join(_ABOUT)}))? ?\Z")
_ACTION_LAST = frozenset(words.split()[-1] for words in (*_ACTIONS, *_ABOUT))
_ACTION_REACH = 32


def is_made(text: str, start: int) -> bool:
    """Whether what is counted at ``start`` is built, trained, held, by the words before it."""
    low = max(0, start - _ACTION_REACH)
    before = folded(text[low:start])
    end = len(before) - before.endswith(" ")
    last = before[before.rfind(" ", 0, end) + 1 : end]
    if last.isalnum() and last not in _ACTION_LAST:
        return False
    return _ACTION.search(text, low, start) is not None
