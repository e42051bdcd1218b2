"""Tables without rules, from composed lines; places in points from the top left."""

from __future__ import annotations

import pytest
from fpdf import FPDF

from policytext.readers import read_bytes
from policytext.readers.pdf_line import Line
from policytext.readers.pdf_unruled import find_unruled

HEIGHT = 842
LEFT = (60, 110, 300, 430)
HEAD = ["序号", "重点任务", "责任单位", "完成时限"]
ROWS = [
    [["1"], ["建设雨情水情", "自动监测站"], ["水利局"], ["6月底"]],
    [["2"], ["巡查渠道"], ["各乡镇", "人民政府"], ["每季度"]],
]


def line(words: str, left: float, top: float) -> Line:
    return Line(words, left, left + 12 * len(words), top, top + 12)


def page(rows: list[list[list[str]]], *, middle: bool = False) -> list[tuple[Line, ...]]:
    """Head and rows, each piece a line of its own; ``middle``: numbers stand in the middle."""
    lines = [line(words, x, 100) for words, x in zip(HEAD, LEFT, strict=True)]
    top = 125.0
    for row in rows:
        height = max(map(len, row)) * 18
        for cell, x in zip(row, LEFT, strict=True):
            start = top + (height - 18 * len(cell)) / 2 if middle else top
            lines += [line(words, x, start + 18 * i) for i, words in enumerate(cell)]
        top += height + 8
    return [(each,) for each in lines]


@pytest.mark.parametrize("middle", [False, True])
def test_rows_are_told_by_their_numbers(middle: bool) -> None:
    (found,) = find_unruled(page(ROWS, middle=middle), HEIGHT)
    cells = {(cell.row, cell.column): list(cell.lines) for cell in found.table.cells}
    assert [cells[0, c] for c in range(4)] == [[head] for head in HEAD]
    assert [[cells[r, c] for c in range(4)] for r in (1, 2)] == ROWS
    assert len(found.table.columns) == 5


def test_the_table_ends_where_a_line_crosses_its_columns() -> None:
    below = line("联系人请于每季度末报送进展，逾期不报的予以通报。", 60, 220)
    (found,) = find_unruled([*page(ROWS), (below,)], HEIGHT)
    assert len(page(ROWS)) not in found.lines


def test_words_side_by_side_without_a_head_are_no_table() -> None:
    names = [line(words, x, 100) for words, x in zip(("甲", "乙", "丙", "丁"), LEFT, strict=True)]
    assert find_unruled([tuple(names), *page(ROWS)[4:]], HEIGHT) == []
    assert find_unruled(page(ROWS)[:4], HEIGHT) == []


def test_an_english_table_of_a_pdf_becomes_cells() -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=11)
    rows = [("No.", "Key Tasks", "Responsible Units", "Deadline"),
            ("1", "Clean the canals", "Water Bureau", "June"),
            ("2", "Plant trees", "Forestry Bureau", "March")]  # fmt: skip
    for r, row in enumerate(rows):
        for x, words in zip((20, 40, 100, 160), row, strict=True):
            pdf.text(x, 40 + 9 * r, words)
    source = read_bytes(bytes(pdf.output()), name="x.pdf")
    (table,) = source.tables
    words = [source.text[cell.start : cell.end] for cell in table.cells]
    assert words == [word for row in rows for word in row]
