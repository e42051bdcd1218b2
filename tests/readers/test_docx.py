"""DOCX: automatic numbers, heading levels, tables, hostile files. All documents are composed."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytext.errors import InputError, LimitError, PolicytextError
from policytext.readers import Limits, read_bytes
from policytext.readers.docx_numbering import format_number
from policytext.readers.source import SourceText
from tests.readers.invariants import assert_holds

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NUMBERING = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>
<w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlRestart w:val="0"/>
<w:lvlText w:val="%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="（%1.%3）"/>
<w:isLgl/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>"""
STYLES = f"""<w:styles {W}><w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="H1b"><w:basedOn w:val="H1"/><w:pPr><w:jc w:val="center"/>
</w:pPr></w:style></w:styles>"""


def package(body: str, **parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
        archive.writestr("word/document.xml", document)
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return buffer.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbered(text: str, level: int = 0, number: int = 1) -> str:
    numbers = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(text, numbers)


def read(body: str) -> SourceText:
    source = read_bytes(package(body, numbering=NUMBERING, styles=STYLES), name="x.docx")
    assert_holds(source)
    return source


def lines(body: str) -> list[str]:
    return read(body).text.splitlines()


def test_numbers_are_written_as_word_shows_them() -> None:
    body = (
        numbered("网络") + numbered("光纤", 1) + numbered("入户", 2) + numbered("基站", 1)
        + numbered("产业") + numbered("电商", 1) + numbered("直播", 2)
    )  # fmt: skip
    assert lines(body) == [
        "一、网络",
        "1. 光纤",
        "（1.1） 入户",
        "2. 基站",
        "二、产业",
        "3. 电商",
        "（2.1） 直播",
    ]


def test_a_list_may_start_again() -> None:
    body = numbered("网络") + numbered("产业") + numbered("附则", number=2)
    assert lines(body) == ["一、网络", "二、产业", "一、附则"]


def test_numbers_levels_and_alignment_come_from_styles() -> None:
    style = '<w:pStyle w:val="H1b"/>'
    source = read(paragraph("网络", style) + paragraph("说明") + paragraph("产业", style))
    assert source.text == "一、网络\n说明\n二、产业\n"
    assert [(p.level, p.centred) for p in source.paragraphs or ()] == [
        (1, True),
        (None, False),
        (1, True),
    ]


@pytest.mark.parametrize("value", ["decimal", "²", "①", "-1", "9" * 400, ""])
def test_attributes_that_should_be_numbers_and_are_none(value: str) -> None:
    styles = STYLES.replace("<w:numId ", f'<w:ilvl w:val="{value}"/><w:numId ')
    body = (
        numbered("网络", value)  # type: ignore[arg-type]
        + paragraph("产业", '<w:pStyle w:val="H1b"/>')
        + paragraph("治理", f'<w:outlineLvl w:val="{value}"/>')
        + f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="{value}"/></w:tcPr>'
        + f"{paragraph('格')}</w:tc></w:tr></w:tbl>"
    )
    source = read_bytes(package(body, numbering=NUMBERING, styles=styles), name="x.docx")
    assert_holds(source)
    assert [line[-2:] for line in source.text.splitlines()][:3] == ["网络", "产业", "治理"]


def test_an_empty_paragraph_takes_no_number() -> None:
    assert lines(numbered("网络") + numbered(" ") + numbered("产业"))[::2] == [
        "一、网络",
        "二、产业",
    ]


def test_changes_fields_and_hidden_text() -> None:
    body = (
        "<w:p><w:r><w:t>保</w:t></w:r><w:ins><w:r><w:t>留</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        "<w:r><w:tab/><w:t>尾</w:t></w:r></w:p>"
    )
    assert lines(body) == ["保留\t尾"]


def test_tables_with_merged_cells() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"

    rows = (
        cell("任务", '<w:gridSpan w:val="2"/>') + cell("单位", '<w:vMerge w:val="restart"/>'),
        cell("甲") + cell("乙") + cell("", "<w:vMerge/>"),
    )
    table = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    source = read(paragraph("前") + f"<w:tbl>{table}</w:tbl>" + paragraph("后"))
    (found,) = source.tables
    cells = [
        (source.text[c.start : c.end], c.row, c.column, c.row_span, c.column_span)
        for c in found.cells
    ]
    assert cells == [
        ("任务", 0, 0, 1, 2),
        ("单位", 0, 2, 2, 1),
        ("甲", 1, 0, 1, 1),
        ("乙", 1, 1, 1, 1),
    ]


def test_a_cut_file_is_broken() -> None:
    with pytest.raises(InputError, match="broken") as caught:
        read_bytes(package(paragraph("甲"))[:-40], name="x.docx")
    assert caught.value.code == "docx-broken"


def test_a_zip_bomb_is_refused_unread() -> None:
    bomb = package(paragraph("甲" * 3_000_000))
    assert len(bomb) < 50_000
    with pytest.raises(LimitError, match="unpacks to"):
        read_bytes(bomb, name="x.docx")


def test_entities_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    with pytest.raises(InputError, match="entities"):
        read_bytes(buffer.getvalue(), name="x.docx")


def test_deep_nesting_is_bounded() -> None:
    deep = "<w:sdt>" * 2_000 + paragraph("甲") + "</w:sdt>" * 2_000
    with pytest.raises(LimitError, match="nests deeper"):
        read_bytes(package(deep), name="x.docx")


def test_another_archive_is_told_apart() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("data.csv", "1")
    with pytest.raises(InputError, match="neither DOCX nor OFD"):
        read_bytes(buffer.getvalue())


@pytest.mark.parametrize(
    ("value", "form", "written"),
    [
        (10, "chineseCounting", "十"),
        (21, "chineseCountingThousand", "二十一"),
        (105, "taiwaneseCounting", "一百零五"),
        (21, "ideographDigital", "二一"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "decimalEnclosedCircle", "③"),
        (14, "upperRoman", "XIV"),
        (28, "lowerLetter", "bb"),
        (7, "decimalZero", "07"),
        (5, "decimalFullWidth", "５"),
        (2, "ideographTraditional", "乙"),
        (9, "somethingNew", "9"),
    ],
)
def test_number_forms(value: int, form: str, written: str) -> None:
    assert format_number(value, form) == written


@given(st.data())
def test_any_damage_gives_a_text_or_our_error(data: st.DataObject) -> None:
    whole = bytearray(package(numbered("甲") + paragraph("乙"), numbering=NUMBERING))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    try:
        source = read_bytes(bytes(whole), name="x.docx", limits=Limits(max_unpacked=100_000))
    except PolicytextError:
        return
    assert_holds(source)
