"""Finds bodies in Chinese text: listed names, and region or level with a function."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from policytext.extraction.bodies import (
    Body,
    Found,
    Home,
    generic,
    of_branch,
    of_organ,
    of_region,
    unlisted,
)
from policytext.extraction.bodies_apart import apart, merged, outside
from policytext.extraction.bodies_generic import find_generic
from policytext.extraction.bodies_named import named_bodies, plain_bodies
from policytext.extraction.bodies_open import find_open
from policytext.extraction.bodies_shared import addressed, aliases, shared_departments
from policytext.extraction.bodies_whole import GOES_ON, whole_end
from policytext.extraction.other_words import (
    CLOSING,
    ORDER_OPENS,
    before_numbers,
    is_order,
    may_begin,
)
from policytext.extraction.prefixes import KINDS, Prefix, Prefixes
from policytext.gazetteer import (
    Function,
    Gazetteer,
    Organ,
    Region,
    load_gazetteer,
)
from policytext.patterns import lazy
from policytext.schema import Level
from policytext.text.letters import occurrences

_CONJUNCTIONS = ("和", "与", "及", "以及", "会同")
_LINKS = frozenset(
    (*"、，,或", "联合", *_CONJUNCTIONS, *(mark + c for mark in "、，" for c in _CONJUNCTIONS))
)
_LONGEST_LINK = max(map(len, _LINKS))
_AND = frozenset("、和及与")
_BRANCH = lazy(
    r"(?:中心支行|营业管理部|分行|支行|监管局|监管分局|监管支局|税务局|海关|调查总队|调查队"
    r"|监管办公室|监管办|专员办事处|专员办|证监局|监督管理局|专卖局|分公司|子公司|分局|管理局"
    r"|办事处"
    r"|代表处|电力有限公司|电力公司|电力|有限公司|公司|分院|集团)"
)
_DEPARTMENTS_OF = lazy(
    r"(?:(?:县级以上(?:地方)?(?:各级)?|设区的?市级?以上|地方各级|各级(?:地方)?|乡镇|市县|省级"
    r"|市级|县级)?(?:人民)?政府|国务院|中央|国家|省级"
    r"|市级|县级|区级|省直|市直|县直|区直|各级|地方|上级|各地|各|有关|相关|各?市县(?:\(区\))?"
    r"|市\(县、?区?\)|县\(市、区\)|县\(区\))$"
)
_DEPARTMENTS_OF_ENDS = frozenset("府院央家级直方地各有关县)\n")
_LEVELS_OF: tuple[tuple[str, Level], ...] = (
    ("国务院", "central"),
    ("中央", "central"),
    ("国家", "central"),
    ("省", "provincial"),
    ("市", "municipal"),
    ("县", "county"),
    ("区", "county"),
    ("乡", "township"),
)
_EVERY = ("各级", "各地", "各地区")
_KINDS_AT = {kind[0]: tuple(k for k in KINDS if k[0] == kind[0]) for kind in KINDS}
# 省市场监管(知识产权)局: a second duty inside the name.
_SPLIT = lazy(r"(?P<stem>[\u4e00-\u9fff]{2,14})\([\u4e00-\u9fff、]{2,12}\)(?P<end>委员会|[厅局委])")
_SPLIT_ENDS = (")厅", ")局", ")委")
_SPLIT_REACH = 32
_LONGEST_PREFIX = 40
_INNER_UNIT = lazy(r"[\u4e00-\u9fff]{2,7}(?<![公上官土])司(?![法机令长局])")
_TITLE = lazy(r"《[^《》\n]{0,120}(?:《[^《》\n]{0,80}》[^《》\n]{0,80})*》")


def find_bodies(text: str, home: Home, day: date | None, breaks: Sequence[int] = ()) -> list[Found]:
    """Bodies named in a Chinese text, in order, without overlap; none inside 《》.

    ``home`` resolves names without region (省农业农村厅), ``day`` chooses between organs that bore
    one name at different times; ``breaks``: places where lines were joined, at which a name may
    begin. Linear in the text.
    """
    found = [
        *find_generic(text),
        *addressed(text),
        *_Scan(text, home, day).run(),
        *find_open(text, breaks),
    ]
    found += shared_departments(text, found)
    titles = [m.span() for m in _TITLE.finditer(text)]
    kept = merged(text, apart(found, titles))
    named = aliases(text, kept)
    if not named:
        return kept
    return apart(outside(kept, named) + named, titles)


def _body_of(function: Function, region: Region | None, level: Level | None) -> Body:
    """The organ of a region, or where only its level is known, such organs in general."""
    if region is not None:
        return of_region(function, region)
    return generic(function.key, function.formal, level, function.name_en)


class _Scan:
    def __init__(self, text: str, home: Home, day: date | None) -> None:
        self._text = text
        self._home = home
        self._day = day
        self._prefixes = Prefixes(text, home)
        self._gazetteer: Gazetteer = load_gazetteer()
        self._found: list[Found] = []
        # Bodies already met in this text, by function (its key in memory), with region or level.
        self._local_bodies: dict[tuple[int, str | None], Body] = {}

    def run(self) -> list[Found]:
        """The bodies whose names, or whose functions' names, the automaton finds."""
        text, found = self._text, self._found
        entries, plain, bodies = named_bodies(), plain_bodies(), self._local_bodies
        before = self._prefixes.before
        openings, endings = self._prefixes.openings, self._prefixes.endings
        numbered = before_numbers(text)
        for index, start, end in self._gazetteer.matcher[0].find_matches_as_indexes(text):
            following = text[end : end + 1]
            # Closed: what stands behind neither belongs to the name nor names its branch.
            closed = following in CLOSING
            if closed and (body := plain[index]) and (not found or found[-1][1] <= start):
                found.append((start, end, body, "listed"))
                continue
            name, term, function, key, special, organ, body, opens, goes_on = entries[index]
            if not closed and (
                end in numbered
                or (following in opens and goes_on.match(text, end))
                or (following in ORDER_OPENS and is_order(text, start, end))
            ):
                continue
            if organ is not None:
                if len(term.organs) > 1:
                    organ = self._organ_of(term.organs)
                    body = of_organ(organ)
                if (
                    not closed
                    and (following in _KINDS_AT or text[end : end + 2] in openings)
                    and (branch := self._branch(organ, start, end))
                ):
                    self._add(*branch)
                    continue
            if function is not None:
                anchor = start
                if special and function.key == "party":
                    anchor = end - 2 if name.endswith("党委") else end - 1
                low = anchor - _LONGEST_PREFIX if anchor > _LONGEST_PREFIX else 0
                if found:
                    last_start, last_end, _, _ = found[-1]
                    if low < last_end <= anchor:
                        # A Party committee or government right before is part of this name:
                        # 省委|网信办.
                        low = last_start if last_end == anchor else last_end
                prefix = before(low, anchor)
                if prefix is not None:
                    opening, region, level, ambiguous = prefix
                    if (
                        special
                        or ambiguous
                        or (
                            text[opening - 1] in _AND and text[opening - 3 : opening - 1] in endings
                        )
                    ):
                        self._local(function, prefix, end)
                        continue
                    place = key, region.adcode if region is not None else level
                    local = bodies.get(place)
                    if local is None:
                        local = bodies[place] = _body_of(function, region, level)
                    rule = "level-and-function" if region is None else "region-and-function"
                    if following in GOES_ON or (found and found[-1][1] > opening):
                        self._add(opening, end, local, rule)
                    else:
                        found.append((opening, end, local, rule))
                    continue
            elif term.departments is not None:
                self._departments(term.departments, start, end)
                continue
            if term.weak and self._linked(start) is None:
                continue
            if body is not None and (function is None or self._home.region is None):
                if not closed and name[-1] in "部委局署" and "司" in text[end : end + 8]:
                    unit = _INNER_UNIT.match(text, end)
                    end = unit.end() if unit else end  # noqa: PLW2901
                self._add(start, end, body, "listed")
            elif function is not None and (
                function.bare or (found and start - found[-1][1] <= _LONGEST_LINK)
            ):
                self._bare(function, name, start, end)
        return found + self._split_names()

    def _split_names(self) -> list[Found]:
        whole, self._found = self._found, []
        text = self._text
        floor = 0
        places = [at for end in _SPLIT_ENDS for at in occurrences(text, end)]
        places.sort()
        for place in places:
            if place < floor:
                continue
            for match in _SPLIT.finditer(text, max(floor, place - _SPLIT_REACH), place + 4):
                floor = match.end()
                self._split_name(match)
        split, self._found = self._found, whole
        return split

    def _split_name(self, match: re.Match[str]) -> None:
        words = match["stem"]
        for cut in range(len(words) - 1):
            term = self._gazetteer.terms.get(words[cut:] + match["end"])
            if term is not None and term.functions:
                prefix = self._prefix(match.start() + cut)
                if prefix is not None:
                    self._local(term.functions[0], prefix, match.end())
                return

    def _organ_of(self, organs: tuple[Organ, ...]) -> Organ:
        if self._day is not None:
            for organ in organs:
                if organ.exists_on(self._day):
                    return organ
        return organs[0]

    def _local(self, function: Function, prefix: Prefix, end: int) -> None:
        start, region, level, ambiguous = prefix
        text = self._text
        if function.key == "party" and text[start - 1 : start] == "团":
            # 团省委 is the Youth League of the province.
            function = self._gazetteer.terms["团委"].functions[0]
            start -= 3 if text.startswith("共青团", start - 3) else 1
        if function.formal.startswith("委办公") and "委办" not in text[start:end]:
            return
        if ambiguous:
            body = unlisted(text[start:end], function.type)
            self._add(start, end, body, "region-ambiguous")
        elif region is not None:
            if start > 2 and text[start - 1] in _AND:
                for sibling in self._siblings(function, start, region):
                    self._add(*sibling)
            self._add(start, end, self._of_region(function, region), "region-and-function")
        else:
            self._add(start, end, _body_of(function, None, level), "level-and-function")

    def _of_region(self, function: Function, region: Region) -> Body:
        """``of_region``, read once for each body of a text; the gazetteer holds the functions."""
        key = id(function), region.adcode
        body = self._local_bodies.get(key)
        if body is None:
            body = self._local_bodies[key] = of_region(function, region)
        return body

    def _siblings(self, function: Function, place: int, last: Region) -> list[Found]:
        """Regions before ``last`` that share its function: 杭州、宁波、湖州市人民政府."""
        siblings: list[Found] = []
        while place > 2 and self._text[place - 1] in _AND:
            tail = self._prefixes.region_tail(0, place - 1)
            if tail is None:
                break
            region = self._prefixes.choose(tail[1], None)
            start = tail[0]
            if region is None or region.level != last.level:
                break
            siblings.append((start, place - 1, self._of_region(function, region), "shared-suffix"))
            place = start
        return siblings[::-1]

    def _bare(self, function: Function, name: str, start: int, end: int) -> None:
        """A function without region or level: by the enumeration it stands in, else by home."""
        before = self._linked(start)
        if before is None and not (function.bare and self._may_stand_alone(function, start)):
            return
        known = before[2] if before is not None else None
        if known is not None and known.type == "generic" and known.level is not None:
            level = known.level
            body = generic(function.key, function.formal, level, function.name_en)
            self._add(start, end, body, "elided-level")
            return
        if known is not None and known.adcode == "100000":
            for lead in ("国家", "中国", "国务院"):
                term = self._gazetteer.terms.get(lead + name)
                if term is not None and term.organs:
                    self._add(start, end, of_organ(term.organs[0]), "elided-centre")
                    return
        if known is not None and known.adcode not in (None, "100000"):
            region = self._gazetteer.regions.get(known.adcode or "")
            if region is not None:
                self._add(start, end, self._of_region(function, region), "elided-region")
                return
        body = self._at_home(function, name)
        if body.type != "enterprise" and self._text.endswith(_EVERY, 0, start):
            start -= 3 if self._text[start - 1] == "区" else 2
            body = generic(function.key, function.formal, None, function.name_en)
            self._add(start, end, body, "generic")
            return
        self._add(start, end, body, "bare-at-home")

    def _may_stand_alone(self, function: Function, start: int) -> bool:
        return function.type != "agency" or may_begin(self._text, start)

    def _at_home(self, function: Function, name: str) -> Body:
        home = self._home.region
        if home is not None and name.endswith("厅"):
            home = self._home.province
        if home is not None:
            return self._of_region(function, home)
        for lead in ("国家", "中国"):
            term = self._gazetteer.terms.get(lead + name)
            if term is not None and term.organs:
                return of_organ(term.organs[0])
        level: Level | None = "provincial" if name.endswith("厅") else None
        return generic(function.key, function.formal, level, function.name_en)

    def _departments(self, function: Function, start: int, end: int) -> None:
        level: Level | None = None
        before = None
        if self._text[start - 1 : start] in _DEPARTMENTS_OF_ENDS:
            before = _DEPARTMENTS_OF.search(self._text, max(0, start - 16), start)
        if before is not None:
            start = before.start()
            level = next((lv for sign, lv in _LEVELS_OF if sign in before.group()), None)
        elif (prefix := self._prefix(start)) is not None:
            start, region, level, _ = prefix
            level = region.level if region else level
        stem = function.formal
        body = generic(f"{function.key}-departments", f"{stem}部门", level, function.name_en)
        self._add(start, end, body, "departments")

    def _branch(self, organ: Organ, start: int, end: int) -> Found | None:
        """An office of a central body in a region: 人民银行广东省分行."""
        text = self._text
        for place, candidates in self._prefixes.region_heads(end):
            if ending := _BRANCH.match(text, place):
                region = self._prefixes.choose(candidates, None)
                if region is not None:
                    return start, ending.end(), of_branch(organ, region), "branch"
        for kind in _KINDS_AT.get(text[end], ()):
            if text.startswith(kind, end):
                if ending := _BRANCH.match(text, end + len(kind)):
                    region = self._home.for_kind(kind)
                    body = of_branch(organ, region) if region else of_organ(organ)
                    return start, ending.end(), body, "branch-at-home"
                return None
        return None

    def _prefix(self, end: int) -> Prefix | None:
        """What stands before ``end``, behind the body found last or, at ``end``, in it."""
        low = end - _LONGEST_PREFIX if end > _LONGEST_PREFIX else 0
        if self._found:
            start, floor, _, _ = self._found[-1]
            if low < floor <= end:
                low = start if floor == end else floor
        return self._prefixes.before(low, end)

    def _linked(self, start: int) -> Found | None:
        """The body right before ``start`` in the same enumeration."""
        if not self._found:
            return None
        last = self._found[-1]
        end = last[1]
        return last if start - end <= _LONGEST_LINK and self._text[end:start] in _LINKS else None

    def _add(self, start: int, end: int, body: Body, rule: str) -> None:
        following = self._text[end : end + 1]
        if following in GOES_ON:
            end = whole_end(self._text, end, body)
        bodies = self._found
        while bodies:
            last_start, last_end, _, _ = bodies[-1]
            if last_end <= start:
                break
            if last_start < start:
                return
            bodies.pop()
        bodies.append((start, end, body, rule))
