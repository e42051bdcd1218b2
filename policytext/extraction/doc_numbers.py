"""Numbers of documents: 中发〔2024〕1号, 国务院令第746号, Guo Ban Fa [2021] No. 11.

A number is a code word of the issuing office, a year and a serial number (GB/T 9704-2012, 7.2.5);
the canonical form writes the year in 〔〕 and the serial without 第 and leading zeros.
"""

from __future__ import annotations

import re
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from policytext.patterns import lazy
from policytext.resources import read_table
from policytext.text.letters import occurrences

CODES_FILE = "corpora/lexicons/issuing_codes.tsv"
_LONGEST_CODE = 16
_HAN = r"\u4e00-\u9fff"
# By the mark that opens: a pattern that begins with one given character is looked for fastest.
_YEAR_AND_SERIAL = {
    mark: lazy(
        re.escape(mark) + r" ?((?:19|20)\d\d)年? ?[〕\]】)〉] ?(?:第|No\. ?|NO\. ?)? ?0*(\d{1,5})"
        r"(?: ?号| ?hao\b|(?![\d年月]))"
    )
    for mark in "〔[【(〈"
}
_CODE_BEFORE = lazy(rf"[{_HAN}A-Za-z·]+$")
_LATIN_CODE_BEFORE = lazy(r"[A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*){0,5}$")
_ORDER = lazy(r"(?:令|公告)[ \n]?(?:[(〔\[]?((?:19|20)\d\d)年?[)〕\]]? ?)?第 ?0*(\d{1,5}) ?号")
_ISSUER_BEFORE = lazy(rf"[{_HAN}]{{1,22}}$")
# Words that run into the code word where nothing separates them. One character alone may also
# be the first of a code word (日政发, 和政办发), so it needs another before it.
_LEAD_IN = lazy(
    r"^.*(?:根据|依据|按照|贯彻|落实|执行|参照|文号|字号|编号|废止|印发|以及|聚焦|深挖|抢抓|用好|围绕"
    r"|简称|的|了|.[与和及见按由将对即为])(?=..)"
)
_LINKS = frozenset("与和及见按由将对即为")
# Each match of _LEAD_IN holds one of them.
_LEAD_CHARACTERS = _LINKS.union("根依按贯落执参文字编废印以聚深抢用围简的了")
_OF_THE_CENTRE = ("国办发", "中办发", "国办函", "中办字", "国发", "中发", "国函")
_STATE = lazy(r"^.*中华人民共和国(?=国务院|主席)")
_LATIN_LEAD_IN = lazy(r"^(?:(?:The|Document|Doc|See|Under|In|By|And|Per|No) )+")
_LATIN_KIND = lazy(r" (?:Document|Doc|Notice|Circular|No)$")
_START = itemgetter(0)


class DocNumber(NamedTuple):
    """A document number at ``[start, end)``; ``code`` is its code word, Chinese where known."""

    start: int
    end: int
    canonical: str
    code: str

    @property
    def of_the_centre(self) -> bool:
        """Whether the code word is one of the Party centre's or the State Council's."""
        return self.code in _OF_THE_CENTRE


@cache
def _codes() -> tuple[dict[str, str], dict[str, str]]:
    """Adcode by code word, and code word by its Latin spelling."""
    adcodes: dict[str, str] = {}
    latin: dict[str, str] = {}
    for code, spellings, adcode in read_table(CODES_FILE, ("code", "latin", "adcode")):
        adcodes[code] = adcode
        for spelling in spellings.split():
            latin[spelling] = code
    return adcodes, latin


def adcode_of_code(code: str) -> str | None:
    """Adcode of the territory whose office uses a code word (中发 -> 100000), or None."""
    adcodes, _ = _codes()
    for length in range(min(len(code), 6), 0, -1):
        found = adcodes.get(code[:length])
        if found is not None:
            return found
    return None


def find_doc_numbers(text: str, start: int = 0, end: int | None = None) -> list[DocNumber]:
    """Document numbers in ``text[start:end]``, in order. An unknown code word stays as written."""
    end = len(text) if end is None else end
    found: list[DocNumber] = []
    for mark, pattern in _YEAR_AND_SERIAL.items():
        if text.find(mark, start, end) < 0:
            continue
        for match in pattern.finditer(text, start, end):
            at = match.start()
            if at > start and text[at - 1] == " ":
                at -= 1
            before = text[max(start, at - _LONGEST_CODE * 3) : at]
            number = _chinese(before, at, match) or _latin(before, at, match)
            if number:
                found.append(number)
    if text.find("号", start, end) >= 0:
        for place in sorted(
            (*occurrences(text, "令", start, end), *occurrences(text, "公告", start, end))
        ):
            written = _ORDER.match(text, place, end)
            order = _order(text, max(start, place - 22), written) if written else None
            if order:
                found.append(order)
    if len(found) > 1:
        found.sort(key=_START)
    return found


def _chinese(before: str, at: int, match: re.Match[str]) -> DocNumber | None:
    written = _CODE_BEFORE.search(before[-_LONGEST_CODE:])
    if written is None or written[0].isascii():
        return None
    code = _code_in(written[0])
    # A code word is short; a longer run is a sentence that goes on into it.
    if not 1 < len(code) <= 12 and code not in _codes()[0]:
        return None
    return DocNumber(at - len(code), match.end(), f"{code}〔{match[1]}〕{match[2]}号", code)


def _code_in(run: str) -> str:
    """The code word at the end of a run of characters: 国发 in 聚焦国发."""
    if run.endswith(_OF_THE_CENTRE):
        for code in _OF_THE_CENTRE:
            # One character before it makes it a local code word: 鲁国发.
            if run.endswith(code) and len(run) > len(code) + 1:
                return code
    code = run if _LEAD_CHARACTERS.isdisjoint(run) else _LEAD_IN.sub("", run)
    if code[0] in _LINKS and adcode_of_code(code[1:]) is not None:
        return code[1:]
    return code


def _order(text: str, low: int, match: re.Match[str]) -> DocNumber | None:
    """国务院令第746号: the issuer's name stands where others have a code word."""
    written = _ISSUER_BEFORE.search(text[low : match.start()])
    if written is None:
        return None
    issuer = _LEAD_IN.sub("", _STATE.sub("", written[0]))
    if issuer.startswith("日") and text[match.start() - len(issuer) - 1].isdigit():
        issuer = issuer[1:]
    kind = match[0][: 2 if match[0].startswith("公告") else 1]
    year = f"{match[1]}年" if match[1] else ""
    return DocNumber(
        match.start() - len(issuer),
        match.end(),
        f"{issuer}{kind}{year}第{match[2]}号",
        issuer + kind,
    )


def _latin(before: str, at: int, match: re.Match[str]) -> DocNumber | None:
    written = _LATIN_CODE_BEFORE.search(before)
    if written is None:
        return None
    words = _LATIN_LEAD_IN.sub("", written[0])
    code = _codes()[1].get(_LATIN_KIND.sub("", words).replace(" ", "").lower())
    begin = at - len(words)
    if code is not None:
        return DocNumber(begin, match.end(), f"{code}〔{match[1]}〕{match[2]}号", code)
    serial = match[0]
    if not ("No." in serial or "NO." in serial or "号" in serial or "hao" in serial):
        return None
    return DocNumber(begin, match.end(), match.string[begin : match.end()].strip(), words)
