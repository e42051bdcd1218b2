"""Run the command line as python -m policytext."""

from policytext.cli import entry

entry()
