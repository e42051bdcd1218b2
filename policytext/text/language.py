"""Language and script of a text: Simplified or Traditional Chinese, English, or neither."""

from __future__ import annotations

from collections import Counter
from functools import cache

from policytext.patterns import lazy
from policytext.text.normal import Language

_SAMPLE = 50_000
_WORD = lazy(r"[A-Za-z\u00c0-\u024f]+")
# The function words that make up a quarter of running English; below a twelfth it is another
# language in Latin letters (or a list of names, which cannot be told from one).
_ENGLISH = frozenset(
    ("the", "of", "and", "to", "in", "for", "by", "with", "is", "are", "be", "from", "that")
)
_ENGLISH_SHARE = 1 / 12
_WORDS_NEEDED = 25


def detect_language(text: str) -> Language:
    """Language of ``text``, judged on its first 50,000 characters; "und" for anything else.

    Script is decided by the characters that only one of the national standards GB 2312 and
    Big5 holds, so that no word list is needed.
    """
    sample = text[:_SAMPLE]
    counts: Counter[str] = Counter()
    for character, count in Counter(sample).items():
        counts[_character_class(character)] += count
    han = counts["han"] + counts["simplified"] + counts["traditional"]
    if counts["other"] > han + counts["latin"]:
        return "und"
    if han * 3 > counts["latin"]:
        # Japanese mixes Han with far more kana than any Chinese text quotes.
        if counts["kana"] * 5 > han:
            return "und"
        return "zh-Hant" if counts["traditional"] > counts["simplified"] else "zh-Hans"
    if not counts["latin"]:
        return "und"
    words = [word.lower() for word in _WORD.findall(sample)]
    if len(words) < _WORDS_NEEDED:
        return "en" if all(word.isascii() for word in words) else "und"
    share = sum(word in _ENGLISH for word in words) / len(words)
    return "en" if share >= _ENGLISH_SHARE else "und"


@cache
def _character_class(character: str) -> str:
    """ "han" (in both scripts), "simplified", "traditional", "latin", "kana", "other", "none"."""
    if "\u3400" <= character <= "\u9fff" or character >= "\U00020000":
        in_gb, in_big5 = _encodes(character, "gb2312"), _encodes(character, "big5")
        if in_gb == in_big5:
            return "han"
        return "simplified" if in_gb else "traditional"
    if character.isascii() or "\u00c0" <= character <= "\u024f":
        return "latin" if character.isalpha() else "none"
    if "\u3041" <= character <= "\u30ff":
        return "kana"
    if "\u0370" <= character <= "\u1fff" or "\uac00" <= character <= "\ud7af":
        return "other"
    return "none"


def _encodes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
