"""Which files a folder holds, and one record for each document, errors included."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from policytext.errors import InputError, PolicytextError
from policytext.options import NO_TAXONOMY, OptionFields, make_options
from policytext.pipeline import extract
from policytext.readers import EXTENSIONS
from policytext.schema import ErrorRecord, PolicyDocument
from policytext.taxonomy import load_taxonomy

Record = PolicyDocument | ErrorRecord


def find_files(path: Path) -> list[Path]:
    """Files to read under ``path``: itself, or all of a folder with an ending that a reader knows.

    Folders are walked in the order of their names; hidden files are left out. Raises InputError
    for a folder that holds none.
    """
    if not path.is_dir():
        return [path]
    found = [
        file
        for file in sorted(path.rglob("*"), key=lambda file: file.parts)
        if file.suffix.lower() in EXTENSIONS
        and not any(part.startswith(".") for part in file.relative_to(path).parts)
        and file.is_file()
    ]
    if not found:
        endings = ", ".join(sorted(EXTENSIONS))
        raise InputError(
            f"folder {path} holds no file that policytext reads ({endings})", code="folder-empty"
        )
    return found


def check_options(options: OptionFields) -> None:
    """Raise PolicytextError for options that no document could be read with."""
    taxonomy = make_options(options).taxonomy
    if taxonomy != NO_TAXONOMY:
        load_taxonomy(taxonomy)


def extract_or_record(path: str | Path, options: OptionFields) -> Record:
    """The result for one file, or the record of why there is none."""
    return record_of(str(path), lambda: extract(path, **options))


def record_of(uri: str | None, make: Callable[[], PolicyDocument]) -> Record:
    """The document that ``make`` gives, or the record of why it does not."""
    try:
        return make()
    except PolicytextError as error:
        return error_record(uri, error)
    except MemoryError:
        message = "the document needs more memory than there is or the limit allows; split it"
        return ErrorRecord(uri=uri, error="memory-limit", message=message)
    except Exception as error:  # noqa: BLE001 - a fault of ours must not cost the other documents
        return ErrorRecord(
            uri=uri,
            error="internal-error",
            message=f"a fault in policytext ({type(error).__name__}: {error}); please report it",
        )


def error_record(uri: str | None, error: PolicytextError) -> ErrorRecord:
    """What stands in the output for a document that could not be read."""
    return ErrorRecord(uri=uri, error=error.code, message=str(error))
