"""What a heading's words say of its section: aims, tasks, review, safeguards."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Literal

from policytext.errors import DataError
from policytext.patterns import lazy
from policytext.resources import read_table

if TYPE_CHECKING:
    import ahocorasick_rs

Role = Literal["general", "goals", "container", "review", "safeguard", "closing"]
_FILE = "corpora/lexicons/headings.tsv"
_ROLES = ("general", "goals", "container", "review", "safeguard", "closing")


_PRECEDENCE: tuple[Role, ...] = (
    "review", "container", "goals", "general", "safeguard", "closing",
)  # fmt: skip
_YEAR = lazy(r"(?:\d{4}|今|去|过去一|本)年|“?十[一二三四五六]五”?时期")
_OPENS_YEAR = frozenset("今去过本“十")
_LONGEST_STATED = 25
_AROUND = " 。.:;"


@cache
def _lexicon() -> tuple[dict[str, Role], tuple[tuple[str, Role], ...]]:
    whole: dict[str, Role] = {}
    part: list[tuple[str, Role]] = []
    for role, match, phrase in read_table(_FILE, ("role", "match", "phrase")):
        if role not in _ROLES or match not in ("whole", "part"):
            raise DataError(f"{_FILE}: unknown role {role!r} or match {match!r} for {phrase!r}")
        whole[phrase] = role  # type: ignore[assignment] # checked above
        if match == "part":
            part.append((phrase, role))  # type: ignore[arg-type]
    return whole, tuple(part)


@cache
def _parts() -> tuple[ahocorasick_rs.AhoCorasick, tuple[Role, ...]]:
    """What finds the phrases that are part of a title, overlapping ones too, and their roles."""
    import ahocorasick_rs as ac  # noqa: PLC0415 - loaded when first needed

    part = _lexicon()[1]
    automaton = ac.AhoCorasick([phrase for phrase, _ in part], matchkind=ac.MatchKind.Standard)
    return automaton, tuple(role for _, role in part)


def heading_role(title: str) -> Role | None:
    """Role of a section by its title (Simplified or English), or None for a title of content."""
    return heading_roles([title])[0]


def heading_roles(titles: Sequence[str]) -> list[Role | None]:
    """Roles of sections by their titles; all of these are searched at once."""
    plain = [title.strip(_AROUND).lower() for title in titles]
    found: list[Role | None] = list(map(_lexicon()[0].get, plain))
    automaton, roles = _parts()
    matches = automaton.find_matches_as_indexes("\n".join(plain), overlapping=True)
    if not matches:
        return found
    ends = list(accumulate([len(title) + 1 for title in plain]))
    met: dict[int, set[Role]] = {}
    for i, start, _ in matches:
        met.setdefault(bisect_right(ends, start), set()).add(roles[i])
    for title, named in met.items():
        if found[title] is None:
            # 总体目标和重点任务 holds tasks; 工作回顾和主要任务完成情况 does not.
            found[title] = next(role for role in _PRECEDENCE if role in named)
    return found


def is_whole_heading(line: str, *, dated: bool) -> bool:
    """Whether a whole line is one of the fixed headings, so that it needs no number.

    If ``dated``, it may also be the heading of a year's work: 2025年工作回顾.
    """
    plain = line.strip(_AROUND).lower()
    if plain in _lexicon()[0]:
        return True
    if not dated or len(plain) > _LONGEST_STATED or "，" in plain:
        return False
    opens = plain[:1]
    if not (opens in _OPENS_YEAR or opens.isdecimal()) or not _YEAR.match(plain):
        return False
    return heading_role(plain) in ("review", "container", "goals")
