"""The verbs before a value in English: will increase to, was reduced by, reached."""

from __future__ import annotations

import re

from policytext.patterns import lazy
from policytext.text.letters import folded, run_start

AUXILIARIES = (
    r"(?:(?:will|shall|should|must|would|can|to|is to|are to|has|have|"
    r"had|is expected to|are expected to|is|are|be|been|was|were|further|"
    r"also|steadily|basically|respectively|generally) )*"
)
VERBS: tuple[tuple[str, str], ...] = (
    ("up_to", r"(?:increase[sd]?|increasing|rise[sn]?|rose|grow[ns]?|grew|raise[sd]?|"
 r"raising|improve[sd]?|expand(?:ed|s)?|boost(?:ed)?|lift(?:ed)?|brought|"
 r"bring|climb(?:ed)?) (?:up )?to"),
    ("down_to", r"(?:decrease[sd]?|reduce[sd]?|reducing|fall(?:en|s)?|fell|drop(?:ped)?|"
 r"decline[sd]?|lower(?:ed)?|cut|shorten(?:ed)?|compress(?:ed)?|narrow(?:ed)?) to"),
    ("up", r"(?:increase[sd]?|increasing|rise[sn]?|rose|grow[ns]?|growing|grew|"
 r"raise[sd]?|raising|improve[sd]?|expand(?:ed|s)?|up|climb(?:ed)?|"
 r"gain(?:ed)?|growth of|an increase of|growth rate of|annual growth of|"
 r"average annual growth of)(?: by| at)?(?: an average(?: annual)?(?: rate)? of|"
 r" an average of)?(?: annually| year on year)?(?: by)?"),
    ("down", r"(?:decrease[sd]?|reduce[sd]?|reducing|fall(?:en|s)?|fell|drop(?:ped)?|"
 r"decline[sd]?|lower(?:ed)?|cut|shorten(?:ed)?|a decrease of|a reduction of)(?: by)"
 r"?(?: an average of)?"),
    ("reach", r"(?:reach(?:e[sd]|ing)?|amount(?:ed|s)? to|account(?:ed|s|ing)? for|"
 r"come[s]? to|came to|stand[s]? at|stood at|total(?:l?ed|s)?|hit|"
 r"attain(?:ed|s)?|cover(?:ed|s)?|serve[sd]?|benefit(?:ed|s)?|remain(?:ed|"
 r"s)?(?: at)?|maintain(?:ed|s)?(?: at)?|kept(?: at)?|be kept|stay(?:ed)?(?: at)?|"
 r"controlled(?: at)?|achieve[sd]?|of|at|is|are|was|were|be|to)"),
)  # fmt: skip
VERB = lazy("|".join(rf"(?P<{kind}>\b{AUXILIARIES}{body})" for kind, body in VERBS), re.IGNORECASE)
# These are read in small letters.
_TAIL = {kind: lazy(rf"(?:(?<=\s)|\A|(?<=,)){AUXILIARIES}{body} ?\Z") for kind, body in VERBS}
# A growth or a fall whose verb has nothing between it and the value.
_CHANGE_TAIL = tuple(
    (kind, lazy(rf"(?:(?<=\s)|\A){AUXILIARIES}{body}\Z")) for kind, body in VERBS[2:4]
)
_AUX_TAIL = lazy(rf"(?:(?<=\s)|\A){AUXILIARIES}\Z")
AUXILIARY_LAST = frozenset(
    "will shall should must would can to has have had is are be been was were further also"
    " steadily basically respectively generally".split()
)
# Every word that _TAIL, _CHANGE_TAIL and _AUX_TAIL read: a match is a run of them.
TAIL_WORDS = frozenset(
    "a account accounted accounting accounts achieve achieved achieves also amount amounted"
    " amounts an annual annually are at attain attained attains average basically be been benefit"
    " benefited benefits boost boosted bring brought by came can climb climbed come comes compress"
    " compressed controlled cover covered covers cut decline declined declines decrease decreased"
    " decreases drop dropped expand expanded expands expected fall fallen falls fell for further"
    " gain gained generally grew grow growing grown grows growth had has have hit improve improved"
    " improves increase increased increases increasing is kept lift lifted lower lowered"
    " maintain maintained maintains must narrow narrowed of on raise raised raises raising rate"
    " reach reached reaches reaching reduce reduced reduces reducing reduction remain remained"
    " remains respectively rise risen rises rose serve served serves shall shorten shortened"
    " should stand stands stay stayed steadily stood to total totaled totalled totals up was were"
    " will would year".split()
)
# The last words of what the patterns of _TAIL match.
_LAST_WORDS = {
    "up_to": "to",
    "down_to": "to",
    "up": "increase increased increases increasing rise risen rises rose grow growing grown grows"
    " grew raise raised raises raising improve improved improves expand expanded expands up climb"
    " climbed gain gained of by at annually year",
    "down": "decrease decreased decreases reduce reduced reduces reducing fall fallen falls fell"
    " drop dropped decline declined declines lower lowered cut shorten shortened of by",
    "reach": "reach reaches reached reaching to for at total totaled totals totalled hit"
    " attain attained attains cover covered covers serve served serves benefit benefited benefits"
    " remain remained remains maintain maintained maintains kept stay stayed controlled"
    " achieve achieved achieves of is are was were be",
}
KINDS_BY_LAST: dict[str, tuple[str, ...]] = {
    word: tuple(kind for kind, words in _LAST_WORDS.items() if word in words.split())
    for word in " ".join(_LAST_WORDS.values()).split()
}


def verb_before(before: str) -> tuple[str, str]:
    """The kind of the verb that the words before a value end with, and what stands before it."""
    kind = ""
    lowered, start, last = _tail(before)
    for name in KINDS_BY_LAST.get(last, ()):
        if match := _TAIL[name].search(lowered, start):
            return name, before[: match.start()]
    stripped = before.rstrip()
    # Behind a single space, or none, _TAIL would have found it.
    if before not in (stripped, f"{stripped} "):
        bare, bare_start, bare_last = _tail(stripped)
        for name, pattern in _CHANGE_TAIL if bare_last else ():
            if match := pattern.search(bare, bare_start, len(stripped)):
                kind, before = name, before[: match.start()]
                lowered, start, last = _tail(before)
                break
    if last in AUXILIARY_LAST and (match := _AUX_TAIL.search(lowered, start, len(before))):
        before = before[: match.start()]
    return kind, before


def _tail(before: str) -> tuple[str, int, str]:
    """The words with a space behind them, where their last ``TAIL_WORDS`` begin, the very last."""
    spaced = folded(before if before.endswith(" ") else f"{before} ")
    end = len(spaced)
    start = run_start(spaced, 0, end, TAIL_WORDS)
    if start == end:
        return spaced, start, ""
    return spaced, start, spaced[max(start, spaced.rfind(" ", start, end - 1) + 1) : end - 1]
