"""Prodigy: JSONL for the ``spans.manual`` recipe, out and in.

Format: https://prodi.gy/docs/api-interfaces. Offsets are code points. Prodigy lets a coder mark
whole tokens only, so the file brings tokens that fit Chinese: each character is one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from policytext.errors import DataError
from policytext.export.annotation.spans import (
    STATE,
    AnnotatedDocument,
    LabelledSpan,
    restored,
    state_of,
)

_TOKEN = re.compile(r"[A-Za-z]+|[0-9]+|.", re.DOTALL)


def to_prodigy(doc: AnnotatedDocument) -> dict[str, Any]:
    """One task with tokens and spans."""
    tokens = _tokens(doc)
    starts = {token["start"]: token["id"] for token in tokens}
    ends = {token["end"]: token["id"] for token in tokens}
    return {
        "text": doc.text,
        "tokens": tokens,
        "spans": [
            {
                "start": span.start,
                "end": span.end,
                "token_start": starts[span.start],
                "token_end": ends[span.end],
                "label": span.label,
            }
            for span in doc.spans
        ],
        STATE: state_of(doc),
        "meta": {"source": doc.uri or doc.doc_id},
    }


def from_prodigy(task: dict[str, Any], where: str = "task") -> AnnotatedDocument | None:
    """The spans of an annotated task, or None for one that was rejected or ignored."""
    text = task.get("text")
    if not isinstance(text, str):
        raise DataError(f"{where}: no text")
    if task.get("answer", "accept") != "accept":
        return None
    spans = [LabelledSpan(s["start"], s["end"], s["label"]) for s in task.get("spans") or []]
    coder = task.get("_annotator_id") or task.get("_session_id")
    return replace(restored(text, spans, task.get(STATE), where), coder=coder)


def _tokens(doc: AnnotatedDocument) -> list[dict[str, Any]]:
    """Words of letters, numbers, and single characters; cut where a span begins or ends.

    A space after a token is its ``ws``, as in spaCy, and no token of its own, save where a span
    has its border there.
    """
    borders = {span.start for span in doc.spans} | {span.end for span in doc.spans}
    tokens: list[dict[str, Any]] = []
    text = doc.text
    for match in _TOKEN.finditer(text):
        cuts = [c for c in range(match.start() + 1, match.end()) if c in borders]
        for start, end in zip([match.start(), *cuts], [*cuts, match.end()], strict=True):
            spare = text[start:end] == " " and start not in borders and end not in borders
            if spare and tokens and tokens[-1]["end"] == start and not tokens[-1]["ws"]:
                tokens[-1]["ws"] = True
                continue
            tokens.append(
                {
                    "text": text[start:end],
                    "start": start,
                    "end": end,
                    "id": len(tokens),
                    "ws": False,
                }
            )
    return tokens
