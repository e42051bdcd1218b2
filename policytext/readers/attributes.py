"""Whole numbers in the attributes of documents, which may hold anything."""

from __future__ import annotations

import re


def whole_number(value: str | None, default: int) -> int:
    """The number that an attribute holds, ``default`` where it holds none, or one without end.

    ``str.isdigit`` will not do: it is true of ² and ①, which ``int`` refuses.
    """
    return int(value) if value and re.fullmatch(r"-?\d{1,9}", value) else default
