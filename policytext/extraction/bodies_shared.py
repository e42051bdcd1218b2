"""Bodies that share words: 公安、财政、民政部门; 农业农村(农牧)厅(局、委); 以下简称“总局”."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policytext.extraction.bodies import Found, generic
from policytext.extraction.windows import matches
from policytext.gazetteer import Function, load_gazetteer
from policytext.patterns import lazy
from policytext.text.letters import occurrences

if TYPE_CHECKING:
    import re

_AND = frozenset("、和及与")
_ADDRESSED = lazy(
    # Either some provinces open it, or only Chinese characters stand before its first bracket.
    r"(?=[各省市县设]|[\u4e00-\u9fff]{2,13}+\()"
    r"(?P<all>各?(?:省、自治区、直辖市|省\(自治区、直辖市\)|省\(区、市\)|市、县\(市、区\)|设区市"
    r"|市|县)(?:及?新疆生产建设兵团)?)?"
    r"(?P<stem>[\u4e00-\u9fff]{2,12})(?:\([^()\n]{1,16}\))?[厅局委](?:\([厅局委办、员会]{1,9}\))"
)
# 农业农村厅|(局: what stands on both sides of the bracket.
_ENDINGS = ("厅(", "局(", "委(")
_OTHER_ENDINGS = frozenset("厅局委办、员会")
_REACH = (64, 12)
_ALIAS = lazy(
    r"\((?:以下|下)?(?:简称|统称)(?:为)?[:：]?[“\"「]?(?P<alias>[\u4e00-\u9fff]{2,15})[”\"」]?\)"
)
_MOST_ALIASES = 40


def shared_departments(text: str, found: list[Found]) -> list[Found]:
    """The kinds of departments that stand before 部门 without it: 公安、财政、民政部门.

    ``found`` holds the departments already known, so that only the words before them are read.
    """
    places = list(occurrences(text, "部门"))
    if not places:
        return []
    wanted = {at + 2 for at in places}
    ends = {
        end: start
        for start, end, body, _ in found
        if end in wanted and body.id.endswith("-departments")
    }
    shared: list[Found] = []
    for at in places:
        known = ends.get(at + 2)
        place = known if known is not None else _before_departments(text, at)
        chain: list[tuple[int, int, Function]] = []
        if known is None:
            last = _stem_before(text, place)
            if last is None:
                continue
            chain.append((last[0], at + 2, last[1]))
            place = last[0]
        while place > 1 and text[place - 1] in _AND:
            stem = _stem_before(text, place - 1)
            if stem is None:
                break
            chain.append((stem[0], place - 1, stem[1]))
            place = stem[0]
        if known is None and len(chain) < 2:
            continue
        for start, end, function in chain:
            body = generic(
                f"{function.key}-departments", f"{function.formal}部门", None, function.name_en
            )
            shared.append((start, end, body, "shared-suffix"))
    return shared


def _before_departments(text: str, at: int) -> int:
    """Where the words that go with the 部门 at ``at`` begin: 等有关行政主管部门."""
    if text.endswith("主管", 0, at):
        at -= 2
    if text.endswith("行政", 0, at):
        at -= 2
    for words in ("等有关", "等相关", "等各", "等多个", "等多", "等"):
        if text.endswith(words, 0, at):
            return at - len(words)
    return at


def addressed(text: str) -> list[Found]:
    """Addressees of every province: 各省(自治区、直辖市)农业农村(农牧)厅(局、委)."""
    if not any(
        text[at + 2 : at + 3] in _OTHER_ENDINGS for end in _ENDINGS for at in occurrences(text, end)
    ):
        return []
    addressees = map(_addressee, matches(_ADDRESSED, text, _ENDINGS, _REACH))
    return [item for item in addressees if item is not None]


def _addressee(match: re.Match[str]) -> Found | None:
    stems = load_gazetteer().stems
    words = match["stem"]
    for cut in range(len(words) - 1):
        function = stems.get(words[cut:])
        if function is not None:
            start = match.start() if cut == 0 else match.start("stem") + cut
            body = generic(function.key, function.formal, "provincial", function.name_en)
            return start, match.end(), body, "addressees"
    return None


def aliases(text: str, found: list[Found]) -> list[Found]:
    """Later mentions by a short name that the text itself defines (以下简称“总局”)."""
    if "称" not in text:
        return []
    named: list[Found] = []
    defined = 0
    for _, end, body, _ in found:
        if text[end : end + 1] != "(" or defined >= _MOST_ALIASES:
            continue
        match = _ALIAS.match(text, end)
        if match is None:
            continue
        defined += 1
        alias = match["alias"]
        place = match.start("alias")
        while place >= 0:
            named.append((place, place + len(alias), body, "alias"))
            place = text.find(alias, place + len(alias))
    return named


def _stem_before(text: str, end: int) -> tuple[int, Function] | None:
    gazetteer = load_gazetteer()
    for length in gazetteer.stem_endings.get(text[max(0, end - 2) : end], ()):
        if length <= end and (function := gazetteer.stems.get(text[end - length : end])):
            return end - length, function
    return None
