"""Many documents: which files a folder holds, one record for each, workers, a journal."""

from policytext.batch.many import extract_many
from policytext.batch.records import (
    Record,
    check_options,
    error_record,
    extract_or_record,
    find_files,
    record_of,
)

__all__ = [
    "Record",
    "check_options",
    "error_record",
    "extract_many",
    "extract_or_record",
    "find_files",
    "record_of",
]
