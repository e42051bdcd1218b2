"""English passages -> rows of stems: words as whole numbers, cut and looked up all at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from string import ascii_lowercase, digits

import numpy as np

from policytext.classify.features import STEM, STOP
from policytext.classify.key_table import NO_ROW, Ints
from policytext.classify.vocabulary import BREAK, OTHER, STOPPED, Stems, word_key
from policytext.patterns import lazy

_MARKS = ",;:()"  # those of clauses in ASCII, but for the line break
_AND = " and "
_TOKEN = lazy(r"[，,;。:()\n]|\.(?=\s|$)| and |[a-z][a-z0-9]*|\d+g\b")
_BEYOND_ASCII = lazy(r"[^\x00-\x7f]+")
_LEADING_FIGURES = re.compile(rb"[0-9](?<![a-z0-9][0-9])[0-9]*+(?!g(?![a-z0-9_]))")


def _table(kept: str, replaced: Iterable[tuple[str, str]], rest: str) -> bytes:
    new = {**dict.fromkeys(map(chr, range(256)), rest), **{c: c for c in kept}}
    for characters, other in replaced:
        new.update(dict.fromkeys(characters, other))
    return "".join(new.values()).encode("latin-1")


_SPACES = "".join(chr(code) for code in range(128) if chr(code).isspace() and chr(code) != "\n")
_MARKED = _table(f"{ascii_lowercase}{digits}\n._", ((_MARKS, ","), (_SPACES, " ")), "-")
_SPACED = _table(f"{ascii_lowercase}{digits},", (), " ")
_BYTES = 8
_MASKS = np.array([(1 << 8 * n) - 1 for n in range(_BYTES + 1)], dtype=np.uint64)
_LONG_STOP = tuple(np.uint64(word_key(word)) for word in sorted(STOP) if len(word) > STEM)


def stem_rows(text: str, known: Stems) -> tuple[Ints, Ints, Ints]:
    """Rows of English stems and pairs, the clause of each, and the clauses that hold a stem."""
    symbols = _symbols(_tokens(text), known)
    clause: Ints = (symbols == BREAK).cumsum()
    alone = known.rows.take(symbols)
    single = (alone != NO_ROW).nonzero()[0]
    is_known = symbols > OTHER
    at = (is_known[:-1] & is_known[1:]).nonzero()[0]
    places, rows = known.pairs.look_up(symbols.take(at) * known.base + symbols.take(at + 1))
    return (
        np.concatenate((alone.take(single), rows)),
        clause.take(np.concatenate((single, at.take(places)))),
        clause[symbols != BREAK],
    )


def _tokens(text: str) -> bytes:
    """Words (as features.word_stems finds them, not cut) and a comma for every edge of clauses,
    with spaces between words.
    """
    if not text.isascii():
        text = text.replace("，", ",").replace("。", ",")
        beyond = set("".join(_BEYOND_ASCII.findall(text)))
        if any(character.isalnum() or character.isspace() for character in beyond):
            return b" ".join(
                [
                    token.encode("ascii", "replace") if token[-1:].isalnum() else b","
                    for token in _TOKEN.findall(text)
                ]
            )
    plain = text.replace(_AND, " , ").encode("ascii", "replace").translate(_MARKED)
    plain = _LEADING_FIGURES.sub(b"-", plain).replace(b"\n", b" , ") + b" "
    return plain.replace(b". ", b", ").translate(_SPACED)


def _symbols(tokens: bytes, known: Stems) -> Ints:
    """The symbols of words and BREAK for every comma; words without a stem are left out."""
    buffer = tokens + b" " * _BYTES
    codes = np.frombuffer(buffer, dtype=np.uint8)
    in_word = codes > ord(",")
    begins = codes == ord(",")
    begins[0] |= in_word[0]
    begins[1:] |= in_word[1:] & ~in_word[:-1]
    at = begins.nonzero()[0]
    ends = (in_word[:-1] & ~in_word[1:]).nonzero()[0]
    is_word = in_word.take(at)
    start = at[is_word]
    eight = np.ndarray(len(tokens) + 1, dtype="<u8", buffer=buffer, strides=(1,))
    word = eight.take(start) & _MASKS.take(np.minimum(ends - start + 1, _BYTES))
    stem = (word & _MASKS[STEM]).view(np.int64)
    found = np.full(len(start), OTHER, dtype=np.int64)
    places, symbols = known.symbols.look_up(stem)
    found[places] = symbols
    for stopped in _LONG_STOP:
        found[word == stopped] = STOPPED
    read = np.full(len(at), BREAK, dtype=np.int64)
    read[is_word] = found
    counted: Ints = read[read != STOPPED]
    return counted
