"""OFD: pages, lines, limits. The documents are composed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from policytext import InputError, LimitError, extract_bytes
from policytext.batch.records import find_files
from policytext.readers import Limits, read_bytes
from policytext.readers.source import SourceText

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def ofd(pages: list[list[tuple[float, float, str]]]) -> bytes:
    """An OFD of text objects (x, y in millimetres, words)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "OFD.xml",
            f"<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
            "</ofd:DocBody></ofd:OFD>",
        )
        listed = "".join(
            f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))
        )
        archive.writestr(
            "Doc_0/Document.xml",
            f"<ofd:Document {NAMESPACE}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        )
        for n, page in enumerate(pages):
            objects = "".join(
                f'<ofd:TextObject Boundary="{x} {y} {4 * len(words)} 5" Size="4">'
                f'<ofd:TextCode X="0" Y="4">{words}</ofd:TextCode></ofd:TextObject>'
                for x, y, words in page
            )
            archive.writestr(
                f"Doc_0/Pages/Page_{n}/Content.xml",
                f"<ofd:Page {NAMESPACE}><ofd:Content><ofd:Layer>{objects}</ofd:Layer>"
                "</ofd:Content></ofd:Page>",
            )
    return buffer.getvalue()


PAGES = [
    [
        (60, 20, "云溪县数字乡村工作要点"),
        (28, 50, "一、夯实基础"),
        (28, 60, "（一）建设光纤网络。到2026年底，统筹推进网络建设，光纤用户"),
        (20, 70.3, "超过12万户。"),
        (100, 280, "— 1 —"),
    ],
    [(70, 20.4, "二层"), (28, 20, "二、发展电商"), (28, 30, "（一）开展培训。培训主播300人。")],
]


def read(data: bytes, **limits: int) -> SourceText:
    return read_bytes(data, name="x.ofd", limits=Limits(**limits))


def test_lines_pages_and_page_numbers() -> None:
    source = read(ofd(PAGES))
    assert source.media_type == "application/ofd"
    assert source.n_pages == 2
    assert source.text.split("\n")[:2] == ["云溪县数字乡村工作要点", "一、夯实基础"]
    assert source.page_of(source.text.index("二、发展电商")) == 2
    assert [source.text[start:end] for start, end in source.furniture] == ["— 1 —"]


def test_pieces_of_one_line_are_joined_from_left_to_right() -> None:
    assert "二、发展电商二层" in read(ofd(PAGES)).text.split("\n")


def test_the_whole_way_with_pages() -> None:
    doc = extract_bytes(ofd(PAGES), "x.ofd", taxonomy="none", include_text=True)
    assert [(t.indicator, int(t.value or 0), t.span.page) for t in doc.targets] == [
        ("光纤用户", 120000, 1),
        ("主播", 300, 2),
    ]
    for target in doc.targets:
        assert doc.text is not None
        assert doc.text[target.span.start : target.span.end] == target.span.quote


def test_too_many_pages() -> None:
    with pytest.raises(LimitError, match="more than 1 page"):
        read(ofd(PAGES), max_pages=1)


def test_a_bomb_is_refused() -> None:
    data = ofd([[(0, 0, "a" * 30_000_000)]])
    with pytest.raises(LimitError, match="unpacks to"):
        read(data)


@pytest.mark.parametrize(
    "data",
    [
        ofd(PAGES)[:-200],
        ofd([]),
        ofd(PAGES).replace(b"OFD.xml", b"OFD.xmx", 1),
    ],
    ids=["cut short", "no pages", "names that differ"],
)
def test_broken_files(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read(data)
    assert caught.value.code == "ofd-broken"


def test_entities_are_refused() -> None:
    data = ofd(PAGES)
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(buffer, "w") as made:
        for name in given.namelist():
            part = given.read(name)
            made.writestr(name, b"<!DOCTYPE x>" + part if name == "OFD.xml" else part)
    with pytest.raises(InputError, match="declares entities"):
        read(buffer.getvalue())


def test_a_folder_is_searched_for_them(tmp_path: Path) -> None:
    (tmp_path / "a.ofd").write_bytes(ofd(PAGES))
    assert find_files(tmp_path) == [tmp_path / "a.ofd"]
