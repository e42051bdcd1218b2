"""Reads government policy texts and says where in the source each fact stands.

>>> import policytext as pt
>>> doc = pt.extract("notice.pdf")
>>> doc.targets[0].value, doc.targets[0].unit, doc.targets[0].span.quote

Names are imported when they are first used, so that ``import policytext`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from policytext.version import __version__

if TYPE_CHECKING:
    from policytext.batch.many import extract_many
    from policytext.errors import DataError, InputError, LimitError, PolicytextError
    from policytext.export.frames import to_frame
    from policytext.export.records import read_records
    from policytext.extraction.quantities import find_quantities as quantities
    from policytext.options import Options
    from policytext.pipeline import extract, extract_bytes, extract_text
    from policytext.schema import ErrorRecord, PolicyDocument
    from policytext.view.page import render_html

_HOME = {
    "DataError": "errors",
    "ErrorRecord": "schema",
    "InputError": "errors",
    "LimitError": "errors",
    "Options": "options",
    "PolicyDocument": "schema",
    "PolicytextError": "errors",
    "extract": "pipeline",
    "extract_bytes": "pipeline",
    "extract_many": "batch.many",
    "extract_text": "pipeline",
    "quantities": "extraction.quantities:find_quantities",
    "read_records": "export.records",
    "render_html": "view.page",
    "to_frame": "export.frames",
}

__all__ = [
    "DataError",
    "ErrorRecord",
    "InputError",
    "LimitError",
    "Options",
    "PolicyDocument",
    "PolicytextError",
    "__version__",
    "extract",
    "extract_bytes",
    "extract_many",
    "extract_text",
    "quantities",
    "read_records",
    "render_html",
    "to_frame",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'policytext' has no attribute {name!r}")
    module, _, attribute = _HOME[name].partition(":")
    return getattr(import_module(f"policytext.{module}"), attribute or name)


def __dir__() -> list[str]:
    return sorted(__all__)
