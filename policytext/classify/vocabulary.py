"""The features of a model as numbers: n-grams and stems through key tables, flags of cue words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from policytext.classify.features import SIDES, Cues
from policytext.classify.key_table import NO_ROW, Ints, KeyTable
from policytext.patterns import lazy

# Codes of symbols. Those that a vocabulary knows follow from FIRST on.
BREAK = 0  # no symbol: grams never reach over it
OTHER = 1  # a symbol that no feature holds
FIRST = 2

RUN = "\u3400-\u9fffa-z0-9+#"
"""The characters of Chinese n-grams, for a class of a regular expression."""

_GRAM = lazy(f"[{RUN}]{{2,3}}")
LAST_CODE = 0xFFFF
"""The last character that has a place of its own in tables; all behind it share it."""
CONTEXT = 0
"""The column of the context alone in counts of cue words; the owners follow it."""
_CONTEXTS = ("--", "R-", "-D", "RD")


@dataclass(frozen=True, slots=True)
class Characters:
    """Chinese n-grams. ``codes[c]`` is the symbol of the character ``c`` (of the BMP).

    The key of a gram has its symbols as digits to the base ``base``; that of a 2-gram ends in
    BREAK.
    """

    codes: Ints
    base: int
    grams: KeyTable

    @classmethod
    def of(cls, row_of: Mapping[str, int]) -> Characters:
        """From 2- and 3-grams with their rows."""
        codes = np.zeros(LAST_CODE + 1, dtype=np.int64)
        codes[0x3400:0xA000] = OTHER
        for character in "abcdefghijklmnopqrstuvwxyz0123456789+#":
            codes[ord(character)] = OTHER
        symbols = {c: i for i, c in enumerate(sorted(set("".join(row_of))), start=FIRST)}
        for character, symbol in symbols.items():
            codes[ord(character)] = symbol
        base = FIRST + len(symbols)
        keys: dict[int, int] = {}
        for gram, row in row_of.items():
            third = symbols[gram[2]] if len(gram) > 2 else BREAK
            keys[(symbols[gram[0]] * base + symbols[gram[1]]) * base + third] = row
        return cls(codes, base, KeyTable(keys))


@dataclass(frozen=True, slots=True)
class Stems:
    """English stems, alone (``rows`` by symbol) and in pairs (keys to the base ``base``)."""

    symbols: Mapping[str, int]
    rows: Ints
    base: int
    pairs: KeyTable

    @classmethod
    def of(cls, row_of: Mapping[tuple[str, ...], int]) -> Stems:
        """From tuples of one or two stems with their rows."""
        words = sorted({stem for stems in row_of for stem in stems})
        symbols = {stem: i for i, stem in enumerate(words, start=FIRST)}
        base = FIRST + len(words)
        rows = np.full(base, NO_ROW, dtype=np.int64)
        keys: dict[int, int] = {}
        for stems, row in row_of.items():
            if len(stems) == 1:
                rows[symbols[stems[0]]] = row
            else:
                keys[symbols[stems[0]] * base + symbols[stems[1]]] = row
        return cls(symbols, rows, base, KeyTable(keys))


@dataclass(frozen=True, slots=True)
class Flags:
    """The rows of the features of cue words, by the column of the owner (CONTEXT: of none).

    ``named[where]``: that the owner is named; ``context[where][c]``: in the context ``c`` (1 for
    the countryside, 2 for digital means, or both added), ``often`` by more than one word there;
    ``most``: by more than two. ``where`` is 0 for a clause and 1 for a whole set.
    """

    named: Ints
    context: Ints
    often: Ints
    most: Ints

    @classmethod
    def of(cls, row_of: Mapping[str, int], owners: Sequence[str]) -> Flags:
        """From the names of flags (features.flags_of) with their rows."""
        tasks = ["", *("" if owner in SIDES else owner for owner in owners)]

        def rows(form: str) -> list[int]:
            return [row_of.get(form.format(task), NO_ROW) if task else NO_ROW for task in tasks]

        named = [rows(f"{where}{{}}") for where in "CS"]
        context = [[rows(f"{where}{c}{{}}") for c in _CONTEXTS] for where in "CS"]
        often = [[rows(f"{where}{c}{{}}+") for c in _CONTEXTS] for where in "CS"]
        for i, where in enumerate("CS"):
            for k, sides in enumerate(_CONTEXTS):
                context[i][k][CONTEXT] = row_of.get(f"{where}{sides}", NO_ROW)
        most = [[NO_ROW] * len(tasks), rows("S{}++")]
        return cls(np.array(named), np.array(context), np.array(often), np.array(most))


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns in which cue words are counted: CONTEXT, then their owners.

    ``of_word``: the column of every cue word; ``tasks``: those of owners that are tasks.
    """

    of_word: Ints
    tasks: Ints
    rural: int
    digital: int
    width: int

    @classmethod
    def of(cls, cues: Cues) -> Columns:
        """The columns of cue words."""
        column = {owner: i for i, owner in enumerate(cues.names, start=CONTEXT + 1)}
        width = len(column) + 2  # the last one stays empty; it stands for a side without words
        return cls(
            np.array([column[owner] for owner in cues.owners], dtype=np.int64),
            np.array([i for owner, i in column.items() if owner not in SIDES], dtype=np.int64),
            column.get("rural", width - 1),
            column.get("digital", width - 1),
            width,
        )


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The row of every feature of a model; ``size`` is their number."""

    characters: Characters
    stems: Stems
    flags: Flags
    columns: Columns
    size: int

    @classmethod
    def of(cls, features: Sequence[str], cues: Cues) -> Vocabulary:
        """The vocabulary whose feature ``i`` has the row ``i``."""
        grams: dict[str, int] = {}
        stems: dict[tuple[str, ...], int] = {}
        flags: dict[str, int] = {}
        for row, feature in enumerate(features):
            if feature.endswith(" "):
                stems[tuple(feature.split())] = row
            elif _GRAM.fullmatch(feature):
                grams[feature] = row
            else:
                flags[feature] = row
        return cls(
            Characters.of(grams),
            Stems.of(stems),
            Flags.of(flags, cues.names),
            Columns.of(cues),
            len(features),
        )
