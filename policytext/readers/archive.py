"""Parts of a ZIP archive, within limits, as XML without entities."""

from __future__ import annotations

import struct
import zipfile
import zlib
from xml.etree import ElementTree as ET

from policytext.errors import InputError, LimitError
from policytext.readers.limits import Limits

_WORST_RATIO = 500
# What zipfile and the XML parser raise on damaged bytes.
DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, ET.ParseError,
    EOFError, LookupError, NotImplementedError, OSError, ValueError,
)  # fmt: skip


def xml_part(
    archive: zipfile.ZipFile, name: str, limits: Limits, kind: str, same: tuple[str, str] = ("", "")
) -> ET.Element | None:
    """The root of an XML part, or None where there is no such part.

    ``kind`` names the format in errors; ``same``: a namespace, and the one to read it as. Raises
    LimitError for a part that unpacks to too much, InputError for one that declares entities, and
    what DAMAGE lists for damaged bytes.
    """
    try:
        info = archive.getinfo(name)
    except KeyError:
        return None
    bomb = info.file_size > _WORST_RATIO * max(info.compress_size, 1_000)
    if info.file_size > limits.max_unpacked or bomb:
        raise LimitError(
            f"{name} in the {kind} file unpacks to {info.file_size:,} bytes, which is over the "
            f"limit or far too many for its {info.compress_size:,} packed ones"
        )
    with archive.open(info) as stream:
        raw = stream.read(limits.max_unpacked + 1)
    if b"<!DOCTYPE" in raw[:4096] or b"<!ENTITY" in raw[:4096]:
        raise InputError(
            f"{name} in the {kind} file declares entities", code=f"{kind.lower()}-broken"
        )
    other, usual = (each.encode() for each in same)
    if other and other in raw[:8192]:
        raw = raw.replace(other, usual)
    # Entities are refused above, so the attacks that need them cannot be mounted.
    return ET.fromstring(raw)  # noqa: S314
