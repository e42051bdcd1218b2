"""Finds bodies in English text: official names, machine translations, region with function."""

from __future__ import annotations

import re
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING

from policytext.extraction.bodies import (
    Body,
    Found,
    Home,
    generic,
    of_branch,
    of_organ,
    of_region,
)
from policytext.gazetteer import Function, Organ, Region, load_gazetteer
from policytext.patterns import lazy
from policytext.schema import Level
from policytext.text.letters import occurrences, run_start

if TYPE_CHECKING:
    import ahocorasick_rs

_UNIT = r"(?:Department|Bureau|Commission|Committee|Office|Administration|Authority)"
_UNIT_BEFORE = lazy(rf"\b({_UNIT}s?) (?:of|for) (?:the )?$", re.IGNORECASE)
_UNIT_LINKS = ("of ", "for ", "the ", "of \n", "for \n", "the \n")
_UNIT_AFTER = lazy(rf" (?:(?:Management |Administration )?{_UNIT}s?)\b", re.IGNORECASE)
_UNIT_OPENS = frozenset((" ma", " ad", " de", " bu", " co", " of", " au"))
_LEVELS: dict[str, tuple[str, Level]] = {
    "provincial": ("省", "provincial"),
    "province": ("省", "provincial"),
    "autonomous region": ("自治区", "provincial"),
    "municipal": ("市", "municipal"),
    "municipality": ("市", "municipal"),
    "city": ("市", "municipal"),
    "prefecture": ("州", "municipal"),
    "county": ("县", "county"),
    "district": ("区", "county"),
}
_KIND = (
    r"(?:Provincial|Province|(?:Zhuang |Hui |Uygur |Uyghur )?Autonomous Region|Municipal"
    r"|Municipality"
    r"|City|Autonomous Prefecture|Prefecture|County|District)"
)
_KIND_WORDS = (
    "provincial", "province", "zhuang", "hui", "uygur", "uyghur", "autonomous", "region",
    "municipal", "municipality", "city", "prefecture", "county", "district",
)  # fmt: skip
_BEFORE = lazy(
    rf"(?:(?P<name>[A-Z][\w'’]+(?: [A-Z][\w'’]+){{0,2}}?)(?:['’]s)? )?(?:(?P<kind>(?i:{_KIND})) )?$"
)
_AFTER = lazy(
    rf",? (?:of|in"
    rf"|for) (?:the )?(?P<name>[A-Z][\w'’]+(?: [A-Z][\w'’]+){{0,2}}?)(?: (?P<kind>{_KIND}))?\b"
)
_BRANCH = lazy(
    r"(?:'s)? (?P<name>[A-Z][\w'’]+(?: [A-Z][\w'’]+)?) (?:Provincial |Municipal )?"
    r"(?:Branch|Office|Bureau|Regulatory Bureau|Sub-branch|Central Sub-branch)\b"
)
_TITLE_HEAD = lazy(
    r"\b(?:Opinions?|Notices?|Circulars?|Decisions?|Guidelines?|Regulations?|Plans?|Outlines?"
    r"|Measures"
    r"|Announcements?|Repl(?:y|ies)|Views|Guidance|Provisions|Suggestions|Proposals?|Document"
    r"|Rules)"
    r" (?:of|by|from|issued by) (?:the )?$"
)
# What it ends with; "$" lets a line break stand behind.
_TITLE_LINKS = ("of ", "by ", "from ", "the ", "of \n", "by \n", "from \n", "the \n")
_TITLE_LINK = lazy(r",? ?(?:and )?(?:the )?")
# A paragraph that opens so is the title of this document.
_OWN_TITLE = lazy(
    r"(?!The )(?:[A-Z][\w-]* ){0,3}(?:Opinions?|Notice|Circular|Decision|Guidelines?|Measures"
    r"|Announcement|Plan|Guidance|Reply)"
    r" (?:of|by|from|issued by) (?:the )?(?:[^\n]{0,80} and (?:the )?)?"
)
_GENERIC = lazy(
    r"\b(?:(?P<gov>(?:all |local |the )*(?:people's )?governments? (?:at (?:all|various"
    r"|and above the \w+) "
    r"(?:levels?|county level)|at or above the county level)|local (?:people's )?governments?"
    r"|(?:municipal|county|provincial|township|district|grassroots) (?:and (?:municipal|county"
    r"|township|district) )?"
    r"(?:people's )?governments)"
    r"|(?P<dep>(?:all |the |other )?(?:relevant|competent|functional|related|concerned) "
    r"(?:\w+ )?(?:departments|authorities|agencies|ministries|units)|all departments"
    r"|departments concerned|(?:all|various) (?:regions|localities)(?: and departments)?"
    r"|(?:all|various) ministries and commissions))\b",
    re.IGNORECASE,
)
# Every match of _GENERIC holds one of the nouns; before it stand these words, and in front of a
# noun of departments one word of any kind.
_GENERIC_NOUNS = (
    "government", "departments", "authorities", "agencies", "ministries", "units", "regions",
    "localities",
)  # fmt: skip
_GENERIC_WORDS = frozenset(
    "all local the people's municipal county provincial township district grassroots and relevant"
    " competent functional related concerned other various".split()
)
_ACRONYM = lazy(r"[A-Z]{2,8}")
# CAC Notice [2024] No. 5: a document number, no body; at most one word stands between.
_YEAR_IN_BRACKETS = lazy(r"[\[〔(]\d{4}[\]〕)]")


def find_bodies(text: str, small: str, home: Home) -> list[Found]:
    """Bodies named in an English text, in order, without overlap; ``small``: the text ``folded``.

    Names count as whole words; acronyms in capitals only. A body in the title of a cited document
    (Opinions of the State Council on ...) is left out, unless a paragraph opens with it.
    """
    found = [*_listed(text, small, home), *_generic(text, small)]
    # By start; of those with one start, the longest first.
    found.sort(key=itemgetter(1), reverse=True)
    found.sort(key=itemgetter(0))
    kept: list[Found] = []
    for item in found:
        if not kept or item[0] >= kept[-1][1]:
            kept.append(item)
    return _outside_titles(text, kept)


_Named = tuple[str, Organ | None, Body | None, bool, Function | None, bool]
"""A name in small letters; its organ, the body that this is, and whether the name is an acronym;
its function, and whether this takes the word for a unit (Department of ...)."""


@cache
def _matcher() -> tuple[ahocorasick_rs.AhoCorasick, list[_Named]]:
    import ahocorasick_rs as ac  # noqa: PLC0415

    gazetteer = load_gazetteer()
    organs, functions = gazetteer.english_organs, gazetteer.english_functions
    names = sorted({*organs, *functions})
    known: list[_Named] = []
    for name in names:
        organ = organs.get(name)
        body = of_organ(organ) if organ else None
        acronym = organ is not None and _ACRONYM.fullmatch(organ_form(organ, name)) is not None
        known.append((name, organ, body, acronym, *functions.get(name, (None, False))))
    return ac.AhoCorasick(names, matchkind=ac.MatchKind.Standard), known


def _listed(text: str, small: str, home: Home) -> list[Found]:
    matcher, names = _matcher()
    lowered = small if text.isascii() else _lower(text)
    numbered = _before_numbers(text)
    found: list[Found] = []
    for index, start, end in matcher.find_matches_as_indexes(lowered, overlapping=True):
        # A whole word or more.
        before, after = lowered[start - 1 : start], lowered[end : end + 1]
        if (before != " " and (before.isalnum() or before == "-")) or (
            after != " " and (after.isalnum() or after == "-")
        ):
            continue
        if end in numbered:
            continue
        _, organ, body, acronym, function, takes_unit = names[index]
        if organ is not None and body is not None:
            if acronym and not text[start:end].isupper():
                continue
            found.append(_branch(text, organ, start, end) or (start, end, body, "listed"))
        if function is not None:
            item = _local(text, small, (start, end), function, takes_unit, home)
            if item is not None:
                found.append(item)
    return found


def _before_numbers(text: str) -> set[int]:
    """Where a name would end that is part of a document's number: at its bracket or a word off."""
    places: set[int] = set()
    for bracket in "[〔(":
        at = text.find(bracket)
        while at >= 0:
            if _YEAR_IN_BRACKETS.match(text, at):
                for end in (at, at - 1) if text[at - 1 : at] == " " else (at,):
                    places.add(end)
                    start = end
                    while start and (text[start - 1].isalnum() or text[start - 1] == "_"):
                        start -= 1
                    if start < end and text[start - 1 : start] == " ":
                        places.add(start - 1)
            at = text.find(bracket, at + 1)
    return places


def organ_form(organ: Organ, lowered: str) -> str:
    """The name of an organ as listed, of which ``lowered`` is the lower-case form."""
    for name in (organ.name_en, *organ.aliases_en):
        if name is not None and name.lower() == lowered:
            return name
    return lowered


def _branch(text: str, organ: Organ, start: int, end: int) -> Found | None:
    """The office of an organ in a region that is named behind it."""
    following = text[end : end + 2]
    if following == "'s" or (following[:1] == " " and following[1:].isupper()):
        branch = _BRANCH.match(text, end)
        if branch and (region := _region(branch["name"])):
            return start, branch.end(), of_branch(organ, region), "branch"
    return None


def _local(
    text: str, small: str, at: tuple[int, int], function: Function, takes_unit: bool, home: Home
) -> Found | None:
    start, end = at
    plural = False
    if takes_unit:
        after = None
        if small[end : end + 3] in _UNIT_OPENS:
            after = _UNIT_AFTER.match(text, end)
        before = None
        if after is None and small.endswith(_UNIT_LINKS, max(0, start - 5), start):
            before = _UNIT_BEFORE.search(text, max(0, start - 24), start)
        if after:
            end = after.end()
        elif before:
            start = before.start()
        else:
            return None
        unit = after or before
        assert unit is not None
        plural = (before[1] if before else unit.group()).lower().endswith("s")
    return _placed(text, (start, end), function, home, plural)


def _placed(
    text: str, at: tuple[int, int], function: Function, home: Home, plural: bool
) -> Found | None:
    start, end = at
    region: Region | None = None
    level: Level | None = None
    kind = ""
    low = max(0, start - 48)
    window = text[low:start]
    names_from = _names_from(window)
    before = _BEFORE.search(window, names_from) if names_from < len(window) else None
    if before and before.group():
        region, name_start = _last_region(before["name"] or "")
        kind = (before["kind"] or "").lower()
        if region is not None:
            start = low + before.start("name") + name_start
        elif kind:
            start = low + before.start("kind")
    if region is None and (after := _AFTER.match(text, end)):
        region = _region(after["name"])
        if region is not None:
            end = after.end()
    if region is not None:
        return start, end, of_region(function, region), "region-and-function"
    if kind:
        sign, level = _level(kind)
        region = home.for_kind(sign)
        if region is not None and not plural:
            return start, end, of_region(function, region), "level-and-function"
    if not (function.bare or kind) or window.endswith("Corps "):
        return None  # a bureau of the Xinjiang Corps, which has no adcode, is not the ministry
    body = _bare(function, home, level, plural=plural)
    return start, end, body, "bare-at-home"


def _names_from(window: str) -> int:
    """Where the last words of ``window`` begin that have capitals or are kinds of territory."""
    start = len(window) - window.endswith("\n")  # "$" lets a line break stand behind
    if not window.endswith(" ", 0, start):
        return len(window)
    found = len(window)
    while start > 0:
        begin = window.rfind(" ", 0, start - 1) + 1
        word = window[begin : start - 1]
        # Behind a mark (Commission, ) no name and no kind goes on.
        if not word or not (word[-1].isalnum() or word[-1] in "_'’"):
            break
        if word.islower() and word.isascii() and not word.endswith(_KIND_WORDS):
            break
        found = start = begin
        if not word.isalnum() and (mark := _last_mark(word)):
            return begin + mark  # no name or kind reaches across a mark inside a word
    return found


def _last_mark(word: str) -> int:
    """How many characters of a word stand up to its last one that no name has, it included."""
    place = len(word)
    while place and (word[place - 1].isalnum() or word[place - 1] in "_'’"):
        place -= 1
    return place


def _level(kind: str) -> tuple[str, Level]:
    """The sign and the level of a word of ``_KIND`` in small letters.

    An autonomous prefecture is read as a prefecture; an autonomous region, with or without the
    name of its people (Zhuang, Hui), is no "region".
    """
    _, autonomous, word = kind.rpartition("autonomous ")
    return _LEVELS[autonomous + word if autonomous + word in _LEVELS else word]


def _bare(function: Function, home: Home, level: Level | None, *, plural: bool) -> Body:
    if plural or level is not None:
        return generic(f"{function.key}-departments", function.formal, level, function.name_en)
    if home.region is not None:
        return of_region(function, home.region)
    organ = load_gazetteer().organs.get(f"cn/{function.key}")
    if organ is not None:
        return of_organ(organ)
    return generic(function.key, function.formal, None, function.name_en)


def _generic(text: str, lowered: str) -> list[Found]:
    """Bodies without a name, read around the noun that each of them holds."""
    found: list[Found] = []
    done = 0
    for at in sorted(place for noun in _GENERIC_NOUNS for place in occurrences(lowered, noun)):
        place = _generic_start(lowered, done, at)
        while place <= at and at >= done:
            if match := _GENERIC.match(text, place):
                done = match.end()
                body = _governments() if match["gov"] else _departments()
                found.append((match.start(), done, body, "generic"))
                break
            following = lowered.find(" ", place, at)
            place = following + 1 if following >= 0 else max(at, place + 1)
    return found


def _generic_start(lowered: str, done: int, at: int) -> int:
    """Where the words begin that may stand before a noun at ``at``, one free word among them."""
    start = run_start(lowered, done, at, _GENERIC_WORDS)
    if start == at and done < at and lowered[at - 1] == " ":
        free = max(done, lowered.rfind(" ", done, at - 1) + 1)
        start = run_start(lowered, done, free, _GENERIC_WORDS)
        return start if start < free else at
    return start


def _governments() -> Body:
    return generic("governments", "各级政府", None, "governments")


def _departments() -> Body:
    return generic("departments", "有关部门", None, "relevant departments")


def _outside_titles(text: str, found: list[Found]) -> list[Found]:
    kept: list[Found] = []
    in_title_to = -1
    for item in found:
        start = item[0]
        linked = in_title_to >= 0 and start - in_title_to <= 12
        in_title = (
            text.endswith(_TITLE_LINKS, 0, start)
            and _TITLE_HEAD.search(text, max(0, start - 40), start) is not None
        ) or (linked and _TITLE_LINK.fullmatch(text, in_title_to, start) is not None)
        if in_title:
            paragraph = text.rfind("\n", 0, start) + 1
            if not _OWN_TITLE.fullmatch(text, paragraph, start):
                in_title_to = item[1]
                continue
        in_title_to = -1
        kept.append(item)
    return kept


def _last_region(words: str) -> tuple[Region | None, int]:
    """The region that a run of capitalised words ends with, and where it begins."""
    place = 0
    while words:
        region = _region(words[place:])
        if region is not None:
            return region, place
        place = words.find(" ", place) + 1
        if not place:
            break
    return None, 0


def _region(name: str) -> Region | None:
    found = load_gazetteer().regions.english_names.get(name.removesuffix("'s").replace("’", "'"))
    return found[0] if found and len(found) == 1 and found[0].level != "central" else None


def _lower(text: str) -> str:
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := c.lower()) == 1 else c for c in text)
