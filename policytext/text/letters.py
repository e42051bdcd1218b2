"""Where words stand in a text, also in small letters, as a pattern finds them that ignores case."""

from __future__ import annotations

from collections.abc import Container

# The letters that ``re`` counts with i and s, though they are other letters in small.
_AS_ASCII = {0x130: "i", 0x131: "i", 0x17F: "s"}


def folded(text: str) -> str:
    """``text`` in small letters, of the same length: what ``re.IGNORECASE`` compares."""
    if text.isascii() or not ("\u0130" in text or "\u0131" in text or "\u017f" in text):
        return text.lower()
    return text.translate(_AS_ASCII).lower()


def occurrences(text: str, word: str, start: int = 0, end: int | None = None) -> list[int]:
    """Where ``word`` begins in ``text[start:end]``, without overlap; the fastest way where it is
    rare."""
    found: list[int] = []
    place = text.find(word, start, end)
    while place >= 0:
        found.append(place)
        place = text.find(word, place + len(word), end)
    return found


def run_start(lowered: str, low: int, end: int, words: Container[str]) -> int:
    """Where the longest run of ``words`` begins, each with a space behind it, that ends at ``end``.

    The first of them may stand behind a mark: (all local governments. ``end`` where there is none.
    """
    start = end
    while start > low and lowered[start - 1] == " ":
        begin = max(low, lowered.rfind(" ", low, start - 1) + 1)
        word = lowered[begin : start - 1]
        if word not in words:
            if word.isalnum():
                return start
            inner = start - 1
            while inner > begin and (lowered[inner - 1].isalnum() or lowered[inner - 1] in "_'"):
                inner -= 1
            return inner if lowered[inner : start - 1] in words else start
        start = begin
    return start
