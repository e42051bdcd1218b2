"""The gazetteers: organs of Party and State, functions of local organs, regions."""

from __future__ import annotations

from policytext.regions import (
    Region,
    RegionMention,
    find_regions,
    load_regions,
    region,
    region_by_name,
)

__all__ = ["Region", "RegionMention", "find_regions", "load_regions", "region", "region_by_name"]
