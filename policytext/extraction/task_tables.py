"""Task tables (重点任务, 责任单位, 配合单位, 完成时限): their rows as tasks.

A row gives a task its title, and with it all that stands in the row: bodies get their roles from
the heads of the columns (policytext.extraction.agencies), the date of the deadline's cell is the
deadline. Where the text of the plan has the same tasks, the row is added to the task of the text.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from policytext.extraction.items import DateMention
from policytext.extraction.tables import Grid, extent_of, grids
from policytext.extraction.tasks import AspectItem, TaskItem
from policytext.patterns import lazy
from policytext.readers.source import Cell
from policytext.text.normal import NormalText
from policytext.text.sentences import Extent

_LONGEST_TITLE = 60
# A table goes on on the next page behind a page number or a running head.
_OVERLEAF = 160
_TITLE_END = lazy(r"[。;；:：\n](?=.)")
_NUMBER = lazy(
    r"\s*(?:[（(]?[0-9一二三四五六七八九十]{1,3}[）)、.．]\s*|第[0-9一二三四五六七八九十]{1,3}[章节条项]\s*)+"
)
_YEAR = lazy(r"((?:19|20)\d{2})年")
_MONTH = lazy(r"(1[0-2]|0?[1-9]) ?月(?:底|末)?(?:之?前)?")
_MARKS = lazy(r"[\s，。、;:“”\"'()（）]+")
_NOTHING: Extent = (0, 0)


def with_tables(
    text: NormalText, aspects: Sequence[AspectItem]
) -> tuple[tuple[AspectItem, ...], list[tuple[Extent, int | None]]]:
    """Aspects with the tasks of the document's task tables, and the cells that hold deadlines.

    A cell of deadlines comes with the year that the line above the table names, if it does.

    A table most of whose rows repeat tasks of the text adds its rows to these; another one makes
    aspects of its own: by its column of aspects, else one, called by the head of its tasks.
    """
    found = list(aspects)
    deadlines: list[tuple[Extent, int | None]] = []
    above: tuple[Grid | None, Extent, int] = (None, _NOTHING, -1)
    for grid in grids(text):
        kinds = {column.kind for column in grid.columns.values()}
        if "task" not in kinds or not kinds & {"bodies", "deadline"}:
            continue
        rows, cells = _read(text, grid)
        overleaf = above[0] is not None and _is_overleaf(grid, above[0])
        if rows and overleaf:
            if above[2] >= 0 and _opens_inside(text, grid):
                rest = rows.pop(0)[1].extent
                found[above[2]] = _added(found[above[2]], -1, rest)
            rows = _inherited(rows, above[1])
        else:
            rows = _inherited(rows, _NOTHING)
        above = (grid, rows[-1][0] if rows else above[1], above[2])
        year = _YEAR.search(text.text[slice(*_head(text, grid))])
        deadlines += [(cell, int(year[1]) if year else None) for cell in cells]
        if not rows:
            continue
        known = {
            _plain(text, task): (a, t)
            for a, aspect in enumerate(found)
            for t, task in enumerate(aspect.tasks)
        }
        matched = [known.get(_plain(text, row)) for _, row in rows]
        if 2 * sum(place is not None for place in matched) >= len(rows):
            for place, (_, row) in zip(matched, rows, strict=True):
                if place is not None:
                    found[place[0]] = _added(found[place[0]], place[1], row.extent)
            above = (grid, above[1], -1)
        else:
            new = _aspects(text, grid, rows, overleaf=overleaf)
            if overleaf and found and found[-1].start == new[0].start:
                found[-1] = _joined(found[-1], new.pop(0))
            found += new
            above = (grid, above[1], len(found) - 1)
    return tuple(found), deadlines


def table_deadlines(
    cells: Sequence[tuple[Extent, int | None]], dates: Sequence[DateMention], text: NormalText
) -> list[tuple[int, date]]:
    """``(offset, day)`` of each cell of a column of deadlines that names a day.

    The last date in the cell, or of a bare month (12月) its last day in the year of the table.
    """
    found = []
    for (start, end), year in cells:
        inside = [item.day for item in dates if start <= item.start < end]
        month = _MONTH.fullmatch(text.text, start, end)
        if inside:
            found.append((start, max(inside)))
        elif month and year:
            number = int(month[1])
            found.append((start, date(year, number, monthrange(year, number)[1])))
    return found


def _read(text: NormalText, grid: Grid) -> tuple[list[tuple[Extent, TaskItem]], list[Extent]]:
    """Rows as (aspect or nothing, task), and the cells of deadlines."""
    places = _places(grid)
    rows: list[tuple[Extent, TaskItem]] = []
    deadlines: dict[Extent, None] = {}
    last: Cell | None = None
    above: dict[int, Cell] = {}
    for row in grid.rows:
        cell = row.get(places["task"])
        whole = _whole(text, row)
        if whole == _NOTHING or len(set(map(id, row.values()))) == 1:
            continue  # an empty row, or a line across the table
        if "deadline" in places and (due := row.get(places["deadline"])):
            deadlines[extent_of(text, due)] = None
        title = _title(text, extent_of(text, cell)) if cell else _NOTHING
        split = _goes_on(row, above, places)
        above = row
        if rows and (cell is last or title == _NOTHING or split):
            aspect, task = rows[-1]
            extent = (task.extent[0], max(task.extent[1], whole[1]))
            rows[-1] = (aspect, task._replace(extent=extent))
        elif title != _NOTHING:
            group = row.get(places["aspect"]) if "aspect" in places else None
            aspect = extent_of(text, group) if group else _NOTHING
            rows.append((aspect, TaskItem(*title, (min(whole[0], title[0]), whole[1]))))
        last = cell
    return rows, [cell for cell in deadlines if cell != _NOTHING]


def _is_overleaf(grid: Grid, above: Grid) -> bool:
    """Whether a table is the next part of the one before it, with or without its head again."""
    near = 0 <= grid.table.start - above.table.end <= _OVERLEAF
    return near and [c.kind for c in grid.columns.values()] == [
        c.kind for c in above.columns.values()
    ]


def _opens_inside(text: NormalText, grid: Grid) -> bool:
    """Whether the first row of a part has no number where its table counts: the rest of a row."""
    places = _places(grid)
    cell = grid.rows[0].get(places["number"]) if grid.rows and "number" in places else None
    return cell is not None and extent_of(text, cell) == _NOTHING


def _inherited(
    rows: list[tuple[Extent, TaskItem]], aspect: Extent
) -> list[tuple[Extent, TaskItem]]:
    """Rows without an aspect of their own stand under the one above them."""
    found = []
    for own, task in rows:
        aspect = own if own != _NOTHING else aspect
        found.append((aspect, task))
    return found


def _goes_on(row: dict[int, Cell], above: dict[int, Cell], places: dict[str, int]) -> bool:
    """Whether a row is the rest of the one above, which a page break has parted.

    Its number and its deadline or bodies then stand in cells over both.
    """

    def same(kind: str) -> bool:
        place = places.get(kind)
        return place is not None and place in row and row[place] is above.get(place)

    return same("number") and (same("deadline") or same("bodies"))


def _places(grid: Grid) -> dict[str, int]:
    """The column of each kind, from the left.

    Where one cell of tasks stands beside several rows that have details of their own, these are
    the tasks, and the cell is their aspect.
    """
    places: dict[str, int] = {}
    for place, column in sorted(grid.columns.items()):
        places.setdefault(column.kind, place)
    if "detail" in places:
        wide = {id(row.get(places["task"])) for row in grid.rows}
        fine = {id(row.get(places["detail"])) for row in grid.rows}
        if len(fine) >= 2 * len(wide):
            places["aspect"], places["task"] = places["task"], places.pop("detail")
    return places


def _whole(text: NormalText, row: dict[int, Cell]) -> Extent:
    """From the first to the last character that a row itself holds."""
    extents = [extent_of(text, cell) for cell in row.values()]
    held = [extent for extent in extents if extent != _NOTHING]
    # Cells that span rows stand above; the row's own text begins with its first own cell.
    own = [e for e, cell in zip(extents, row.values(), strict=True) if cell.row_span == 1]
    own = [extent for extent in own if extent != _NOTHING] or held
    if not own:
        return _NOTHING
    return min(start for start, _ in own), max(end for _, end in own)


def _title(text: NormalText, extent: Extent) -> Extent:
    """The title in a task's cell: without its number, and of a long cell the first sentence."""
    start, end = extent
    number = _NUMBER.match(text.text, start, end)
    if number and number.end() < end:
        start = number.end()
    if end - start > _LONGEST_TITLE:
        closing = _TITLE_END.search(text.text, start, end)
        end = closing.start() if closing else end
    while end > start and text.text[end - 1] in "。;；，、 \n":
        end -= 1
    return (start, end) if end - start > 1 else _NOTHING


def _aspects(
    text: NormalText, grid: Grid, rows: Sequence[tuple[Extent, TaskItem]], *, overleaf: bool
) -> list[AspectItem]:
    groups: dict[Extent, list[TaskItem]] = {}
    for aspect, task in rows:
        groups.setdefault(aspect, []).append(task)
    if _NOTHING in groups or (len(groups) < 2 and not overleaf):
        groups = {_head(text, grid): [task for _, task in rows]}
    return [
        AspectItem(*title, (tasks[0].extent[0], tasks[-1].extent[1]), tuple(tasks))
        for title, tasks in groups.items()
    ]


def _head(text: NormalText, grid: Grid) -> Extent:
    """The line above a table, else the head of its column of tasks."""
    cells = [cell for cell in grid.table.cells if cell.end > cell.start]
    first = min(extent_of(text, cell) for cell in cells)
    before = text.text[: first[0]].rstrip()
    start = before.rfind("\n") + 1
    line = before[start:]
    named = 2 <= len(line) <= _LONGEST_TITLE and not re.search(r"[。；;]$|^[\W\d]*$", line)
    if named:
        return start, len(before)
    task = _places(grid)["task"]
    heads = (cell for cell in cells if cell.row == 0 and cell.column == task)
    return next((extent_of(text, cell) for cell in heads), first)


def _added(aspect: AspectItem, place: int, extent: Extent) -> AspectItem:
    tasks = list(aspect.tasks)
    tasks[place] = tasks[place]._replace(more=(*tasks[place].more, extent))
    return aspect._replace(tasks=tuple(tasks))


def _joined(aspect: AspectItem, rest: AspectItem) -> AspectItem:
    extent = (aspect.extent[0], rest.extent[1])
    return aspect._replace(extent=extent, tasks=(*aspect.tasks, *rest.tasks))


def _plain(text: NormalText, task: TaskItem) -> str:
    return _MARKS.sub("", text.text[task.start : task.end])
