"""Recognition of scanned pages: what is done with its lines, and how the result says so.

A composed recogniser stands for RapidOCR, whose results are not ours to test.
"""

from __future__ import annotations

import importlib.util
import io
from typing import Any

import pytest
from fpdf import FPDF
from PIL import Image

import policytext as pt
from policytext.cli import main
from policytext.errors import PolicytextError
from policytext.readers import ocr, read_bytes

LINES = [
    ("一、修渠", 0.98),
    ("到2027年，全县修好渠道300公里。", 0.91),
    ("— 1 —", 0.99),
]


def scan(pages: int = 1) -> bytes:
    """A PDF whose pages are images."""
    pdf = FPDF()
    picture = io.BytesIO()
    Image.new("L", (40, 40), 128).save(picture, "PNG")
    for _ in range(pages):
        pdf.add_page()
        pdf.image(picture, 0, 0, 210, 297)
    return bytes(pdf.output())


def recognise(_: Any) -> tuple[Any, Any]:
    found = []
    for at, (words, score) in enumerate(LINES):
        top = 200 + 60 * at if at < 2 else 2200
        box = [[220, top], [220 + 40 * len(words), top], [220 + 40 * len(words), top + 40],
               [220, top + 40]]  # fmt: skip
        found.append((box, words, score))
    return found, 0.1


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "_engine", lambda: recognise)


@pytest.mark.usefixtures("engine")
def test_recognised_pages_are_text_and_say_so() -> None:
    doc = pt.extract_bytes(scan(), taxonomy="none", ocr=True, include_text=True)
    assert doc.source.ocr_pages == [1]
    (note,) = [note for note in doc.diagnostics if note.code == "ocr-text"]
    assert "1 of 1 pages" in note.message
    assert "lowest mean score 0.96" in note.message
    assert not [note for note in doc.diagnostics if note.code == "no-text-layer"]
    assert doc.text is not None
    assert [entry.title for entry in doc.outline][:1] == ["修渠"]
    target = doc.targets[0]
    assert (target.value, target.unit, target.span.page) == (300, "km", 1)
    assert doc.text[target.span.start : target.span.end] == target.span.quote
    assert doc.source.furniture  # the page numbers


@pytest.mark.usefixtures("engine")
def test_pages_are_recognised_on_request_only() -> None:
    source = read_bytes(scan(), name="x.pdf")
    assert not source.text.strip()
    assert source.ocr_pages == ()


def test_a_page_without_any_words_keeps_its_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "_engine", lambda: lambda _: (None, None))
    source = read_bytes(scan(), name="x.pdf", ocr=True)
    assert [note.code for note in source.notes] == ["no-text-layer"]


@pytest.mark.skipif(
    importlib.util.find_spec("rapidocr_onnxruntime") is not None, reason="the extra is installed"
)
def test_without_the_extra_the_way_out_is_named() -> None:
    with pytest.raises(PolicytextError, match=r"policytext\[ocr\]"):
        read_bytes(scan(), name="x.pdf", ocr=True)


@pytest.mark.skipif(
    importlib.util.find_spec("rapidocr_onnxruntime") is not None, reason="the extra is installed"
)
def test_the_command_line_says_so_before_it_reads(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "corpora/samples/notice-2024.zh.txt", "--ocr"]) == 2
    captured = capsys.readouterr()
    assert "policytext[ocr]" in captured.err
    assert not captured.out
