"""Listings of tasks in running text."""

from __future__ import annotations

import pytest

from policytext.extraction.listing import find_listing, split_listing


def titles(text: str, *, chinese: bool) -> list[str]:
    listing = find_listing(text, 0, len(text), chinese=chinese)
    assert listing is not None
    return [text[s:e] for s, e in split_listing(text, *listing, chinese=chinese)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "It includes paving roads, building bridges, and laying cables.",
            ["paving roads", "building bridges", "laying cables"],
        ),
        (
            "It includes improving the supply of seed and expanding the sale of fruit.",
            ["improving the supply of seed", "expanding the sale of fruit"],
        ),
        (
            "Including efforts to improve schools, continue to support clinics, and train nurses.",
            ["efforts to improve schools", "continue to support clinics", "train nurses"],
        ),
        (
            "It includes promoting the integration of farming, culture and tourism, and "
            "cultivating and strengthening the team.",
            [
                "promoting the integration of farming, culture and tourism",
                "cultivating and strengthening the team",
            ],
        ),
        (
            "It includes steadily promoting the “buy, sell, and send” service; training drivers.",
            ["steadily promoting the “buy, sell, and send” service", "training drivers"],
        ),
        (
            "It includes the repair of roads, the renewal of bridges, and the lighting of streets.",
            ["the repair of roads", "the renewal of bridges", "the lighting of streets"],
        ),
    ],
)
def test_english(text: str, expected: list[str]) -> None:
    assert titles(text, chinese=False) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "包括提升供给能力，加大改造力度，以及讲好乡村故事。",
            ["提升供给能力", "加大改造力度", "讲好乡村故事"],
        ),
        (
            "主要包括:提升供给能力、加大改造力度、加快数据共享等3项任务。",
            ["提升供给能力", "加大改造力度", "加快数据共享"],
        ),
        (
            "包括推动农业，文化，旅游融合，加强人才培养。",
            ["推动农业，文化，旅游融合", "加强人才培养"],
        ),
        (
            "包括强化监测和帮扶举措，提升治理效能和加强队伍建设。",
            ["强化监测和帮扶举措", "提升治理效能", "加强队伍建设"],
        ),
        (
            "包括培养、壮大人才队伍，建好“种、养、加”平台。",
            ["培养、壮大人才队伍", "建好“种、养、加”平台"],
        ),
        ("包括加快推进甲项目;完善乙机制。", ["加快推进甲项目", "完善乙机制"]),
    ],
)
def test_chinese(text: str, expected: list[str]) -> None:
    assert titles(text, chinese=True) == expected


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("参会人员包括省直部门负责同志。", True),
        ("Guests include officials and farmers.", False),
        ("没有列举。", True),
    ],
)
def test_other_listings_are_no_tasks(text: str, chinese: bool) -> None:
    assert find_listing(text, 0, len(text), chinese=chinese) is None
