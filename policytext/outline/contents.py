"""Tables of contents: lists of headings that come again below."""

from __future__ import annotations

from policytext.patterns import lazy
from policytext.text.normal import NormalText

_CONTENTS = lazy(r"目 ?录|(?i:table of )?(?i:contents)")
_PAGE_LEADER = lazy(r"[ .…·—-]*\d{1,4}$")
_LEADER = lazy(r"[.…·]{3,}[ .…·]*\d{1,4}$")
# A text with leaders holds one of these, a paragraph that is the head begins with one of those.
_IN_LEADERS = ("...", "…", "·")
_OPENS_HEAD = frozenset("目TtCc")
_LONGEST_HEAD = len("table of contents")
_LONGEST_ENTRY = {True: 80, False: 240}
_WITHIN = 200
_MOST_ENTRIES = 500


def contents_paragraphs(text: NormalText) -> frozenset[int]:
    """Indices of the paragraphs of a table of contents.

    Those that lead to a page number with dots, and those listed after 目录 and met again later.
    """
    body, paragraphs = text.text, text.paragraphs
    longest = _LONGEST_ENTRY[text.is_chinese]
    listed: set[int] = set()
    if any(map(body.__contains__, _IN_LEADERS)):
        listed = {
            i
            for i, (start, end) in enumerate(paragraphs)
            if body[end - 1].isdecimal()
            and end - start <= longest
            and _LEADER.search(body, start, end)
        }
    heads = [
        (i, start, end)
        for i, (start, end) in enumerate(paragraphs[:_WITHIN])
        if end - start <= _LONGEST_HEAD and body[start] in _OPENS_HEAD
    ]
    for i, start, end in heads:
        if not _CONTENTS.fullmatch(body, start, end):
            continue
        titles = [_PAGE_LEADER.sub("", body[s:e]).strip() for s, e in paragraphs]
        listed.add(i)
        for j in range(i + 1, min(len(titles), i + 1 + _MOST_ENTRIES)):
            s, e = paragraphs[j]
            if body[e - 1] == "。" or e - s > longest:
                break
            if not any(later.startswith(titles[j]) for later in titles[j + 1 :]):
                break
            listed.add(j)
        break
    return frozenset(listed)
