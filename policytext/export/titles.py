"""Titles of the taxonomy that a result was classified against."""

from __future__ import annotations

from functools import cache

from policytext.errors import DataError
from policytext.schema import PolicyDocument
from policytext.taxonomy import load_taxonomy


def taxonomy_titles(doc: PolicyDocument, english: bool = False) -> dict[str, str]:
    """Task id -> title, if the result's taxonomy is a shipped one and still the same; else {}."""
    artefact = doc.provenance.taxonomy
    return _titles(artefact.id, artefact.sha256, english) if artefact else {}


@cache
def _titles(taxonomy_id: str, sha256: str, english: bool) -> dict[str, str]:
    try:
        taxonomy = load_taxonomy(taxonomy_id)
    except DataError:
        return {}
    if taxonomy.sha256 != sha256:
        return {}
    first, second = ("title_en", "title_zh") if english else ("title_zh", "title_en")
    return {task.id: getattr(task, first) or getattr(task, second) for task in taxonomy.tasks}
