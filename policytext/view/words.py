"""Words of the interface in Chinese and English, and the escaping of everything shown."""

from __future__ import annotations

import html
import json
import re
from functools import cache
from pathlib import Path
from typing import Literal

Interface = Literal["zh", "en"]
_ASSETS = Path(__file__).parent / "assets"
# HTML has no way to write these; the replacement keeps every offset.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")


def asset(name: str) -> str:
    """Text of a file that ships in ``view/assets``."""
    return (_ASSETS / name).read_text(encoding="utf-8")


@cache
def words() -> dict[str, tuple[str, str]]:
    """Key -> (Chinese, English)."""
    return {key: (zh, en) for key, (zh, en) in json.loads(asset("words.json")).items()}


def escape(text: str) -> str:
    """Text as HTML, safe in content and in quoted attributes; one character stays one."""
    return html.escape(_UNWRITABLE.sub("\ufffd", text), quote=True).replace("\r", "&#13;")


def word(key: str, interface: Interface) -> str:
    """A word of the interface as an element that the page can translate."""
    return f'<span data-t="{key}">{escape(words()[key][interface == "en"])}</span>'
