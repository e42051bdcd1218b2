"""Page furniture in the lines of a saved page: site navigation at the head, links at the foot."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from policytext.errors import DataError
from policytext.patterns import lazy
from policytext.readers.source import Extent
from policytext.resources import read_table

_FILE = "corpora/lexicons/furniture.tsv"
_SENTENCE = lazy(r"[。！？]|[.!?](?=\s|$)")
_HEAD_LINES = 40
_LONGEST_LINE = 60
# A foot may describe the site in a few sentences; more than this share of the document's is body.
_MOST_SENTENCES = 0.2
_EDGE = r"[\s\u3000·|>»【\[]*"
_LINE_END = r"[\s:：|】\]]*$"
# The same in a text of many lines: within one of them, and no longer than a short one.
_BLANK_OR_MARK = (
    r" \t\x0b\x0c\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000·|>»【\["
)
_SHORT_LINE_END = rf"(?:[^\S\n]|[:：|】\]]){{0,{_LONGEST_LINE}}}(?![^\n])"


@cache
def _lexicon() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Patterns of a line of navigation, of the line that opens a foot, and of either behind a line
    break."""
    phrases: dict[str, list[str]] = {"head": [], "foot": []}
    openings: dict[str, set[str]] = {"head": set(), "foot": set()}
    for place, match, phrase in read_table(_FILE, ("place", "match", "phrase")):
        if place not in phrases or match not in ("whole", "start"):
            raise DataError(f"{_FILE}: unknown place {place!r} or match {match!r}")
        # Letters may stand apart in navigation: 首 页
        letters = map(re.escape, phrase)
        pattern = re.escape(phrase) if phrase.isascii() else r"\s*".join(letters)
        openings[place].add(re.escape(phrase[0]))
        phrases[place].append(pattern + (_LINE_END if match == "whole" else ""))
    # Most lines open with none of the first characters, so that no phrase need be tried.
    patterns = [
        f"{_EDGE}(?=[{''.join(sorted(openings[place]))}])(?:{'|'.join(phrases[place])})"
        for place in ("head", "foot")
    ]
    within = f"[{_BLANK_OR_MARK}]{{0,{_LONGEST_LINE}}}"
    first = "".join(sorted(openings["head"] | openings["foot"]))
    either = "|".join(phrases["head"] + phrases["foot"])
    either = either.replace(_LINE_END, _SHORT_LINE_END).replace(r"\s*", r"[^\S\n]*")
    patterns.append(f"\\n{within}(?=[{first}])(?:{either})")
    head, foot, behind_break = (lazy(pattern, re.IGNORECASE) for pattern in patterns)
    return head, foot, behind_break


def furniture_of(text: str) -> tuple[Extent, ...]:
    """Ranges of page furniture in a plain text, sorted and disjoint.

    At the head, short lines of navigation words among the first forty. At the foot, everything
    from the first short line that opens a foot ("About us", 友情链接, 版权所有) and has at most a
    fifth as many sentences behind it as before it.
    """
    head, foot, behind_break = _lexicon()
    broken = text.replace("\r", "\n")
    starts = {match.start() + 1 for match in behind_break.finditer(broken)}
    if behind_break.match("\n" + broken[: 2 * _LONGEST_LINE].partition("\n")[0]):
        starts.add(0)
    if not starts:
        return ()
    lines = _lines(broken)
    ranges = [
        (start, end)
        for start, end in lines[:_HEAD_LINES]
        if start in starts and end - start <= _LONGEST_LINE and head.match(text, start, end)
    ]
    openings = [
        start
        for start, end in lines
        if start in starts and end - start <= _LONGEST_LINE and foot.match(text, start, end)
    ]
    if openings:
        sentences = [match.start() for match in _SENTENCE.finditer(text)]
        for opening in openings:
            before = bisect_left(sentences, opening)
            if before > 0 and len(sentences) - before <= _MOST_SENTENCES * before:
                ranges.append((opening, lines[-1][1]))
                break
    return tuple(_merged(text, ranges))


def _lines(text: str) -> list[Extent]:
    """Ranges of the lines that hold more than white space; every break is a line feed."""
    lines: list[Extent] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line and not line.isspace():
            lines.append((start, end))
        start = end + 1
    return lines


def _merged(text: str, ranges: list[Extent]) -> list[Extent]:
    """Ranges joined where only white space stands between them."""
    merged: list[Extent] = []
    for start, end in sorted(ranges):
        if merged and not text[merged[-1][1] : start].strip():
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif not merged or start >= merged[-1][1]:
            merged.append((start, end))
    return merged
