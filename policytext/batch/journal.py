"""The journal of a run: what is done, kept safe until the output is complete.

An SQLite database beside the output. Each outcome is one transaction, so that a process killed at
any moment leaves whole records only, and the same command goes on where it was. A record is known
by the path as given, the content of the file and the provenance (versions, taxonomy, model,
options): a changed file or option is done anew.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from policytext.batch.outcome import Outcome
from policytext.errors import PolicytextError
from policytext.options import Options
from policytext.pipeline import provenance
from policytext.readers import Limits

_VERSION = 1
_SOURCE, _PROVENANCE = b'"source":', b',"provenance":'
_LONGEST_PROVENANCE = 20_000
_TABLES = """
create table if not exists done (key blob primary key, error text, line blob not null);
create table if not exists sequence (position integer primary key, key blob not null);
"""


class Journal:
    """The journal of one output; use it in a ``with`` statement."""

    def __init__(self, output: Path, options: Options) -> None:
        self.path = output.with_name(f"{output.name}.journal")
        self._made_with = provenance(options).model_dump(mode="json")
        self._position = 0
        with self._told():
            self._base = sqlite3.connect(
                self.path, isolation_level=None, check_same_thread=False, timeout=1
            )
            # One run at a time; readers of a network drive need no shared memory then.
            self._base.execute("pragma locking_mode = exclusive")
            self._base.execute("pragma journal_mode = wal")
            self._base.execute("pragma synchronous = normal")
            self._base.executescript(_TABLES)
            self._base.execute("delete from sequence")
            version = self._base.execute("pragma user_version").fetchone()[0]
            if version not in (0, _VERSION):
                raise PolicytextError(f"{self.path} is of another version; delete it")
            self._base.execute(f"pragma user_version = {_VERSION}")

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def key(self, path: str) -> bytes | None:
        """The key of a document; None when its file cannot be read or is over the limit."""
        try:
            file = Path(path)
            if not file.is_file() or file.stat().st_size > Limits().max_bytes:
                return None
            with file.open("rb") as stream:
                content = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            return None
        return _key(path, content, self._made_with)

    def holds(self, key: bytes) -> bool:
        """Whether a record is there."""
        with self._told():
            found = self._base.execute("select 1 from done where key = ?", (key,))
            return found.fetchone() is not None

    def put(self, key: bytes | None, outcome: Outcome) -> None:
        """Keep an outcome as the next one of the output; it is safe when this returns."""
        if key is None:
            key = f"position {self._position}".encode()
        with self._told(), self._base:
            self._base.execute("begin")
            self._base.execute(
                "insert or replace into done values (?, ?, ?)", (key, outcome.error, outcome.line)
            )
            self._base.execute("insert into sequence values (?, ?)", (self._position, key))
        self._position += 1

    def next(self, key: bytes) -> None:
        """Make a record that is there already the next one of the output."""
        with self._told():
            self._base.execute("insert into sequence values (?, ?)", (self._position, key))
        self._position += 1

    def error(self, key: bytes) -> str | None:
        """The code of the error that stands under a key."""
        with self._told():
            row = self._base.execute("select error from done where key = ?", (key,)).fetchone()
        return row[0] if row else None

    def take_over(self, output: Path) -> None:
        """Keep the records of a finished output that were made in the same way, errors apart."""
        if not output.is_file():
            return
        with output.open("rb") as stream, self._told():
            self._base.execute("begin")
            for line in stream:
                key = self._key_of(line)
                if key:
                    row = (key, None, line.rstrip(b"\n"))
                    self._base.execute("insert or ignore into done values (?, ?, ?)", row)
            self._base.execute("commit")

    def lines(self) -> Iterator[bytes]:
        """The records of this run in order, one line each without its end."""
        with self._told():
            rows = self._base.execute(
                "select line from sequence join done using (key) order by position"
            )
            for (line,) in rows:
                yield line

    def remove(self) -> None:
        """Delete the journal: the output is complete."""
        self._base.close()
        for ending in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)

    def _key_of(self, line: bytes) -> bytes | None:
        # Only the head of a record is read; inside a text these words would stand escaped.
        start, end = line.find(_SOURCE), line.find(_PROVENANCE)
        try:
            source = json.loads(line[start + len(_SOURCE) : end])
            head = line[end + len(_PROVENANCE) :][:_LONGEST_PROVENANCE].decode("utf-8", "ignore")
            made_with, _ = json.JSONDecoder().raw_decode(head)
        except ValueError:
            return None
        if made_with != self._made_with or not isinstance(source, dict) or not source.get("uri"):
            return None
        return _key(source["uri"], source.get("sha256"), made_with)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if "locked" in str(error):
                why = "another run is writing this output; wait for it, or choose another file"
            else:
                why = f"{error}; what is written stays, the same command goes on"
            raise PolicytextError(f"cannot keep the journal {self.path}: {why}") from error


def _key(uri: str, content: str | None, made_with: object) -> bytes:
    described = json.dumps([uri, content, made_with], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(described.encode("utf-8", "surrogateescape")).digest()
