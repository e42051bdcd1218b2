"""Kinds of bodies in Chinese text: 有关部门, 各市、县人民政府, 各地区."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from policytext.extraction.bodies import Body, Found, generic
from policytext.extraction.windows import automaton
from policytext.patterns import lazy
from policytext.schema import Level

if TYPE_CHECKING:
    import re

_PLACES = r"[省市州县区乡镇旗盟地直辖自治设级街道、，和及()\[\]〔〕]"
_WHICH = r"(?:其他有关|其他相关|各有关|各相关|有关|相关|各)"
_AT = (
    r"(?:中央和国家机关|中央国家机关|国务院|国家|中央|省级|省直|省市|市级|市直|县级|县直|区级"
    r"|区直|县区级|各级"
    r"|地方|当地|上级|本级|同级|省|市|县|区)"
)
_ROLE = r"(?:行业主管|业务主管|行政主管|行政执法|职能|主管|成员|直属|监管|审批)"
_GENERIC = lazy(
    # How a match begins, so that most characters are passed over at once.
    r"(?=[地各基上当属政县市乡所同本下有相其镇省中国区行业职主成直监审在驻])(?:"
    rf"(?P<party>(?:地方各级|各级地方|各级|地方|基层|上级|当地|属地)党(?:委|组织)(?!书记|委员|员))"
    rf"|(?P<gov>(?:(?<=党委)|(?<=党委和)|(?<=党委、)|(?<=党委及))政府(?!性|采购|投资)"
    rf"|(?:(?:地方各级|各级地方|县级以上地方(?:各级)?|县级及以上|县级以上(?:各级)?|市级以上"
    rf"|乡镇以上|各级|地方|基层|当地|所在地"
    rf"|属地|同级|上级|本级|下级|各地(?:方)?|有关地方|相关地方)"
    rf"|{_WHICH}{_PLACES}{{1,24}}(?:及?新疆生产建设兵团)?|(?:市县|县乡|县区|区县|乡镇|镇街|县级"
    rf"|市级|省级|乡\(镇\)|镇乡|省市|省、市"
    rf"|市、县|县\(市、区\)|市、县、区|市、县\(市、区\)|县、乡|县、乡镇))(?:人民)?政府(?!性|采购"
    rf"|投资|债|专项|隐性|一般债|工作报告))"
    rf"|(?P<units>(?:{_AT}?{_WHICH}{{1,2}}(?:省级|市级|县级)?{_ROLE}?|{_AT}{_ROLE}|{_ROLE}"
    rf"|(?:中央|国务院|省级|省直|市级|市直|县级|县直|区级|区直))"
    r"(?P<unit>部门|部委|委办局|厅局|机关单位|单位)(?!内|外|犯))"
    rf"|(?P<places>各地区|各地方|各地(?![方级区市州形块段])|各(?:省|自治区|直辖市|设区市|地级市"
    rf"|市|州|盟|县|区|旗|乡|镇|街道)"
    rf"(?:[、和及()]|省|自治区|直辖市|设区的?市|市|州|盟|地区|县|区|旗|乡|镇|街道){{0,14}}"
    r"(?:区|市|县|州|镇|乡|旗|街道|盟|\)|省|兵团)"
    r"|各(?:省|市|州|盟|县|区|旗|镇|街道)(?=[，。;)]|要|应|须|按|参与|可|把|将))"
    # 在杭高校 and 驻鲁高校: in a list only, so that 到在杭高校学习的学生 is none.
    r"|(?<=[、，,;:\n(])(?P<schools>各?(?:在|驻)[\u4e00-\u9fff]{1,2}(?:高校|高等学校|高等院校)(?:院所)?)"
    r"(?=[、，,。;)\n]|$))"
)
_LEVELS: dict[str, Level] = {
    "中央": "central",
    "国务院": "central",
    "国家": "central",
    "省": "provincial",
    "自治区": "provincial",
    "设区": "municipal",
    "市": "municipal",
    "州": "municipal",
    "盟": "municipal",
    "县": "county",
    "区": "county",
    "旗": "county",
    "乡": "township",
    "镇": "township",
    "街道": "township",
}
_LEVEL = lazy("|".join(_LEVELS))
# 各地区|分布 and 各市场|主体: the match is part of other words.
_OTHER_WORD = lazy(
    r"政府工作报告|[场域域间块位长委]|人大|政协|产业|行业|工业|品|人民(?!政府)|高校|学校|医院"
    r"|企业|党|公|国"
)
# Each match holds one of these words. Kinds of bodies end with one: how many characters before it
# they begin at most, and what stands right before it.
_UNIT_ENDINGS = (24, frozenset("关各级管法能属员批央院直"))
_PARTY_ENDINGS = (4, frozenset("级方层地"))
_PLACE_CHARACTERS = frozenset("省市州县区乡镇旗盟地直辖自治设级街道、，和及()[]〔〕")
_GOVERNMENT_ENDINGS = (48, _PLACE_CHARACTERS | frozenset("委方层上团"))
_SCHOOL_REACH = 5
_ENDINGS = {
    **dict.fromkeys(("部门", "单位", "部委", "委办局", "厅局"), _UNIT_ENDINGS),
    **dict.fromkeys(("党委", "党组织"), _PARTY_ENDINGS),
    "政府": _GOVERNMENT_ENDINGS,
    **dict.fromkeys(("高校", "高等学校", "高等院校"), (_SCHOOL_REACH, None)),
}
# Places begin with one of these.
_PLACES_OPEN = (
    "各地", "各省", "各自治", "各直辖", "各设区", "各市", "各州", "各盟", "各县", "各区", "各旗",
    "各乡", "各镇", "各街道",
)  # fmt: skip
_WORDS = (*_ENDINGS, *_PLACES_OPEN)
_PLACES_REACH = 44
_AFTER = 6
# What stands before the last character before 政府 in 市县政府, 各市政府, 有关县政府.
_BEFORE_PLACE = _PLACE_CHARACTERS | frozenset("各关")
_NAMES = {
    "party": ("party-committees", "党委", "Party committees"),
    "gov": ("governments", "人民政府", "people's governments"),
    "places": ("localities", "各地", "localities"),
    "departments": ("departments", "有关部门", "departments concerned"),
    "units": ("units", "有关单位", "units concerned"),
    "schools": ("universities", "高校", "universities"),
}


def find_generic(text: str) -> list[Found]:
    """Kinds of bodies, in order; the level is the first that the words name, if any."""
    found: list[Found] = []
    bodies: dict[tuple[str, str], Body] = {}
    for match in _matches(text):
        kind = match.lastgroup if match.lastgroup != "unit" else "units"
        assert kind is not None
        words = match.group()
        if kind == "units" and match["unit"] != "单位":
            kind = "departments"
        if kind == "places" and _OTHER_WORD.match(text, match.end()):
            continue
        end = match.end()
        if ")" in words:
            while words.count(")") > words.count("("):
                end -= 1
                words = words[:-1]
        body = bodies.get((kind, words))
        if body is None:
            key, name, name_en = _NAMES[kind]
            body = bodies[kind, words] = generic(key, name, _level(words), name_en)
        found.append((match.start(), end, body, "generic"))
    return found


def _matches(text: str) -> Iterator[re.Match[str]]:
    """``_GENERIC.finditer(text)``, read only where a word of its matches stands fittingly."""
    floor = 0
    search = _GENERIC.search
    for index, start, end in automaton(_WORDS).find_matches_as_indexes(text):
        ending = _ENDINGS.get(_WORDS[index])
        if ending is None:
            if start < floor:
                continue
            match = _GENERIC.match(text, start, end + _PLACES_REACH)
            # 各市级部门 is found by its end, with what stands before 各.
            if match is not None and match.lastgroup == "places":
                floor = match.end()
                yield match
            continue
        reach, before = ending
        if before is None:
            if not _in_place(text, start):
                continue
        elif before is _GOVERNMENT_ENDINGS[1]:
            if not _may_be_government(text, start):
                continue
        elif text[start - 1 : start] not in before:
            continue
        place = max(floor, start - reach)
        while place < end and (match := search(text, place, end + _AFTER)):
            if match.start() >= end:
                break
            place = floor = match.end()
            yield match


def _in_place(text: str, start: int) -> bool:
    """Whether 在杭 or the like may stand before 高校."""
    return start > 1 and (text[start - 2] in "在驻" or text[start - 3 : start - 2] in ("在", "驻"))


def _may_be_government(text: str, start: int) -> bool:
    """Whether 政府 can be that of several places (市县政府), not just of one (浙江省政府)."""
    if text.endswith("人民", 0, start):
        start -= 2
    if start < 1 or text[start - 1] not in _GOVERNMENT_ENDINGS[1]:
        return False
    # Of the others before 政府 (各级, 地方, 基层, 党委, 兵团), each is a word of its own.
    single = text[start - 1] in "省市州县区乡镇旗盟"
    return not single or text[start - 2 : start - 1] in _BEFORE_PLACE


def _level(words: str) -> Level | None:
    if "各级" in words or "地区" in words:
        return None
    first = _LEVEL.search(words)
    return _LEVELS[first.group()] if first else None
