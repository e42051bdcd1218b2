"""One composed notice in two forms, two scripts and four formats gives one result."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from fixtures.expected import (
    FIXTURES,
    assert_spans_hold,
    facts,
    issuers,
    named_bodies,
    read,
    simplified,
    spans,
)

import policytext as pt
from policytext.schema import PolicyDocument

FILES = sorted(
    path.name
    for path in FIXTURES.glob("notice-2024.*")
    if ".hans." in path.name or ".hant." in path.name
)
PDFS = [name for name in FILES if name.endswith(".pdf")]
END_OF_2024 = date(2024, 12, 31)


@cache
def document(name: str) -> PolicyDocument:
    return read(FIXTURES / name)


def is_full(name: str) -> bool:
    return ".full." in name


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def test_every_form_script_and_format_is_there() -> None:
    for form in ("full", "news"):
        for script in ("hans", "hant"):
            for suffix in ("txt", "html", "docx", "pdf"):
                assert f"notice-2024.{form}.{script}.{suffix}" in FILES
    assert len(FILES) == 19


@pytest.mark.parametrize("name", FILES)
class TestNotice:
    def test_spans_hold(self, name: str) -> None:
        assert assert_spans_hold(document(name)) > 60

    def test_language(self, name: str) -> None:
        expected = "zh-Hans" if ".hans." in name else "zh-Hant"
        assert document(name).source.language == expected

    def test_aspects_and_tasks(self, name: str) -> None:
        found = [
            (simplified(aspect.title), [simplified(task.title) for task in aspect.tasks])
            for aspect in document(name).aspects
        ]
        assert found == [
            (aspect["title"], [task["title"] for task in aspect["tasks"]])
            for aspect in facts()["aspects"]
        ]

    def test_titles_are_as_written(self, name: str) -> None:
        doc = document(name)
        for aspect in doc.aspects:
            for item in (aspect, *aspect.tasks):
                assert squeezed(item.title) in squeezed(item.span.quote)

    def test_declared_counts(self, name: str) -> None:
        doc = document(name)
        counts = {(d.what, d.stated, d.found) for d in doc.declared}
        assert counts == {("aspects", 9, 9), ("tasks", 28, 28)}
        assert "declared-count-differs" not in [d.code for d in doc.diagnostics]

    def test_targets(self, name: str) -> None:
        found = [
            (
                simplified(target.indicator),
                target.comparator if target.value is not None else None,
                target.measure,
                target.value,
                target.unit,
                target.deadline,
                target.status,
            )
            for target in document(name).targets
        ]
        assert found == [
            (
                target["indicator"],
                target.get("comparator"),
                target["measure"],
                Decimal(target["value"]) if "value" in target else None,
                target.get("unit"),
                END_OF_2024,
                "target",
            )
            for target in facts()["targets"]
        ]

    def test_targets_quote_their_phrase(self, name: str) -> None:
        quotes = [simplified(squeezed(target.span.quote)) for target in document(name).targets]
        for quote, target in zip(quotes, facts()["targets"], strict=True):
            assert quote is not None
            assert target["phrase"] in quote

    def test_issuers(self, name: str) -> None:
        bodies = facts()["bodies"]
        assert sorted(agency.name for agency in issuers(document(name))) == sorted(
            bodies[short] for short in facts()["issuers"]["names"]
        )

    def test_no_body_beyond_those_named(self, name: str) -> None:
        bodies = facts()["bodies"]
        expected = set(bodies.values())
        if not is_full(name):
            expected = {bodies[short] for short in facts()["issuers"]["names"]}
        assert {agency.name for agency in named_bodies(document(name))} == expected

    def test_bodies_of_tasks(self, name: str) -> None:
        doc = document(name)
        names = {agency.id: agency.name for agency in doc.agencies}
        bodies = facts()["bodies"]
        for aspect, stated in zip(doc.aspects, facts()["aspects"], strict=True):
            for task, stated_task in zip(aspect.tasks, stated["tasks"], strict=True):
                shorts = stated_task.get("agencies", []) if is_full(name) else []
                assert [names[a.agency_id] for a in task.agencies] == [bodies[s] for s in shorts]
                assert {a.role for a in task.agencies} <= {"lead", "responsible"}

    def test_references(self, name: str) -> None:
        found = [
            (squeezed(simplified(reference.title) or ""), reference.doc_number)
            for reference in document(name).references
            if simplified(reference.title) != facts()["title"]
        ]
        assert found == [
            (squeezed(reference["title"]), reference.get("doc_number"))
            for reference in facts()["references"]
        ]

    def test_title(self, name: str) -> None:
        title = squeezed(simplified(document(name).meta.title) or "")
        assert title == ("".join(facts()["heading"]) if is_full(name) else facts()["headline"])

    def test_dates_told_apart(self, name: str) -> None:
        meta = document(name).meta
        assert meta.issued_on == facts()["issued_on"]
        has_publication = not is_full(name) or name.endswith(".html")
        assert meta.published_on == (facts()["published_on"] if has_publication else None)

    def test_meta(self, name: str) -> None:
        meta = document(name).meta
        assert meta.level == "central"
        assert meta.jurisdiction is not None
        assert meta.jurisdiction.adcode == "100000"
        assert meta.doc_number == (facts()["doc_number"] if is_full(name) else None)
        if not is_full(name):
            assert meta.doc_type == "news"


@pytest.mark.parametrize("form", ["full", "news"])
def test_same_ids_in_every_format(form: str) -> None:
    names = [name for name in FILES if f".{form}." in name]
    found = {
        name: (
            [(agency.id, sorted(agency.roles)) for agency in document(name).agencies],
            [
                (task.id, [(a.agency_id, a.role) for a in task.agencies])
                for aspect in document(name).aspects
                for task in aspect.tasks
            ],
            [(target.id, target.task_id) for target in document(name).targets],
        )
        for name in names
    }
    first = found[names[0]]
    assert {name: value == first for name, value in found.items()} == dict.fromkeys(names, True)


@pytest.mark.parametrize("name", [name for name in FILES if is_full(name)])
def test_outline_of_the_full_form(name: str) -> None:
    outline = [(e.level, e.number, simplified(e.title)) for e in document(name).outline]
    expected: list[tuple[int, str | None, str]] = [
        (1, None, facts()["full"]["overview_heading"]),
        (1, None, facts()["full"]["goal_heading"]),
    ]
    number = 0
    for numeral, aspect in zip("一二三四五六七八九", facts()["aspects"], strict=True):
        expected.append((1, f"{numeral}、", aspect["title"]))
        for task in aspect["tasks"]:
            number += 1
            expected.append((2, f"{number}.", task["title"]))
    assert outline == expected


@pytest.mark.parametrize("name", PDFS)
def test_pages_of_a_pdf(name: str) -> None:
    pdf = pypdfium2.PdfDocument(FIXTURES / name)
    pages = [squeezed(page.get_textpage().get_text_range()) for page in pdf]
    pdf.close()
    doc = document(name)
    assert doc.source.n_pages == len(pages)
    assert len(pages) > 1
    seen = set()
    for path, span in spans(doc):
        assert span.page is not None, path
        # The page is that of the first character; the rest may run over to the next one.
        assert (
            squeezed(span.quote)[:6] in pages[span.page - 1] + pages[min(span.page, len(pages) - 1)]
        )
        assert squeezed(span.quote)[:1] in pages[span.page - 1]
        seen.add(span.page)
    assert max(seen) == len(pages)


@pytest.mark.parametrize("name", PDFS)
def test_running_head_and_page_number_are_in_no_item(name: str) -> None:
    doc = document(name)
    head = facts()["title"] if is_full(name) else "农视网要闻"
    items = [*doc.aspects, *(task for aspect in doc.aspects for task in aspect.tasks), *doc.targets]
    for item in items:
        assert "— " not in item.span.quote
    titles = [simplified(entry.title) for entry in doc.outline]
    assert titles.count(head) <= 1


@pytest.mark.parametrize("name", [name for name in FILES if not name.endswith(".pdf")])
def test_no_pages_without_pages(name: str) -> None:
    assert document(name).source.n_pages is None
    assert all(span.page is None for _, span in spans(document(name)))


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("notice-2024.full.hans.txt", "utf-8"),
        ("notice-2024.full.hans.gb18030.txt", "gb18030"),
        ("notice-2024.full.hans.utf16.txt", "utf-16"),
        ("notice-2024.news.hant.big5.txt", "big5"),
    ],
)
def test_encodings(name: str, encoding: str) -> None:
    found = (document(name).source.encoding or "").lower().replace("_", "-")
    assert found.startswith(encoding) or (encoding == "big5" and found in ("cp950", "big5hkscs"))


@pytest.mark.parametrize(
    "name", ["notice-2024.full.hans.gb18030.txt", "notice-2024.full.hans.utf16.txt"]
)
def test_encoding_changes_nothing_but_the_source(name: str) -> None:
    plain = document("notice-2024.full.hans.txt")
    other = document(name)
    assert other.text == plain.text
    for field in ("meta", "aspects", "targets", "agencies", "references"):
        assert getattr(other, field) == getattr(plain, field)


@pytest.mark.parametrize("name", ["notice-2024.full.hans.pdf", "notice-2024.news.hant.html"])
def test_same_input_same_output(name: str) -> None:
    first = pt.extract(FIXTURES / name).model_dump_json()
    assert pt.extract(FIXTURES / name).model_dump_json() == first


def test_text_and_bytes_give_what_the_file_gives() -> None:
    path = FIXTURES / "notice-2024.news.hans.txt"
    from_file = document(path.name)
    for doc in (pt.extract_bytes(path.read_bytes()), pt.extract_text(path.read_text("utf-8"))):
        for field in ("meta", "aspects", "targets", "agencies", "references"):
            assert getattr(doc, field) == getattr(from_file, field)


def test_sample_of_the_readme_is_the_fixture() -> None:
    sample = Path(__file__).resolve().parents[1] / "corpora/samples/notice-2024.zh.txt"
    text = sample.read_text("utf-8")
    assert text.startswith((FIXTURES / "notice-2024.full.hans.txt").read_text("utf-8"))
    assert "不是官方文本" in text
