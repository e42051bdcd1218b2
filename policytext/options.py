"""Options of an extraction, in one frozen value."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from typing import TypedDict

from policytext.errors import PolicytextError

DEFAULT_TAXONOMY = "digital-rural-2024"
NO_TAXONOMY = "none"


@dataclass(frozen=True, slots=True)
class Options:
    """What a caller may choose.

    ``taxonomy``: id of a shipped taxonomy, path of a taxonomy file, or "none" for no
    classification. ``include_text``: put the source text into the result. ``explain``: name the
    rule that gave each item. ``ocr``: recognise scanned pages of PDFs (policytext[ocr]).
    """

    taxonomy: str = DEFAULT_TAXONOMY
    include_text: bool = False
    explain: bool = False
    ocr: bool = False

    def sha256(self) -> str:
        """Hash of all options, for the provenance of a result."""
        canonical = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()


_DEFAULT = Options()
_KNOWN = frozenset(field.name for field in fields(Options))


class OptionFields(TypedDict, total=False):
    """Options as keyword arguments of the public functions; see Options."""

    taxonomy: str
    include_text: bool
    explain: bool
    ocr: bool


def make_options(given: OptionFields) -> Options:
    """Options from keyword arguments; raises PolicytextError naming an unknown one."""
    if not given:
        return _DEFAULT
    unknown = sorted(given.keys() - _KNOWN)
    if unknown:
        raise PolicytextError(
            f"unknown option {', '.join(unknown)}; known are {', '.join(sorted(_KNOWN))}"
        )
    return Options(**given)
