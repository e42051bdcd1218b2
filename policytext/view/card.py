"""The compact view of a document for notebooks: counts, targets, tasks; no script, no frame."""

from __future__ import annotations

from policytext.schema import PolicyDocument, Target
from policytext.view.panel import figure
from policytext.view.words import Interface, asset, escape, words

_ROWS = 50


def card_html(doc: PolicyDocument, interface: Interface | None = None) -> str:
    """A fragment of HTML for a notebook's output cell; it needs no text and runs no script.

    Lists longer than 50 rows are cut, and say so.
    """
    if interface is None:
        interface = "zh" if doc.source.language.startswith("zh") else "en"
    card = _Card(doc, interface)
    return f"<div class=policytext-card><style>{asset('card.css')}</style>{card.whole()}</div>"


class _Card:
    def __init__(self, doc: PolicyDocument, interface: Interface) -> None:
        self._doc = doc
        self._english = interface == "en"

    def _word(self, key: str) -> str:
        return escape(words()[key][self._english])

    def whole(self) -> str:
        doc, meta = self._doc, self._doc.meta
        facts = [meta.doc_number, meta.jurisdiction and meta.jurisdiction.name]
        facts += [str(day) for day in (meta.issued_on,) if day] + [doc.source.uri]
        declared = [
            f"{'✓' if d.stated == d.found else '✗'} {self._word(d.what)}: "
            f"{self._word('stated')} {d.stated}, {self._word('found')} {d.found}"
            for d in doc.declared
        ]
        serious = [d for d in doc.diagnostics if d.severity != "info"]
        return "".join(
            [
                f"<b>{escape(meta.title or words()['untitled'][self._english])}</b>",
                f"<div class=soft>{' · '.join(escape(fact) for fact in facts if fact)}</div>",
                *(f"<div>{line}</div>" for line in declared),
                *(
                    f"<div>⚠ <code>{escape(d.code)}</code> {escape(d.message)}</div>"
                    for d in serious
                ),
                self._list("target", [self._target(target) for target in doc.targets]),
                self._list(
                    "task",
                    [
                        f"<td>{escape(task.id)}<td>{escape(task.title)}"
                        for aspect in doc.aspects
                        for task in aspect.tasks
                    ],
                ),
                self._list(
                    "agency",
                    [
                        f"<td>{escape(agency.name)}<td>"
                        + ", ".join(self._word(role) for role in agency.roles)
                        for agency in doc.agencies
                    ],
                ),
                self._list(
                    "label",
                    [
                        f"<td>{escape(each.task_id)}<td>{self._word(each.status)}<td>{each.score:.2f}"
                        for each in doc.coverage
                        if each.status != "absent"
                    ],
                ),
            ]
        )

    def _target(self, target: Target) -> str:
        until = target.deadline.isoformat() if target.deadline else ""
        return (
            f"<td>{escape(target.indicator or '')}<td>{escape(figure(target))}"
            f"<td>{until}<td class=soft>{escape(target.span.quote)}"
        )

    def _list(self, kind: str, rows: list[str]) -> str:
        if not rows:
            return ""
        shown = "".join(f"<tr>{row}" for row in rows[:_ROWS])
        rest = f"<p class=soft>… {len(rows) - _ROWS}</p>" if len(rows) > _ROWS else ""
        return (
            f"<details><summary>{self._word(kind)} ({len(rows)})</summary>"
            f"<table>{shown}</table>{rest}</details>"
        )
