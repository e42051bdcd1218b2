"""The panel of a page: one line an entry, with what was extracted and links to its places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from policytext.export.titles import taxonomy_titles
from policytext.schema import PolicyDocument, Target
from policytext.view.marks import KINDS, Entry
from policytext.view.words import Interface, escape, word

_SIGNS = {"eq": "=", "gt": ">", "ge": "≥", "lt": "<", "le": "≤", "approx": "≈", "range": ""}
_SHORT_QUOTE = 60
_FOLDED = 12  # more places than this are shown on demand


@dataclass(frozen=True, slots=True)
class TaskTitles:
    """Task id -> title, for the tasks of the document and for those of the taxonomy."""

    own: dict[str, str]
    taxonomy: dict[str, str]


def task_titles(doc: PolicyDocument, interface: Interface) -> TaskTitles:
    """Titles of the tasks; those of a taxonomy that cannot be found again stay empty."""
    own = {task.id: task.title for aspect in doc.aspects for task in aspect.tasks}
    given = dict.fromkeys(entry.task_id for entry in doc.coverage)
    given |= dict.fromkeys(label.task_id for p in doc.passages for label in p.labels)
    known = taxonomy_titles(doc, english=interface == "en")
    return TaskTitles(own, {task_id: known.get(task_id, "") for task_id in given})


def figure(target: Target) -> str:
    """The figure of a target as plain text: ``> 200,000,000 household``."""
    if target.value is None:
        return ""
    shown = f"{_SIGNS[target.comparator or 'eq']} {_number(target.value)}"
    if target.value_max is not None:
        shown += f"–{_number(target.value_max)}"
    # The value is in the canonical unit; the unit as written serves where there is no other.
    unit = target.unit or target.unit_text or ""
    return f"{shown} {unit.removeprefix('count:')}".strip()


def panel(
    doc: PolicyDocument, entries: list[Entry], titles: TaskTitles, interface: Interface
) -> str:
    """The lists of all kinds, in the order of ``KINDS``."""
    describe = _Describe(doc, titles, interface)
    out: list[str] = []
    for kind in KINDS:
        lines = [
            _line(number, entry, describe.of(entry), interface)
            for number, entry in enumerate(entries)
            if entry.kind == kind
        ]
        if kind == "label" and (left := sum(passage.abstained for passage in doc.passages)):
            lines.append(f"<li class=plain>{word('abstained', interface)}: {left}</li>")
        if not lines:
            lines = [f"<li class=plain>{word('none', interface)}</li>"]
        out.append(
            f"<details class='group k-{kind}' data-kind={kind} open><summary>"
            f"<h2>{word(kind, interface)}</h2></summary><ul>{''.join(lines)}</ul></details>"
        )
    return "".join(out)


def _line(number: int, entry: Entry, described: str, interface: Interface) -> str:
    links = []
    for index, span in enumerate(entry.spans):
        page = f" <small>{word('page', interface)} {span.page}</small>" if span.page else ""
        quote = escape(span.quote[:_SHORT_QUOTE].replace("\n", " "))
        links.append(f'<a href="#m{number}.{index}" title="{quote}">{index + 1}{page}</a>')
    # The whole line is the link to the first place; the numbers lead to the further ones.
    if len(links) == 1 and entry.spans[0].page:
        described += f" <small>{word('page', interface)} {entry.spans[0].page}</small>"
    first = f'<a class=go href="#m{number}.0">{described}</a>' if links else described
    more = f"<span class=places>{' '.join(links)}</span>" if len(links) > 1 else ""
    if len(links) > _FOLDED:
        more = (
            f"<details><summary>{len(links)} {word('places', interface)}</summary>{more}</details>"
        )
    tasks = f' data-tasks="{escape(" ".join(entry.tasks))}"' if entry.tasks else ""
    return f"<li id=e{number} tabindex=-1{tasks}>{first}{more}</li>"


class _Describe:
    """Words for each kind of entry."""

    def __init__(self, doc: PolicyDocument, titles: TaskTitles, interface: Interface) -> None:
        self._doc = doc
        self._titles = titles
        self._interface = interface
        self._targets = {target.id: target for target in doc.targets}
        self._agencies = {agency.id: agency for agency in doc.agencies}
        self._coverage = {entry.task_id: entry for entry in doc.coverage}
        self._tasks = {a.id: a.title for a in doc.aspects} | titles.own
        self._by_kind: dict[str, Callable[[str], str]] = {
            "target": self._target,
            "agency": self._agency,
            "task": self._task,
            "reference": self._reference,
            "label": self._label,
            "note": self._note,
        }

    def of(self, entry: Entry) -> str:
        return self._by_kind[entry.kind](entry.key)

    def _word(self, key: str) -> str:
        return word(key, self._interface)

    def _tags(self, keys: list[str | None]) -> str:
        return "".join(f" <i class=tag>{self._word(key)}</i>" for key in keys if key)

    def _target(self, key: str) -> str:
        target = self._targets[key]
        name = escape(target.indicator or target.span.quote[:_SHORT_QUOTE])
        parts = [f"<b>{name}</b>"]
        if shown := figure(target):
            parts.append(f" <span class=figure>{escape(shown)}</span>")
        if target.baseline is not None:
            parts.append(f" ({self._word('from')} {escape(_number(target.baseline))})")
        measure = target.measure if target.measure != "level" else None
        status = "achievement" if target.status == "achievement" else None
        parts.append(self._tags([measure, target.qualifier, status]))
        if target.deadline:
            parts.append(f" <small>{self._word('by')} {target.deadline.isoformat()}</small>")
        if target.scope:
            parts.append(f" <small>{escape(target.scope)}</small>")
        return "".join(parts)

    def _agency(self, key: str) -> str:
        agency = self._agencies[key]
        english = self._interface == "en" and agency.name_en
        name = escape(english or agency.name)
        return f"<b>{name}</b> <code>{escape(agency.id)}</code>{self._tags([*agency.roles])}"

    def _task(self, key: str) -> str:
        bold = "" if key in self._titles.own else " class=aspect"
        return f"<b{bold}>{escape(key)}</b> {escape(self._tasks[key])}"

    def _reference(self, key: str) -> str:
        reference = self._doc.references[int(key)]
        extra = [escape(each) for each in (reference.doc_number, reference.alias) if each]
        return (
            f"<b>{escape(reference.title)}</b>{self._tags([reference.relation])}"
            f"{''.join(f' <small>{each}</small>' for each in extra)}"
        )

    def _label(self, key: str) -> str:
        found = f"<b>{escape(key)}</b> {escape(self._titles.taxonomy.get(key, ''))}"
        if coverage := self._coverage.get(key):
            found += f" <i class='tag s-{coverage.status}'>{self._word(coverage.status)}</i>"
            found += f" <small>{coverage.score:.2f}</small>"
        return found

    def _note(self, key: str) -> str:
        what, _, number = key.partition(":")
        if what == "declared":
            declared = self._doc.declared[int(number)]
            sign = "✓" if declared.stated == declared.found else "✗"
            return (
                f"<b>{sign} {self._word(declared.what)}</b> {self._word('stated')} "
                f"{declared.stated}, {self._word('found')} {declared.found}"
            )
        diagnostic = self._doc.diagnostics[int(number)]
        return (
            f"<i class='tag d-{diagnostic.severity}'>{self._word(diagnostic.severity)}</i> "
            f"<code>{escape(diagnostic.code)}</code> {escape(diagnostic.message)}"
        )


def _number(value: Decimal) -> str:
    return f"{value:,f}"
