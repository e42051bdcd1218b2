"""The columns of every table: name, type and meaning, in order. The one definition of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from policytext.errors import PolicytextError

Kind = Literal["targets", "agencies", "tasks", "labels", "coverage", "references", "edges"]
Type = Literal["text", "integer", "number", "date"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``meaning`` is at most 80 characters, the most that Stata keeps of a label."""

    name: str
    type: Type
    meaning: str


def _columns(type_: Type, **meanings: str) -> tuple[Column, ...]:
    return tuple(Column(name, type_, meaning) for name, meaning in meanings.items())


def _text(**meanings: str) -> tuple[Column, ...]:
    return _columns("text", **meanings)


_DOCUMENT = (
    *_text(
        doc_id="first 16 digits of the SHA-256 of the document's bytes",
        uri="path or name of the document as given",
        title="title of the document",
        adcode="territory it speaks for, code after GB/T 2260 (100000: the country)",
        province="province of that territory; empty for central documents",
    ),
    *_columns("integer", year="year of issue, or else of publication"),
)
_PLACE = (
    *_columns(
        "integer",
        char_start="first code point in the source text, from 0",
        char_end="code point after the last",
        page="page, from 1",
    ),
    *_text(quote="the words there"),
)
_AGENCY = _text(
    agency_id="stable id of the body",
    agency="its name",
    agency_en="its English name",
)
_COLUMNS: dict[Kind, tuple[Column, ...]] = {
    "targets": (
        *_text(
            target_id="id of the target in its document",
            indicator="what is measured, in the words of the text",
            comparator="eq, gt, ge, lt, le, approx, range; empty: qualitative",
            measure="level, increase, decrease, growth_rate, multiple, qualitative",
        ),
        *_columns(
            "number",
            value="value in unit; of a range the lower bound",
            value_max="upper bound of a range",
            baseline="value before, where the text gives it",
        ),
        *_text(
            unit="canonical unit",
            unit_text="unit as written",
            qualifier="approximately, strive_for, binding, expected",
            status="target or achievement",
        ),
        *_columns("date", deadline="date by which"),
        *_text(
            deadline_text="words that give the deadline",
            scope="where it holds",
            task_id="task of the document in whose text it stands",
        ),
        *_PLACE,
    ),
    "agencies": (
        *_AGENCY,
        *_text(
            type="agency, generic, institution, enterprise, bank, association, university",
            level="central, provincial, municipal, county, township",
            agency_adcode="territory of the body",
            roles="issuer, lead, responsible, cooperating, mentioned; joined by ;",
        ),
        *_columns("integer", n_mentions="number of mentions; the place is that of the first"),
        *_PLACE,
    ),
    "tasks": (
        *_text(aspect_id="id of the aspect", aspect="its title"),
        *_text(task_id="id of the task in its document", task="its title"),
        *_columns("date", deadline="date by which it is to be completed"),
        *_text(
            agencies="agency ids with their roles, id=role, joined by ;",
            target_ids="targets stated within the task, joined by ;",
        ),
        *_PLACE,
    ),
    "labels": (
        *_text(
            taxonomy="id of the taxonomy",
            passage_id="id of the passage in its document",
            task_id="task of the taxonomy",
            task="its title, where the taxonomy is known",
        ),
        *_columns("number", score="calibrated score from 0 to 1"),
        *_text(heading_path="headings above the passage, joined by >"),
        *_PLACE,
    ),
    "coverage": (
        *_text(
            taxonomy="id of the taxonomy",
            task_id="task of the taxonomy",
            task="its title, where the taxonomy is known",
            status="covered, partial, absent",
        ),
        *_columns("number", score="score from 0 to 1"),
        *_columns("integer", n_evidence="number of passages that show it"),
        *_text(evidence="their ids, joined by ;; the place is that of the first"),
        *_PLACE,
    ),
    "references": (
        *_text(
            reference="title of the cited document",
            reference_number="its number in canonical form",
            alias="short name the text gives it",
            relation="implements, based_on, issues, amends, repeals, mentions",
        ),
        *_PLACE,
    ),
    "edges": (
        *_text(
            source="id of the document, or document#task",
            source_type="document or task",
            source_label="its title",
            relation="role of the body, or relation to the cited document",
            target="agency id; or number or title of the cited document",
            target_type="agency or reference",
            target_label="its name or title",
        ),
    ),
}


def columns(kind: Kind) -> tuple[Column, ...]:
    """The columns of a table, those of the document in front; raises on an unknown kind."""
    if kind not in _COLUMNS:
        raise PolicytextError(f"no table {kind!r}; there are {', '.join(KINDS)}")
    return (*_DOCUMENT, *_COLUMNS[kind])
