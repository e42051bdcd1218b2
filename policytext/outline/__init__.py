"""The outline of a document: its headings as a tree of sections."""

from __future__ import annotations

from policytext.outline.tree import Outline, Section, build_outline

__all__ = ["Outline", "Section", "build_outline"]
