"""Which format some bytes are in, and the reader for it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import PurePath

from policytext.errors import InputError, Note
from policytext.readers.limits import Limits
from policytext.readers.source import SourceText

EXTENSIONS = frozenset(
    {".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".doc", ".ofd"}
)
"""Endings of the files that a folder is searched for; a .doc gives an error with the way out."""

_DEFAULT = Limits()
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|meta|div|p|table|script)[\s>]", re.I)
_MARKUP_ENDINGS = (".html", ".htm", ".xhtml")


def read_bytes(
    data: bytes, *, name: str | None = None, limits: Limits = _DEFAULT, ocr: bool = False
) -> SourceText:
    """Read a document of any known format; its bytes decide, then the ending of ``name``.

    ``ocr``: recognise the pages of a PDF that have no text layer (needs ``policytext[ocr]``).

    Raises InputError (empty, binary, broken, encrypted, unknown format) or LimitError; both name
    what was wrong and what to do.
    """
    limits.check_bytes(len(data))
    if not data.strip():
        raise InputError("the file is empty", code="input-empty")
    source = _read(data, PurePath(name or "").suffix.lower(), limits, ocr=ocr)
    limits.check_chars(len(source.text))
    return _without_giants(source, limits)


def _without_giants(source: SourceText, limits: Limits) -> SourceText:
    """Tables over the limit are left as lines of text; a diagnostic says so."""
    giants = [table for table in source.tables if len(table.cells) > limits.max_cells]
    if not giants:
        return source
    notes = tuple(
        Note(
            "table-large",
            f"a table of {len(table.cells):,} cells, over the limit of {limits.max_cells:,}, "
            "was read as text; its columns were not",
            table.start,
            min(table.end, table.start + 1),
        )
        for table in giants
    )
    kept = tuple(table for table in source.tables if len(table.cells) <= limits.max_cells)
    return replace(source, tables=kept, notes=(*source.notes, *notes))


def _read(data: bytes, ending: str, limits: Limits, *, ocr: bool) -> SourceText:
    # One reader is imported, the one that is needed.
    if b"%PDF-" in data[:1024]:
        from policytext.readers.pdf import read_pdf  # noqa: PLC0415

        return read_pdf(data, limits, ocr=ocr)
    if data.startswith(b"PK\x03\x04") or ending in (".docx", ".ofd"):
        return _read_archive(data, ending, limits)
    if data.startswith(_OLE):
        raise InputError(
            "the file is a legacy Word document (.doc) or an encrypted DOCX; save it as DOCX "
            "without a password (for example: soffice --headless --convert-to docx FILE)",
            code="input-legacy-doc",
        )
    if ending == ".pdf":
        raise InputError("the file is not a PDF: it lacks the %PDF- header", code="pdf-broken")
    if ending in _MARKUP_ENDINGS or _HTML.search(data[:4096]):
        from policytext.readers.html import read_html  # noqa: PLC0415

        return read_html(data, limits)
    from policytext.readers.text import read_text_bytes  # noqa: PLC0415

    return read_text_bytes(data)


def _read_archive(data: bytes, ending: str, limits: Limits) -> SourceText:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        kind = "OFD" if ending == ".ofd" else "DOCX"
        raise InputError(
            f"the {kind} file is broken or cut short ({error}); fetch it again",
            code=f"{kind.lower()}-broken",
        ) from error
    if "word/document.xml" in names:
        from policytext.readers.docx import read_docx  # noqa: PLC0415

        return read_docx(data, limits)
    if "OFD.xml" in names:
        from policytext.readers.ofd import read_ofd  # noqa: PLC0415

        return read_ofd(data, limits)
    raise InputError(
        "the file is a ZIP archive but neither DOCX nor OFD; unpack it first", code="input-unknown"
    )
