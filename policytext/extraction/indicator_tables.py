"""Indicator tables (指标, 单位, 基期, 2025年, 属性): a target for each value of a target year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from policytext.extraction.items import Quantity, TargetItem
from policytext.extraction.quantities import find_quantities
from policytext.extraction.tables import Column, Grid, extent_of, grids
from policytext.patterns import lazy
from policytext.readers.source import Cell
from policytext.schema import Comparator, Qualifier
from policytext.text.normal import NormalText
from policytext.text.sentences import Extent

_BRACKET = lazy(r"\(([^()]{1,10})\)\s*\Z")
_NUMBER = lazy(r"\(?\d{1,2}(?:[.、)]|\s)\s*")
# The last number of a cell: of a range the unit stands behind the upper one.
_DIGITS = lazy(r"\d(?=[^\d]*\Z)")
_SIGNS: dict[str, Comparator] = {"≥": "ge", ">": "gt", "≤": "le", "<": "lt", "⩾": "ge", "⩽": "le"}
_LONGEST_VALUE = 24
_NOTHING: Extent = (0, 0)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of an indicator table: indicator, its unit as written, and what it is called."""

    indicator: Extent
    unit: str
    nature: Qualifier | None


def table_targets(
    text: NormalText, issued_on: date | None
) -> tuple[list[TargetItem], list[Extent]]:
    """Targets of the indicator tables, and the ranges of these tables.

    A column of a year up to that of ``issued_on`` holds the base, as one headed 基期 does. Cells
    without a number give nothing.
    """
    found: list[TargetItem] = []
    places: list[Extent] = []
    for grid in grids(text):
        values, bases = _years(grid, issued_on)
        indicator = _place(grid, "indicator")
        if indicator is None or not values:
            continue
        cells = [extent_of(text, cell) for cell in grid.table.cells]
        held = [cell for cell in cells if cell != _NOTHING]
        places.append((min(held)[0], max(end for _, end in held)))
        for cells_of in grid.rows:
            row = _row(text, grid, cells_of, indicator)
            if row is None:
                continue
            base = _first(text, cells_of, bases, row)
            for place, column in values:
                item = _target(text, cells_of.get(place), column, row, base)
                if item is not None:
                    found.append(item)
    return found, places


def _years(
    grid: Grid, issued_on: date | None
) -> tuple[list[tuple[int, Column]], list[tuple[int, Column]]]:
    """The columns of target values and of base values, from the left."""
    values: list[tuple[int, Column]] = []
    bases: list[tuple[int, Column]] = []
    for place, column in sorted(grid.columns.items()):
        past = issued_on is not None and column.year is not None and column.year < issued_on.year
        if column.kind == "base" or (column.kind == "value" and past):
            bases.append((place, column))
        elif column.kind == "value":
            values.append((place, column))
    return values, bases


def _place(grid: Grid, kind: str) -> int | None:
    return next((place for place, c in sorted(grid.columns.items()) if c.kind == kind), None)


def _row(text: NormalText, grid: Grid, cells: dict[int, Cell], indicator: int) -> _Row | None:
    cell = cells.get(indicator)
    start, end = extent_of(text, cell) if cell else _NOTHING
    number = _NUMBER.match(text.text, start, end)
    start = number.end() if number else start
    unit = _words(text, cells, _place(grid, "unit"))
    bracket = _BRACKET.search(text.text, start, end)
    if bracket and _is_unit(text, bracket[1]):
        unit, end = unit or bracket[1], bracket.start()
    if end - start < 2:
        return None
    called = _words(text, cells, _place(grid, "nature"))
    nature: Qualifier | None = None
    if "约束" in called or called.lower().startswith(("binding", "mandatory")):
        nature = "binding"
    elif "预期" in called or called.lower().startswith(("expected", "anticipat", "guid")):
        nature = "expected"
    return _Row((start, end), "" if unit in ("—", "-", "/") else unit, nature)


def _is_unit(text: NormalText, words: str) -> bool:
    lead, language = _lead(text)
    found = find_quantities(f"{lead}7{words}", language)
    return len(found) == 1 and found[0].known and found[0].unit is not None


def _lead(text: NormalText) -> tuple[str, str]:
    """A verb that makes a number before which it stands a value, and the language."""
    return ("达到", "zh-Hans") if text.is_chinese else ("reach ", "en")


def _words(text: NormalText, cells: dict[int, Cell], place: int | None) -> str:
    cell = cells.get(place) if place is not None else None
    return text.text[slice(*extent_of(text, cell))].strip("()") if cell else ""


def _first(
    text: NormalText, cells: dict[int, Cell], bases: list[tuple[int, Column]], row: _Row
) -> Decimal | None:
    """The value of the last column of base values that has one."""
    for place, _ in reversed(bases):
        quantity = _quantity(text, cells.get(place), row.unit)
        if quantity is not None:
            return quantity.value
    return None


def _quantity(text: NormalText, cell: Cell | None, unit: str) -> Quantity | None:
    """The one number of a cell, in the unit of its row unless the cell has one."""
    start, end = extent_of(text, cell) if cell else _NOTHING
    words = text.text[start:end]
    if not words or len(words) > _LONGEST_VALUE or not any(c.isdigit() for c in words):
        return None
    sign = _SIGNS.get(words[0])
    words = words[1:].strip() if sign else words
    lead, language = _lead(text)
    apart = " " if unit[:1].isascii() and unit[:1].isalpha() else ""
    for written in (words, _DIGITS.sub(lambda m: f"{m.group()}{apart}{unit}", words)):
        found = find_quantities(lead + written, language)
        if len(found) == 1 and (found[0].unit is not None or not unit):
            return found[0]._replace(comparator=sign) if sign else found[0]
    return None


def _target(
    text: NormalText, cell: Cell | None, column: Column, row: _Row, base: Decimal | None
) -> TargetItem | None:
    quantity = _quantity(text, cell, row.unit)
    if cell is None or quantity is None:
        return None
    start, end = extent_of(text, cell)
    about: Qualifier | None = "approximately" if quantity.comparator == "approx" else None
    return TargetItem(
        start=min(row.indicator[0], start),
        end=max(row.indicator[1], end),
        indicator=text.written[slice(*row.indicator)].replace("\n", ""),
        comparator=quantity.comparator,
        measure="increase" if quantity.unit == "pp" else "level",
        value=quantity.value,
        value_max=quantity.value_max,
        baseline=base,
        unit=quantity.unit,
        unit_text=quantity.unit_text,
        qualifier=row.nature or about,
        status="target",
        deadline=date(column.year, 12, 31) if column.year else None,
        deadline_text=column.head if column.year else None,
        scope=None,
        known_unit=quantity.known,
        rule="indicator-table",
    )
