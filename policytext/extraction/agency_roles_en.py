"""Roles in English text: who leads, is responsible, cooperates."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policytext.extraction.agency_roles import BY_CONVENTION, MENTIONED, STATED, Assigned, Group
from policytext.extraction.bodies import Found
from policytext.patterns import lazy
from policytext.schema import Role
from policytext.text.letters import occurrences

_LINK = lazy(r"(?:\([A-Z]{2,8}\))?[,;/]? ?(?:and |or |as well as |& )?(?:the )?", re.IGNORECASE)
_WHO = r"(?:units?|departments?|agenc(?:y|ies)|bod(?:y|ies)|organi[sz]ations?|entit(?:y|ies))"
_LABEL = lazy(
    rf"\b(?:(?P<lead>lead(?:ing)?(?: responsible)? {_WHO})"
    rf"|(?P<help>(?:cooperating|supporting|participating|coordinating|assisting"
    rf"|cooperation) {_WHO})"
    rf"|(?P<duty>(?:responsible|implementing) {_WHO}|{_WHO} in charge|responsibility))(?: ?[:：]"
    rf"| is | are )",
    re.IGNORECASE,
)
# How every label ends, and the words that this begins with.
_LABEL_TAIL = lazy(
    rf"(?:{_WHO}(?: in charge)?|responsibility)(?: ?[:：]| is | are )", re.IGNORECASE
)
_LABEL_STEMS = ("unit", "department", "agenc", "bod", "organi", "entit", "responsibility")
_LABEL_BEFORE, _LABEL_BEHIND = 24, 48
_SEGMENT_END = lazy(r"[;.)\]\n]")
_AFTER = lazy(
    r"(?:,? and other (?:relevant )?departments)?(?: \([A-Z]{2,8}\))?,? "
    r"(?:(?:shall|will|should|is to|are to|must|to|jointly) )*(?:"
    r"(?P<lead>(?:be |is |are )?(?:take|takes|taking|took) the lead|leads?\b(?! to)|(?:be |is "
    r"|are )?the lead|(?:be |as )?(?:the )?lead(?:ing)? (?:unit|department|agency))"
    r"|(?P<help>cooperates?|participates?|assists?|support(?=[;,.)])|provide support"
    r"|(?:be )?cooperating)"
    r"|(?P<duty>(?:be |is |are )?(?:jointly )?responsible|(?:be |is |are )?in charge of"
    r"|according to (?:the|their) (?:respective )?(?:division of )?(?:responsibilit|dut)))",
    re.IGNORECASE,
)
# How _AFTER begins: most of what follows a body fails here.
_AFTER_OPEN = lazy(r",? (?:[swimtjblcpr(]|a(?:[src]|nd other))", re.IGNORECASE)
_BEFORE_LEAD = lazy(r"\b(?:led|headed|spearheaded) (?:jointly )?by (?:the )?$", re.IGNORECASE)
_BEFORE_HELP = lazy(
    r"\b(?:in (?:cooperation|collaboration|conjunction|coordination|consultation) with"
    r"|together with|jointly with|with the (?:cooperation|participation|support|assistance) of"
    r"|assisted by|supported by) (?:the )?$",
    re.IGNORECASE,
)
_BEFORE_DUTY = lazy(
    r"\b(?:(?:the )?responsibility of|to be (?:implemented|completed|carried out) by"
    r"|implemented by) (?:the )?$",
    re.IGNORECASE,
)
_WITH = lazy(
    r",? (?:together with|jointly with|along with|in conjunction with) (?:the )?", re.IGNORECASE
)
_LONGEST_WITH = 29
_LOOK_BACK = 48
# What the patterns _BEFORE_... end with, without the article and the line break that "$" allows.
_LEAD_ENDS = ("ed by ", "ed jointly by ")
_HELP_ENDS = (
    "ation with ", "ction with ", "together with ", "jointly with ", "ation of ", "support of ",
    "assistance of ", "assisted by ", "supported by ",
)  # fmt: skip
_DUTY_ENDS = ("responsibility of ", "ed by ", "carried out by ")
_BEFORE_ENDS = (*_LEAD_ENDS, *_HELP_ENDS, *_DUTY_ENDS)


def groups(text: str, found: Sequence[Found]) -> list[Group]:
    """Runs of bodies with nothing but commas and conjunctions between them."""
    runs: list[Group] = []
    for i, (start, end, _, _) in enumerate(found):
        if runs:
            first, _, run_start, run_end = runs[-1]
            if start - run_end <= 24 and _LINK.fullmatch(text, run_end, start):
                runs[-1] = (first, i, run_start, end)
                continue
        runs.append((i, i, start, end))
    return runs


def roles(text: str, small: str, found: Sequence[Found], runs: Sequence[Group]) -> list[Assigned]:
    """The role of each body that the words around it state; ``mentioned`` otherwise.

    ``small`` is the text ``folded``, ``runs`` are its ``groups``.
    """
    if not found:
        return []
    given: list[Assigned] = [MENTIONED] * len(found)
    before: Group | None = None
    for run in runs:
        role = _stated(text, small, run)
        if (
            before is not None
            and run[2] - before[3] <= _LONGEST_WITH
            and _WITH.fullmatch(text, before[3], run[2])
        ):
            # X, together with Y, leads: what follows is said of X.
            leads = role if role is not None and role[0] != "cooperating" else None
            if leads is not None and given[before[0]] == MENTIONED:
                _give(given, before, leads)
            role = ("cooperating", "verb")
        if role is not None:
            _give(given, run, role)
        before = run
    _from_labels(text, small, found, given)
    return given


def _give(given: list[Assigned], run: Group, role: Assigned) -> None:
    for i in range(run[0], run[1] + 1):
        given[i] = role


def _stated(text: str, small: str, run: Group) -> Assigned | None:
    _, _, start, end = run
    after = None
    if _AFTER_OPEN.match(text, end):
        after = _AFTER.match(text, end)
    if after is not None:
        if after["lead"]:
            return "lead", STATED
        return ("cooperating", "verb") if after["help"] else ("responsible", "verb")
    low = max(0, start - _LOOK_BACK)
    stop = start - small.endswith("\n", low, start)
    if small.endswith("the ", low, stop):
        stop -= 4
    if not small.endswith(_BEFORE_ENDS, low, stop):
        return None
    if small.endswith(_LEAD_ENDS, low, stop) and _BEFORE_LEAD.search(text, low, start):
        return "lead", STATED
    if small.endswith(_HELP_ENDS, low, stop) and _BEFORE_HELP.search(text, low, start):
        return "cooperating", "verb"
    if small.endswith(_DUTY_ENDS, low, stop) and _BEFORE_DUTY.search(text, low, start):
        return "responsible", "verb"
    return None


def label_role(words: str) -> Role | None:
    """The role that a label or the head of a table column states, or None."""
    match = _LABEL.search(f"{words}:")
    if match is None:
        return None
    if match["lead"]:
        return "lead"
    return "cooperating" if match["help"] else "responsible"


def _labels(text: str, lowered: str) -> list[re.Match[str]]:
    """Matches of ``_LABEL``, read around the words that all of them hold."""
    found: list[re.Match[str]] = []
    done = 0
    for at in sorted(place for stem in _LABEL_STEMS for place in occurrences(lowered, stem)):
        if at < done or _LABEL_TAIL.match(text, at) is None:
            continue
        label = _LABEL.search(text, max(done, at - _LABEL_BEFORE), at + _LABEL_BEHIND)
        if label is not None and label.start() <= at < label.end():
            found.append(label)
            done = label.end()
    return found


def _from_labels(text: str, small: str, found: Sequence[Found], given: list[Assigned]) -> None:
    labels = _labels(text, small)
    place = 0
    for n, label in enumerate(labels):
        closing = _SEGMENT_END.search(text, label.end(), label.end() + 600)
        end = closing.start() if closing else min(len(text), label.end() + 600)
        if n + 1 < len(labels):
            end = min(end, labels[n + 1].start())
        role = label_role(label.group().rstrip(": "))
        while place < len(found) and found[place][0] < label.end():
            place += 1
        i = place
        while i < len(found) and found[i][0] < end and role is not None:
            if role == "responsible" and i == place:
                given[i] = ("lead", BY_CONVENTION)
            else:
                given[i] = (role, STATED if role == "lead" else "list")
            i += 1
