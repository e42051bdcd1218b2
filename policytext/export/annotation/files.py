"""Files of the annotation tools: written from results, read back when they were corrected."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from policytext.errors import DataError
from policytext.export.annotation.doccano import from_doccano, to_doccano
from policytext.export.annotation.label_studio import from_label_studio, to_label_studio
from policytext.export.annotation.prodigy import from_prodigy, to_prodigy
from policytext.export.annotation.spans import AnnotatedDocument

Tool = Literal["label-studio", "doccano", "prodigy"]
TOOLS: tuple[Tool, ...] = ("label-studio", "doccano", "prodigy")


def write_annotations(docs: Iterable[AnnotatedDocument], path: str | Path, tool: Tool) -> None:
    """Write a file that the tool imports: JSON for Label Studio, JSONL for the others.

    Raises DataError for an unknown tool.
    """
    path = Path(path)
    if tool == "label-studio":
        tasks = [to_label_studio(doc) for doc in docs]
        path.write_text(json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return
    if tool not in TOOLS:
        raise DataError(f"no annotation tool {tool!r}; there are {', '.join(TOOLS)}")
    # In ASCII, because doccano guesses the encoding of a file unless it is told.
    with path.open("w", encoding="ascii") as stream:
        for doc in docs:
            line = to_doccano(doc) if tool == "doccano" else to_prodigy(doc)
            stream.write(json.dumps(line) + "\n")


def read_annotations(
    path: str | Path, tool: Tool, coder: str | None = None
) -> list[AnnotatedDocument]:
    """The corrected documents of a tool's export, one entry a coder and document.

    ``coder`` names who made the file where the file does not say. Documents that nobody annotated,
    and those skipped, rejected or ignored, are left out. Raises DataError, with file and record,
    for what cannot be read.
    """
    found: list[AnnotatedDocument] = []
    for where, record in _records(Path(path), tool):
        try:
            if tool == "label-studio":
                found += from_label_studio(record, where)
            elif tool == "doccano":
                found.append(from_doccano(record, where))
            elif (document := from_prodigy(record, where)) is not None:
                found.append(document)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise DataError(f"{where}: not an export of {tool}: {error!r}") from error
    return [doc if doc.coder or not coder else replace(doc, coder=coder) for doc in found]


def _records(path: Path, tool: Tool) -> Iterator[tuple[str, dict[str, Any]]]:
    if tool not in TOOLS:
        raise DataError(f"no annotation tool {tool!r}; there are {', '.join(TOOLS)}")
    try:
        text = path.read_text(encoding="utf-8")
        if tool == "label-studio":
            for number, task in enumerate(json.loads(text), start=1):
                yield f"{path}: task {number}", task
            return
        for number, line in enumerate(text.split("\n"), start=1):
            if line.strip():
                yield f"{path}:{number}", json.loads(line)
    except OSError as error:
        raise DataError(f"cannot read {path}: {error.strerror or error}") from error
    except ValueError as error:
        raise DataError(f"{path} is not JSON in UTF-8: {error}") from error
