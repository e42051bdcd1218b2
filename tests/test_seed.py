"""English: the first example of the design, where it lies beside the repository, and its twins."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from fixtures.expected import (
    FIXTURES,
    SHARED,
    assert_spans_hold,
    facts,
    issuers,
    named_bodies,
    read,
)

from policytext.schema import PolicyDocument

SEED = SHARED / "seed" / "notice-2024.en.txt"
# A task of a listing must not keep the word that binds it to its neighbours.
REMAINS = ("and ", "including ", "includes ", "it includes ")


@pytest.fixture(scope="module")
def seed() -> PolicyDocument:
    return read(SEED)


@pytest.fixture(scope="module")
def news_twin() -> PolicyDocument:
    return read(FIXTURES / "logistics-2023.news.en.txt")


@pytest.fixture(scope="module")
def full_english() -> PolicyDocument:
    return read(FIXTURES / "notice-2024.full.en.txt")


def assert_clean_titles(doc: PolicyDocument) -> None:
    for aspect in doc.aspects:
        for item in (aspect, *aspect.tasks):
            assert not item.title.lower().startswith(REMAINS)
            assert item.title == item.title.strip(" ,.;")
            assert " ".join(item.span.quote.split()).find(item.title) >= 0


@pytest.mark.skipif(not SEED.exists(), reason="the seed is not part of the repository")
class TestSeed:
    def test_spans_hold(self, seed: PolicyDocument) -> None:
        assert assert_spans_hold(seed) > 50

    def test_aspects_and_tasks(self, seed: PolicyDocument) -> None:
        assert [len(aspect.tasks) for aspect in seed.aspects] == [3, 2, 3, 4, 2, 3, 4, 2, 5]
        assert_clean_titles(seed)
        assert {(d.what, d.stated, d.found) for d in seed.declared} == {
            ("aspects", 9, 9),
            ("tasks", 28, 28),
        }

    def test_a_title_keeps_its_own_commas(self, seed: PolicyDocument) -> None:
        assert seed.aspects[3].tasks[1].title.endswith("of agriculture, culture and tourism")

    def test_every_task_opens_with_a_verb_in_ing(self, seed: PolicyDocument) -> None:
        # Two tasks of the seed are worded otherwise ("continue to ...", "efforts to ...").
        others = [
            task.title
            for aspect in seed.aspects
            for task in aspect.tasks
            if not task.title.split()[0].endswith("ing") and task.title.split()[1][-3:] != "ing"
        ]
        assert len(others) <= 4

    def test_targets(self, seed: PolicyDocument) -> None:
        numeric = [target for target in seed.targets if target.value is not None]
        assert [(t.comparator, t.measure, t.value, t.unit) for t in numeric] == [
            ("gt", "level", Decimal(200_000_000), None),
            ("eq", "increase", Decimal(2), "pp"),
            ("gt", "level", Decimal(630_000_000_000), "CNY"),
        ]
        assert {target.deadline for target in numeric} == {date(2024, 12, 31)}
        assert {target.status for target in seed.targets} == {"target"}
        for target, words in zip(
            numeric, ("broadband access users", "penetration rate", "online retail"), strict=True
        ):
            assert words in (target.indicator or "")
        qualitative = [target for target in seed.targets if target.measure == "qualitative"]
        assert any("informatization rate" in (t.indicator or "") for t in qualitative)
        assert len(seed.targets) == len(numeric) + len(qualitative)

    def test_agencies(self, seed: PolicyDocument) -> None:
        bodies = facts()["bodies"]
        expected = sorted(bodies[short] for short in facts()["issuers"]["names"])
        assert sorted(agency.name for agency in issuers(seed)) == expected
        assert sorted(agency.name for agency in named_bodies(seed)) == expected
        assert "cn/cac" in [agency.id for agency in seed.agencies]

    def test_references(self, seed: PolicyDocument) -> None:
        cited = [r for r in seed.references if not r.title.startswith("Key Points")]
        assert [r.doc_number for r in cited] == ["中发〔2024〕1号", None, None]
        assert cited[1].title == "Strategic Outline for Digital Rural Development"
        assert cited[2].title == "Action Plan for Digital Rural Development (2022-2025)"

    def test_title_and_dates(self, seed: PolicyDocument) -> None:
        assert (seed.meta.title or "").startswith("Four departments including")
        assert seed.meta.issued_on == date(2024, 5, 15)
        assert seed.meta.published_on == date(2024, 5, 16)
        assert seed.meta.level == "central"

    def test_nothing_from_the_foot(self, seed: PolicyDocument) -> None:
        assert seed.text is not None
        foot = seed.text.index("Login Comments")
        for item in [*seed.targets, *seed.references, *seed.aspects, *seed.outline]:
            assert item.span.end <= foot
        for agency in seed.agencies:
            assert all(mention.span.end <= foot for mention in agency.mentions)


class TestNewsTwin:
    """A composed report of an invented notice: other words, counts and numbers."""

    def test_spans_hold(self, news_twin: PolicyDocument) -> None:
        assert assert_spans_hold(news_twin) > 30

    def test_aspects_and_tasks(self, news_twin: PolicyDocument) -> None:
        assert [(a.title, [task.title for task in a.tasks]) for a in news_twin.aspects] == [
            (aspect["title"], aspect["tasks"]) for aspect in facts("logistics_2023")["aspects"]
        ]
        assert_clean_titles(news_twin)

    def test_declared(self, news_twin: PolicyDocument) -> None:
        assert {(d.what, d.stated, d.found) for d in news_twin.declared} == {
            ("aspects", 5, 5),
            ("tasks", 14, 14),
        }

    def test_targets(self, news_twin: PolicyDocument) -> None:
        stated = facts("logistics_2023")["targets"]
        assert len(news_twin.targets) == len(stated)
        for target, expected in zip(news_twin.targets, stated, strict=True):
            value = Decimal(expected["value"]) if "value" in expected else None
            assert (target.value, target.measure) == (value, expected["measure"])
            assert target.deadline == date(2023, 12, 31)
            assert expected["indicator"] in (target.indicator or "")
            if value is not None:
                assert (target.comparator, target.unit) == (
                    expected["comparator"],
                    expected["unit"],
                )

    def test_agencies(self, news_twin: PolicyDocument) -> None:
        expected = sorted(facts("logistics_2023")["issuers"])
        assert sorted(agency.name for agency in issuers(news_twin)) == expected
        # The General Office stands in the title of a cited document only.
        others = {agency.name for agency in named_bodies(news_twin)} - set(expected)
        assert others <= {"国务院办公厅", "国务院"}

    def test_references(self, news_twin: PolicyDocument) -> None:
        cited = [r for r in news_twin.references if not r.title.startswith("Key Points")]
        assert [r.doc_number for r in cited] == ["国办发〔2023〕7号", None, None]
        assert [r.title for r in cited[1:]] == facts("logistics_2023")["references"]

    def test_title_and_dates(self, news_twin: PolicyDocument) -> None:
        assert news_twin.meta.title == facts("logistics_2023")["title"]
        assert news_twin.meta.issued_on == date(2023, 4, 18)
        assert news_twin.meta.published_on == date(2023, 4, 19)


class TestFullEnglish:
    """The issuing notice in English, numbered I. and 1., with the facts of the Chinese one."""

    def test_spans_hold(self, full_english: PolicyDocument) -> None:
        assert assert_spans_hold(full_english) > 50

    def test_aspects_and_tasks(self, full_english: PolicyDocument) -> None:
        assert [(a.title, [task.title for task in a.tasks]) for a in full_english.aspects] == [
            (aspect["title"], [title for title, _ in aspect["tasks"]])
            for aspect in facts("notice_2024_en")["aspects"]
        ]

    def test_targets_are_those_of_the_chinese_notice(self, full_english: PolicyDocument) -> None:
        stated = facts()["targets"]
        assert [(t.measure, t.value, t.unit, t.deadline) for t in full_english.targets] == [
            (
                target["measure"],
                Decimal(target["value"]) if "value" in target else None,
                target.get("unit"),
                date(2024, 12, 31),
            )
            for target in stated
        ]
        indicators = facts("notice_2024_en")["target_indicators"]
        for target, indicator in zip(full_english.targets, indicators, strict=True):
            assert indicator in (target.indicator or "")

    def test_issuers_have_the_ids_of_the_chinese_notice(self, full_english: PolicyDocument) -> None:
        chinese = read(FIXTURES / "notice-2024.full.hans.txt")
        assert {agency.id for agency in issuers(full_english)} == {
            agency.id for agency in issuers(chinese)
        }
        assert len(issuers(full_english)) == 4

    def test_references(self, full_english: PolicyDocument) -> None:
        stated = facts("notice_2024_en")
        cited = [r for r in full_english.references if r.title != stated["title"]]
        assert [r.doc_number or "" for r in cited] == stated["reference_numbers"]
        assert stated["references"][0] in cited[0].title
        assert [r.title for r in cited[1:]] == stated["references"][1:]

    def test_declared(self, full_english: PolicyDocument) -> None:
        assert {(d.what, d.stated, d.found) for d in full_english.declared} == {
            ("aspects", 9, 9),
            ("tasks", 28, 28),
        }

    def test_date(self, full_english: PolicyDocument) -> None:
        assert full_english.meta.issued_on == date(2024, 5, 15)
