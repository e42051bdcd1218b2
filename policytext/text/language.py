"""Language and script of a text: Simplified or Traditional Chinese, English, or neither."""

from __future__ import annotations

from collections import Counter
from functools import cache

from policytext.patterns import lazy
from policytext.text.characters import rare_characters
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
# Letters of the scripts that tell a text of another language: Greek to Thai and beyond, Korean,
# Japanese syllables.
_OTHER_SCRIPT = lazy(r"[\u0370-\u1fff\u3041-\u30ff\uac00-\ud7af]")
_HAN = lazy("[\u3400-\u9fff\U00020000-\U0010ffff]+")
_NO_LETTERS = bytes(code for code in range(256) if not bytes((code,)).isalpha())
_IN_LOWER_CASE = bytes(
    ord(chr(code).lower()) if code not in _NO_LETTERS else ord(" ") for code in range(256)
)
_ENGLISH_BYTES = frozenset(word.encode() for word in _ENGLISH)
_COMMONEST = (b" the ", b" of ", b" and ", b" to ", b" in ")
_SHORTEST_HEAD = 64


def detect_language(text: str, rare: set[str] | None = None) -> Language:
    """Language of ``text``, judged on its first 50,000 characters; "und" for anything else.

    Script is decided by the characters that only one of the national standards GB 2312 and
    Big5 holds, so that no word list is needed. ``rare``: the rare_characters of the text, or of a
    longer one that holds it, where they are known already.
    """
    sample = text[:_SAMPLE]
    rare = rare_characters(sample) if rare is None else rare
    among = "".join(rare)
    if _OTHER_SCRIPT.search(among):
        return _by_counts(sample)
    letters = [c for c in rare if "\u00c0" <= c <= "\u024f"]
    ascii_only = sample.encode("ascii", "ignore")
    latin = len(ascii_only.translate(None, _NO_LETTERS))
    latin += sum(sample.count(letter) for letter in letters if letter.isalpha())
    if (len(sample) - len(ascii_only)) * 3 > latin:
        return _script(sample, len(ascii_only), latin) or _by_counts(sample)
    if letters or not latin:
        return _english(sample) if latin else "und"
    in_lower_case = sample.encode("ascii", "replace").translate(_IN_LOWER_CASE)
    # The commonest words alone, each with a space on both sides, are most often enough.
    at_least = sum(map(in_lower_case.count, _COMMONEST))
    if at_least >= _ENGLISH_SHARE * (in_lower_case.count(b" ") + 1):
        return "en"
    words = in_lower_case.split()
    return _judged(len(words), sum(map(_ENGLISH_BYTES.__contains__, words)), ascii_only=True)


def _script(sample: str, n_ascii: int, latin: int) -> Language | None:
    """Script of a text of Latin letters, Chinese characters and marks, or None where it is close.

    The codecs count the characters outside a standard, marks included, far faster than a loop
    counts those of one script: where even so many are fewer than the other script has in the head
    of the sample, the text is in that other script.
    """
    han = "".join(_HAN.findall(sample, 0, max(_SHORTEST_HEAD, len(sample) // 16)))
    if len(han) * 3 <= latin:
        return None
    in_gb = han.encode("gb2312", "ignore")
    in_both = in_gb.decode("gb2312").encode("big5", "ignore")
    if _outside(sample, "gb2312", n_ascii) <= (len(in_gb) - len(in_both)) // 2:
        return "zh-Hans"
    in_big5 = han.encode("big5", "ignore")
    if _outside(sample, "big5", n_ascii) < (len(in_big5) - len(in_both)) // 2:
        return "zh-Hant"
    return None


def _outside(sample: str, encoding: str, n_ascii: int) -> int:
    """Number of characters that an encoding of one and two bytes does not hold."""
    two_bytes = (len(sample.encode(encoding, "ignore")) - n_ascii) // 2
    return len(sample) - n_ascii - two_bytes


def _by_counts(sample: str) -> Language:
    counts = _counts(sample)
    han = counts["han"] + counts["simplified"] + counts["traditional"]
    if counts["other"] > han + counts["latin"]:
        return "und"
    if han * 3 > counts["latin"]:
        # Japanese mixes Han with far more kana than any Chinese text quotes.
        if counts["kana"] * 5 > han:
            return "und"
        return "zh-Hant" if counts["traditional"] > counts["simplified"] else "zh-Hans"
    return _english(sample) if counts["latin"] else "und"


def _counts(sample: str) -> Counter[str]:
    """How many characters of each class a text has."""
    counts: Counter[str] = Counter()
    for character, count in Counter(sample).items():
        counts[_character_class(character)] += count
    return counts


def _english(sample: str) -> Language:
    words = [word.lower() for word in _WORD.findall(sample)]
    in_english = sum(word in _ENGLISH for word in words)
    return _judged(len(words), in_english, ascii_only=all(word.isascii() for word in words))


def _judged(n_words: int, n_english: int, *, ascii_only: bool) -> Language:
    """Whether a text in Latin letters is English: by its function words, or short and plain."""
    if n_words < _WORDS_NEEDED:
        return "en" if ascii_only else "und"
    return "en" if n_english / n_words >= _ENGLISH_SHARE else "und"


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
