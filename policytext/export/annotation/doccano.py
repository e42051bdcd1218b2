"""doccano: JSONL of a sequence labelling project (overlapping spans allowed), out and in.

doccano counts UTF-16 units unless the project counts grapheme clusters
(https://github.com/doccano/doccano/issues/2290): characters beyond the basic plane, rare Chinese
ones among them, count two. Leave "Count grapheme clusters as one character" off.
"""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import accumulate
from typing import Any

from policytext.errors import DataError
from policytext.export.annotation.spans import (
    STATE,
    AnnotatedDocument,
    LabelledSpan,
    restored,
    state_of,
)


def to_doccano(doc: AnnotatedDocument) -> dict[str, Any]:
    """One example with its labels; the predictions become labels that a coder corrects."""
    units = _units(doc.text)
    return {
        "text": doc.text,
        "label": [[units[span.start], units[span.end], span.label] for span in doc.spans],
        # As one string, because doccano spreads nested fields over its own.
        STATE: json.dumps(state_of(doc), ensure_ascii=False),
    }


def from_doccano(example: dict[str, Any], where: str = "example") -> AnnotatedDocument:
    """The spans of an exported example, in the list form or in that of relation projects.

    Raises DataError where an offset falls inside a character.
    """
    text = example.get("text")
    if not isinstance(text, str):
        raise DataError(f"{where}: no text")
    points = {unit: point for point, unit in enumerate(_units(text))}
    spans = []
    for given in example.get("label", example.get("labels", example.get("entities"))) or []:
        if isinstance(given, dict):
            start, end, label = given["start_offset"], given["end_offset"], given["label"]
        else:
            start, end, label = given
        if start not in points or end not in points:
            raise DataError(
                f"{where}: {start}-{end} {label!r} does not lie on the borders of characters; "
                "does the project count grapheme clusters?"
            )
        spans.append(LabelledSpan(points[start], points[end], label))
    state = example.get(STATE)
    loaded = json.loads(state) if isinstance(state, str) else state
    coder = example.get("username", example.get("user"))
    return replace(
        restored(text, spans, loaded, where), coder=None if coder is None else str(coder)
    )


def _units(text: str) -> list[int]:
    """UTF-16 offset of every code point, and of the end."""
    return [0, *accumulate(2 if character > "\uffff" else 1 for character in text)]
