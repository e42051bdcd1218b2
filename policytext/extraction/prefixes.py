"""What stands before the function of a local organ: 浙江省|农业农村厅, 市|财政局, 省委|网信办."""

from __future__ import annotations

from dataclasses import dataclass

from policytext.extraction.bodies import LEVEL_OF_KIND, Home
from policytext.gazetteer import Region, load_regions
from policytext.patterns import lazy
from policytext.regions import is_within
from policytext.schema import Level

LONGEST_REGION = 15
"""Characters of the longest name of a region that is looked for."""

_PLURAL = lazy(
    r"(?:各级|各地|各|所有|有关|相关|每个|地方)(?:[省市县区州盟旗]、|自治[区州县旗]、|设区的?|和){0,4}$"
)
KINDS = ("自治区", "自治州", "自治县", "自治旗", "直辖市", "兵团", *"省市县区州盟旗")
# 城市|规划局, 上市|公司: the character belongs to a word, not to a level.
_NOT_A_LEVEL = lazy(
    r"(?:城|省|超|上|股|门|都|夜|集|地|社|园|景|校|小|片|库|灾|山|林|矿|湾|特|专)\Z"
)
_GOVERNMENT = lazy(r"(?:人民政府|政府)\Z")
_PARTY = lazy(r"(?:党工委|党委|(?<=[省市县区州盟旗地])委)\Z")
_BOTH = lazy(r"[两三四五六七八]\Z")


@dataclass(frozen=True, slots=True)
class Prefix:
    """What stands before a function: a region, or a level without a name."""

    start: int
    region: Region | None
    level: Level | None
    plural: bool
    ambiguous: bool = False


class Prefixes:
    """Reads prefixes in one text; ``home`` says what 省 and 市 without a name mean in it."""

    def __init__(self, text: str, home: Home) -> None:
        self._text = text
        self._home = home
        self._near = home.at("municipal") or home.province
        self._regions = load_regions()

    def before(self, low: int, end: int) -> Prefix | None:
        """The region or level that ends at ``end``, a 政府 or 委 between stepped over.

        Nothing before ``low`` is read.
        """
        window = self._text[low:end]
        for step in (_GOVERNMENT, _PARTY):
            if (match := step.search(window)) and match.start() > 0:
                window = window[: match.start()]
                break
        kind = next((k for k in KINDS if window.endswith(k)), "")
        several = _BOTH.search(window, 0, len(window) - len(kind)) if kind else None
        place = self.region_tail(window[: several.start()] if several else window)
        if place is not None:
            start, candidates = place
            context: Region | None = None
            outer = self.region_tail(window[:start])
            if outer is not None:
                context = self.choose(outer[1], None)
                region = self.choose(candidates, context)
                while outer is not None:
                    start = outer[0]
                    outer = self.region_tail(window[:start])
            else:
                region = self.choose(candidates, None)
            if window[:start].endswith("中共"):
                start -= 2
            level = candidates[0].level
            return Prefix(low + start, region, level, plural=False, ambiguous=region is None)
        return self._level_tail(window, low)

    def _level_tail(self, window: str, low: int) -> Prefix | None:
        kind = next((k for k in KINDS if window.endswith(k)), None)
        if kind is None:
            return None
        start = len(window) - len(kind)
        rest = window[:start]
        if _NOT_A_LEVEL.search(rest):
            return None
        plural = _PLURAL.search(rest)
        if plural:
            return Prefix(low + plural.start(), None, LEVEL_OF_KIND[kind], plural=True)
        region = self._home.for_kind(kind)
        level = region.level if region else LEVEL_OF_KIND[kind]
        return Prefix(low + start, region, level, plural=False)

    def region_tail(self, window: str) -> tuple[int, tuple[Region, ...]] | None:
        """Where the longest region name at the end of ``window`` begins, and whose it is."""
        for length in range(min(LONGEST_REGION, len(window)), 1, -1):
            candidates = self.regions_named(window[-length:])
            if candidates:
                return len(window) - length, candidates
        return None

    def regions_named(self, name: str) -> tuple[Region, ...]:
        """The regions of a name; short names of counties count near home only."""
        regions = self._regions
        found = regions.upper_names.get(name) or regions.county_names.get(name)
        if found is None and self._near is not None:
            near = regions.county_short_names.get(name, ())
            found = tuple(r for r in near if is_within(r.adcode, self._near.adcode))
        return found or ()

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
