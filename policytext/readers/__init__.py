"""Readers: bytes to SourceText, one module a format."""

from __future__ import annotations

from policytext.readers.detect import EXTENSIONS, read_bytes
from policytext.readers.limits import Limits
from policytext.readers.text import read_text

__all__ = ["EXTENSIONS", "Limits", "read_bytes", "read_text"]
