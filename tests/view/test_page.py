from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest
from composed import TEXT, composed
from hypothesis import given
from hypothesis import strategies as st

from policytext import schema
from policytext.errors import PolicytextError
from policytext.view.marks import Entry, cut, entries_of
from policytext.view.page import render_html
from policytext.view.panel import figure
from policytext.view.words import words


class _Main(HTMLParser):
    """Collects the text of <main> and every tag of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.text = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.depth += tag == "main"

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "main"

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.text += data


def parsed(page: str) -> _Main:
    parser = _Main()
    parser.feed(page)
    return parser


def test_the_page_holds_every_character_of_the_text_once() -> None:
    assert parsed(render_html(composed(), TEXT)).text == TEXT


def test_every_place_is_marked_with_its_own_words() -> None:
    doc = composed()
    page = render_html(doc, TEXT)
    for number, entry in enumerate(entries_of(doc)):
        for index, span in enumerate(entry.spans):
            found = re.findall(
                rf'data-i="(?:[\d. ]* )?{number}\.{index}(?: [\d. ]*)?">([^<]*)<', page
            )
            assert html.unescape("".join(found)) == span.quote


def test_markup_in_the_document_shows_as_text() -> None:
    attack = "<script>alert(1)</script>\"onerror='alert(2)' </main>&lt;\n{{STYLE}}\n"
    doc = composed(uri=attack, text=TEXT + attack, title=attack)
    page = parsed(render_html(doc, TEXT + attack))
    assert page.text == TEXT + attack
    scripts = [attrs for tag, attrs in page.tags if tag == "script"]
    assert scripts == [{"type": "application/json", "id": "words"}, {}]
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]


def test_nothing_in_the_page_points_outside() -> None:
    page = parsed(render_html(composed(), TEXT))
    for tag, attrs in page.tags:
        assert tag not in {"link", "img", "iframe", "object"}
        assert "src" not in attrs
        assert (attrs.get("href") or "#").startswith("#")
    policy = next(a["content"] for t, a in page.tags if "http-equiv" in a)
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


def test_the_text_of_another_document_is_refused() -> None:
    with pytest.raises(PolicytextError, match="does not belong to this result"):
        render_html(composed(), "。" + TEXT)


def test_the_page_opens_in_the_language_of_the_document_or_as_asked() -> None:
    assert '<html lang="zh-Hans">' in render_html(composed(), TEXT)
    page = render_html(composed(), TEXT, interface="en")
    assert '<html lang="en">' in page
    assert "Improve the supply capacity of rural network infrastructure" in page


def test_titles_of_a_taxonomy_that_changed_are_not_shown() -> None:
    doc = composed()
    other = doc.provenance.taxonomy
    assert other is not None
    provenance = doc.provenance.model_copy(
        update={"taxonomy": other.model_copy(update={"sha256": "1" * 64})}
    )
    page = render_html(doc.model_copy(update={"provenance": provenance}), TEXT)
    assert "提升农村网络基础设施供给能力" in render_html(doc, TEXT)
    assert "提升农村网络基础设施供给能力" not in page


def test_a_heading_is_set_apart_but_not_the_paragraph_it_runs_into() -> None:
    doc = composed()
    assert '<p class="h1"><span class="m k-task"' not in render_html(doc, TEXT)
    assert '<p class="h1">一、<span' in render_html(doc, TEXT)
    words = "1. 延伸山区光纤"
    start = TEXT.index(words)
    span = schema.Span(start=start, end=start + len(words), quote=words)
    run_in = schema.OutlineEntry(level=2, number="1.", title="延伸山区光纤", span=span)
    changed = doc.model_copy(update={"outline": [*doc.outline, run_in]})
    assert 'class="h2"' not in render_html(changed, TEXT)


def test_pages_of_the_source_are_named() -> None:
    doc = composed()
    target = doc.targets[0]
    paged = target.model_copy(update={"span": target.span.model_copy(update={"page": 7})})
    page = render_html(doc.model_copy(update={"targets": [paged]}), TEXT)
    assert '<small><span data-t="page">页</span> 7</small>' in page


def test_same_input_gives_the_same_page() -> None:
    assert render_html(composed(), TEXT) == render_html(composed(), TEXT)


def test_characters_that_html_cannot_hold_keep_their_places() -> None:
    text = TEXT + "a\x00b\rc\x0bd\n"
    assert "a�b&#13;c�d\n" in render_html(composed(text=text), text)


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "> 1,200,000 household"), (1, "= 3.5 pp"), (2, "≈ 30,000,000,000 CNY")],
)
def test_figures_are_shown_in_the_canonical_unit(number: int, shown: str) -> None:
    assert figure(composed().targets[number]) == shown


def test_an_unknown_unit_is_shown_as_written() -> None:
    target = composed().targets[0].model_copy(update={"unit": None, "unit_text": "篓"})
    assert figure(target) == "> 1,200,000 篓"
    counted = composed().targets[0].model_copy(update={"unit": "count:个"})
    assert figure(counted) == "> 1,200,000 个"


def test_every_word_of_the_interface_stands_in_both_languages() -> None:
    page = render_html(composed(), TEXT)
    used = set(re.findall(r"data-tl?=\"?([a-z_-]+)", page))
    assert used <= set(words())
    assert all(len(pair) == 2 for pair in words().values())


SPANS = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda p: (min(p), max(p)))


@given(st.text(alphabet="甲乙 \n", min_size=60, max_size=90), st.lists(SPANS, max_size=12))
def test_segments_cover_the_text_and_know_their_places(
    text: str, borders: list[tuple[int, int]]
) -> None:
    entries = [
        Entry("target", str(i), (schema.Span(start=a, end=b, quote=text[a:b]),), ())
        for i, (a, b) in enumerate(borders)
    ]
    lines = list(cut(text, entries))
    flat = [segment for line in lines for segment in line]
    assert "".join(text[s.start : s.end] for s in flat) == text
    assert all("\n" not in text[s.start : s.end - 1] for line in lines for s in line)
    for segment in flat:
        expected = {
            (i, 0) for i, (a, b) in enumerate(borders) if a <= segment.start and segment.end <= b
            and a < b
        }  # fmt: skip
        assert set(segment.places) == expected
