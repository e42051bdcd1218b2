"""The features of a model as numbers: n-grams and stems through key tables, flags of cue words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ahocorasick_rs
import numpy as np
from numpy.typing import NDArray

from policytext.classify.features import SIDES, STEM, STOP, Cues
from policytext.classify.key_table import NO_ROW, Ints, KeyTable
from policytext.classify.symbol_trie import SymbolTrie
from policytext.patterns import lazy

# Codes of symbols. Those that a vocabulary knows follow from FIRST on.
BREAK = 0  # no symbol: grams never reach over it
OTHER = 1  # a symbol that no feature holds
STOPPED = 2  # a word that counts for nothing
FIRST = 3

RUN = "\u3400-\u9fffa-z0-9+#"
"""The characters of Chinese n-grams, for a class of a regular expression."""

NO_WORD = -1
_GRAM = lazy(f"[{RUN}]{{2,3}}")
_HAN = lazy(r"[\u3400-\u9fff]+")
LAST_CODE = 0xFFFF
"""The last character that has a place of its own in tables; all behind it share it."""
CONTEXT = 0
"""The column of the context alone in counts of cue words; the owners follow it."""
RURAL, DIGITAL, WHOLE, TASK = 1, 2, 4, 8
"""What is heard in a clause or in a whole set."""
_MOST = 3  # more cue words of an owner than this tell no more


@dataclass(frozen=True, slots=True)
class Characters:
    """Chinese n-grams and cue words.

    ``codes[c]`` is the symbol of the character ``c`` (of the BMP). ``trie`` has the n-grams and
    cue words; ``rows[node]`` is the row of an n-gram or NO_ROW, ``words[node]`` the numbers of the
    cue words that read so (their owners differ), filled up with NO_WORD. ``is_word`` tells the
    symbols that are a cue word alone.
    """

    codes: Ints
    trie: SymbolTrie
    rows: Ints
    words: NDArray[np.int32]
    is_word: NDArray[np.bool_]

    @classmethod
    def of(cls, row_of: Mapping[str, int], words: Mapping[str, Sequence[int]]) -> Characters:
        """From 2- and 3-grams with their rows, cue words with their numbers."""
        codes = np.zeros(LAST_CODE + 1, dtype=np.int64)
        codes[0x3400:0xA000] = OTHER
        for character in "abcdefghijklmnopqrstuvwxyz0123456789+#":
            codes[ord(character)] = OTHER
        known = sorted(set("".join(row_of)).union(*words))
        symbol_of = {c: i for i, c in enumerate(known, start=FIRST)}
        for character, symbol in symbol_of.items():
            codes[ord(character)] = symbol
        read = {text: tuple([symbol_of[c] for c in text]) for text in (*row_of, *words)}
        trie = SymbolTrie(read.values(), FIRST + len(known))
        rows = np.full(trie.nodes, NO_ROW, dtype=np.int64)
        for gram, row in row_of.items():
            rows[trie.node_of[read[gram]]] = row
        most = max(map(len, words.values()), default=1)
        numbers = np.full((trie.nodes, most), NO_WORD, dtype=np.int32)
        for word, own in words.items():
            numbers[trie.node_of[read[word]], : len(own)] = own
        is_word = numbers[: FIRST + len(known), 0] != NO_WORD
        return cls(codes, trie, rows, numbers, is_word)


@dataclass(frozen=True, slots=True)
class Stems:
    """English stems, alone (``rows`` by symbol) and in pairs (keys to the base ``base``).

    ``symbols``: by word_key of a stem; STOPPED for the words without one that are not cut.
    """

    symbols: KeyTable
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
        stopped = {word_key(word): STOPPED for word in STOP if len(word) <= STEM}
        named = {word_key(stem): symbol for stem, symbol in symbols.items()}
        return cls(KeyTable({**named, **stopped}), rows, base, KeyTable(keys))


def word_key(word: str) -> int:
    """A word of up to eight letters as a number."""
    return int.from_bytes(word.encode(), "little")


@dataclass(frozen=True, slots=True)
class Flags:
    """The rows of the features of cue words, by the column of the owner (CONTEXT: of none).

    ``rows[heard, n, column]``: those where so much is heard (WHOLE, for a whole set; RURAL and
    DIGITAL for its context), with ``n`` more cue words of the owner than one: that it is named, in
    this context, by more than one word there, by more than two; NO_ROW for those without a row.
    """

    rows: NDArray[np.int32]

    @classmethod
    def of(cls, row_of: Mapping[str, int], owners: Sequence[str]) -> Flags:
        """From the names of flags (features.flags_of) with their rows."""
        rows = np.full((2 * WHOLE, _MOST, len(owners) + 1, 4), NO_ROW, dtype=np.int32)
        for heard in range(2 * WHOLE):
            where = "S" if heard & WHOLE else "C"
            context = f"{'R' if heard & RURAL else '-'}{'D' if heard & DIGITAL else '-'}"
            rows[heard, :, CONTEXT, 1] = row_of.get(f"{where}{context}", NO_ROW)
            for column, owner in enumerate(owners, start=CONTEXT + 1):
                if owner in SIDES:
                    continue
                rows[heard, :, column, 0] = row_of.get(f"{where}{owner}", NO_ROW)
                rows[heard, :, column, 1] = row_of.get(f"{where}{context}{owner}", NO_ROW)
                rows[heard, 1:, column, 2] = row_of.get(f"{where}{context}{owner}+", NO_ROW)
                if where == "S":
                    rows[heard, 2:, column, 3] = row_of.get(f"{where}{owner}++", NO_ROW)
        return cls(rows)

    def rows_of(
        self, heard: NDArray[np.integer[Any]], words: Ints, column: Ints
    ) -> NDArray[np.int32]:
        """The four rows of owners (their columns) with so many words, and of what is heard."""
        _, _, width, _ = self.rows.shape
        index = (heard * np.int64(_MOST) + (np.minimum(words, _MOST) - 1)) * width + column
        found: NDArray[np.int32] = self.rows.reshape(-1, 4).take(index, axis=0)
        return found


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns in which cue words are counted: CONTEXT, then their owners.

    ``of_word``: first CONTEXT, which stands for no word, then the column of every cue word, never
    less than the one before. ``kinds``: of each column, and ``kind_of_word``, of each cue word,
    TASK, RURAL or DIGITAL, by what its owner is.
    """

    of_word: Ints
    width: int
    kinds: NDArray[np.uint8]
    kind_of_word: NDArray[np.uint8]

    @classmethod
    def of(cls, cues: Cues) -> Columns:
        """The columns of cue words."""
        column = {owner: i for i, owner in enumerate(cues.names, start=CONTEXT + 1)}
        kind = {"rural": RURAL, "digital": DIGITAL}
        words = np.array([column[owner] for owner in cues.owners], dtype=np.int64)
        kinds = np.array([0, *(kind.get(owner, TASK) for owner in column)], dtype=np.uint8)
        return cls(np.append(CONTEXT, words), len(kinds), kinds, kinds.take(words))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The row of every feature of a model; ``size`` is their number.

    ``spelt`` finds the cue words that ``characters`` does not have, ``spelt_words`` are their
    numbers.
    """

    characters: Characters
    spelt: ahocorasick_rs.AhoCorasick
    spelt_words: Ints
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
        written: dict[str, list[int]] = {}
        spelt: list[int] = []
        for number, word in enumerate(cues.words):
            if _HAN.fullmatch(word):
                written.setdefault(word, []).append(number)
            else:
                spelt.append(number)
        return cls(
            Characters.of(grams, written),
            ahocorasick_rs.AhoCorasick([cues.words[number] for number in spelt] or ["\0"]),
            np.array(spelt, dtype=np.int64),
            Stems.of(stems),
            Flags.of(flags, cues.names),
            Columns.of(cues),
            len(features),
        )
