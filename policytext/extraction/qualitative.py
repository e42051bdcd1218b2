"""Targets without a number: 全覆盖, 动态清零, 进一步提升, "was further improved"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policytext.extraction.indicators import cut_indicator, is_indicator, words
from policytext.patterns import lazy
from policytext.text.normal import NormalText

_ZH = lazy(
    r"(?P<total>全覆盖|动态清零|清零|应保尽保|应纳尽纳|零增长|零排放|零死亡)(?!率|式|行动|地|网|模式|的|改|工作|体系|检查|排查|机制)"
    r"|(?:得到|实现)?(?:进一步|显著|明显|大幅度?|稳步|持续|有效|不断|全面|逐年|稳中)(?:得到)?"
    r"(?P<v>提升|提高|增强|改善|下降|降低|优化|扩大|增长|增加|上升|缩小|减少|有升)(?=[，。;、\n]|$)"
)
_LEAD = lazy(
    r"(?:基本|全面|全部|稳步|率先|提前)?(?:实现|达到|推进|推动|做到|保持)?(?:基本|全面|全部|动态)?\Z"
)
# 便民服务中心乡镇全覆盖: where the thing covers everything.
_WHERE = lazy(r"(?<!的)(?:乡镇|行政村|市县|县乡|镇村|城乡|县域)\Z")
_LONGEST = 60
_EN = lazy(
    r"(?P<be>\b(?:is|are|was|were|will be|be|been|has been|have been|should be|shall be)) "
    r"(?:further|significantly|markedly|steadily|substantially|greatly|"
    r"continuously|notably|effectively) "
    r"(?:improved|increased|raised|enhanced|reduced|lowered|expanded|strengthened)\b"
    r"|\b(?:will |should |shall )?(?:further|significantly|markedly|steadily|"
    r"substantially|continue to) "
    r"(?:improve|increase|rise|grow|decrease|decline|improved|increased|rose|grew)\b(?=[,.;]| and)"
    r"|\b(?P<total>(?:(?:will|shall|should|to) )?(?:achieve|achieved|"
    r"reach|reached|realize|realized|attain|attained) full coverage|be fully covered|"
    r"full coverage (?:is |was |will be )?(?:achieved|reached))\b"
)
# How far it reaches before the cue in it, and behind where the cue begins; a little more.
_BEFORE_CUE, _BEHIND_CUE = 20, 60
_EN_HEAD = lazy(
    r"\b(?:rate|level|levels|proportion|share|coverage|sales|output|scale|"
    r"income|ratio|volume|value|index|density|area"
    r"|punctuality|efficiency|productivity|satisfaction|yields?|costs?|losses)\b"
)
_EN_LEAD = lazy(
    r"(?i)^(?:and |while |also |ensure (?:that )?|that |by |the key points of work |"
    r"in which |where )*(?:the |a )?(?:total )?(?:number of )?"
)


def find_qualitative(
    text: NormalText, place: tuple[int, int], changes: list[int]
) -> list[tuple[int, int, str, bool]]:
    """Qualitative statements of a sentence: start, end, indicator, and whether it is a total one.

    ``changes`` are the cues in the sentence (``cues.Cues``). A total statement (全覆盖, 清零) names
    an end state; the others only a direction, so the caller decides by deadline and section
    whether they are targets.
    """
    if not changes:
        return []
    return (_chinese if text.is_chinese else _english)(text, place, changes)


def _changes(source: str, place: tuple[int, int], changes: list[int]) -> list[re.Match[str]]:
    """The matches of ``_ZH`` in a sentence, each of which has one of the cues at its head."""
    found = []
    done, end = place
    for cue in changes:
        match = None
        if cue - 2 >= done and source.startswith(("得到", "实现"), cue - 2):
            match = _ZH.match(source, cue - 2, end)
        if match is None and cue >= done:
            match = _ZH.match(source, cue, end)
        if match is not None:
            found.append(match)
            done = match.end()
    return found


def _chinese(
    text: NormalText, place: tuple[int, int], changes: list[int]
) -> list[tuple[int, int, str, bool]]:
    found = []
    source = text.text
    done = place[0]
    for match in _changes(source, place, changes):
        total = match["total"] is not None
        where = None
        clause = _clause_start(source, place[0], match.start(), "，:;。")
        opened = source[clause : clause + 8]
        if clause < done:  # 实现光纤全覆盖和5G全覆盖
            clause = done + (source[done] in "、和及与并")
        done = match.end()
        if total:
            lead = _LEAD.search(source, clause, match.start())
            lead_start = lead.start() if lead else match.start()
            verb = source[lead_start : match.start()]
            end = lead_start
            if match["total"] == "全覆盖":
                where = _WHERE.search(source, max(clause + 3, end - 3), end)
            reached = re.search("实现|达到|推进|推动|做到|保持", verb + opened)
            if not reached and not _is_predicate(source, clause, end, match.end()):
                continue
        else:
            end = match.start()
        phrase = cut_indicator(source, clause, end, [])
        start, end = phrase.start, phrase.end
        if where and start + 1 < where.start():
            end = where.start()
        if not is_indicator(source, start, end) or source[end - 1] == "“":
            continue
        if not total and not any(
            source.endswith(head, start, end) for head in words("quality_head")
        ):
            continue
        found.append((start, match.end(), text.written[start:end], total))
    return found


def _is_predicate(source: str, clause: int, end: int, after: int) -> bool:
    """零就业家庭动态清零: a noun and its end state are the whole clause."""
    if source[after : after + 1] not in ("，", "。", ";", "、", "\n") or end - clause > _LONGEST:
        return False
    while clause < end and source[clause] in " 、":
        clause += 1
    phrase = cut_indicator(source, clause, end, [])
    return phrase.start == clause and phrase.end == end


def _changes_english(
    source: str, place: tuple[int, int], changes: list[int]
) -> Iterator[re.Match[str]]:
    """The matches of ``_EN`` in a sentence, each of which has one of the cues in it."""
    done, end = place
    for cue in changes:
        low = max(done, cue - _BEFORE_CUE)
        match = _EN.search(source, low, min(end, cue + _BEHIND_CUE))
        if match is not None and match.start() <= cue:
            done = match.end()
            yield match


def _english(
    text: NormalText, place: tuple[int, int], changes: list[int]
) -> list[tuple[int, int, str, bool]]:
    found = []
    source = text.text
    for match in _changes_english(source, place, changes):
        clause = _clause_start(source, place[0], match.start(), ",;:")
        phrase = source[clause : match.start()]
        lead = _EN_LEAD.match(phrase.lstrip())
        start = clause + len(phrase) - len(phrase.lstrip()) + (lead.end() if lead else 0)
        end = clause + len(phrase.rstrip())
        if end - start < 4 or end - start > 160:
            continue
        total = match["total"] is not None
        if not total and not _EN_HEAD.search(source, start, end):
            continue
        found.append((start, match.end(), text.written[start:end], total))
    return found


def _clause_start(source: str, low: int, high: int, marks: str) -> int:
    low = max(low, high - 200)
    for mark in marks:
        low = max(low, source.rfind(mark, low, high) + 1)
    return low
