"""Cited documents: composed snippets with floors, and one test for each class of failure."""

from __future__ import annotations

import pytest
from gold_meta import as_text, entries
from hypothesis import given
from hypothesis import strategies as st

from policytext.extraction.doc_numbers import adcode_of_code, find_doc_numbers
from policytext.extraction.doc_types import chinese_title_noun, is_generic
from policytext.extraction.items import ReferenceItem
from policytext.extraction.references import find_references
from policytext.extraction.references_en import find_english_titles

SNIPPETS = entries("references.jsonl")
# Precision, recall and shares of right fields on the composed snippets. Lowering one takes a
# line in CHANGELOG.md.
FLOORS = {"precision": 1.0, "recall": 1.0, "doc_number": 1.0, "alias": 1.0, "relation": 1.0}


def references(text: str, title: str | None = None) -> list[ReferenceItem]:
    normal = as_text(text)
    end = normal.text.find("\n") if title else 0
    return find_references(normal, (), (0, end) if title else None)


def test_gold_floors() -> None:
    true = found_count = wanted_count = 0
    right = {"doc_number": 0, "alias": 0, "relation": 0}
    wrong: list[str] = []
    for snippet in SNIPPETS:
        found = {item.title: item for item in references(snippet["text"], snippet["title"])}
        wanted = {item["title"]: item for item in snippet["references"]}
        if found.keys() != wanted.keys():
            wrong.append(f"{snippet['id']} {snippet['kind']}: {list(found)}")
        both = found.keys() & wanted.keys()
        true, found_count = true + len(both), found_count + len(found)
        wanted_count += len(wanted)
        for title in sorted(both):
            for field in right:
                value = getattr(found[title], field)
                right[field] += value == wanted[title][field]
                if value != wanted[title][field]:
                    wrong.append(f"{snippet['id']} {snippet['kind']}: {field} {value!r}")
    measured = {"precision": true / found_count, "recall": true / wanted_count}
    measured |= {field: count / true for field, count in right.items()}
    assert len(SNIPPETS) >= 60
    assert all(measured[name] >= floor for name, floor in FLOORS.items()), "\n".join(wrong)


def test_gold_beats_taking_every_title_in_marks() -> None:
    """The trivial reading, every 《…》, is wrong often enough for the gold to tell."""
    marked = [snippet for snippet in SNIPPETS if "《" in snippet["text"]]
    every = sum(snippet["text"].count("《") for snippet in marked)
    wanted = sum(len(snippet["references"]) for snippet in marked)
    assert wanted < 0.75 * every


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("中发〔2024〕1号", "中发〔2024〕1号"),
        ("国办发[2021]11号", "国办发〔2021〕11号"),
        ("粤府办（2023）05号", "粤府办〔2023〕5号"),
        ("国发【2015】 52 号", "国发〔2015〕52号"),
        ("ZF [2024] No. 1", "中发〔2024〕1号"),
        ("Guo Ban Fa [2021] No. 11", "国办发〔2021〕11号"),
        ("State Paper [2021] No. 11", "State Paper [2021] No. 11"),
        ("中华人民共和国国务院令第746号", "国务院令第746号"),
        ("广州市人民政府令 第179号", "广州市人民政府令第179号"),
    ],
)
def test_number_forms(written: str, canonical: str) -> None:
    normal = as_text(written + "。")
    assert [n.canonical for n in find_doc_numbers(normal.text)] == [canonical]


@pytest.mark.parametrize(
    "text", ["见[2020]甲", "（2021年3月号）", "第〔三〕组", "在(2024)年", "F[2021]"]
)
def test_no_number(text: str) -> None:
    assert find_doc_numbers(as_text(text).text) == []


def test_words_before_a_number_are_not_its_code() -> None:
    numbers = find_doc_numbers("必须落实国办发〔2020〕4号，聚焦国发〔2022〕2号，鲁国发〔2019〕8号")
    assert [n.code for n in numbers] == ["国办发", "国发", "鲁国发"]
    numbers = find_doc_numbers("《甲》和粤府办〔2023〕5号、日政发〔2022〕3号、和政办发〔2021〕1号")
    assert [n.code for n in numbers] == ["粤府办", "日政发", "和政办发"]
    orders = find_doc_numbers("2021年7月27日国务院令第746号公布，按照水利部令第43号修改")
    assert [n.canonical for n in orders] == ["国务院令第746号", "水利部令第43号"]


def test_numbers_of_plots_and_cases_are_not_cited_documents() -> None:
    assert references("地块编号为湖政工出【2023】14号，面积三亩。") == []
    (item,) = references("按照湖政工出【2023】14号的要求办理。")
    assert item.relation == "based_on"


def test_code_words_tell_the_territory() -> None:
    assert adcode_of_code("国办发") == "100000"
    assert adcode_of_code("粤府办") == "440000"
    assert adcode_of_code("穗市监规字") == "440100"
    assert adcode_of_code("某某办") is None


def test_titles_that_are_no_documents() -> None:
    assert chinese_title_noun("孙子兵法") is None
    assert chinese_title_noun("农民日报") is None
    assert chinese_title_noun("数字乡村标准体系建设指南(试行)") == "指南"


def test_short_forms_are_generic_and_the_constitution_is_not() -> None:
    assert is_generic("实施方案")
    assert is_generic("纲要(草案)")
    assert not is_generic("宪法")
    assert not is_generic("山塘管理办法")


def test_a_second_mention_adds_what_the_first_lacked() -> None:
    (item,) = references("《山塘管护办法》好懂。请落实《山塘管护办法》（浙水〔2020〕6号）。")
    assert (item.start, item.doc_number, item.relation) == (0, "浙水〔2020〕6号", "implements")


def test_rule_names_the_word_that_decided() -> None:
    (item,) = references("为贯彻落实《山塘管护办法》，召开现场会。")
    assert item.rule == "title:贯彻落实"


def test_english_titles_stop_at_their_end() -> None:
    text = (
        "under the Plan for Wells of the Upper Valley and to mend the Law on Roads of the County."
    )
    found = [text[a:b] for a, b in find_english_titles(text)]
    assert found == ["Plan for Wells of the Upper Valley", "Law on Roads of the County"]


@given(
    st.text(
        alphabet="《》〈〉（）〔〕[]国发2024年1号办法意见根据废止、，。\n the Plan for Law",
        max_size=300,
    )
)
def test_any_text_gives_spans_inside_it(text: str) -> None:
    normal = as_text(text)
    places = [(item.start, item.end) for item in find_references(normal, (), None)]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(normal.text) for start, end in places)


def test_time_grows_with_the_text_only() -> None:
    """A text of opened and never closed marks is read once, not once for each mark."""
    assert references("《山塘" * 20_000) == []
    assert len(references("根据《山塘管护办法》，" * 5_000)) == 1
