"""policytext extract: documents to JSON."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from policytext.cli.streams import ALL_READ, SOME_FAILED, Commands, say
from policytext.errors import PolicytextError
from policytext.options import DEFAULT_TAXONOMY, OptionFields

if TYPE_CHECKING:
    from policytext.batch import Record


def add(commands: Commands) -> None:
    """Add the command ``extract``."""
    extract = commands.add_parser(
        "extract",
        help="extract documents as JSON",
        description="Extract documents as JSON. One document gives one JSON object, several or a "
        "folder give one object a line.",
    )
    extract.add_argument(
        "inputs", nargs="+", metavar="INPUT", help="a file, a folder, or - for standard input"
    )
    extract.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="write to FILE, not to standard output"
    )
    extract.add_argument(
        "--format",
        choices=("json", "jsonl"),
        help="json (one document, indented) or jsonl (one object a line); default: by the ending "
        "of FILE and the number of documents",
    )
    extract.add_argument(
        "--taxonomy",
        default=DEFAULT_TAXONOMY,
        metavar="ID",
        help='taxonomy to classify against: an id, a file, or "none" '
        f"(default: {DEFAULT_TAXONOMY})",
    )
    extract.add_argument(
        "--include-text", action="store_true", help="put the source text into the result"
    )
    extract.add_argument("--explain", action="store_true", help="name the rule that gave each item")
    extract.set_defaults(run=_extract)


def _extract(given: argparse.Namespace) -> int:
    options: OptionFields = {
        "taxonomy": given.taxonomy,
        "include_text": given.include_text,
        "explain": given.explain,
    }
    inputs = _inputs(given.inputs)
    style = given.format or _style(given.output, given.inputs, inputs)
    if style == "json" and len(inputs) > 1:
        raise PolicytextError(f"{len(inputs)} documents do not fit one JSON object; use jsonl")
    failed = 0
    with _Output(given.output) as output:
        for record in _progress(_records(inputs, options), len(inputs)):
            output.write(_line(record, indent=2 if style == "json" else None))
            failed += _report(record)
    if failed and len(inputs) > 1:
        say(f"{failed} of {len(inputs)} documents failed; their error records are in the output")
    return SOME_FAILED if failed else ALL_READ


def _report(record: Record) -> bool:
    """Tell on standard error what a person should know of a record; whether it failed."""
    from policytext.schema import ErrorRecord  # noqa: PLC0415

    if isinstance(record, ErrorRecord):
        say(f"{record.uri or 'standard input'}: {record.message} [{record.error}]")
        return True
    for diagnostic in record.diagnostics:
        if diagnostic.severity == "warning":
            name = record.source.uri or "standard input"
            say(f"{name}: warning: {diagnostic.message} [{diagnostic.code}]")
    return False


def _inputs(given: list[str]) -> list[str]:
    from policytext.batch import find_files  # noqa: PLC0415 - keeps --help fast

    return [
        str(file) for each in given for file in ([each] if each == "-" else find_files(Path(each)))
    ]


def _style(output: Path | None, given: list[str], inputs: list[str]) -> str:
    if output is not None and output.suffix in (".json", ".jsonl"):
        return output.suffix[1:]
    single = len(inputs) == 1 and not Path(given[0]).is_dir()
    return "json" if single else "jsonl"


def _records(inputs: list[str], options: OptionFields) -> Iterator[Record]:
    from policytext.batch import check_options, error_record, extract_or_record  # noqa: PLC0415
    from policytext.pipeline import extract_bytes  # noqa: PLC0415

    check_options(options)
    for each in inputs:
        if each != "-":
            yield extract_or_record(each, options)
            continue
        try:
            yield extract_bytes(sys.stdin.buffer.read(), **options)
        except PolicytextError as error:
            yield error_record(None, error)


def _line(record: Record, indent: int | None) -> bytes:
    # pydantic escapes nothing but what JSON asks for; its bytes are the same on every machine.
    return record.model_dump_json(indent=indent).encode() + b"\n"


class _Output:
    """Standard output, or a file that takes its name only when it is complete."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._partial = path.with_name(f"{path.name}.partial") if path else None
        self._stream: BinaryIO = sys.stdout.buffer

    def __enter__(self) -> _Output:
        if self._partial:
            self._stream = self._partial.open("wb")
        return self

    def write(self, data: bytes) -> None:
        """Write one record; it is on disk or in the pipe when this returns."""
        self._stream.write(data)
        self._stream.flush()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._path and self._partial:
            self._stream.close()
            if kind is None:
                self._partial.replace(self._path)


def _progress(records: Iterator[Record], total: int) -> Iterator[Record]:
    """Counts documents on standard error while a person watches."""
    shown = total > 1 and sys.stderr.isatty()
    for done, record in enumerate(records, start=1):
        yield record
        if shown:
            sys.stderr.write(f"\r{done} of {total} documents")
            sys.stderr.flush()
    if shown:
        sys.stderr.write("\n")
