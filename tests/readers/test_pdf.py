"""PDF: paragraphs from lines, pages, furniture, bad files. All documents are composed."""

from __future__ import annotations

import io

import pytest
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from policytext.errors import InputError, LimitError, PolicytextError
from policytext.readers import Limits, read_bytes
from policytext.readers.source import SourceText
from tests.readers.invariants import assert_holds, body

PLACES = ("Northfield", "Oak", "Riverside", "Saltmarsh", "Two Bridges", "Upper Mill", "Westhill")
WORKS = ("roads", "cold stores", "village libraries", "pumps", "clinics")


def prose(sentences: int) -> str:
    """Running text whose lines are all different."""
    return " ".join(
        f"The town of {PLACES[i % 7]} shall repair its {WORKS[i % 5]}{' and wells' * (i % 3)}."
        for i in range(sentences)
    )


class Report(FPDF):
    """A report with a running head and page numbers."""

    def header(self) -> None:
        self.set_font("helvetica", size=9)
        self.cell(0, 8, f"Gazette of the County, issue {self.page_no()}", align="R")
        self.ln(16)
        self.set_font("helvetica", size=12)

    def footer(self) -> None:
        self.set_y(-15)
        self.cell(0, 8, f"- {self.page_no()} -", align="C")


def report(paragraphs: list[str], pdf: FPDF | None = None) -> bytes:
    pdf = pdf or Report()
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    for text in paragraphs:
        pdf.set_font("helvetica", size=12)
        pdf.multi_cell(0, 7, text, align="L", new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def read(data: bytes) -> SourceText:
    source = read_bytes(data, name="x.pdf")
    assert_holds(source)
    return source


def words(source: SourceText) -> list[str]:
    """Paragraphs with soft line breaks as spaces and furniture left out."""
    found = []
    for paragraph in source.paragraphs or ():
        text = "".join(
            source.text[i]
            for i in range(paragraph.start, paragraph.end)
            if not any(s <= i < e for s, e in source.furniture)
        )
        found.append(" ".join(text.split()))
    return found


def test_wrapped_lines_become_paragraphs() -> None:
    first, second = prose(9) + " So be it.", prose(5) + " That is all."
    source = read(report([first, second], FPDF()))
    assert words(source) == [first, second]


def test_a_paragraph_goes_on_over_a_page_break() -> None:
    long = prose(150)
    source = read(report([long]))
    assert source.n_pages == 3
    assert words(source) == [long]


def test_running_heads_and_page_numbers_are_furniture() -> None:
    source = read(report([prose(150)]))
    assert source.text.count("Gazette") == 3
    assert "Gazette" not in body(source)
    assert "- 2 -" not in body(source)


def test_pages_of_offsets() -> None:
    source = read(report([prose(60), "The end of the first part.", prose(150)]))
    assert source.page_of(0) == 1
    assert source.page_of(len(source.text) - 1) == source.n_pages == 4


def test_a_scan_is_named_not_refused() -> None:
    pdf = FPDF()
    picture = io.BytesIO()
    Image.new("L", (40, 40), 128).save(picture, "PNG")
    for _ in range(2):
        pdf.add_page()
        pdf.image(picture, 0, 0, 210, 297)
    source = read(bytes(pdf.output()))
    assert not source.text.strip()
    (note,) = source.notes
    assert note.code == "no-text-layer"
    assert "2 of 2 pages" in note.message


def test_an_encrypted_file() -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    pdf.cell(text="secret")
    pdf.set_encryption("owner", user_password="user")
    with pytest.raises(InputError, match="encrypted") as caught:
        read_bytes(bytes(pdf.output()), name="x.pdf")
    assert caught.value.code == "pdf-encrypted"


def test_a_broken_file() -> None:
    with pytest.raises(InputError) as caught:
        read_bytes(b"%PDF-1.7\nrubbish", name="x.pdf")
    assert caught.value.code == "pdf-broken"


def test_too_many_pages() -> None:
    data = report([prose(150)])
    with pytest.raises(LimitError, match="3 pages"):
        read_bytes(data, limits=Limits(max_pages=2))


@settings(max_examples=60)
@given(st.data())
def test_any_damage_gives_a_text_or_our_error(data: st.DataObject) -> None:
    damaged = bytearray(report([prose(3)]))
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(9, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        source = read_bytes(bytes(damaged), name="x.pdf")
    except PolicytextError:
        return
    assert_holds(source)


def columns(pages: int = 1, rows: int = 30, *, side_by_side: bool = False) -> bytes:
    """Pages of two columns under one headline; full lines but the last of each paragraph."""
    pdf = FPDF()
    pdf.set_font("helvetica", size=9)
    for page in range(pages):
        pdf.add_page()
        pdf.set_font("helvetica", size=9)
        pdf.text(
            20, 20, f"Part {page + 1} of the gazette of the county, with all notices of the week."
        )
        sides = [
            [
                f"{side}{row:02d} repairs of roads and pumps in {PLACES[row % 2 + 3]}."
                for row in range(rows)
            ]
            for side in ("Left", "Right")
        ]
        places = [(side, row) for side in (0, 1) for row in range(rows)]
        if side_by_side:
            places.sort(key=lambda place: place[1])
        for side, row in places:
            pdf.text(20 + 90 * side, 32 + 7 * row, sides[side][row])
    return bytes(pdf.output())


@pytest.mark.parametrize("side_by_side", [False, True])
def test_two_columns_are_read_one_after_the_other(side_by_side: bool) -> None:
    source = read(columns(side_by_side=side_by_side))
    places = [
        source.text.index(f"{side}{row:02d}") for side in ("Left", "Right") for row in range(30)
    ]
    assert source.text.index("Part 1") < places[0]
    assert places == sorted(places)


def test_a_few_rows_side_by_side_are_no_columns() -> None:
    source = read(columns(rows=5, side_by_side=True))
    assert source.text.index("Right00") < source.text.index("Left01")
