"""Bodies that share words: 公安、财政、民政部门; 农业农村(农牧)厅(局、委); 以下简称“总局”."""

from __future__ import annotations

from policytext.extraction.bodies import Found, generic
from policytext.extraction.windows import matches
from policytext.gazetteer import Function, load_gazetteer
from policytext.patterns import lazy

_AND = "、和及与"
_DEPARTMENTS = lazy(r"(?:等(?:有关|相关|各|多个?)?)?(?:行政)?(?:主管)?部门")
_ADDRESSED = lazy(
    r"(?P<all>各?(?:省、自治区、直辖市|省\(自治区、直辖市\)|省\(区、市\)|市、县\(市、区\)|设区市"
    r"|市|县)(?:及?新疆生产建设兵团)?)?"
    r"(?P<stem>[\u4e00-\u9fff]{2,12})(?:\([^()\n]{1,16}\))?[厅局委](?:\([厅局委办、员会]{1,9}\))"
)
_ALIAS = lazy(
    r"\((?:以下|下)?(?:简称|统称)(?:为)?[:：]?[“\"「]?(?P<alias>[\u4e00-\u9fff]{2,15})[”\"」]?\)"
)
_LONGEST_STEM = 14
_MOST_ALIASES = 40


def shared_departments(text: str, found: list[Found]) -> list[Found]:
    """The kinds of departments that stand before 部门 without it: 公安、财政、民政部门.

    ``found`` holds the departments already known, so that only the words before them are read.
    """
    ends = {item.end: item for item in found if item.body.id.endswith("-departments")}
    shared: list[Found] = []
    for match in matches(_DEPARTMENTS, text, ("部门",), (12, 0)):
        known = ends.get(match.end())
        place = known.start if known is not None else match.start()
        chain: list[tuple[int, int, Function]] = []
        if known is None:
            last = _stem_before(text, place)
            if last is None:
                continue
            chain.append((last[0], match.end(), last[1]))
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
            shared.append(Found(start, end, body, "shared-suffix"))
    return shared


def addressed(text: str) -> list[Found]:
    """Addressees of every province: 各省(自治区、直辖市)农业农村(农牧)厅(局、委)."""
    stems = load_gazetteer().stems
    found: list[Found] = []
    for match in matches(_ADDRESSED, text, ("厅(", "局(", "委("), (64, 12)):
        words = match["stem"]
        for cut in range(len(words) - 1):
            function = stems.get(words[cut:])
            if function is not None:
                start = match.start() if cut == 0 else match.start("stem") + cut
                body = generic(function.key, function.formal, "provincial", function.name_en)
                found.append(Found(start, match.end(), body, "addressees"))
                break
    return found


def aliases(text: str, found: list[Found]) -> list[Found]:
    """Later mentions by a short name that the text itself defines (以下简称“总局”)."""
    named: list[Found] = []
    defined = 0
    for item in found:
        match = _ALIAS.match(text, item.end)
        if match is None or defined >= _MOST_ALIASES:
            continue
        defined += 1
        alias = match["alias"]
        place = match.start("alias")
        while place >= 0:
            named.append(Found(place, place + len(alias), item.body, "alias"))
            place = text.find(alias, place + len(alias))
    return named


def _stem_before(text: str, end: int) -> tuple[int, Function] | None:
    stems = load_gazetteer().stems
    for length in range(min(_LONGEST_STEM, end), 1, -1):
        function = stems.get(text[end - length : end])
        if function is not None:
            return end - length, function
    return None
