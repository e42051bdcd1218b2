from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext.errors import DataError
from policytext.schema import (
    Artefact,
    Aspect,
    Declared,
    Meta,
    PolicyDocument,
    Provenance,
    Source,
    Span,
    Task,
)
from policytext.taxonomy import (
    Taxonomy,
    TaxonomyAspect,
    TaxonomyTask,
    build_taxonomy,
    crosswalk,
    dump_taxonomy,
    list_taxonomies,
    load_taxonomy,
    parse_taxonomy,
    validate,
)

TINY = """
id = "tiny"
version = "1"
title_zh = "小"
[[aspect]]
id = "A1"
title_zh = "甲"
[[aspect.task]]
id = "T01"
title_zh = "乙"
"""


def test_2024_has_the_declared_counts():
    taxonomy = load_taxonomy("digital-rural-2024")
    assert len(taxonomy.aspects) == 9
    per_aspect = [
        sum(t.aspect_id == aspect.id for t in taxonomy.tasks) for aspect in taxonomy.aspects
    ]
    assert per_aspect == [3, 2, 3, 4, 2, 3, 4, 2, 5]
    assert taxonomy.is_complete
    assert all(t.title_zh and t.title_en and t.keywords for t in taxonomy.tasks)


def test_incomplete_years_say_so():
    for name in ("digital-rural-2022", "digital-rural-2023", "digital-rural-2025"):
        taxonomy = load_taxonomy(name)
        assert not taxonomy.is_complete
        assert validate(taxonomy) == []


def test_crosswalks_name_tasks_that_exist():
    for name in list_taxonomies():
        here = {t.id for t in load_taxonomy(name).tasks}
        there = {t.id for t in load_taxonomy("digital-rural-2024").tasks}
        for crossing in crosswalk(name, "digital-rural-2024"):
            assert crossing.from_task in here
            assert crossing.to_task in there
    assert crosswalk("digital-rural-2022", "digital-rural-2024")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('version = "1"', 'version = "1"\ncolour = "red"', "unknown keys colour"),
        ('title_zh = "乙"', "", "no title_zh or title_en"),
        ('id = "T01"', 'id = ""', "'id' must be a text"),
        ('title_zh = "乙"', 'title_zh = "乙"\nkeywords = [""]', "list of words"),
        ('version = "1"', 'version = "1"\ndeclared_tasks = true', "whole number"),
        ('id = "tiny"', 'id = "tiny', "not a valid TOML"),
        ('title_zh = "乙"', 'title_zh = "乙"\nkeywords=["a"]\nnegative=["a"]', "both keyword"),
    ],
)
def test_errors_say_what_is_wrong(old, new, message):
    with pytest.raises(DataError, match=message):
        parse_taxonomy(TINY.replace(old, new, 1).encode(), "tiny.toml")


def test_unknown_name_lists_the_known_ones():
    with pytest.raises(DataError, match="digital-rural-2024"):
        load_taxonomy("digital-rural-1999")
    with pytest.raises(DataError, match="does not exist"):
        load_taxonomy("nowhere/at-all.toml")


def test_load_from_a_path(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(TINY, encoding="utf-8")
    assert load_taxonomy(str(path)).tasks[0].title_zh == "乙"


WORDS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1).filter(str.strip)


@given(WORDS, WORDS, st.lists(WORDS, max_size=3, unique=True))
def test_dump_reads_back(title, description, keywords):
    taxonomy = Taxonomy(
        "x",
        "1",
        title,
        "",
        (TaxonomyAspect("A1", title, ""),),
        (TaxonomyTask("T01", "A1", title, "t", description, tuple(keywords)),),
        None,
        3,
        "",
    )
    again = parse_taxonomy(dump_taxonomy(taxonomy).encode(), "dump")
    assert (again.tasks, again.aspects, again.declared_tasks) == (
        taxonomy.tasks,
        taxonomy.aspects,
        3,
    )


def _document(text, titles):
    def span(words):
        start = text.index(words)
        return Span(start=start, end=start + len(words), quote=words)

    none = Artefact(id="x", sha256="0")
    return PolicyDocument(
        source=Source(
            id="n", uri=None, media_type="text/plain", sha256="0", encoding=None,
            language="zh-Hans", n_chars=len(text), n_pages=None, furniture=[],
        ),
        provenance=Provenance(
            policytext="0", schema_version="1.0", gazetteers=none, taxonomy=None, model=None,
            options=none,
        ),
        meta=Meta(
            title="家政服务工作方案", title_span=None, doc_number=None, doc_type="plan", level=None,
            jurisdiction=None, issued_on=date(2024, 1, 1), issued_on_span=None,
            published_on=None, published_on_span=None, period=None,
        ),
        outline=[],
        declared=[Declared(what="tasks", stated=2, found=2, span=span(titles[0]))],
        aspects=[
            Aspect(
                id="A1", ordinal=1, title=titles[0], span=span(titles[0]),
                tasks=[
                    Task(id=f"A1.T{i}", ordinal=i, title=t, span=span(t), agencies=[],
                         deadline=None, target_ids=[])
                    for i, t in enumerate(titles[1:], 1)
                ],
            )
        ] if titles[1:] else [],
        targets=[], agencies=[], references=[], passages=[], coverage=[], diagnostics=[],
        text=text,
    )  # fmt: skip


def test_build_takes_titles_and_the_text_below_them():
    text = "提升质量\n规范家政合同\n推行书面合同文本。\n培训从业人员\n开展护理培训。\n"
    taxonomy = build_taxonomy(_document(text, ["提升质量", "规范家政合同", "培训从业人员"]))
    assert [t.id for t in taxonomy.tasks] == ["T01", "T02"]
    assert taxonomy.tasks[0].description == "推行书面合同文本"
    assert taxonomy.declared_tasks == 2
    assert taxonomy.sha256


def test_build_refuses_a_document_without_tasks():
    with pytest.raises(DataError, match="no tasks"):
        build_taxonomy(_document("提升质量", ["提升质量"]))
