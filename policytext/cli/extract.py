"""policytext extract: documents to JSON, Parquet or tables."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from policytext.cli.streams import ALL_READ, SOME_FAILED, Commands, say
from policytext.errors import PolicytextError
from policytext.options import DEFAULT_TAXONOMY, OptionFields, make_options

if TYPE_CHECKING:
    from policytext.batch.journal import Journal
    from policytext.batch.outcome import Outcome
    from policytext.export.results import Style
Shown = TypeVar("Shown")
# A page takes a hundredth of a second; a document of five thousand pages should not be cut off.
_SECONDS, _MEGABYTES = 300.0, 2_000
_MEGABYTE = 1_000_000


def add(commands: Commands) -> None:
    """Add the command ``extract``."""
    extract = commands.add_parser(
        "extract",
        help="extract documents as JSON, Parquet or tables",
        description="Extract documents. One document gives one JSON object, several or a folder "
        "give one object a line. With -o the run can be stopped at any moment: the same command "
        "goes on where it was, and does only new and changed files again when it was complete.",
    )
    extract.add_argument(
        "inputs", nargs="+", metavar="INPUT", help="a file, a folder, or - for standard input"
    )
    extract.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="write to FILE, not to standard output"
    )
    extract.add_argument(
        "--format",
        choices=("json", "jsonl", "parquet", "csv"),
        help="json (one document, indented), jsonl (one object a line), parquet (one row a "
        "document) or csv (FILE is a folder and gets a file for each kind of table); default: by "
        "the ending of FILE and the number of documents",
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
    extract.add_argument(
        "--ocr", action="store_true", help="recognise scanned PDF pages (needs policytext[ocr])"
    )
    extract.add_argument(
        "--workers", type=int, default=1, metavar="N", help="processes side by side (default: 1)"
    )
    extract.add_argument(
        "--timeout",
        type=float,
        metavar="SECONDS",
        help="time for one of several documents; 0: no limit (default: 300)",
    )
    extract.add_argument(
        "--memory",
        type=int,
        metavar="MB",
        help="memory for one of several documents, on Linux; 0: no limit (default: 2000)",
    )
    extract.set_defaults(run=_extract)


def _extract(given: argparse.Namespace) -> int:
    options: OptionFields = {
        "taxonomy": given.taxonomy,
        "include_text": given.include_text,
        "explain": given.explain,
        "ocr": given.ocr,
    }
    if given.ocr:
        from policytext.readers import ocr  # noqa: PLC0415

        ocr.require()
    inputs = _inputs(given.inputs)
    style = given.format or _style(given.output, given.inputs, inputs)
    _check(given, inputs, style)
    if len(inputs) == 1 and not Path(given.inputs[0]).is_dir():
        return SOME_FAILED if _single(given, inputs[0], options, style) else ALL_READ
    if given.output is None:
        failed = _stream(_outcomes(inputs, options, given), inputs)
    else:
        failed = _kept(given, inputs, options, style)
    if failed:
        say(f"{failed} of {len(inputs)} documents failed; their error records are in the output")
    return SOME_FAILED if failed else ALL_READ


def _check(given: argparse.Namespace, inputs: list[str], style: Style) -> None:
    if style == "json" and len(inputs) > 1:
        raise PolicytextError(f"{len(inputs)} documents do not fit one JSON object; use jsonl")
    if style in ("parquet", "csv") and given.output is None:
        raise PolicytextError(f"{style} needs a place: -o FILE")
    if "-" in inputs and len(inputs) > 1:
        raise PolicytextError("- (standard input) stands alone, not among files")


def _single(given: argparse.Namespace, name: str, options: OptionFields, style: Style) -> bool:
    """One document, read in this process unless it has a limit; whether it failed."""
    from policytext.batch.outcome import Outcome  # noqa: PLC0415
    from policytext.batch.records import (  # noqa: PLC0415
        check_options,
        extract_or_record,
        record_of,
    )
    from policytext.pipeline import extract_bytes  # noqa: PLC0415

    check_options(options)
    if name == "-":
        data = sys.stdin.buffer.read()
        record = record_of(None, lambda: extract_bytes(data, **options))
    elif given.timeout or given.memory:
        (limited,) = _outcomes([name], options, given)
        record = limited.record()
    else:
        record = extract_or_record(name, options)
    outcome = Outcome.of(record)
    if style in ("parquet", "csv"):
        from policytext.export.results import write_results  # noqa: PLC0415 - keeps JSON fast

        write_results([outcome.line], style, given.output)
        return _report(outcome)
    indent = 2 if style == "json" else None
    text = record.model_dump_json(indent=indent).encode() + b"\n"
    if given.output is None:
        sys.stdout.buffer.write(text)
    else:
        partial = given.output.with_name(f"{given.output.name}.partial")
        partial.write_bytes(text)
        partial.replace(given.output)
    return _report(outcome)


def _stream(found: Iterator[Outcome], inputs: list[str]) -> int:
    failed = 0
    for outcome in _progress(found, len(inputs)):
        sys.stdout.buffer.write(outcome.line + b"\n")
        sys.stdout.buffer.flush()
        failed += _report(outcome)
    return failed


def _kept(given: argparse.Namespace, inputs: list[str], options: OptionFields, style: Style) -> int:
    """Many documents into a file, by way of a journal; the number of failures."""
    from policytext.batch.journal import Journal  # noqa: PLC0415
    from policytext.batch.records import check_options  # noqa: PLC0415
    from policytext.export.results import write_results  # noqa: PLC0415

    check_options(options)
    output: Path = given.output
    output.parent.mkdir(parents=True, exist_ok=True)
    failed = 0
    with Journal(output, make_options(options)) as journal:
        if style == "jsonl":
            journal.take_over(output)
        todo = _Todo(journal, inputs)
        found = _outcomes(todo.paths(), options, given)
        try:
            for outcome in _progress(todo.merged(found), len(inputs)):
                failed += _report(outcome) if outcome is not None else 0
        except KeyboardInterrupt:
            say("stopped; the same command goes on where it was")
            raise
        failed += todo.old_failures
        write_results(journal.lines(), style, output)
        journal.remove()
    return failed


class _Todo:
    """The inputs in order, those that the journal holds apart from those to be done."""

    def __init__(self, journal: Journal, inputs: list[str]) -> None:
        self._journal = journal
        self._inputs = inputs
        self._plan: list[tuple[str, bytes | None, bool]] = []
        self.old_failures = 0

    def paths(self) -> Iterator[str]:
        """The inputs to be done; planned as far as they are asked for."""
        for name in self._inputs:
            key = None if name == "-" else self._journal.key(name)
            held = key is not None and self._journal.holds(key)
            self._plan.append((name, key, held))
            if not held:
                yield name

    def merged(self, found: Iterator[Outcome]) -> Iterator[Outcome | None]:
        """Outcomes as they come, and None for each document that was there already."""
        place = 0
        for outcome in found:
            while self._plan[place][2]:
                self._take(place)
                yield None
                place += 1
            self._journal.put(self._plan[place][1], outcome)
            place += 1
            yield outcome
            if place > 1000:
                del self._plan[:place]
                place = 0
        while place < len(self._plan):
            self._take(place)
            yield None
            place += 1

    def _take(self, place: int) -> None:
        key = self._plan[place][1]
        assert key is not None
        self._journal.next(key)
        self.old_failures += self._journal.error(key) is not None


def _report(outcome: Outcome) -> bool:
    """Tell on standard error what a person should know of a record; whether it failed."""
    if outcome.error:
        say(f"{outcome.uri or 'standard input'}: {outcome.message} [{outcome.error}]")
        return True
    for code, message in outcome.warnings:
        say(f"{outcome.uri or 'standard input'}: warning: {message} [{code}]")
    return False


def _inputs(given: list[str]) -> list[str]:
    from policytext.batch.records import find_files  # noqa: PLC0415 - keeps --help fast

    return [
        str(file) for each in given for file in ([each] if each == "-" else find_files(Path(each)))
    ]


def _style(output: Path | None, given: list[str], inputs: list[str]) -> Style:
    endings: dict[str, Style] = {".json": "json", ".jsonl": "jsonl", ".parquet": "parquet"}
    if output is not None and output.suffix in endings:
        return endings[output.suffix]
    single = len(inputs) == 1 and not Path(given[0]).is_dir()
    return "json" if single else "jsonl"


def _outcomes(
    names: Iterable[str], options: OptionFields, given: argparse.Namespace
) -> Iterator[Outcome]:
    from policytext.batch.workers import Limit, outcomes  # noqa: PLC0415

    seconds = _SECONDS if given.timeout is None else given.timeout
    megabytes = _MEGABYTES if given.memory is None else given.memory
    limit = Limit(seconds or None, megabytes * _MEGABYTE or None)
    yield from outcomes(names, options, given.workers, limit)


def _progress(found: Iterator[Shown], total: int) -> Iterator[Shown]:
    """Counts documents on standard error while a person watches."""
    shown = total > 1 and sys.stderr.isatty()
    for done, outcome in enumerate(found, start=1):
        yield outcome
        if shown:
            sys.stderr.write(f"\r{done} of {total} documents")
            sys.stderr.flush()
    if shown:
        sys.stderr.write("\n")
