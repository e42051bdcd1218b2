"""Label Studio: tasks with predictions out, annotated tasks in.

Format: https://labelstud.io/guide/task_format and https://labelstud.io/guide/predictions.
Offsets of the Text tag are code points (since version 1.4), so they are ours.
"""

from __future__ import annotations

import html
import warnings
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from policytext.errors import DataError
from policytext.export.annotation.spans import (
    STATE,
    AnnotatedDocument,
    LabelledSpan,
    label_names,
    restored,
    state_of,
)

_FROM, _TO = "label", "text"


def labelling_config(docs: Iterable[AnnotatedDocument], more: Iterable[str] = ()) -> str:
    """The labelling interface of a project: paste it under Settings, Labeling Interface.

    ``more`` are labels that coders may give beside those that occur, e.g. all tasks of the
    taxonomy.
    """
    names = sorted({*label_names(docs), *more})
    labels = "\n".join(f'    <Label value="{html.escape(name)}"/>' for name in names)
    # Without pre-wrap the tool would trim white space, and count it all the same.
    return (
        "<View>\n"
        "  <Style>.htx-text{ white-space: pre-wrap; }</Style>\n"
        f'  <Labels name="{_FROM}" toName="{_TO}">\n{labels}\n  </Labels>\n'
        f'  <Text name="{_TO}" value="$text" granularity="symbol"/>\n'
        "</View>\n"
    )


def to_label_studio(doc: AnnotatedDocument, model_version: str = "policytext") -> dict[str, Any]:
    """One task with its prediction."""
    result = []
    for number, span in enumerate(doc.spans):
        value = {
            "start": span.start,
            "end": span.end,
            "text": doc.text[span.start : span.end],
            "labels": [span.label],
        }
        region: dict[str, Any] = {
            "id": f"r{number}",
            "from_name": _FROM,
            "to_name": _TO,
            "type": "labels",
            "value": value,
        }
        if span.score is not None:
            region["score"] = span.score
        result.append(region)
    return {
        "data": {"text": doc.text, "doc_id": doc.doc_id, STATE: state_of(doc)},
        "predictions": [{"model_version": model_version, "result": result}],
    }


def from_label_studio(task: dict[str, Any], where: str = "task") -> list[AnnotatedDocument]:
    """The annotations of an exported task, one for each coder; skipped ones are left out.

    A task that nobody annotated gives nothing. Results of other kinds than labels (choices,
    relations) cannot be kept, and a warning says so. Raises DataError where a region's words are
    not those at its offsets.
    """
    data = task.get("data", {})
    text = data.get("text")
    if not isinstance(text, str):
        raise DataError(f"{where}: no data.text")
    found = []
    for annotation in task.get("annotations", []):
        if annotation.get("was_cancelled"):
            continue
        spans: list[LabelledSpan] = []
        for region in annotation.get("result", []):
            if region.get("type") != "labels":
                warnings.warn(
                    f"{where}: a result of type {region.get('type')!r} is not kept", stacklevel=2
                )
                continue
            spans += _spans(region["value"], text, where)
        coder = annotation.get("completed_by")
        if isinstance(coder, dict):
            coder = coder.get("email") or coder.get("id")
        document = restored(text, spans, data.get(STATE), where)
        found.append(replace(document, coder=None if coder is None else str(coder)))
    return found


def _spans(value: dict[str, Any], text: str, where: str) -> list[LabelledSpan]:
    start, end = int(value["start"]), int(value["end"])
    shown = value.get("text")
    if shown is not None and _bare(shown) != _bare(text[start:end]):
        raise DataError(
            f"{where}: region {start}-{end} says {shown[:40]!r}, the text has "
            f"{text[start:end][:40]!r}; the offsets have drifted"
        )
    return [LabelledSpan(start, end, label) for label in value["labels"]]


def _bare(words: str) -> str:
    # The tool writes a line break in a region's words as backslash and n, and may trim it.
    return "".join(words.replace("\\n", "\n").split())
