"""Corrected documents as labelled passages: for training, and for the agreement of coders."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Any

from policytext.errors import DataError
from policytext.export.annotation.spans import AnnotatedDocument, LabelledSpan, is_task_label
from policytext.readers import read_text
from policytext.text.normalise import normalise

_HALF = 0.5
_CENTRAL = "c"


def passage_labels(doc: AnnotatedDocument) -> dict[tuple[int, int], frozenset[str]]:
    """Place of each passage -> its tasks, in the order of the text; passages without any too.

    A label counts for each passage that it covers at least half of, and for the one it lies in;
    one outside all passages is a passage of its own.
    """
    passages = sorted(doc.passages)
    found: dict[tuple[int, int], set[str]] = {passage: set() for passage in passages}
    for span in doc.spans:
        if is_task_label(span.label):
            for place in _places(span, passages) or [(span.start, span.end)]:
                found.setdefault(place, set()).add(span.label)
    return {place: frozenset(labels) for place, labels in sorted(found.items())}


def training_passages(docs: Iterable[AnnotatedDocument]) -> Iterator[dict[str, Any]]:
    """Corrected passages in the form that training reads, one JSON object a passage.

    All passages of a document are one group, so that no document falls on both sides of a split.
    Labels count as central: the tools do not ask whether a task is a passage's main matter. Raises
    DataError for documents of several coders; settle their differences first.
    """
    coders: dict[str, str | None] = {}
    for doc in docs:
        if doc.doc_id in coders:
            raise DataError(
                f"document {doc.uri or doc.doc_id} was coded by {coders[doc.doc_id]} and "
                f"{doc.coder}; training takes one coding of each document"
            )
        coders[doc.doc_id] = doc.coder
        for (start, end), labels in passage_labels(doc).items():
            normal = normalise(read_text(doc.text[start:end]))
            text = normal.text.strip()
            if not text:
                continue
            yield {
                "id": f"{doc.doc_id}:{start}-{end}",
                "group": doc.doc_id,
                "language": "en" if normal.language == "en" else "zh",
                "text": text,
                "labels": dict.fromkeys(sorted(labels), _CENTRAL),
            }


def _places(span: LabelledSpan, passages: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Passages that a label counts for; those of one document do not overlap."""
    at = max(bisect_right(passages, (span.start, span.start)) - 1, 0)
    found = []
    for start, end in passages[at:]:
        if start >= span.end:
            break
        common = min(end, span.end) - max(start, span.start)
        inside = start <= span.start and span.end <= end
        if inside or common >= _HALF * (end - start):
            found.append((start, end))
    return found
