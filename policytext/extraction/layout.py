"""What the lines of a PDF tell of bodies in tables that reached the text without their grid.

A cell's words are then broken over short lines, and only the head of the table says what a column
of bodies means.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence

from policytext.extraction.agency_roles import BY_CONVENTION, STATED, Assigned, Group
from policytext.extraction.bodies import Found
from policytext.patterns import lazy
from policytext.schema import Role

_LONGEST_LINE = 60
_HAN = lazy(r"[\u4e00-\u9fff)〕]")
_OPENS_NEXT = lazy(r"[\u4e00-\u9fff()〔〕]")
_HEAD_WORDS = lazy(r"序号|任务|举措|内容|事项|目标|项目|时限|措施|细则|章节|名称|主体|诉求|路径")
_LONGEST_HEAD = 80
_LONGEST_TABLE = 9000
_TABLE_END = lazy(r"\n(?:附件|附录|附表|[一二三四五六七八九十]{1,2}、)")
_MARKS = lazy(r"[，。；:]")


def joined(text: str, apart: Callable[[int], bool]) -> tuple[str, list[int]]:
    """The text without the line breaks that may stand inside a word, and where they stood.

    ``apart``: whether the break at an offset parts two cells of a table, and stays. The list
    holds, for each break taken out, its place in the text returned.
    """
    parts: list[str] = []
    places: list[int] = []
    length = place = 0
    while (at := text.find("\n", place)) >= 0:
        previous = text[at - 1 : at]
        short = at - text.rfind("\n", 0, at) - 1 <= _LONGEST_LINE
        wraps = bool(short and _HAN.match(previous) and _OPENS_NEXT.match(text, at + 1))
        wraps = wraps and not apart(at)
        piece = text[place : at if wraps else at + 1]
        parts.append(piece)
        length += len(piece)
        if wraps:
            places.append(length)
        place = at + 1
    parts.append(text[place:])
    return "".join(parts), places


def unjoined(found: Sequence[Found], places: Sequence[int]) -> list[Found]:
    """Bodies found in a joined text, with their ranges in the text before joining."""
    return [
        (start + bisect_right(places, start), end + bisect_right(places, end - 1), body, rule)
        for start, end, body, rule in found
    ]


def from_heads(
    text: str,
    found: Sequence[Found],
    runs: Sequence[Group],
    given: list[Assigned],
    label_role: Callable[[str], Role | None],
) -> None:
    """Roles of bodies that stand alone in a line below a head such as 序号 任务 牵头单位 配合单位.

    Runs that follow each other without other words fill the columns from left to right.
    """
    starts = [run[2] for run in runs]
    for head_end, columns in _heads(text, label_role):
        limit = min(len(text), head_end + _LONGEST_TABLE)
        if closing := _TABLE_END.search(text, head_end, limit):
            limit = closing.start()
        at = bisect_right(starts, head_end)
        column = 0
        last_end = -1
        for run in (cell for whole in runs[at:] for cell in _cells(text, whole, found, columns)):
            _, _, start, end = run
            if start > limit:
                break
            if not _alone(text, start, end):
                continue
            adjoins = last_end >= 0 and not text[last_end:start].strip()
            column = min(column + 1, len(columns) - 1) if adjoins else 0
            last_end = end
            _give(run, columns[column], given, leads="lead" not in columns)


def _cells(text: str, run: Group, found: Sequence[Found], columns: Sequence[Role]) -> list[Group]:
    """A run cut where only white space parts its bodies, if the table has columns for them."""
    if len(columns) < 2:
        return [run]
    first, last, run_start, _ = run
    cells = [(first, first, run_start, found[first][1])]
    for i in range(first + 1, last + 1):
        start, end, _, _ = found[i]
        cell_first, _, cell_start, cell_end = cells[-1]
        if text[cell_end:start].isspace():
            cells.append((i, i, start, end))
        else:
            cells[-1] = (cell_first, i, cell_start, end)
    return cells


def _give(run: Group, role: Role, given: list[Assigned], *, leads: bool) -> None:
    first, last, _, _ = run
    for i in range(first, last + 1):
        if given[i][0] != "mentioned":
            continue
        if role == "responsible" and i == first and leads:
            given[i] = ("lead", BY_CONVENTION)
        else:
            given[i] = (role, STATED if role == "lead" else "table-head")


def _heads(text: str, label_role: Callable[[str], Role | None]) -> list[tuple[int, list[Role]]]:
    heads: list[tuple[int, list[Role]]] = []
    place = 0
    for line in text.split("\n"):
        end = place + len(line)
        if len(line) <= _LONGEST_HEAD and _HEAD_WORDS.search(line) and not _MARKS.search(line):
            words = re.split(
                r"[ \u3000]+|(?<=[位门])(?=[\u4e00-\u9fff])|(?<=标)(?=牵头|责任)", line
            )
            roles = [role for word in words if (role := label_role(word))]
            if roles:
                heads.append((end, roles))
        place = end + 1
    return heads


def _alone(text: str, start: int, end: int) -> bool:
    """Whether a run of bodies is a cell: a line of its own, or what closes one before a number."""
    before = text[start - 1 : start]
    after = text[end : end + 1]
    opens = before in ("\n", "。", "") or (
        before == " " and text[start - 2 : start - 1] in "位。年月日底前"
    )
    return opens and (after in ("\n", "") or after.isdigit() or after == " ")
