"""HTML: visible text, main text and furniture, tables. All pages are composed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext.errors import InputError, LimitError, PolicytextError
from policytext.readers import Limits, read_bytes
from policytext.readers.source import SourceText
from tests.readers.invariants import assert_holds, body

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8">
<title>某县智慧农业方案 - 某县政府</title>
<meta name="PubDate" content="2024-05-16 09:30"><style>p{color:red}</style></head><body>
<script>var 农业农村部 = "财政部";</script>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/x">农业农村部</a></li></ul></div>
<div id="wrap"><h1>某县智慧农业方案</h1>
<div class="info">发布时间：2024-05-16　来源：某县农业农村局</div>
<div class="content"><p>各乡镇：</p><p style="text-align:center">一、目标</p>
<p>到2025年，<b>全县</b>建成&nbsp;20&nbsp;个智慧农场，亩均增收10%。</p>
<p>各乡镇要抓好落实，&lt;按月&gt;报送进展。<span style="display:none">隐藏的财政部</span></p>
<table><tr><th>任务</th><th>单位</th></tr><tr><td>建农场</td><td rowspan="2">县农业农村局</td></tr>
<tr><td>育人才</td></tr></table></div></div>
<div class="side"><a href="/1">相关：水利部发文</a></div>
<div class="footer"><p>版权所有：某县人民政府，承办：某县大数据局。</p></div></body></html>"""


def read(html: str, encoding: str = "utf-8") -> SourceText:
    source = read_bytes(html.encode(encoding), name="page.html")
    assert_holds(source)
    return source


def test_main_text_is_kept_and_furniture_stays_addressable() -> None:
    source = read(PAGE)
    kept = body(source)
    for words in ("首页", "水利部", "版权所有", "财政部"):
        assert words not in kept
    for words in ("首页", "水利部", "版权所有"):
        assert words in source.text
    assert "财政部" not in source.text
    assert "到2025年，全县建成\xa020\xa0个智慧农场" in kept
    assert "<按月>" in kept


def test_the_title_and_its_line_of_source_and_date_belong_to_the_document() -> None:
    kept = body(read(PAGE)).split("\n")
    assert "某县智慧农业方案" in kept
    assert any(line.startswith("发布时间：2024-05-16") for line in kept)


def test_a_document_number_with_spread_letters_above_the_text_is_kept() -> None:
    page = PAGE.replace("发布时间：2024-05-16", "<p>文　　号： 某农〔2024〕9号</p><p>分享到</p>")
    kept = body(read(page))
    assert "某农〔2024〕9号" in kept
    assert "分享到" not in kept


def test_headings_and_centred_lines() -> None:
    source = read(PAGE)
    by_text = {source.text[p.start : p.end]: p for p in source.paragraphs or ()}
    assert by_text["某县智慧农业方案"].level == 1
    assert by_text["一、目标"].centred
    assert not by_text["各乡镇："].centred


def test_what_the_page_states_of_itself() -> None:
    assert dict(read(PAGE).stated) == {
        "title": "某县智慧农业方案 - 某县政府",
        "pubdate": "2024-05-16 09:30",
    }


def test_tables_know_their_cells() -> None:
    source = read(PAGE)
    (table,) = source.tables
    cells = {(c.row, c.column): (source.text[c.start : c.end], c.row_span) for c in table.cells}
    assert cells == {
        (0, 0): ("任务", 1),
        (0, 1): ("单位", 1),
        (1, 0): ("建农场", 1),
        (1, 1): ("县农业农村局", 2),
        (2, 0): ("育人才", 1),
    }


def test_digits_that_are_no_numbers_span_nothing_and_head_nothing() -> None:
    source = read(PAGE.replace('rowspan="2"', 'rowspan="②" colspan="²"') + "<h²>小标题</h²>")
    cell = next(c for t in source.tables for c in t.cells if c.column == 1 and c.row == 1)
    assert (cell.row_span, cell.column_span) == (1, 1)


@pytest.mark.parametrize("encoding", ["gb2312", "gb18030", "big5"])
def test_stated_encoding(encoding: str) -> None:
    page = f'<html><head><meta charset="{encoding}"></head><body><p>加快建设。</p></body></html>'
    if encoding == "big5":
        page = page.replace("加快建设", "加快發展")
    assert "加快" in read(page, encoding).text


def test_line_breaks_end_paragraphs() -> None:
    source = read("<body><p>甲。<br>乙。</p>丙。<div>丁。</div></body>")
    assert [source.text[p.start : p.end] for p in source.paragraphs or ()] == [
        "甲。",
        "乙。",
        "丙。",
        "丁。",
    ]


@pytest.mark.parametrize("html", ["<html><body></body></html>", "<html><script>1</script></html>"])
def test_a_page_without_text(html: str) -> None:
    with pytest.raises(InputError):
        read_bytes(html.encode(), name="x.html")


def test_deep_nesting_is_bounded() -> None:
    deep = "<html><body>" + "<div>" * 5_000 + "甲" + "</div>" * 5_000
    with pytest.raises(LimitError, match="nests deeper"):
        read_bytes(deep.encode(), name="x.html")


def test_long_pages_are_bounded() -> None:
    page = "<html><body>" + "<p>甲乙丙丁</p>" * 100
    with pytest.raises(LimitError):
        read_bytes(page.encode(), limits=Limits(max_chars=200))


TAGS = st.sampled_from(
    "<p> </p> <div> </div> <table> <tr> <td> </td> </table> <br> <a> </a> <ul> <li> <script> "
    "</script> <nav> </nav> <h1> </h1> <b> &nbsp; 甲。 乙 <!-- --> <td&colspan=9> \n".split(" ")
)


@given(st.lists(TAGS, max_size=60))
def test_any_markup_gives_a_text_or_our_error(parts: list[str]) -> None:
    try:
        source = read_bytes(("<html><body>甲" + "".join(parts)).encode())
    except PolicytextError:
        return
    assert_holds(source)
