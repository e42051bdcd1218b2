"""What stands before the function of a local organ: 浙江省|农业农村厅, 市|财政局, 省委|网信办."""

from __future__ import annotations

from policytext.extraction.bodies import LEVEL_OF_KIND, Home
from policytext.gazetteer import Region, load_regions
from policytext.patterns import lazy
from policytext.regions import is_within
from policytext.schema import Level

_PLURAL = lazy(
    r"(?:各级|各地|各|所有|有关|相关|每个|地方)(?:[省市县区州盟旗]、|自治[区州县旗]、|设区的?|和){0,4}$"
)
# What stands before _PLURAL's end ends in one of these.
_PLURAL_ENDS = frozenset("级地各有关个方、区的和\n")
_LONGER_KINDS = ("自治区", "自治州", "自治县", "自治旗", "直辖市", "兵团")
# What stands before the last character of these.
_IN_LONGER_KINDS = frozenset("治辖兵")
_SHORT_KINDS = frozenset("省市县区州盟旗")
KINDS: tuple[str, ...] = (*_LONGER_KINDS, *"省市县区州盟旗")
# 城市|规划局, 上市|公司: the character belongs to a word, not to a level.
_NOT_A_LEVEL = frozenset("城省超上股门都夜集地社园景校小片库灾山林矿湾特专")
_HAS_COMMITTEE = frozenset("省市县区州盟旗地")
_BOTH = frozenset("两三四五六七八")


Prefix = tuple[int, Region | None, Level | None, bool]
"""What stands before a function: where it begins, its region, its level, and whether the text
leaves open which of several regions of one name is meant. A level without a name (省, 各市) has no
region, unless it is the document's own."""


class Prefixes:
    """Reads prefixes in one text; ``home`` says what 省 and 市 without a name mean in it."""

    def __init__(self, text: str, home: Home) -> None:
        self._text = text
        self._home = home
        self._by_kind: dict[str, tuple[Region | None, Level]] = {}
        self._near = home.at("municipal") or home.province
        regions = load_regions()
        self._names = regions.chinese_names
        self._short_names = regions.county_short_names
        # As in ``Regions``.
        self.endings = regions.endings
        self.openings = regions.openings

    def before(self, low: int, end: int) -> Prefix | None:
        """The region or level that ends at ``end``, a 政府 or 委 between stepped over.

        Nothing before ``low`` is read.
        """
        if low >= end:
            return None
        text = self._text
        last = text[end - 1]
        if last in "府委":
            end = self._before_authority(low, end)
            last = text[end - 1]
        kind = last if last in _SHORT_KINDS else ""
        if text[end - 2] in _IN_LONGER_KINDS:
            kind = next((k for k in _LONGER_KINDS if text.endswith(k, low, end)), kind)
        tail = end
        pair = text[end - 2 : end]
        if kind and (place := end - len(kind) - 1) >= low and text[place] in _BOTH:
            tail = place
            pair = text[tail - 2 : tail]
        if pair not in self.endings or (named := self.region_tail(low, tail)) is None:
            return self._level_tail(low, end, kind) if kind else None
        start, candidates = named
        outer = self.region_tail(low, start)
        context = self.choose(outer[1], None) if outer is not None else None
        region = self.choose(candidates, context)
        while outer is not None:
            start = outer[0]
            outer = self.region_tail(low, start)
        if text.endswith("中共", low, start):
            start -= 2
        return start, region, candidates[0].level, region is None

    def _before_authority(self, low: int, end: int) -> int:
        """Where a government or Party committee that ends at ``end`` begins, or ``end``."""
        text = self._text
        start = end
        if text.endswith("政府", low, end):
            start = end - (4 if text.endswith("人民政府", low, end) else 2)
        elif text[end - 1] == "委":
            if text.endswith("党工委", low, end):
                start = end - 3
            elif text.endswith("党委", low, end):
                start = end - 2
            elif end - 1 > low and text[end - 2] in _HAS_COMMITTEE:
                start = end - 1
        return start if start > low else end

    def _level_tail(self, low: int, end: int, kind: str) -> Prefix | None:
        start = end - len(kind)
        if start > low:
            before = self._text[start - 1]
            if before in _NOT_A_LEVEL:
                return None
            if before in _PLURAL_ENDS and (plural := _PLURAL.search(self._text, low, start)):
                return plural.start(), None, LEVEL_OF_KIND[kind], False
        known = self._by_kind.get(kind)
        if known is None:
            # Region and level that a kind without a name means here.
            region = self._home.for_kind(kind)
            known = self._by_kind[kind] = region, region.level if region else LEVEL_OF_KIND[kind]
        return start, known[0], known[1], False

    def region_tail(self, low: int, end: int) -> tuple[int, tuple[Region, ...]] | None:
        """Where the longest region name that ends at ``end`` begins, and whose it is."""
        text = self._text
        lengths = self.endings.get(text[end - 2 : end])
        if lengths is None or end < 2:
            return None
        for length in lengths:
            start = end - length
            if start < low:
                continue
            name = text[start:end]
            candidates = self._names.get(name)
            if candidates or (name in self._short_names and (candidates := self._near_home(name))):
                return start, candidates
        return None

    def region_heads(self, start: int) -> list[tuple[int, tuple[Region, ...]]]:
        """Where region names that begin at ``start`` end, longest first, and whose they are."""
        text = self._text
        heads: list[tuple[int, tuple[Region, ...]]] = []
        for length in self.openings.get(text[start : start + 2], ()):
            name = text[start : start + length]
            candidates = self._names.get(name) or self._near_home(name)
            if candidates and len(name) == length:
                heads.append((start + length, candidates))
        return heads

    def _near_home(self, name: str) -> tuple[Region, ...]:
        """Counties of a short name, which counts near home only."""
        if self._near is None or name not in self._short_names:
            return ()
        near = self._near.adcode
        return tuple(r for r in self._short_names[name] if is_within(r.adcode, near))

    def choose(self, candidates: tuple[Region, ...], context: Region | None) -> Region | None:
        """The one region meant: inside ``context``, else inside the document's own; or None."""
        if len(candidates) == 1:
            return candidates[0]
        for outer in (context, *self._home.chain):
            if outer is not None:
                inside = [r for r in candidates if is_within(r.adcode, outer.adcode)]
                if len(inside) == 1:
                    return inside[0]
        return None
