"""Roles in Chinese text: who leads, is responsible, cooperates; from words, lists and tables."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from operator import itemgetter

from policytext.extraction.bodies import Found
from policytext.patterns import lazy
from policytext.schema import Role
from policytext.text.letters import occurrences

Assigned = tuple[Role, str]
"""A role and the rule that gave it."""

MENTIONED: Assigned = ("mentioned", "")
BY_CONVENTION = "lead-by-convention"
STATED = "lead-stated"

# Most gaps between bodies of one enumeration; and how the others begin.
_PLAIN_LINKS = frozenset(("", *"、，,/;； \u3000和与及或"))
_LINK_STARTS = frozenset("(、，,/;；和与及或以会 \u3000")
_LONGEST_LINK = 16
_LINK = lazy(r"(?:\(.{0,12}?\))?(?:[、，,/;；\s]|和|与|及|或|以及|会商)?[ \u3000]{0,3}\n?")
_BODIES = ("单位", "部门", "机构", "主体", "地区", "处室", "方")
_WHO = rf"(?:{'|'.join(_BODIES)})"
_LABEL = lazy(
    r"(?=[责牵主配协参支落承实负工])(?:"
    rf"(?P<lead>(?:责任)?牵头(?:责任|落实|负责)?{_WHO}|主办{_WHO}|牵头(?=[:：])|主要责任{_WHO})"
    rf"|(?P<help>(?:责任)?(?:配合|协办|协同|协作|协助|参与|参加|支持)(?:责任|落实|实施)?{_WHO}"
    rf"|配合(?=[:：]))"
    rf"|(?P<duty>(?:主体)?(?:责任|落实|承办|实施|负责|工作责任){_WHO}|责任分工))"
)
_ROLE_OF_LABEL: dict[str | None, Role] = {
    "lead": "lead",
    "help": "cooperating",
    "duty": "responsible",
}
_LABEL_END = lazy(r" ?(?:[:：]|为[:：]?(?=[^\n]))")
# How labels end, where not in 方; before a colon a space may stand behind them.
_LABEL_ENDS = frozenset(("单位", "部门", "机构", "主体", "地区", "处室", "牵头", "配合", "分工"))
# How long before the sign behind it a label can begin (others before it too).
_LABEL_REACH = 16
_BARE = ("牵头", "配合")
_SEGMENT_MARKS = lazy(r"[(（)）;；。\]】\n]")
_SEGMENT_LIMIT = 400
_MODE = (
    r"(?:等?(?:有关|相关|多|各|责任)?(?:部门|单位|地区|方面|机构)?(?:的?(?:共同|联合|分别|统筹"
    r"|统一|具体|牵头|协同|各自"
    r"|按(?:照)?(?:各自)?(?:职责|职能)?(?:任务)?(?:分工)?|依(?:据)?(?:各自)?职(?:责)?(?:分工)?"
    r"|根据(?:各自)?职责(?:分工)?"
    r"|要|应当?|须|需|将|共|按))*)"
)
_AFTER = lazy(
    rf"(?:\(.{{0,20}}?\))?{_MODE}[，,]?(?P<verb>牵头|主办|负总责|负责|组织实施|抓好落实|落实|配合"
    rf"|参与|参加|协同|协助|协办"
    r"|支持|会同|商(?!务|业|贸)|联合(?!会|社|国|体|大))"
)
_AFTER_STARTS = frozenset(
    "(等有相多各责部单地方机的共联分统具牵协按依根要应须需将，,主负组抓落配参支会商"
)
_VERB_STARTS = frozenset("牵主负组抓落配参协支会商联")
_JOINED_BY_ENDS = frozenset("同商合")
_JOINED_BY = lazy(r"(?:会同|商|协同|联合)\Z")
# 鼓励各县参与: an invitation gives no role.
_INVITED = lazy(r"(?:鼓励|引导|支持|推动|动员|组织|吸引|邀请|协调|推进|探索|实施|倡导|号召|发动)\Z")
_HELP_VERBS = frozenset(("配合", "参与", "参加", "协同", "协助", "协办"))
_BRACKETS = lazy(
    r"[(\[【]((?:[^()\[\]【】\n]|\([^()\n]{0,20}\)){2,300})[)\]】](?=[。；;，]?(?:\n|$)|。)"
)
_BETWEEN = lazy(r"[、，,;\s和与及]{0,3}|等(?:有关|相关)?(?:部门|单位)?")


Group = tuple[int, int, int, int]
"""Bodies named one after the other in one enumeration: the indexes of the first and the last of
them, and where the enumeration starts and ends."""


def groups(text: str, found: Sequence[Found]) -> list[Group]:
    """Runs of bodies with nothing but commas, brackets and conjunctions between them."""
    if not found:
        return []
    runs: list[Group] = []
    first = 0
    start = end = found[0][0]
    for i, (next_start, next_end, _, _) in enumerate(found):
        gap = text[end:next_start] if next_start - end <= _LONGEST_LINK else None
        if gap not in _PLAIN_LINKS and (gap is None or not _joins(gap)):
            runs.append((first, i - 1, start, end))
            first, start = i, next_start
        end = next_end
    runs.append((first, len(found) - 1, start, end))
    return runs


def _joins(gap: str) -> bool:
    """Whether the words between two bodies keep them in one enumeration."""
    if gap[0] not in _LINK_STARTS and not gap[0].isspace():
        return False
    broken = "\n" in gap and gap[0] not in "、，和与及"
    return not broken and _LINK.fullmatch(gap) is not None


def roles(text: str, found: Sequence[Found], runs: Sequence[Group]) -> list[Assigned]:
    """The role of each body that the words around it state; ``mentioned`` otherwise.

    ``runs`` are the ``groups`` of ``found``. The first body of a list that names no leader
    (责任单位: A、B; a bracket of bodies that closes a paragraph) leads by convention, and the rule
    says so.
    """
    given: list[Assigned] = [MENTIONED] * len(found)
    _from_brackets(text, found, given)
    from_labels(text, found, given)
    for at, run in enumerate(runs):
        _, _, start, end = run
        if text[end : end + 1] in _AFTER_STARTS or text[start - 1] in _JOINED_BY_ENDS:
            before_end = runs[at - 1][3] if at else -1
            after_start = runs[at + 1][2] if at + 1 < len(runs) else -1
            _from_verbs(text, run, (before_end, after_start), given)
    return given


def label_role(words: str) -> Role | None:
    """The role that a label or the head of a table column states, or None."""
    match = _LABEL.search(words)
    return None if match is None else _ROLE_OF_LABEL[match.lastgroup]


def from_labels(text: str, found: Sequence[Found], given: list[Assigned]) -> None:
    """Roles of the bodies listed after 责任单位: and the like, written into ``given``."""
    first = 0
    signs = _signs(text)
    starts = [item[0] for item in found]
    for start, role in _labels(text, signs):
        first = bisect_left(starts, start, first)
        if first == len(starts):
            return
        if starts[first] >= start + _SEGMENT_LIMIT:
            continue
        last = bisect_left(starts, _segment_end(text, start, signs), first)
        if last == first:
            continue
        given[first:last] = [(role, STATED if role == "lead" else "list")] * (last - first)
        if role == "responsible":
            end = found[first][1]
            lead_stated = text.find("牵头", end, end + 4) >= 0
            given[first] = ("lead", STATED if lead_stated else BY_CONVENTION)


def _signs(text: str) -> list[int]:
    """Colons and 为 that may stand behind a label."""
    signs = [
        at
        for sign in ":为"
        for at in occurrences(text, sign)
        if text[at - 2 : at] in _LABEL_ENDS
        or (text[at - 1] in "方 " and _is_behind_label(text, at))
    ]
    signs.sort()
    return signs


def _is_behind_label(text: str, sign: int) -> bool:
    end = sign - 1 if text[sign - 1 : sign + 1] == " :" else sign
    return text[end - 2 : end] in _LABEL_ENDS or text[end - 1 : end] == "方"


@cache
def _known_labels() -> tuple[dict[str, Role], tuple[int, ...]]:
    """Every label that ``_LABEL`` matches, with its role, and their lengths, falling.

    Those of ``_BARE`` count only where a colon follows at once.
    """
    leads = [a + "牵头" + b for a in ("", "责任") for b in ("", "责任", "落实", "负责")]
    helps = [
        a + word + b
        for a in ("", "责任")
        for word in ("配合", "协办", "协同", "协作", "协助", "参与", "参加", "支持")
        for b in ("", "责任", "落实", "实施")
    ]
    duties = [
        a + word
        for a in ("", "主体")
        for word in ("责任", "落实", "承办", "实施", "负责", "工作责任")
    ]
    stems: tuple[tuple[Role, list[str]], ...] = (
        ("responsible", duties),
        ("cooperating", helps),
        ("lead", [*leads, "主办", "主要责任"]),
    )
    known = {stem + who: role for role, words in stems for stem in words for who in _BODIES}
    known |= {"责任分工": "responsible", "牵头": "lead", "配合": "cooperating"}
    return known, tuple(sorted({len(label) for label in known}, reverse=True))


def _labels(text: str, signs: Sequence[int]) -> Iterator[tuple[int, Role]]:
    """Where the lists behind labels begin, and their roles."""
    if " 为" in text:
        # A label before this counts near another label's sign; otherwise none stands apart.
        yield from _labels_near(text, signs)
        return
    known, lengths = _known_labels()
    for sign in signs:
        end = sign - 1 if text[sign - 1] == " " else sign
        for length in lengths:
            label = text[end - length : end]
            if label in known:
                if text[end] == ":":
                    yield end + 1, known[label]
                elif label not in _BARE and (colon := _LABEL_END.match(text, end)):
                    yield colon.end(), known[label]
                break


def _labels_near(text: str, signs: Sequence[int]) -> Iterator[tuple[int, Role]]:
    """The same with the pattern, which finds labels before the one at a sign as well."""
    floor = 0
    for sign in signs:
        for label in _LABEL.finditer(text, max(floor, sign - _LABEL_REACH), sign + 1):
            floor = label.end()
            if colon := _LABEL_END.match(text, floor):
                yield colon.end(), _ROLE_OF_LABEL[label.lastgroup]


def _segment_end(text: str, start: int, signs: Sequence[int]) -> int:
    """End of a labelled list: its closing mark or the next label; brackets inside are passed."""
    depth = 0
    place = start
    end = min(len(text), start + _SEGMENT_LIMIT)
    while mark := _SEGMENT_MARKS.search(text, place, end):
        place = mark.end()
        character = mark[0]
        if character in "(（":
            depth += 1
        elif depth:
            depth -= character in ")）"
        elif character != "\n" or text[place - 2] not in "、，":
            end = place - 1
            break
    next_sign = bisect_left(signs, start)
    if next_sign < len(signs) and signs[next_sign] <= end + 1:
        following = _LABEL.search(text, start, end)
        if following and _LABEL_END.match(text, following.end()):
            return following.start()
    return end


def _from_brackets(text: str, found: Sequence[Found], given: list[Assigned]) -> None:
    """A bracket that closes a sentence and holds nothing but bodies."""
    line_end = place = 0
    for at, _, _, _ in found:
        # A bracket that counts opens with a body; none reaches over the end of its line.
        if at < line_end or not at or text[at - 1] not in "([【":
            continue
        line_end = text.find("\n", at)
        line_end = len(text) if line_end < 0 else line_end
        for bracket in _BRACKETS.finditer(text, text.rfind("\n", 0, at) + 1, line_end):
            start, end = bracket.span(1)
            place = bisect_left(found, start, place, key=itemgetter(0))
            if place < len(found) and found[place][0] == start:
                _from_bracket(text, found, given, (place, end))


def _from_bracket(
    text: str, found: Sequence[Found], given: list[Assigned], bracket: tuple[int, int]
) -> None:
    """``bracket``: the index of the body that opens it, and where it closes."""
    first, end = bracket
    start = found[first][0]
    last = first - 1
    place = start
    while last + 1 < len(found) and found[last + 1][1] <= end:
        if last >= first and not _BETWEEN.fullmatch(text, place, found[last + 1][0]):
            return
        last += 1
        place = found[last][1]
    if last < first or not _BETWEEN.fullmatch(text, place, end):
        return
    if last == first and text[start - 2 : start - 1] not in "。;；":
        return
    given[first] = ("lead", BY_CONVENTION)
    for i in range(first + 1, last + 1):
        given[i] = ("responsible", "list")


def _from_verbs(text: str, run: Group, neighbours: tuple[int, int], given: list[Assigned]) -> None:
    """``neighbours``: where the run before ends and the one after starts."""
    before_end, after_start = neighbours
    first, last, start, end = run
    span = range(first, last + 1)
    match = _stated_after(text, end)
    if match is not None:
        verb = match["verb"]
        if verb in {"牵头", "主办"} or "牵头" in match.group():
            _give(given, span, ("lead", STATED))
        elif verb in ("会同", "商", "联合"):
            if after_start == match.end():
                _give(given, span, ("lead", "lead-by-conjunction"))
        elif verb in _HELP_VERBS:
            if _INVITED.search(text, max(0, start - 2), start):
                return
            _give(given, span, ("cooperating", "verb"))
        elif verb == "支持":
            if text[match.end() : match.end() + 1] in (")", "。", ";", ""):
                _give(given, span, ("cooperating", "verb"))
        elif verb == "落实":
            if text[match.end() : match.end() + 1] in (")", "。", ";", ""):
                _give(given, span, ("responsible", "verb"))
        elif not (verb == "负责" and text.startswith(("同志", "人"), match.end())):
            listed = [i for i in span if given[i][1] in (BY_CONVENTION,)]
            _give(given, [i for i in span if i not in listed], ("responsible", "verb"))
    if text[start - 1] not in _JOINED_BY_ENDS:
        return
    joined = _JOINED_BY.search(text, max(0, start - 3), start)
    leading = match is not None and match["verb"] in ("牵头", "负责")
    if joined and not leading and (joined.group() == "会同" or joined.start() == before_end):
        _give(given, span, ("cooperating", "verb"))


def _stated_after(text: str, end: int) -> re.Match[str] | None:
    following = text[end : end + 1]
    if following not in _AFTER_STARTS:
        return None
    if following in "，," and text[end + 1 : end + 2] not in _VERB_STARTS:
        return None
    return _AFTER.match(text, end)


def _give(given: list[Assigned], span: Sequence[int] | range, role: Assigned) -> None:
    for i in span:
        if given[i][0] == "mentioned" or role[1] == STATED:
            given[i] = role
