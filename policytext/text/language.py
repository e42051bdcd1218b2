"""Language and script of a text: Simplified or Traditional Chinese, English, or neither."""

from __future__ import annotations

import re
from collections import Counter

from policytext.text.normal import Language

_SAMPLE = 50_000
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ebef]")
_KANA = re.compile(r"[\u3041-\u30ff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_OTHER_LETTER = re.compile(r"[\u0370-\u1fff\uac00-\ud7af]")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+")
# The function words that make up a quarter of running English; below a twelfth it is another
# language in Latin letters (or a list of names, which cannot be told from one).
_ENGLISH = frozenset(
    ("the", "of", "and", "to", "in", "for", "by", "with", "is", "are", "be", "from", "that")
)
_ENGLISH_SHARE = 1 / 12
_WORDS_NEEDED = 25


def detect_language(text: str) -> Language:
    """Language of ``text`` judged on its first 50,000 characters; "und" for anything else.

    Script is decided by the characters that only one of the national standards GB 2312 and
    Big5 holds, so that no word list is needed.
    """
    sample = text[:_SAMPLE]
    han = _HAN.findall(sample)
    latin = len(_LATIN.findall(sample))
    kana = len(_KANA.findall(sample))
    other = len(_OTHER_LETTER.findall(sample))
    if other > len(han) + latin:
        return "und"
    if len(han) * 3 > latin:
        # Japanese mixes Han with far more kana than any Chinese text quotes.
        return "und" if kana * 5 > len(han) else _script(han)
    if not latin:
        return "und"
    words = [word.lower() for word in _WORD.findall(sample)]
    if len(words) < _WORDS_NEEDED:
        return "en" if all(word.isascii() for word in words) else "und"
    share = sum(word in _ENGLISH for word in words) / len(words)
    return "en" if share >= _ENGLISH_SHARE else "und"


def _script(han: list[str]) -> Language:
    traditional = simplified = 0
    for character, count in Counter(han).items():
        in_gb = _encodes(character, "gb2312")
        in_big5 = _encodes(character, "big5")
        if in_big5 and not in_gb:
            traditional += count
        elif in_gb and not in_big5:
            simplified += count
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def _encodes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
