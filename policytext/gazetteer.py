"""The gazetteers: organs of Party and State, other bodies, functions of local organs, regions.

A central organ is one row of organs.tsv; a local organ is a region and a function (浙江省 and
农业农村厅), so that thirty thousand names need no list. Ids: ``cn/agri`` for the centre,
``cn-33/agri``, ``cn-3301/agri``, ``cn-330110/agri`` below it: one key at every level.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING, get_args

from policytext.errors import DataError
from policytext.patterns import lazy
from policytext.regions import (
    COUNTIES_FILE,
    REGIONS_FILE,
    Region,
    RegionMention,
    Regions,
    find_regions,
    lengths_by,
    load_regions,
    region,
    region_by_name,
)
from policytext.resources import read_table, sha256_of
from policytext.schema import BodyType

if TYPE_CHECKING:
    import ahocorasick_rs

__all__ = [
    "Function",
    "Gazetteer",
    "Organ",
    "Region",
    "RegionMention",
    "Term",
    "find_regions",
    "load_gazetteer",
    "load_regions",
    "region",
    "region_by_name",
]

ORGANS_FILE = "corpora/gazetteers/organs.tsv"
BODIES_FILE = "corpora/gazetteers/bodies.tsv"
FUNCTIONS_FILE = "corpora/gazetteers/functions.tsv"
FILES = (ORGANS_FILE, BODIES_FILE, FUNCTIONS_FILE, REGIONS_FILE, COUNTIES_FILE)

_ORGAN_COLUMNS = (
    "id",
    "name",
    "aliases",
    "name_en",
    "aliases_en",
    "type",
    "parent",
    "valid_from",
    "valid_to",
    "successor",
)
_FUNCTION_COLUMNS = (
    "key",
    "type",
    "formal",
    "aliases",
    "suffixes",
    "bare",
    "name_en",
    "aliases_en",
)
_ID = lazy(r"(?:cn|org)/[a-z][a-z-]*")
_KEY = lazy(r"[a-z][a-z-]*")
_SUFFIXES = {"厅": ("厅",), "局": ("局",), "委": ("委员会", "委")}
_DEPARTMENTS = ("部门", "主管部门", "行政主管部门", "行政部门", "管理部门", "监管部门", "执法部门")
_WEAK = "?"
_WHOLE = "="
_OF_THE_PARTY = "委"
_TYPES = frozenset(get_args(BodyType))


@dataclass(frozen=True, slots=True)
class Organ:
    """A body of its own: a central organ (``cn/...``) or another listed body (``org/...``).

    ``valid_from`` is its first day, ``valid_to`` the first day after it; None = open.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    name_en: str | None
    aliases_en: tuple[str, ...]
    type: BodyType
    parent: str | None
    valid_from: date | None
    valid_to: date | None
    successor: str | None

    @property
    def key(self) -> str:
        """The last part of the id."""
        return self.id.rpartition("/")[2]

    @property
    def names(self) -> tuple[str, ...]:
        """Official name first, then the short names; "?" marks a weak one, see Term."""
        return (self.name, *self.aliases)

    def exists_on(self, day: date | None) -> bool:
        """Whether the organ existed on a day (always where no day is given)."""
        if day is None:
            return True
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Function:
    """What a local organ does, in one of its forms: ``formal`` is 农业农村厅, not its short form.

    ``bare``: the form names an organ also where neither region nor level stands before it.
    """

    key: str
    type: BodyType
    formal: str
    name_en: str
    bare: bool

    @property
    def of_the_party(self) -> bool:
        """Whether the organ belongs to a Party committee (省委组织部), not to a government."""
        return self.formal.startswith(_OF_THE_PARTY) and self.key != "party"


@dataclass(frozen=True, slots=True)
class Term:
    """What one name in the automaton can stand for.

    ``weak``: a short form that is part of other words too (人行, 建行) and counts only in an
    enumeration of bodies or before the name of a branch. ``departments``: the name is that of a
    kind of department (财政部门), not of one organ.
    """

    organs: tuple[Organ, ...] = ()
    functions: tuple[Function, ...] = ()
    departments: Function | None = None
    weak: bool = False


class Gazetteer:
    """Everything that is known of bodies, with the automatons that find their names."""

    def __init__(self) -> None:
        rows = [*read_table(ORGANS_FILE, _ORGAN_COLUMNS), *read_table(BODIES_FILE, _ORGAN_COLUMNS)]
        self.organs: dict[str, Organ] = {}
        for row in rows:
            organ = _organ(row)
            if organ.id in self.organs:
                raise DataError(f"organ id {organ.id} stands twice")
            self.organs[organ.id] = organ
        for organ in self.organs.values():
            for other in (organ.parent, organ.successor):
                if other is not None and other not in self.organs:
                    raise DataError(f"organ {organ.id} names {other}, which is not listed")
        self._function_rows = read_table(FUNCTIONS_FILE, _FUNCTION_COLUMNS)
        self.regions: Regions = load_regions()

    @cached_property
    def sha256(self) -> str:
        """SHA-256 over the gazetteer files."""
        return sha256_of(*FILES)

    @cached_property
    def terms(self) -> dict[str, Term]:
        """Chinese names of organs and of functions."""
        terms: dict[str, Term] = {}
        for organ in self.organs.values():
            for marked in organ.names:
                name = marked.removeprefix(_WEAK)
                old = terms.get(name, Term(weak=marked != name))
                terms[name] = replace(old, organs=(*old.organs, organ))
        for name, function in self._forms():
            old = terms.get(name, Term())
            if not any(f.key == function.key for f in old.functions):
                terms[name] = replace(old, functions=(*old.functions, function))
        for stem, function in self.stems.items():
            for ending in _DEPARTMENTS:
                terms.setdefault(stem + ending, Term(departments=function))
        return terms

    @cached_property
    def stems(self) -> dict[str, Function]:
        """Function stems (农业农村, 财政) for kinds of departments such as 财政部门."""
        stems: dict[str, Function] = {}
        for row in self._function_rows:
            if not row[4]:
                continue
            function = _function(row, row[2])
            for stem in (row[2], *_split(row[3])):
                if not stem.startswith(_WHOLE):
                    stems.setdefault(stem, function)
        return stems

    @cached_property
    def stem_endings(self) -> dict[str, tuple[int, ...]]:
        """Last two characters of the stems: the lengths of these, falling."""
        return lengths_by((stem[-2:], len(stem)) for stem in self.stems)

    @cached_property
    def english_organs(self) -> dict[str, Organ]:
        """Lower-case English names of organs."""
        names: dict[str, Organ] = {}
        for organ in self.organs.values():
            for name in (organ.name_en, *organ.aliases_en):
                if name is not None:
                    names.setdefault(name.lower(), organ)
        return names

    @cached_property
    def english_functions(self) -> dict[str, tuple[Function, bool]]:
        """Lower-case English function stems; True where the stem takes Department, Bureau ..."""
        names: dict[str, tuple[Function, bool]] = {}
        for row in self._function_rows:
            formal = row[2] + (_SUFFIXES[row[4][0]][0] if row[4] else "")
            for name in (row[6], *_split(row[7])):
                names.setdefault(name.lower(), (_function(row, formal), bool(row[4])))
        return names

    @cached_property
    def matcher(self) -> tuple[ahocorasick_rs.AhoCorasick, list[str]]:
        """Leftmost-longest automaton over ``terms``; offsets are code points."""
        import ahocorasick_rs as ac  # noqa: PLC0415

        names = list(self.terms)
        return ac.AhoCorasick(names, matchkind=ac.MatchKind.LeftmostLongest), names

    @cached_property
    def matched_terms(self) -> list[Term]:
        """What each name of ``matcher`` stands for, in its order."""
        return [self.terms[name] for name in self.matcher[1]]

    def _forms(self) -> list[tuple[str, Function]]:
        forms: list[tuple[str, Function]] = []
        for row in self._function_rows:
            formal, suffixes = row[2], row[4]
            names = (formal, *_split(row[3]))
            if not suffixes:
                forms.extend(
                    (name, _function(row, formal))
                    for name in names
                    if not name.startswith(_OF_THE_PARTY)
                )
                continue
            for stem in names:
                if stem.startswith(_WHOLE):
                    forms.append((stem[1:], _function(row, stem[1:])))
                    continue
                for suffix in suffixes:
                    whole = _SUFFIXES[suffix]
                    function = _function(row, formal + whole[0])
                    forms.extend((stem + ending, function) for ending in whole)
        return forms


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer; raises DataError where a file is missing or not valid."""
    return Gazetteer()


def _split(field: str) -> tuple[str, ...]:
    return tuple(part for part in field.split("|") if part)


def _organ(row: tuple[str, ...]) -> Organ:
    id_, name, aliases, name_en, aliases_en, type_, parent, start, end, successor = row
    if not _ID.fullmatch(id_) or not name or type_ not in _TYPES:
        raise DataError(f"organ {id_!r} {name!r}: id, name or type {type_!r} is not valid")
    try:
        days = [date.fromisoformat(day) if day else None for day in (start, end)]
    except ValueError as error:
        raise DataError(f"organ {id_}: {error}") from error
    return Organ(
        id=id_,
        name=name,
        aliases=_split(aliases),
        name_en=name_en or None,
        aliases_en=_split(aliases_en),
        type=type_,  # type: ignore[arg-type]
        parent=parent or None,
        valid_from=days[0],
        valid_to=days[1],
        successor=successor or None,
    )


def _function(row: tuple[str, ...], formal: str) -> Function:
    key, type_, _, _, suffixes, bare, name_en, _ = row
    if not _KEY.fullmatch(key) or type_ not in _TYPES or bare not in ("yes", "no"):
        raise DataError(f"function {key!r}: key, type {type_!r} or bare {bare!r} is not valid")
    if set(suffixes) - set(_SUFFIXES):
        raise DataError(f"function {key!r}: suffixes {suffixes!r} are not all known")
    return Function(key, type_, formal, name_en, bare == "yes")  # type: ignore[arg-type]
