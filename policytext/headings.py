"""What a heading's words say of its section: aims, tasks, review, safeguards."""

from __future__ import annotations

from functools import cache
from typing import Literal

from policytext.errors import DataError
from policytext.resources import read_table

Role = Literal["general", "goals", "container", "review", "safeguard", "closing"]
_FILE = "corpora/lexicons/headings.tsv"
_ROLES = ("general", "goals", "container", "review", "safeguard", "closing")


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


def heading_role(title: str) -> Role | None:
    """Role of a section by its title (Simplified or English), or None for a title of content."""
    whole, part = _lexicon()
    plain = title.strip(" 。.:;").lower()
    if plain in whole:
        return whole[plain]
    return next((role for phrase, role in part if phrase in plain), None)


def is_known_heading(line: str) -> bool:
    """Whether a whole line is one of the fixed headings, so that it needs no number."""
    return line.strip(" :").lower() in _lexicon()[0]
