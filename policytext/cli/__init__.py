"""The command line: data to standard output or -o, messages to standard error."""

from __future__ import annotations

import argparse
import os
import sys
from typing import NoReturn

from policytext.batch.garbage import collect_rarely
from policytext.cli import annotate, evaluate, extract, show, tables, taxonomy
from policytext.cli.streams import INTERRUPTED, SOME_FAILED, USAGE, say
from policytext.errors import PolicytextError
from policytext.version import __version__

_EPILOG = """\
examples:
  policytext extract notice.pdf                       one document, JSON to standard output
  policytext extract docs/ -o results.jsonl           a folder, one JSON object a line
  policytext extract docs/ -o results.parquet --workers 4
  cat notice.txt | policytext extract - --format json
  policytext outline notice.docx                      the headings as a tree
  policytext agencies notice.html                     who issues, leads, helps
  policytext view notice.pdf -o notice.html           the document with its items marked
  policytext table targets results.jsonl -o targets.csv
  policytext coverage results.jsonl -o map.html       documents x tasks
  policytext schema > policytext.schema.json          the JSON Schema of a result

exit codes: 0 all documents read; 1 some failed (their error records are in the output); 2 usage;
130 stopped by Ctrl-C
"""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    # Looking for pydantic plugins among all installed packages takes 30 ms, and what they would
    # do to our output nobody could reproduce.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    given = _parser().parse_args(arguments)
    try:
        code: int = given.run(given)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output went away (`| head`); there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return SOME_FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except (PolicytextError, OSError) as error:
        say(f"error: {error}")
        return USAGE
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="policytext",
        description="Extract aspects, tasks, numeric targets and agencies from government policy "
        "texts (Chinese and English; TXT, HTML, PDF, DOCX, OFD) as JSON in which every fact points "
        "to its characters in the source.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"policytext {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for module in (extract, show, tables, taxonomy, annotate, evaluate):
        module.add(commands)
    return parser


def entry() -> NoReturn:
    """Entry point of the installed command."""
    collect_rarely()
    sys.exit(main())
