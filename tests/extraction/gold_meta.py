"""Reads the composed gold of metadata and references; a text with one paragraph to a line."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from policytext.readers.source import Paragraph, SourceText
from policytext.text.normal import NormalText
from policytext.text.normalise import normalise

GOLD = Path(__file__).resolve().parents[2] / "corpora" / "gold" / "meta"


def entries(name: str) -> list[dict[str, Any]]:
    """The entries of a gold file; its first line says where it is from."""
    lines = (GOLD / name).read_text(encoding="utf-8").splitlines()
    assert "composed" in json.loads(lines[0])["source"]
    return [json.loads(line) for line in lines[1:]]


def as_text(text: str, stated: tuple[tuple[str, str], ...] = ()) -> NormalText:
    """A text whose lines are its paragraphs, as the readers of HTML and DOCX give it."""
    lines = re.finditer(r"[^\n]+", text)
    paragraphs = tuple(Paragraph(line.start(), line.end()) for line in lines)
    return normalise(SourceText(text, "text/html", paragraphs=paragraphs, stated=stated))
