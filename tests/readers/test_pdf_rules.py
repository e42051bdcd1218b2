"""Grids of cells from ruling lines; all composed of boxes (left, right, top, bottom)."""

from __future__ import annotations

from policytext.readers.pdf_rules import Box, find_grids


def across(y: float, left: float = 50, right: float = 350) -> Box:
    return left, right, y, y + 0.5


def down(x: float, top: float = 100, bottom: float = 160) -> Box:
    return x, x + 0.5, top, bottom


def test_a_table_open_at_its_sides_keeps_its_outer_columns() -> None:
    (grid,) = find_grids([across(100), across(130), across(160), down(150), down(250)])
    assert len(grid.columns) == 4
    assert len(grid.cells) == 6
    assert (round(grid.left), round(grid.right)) == (50, 350)


def test_a_closed_table_gets_no_further_sides() -> None:
    sides = [down(50), down(150), down(349.5)]
    (grid,) = find_grids([across(100), across(130), across(160), *sides])
    assert len(grid.columns) == 3


def test_lines_under_headings_are_no_table() -> None:
    assert find_grids([across(100), across(300), across(500)]) == []
    assert find_grids([across(100), across(300), across(500), down(200, 100, 120)]) == []
