"""The command line: data to standard output or -o, messages to standard error."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn

from policytext.errors import PolicytextError
from policytext.options import DEFAULT_TAXONOMY, OptionFields
from policytext.version import __version__

if TYPE_CHECKING:
    from policytext.batch import Record

_ALL_READ, _SOME_FAILED, _USAGE = 0, 1, 2
_EPILOG = """\
examples:
  policytext extract notice.pdf                       one document, JSON to standard output
  policytext extract docs/ -o results.jsonl           a folder, one JSON object a line
  cat notice.txt | policytext extract - --format json
  policytext outline notice.docx                      the headings as a tree
  policytext schema > policytext.schema.json          the JSON Schema of a result

exit codes: 0 all documents read; 1 some failed (their error records are in the output); 2 usage
"""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    # Looking for pydantic plugins among all installed packages takes 30 ms, and what they would
    # do to our output nobody could reproduce.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    parser = _parser()
    given = parser.parse_args(arguments)
    try:
        code: int = given.run(given)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output went away (`| head`); there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _SOME_FAILED
    except PolicytextError as error:
        _say(f"error: {error}")
        return _USAGE
    except OSError as error:
        _say(f"error: {error}")
        return _USAGE
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="policytext",
        description="Extract aspects, tasks, numeric targets and agencies from government policy "
        "texts (Chinese and English; TXT, HTML, PDF, DOCX) as JSON in which every fact points to "
        "its characters in the source.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"policytext {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_extract(commands)
    _add_outline(commands)
    schema = commands.add_parser("schema", help="print the JSON Schema of a result")
    schema.set_defaults(run=_schema)
    return parser


def _add_extract(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
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


def _add_outline(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    outline = commands.add_parser(
        "outline",
        help="print the headings of a document as a tree",
        description="Print the headings of a document as a tree, with the page where there is one.",
    )
    outline.add_argument("input", metavar="FILE", help="a file, or - for standard input")
    outline.set_defaults(run=_outline)


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
        _say(f"{failed} of {len(inputs)} documents failed; their error records are in the output")
    return _SOME_FAILED if failed else _ALL_READ


def _report(record: Record) -> bool:
    """Tell on standard error what a person should know of a record; whether it failed."""
    from policytext.schema import ErrorRecord  # noqa: PLC0415

    if isinstance(record, ErrorRecord):
        _say(f"{record.uri or 'standard input'}: {record.message} [{record.error}]")
        return True
    for diagnostic in record.diagnostics:
        if diagnostic.severity == "warning":
            name = record.source.uri or "standard input"
            _say(f"{name}: warning: {diagnostic.message} [{diagnostic.code}]")
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


def _outline(given: argparse.Namespace) -> int:
    from policytext.pipeline import extract, extract_bytes  # noqa: PLC0415

    options: OptionFields = {"taxonomy": "none"}
    if given.input == "-":
        doc = extract_bytes(sys.stdin.buffer.read(), **options)
    else:
        doc = extract(given.input, **options)
    lines = [doc.meta.title] if doc.meta.title else []
    for entry in doc.outline:
        page = f"  [p. {entry.span.page}]" if entry.span.page else ""
        words = " ".join(part for part in (entry.number, entry.title) if part)
        lines.append(f"{'  ' * entry.level}{words}{page}")
    sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode())
    return _ALL_READ


def _schema(_: argparse.Namespace) -> int:
    from policytext.schema import json_schema  # noqa: PLC0415

    text = json.dumps(json_schema(), ensure_ascii=False, indent=2)
    sys.stdout.buffer.write(f"{text}\n".encode())
    return _ALL_READ


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


def _say(message: str) -> None:
    sys.stderr.write(f"policytext: {message}\n")


def entry() -> NoReturn:
    """Entry point of the installed command."""
    sys.exit(main())
