"""PDF: ruled tables, merged cells, tables over several pages. All documents are composed."""

from __future__ import annotations

from fpdf import FPDF
from fpdf.fonts import FontFace

from policytext.readers import read_bytes
from policytext.readers.source import SourceText, Table
from tests.readers.invariants import assert_holds, body

HEAD = ("No.", "Task", "Lead", "By")


def read(pdf: FPDF) -> SourceText:
    source = read_bytes(bytes(pdf.output()), name="x.pdf")
    assert_holds(source)
    return source


def blank() -> FPDF:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=11)
    return pdf


def rows(source: SourceText, table: Table) -> list[list[str]]:
    """Texts of the cells by row, soft line breaks as spaces."""
    found: dict[int, list[str]] = {}
    for cell in table.cells:
        text = " ".join(source.text[cell.start : cell.end].split())
        found.setdefault(cell.row, []).append(text)
    return [found[row] for row in sorted(found)]


def test_cells_of_a_ruled_table_and_the_text_around_it() -> None:
    pdf = blank()
    pdf.multi_cell(0, 7, "The tasks are shared out as follows.", new_x="LMARGIN", new_y="NEXT")
    content = [
        HEAD,
        ("1", "Lay fibre to every hamlet that asks for it before the summer", "Roads", "2025"),
        ("2", "Open a reading room", "Culture", "2026"),
    ]
    with pdf.table(col_widths=(10, 40, 25, 25)) as table:
        for row in content:
            table.row(row)
    pdf.multi_cell(0, 7, "The county reports every year.", new_x="LMARGIN", new_y="NEXT")
    source = read(pdf)
    (found,) = source.tables
    assert rows(source, found) == [list(row) for row in content]
    assert source.text[: found.start].strip() == "The tasks are shared out as follows."
    assert source.text[found.end :].strip() == "The county reports every year."


def test_the_wrapped_lines_of_a_cell_are_one_paragraph() -> None:
    pdf = blank()
    long = "Lay fibre to every hamlet that asks for it before the end of the summer"
    with pdf.table(col_widths=(10, 30, 60)) as table:
        table.row(("No.", "Task", "Lead"))
        table.row(("1", long, "Roads"))
    source = read(pdf)
    texts = [" ".join(source.text[p.start : p.end].split()) for p in source.paragraphs or ()]
    assert long in texts


def test_merged_cells_have_spans() -> None:
    pdf = blank()
    with pdf.table(first_row_as_headings=False) as table:
        first = table.row()
        first.cell("Task", colspan=2)
        first.cell("Lead", rowspan=2)
        table.row(("Fibre", "Wells"))
    source = read(pdf)
    (found,) = source.tables
    cells = [
        (source.text[c.start : c.end], c.row, c.column, c.row_span, c.column_span)
        for c in found.cells
    ]
    assert cells == [
        ("Task", 0, 0, 1, 2),
        ("Lead", 0, 2, 2, 1),
        ("Fibre", 1, 0, 1, 1),
        ("Wells", 1, 1, 1, 1),
    ]


def test_a_table_goes_on_over_pages_and_its_repeated_head_is_furniture() -> None:
    pdf = blank()
    with pdf.table(col_widths=(10, 40, 25, 25)) as table:
        table.row(HEAD)
        for number in range(1, 71):
            table.row((str(number), f"Repair well {number}", "Water", "2026"))
    source = read(pdf)
    assert source.n_pages is not None
    assert source.n_pages >= 2
    (found,) = source.tables
    read_rows = rows(source, found)
    assert [row[0] for row in read_rows] == ["No.", *map(str, range(1, 71))]
    assert source.text.count("Lead") == source.n_pages
    assert body(source).count("Lead") == 1
    last = found.cells[-1]
    assert source.page_of(last.start) == source.n_pages


def test_shading_behind_text_is_no_table() -> None:
    pdf = blank()
    pdf.set_fill_color(220)
    for _ in range(4):
        for word in ("alpha", "beta", "gamma"):
            pdf.cell(40, 10, word, fill=True)
        pdf.ln(10)
    assert read(pdf).tables == ()


def test_a_frame_and_drawn_lines_are_no_table() -> None:
    pdf = blank()
    pdf.rect(10, 10, 190, 270)
    pdf.line(10, 60, 200, 60)
    pdf.cell(text="A notice in a frame.")
    assert read(pdf).tables == ()


def test_two_tables_with_other_columns_stay_two() -> None:
    pdf = blank()
    for widths in ((20, 80), (50, 30)):
        with pdf.table(
            col_widths=widths, width=150, headings_style=FontFace(emphasis=None)
        ) as table:
            table.row(("Goal", "Value"))
            table.row(("Wells", "12"))
        pdf.add_page()
    assert len(read(pdf).tables) == 2
