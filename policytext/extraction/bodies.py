"""A body that a text names, before its role is known, and how local bodies get id and name."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from policytext.gazetteer import Function, Organ, Region, load_regions
from policytext.regions import short_code
from policytext.schema import BodyType, Level

_KIND_EN = {"provincial": " Provincial ", "municipal": " Municipal ", "county": " County "}


class Body(NamedTuple):
    """What a mention resolves to; fields as in ``schema.Agency``."""

    id: str
    name: str
    name_en: str | None
    type: BodyType
    level: Level | None
    adcode: str | None


Found = tuple[int, int, Body, str]
"""A body named in ``text[start:end]``, and how it was resolved: start, end, body, rule."""


class Home:
    """The territory a document speaks for, which elided names are resolved by."""

    def __init__(self, adcode: str | None) -> None:
        regions = load_regions()
        self.chain: list[Region] = regions.ancestors(adcode) if adcode else []
        self.region: Region | None = self.chain[0] if self.chain else None
        self._by_level: dict[Level, Region] = {r.level: r for r in reversed(self.chain)}
        self.province: Region | None = self.at("provincial")
        """The province, or None in a central document."""

    def at(self, level: Level) -> Region | None:
        """The document's own region of a level, or None."""
        return self._by_level.get(level)

    def for_kind(self, kind: str) -> Region | None:
        """The region that 省, 市, 县 or 区 without a name means here, or None."""
        province = self.province
        if kind in ("省", "自治区"):
            return province if province is not None and province.name.endswith(kind) else None
        if kind == "市":
            if province is not None and province.name.endswith("市"):
                return province
            county = self.at("county")
            if county is not None and county.name.endswith("市"):
                return county
            return self.at("municipal")
        if kind in ("州", "自治州", "盟"):
            return self.at("municipal")
        return self.at("county") if kind in ("县", "区", "旗", "自治县", "自治旗") else None


LEVEL_OF_KIND: dict[str, Level] = {
    "省": "provincial",
    "自治区": "provincial",
    "直辖市": "provincial",
    "兵团": "provincial",
    "市": "municipal",
    "自治县": "county",
    "自治旗": "county",
    "州": "municipal",
    "自治州": "municipal",
    "盟": "municipal",
    "地": "municipal",
    "县": "county",
    "区": "county",
    "旗": "county",
    "乡": "township",
    "镇": "township",
}


def of_organ(organ: Organ) -> Body:
    """A listed body."""
    level: Level | None = "central" if organ.id.startswith("cn/") else None
    adcode = "100000" if level else None
    return Body(organ.id, organ.name, organ.name_en, organ.type, level, adcode)


def of_region(function: Function, region: Region) -> Body:
    """The organ of a region, e.g. cn-33/agri 浙江省农业农村厅."""
    name, formal = region.name, function.formal
    if name.endswith("自治区") and function.of_the_party:
        formal = f"党{formal}"
    if function.key == "party":
        name, formal = f"中国共产党{name}", "委员会"
    if function.key == "xpcc":
        name = ""
    adcode = region.adcode
    key, name_en = _opening(adcode)
    unit = _unit(function.formal, function.name_en)
    fields = (key + function.key, name + formal, name_en + unit)
    return tuple.__new__(Body, (*fields, function.type, region.level, adcode))


@cache
def _opening(adcode: str) -> tuple[str, str]:
    """How the ids and the English names of a region's organs begin."""
    region = load_regions().get(adcode)
    assert region is not None
    return f"cn-{short_code(adcode)}/", region.name_en + _KIND_EN.get(region.level, " ")


@cache
def _unit(formal: str, name_en: str) -> str:
    for ending, unit in (("厅", "Department"), ("局", "Bureau"), ("委员会", "Commission")):
        if formal.endswith(ending) and formal != "委员会":
            if name_en.endswith(("Commission", "Committee", "Bureau", "Administration")):
                return name_en
            return f"{unit} of {name_en}"
    return name_en


def of_branch(organ: Organ, region: Region) -> Body:
    """The office of a central body in a region, e.g. cn-44/pboc 中国人民银行广东省."""
    return Body(
        id=f"cn-{region.code}/{organ.key}",
        name=f"{organ.name}({region.name})",
        name_en=f"{organ.name_en} ({region.name_en})" if organ.name_en else None,
        type=organ.type,
        level=region.level,
        adcode=region.adcode,
    )


def generic(key: str, name: str, level: Level | None, name_en: str | None = None) -> Body:
    """A kind of body, not one body: 有关部门, 各市农业农村局."""
    if name.startswith("委") and not name.startswith("委员会"):
        name = f"党{name}"  # an organ of the Party without the region that it is of
    return Body(f"generic/{key}", name, name_en, "generic", level, None)


def unlisted(name: str, type_: BodyType = "agency") -> Body:
    """A body that the gazetteer does not know; its id carries the name as written."""
    return Body(f"unlisted/{name}", name, None, type_, None, None)
