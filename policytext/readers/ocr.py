"""Optical character recognition of scanned PDF pages (``policytext[ocr]``).

RapidOCR brings its models along, so nothing is fetched at run time.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from statistics import mean
from typing import Any

import pypdfium2 as pdfium

from policytext.errors import PolicytextError
from policytext.readers.pdf_columns import in_columns
from policytext.readers.pdf_line import Line
from policytext.readers.pdf_page import Page

_PACKAGE = "rapidocr_onnxruntime"
_POINTS_PER_INCH, _DOTS_PER_INCH = 72, 200
_LONGEST_SIDE = 4_000


def recognised(document: pdfium.PdfDocument, index: int) -> tuple[Page, float]:
    """A page as recognised in its image, and the mean score of its lines (0 where it has none).

    Raises PolicytextError where the extra is not installed.
    """
    engine = _engine()
    page = document[index]
    try:
        width, height = page.get_size()
        scale = min(_DOTS_PER_INCH / _POINTS_PER_INCH, _LONGEST_SIDE / max(width, height))
        found, _ = engine(page.render(scale=scale).to_numpy())
    finally:
        page.close()
    lines = []
    for corners, words, _ in found or ():
        across, down = [x / scale for x, _ in corners], [y / scale for _, y in corners]
        lines.append(Line(words, min(across), max(across), min(down), max(down)))
    score = mean(float(score) for _, _, score in found) if found else 0.0
    ordered = in_columns([(line, None) for line in lines], width) or lines
    return Page(width, height, tuple(ordered), scanned=not lines), score


def require() -> None:
    """Raise PolicytextError where the extra is not installed."""
    if find_spec(_PACKAGE) is None:
        raise PolicytextError("reading scans needs an extra: pip install 'policytext[ocr]'")


@cache
def _engine() -> Callable[[Any], tuple[Any, Any]]:
    require()
    from rapidocr_onnxruntime import RapidOCR  # noqa: PLC0415

    # One thread: sums are added in one order, and workers do not fight for the cores.
    engine: Callable[[Any], tuple[Any, Any]] = RapidOCR(
        intra_op_num_threads=1, inter_op_num_threads=1
    )
    return engine
