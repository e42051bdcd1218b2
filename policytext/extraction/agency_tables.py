"""Bodies in the columns of tables: their roles, and regions that stand for their governments."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter

from policytext.extraction import agency_roles, agency_roles_en
from policytext.extraction.agency_roles import BY_CONVENTION, STATED, Assigned
from policytext.extraction.bodies import Found, Home, of_region
from policytext.extraction.tables import extent_of
from policytext.gazetteer import load_gazetteer, region_by_name
from policytext.patterns import lazy
from policytext.readers.source import Cell, Table
from policytext.schema import Role
from policytext.text.normal import NormalText

_HEADER_ROWS = 2
_HEAD = lazy(
    r"(?:序号|编号|地市|(?:所[属在])?(?:区县|地市|赛道|领域)|.{0,6}(?:名称|企业|项目|任务|内容"
    r"|时限|举措)|备注)$"
    r"|(?:No\.?|Task|Item|Name|Deadline)s?$",
    re.IGNORECASE,
)
# Characters of running head and page number between two parts of one table.
_OVERLEAF = 40
_LABELLED = lazy(r"[:：]")
_PIECE = lazy(r"[^、，,;；\s]+")
_REGION = lazy(r"[\u4e00-\u9fff]{1,9}[市县区旗州盟]")


def from_tables(text: NormalText, found: Sequence[Found], given: list[Assigned]) -> None:
    """Roles from the heads of table columns: 牵头单位, 责任单位, 配合单位."""
    tables = _tables_with_roles(text)
    if not tables:
        return
    starts = [table.start for table, _ in tables]
    leads: set[tuple[int, int, int]] = set()
    for i, (start, end, _, _) in enumerate(found):
        place, _ = text.offsets.to_source(start, end)
        at = bisect_right(starts, place) - 1
        if at < 0 or place >= tables[at][0].end:
            continue
        table, columns = tables[at]
        cell = _cell_at(table, place)
        head = columns.get(cell.column) if cell is not None else None
        if cell is None or head is None or cell.row <= head[1]:
            continue
        words = text.source.text[cell.start : cell.end]
        # A bracket of bodies (一港五谷(鹿城区政府、龙湾区政府)) gives no roles of its own here.
        listed = given[i][1] in (BY_CONVENTION, "list") and not _LABELLED.search(words)
        if given[i][0] not in ("mentioned", "issuer") and not listed:
            continue
        role, _ = head
        if role == "responsible" and all(other != "lead" for other, _ in columns.values()):
            key = (at, cell.row, cell.column)
            if key not in leads:
                leads.add(key)
                given[i] = ("lead", BY_CONVENTION)
                continue
        given[i] = (role, STATED if role == "lead" else "table")


def _tables_with_roles(text: NormalText) -> list[tuple[Table, dict[int, tuple[Role, int]]]]:
    """Tables with the roles of their columns; one that goes on overleaf keeps its head's."""
    found: list[tuple[Table, dict[int, tuple[Role, int]]]] = []
    last: tuple[int, int, dict[int, tuple[Role, int]]] = (-1, 0, {})
    for table in text.source.tables:
        width = max((cell.column + cell.column_span for cell in table.cells), default=0)
        roles = _column_roles(text, table)
        if not roles and table.start - last[0] <= _OVERLEAF and not _has_head(text, table):
            # Cells that span rows are missing on the left there, so columns count from the right.
            shift = width - last[1]
            roles = {c + shift: (role, -1) for c, (role, _) in last[2].items() if c + shift > 0}
        if roles:
            found.append((table, roles))
        last = (table.end, width, roles)
    return found


def _has_head(text: NormalText, table: Table) -> bool:
    """Whether the first row of a table is a head of its own."""
    first = [text.source.text[c.start : c.end] for c in table.cells if c.row == 0]
    return any(_HEAD.match(re.sub(r"\s+", "", words)) for words in first)


def with_regions(text: NormalText, found: Sequence[Found], home: Home) -> list[Found]:
    """Bodies, and in columns of bodies the regions that stand alone: 西湖区, its government."""
    if not text.source.tables:
        return list(found)
    within = home.region.adcode if home.region else None
    government = load_gazetteer().terms["人民政府"].functions[0]
    named: list[Found] = []
    for table, columns in _tables_with_roles(text):
        for cell in _cells_of(table, columns):
            start, end = extent_of(text, cell)
            for piece in _PIECE.finditer(text.text, start, end):
                if not _REGION.fullmatch(piece.group()):
                    continue
                region = region_by_name(piece.group(), within)
                if region is not None and region.name == piece.group():
                    body = of_region(government, region)
                    named.append((*piece.span(), body, "region-in-column"))
    if not named:
        return list(found)
    starts = [item[0] for item in found]
    free = [
        item
        for item in named
        if (at := bisect_right(starts, item[0])) == 0 or found[at - 1][1] <= item[0]
    ]
    return sorted([*found, *free], key=itemgetter(0))


def parter(text: NormalText) -> Callable[[int], bool]:
    """Tells whether a line break of a text stands between two cells of a table."""
    tables = text.source.tables
    starts = [table.start for table in tables]

    def cell(offset: int) -> Cell | None:
        place, _ = text.offsets.to_source(offset, offset + 1)
        at = bisect_right(starts, place) - 1
        return _cell_at(tables[at], place) if at >= 0 and place < tables[at].end else None

    def apart(offset: int) -> bool:
        return bool(tables) and cell(offset - 1) is not cell(offset + 1)

    return apart


def _cells_of(table: Table, columns: dict[int, tuple[Role, int]]) -> Iterator[Cell]:
    for cell in table.cells:
        head = columns.get(cell.column)
        if head is not None and cell.row > head[1]:
            yield cell


def _column_roles(text: NormalText, table: Table) -> dict[int, tuple[Role, int]]:
    """Role and row of the head of each column that names one."""
    reader = agency_roles_en.label_role if text.language == "en" else agency_roles.label_role
    columns: dict[int, tuple[Role, int]] = {}
    for cell in table.cells:
        if cell.row >= _HEADER_ROWS:
            break
        words = re.sub(r"\s+", "", text.source.text[cell.start : cell.end])
        if text.language == "en":
            words = text.source.text[cell.start : cell.end]
        # (牵头单位:省教育厅) in a cell is said of its row, not of its column.
        if len(words) <= 40 and ":" not in words and "：" not in words and (role := reader(words)):
            for column in range(cell.column, cell.column + cell.column_span):
                columns.setdefault(column, (role, cell.row))
    return columns


def _cell_at(table: Table, place: int) -> Cell | None:
    at = bisect_right(table.cells, place, key=lambda cell: cell.start) - 1
    if at >= 0 and place < table.cells[at].end:
        return table.cells[at]
    return None
