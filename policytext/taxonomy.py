"""A taxonomy: the aspects and tasks that passages are classified against.

A taxonomy is a TOML file: shipped ones lie in corpora/taxonomies, users write or build their own.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from policytext.errors import DataError
from policytext.resources import data_path, read_table
from policytext.schema import PolicyDocument

_FOLDER = "corpora/taxonomies"
_CROSSWALKS = f"{_FOLDER}/crosswalks.tsv"
_HEAD_KEYS = frozenset(
    "id version title_zh title_en declared_aspects declared_tasks aspect".split()
)
_ASPECT_KEYS = frozenset("id title_zh title_en task".split())
_TASK_KEYS = frozenset("id title_zh title_en description keywords negative".split())
_LONGEST_DESCRIPTION = 400

Relation = Literal["same", "part", "overlap"]


@dataclass(frozen=True, slots=True)
class TaxonomyTask:
    """One task. ``negative`` are words that speak against it although a keyword is there."""

    id: str
    aspect_id: str
    title_zh: str
    title_en: str
    description: str = ""
    keywords: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaxonomyAspect:
    """One aspect (方面): a group of tasks."""

    id: str
    title_zh: str
    title_en: str


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Aspects and tasks in the order of the notice; ``sha256`` is of the file's bytes.

    ``declared_aspects`` and ``declared_tasks``: what the notice says of itself, or None.
    A taxonomy with fewer tasks than declared is incomplete, and ``is_complete`` says so.
    """

    id: str
    version: str
    title_zh: str
    title_en: str
    aspects: tuple[TaxonomyAspect, ...]
    tasks: tuple[TaxonomyTask, ...]
    declared_aspects: int | None
    declared_tasks: int | None
    sha256: str

    def __hash__(self) -> int:
        # What is prepared for a taxonomy is looked up once a document; a hash of all its words
        # would take longer than the look-up.
        return hash(self.sha256)

    @property
    def is_complete(self) -> bool:
        """Whether all the aspects and tasks that the notice declares are listed."""
        return self.declared_aspects in (None, len(self.aspects)) and self.declared_tasks in (
            None,
            len(self.tasks),
        )


@dataclass(frozen=True, slots=True)
class Crossing:
    """A task of one taxonomy beside a task of another."""

    from_taxonomy: str
    from_task: str
    to_taxonomy: str
    to_task: str
    relation: Relation


def list_taxonomies() -> list[str]:
    """Ids of the shipped taxonomies, sorted."""
    return sorted(path.stem for path in data_path(_FOLDER).glob("*.toml"))


def load_taxonomy(name_or_path: str) -> Taxonomy:
    """A shipped taxonomy by its id, or one from a TOML file by its path.

    Raises DataError when there is none, or when the file is not valid.
    """
    if "/" not in name_or_path and not name_or_path.endswith(".toml"):
        return _load_shipped(name_or_path)
    path = Path(name_or_path)
    if not path.is_file():
        raise DataError(f"taxonomy file {name_or_path!r} does not exist")
    return parse_taxonomy(path.read_bytes(), str(path))


@cache
def _load_shipped(name: str) -> Taxonomy:
    known = list_taxonomies()
    if name not in known:
        raise DataError(
            f"no taxonomy {name!r}; shipped: {', '.join(known)}; or give the path of a .toml file"
        )
    path = data_path(f"{_FOLDER}/{name}.toml")
    return parse_taxonomy(path.read_bytes(), path.name)


def parse_taxonomy(content: bytes, where: str) -> Taxonomy:
    """A taxonomy from the bytes of a TOML file; ``where`` names it in errors."""
    try:
        raw = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{where}: not a valid TOML file in UTF-8: {error}") from error
    _check_keys(raw, _HEAD_KEYS, where)
    aspects: list[TaxonomyAspect] = []
    tasks: list[TaxonomyTask] = []
    for aspect in _tables(raw, "aspect", where):
        _check_keys(aspect, _ASPECT_KEYS, where)
        aspect_id = _string(aspect, "id", where)
        aspects.append(TaxonomyAspect(aspect_id, *_titles(aspect, where)))
        for task in _tables(aspect, "task", where):
            _check_keys(task, _TASK_KEYS, where)
            tasks.append(
                TaxonomyTask(
                    _string(task, "id", where),
                    aspect_id,
                    *_titles(task, where),
                    description=_string(task, "description", where, ""),
                    keywords=_strings(task, "keywords", where),
                    negative=_strings(task, "negative", where),
                )
            )
    taxonomy = Taxonomy(
        _string(raw, "id", where),
        _string(raw, "version", where),
        *_titles(raw, where),
        aspects=tuple(aspects),
        tasks=tuple(tasks),
        declared_aspects=_count(raw, "declared_aspects", where),
        declared_tasks=_count(raw, "declared_tasks", where),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    problems = validate(taxonomy)
    if problems:
        raise DataError(f"{where}: " + "; ".join(problems))
    return taxonomy


def validate(taxonomy: Taxonomy) -> list[str]:
    """What is wrong with a taxonomy, in plain words; an empty list when it can be used."""
    problems: list[str] = []
    for what, ids in (
        ("aspect", [aspect.id for aspect in taxonomy.aspects]),
        ("task", [task.id for task in taxonomy.tasks]),
    ):
        problems += [f"{what} id {i!r} occurs twice" for i in sorted(set(ids)) if ids.count(i) > 1]
    if not taxonomy.tasks:
        problems.append("there are no tasks")
    declared = taxonomy.declared_tasks
    if declared is not None and len(taxonomy.tasks) > declared:
        problems.append(f"{len(taxonomy.tasks)} tasks, but only {declared} are declared")
    seen: dict[tuple[str, str], str] = {}
    for task in taxonomy.tasks:
        key = (task.title_zh, task.title_en)
        if key in seen:
            problems.append(f"tasks {seen[key]} and {task.id} have the same title")
        seen[key] = task.id
        both = sorted(set(task.keywords) & set(task.negative))
        if both:
            problems.append(f"task {task.id}: both keyword and negative: {', '.join(both)}")
    return problems


def build_taxonomy(document: PolicyDocument) -> Taxonomy:
    """The taxonomy that a notice sets out, from its extracted aspects and tasks.

    Titles come from the headings; the description of a task is the text below its heading, when
    the document was extracted with its text (``include_text``). Raises DataError when the
    document has no tasks.
    """
    chinese = document.source.language != "en"
    starts = sorted(
        [a.span.start for a in document.aspects]
        + [t.span.start for a in document.aspects for t in a.tasks]
        + [entry.span.start for entry in document.outline]
    )
    aspects: list[TaxonomyAspect] = []
    tasks: list[TaxonomyTask] = []
    for aspect in document.aspects:
        aspects.append(TaxonomyAspect(aspect.id, *_by_language(aspect.title, chinese)))
        for task in aspect.tasks:
            zh, en = _by_language(task.title, chinese)
            after = next((s for s in starts if s > task.span.start), None)
            tasks.append(
                TaxonomyTask(
                    id=f"T{len(tasks) + 1:02d}",
                    aspect_id=aspect.id,
                    title_zh=zh,
                    title_en=en,
                    description=_body(document.text, task.span.end, after),
                )
            )
    if not tasks:
        raise DataError("the document has no tasks, so no taxonomy can be built from it")
    declared = {entry.what: entry.stated for entry in document.declared}
    title = document.meta.title or document.source.id
    bare = Taxonomy(
        _identifier(title),
        "1",
        *_by_language(title, chinese),
        aspects=tuple(aspects),
        tasks=tuple(tasks),
        declared_aspects=declared.get("aspects"),
        declared_tasks=declared.get("tasks"),
        sha256="",
    )
    return parse_taxonomy(dump_taxonomy(bare).encode(), "built taxonomy")


def dump_taxonomy(taxonomy: Taxonomy) -> str:
    """The taxonomy as TOML text; ``parse_taxonomy`` reads it back."""
    lines = [f"id = {_quoted(taxonomy.id)}", f"version = {_quoted(taxonomy.version)}"]
    lines += _titles_toml(taxonomy)
    if taxonomy.declared_aspects is not None:
        lines.append(f"declared_aspects = {taxonomy.declared_aspects}")
    if taxonomy.declared_tasks is not None:
        lines.append(f"declared_tasks = {taxonomy.declared_tasks}")
    for aspect in taxonomy.aspects:
        lines += ["", "[[aspect]]", f"id = {_quoted(aspect.id)}", *_titles_toml(aspect)]
        for task in taxonomy.tasks:
            if task.aspect_id != aspect.id:
                continue
            lines += ["[[aspect.task]]", f"id = {_quoted(task.id)}", *_titles_toml(task)]
            if task.description:
                lines.append(f"description = {_quoted(task.description)}")
            for name, words in (("keywords", task.keywords), ("negative", task.negative)):
                if words:
                    lines.append(f"{name} = [{', '.join(map(_quoted, words))}]")
    return "\n".join(lines) + "\n"


@cache
def crosswalk(from_taxonomy: str, to_taxonomy: str) -> tuple[Crossing, ...]:
    """How the tasks of one shipped taxonomy meet those of another, as far as it is known."""
    columns = ("from_taxonomy", "from_task", "to_taxonomy", "to_task", "relation")
    found: list[Crossing] = []
    for a, a_task, b, b_task, relation in read_table(_CROSSWALKS, columns):
        if relation not in ("same", "part", "overlap"):
            raise DataError(f"{_CROSSWALKS}: unknown relation {relation!r}")
        if (a, b) == (from_taxonomy, to_taxonomy):
            found.append(Crossing(a, a_task, b, b_task, relation))  # type: ignore[arg-type] # checked
    return tuple(found)


def _by_language(title: str, chinese: bool) -> tuple[str, str]:
    return (title, "") if chinese else ("", title)


def _body(text: str | None, start: int, end: int | None) -> str:
    if text is None:
        return ""
    body = " ".join(
        text[start : end if end is not None else start + 4 * _LONGEST_DESCRIPTION].split()
    )
    return body.strip("。.:： ")[:_LONGEST_DESCRIPTION]


def _identifier(title: str) -> str:
    """A short id that does not change with the machine: words of the title, or its hash."""
    words = "-".join(
        w for w in "".join(c if c.isascii() and c.isalnum() else " " for c in title).lower().split()
    )
    digest = hashlib.sha256(title.encode()).hexdigest()[:8]
    return f"{words[:40].strip('-')}-{digest}" if words else f"taxonomy-{digest}"


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _titles_toml(entry: Taxonomy | TaxonomyAspect | TaxonomyTask) -> list[str]:
    lines = []
    if entry.title_zh:
        lines.append(f"title_zh = {_quoted(entry.title_zh)}")
    if entry.title_en:
        lines.append(f"title_en = {_quoted(entry.title_en)}")
    return lines


def _check_keys(table: dict[str, Any], allowed: frozenset[str], where: str) -> None:
    unknown = sorted(set(table) - allowed)
    if unknown:
        raise DataError(
            f"{where}: unknown keys {', '.join(unknown)}; allowed: {', '.join(sorted(allowed))}"
        )


def _tables(table: dict[str, Any], key: str, where: str) -> list[dict[str, Any]]:
    value = table.get(key)
    if not isinstance(value, list) or not value or not all(isinstance(v, dict) for v in value):
        raise DataError(
            f"{where}: [[{key}]] is missing or empty in {table.get('id', 'the file')!r}"
        )
    return value


def _string(table: dict[str, Any], key: str, where: str, default: str | None = None) -> str:
    value = table.get(key, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise DataError(f"{where}: {key!r} must be a text in {table.get('id', 'the file')!r}")
    return value


def _strings(table: dict[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise DataError(f"{where}: {key!r} must be a list of words in {table.get('id')!r}")
    return tuple(value)


def _titles(table: dict[str, Any], where: str) -> tuple[str, str]:
    zh, en = (_string(table, key, where, "") for key in ("title_zh", "title_en"))
    if not zh.strip() and not en.strip():
        raise DataError(f"{where}: no title_zh or title_en in {table.get('id', 'the file')!r}")
    return zh, en


def _count(table: dict[str, Any], key: str, where: str) -> int | None:
    value = table.get(key)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 1):
        raise DataError(f"{where}: {key!r} must be a whole number above 0")
    return value
