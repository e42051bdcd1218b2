"""The JSON contract: pydantic models of a result, the one definition of every field.

A change of a field is a change of ``SCHEMA_VERSION`` and a line in CHANGELOG.md.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, TypeAdapter

SCHEMA_VERSION = "1.0"


def _json_number(value: Decimal) -> int | float | str:
    """Write a decimal so that the digits in the JSON are exactly its digits.

    A float is used only where its shortest form repeats the decimal exactly; the few numbers
    of more than 15 significant digits that are no integers become strings.
    """
    whole = int(value)
    if whole == value:
        return whole
    as_float = float(value)
    return as_float if Decimal(repr(as_float)) == value else str(value)


Number = Annotated[Decimal, PlainSerializer(_json_number, return_type=Any, when_used="json")]
Language = Literal["zh-Hans", "zh-Hant", "en", "und"]
Comparator = Literal["eq", "gt", "ge", "lt", "le", "approx", "range"]
Measure = Literal["level", "increase", "decrease", "growth_rate", "multiple", "qualitative"]
Status = Literal["target", "achievement"]
Qualifier = Literal["approximately", "strive_for", "binding", "expected"]
Level = Literal["central", "provincial", "municipal", "county", "township"]
Role = Literal["issuer", "lead", "responsible", "cooperating", "mentioned"]
BodyType = Literal[
    "agency", "generic", "institution", "enterprise", "bank", "association", "university"
]
Relation = Literal["implements", "based_on", "issues", "amends", "repeals", "mentions"]
DocType = Literal[
    "key_points",
    "plan",
    "outline",
    "opinions",
    "notice",
    "measures",
    "work_report",
    "regulation",
    "news",
    "other",
]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Span(_Model):
    """A place in the source: ``text[start:end] == quote``; ``page`` counts from 1."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    page: int | None = None
    quote: str


class Source(_Model):
    """The document that was read.

    ``furniture`` gives the ranges of the text that were left out of the extraction: navigation,
    running heads, page numbers, footers. ``ocr_pages``: pages whose text was recognised in their
    image; numbers on them want a look at the image.
    """

    id: str
    uri: str | None
    media_type: str
    sha256: str
    encoding: str | None
    language: Language
    n_chars: int
    n_pages: int | None
    furniture: list[tuple[int, int]]
    ocr_pages: list[int] = []


class Artefact(_Model):
    """A data file or model that shaped the result."""

    id: str
    sha256: str


class Provenance(_Model):
    """Versions and hashes that, with the source bytes, determine the result."""

    policytext: str
    schema_version: str
    gazetteers: Artefact
    taxonomy: Artefact | None
    model: Artefact | None
    options: Artefact


class Jurisdiction(_Model):
    """The territory a document speaks for; ``adcode`` after GB/T 2260 (100000 = the country)."""

    adcode: str
    name: str
    name_en: str


class Meta(_Model):
    """What kind of document it is, of whom, and of when."""

    title: str | None
    title_span: Span | None
    doc_number: str | None
    doc_type: DocType
    level: Level | None
    jurisdiction: Jurisdiction | None
    issued_on: date | None
    issued_on_span: Span | None
    published_on: date | None
    published_on_span: Span | None
    period: str | None


class OutlineEntry(_Model):
    """A heading; ``number`` as written, ``level`` counts from 1."""

    level: int = Field(ge=1)
    number: str | None
    title: str
    span: Span


class Declared(_Model):
    """A count that the text states of itself, beside what was found in it."""

    what: Literal["aspects", "tasks"]
    stated: int
    found: int
    span: Span


class TaskAgency(_Model):
    """A body named for a task."""

    agency_id: str
    role: Role


class Task(_Model):
    """One task of an aspect."""

    id: str
    ordinal: int
    title: str
    span: Span
    agencies: list[TaskAgency]
    deadline: date | None
    target_ids: list[str]


class Aspect(_Model):
    """One aspect (方面) with its tasks."""

    id: str
    ordinal: int
    title: str
    span: Span
    tasks: list[Task]


class Target(_Model):
    """A numeric or qualitative target, or an achievement reported in the same form.

    ``value`` is in ``unit``; ``measure`` says whether it is a level or a change. ``span`` covers
    the words that state it, indicator to unit.
    """

    id: str
    indicator: str | None
    comparator: Comparator | None
    measure: Measure
    value: Number | None
    value_max: Number | None
    baseline: Number | None
    unit: str | None
    unit_text: str | None
    qualifier: Qualifier | None
    status: Status
    deadline: date | None
    deadline_text: str | None
    scope: str | None
    task_id: str | None
    span: Span
    rule: str | None = None


class Mention(_Model):
    """One mention of a body."""

    role: Role
    span: Span


class Agency(_Model):
    """A body named in the document, with all its mentions."""

    id: str
    name: str
    name_en: str | None
    type: BodyType
    level: Level | None
    adcode: str | None
    roles: list[Role]
    mentions: list[Mention]
    rule: str | None = None


class Reference(_Model):
    """A cited document; ``alias`` is the short name the text gives it (以下简称)."""

    title: str
    doc_number: str | None
    alias: str | None
    relation: Relation
    span: Span
    rule: str | None = None


class Label(_Model):
    """A task of the taxonomy given to a passage, with a calibrated score in [0, 1]."""

    task_id: str
    score: float


class Passage(_Model):
    """A classified stretch of the body."""

    id: str
    span: Span
    heading_path: list[str]
    labels: list[Label]
    abstained: bool


class Coverage(_Model):
    """How far the document takes up one task of the taxonomy."""

    task_id: str
    score: float
    status: Literal["covered", "partial", "absent"]
    evidence: list[str]


class Diagnostic(_Model):
    """Something a careful reader should know; ``code`` is stable."""

    code: str
    severity: Literal["info", "warning", "error"]
    message: str
    span: Span | None


class PolicyDocument(_Model):
    """The result for one document."""

    schema_version: str = SCHEMA_VERSION
    source: Source
    provenance: Provenance
    meta: Meta
    outline: list[OutlineEntry]
    declared: list[Declared]
    aspects: list[Aspect]
    targets: list[Target]
    agencies: list[Agency]
    references: list[Reference]
    passages: list[Passage]
    coverage: list[Coverage]
    diagnostics: list[Diagnostic]
    text: str | None = None

    def _repr_html_(self) -> str:
        # Notebooks ask the object itself; by name, since the view lies above the schema.
        card: str = import_module("policytext.view.card").card_html(self)
        return card


class ErrorRecord(_Model):
    """What stands in the output for a document that could not be read."""

    schema_version: str = SCHEMA_VERSION
    uri: str | None
    error: str
    message: str


def json_schema() -> dict[str, Any]:
    """JSON Schema of one line of output: a document or an error record."""
    return TypeAdapter(PolicyDocument | ErrorRecord).json_schema(mode="serialization")
