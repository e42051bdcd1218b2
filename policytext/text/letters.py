"""Small letters for searches that are to find what a pattern would find that ignores case."""

from __future__ import annotations

# The letters that ``re`` counts with i and s, though they are other letters in small.
_AS_ASCII = {0x130: "i", 0x131: "i", 0x17F: "s"}


def folded(text: str) -> str:
    """``text`` in small letters, of the same length: what ``re.IGNORECASE`` compares."""
    if text.isascii():
        return text.lower()
    return text.translate(_AS_ASCII).lower()


def occurrences(text: str, word: str) -> list[int]:
    """Where ``word`` begins in ``text``, without overlap."""
    found: list[int] = []
    place = text.find(word)
    while place >= 0:
        found.append(place)
        place = text.find(word, place + len(word))
    return found
