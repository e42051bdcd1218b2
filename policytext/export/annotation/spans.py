"""A text with labelled spans: what all three annotation tools show and give back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from policytext.errors import DataError, PolicytextError
from policytext.export.places import Place, places
from policytext.schema import PolicyDocument

# The name under which a tool's file carries what the tool itself has no place for.
STATE = "policytext"
_AGENCY = "agency:"
_ITEM_LABELS = frozenset(("target", "achievement", "task", "reference"))


@dataclass(frozen=True, slots=True, order=True)
class LabelledSpan:
    """A labelled stretch; offsets are code points of the source text.

    ``label``: "target", "achievement", "task", "agency:lead" (a role), "reference", or the id of
    a task of the taxonomy. ``id`` and ``score`` are those of the result it came from, None for
    a span that a person made.
    """

    start: int
    end: int
    label: str
    id: str | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """A text and its spans, in the order of their places.

    ``passages`` are the stretches that were classified, those without a label too: agreement
    counts them. ``coder`` is who made the spans, None for a prediction. ``taxonomy`` is the id of
    the taxonomy whose tasks are labels.
    """

    doc_id: str
    uri: str | None
    text: str
    spans: tuple[LabelledSpan, ...]
    passages: tuple[tuple[int, int], ...] = ()
    taxonomy: str | None = None
    coder: str | None = None


def annotated(doc: PolicyDocument, text: str | None = None) -> AnnotatedDocument:
    """The spans of a result. ``text`` is its source text (default: the one in the result).

    Carriage returns, which the tools drop or count twice, become spaces or line feeds; offsets
    stay as they are.
    Raises PolicytextError when there is no text, or when it is not that of the result.
    """
    text = doc.text if text is None else text
    if text is None:
        raise PolicytextError(
            f"{doc.source.uri or doc.source.id} is a result without its text; "
            "extract it with --include-text"
        )
    spans = []
    for place in places(doc):
        start, end = place.span.start, place.span.end
        if text[start:end] != place.span.quote:
            raise PolicytextError(
                f"the text does not belong to this result: {place.key} should stand at "
                f"{start}-{end}"
            )
        spans.append(LabelledSpan(start, end, _label(place), place.key, place.score))
    return AnnotatedDocument(
        doc.source.id,
        doc.source.uri,
        text.replace("\r\n", " \n").replace("\r", "\n"),
        ordered(spans),
        tuple((passage.span.start, passage.span.end) for passage in doc.passages),
        doc.provenance.taxonomy.id if doc.provenance.taxonomy else None,
    )


def label_names(docs: Iterable[AnnotatedDocument]) -> list[str]:
    """All labels that occur, sorted: the label set of a project."""
    return sorted({span.label for doc in docs for span in doc.spans})


def is_task_label(label: str) -> bool:
    """Whether a label is a task of the taxonomy, not a kind of item."""
    return label not in _ITEM_LABELS and not label.startswith(_AGENCY)


def ordered(spans: Iterable[LabelledSpan]) -> tuple[LabelledSpan, ...]:
    """Spans in the order of their places; the order of a tool's file means nothing."""
    return tuple(sorted(spans, key=lambda s: (s.start, s.end, s.label, s.id or "")))


def state_of(doc: AnnotatedDocument) -> dict[str, Any]:
    """What the tool's file must carry besides text and labels to give the document back whole."""
    return {
        "doc_id": doc.doc_id,
        "uri": doc.uri,
        "taxonomy": doc.taxonomy,
        "passages": [list(passage) for passage in doc.passages],
        "spans": [[s.start, s.end, s.label, s.id, s.score] for s in doc.spans],
    }


def restored(
    text: str, found: Iterable[LabelledSpan], state: dict[str, Any] | None, where: str
) -> AnnotatedDocument:
    """The document of a tool's file: spans that were left as they were keep id and score.

    Raises DataError for spans outside the text, and for a file that policytext did not write.
    """
    if not state or "doc_id" not in state:
        raise DataError(
            f"{where}: no field {STATE!r}; only files that policytext exported can be read back"
        )
    known: dict[tuple[int, int, str], list[tuple[str | None, float | None]]] = {}
    for start, end, label, key, score in state["spans"]:
        known.setdefault((start, end, label), []).append((key, score))
    spans = []
    for span in sorted(found):
        if not 0 <= span.start < span.end <= len(text):
            raise DataError(
                f"{where}: span {span.start}-{span.end} {span.label!r} lies outside the text of "
                f"{len(text)} characters"
            )
        left = known.get((span.start, span.end, span.label))
        key, score = left.pop(0) if left else (None, None)
        spans.append(replace(span, id=key, score=score))
    return AnnotatedDocument(
        state["doc_id"],
        state.get("uri"),
        text,
        ordered(spans),
        tuple((start, end) for start, end in state.get("passages", [])),
        state.get("taxonomy"),
    )


def _label(place: Place) -> str:
    if place.group == "agencies":
        return f"{_AGENCY}{place.label}"
    return "reference" if place.group == "references" else place.label
