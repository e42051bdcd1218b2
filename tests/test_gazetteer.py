"""The gazetteers: ids, aliases, regions."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext.errors import DataError
from policytext.gazetteer import Gazetteer, find_regions, load_gazetteer, region, region_by_name
from policytext.regions import Regions, is_within, load_regions, short_code

# Names that more than one organ bears on the same day; each needs a reason here.
AMBIGUOUS: frozenset[str] = frozenset()


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def test_size(gazetteer: Gazetteer) -> None:
    aliases = sum(len(o.names) + 1 + len(o.aliases_en) for o in gazetteer.organs.values())
    assert len(gazetteer.organs) >= 240
    assert aliases >= 700
    assert len(load_regions().upper) == 368
    assert len(load_regions().counties) == 2847


def test_every_id_is_unique_and_well_formed(gazetteer: Gazetteer) -> None:
    keys = Counter(organ.key for organ in gazetteer.organs.values())
    assert [key for key, n in keys.items() if n > 1] == []
    assert all(re.fullmatch(r"(cn|org)/[a-z][a-z-]*", id_) for id_ in gazetteer.organs)


def test_every_alias_names_one_organ_on_a_day_or_is_listed_as_ambiguous(
    gazetteer: Gazetteer,
) -> None:
    days = [date(year, 7, 1) for year in range(1999, 2027)]
    for name, term in gazetteer.terms.items():
        for day in days:
            alive = [organ.id for organ in term.organs if organ.exists_on(day)]
            assert len(alive) <= 1 or name in AMBIGUOUS, (name, day, alive)
        assert len({function.key for function in term.functions}) <= 1, name


def test_every_english_alias_names_one_organ(gazetteer: Gazetteer) -> None:
    borne: dict[str, set[str]] = {}
    for organ in gazetteer.organs.values():
        for name in (organ.name_en, *organ.aliases_en):
            if name:
                borne.setdefault(name.lower(), set()).add(organ.id)
    assert {name: ids for name, ids in borne.items() if len(ids) > 1} == {}


def test_successors_begin_no_later_than_their_predecessors_end(gazetteer: Gazetteer) -> None:
    for organ in gazetteer.organs.values():
        if organ.successor is None:
            continue
        successor = gazetteer.organs[organ.successor]
        assert organ.valid_to is not None, organ.id
        if successor.valid_from is not None:
            assert successor.valid_from <= organ.valid_to, organ.id


def test_renamed_organs_have_their_dates(gazetteer: Gazetteer) -> None:
    revitalisation = gazetteer.organs["cn/nrra"]
    assert revitalisation.exists_on(date(2022, 1, 1))
    assert not revitalisation.exists_on(date(2023, 4, 1))
    assert revitalisation.successor == "cn/agri"
    assert not gazetteer.organs["cn/data"].exists_on(date(2022, 1, 1))


def test_functions_take_the_id_of_their_central_organ(gazetteer: Gazetteer) -> None:
    keys = {f.key for term in gazetteer.terms.values() for f in term.functions}
    assert {"agri", "ndrc", "miit", "cac", "finance", "water"} <= keys
    assert {f"cn/{key}" for key in ("agri", "ndrc", "miit", "cac")} <= set(gazetteer.organs)


def test_hash_is_stable(gazetteer: Gazetteer) -> None:
    assert gazetteer.sha256 == Gazetteer().sha256
    assert re.fullmatch(r"[0-9a-f]{64}", gazetteer.sha256)


def test_region_codes_and_parents() -> None:
    yuhang = region("330110")
    assert yuhang is not None
    assert (yuhang.name, yuhang.level, yuhang.parent) == ("余杭区", "county", "330100")
    assert [r.name for r in load_regions().ancestors("330110")] == ["余杭区", "杭州市", "浙江省"]
    # Counties straight under a province, with no prefecture between.
    assert [r.name for r in load_regions().ancestors("429004")] == ["仙桃市", "湖北省"]
    assert [r.name for r in load_regions().ancestors("110105")] == ["朝阳区", "北京市"]
    assert region("999999") is None


@pytest.mark.parametrize(
    ("name", "adcode"),
    [
        ("浙江", "330000"),
        ("浙江省", "330000"),
        ("海南", "460000"),
        ("海南州", "632500"),
        ("吉林市", "220200"),
        ("广西自治区", "450000"),
        ("黔东南", "522600"),
        ("黔东南州", "522600"),
        ("景宁县", "331127"),
        ("桐庐", "330122"),
        ("Hangzhou City", "330100"),
        ("Inner Mongolia", "150000"),
        ("Shaanxi Province", "610000"),
    ],
)
def test_region_by_name(name: str, adcode: str) -> None:
    found = region_by_name(name)
    assert found is not None
    assert found.adcode == adcode


def test_a_name_of_several_regions_needs_its_territory() -> None:
    assert region_by_name("西湖区") is None
    found = region_by_name("西湖区", within="330100")
    assert found is not None
    assert found.adcode == "330106"
    assert region_by_name("Suzhou") is None


def test_find_regions_resolves_by_what_stands_before() -> None:
    mentions = find_regions("杭州市西湖区与南昌市西湖区")
    assert [m.region.adcode if m.region else None for m in mentions] == [
        "330100",
        "330106",
        "360100",
        "360103",
    ]
    assert [m.region for m in find_regions("鼓楼区")] == [None]
    assert len(find_regions("鼓楼区")[0].candidates) > 1


def test_find_regions_in_english_takes_whole_words() -> None:
    assert find_regions("Hainanese cooking in Jinanville") == []
    (found,) = find_regions("in Zhejiang Province")
    assert (found.start, found.end, found.full) == (3, 20, True)


@given(st.text(alphabet="浙江省杭州市西湖区鼓楼 Suzhoa,。", max_size=60))
def test_region_mentions_are_sorted_apart_and_inside_the_text(text: str) -> None:
    place = 0
    for mention in find_regions(text):
        assert place <= mention.start < mention.end <= len(text)
        assert mention.region is None or mention.region in mention.candidates
        place = mention.end


def test_codes_nest() -> None:
    assert [short_code(c) for c in ("330000", "330100", "330110")] == ["33", "3301", "330110"]
    assert is_within("330110", "330100")
    assert is_within("330110", "100000")
    assert not is_within("330110", "340000")


def test_a_region_without_a_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "policytext.regions.read_table", lambda *_: [("330000", "", "浙江", "Zhejiang")]
    )
    with pytest.raises(DataError, match="330000"):
        Regions()
