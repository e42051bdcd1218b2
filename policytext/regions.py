"""Provinces, prefectures and counties of China: codes, names, and their mentions in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, TypeAlias

from policytext.errors import DataError
from policytext.patterns import lazy
from policytext.resources import read_table

if TYPE_CHECKING:
    import ahocorasick_rs

    from policytext.schema import Level

REGIONS_FILE = "corpora/gazetteers/regions.tsv"
COUNTIES_FILE = "corpora/gazetteers/counties.tsv"
_COLUMNS = ("adcode", "name", "short", "name_en")
_COUNTRY = "100000"
_KINDS = {"自治区": "自治区", "自治州": "州", "自治县": "县", "自治旗": "旗", "新区": "新区"}
_ENGLISH_KIND = lazy(
    r" (?:Province|Municipality|City|Prefecture|County|District|Autonomous (?:Region|Prefecture)"
    r"|(?:Zhuang|Hui|Uygur|Uyghur) Autonomous Region)\b"
)


@dataclass(frozen=True, slots=True)
class Region:
    """A territory; ``adcode`` after GB/T 2260, ``parent`` the adcode above it (None: country)."""

    adcode: str
    name: str
    short: str
    name_en: str
    level: Level
    parent: str | None

    @property
    def code(self) -> str:
        """The code without its trailing pairs of zeros, as in agency ids: 33, 3301, 330110."""
        return short_code(self.adcode)


@dataclass(frozen=True, slots=True)
class RegionMention:
    """A region named in ``text[start:end]``.

    ``full`` says that the name carries its kind (浙江省, Hangzhou City), not only 浙江.
    ``candidates`` holds every region of that name, ``region`` the one meant, or None where the
    text does not tell them apart (鼓楼区 without its city).
    """

    start: int
    end: int
    region: Region | None
    candidates: tuple[Region, ...]
    full: bool


def short_code(adcode: str) -> str:
    """``330000`` -> ``33``, ``330100`` -> ``3301``, ``330110`` as it is."""
    if adcode.endswith("0000"):
        return adcode[:2]
    return adcode[:4] if adcode.endswith("00") else adcode


def is_within(inner: str, outer: str) -> bool:
    """Whether the region of adcode ``inner`` lies in ``outer`` or is ``outer``."""
    return outer == _COUNTRY or inner.startswith(short_code(outer))


Matcher: TypeAlias = "tuple[ahocorasick_rs.AhoCorasick, list[str]]"


class Regions:
    """Every region by code and by name. Counties are read when they are first asked for."""

    def __init__(self) -> None:
        rows = read_table(REGIONS_FILE, _COLUMNS)
        self._upper = {row[0]: _region(row, None) for row in rows}
        if len(self._upper) != len(rows):
            raise DataError(f"{REGIONS_FILE}: an adcode stands twice")

    @cached_property
    def counties(self) -> dict[str, Region]:
        """Counties, districts, banners and county-level cities by adcode."""
        rows = read_table(COUNTIES_FILE, _COLUMNS)
        found = {row[0]: _region(row, self._upper) for row in rows}
        if len(found) != len(rows):
            raise DataError(f"{COUNTIES_FILE}: an adcode stands twice")
        return found

    @property
    def upper(self) -> dict[str, Region]:
        """The country, provinces and prefectures by adcode."""
        return self._upper

    def get(self, adcode: str) -> Region | None:
        """The region of a code, or None."""
        found = self._upper.get(adcode)
        if found is None and not adcode.endswith("00"):
            found = self.counties.get(adcode)
        return found

    def ancestors(self, adcode: str) -> list[Region]:
        """The region and those above it, the country left out."""
        found: list[Region] = []
        region = self.get(adcode)
        while region is not None and region.adcode != _COUNTRY:
            found.append(region)
            region = self.get(region.parent) if region.parent else None
        return found

    @cached_property
    def upper_names(self) -> dict[str, tuple[Region, ...]]:
        """Provinces and prefectures by full and short name."""
        return _by_name(self._upper.values(), short=True)

    @cached_property
    def county_names(self) -> dict[str, tuple[Region, ...]]:
        """Counties by full name; a name can be that of several."""
        return _by_name(self.counties.values(), short=False)

    @cached_property
    def county_short_names(self) -> dict[str, tuple[Region, ...]]:
        """Counties by short name (桐庐). Only safe before 县, 区 or the name of an organ."""
        short: dict[str, list[Region]] = {}
        for region in self.counties.values():
            if region.short:
                short.setdefault(region.short, []).append(region)
        return {name: tuple(found) for name, found in short.items()}

    @cached_property
    def chinese_names(self) -> dict[str, tuple[Region, ...]]:
        """``upper_names`` and ``county_names`` in one; of a name in both, the former's."""
        return self.county_names | self.upper_names

    @cached_property
    def openings(self) -> dict[str, tuple[int, ...]]:
        """First two characters of Chinese names, short ones too: the lengths of these, falling.

        With it and ``endings`` a place at which no name stands takes a single look-up.
        """
        return lengths_by((name[:2], len(name)) for name in self._all_chinese())

    @cached_property
    def endings(self) -> dict[str, tuple[int, ...]]:
        """The same by the last two characters."""
        return lengths_by((name[-2:], len(name)) for name in self._all_chinese())

    def _all_chinese(self) -> set[str]:
        return {*self.chinese_names, *self.county_short_names}

    @cached_property
    def english_names(self) -> dict[str, tuple[Region, ...]]:
        """Provinces and prefectures by English name; a province wins over a prefecture."""
        names: dict[str, list[Region]] = {}
        for region in self._upper.values():
            names.setdefault(region.name_en, []).append(region)
        return {
            name: tuple(r for r in found if r.level == found[0].level)
            for name, found in names.items()
        }

    @cached_property
    def matcher(self) -> Matcher:
        """Automaton over all Chinese and English names that ``find_regions`` knows."""
        return _matcher({*self.upper_names, *self.county_names, *self.english_names})

    @cached_property
    def english_matcher(self) -> Matcher:
        """The same for a text without Chinese characters, which needs no counties."""
        return _matcher(set(self.english_names))


def lengths_by(keyed: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    """The lengths, falling, of the names with one key; names of one character are left out."""
    lengths: dict[str, set[int]] = {}
    for key, length in keyed:
        if length > 1:
            lengths.setdefault(key, set()).add(length)
    return {key: tuple(sorted(found, reverse=True)) for key, found in lengths.items()}


def _matcher(names: set[str]) -> Matcher:
    import ahocorasick_rs as ac  # noqa: PLC0415

    ordered = sorted(names)
    return ac.AhoCorasick(ordered, matchkind=ac.MatchKind.LeftmostLongest), ordered


@cache
def load_regions() -> Regions:
    """The regions of the gazetteer; raises DataError where a file is missing or not valid."""
    return Regions()


def region(adcode: str) -> Region | None:
    """The region of a six-digit code, or None."""
    return load_regions().get(adcode)


def region_by_name(name: str, within: str | None = None) -> Region | None:
    """The one region of a Chinese or English name (full or short), or None.

    ``within`` (an adcode) decides between regions of one name. None as well where several fit.
    """
    regions = load_regions()
    found = (
        regions.upper_names.get(name)
        or regions.county_names.get(name)
        or regions.english_names.get(_ENGLISH_KIND.sub("", name))
        or regions.county_short_names.get(name)
        or ()
    )
    if within is not None and len(found) > 1:
        found = tuple(r for r in found if is_within(r.adcode, within))
    return found[0] if len(found) == 1 else None


def find_regions(text: str) -> list[RegionMention]:
    """Regions named in a text, in reading order, longest name first where names overlap.

    Chinese short names count for provinces and prefectures only. A name that several regions
    bear is resolved by a region that stands right before it (杭州市西湖区) or, failing that, by the
    last region named that holds just one of them; otherwise ``region`` is None. Time grows
    linearly with the text.
    """
    regions = load_regions()
    latin = max(text, default="") < "\u2e80"
    matcher, names = regions.english_matcher if latin else regions.matcher
    mentions: list[RegionMention] = []
    context: list[Region] = []
    for index, start, end in matcher.find_matches_as_indexes(text):
        name = names[index]
        english = name.isascii() or name[0].isascii()
        if english and not _is_whole_word(text, start, end):
            continue
        candidates = (
            regions.upper_names.get(name)
            or regions.english_names.get(name)
            or regions.county_names[name]
        )
        full = name == candidates[0].name
        if english and (kind := _ENGLISH_KIND.match(text, end)):
            end, full = kind.end(), True  # noqa: PLW2901
        chosen = _choose(candidates, context)
        mentions.append(RegionMention(start, end, chosen, candidates, full))
        if chosen is not None:
            context = [chosen, *context[:3]]
    return mentions


def _choose(candidates: tuple[Region, ...], context: list[Region]) -> Region | None:
    if len(candidates) == 1:
        return candidates[0]
    for known in context:
        inside = [r for r in candidates if is_within(r.adcode, known.adcode)]
        if len(inside) == 1:
            return inside[0]
    return None


def _is_whole_word(text: str, start: int, end: int) -> bool:
    before = start > 0 and text[start - 1].isalpha() and text[start - 1].isascii()
    after = end < len(text) and text[end].isalpha() and text[end].isascii()
    return not before and not after


def _region(row: tuple[str, ...], upper: dict[str, Region] | None) -> Region:
    adcode, name, short, name_en = row
    if not re.fullmatch(r"[1-8]\d{5}", adcode) or not name or not name_en:
        raise DataError(f"region {adcode!r} {name!r}: code, name or English name is not valid")
    if adcode == _COUNTRY:
        return Region(adcode, name, short, name_en, "central", None)
    if adcode.endswith("0000"):
        return Region(adcode, name, short, name_en, "provincial", _COUNTRY)
    if adcode.endswith("00"):
        return Region(adcode, name, short, name_en, "municipal", f"{adcode[:2]}0000")
    assert upper is not None
    above = f"{adcode[:4]}00"
    parent = above if above in upper else f"{adcode[:2]}0000"
    if parent not in upper:
        raise DataError(f"region {adcode}: no region {parent} above it")
    return Region(adcode, name, short, name_en, "county", parent)


def _forms(item: Region, *, short: bool) -> list[str]:
    """Other names: 浙江, and 海西州 or 广西自治区 where the full name names the peoples."""
    if not item.short:
        return []
    forms = [item.short] if short else []
    for long, kind in _KINDS.items():
        if item.name.endswith(long) and item.name != item.short + kind:
            forms.append(item.short + kind)
            break
    return forms


def _by_name(regions: Iterable[Region], *, short: bool) -> dict[str, tuple[Region, ...]]:
    names: dict[str, list[Region]] = {}
    for item in regions:
        for name in {item.name: None, **dict.fromkeys(_forms(item, short=short))}:
            names.setdefault(name, []).append(item)
    # 海南 is the province, seldom 海南藏族自治州; 吉林 the province, unless 市 follows.
    return {
        name: tuple(r for r in found if r.level == found[0].level) for name, found in names.items()
    }
