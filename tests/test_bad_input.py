"""Bad input: an exit code and a message that names the cause, never a traceback."""

from __future__ import annotations

import io
import itertools
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures.expected import FIXTURES, assert_spans_hold, read
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import policytext as pt
from policytext.errors import InputError, LimitError
from policytext.readers import Limits, read_bytes

GOOD = FIXTURES / "notice-2024.news.hans.txt"
MAIN = "import sys; from policytext.cli import main; sys.exit(main())"
# Head of the container that legacy DOC and encrypted DOCX share, then arbitrary bytes.
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(range(256)) * 16

Maker = Callable[[Path], Path]


def run(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The command line in its own process."""
    done = subprocess.run(
        [sys.executable, "-c", MAIN, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done


def records(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    text = done.stdout.decode("utf-8")
    if text.startswith("{\n"):  # one document: one indented object
        return [json.loads(text)]
    return [json.loads(line) for line in text.splitlines()]


def empty(path: Path) -> Path:
    path = path / "empty.txt"
    path.write_bytes(b"")
    return path


def rubbish(path: Path) -> Path:
    path = path / "rubbish.txt"
    # A fixed sequence without a pattern that a decoder would accept.
    path.write_bytes(bytes((i * i * 31 + i * 7 + (i >> 3)) % 256 for i in range(20_000)))
    return path


def rubbish_pdf(path: Path) -> Path:
    path = path / "rubbish.pdf"
    path.write_bytes(b"%PDF-1.7\n" + bytes((i * 37) % 256 for i in range(5_000)))
    return path


def encrypted_pdf(path: Path) -> Path:
    pdf = FPDF()
    pdf.set_encryption(owner_password="owner", user_password="user")
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    pdf.cell(text="By the end of 2024, coverage will exceed 90%.")
    path = path / "encrypted.pdf"
    pdf.output(str(path))
    return path


def truncated_docx(path: Path) -> Path:
    path = path / "truncated.docx"
    whole = (FIXTURES / "notice-2024.full.hans.docx").read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


def damaged_docx(path: Path) -> Path:
    """A whole archive whose document.xml breaks off."""
    source = zipfile.ZipFile(FIXTURES / "notice-2024.full.hans.docx")
    path = path / "damaged.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            archive.writestr(name, content[:900] if name == "word/document.xml" else content)
    return path


def plain_zip(path: Path) -> Path:
    path = path / "archive.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "no document in here")
    return path


def legacy_doc(path: Path) -> Path:
    path = path / "legacy.doc"
    path.write_bytes(OLE)
    return path


def entity_docx(path: Path) -> Path:
    """Entities that would grow to gigabytes ("billion laughs")."""
    rows = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))
    xml = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "lol">{rows}]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>&e9;</w:t></w:r></w:p></w:body></w:document>"
    )
    source = zipfile.ZipFile(FIXTURES / "notice-2024.full.hans.docx")
    path = path / "entities.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, xml if name == "word/document.xml" else source.read(name))
    return path


def zip_bomb(path: Path) -> Path:
    """A small DOCX that unpacks to 400 MB."""
    source = zipfile.ZipFile(FIXTURES / "notice-2024.full.hans.docx")
    path = path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in source.namelist():
            if name != "word/document.xml":
                archive.writestr(name, source.read(name))
        with archive.open("word/document.xml", "w", force_zip64=True) as member:
            for _ in range(100):
                member.write(b" " * 4_000_000)
    return path


def huge_text(path: Path) -> Path:
    """A text of 200 MB: its tail is a hole in the file, so that the test stays quick."""
    path = path / "huge.txt"
    with path.open("wb") as file:
        file.write("到2024年底，农村宽带接入用户数超过2亿。\n".encode() * 1000)
        file.truncate(200_000_000)
    return path


# maker -> a word that the message must hold, in lower case
UNREADABLE: dict[Maker, str] = {
    empty: "empty",
    rubbish: "text",
    rubbish_pdf: "pdf",
    encrypted_pdf: "encrypt",
    truncated_docx: "docx",
    damaged_docx: "docx",
    plain_zip: "docx",
    legacy_doc: "docx",
    entity_docx: "docx",
    zip_bomb: "limit",
    huge_text: "limit",
}


@pytest.mark.parametrize("make", UNREADABLE, ids=lambda make: make.__name__)
def test_unreadable_file(make: Maker, tmp_path: Path) -> None:
    path = make(tmp_path)
    with pytest.raises(InputError) as caught:
        pt.extract(path)
    message = str(caught.value).lower()
    assert UNREADABLE[make] in message
    assert caught.value.code != "policytext-error"
    if make in (zip_bomb, huge_text):
        assert isinstance(caught.value, LimitError)


@pytest.mark.parametrize("make", UNREADABLE, ids=lambda make: make.__name__)
def test_command_on_unreadable_file(make: Maker, tmp_path: Path) -> None:
    path = make(tmp_path)
    done = run("extract", path)
    assert done.returncode == 1
    message = done.stderr.decode("utf-8")
    assert path.name in message
    (record,) = records(done)
    assert record["uri"] == str(path)
    assert record["error"]
    assert UNREADABLE[make] in str(record["message"]).lower()


@pytest.mark.parametrize("text", ["一、总体要求\n到年底，", "数字乡村" * 5000])
def test_a_text_given_as_path_says_where_it_goes(text: str) -> None:
    with pytest.raises(pt.InputError, match="extract_text"):
        pt.extract(text)


def test_a_path_with_a_zero_byte_is_refused() -> None:
    with pytest.raises(pt.InputError, match="null"):
        pt.extract("a\0b.txt")


def test_missing_file(tmp_path: Path) -> None:
    done = run("extract", tmp_path / "nowhere.txt")
    assert done.returncode == 1
    assert "nowhere.txt" in done.stderr.decode("utf-8")
    assert [record["error"] for record in records(done)] == ["input-missing"]
    with pytest.raises(InputError, match="nowhere"):
        pt.extract(tmp_path / "nowhere.txt")


def test_folder_without_readable_files(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    done = run("extract", folder)
    assert done.returncode == 2
    message = done.stderr.decode("utf-8")
    assert str(folder) in message
    assert ".docx" in message
    assert done.stdout == b""


def test_a_folder_is_no_document(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        pt.extract(tmp_path)


def test_one_bad_file_does_not_spoil_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(GOOD.read_bytes())
    empty(tmp_path)
    truncated_docx(tmp_path)
    done = run("extract", tmp_path)
    assert done.returncode == 1
    found = {Path(str(r.get("uri") or r["source"]["uri"])).name: r for r in records(done)}
    assert sorted(found) == ["a.txt", "empty.txt", "truncated.docx"]
    assert len(found["a.txt"]["aspects"]) == 9
    assert "message" in found["empty.txt"]
    assert "message" in found["truncated.docx"]


@pytest.mark.parametrize(
    "arguments",
    [(), ("extract",), ("extract", str(GOOD), "--no-such-option"), ("no-such-command",)],
)
def test_usage(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert b"usage" in done.stderr.lower()
    assert done.stdout == b""


def test_unknown_taxonomy_names_the_places(tmp_path: Path) -> None:
    done = run("extract", GOOD, "--taxonomy", tmp_path / "none-such.toml")
    assert done.returncode == 2
    assert "none-such.toml" in done.stderr.decode("utf-8")


def test_empty_standard_input() -> None:
    done = run("extract", "-")
    assert done.returncode == 1
    assert "empty" in done.stderr.decode("utf-8").lower()


def test_closed_output_is_no_traceback() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", MAIN, "extract", str(GOOD)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


def _picture() -> io.BytesIO:
    stream = io.BytesIO()
    Image.new("L", (300, 400), 200).save(stream, format="PNG")
    stream.seek(0)
    return stream


def test_pdf_without_text_layer(tmp_path: Path) -> None:
    pdf = FPDF()
    for _ in range(2):
        pdf.add_page()
        pdf.image(_picture(), x=10, y=10, w=180)
    path = tmp_path / "scan.pdf"
    pdf.output(str(path))
    doc = read(path)
    notes = [note for note in doc.diagnostics if note.code == "no-text-layer"]
    assert notes
    assert "OCR" in " ".join(note.message for note in notes)
    assert doc.source.n_pages == 2
    assert (doc.aspects, doc.targets, doc.agencies, doc.references) == ([], [], [], [])
    done = run("extract", path)
    assert done.returncode == 0
    assert b"no-text-layer" in done.stdout
    assert b"no-text-layer" in done.stderr or b"OCR" in done.stderr


def test_pdf_with_one_scanned_page_names_it(tmp_path: Path) -> None:
    pdf = FPDF()
    pdf.set_font("helvetica", size=12)
    pdf.add_page()
    pdf.multi_cell(0, text="By the end of 2024, the coverage of rural broadband will exceed 90%.")
    pdf.add_page()
    pdf.image(_picture(), x=10, y=10, w=180)
    path = tmp_path / "half.pdf"
    pdf.output(str(path))
    doc = read(path)
    (note,) = [note for note in doc.diagnostics if note.code == "no-text-layer"]
    assert "2" in note.message
    assert [str(target.value) for target in doc.targets] == ["90"]
    assert doc.targets[0].span.page == 1


FRENCH = (
    "D'ici à la fin de 2024, le ministère de l'Agriculture veut raccorder 90 % des villages. "
    "Premièrement, il faut construire des réseaux. Le plan prévoit 9 volets et 28 tâches.\n" * 5
)


@pytest.mark.parametrize(
    "text",
    [
        "D'ici à la fin de 2024, le ministère de l'Agriculture veut raccorder 90 % des villages. "
        "Premièrement, il faut construire des réseaux. Le plan prévoit 9 volets et 28 tâches.\n"
        * 5,
        "Bis Ende 2024 sollen 90 % der Dörfer einen schnellen Anschluss haben. Das Ministerium für "
        "Landwirtschaft nennt dafür 28 Aufgaben in 9 Bereichen.\n" * 5,
        "К концу 2024 года доступ к сети получат 90% сёл. Министерство сельского хозяйства назвало "
        "28 задач по 9 направлениям.\n" * 5,
        "2024年末までに、農村のブロードバンド利用者を2億人に増やします。農林水産省は9つの分野で"
        "28の重点課題をまとめ、地方の取り組みを支えていきます。\n" * 5,
    ],
    ids=["French", "German", "Russian", "Japanese"],
)
def test_language_that_is_not_read(text: str) -> None:
    doc = pt.extract_text(text, include_text=True)
    assert [note.code for note in doc.diagnostics].count("language-unsupported") == 1
    assert doc.source.language == "und"
    for found in (doc.aspects, doc.targets, doc.agencies, doc.references, doc.declared):
        assert found == []
    assert_spans_hold(doc)


def test_command_says_that_a_language_is_not_read() -> None:
    done = run("extract", "-", stdin=FRENCH.encode())
    assert done.returncode == 0
    assert b"neither Chinese nor English" in done.stderr
    assert b'"language-unsupported"' in done.stdout


def test_damaged_bytes_are_reported() -> None:
    data = GOOD.read_bytes()
    doc = pt.extract_bytes(data[:600] + b"\xff\xfe\xff" + data[600:], include_text=True)
    assert "encoding-damaged" in [note.code for note in doc.diagnostics]
    assert len(doc.targets) == 4
    assert_spans_hold(doc)


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ud800", "　", "\ufeff", "，。"])
def test_texts_of_nothing(text: str) -> None:
    doc = pt.extract_text(text, include_text=True)
    assert doc.aspects == []
    assert doc.targets == []
    assert_spans_hold(doc)


# Pieces that the extractors look for, so that random texts reach their rare branches.
_PIECES = (
    "到2024年底，¦到“十四五”末，¦2024—2026年¦今年¦一、¦（一）¦1.¦第三条 ¦一是¦二是¦First, ¦"
    "It includes ¦包括¦，以及¦、¦和¦，¦。¦；¦：¦（¦）¦“¦”¦《¦》¦\n¦\n\n¦　　¦分别¦各¦达到¦"
    "超过¦由¦增加到¦年均增长¦控制在¦以内¦以上¦左右¦力争¦比上年¦占比¦覆盖率¦面积¦收入¦产值¦"
    "6.5%¦10.1%¦二百万亩¦3—5家¦2.57万元¦2000余元¦两¦十十¦亿¦万¦0¦2:1¦个百分点¦动态清零¦"
    "（责任单位：¦农业农村部¦省委网信办¦各市、县（市、区）人民政府¦牵头¦、配合¦"
    "国发〔2021〕11号¦（以下简称《¦by the end of 2025¦ 200 million ¦percent¦"
    "Ministry of Commerce¦ and ¦exceed ¦9个方面28项重点任务¦序号¦\t¦|¦⾰¦Ａ１¦爲¦著力¦\ud800¦"
    "\u200b"
).split("¦")


# Control characters are refused as binary, with a message (test_unreadable_file).
_OTHER = st.text(st.characters(exclude_categories=["Cc"]), max_size=4)


@given(st.lists(st.sampled_from(_PIECES) | _OTHER, max_size=60).map("".join))
@settings(max_examples=150, derandomize=True)
def test_no_text_breaks_the_pipeline(text: str) -> None:
    assert_spans_hold(pt.extract_text(text, include_text=True))


@given(data=st.data(), name=st.sampled_from(("full.hans", "news.hant", "full.en")))
@settings(max_examples=60, derandomize=True)
def test_a_document_cut_and_spliced_anywhere_holds(data: st.DataObject, name: str) -> None:
    text = (FIXTURES / f"notice-2024.{name}.txt").read_text("utf-8")
    places = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=8)))
    parts = [text[a:b][:600] for a, b in itertools.pairwise(places)]
    glue = data.draw(st.sampled_from(("", "\n", "，", "、", "（", "分别")))
    spliced = glue.join(data.draw(st.permutations(parts)))
    assert_spans_hold(pt.extract_text(spliced, include_text=True))


def test_a_giant_table_is_read_as_text_and_reported() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>疏浚河道{n}公里</td></tr>" for n in range(120))
    prose = "<p>" + "各单位要对照清单抓好落实，按季度报送进展情况。" * 20 + "</p>"
    page = f"<html><body><h1>河湾市工作方案</h1>{prose}<table>{rows}</table></body></html>"
    source = read_bytes(page.encode(), name="x.html", limits=Limits(max_cells=100))
    assert source.tables == ()
    assert [note.code for note in source.notes] == ["table-large"]
    assert read_bytes(page.encode(), name="x.html").notes == ()
