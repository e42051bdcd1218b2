"""Agencies: every body that a document names, resolved to an id, with its role."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date

from policytext.extraction import agency_roles, agency_roles_en, bodies_en, bodies_zh, layout
from policytext.extraction.agency_roles import BY_CONVENTION, STATED, Assigned
from policytext.extraction.bodies import Found, Home
from policytext.extraction.issuers import issuers
from policytext.extraction.items import AgencyMention
from policytext.outline import Outline
from policytext.patterns import lazy
from policytext.readers.source import Cell, Table
from policytext.schema import Role
from policytext.text.normal import NormalText

_PDF = "application/pdf"
_COUNTRY = "100000"
_HEADER_ROWS = 2
_HEAD = lazy(
    r"(?:序号|编号|地市|(?:所[属在])?(?:区县|地市|赛道|领域)|.{0,6}(?:名称|企业|项目|任务|内容"
    r"|时限|举措)|备注)$"
    r"|(?:No\.?|Task|Item|Name|Deadline)s?$",
    re.IGNORECASE,
)
# Characters of running head and page number between two parts of one table.
_OVERLEAF = 40


def find_agencies(
    text: NormalText, outline: Outline, adcode: str | None, issued_on: date | None
) -> list[AgencyMention]:
    """Every body named in a document, in order, without overlap.

    ``adcode`` is the territory the document speaks for (None or 100000: the country): it resolves
    省农业农村厅. ``issued_on`` chooses between bodies that bore one name at different times. A body
    inside the title of a cited document is left out. Roles: see ``agency_roles`` and ``issuers``;
    ``rule`` joins how the body was resolved and how its role was found.
    """
    del outline  # roles come from words, lists, tables, head and signature
    home = Home(None if adcode == _COUNTRY else adcode)
    if text.language == "en":
        found = bodies_en.find_bodies(text.text, home)
        given = agency_roles_en.roles(text.text, found)
        runs = agency_roles_en.groups(text.text, found)
    else:
        in_lines = text.source.media_type == _PDF
        words, places = layout.joined(text.text, _parter(text)) if in_lines else (text.text, [])
        in_words = bodies_zh.find_bodies(words, home, issued_on, places)
        found = layout.unjoined(in_words, places)
        given = agency_roles.roles(text.text, found)
        if places:
            agency_roles.from_labels(words, in_words, given)
        runs = agency_roles.groups(text.text, found)
        if in_lines and not text.source.tables:
            layout.from_heads(text.text, found, runs, given, agency_roles.label_role)
    _from_tables(text, found, given)
    for index, rule in issuers(text, found, runs).items():
        given[index] = ("issuer", rule)
    return [_mention(item, role) for item, role in zip(found, given, strict=True)]


def _mention(found: Found, assigned: Assigned) -> AgencyMention:
    body, (role, rule) = found.body, assigned
    return AgencyMention(
        start=found.start,
        end=found.end,
        agency_id=body.id,
        name=body.name,
        name_en=body.name_en,
        type=body.type,
        level=body.level,
        adcode=body.adcode,
        role=role,
        rule=f"{found.rule}+{rule}" if rule else found.rule,
    )


def _from_tables(text: NormalText, found: Sequence[Found], given: list[Assigned]) -> None:
    """Roles from the heads of table columns: 牵头单位, 责任单位, 配合单位."""
    tables = _tables_with_roles(text)
    if not tables:
        return
    starts = [table.start for table, _ in tables]
    leads: set[tuple[int, int, int]] = set()
    for i, item in enumerate(found):
        place, _ = text.offsets.to_source(item.start, item.end)
        at = bisect_right(starts, place) - 1
        if at < 0 or place >= tables[at][0].end:
            continue
        table, columns = tables[at]
        cell = _cell_at(table, place)
        head = columns.get(cell.column) if cell is not None else None
        if cell is None or head is None or given[i][0] not in ("mentioned", "issuer"):
            continue
        role, row = head
        if cell.row <= row:
            continue
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


def _parter(text: NormalText) -> Callable[[int], bool]:
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
