"""Indicators: the noun phrase that a value measures, cut out of the words around the value."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from policytext.errors import DataError
from policytext.extraction.items import DateMention
from policytext.extraction.units import Phrases
from policytext.patterns import lazy
from policytext.resources import read_table

_WORDS = "corpora/lexicons/target_words.tsv"
_KINDS = frozenset(
    "reach up_to down_to up down act adverb opening strong scope elided subject_end benefit "
    "business quality_head past future time_head add cut fixed predicate".split()
)
LONGEST_INDICATOR = 48
_COMPARES = ("高于", "低于")
_STRIP = frozenset(" ，、。;:的了\n—·")
_STRIP_HEAD = _STRIP | {")"}
_COMPARED = lazy(
    r"[与比较](?=上年|去年|前年|同期|“|[12]\d{3}|十)[^，、;:]{0,14}(?:年|上年|去年|同期|末|底|基础上|期末|时)?(?:相比)?\Z"
)
# (2)实施…, ③完成…: the number of the entry, not of the thing.
_LIST_NUMBER = lazy(r"[ \n]*(?:\((?:\d{1,2}|[一二三四五六七八九十]{1,3})\)|[①-⑳]|\d{1,2}\.(?!\d))")
# 粮食产量预期性目标: what the target is called is its qualifier.
_NAMED = lazy(r"的?(?:预期性?|约束性)(?:目标|指标)值?\Z")
_NOMINAL = lazy(
    r"率|库|比例|度|量|额|后|的|规模(?!化|以上)|面积|覆盖|数(?![字据智])|人次|性|型|化(?![解妆肥工学石])|业|者|商|站点|总值|人员|链"
)


class Tail(NamedTuple):
    """The words between indicator and value, read from the right.

    ``verb`` is the kind of verb ("reach", "up", ... or ""); ``start`` where the words begin.
    """

    start: int
    verb: str
    respectively: bool
    each: bool
    strive: bool


@cache
def _lexicon() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {name: set() for name in _KINDS}
    for phrase, name, _ in read_table(_WORDS, ("phrase", "kind", "language")):
        if name not in _KINDS:
            raise DataError(f"{_WORDS}: unknown kind {name!r} of {phrase!r}")
        table[name].add(phrase)
    return {name: frozenset(phrases) for name, phrases in table.items()}


def words(kind: str) -> frozenset[str]:
    """Phrases of one kind from the lexicon of target words."""
    return _lexicon()[kind]


@cache
def phrases(*kinds: str) -> Phrases[str]:
    """The phrases of some kinds, for searching; the value of each is its (last) kind."""
    return Phrases({word: kind for kind in kinds for word in words(kind)})


@cache
def _tails() -> tuple[Phrases[str], frozenset[str]]:
    """Verbs and adverbs before a value, and their last characters but 了, which is passed over."""
    tails = phrases("adverb", "down", "up", "down_to", "up_to", "reach")
    return tails, tails.lasts - {"了"}


def read_tail(text: str, start: int, end: int) -> Tail:
    """Take verbs and adverbs off the right end of ``text[start:end]``."""
    tails, lasts = _tails()
    verb = ""
    respectively = each = strive = False
    left = 6
    while end > start:
        last = text[end - 1]
        if last in lasts:
            if not left:
                break
            left -= 1
            word = tails.before(text, end, start)
            size = len(word)
            if not word or (size == 1 and _sticks(text, start, end, word)):
                break
            kind = tails.table[word]
            if kind == "adverb":
                if word in _MARKED:
                    if word == "分别":
                        respectively = True
                    elif word in _EACH:
                        each = True
                    else:
                        strive = True
            elif not verb or (verb == "reach" and kind in ("up", "down")):
                verb = kind
            else:
                break
            end -= size
        elif last in " 了" and left:
            end -= 1
        else:
            break
    if end > start and text[end - 1] in _IN_A_ROW_ENDS:
        years = _IN_A_ROW.search(text, max(start, end - 8), end)
        if years:
            end = years.start()
    # Tail(...) itself takes three times as long, and there is one for every value of a text.
    return tuple.__new__(Tail, (end, verb, respectively, each, strive))


_EACH = frozenset("均都各")
_STRIVE = frozenset(("力争", "争取", "努力", "力求"))
_MARKED = _EACH | _STRIVE | {"分别"}
_JOINED = {
    "为": "行作成因", "是": "", "年": "全今明去每当上前", "新": "创更最", "到": "", "将": "",
    "要": "主重需", "共": "公", "总": "", "增": "", "减": "", "降": "", "有": "所国持公享",
    "在": "存现", "达": "发", "占": "", "各": "", "都": "首成", "可": "许", "已": "", "再": "",
    "也": "", "只": "", "并": "合", "需": "必", "须": "必", "应": "供响相",
}  # fmt: skip


def _sticks(text: str, start: int, end: int, word: str) -> bool:
    """Whether a single character belongs to a longer word that is no verb (行为, 全年, 创新)."""
    return end - 2 >= start and text[end - 2] in _JOINED.get(word, "")


@cache
def _acts() -> Phrases[str]:
    return phrases("act", "up")


def ends_with_act(text: str, start: int, end: int) -> int:
    """Where an action verb begins that ends at ``end`` (建设 in 加快建设), or -1."""
    word = _acts().before(text, end, start)
    return end - len(word) if word else -1


class Phrase(NamedTuple):
    """A noun phrase: its range, the scope words before it, and the kind of a verb of change.

    ``added`` is "up" where a verb such as 新增 led it, "down" for 压减, else "".
    """

    start: int
    end: int
    scope: str | None
    added: str


@cache
def _heads() -> Phrases[str]:
    """Whatever may begin a clause and is no part of the indicator."""
    return phrases("opening", "act", "add", "cut", "scope")


@cache
def _parting() -> tuple[Phrases[str], frozenset[str], re.Pattern[str], frozenset[str]]:
    """Heads and fixed names, their first characters, verbs that part what is before them, acts."""
    heads = phrases("opening", "act", "add", "cut", "scope", "fixed")
    return heads, heads.firsts | {"对"}, phrases("strong").pattern, words("act")


def cut_indicator(text: str, start: int, end: int, dates: list[DateMention]) -> Phrase:
    """The noun phrase in ``text[start:end]``, which may be empty.

    Dates, scope, comparisons (比2020年) and the verbs that open the clause are taken off.
    """
    if start < end:
        start, end = _bounds(text, start, end, dates)
    scope: str | None = None
    added = ""
    heads, firsts, strong, acts = _parting()
    for _ in range(8):
        if start >= end or text[start] not in firsts:
            break
        word = heads.at(text, start)
        # A name that is fixed is as long as the verb at its head, or longer.
        kind = heads.table[word] if word else ""
        if kind == "fixed" or (text[start] == "对" and _TRADED.match(text, start, end)):
            return tuple.__new__(Phrase, (start, end, scope, added))
        after = start + len(word)
        if not word or after > end:
            break
        if kind == "scope":
            scope = scope or word
        elif end - after < 2 or (word in acts and _NOMINAL.match(text, after, end)):
            break
        elif not added and kind in _CHANGES:
            added = _CHANGES[kind]
        start = after
        if start < end and (text[start] in _STRIP_HEAD or text[end - 1] in _STRIP):
            start, end = _trim(text, start, end)
    # A verb in between has a character before it and two behind.
    match = strong.search(text, start + 1, end) if end - start > 3 else None
    while match:
        place, after = match.span()
        word = match.group()
        held = end - after < 2 or _NOMINAL.match(text, after, end) is not None
        if (
            not held
            and not inside_quotes(text, start, place)
            and not inside_brackets(text, start, place)
            and not _keeps_verb(text, start, place)
            and not (
                place - start > 2 and word in _YIELDS and _MEASURES.fullmatch(text, after, end)
            )
        ):
            inner = cut_indicator(text, after, end, [])
            added = inner.added or ("up" if word in words("add") else "")
            return Phrase(inner.start, inner.end, scope or inner.scope, added)
        match = strong.search(text, after, end)
    return tuple.__new__(Phrase, (start, end, scope, added))


def _bounds(text: str, start: int, end: int, dates: list[DateMention]) -> tuple[int, int]:
    """The range without the number of a list entry, dates, a qualifier's name and comparisons.

    ``start < end``.
    """
    if not "一" <= text[start] <= "鿿":
        numbered = _LIST_NUMBER.match(text, start, end)
        if numbered:
            start = numbered.end()
    for item in dates:
        if start <= item.start and item.end <= end and not _is_compared(text, item, start):
            start = item.end
    if start == end:
        return start, end
    last = text[end - 1]
    if last in "标值":
        named = _NAMED.search(text, max(start, end - 12), end)
        if named:
            end = named.start()
    if last in _STRIP or last in "标值" or text[start] in _STRIP_HEAD:
        start, end = _trim(text, start, end)
    last = text[start if end - start < 18 else end - 18 : end]
    if "比" in last or "与" in last or "较" in last:
        compared = end - len(last) + max(last.rfind("比"), last.rfind("与"), last.rfind("较"))
        if _COMPARED.match(text, compared, end):
            return _trim(text, start, compared)
    return start, end


# 数字经济核心产业实现产值: without its subject the yield would be anybody's.
_YIELDS = frozenset(("实现", "完成"))
_MEASURES = lazy(r"(?:年|总)*(?:产值|营业收入|营收|收入|利润|税收|销售额|增加值|交易额|投资额)")
# 对非贸易额, 对外投资: the partner of trade is part of its name.
_TRADED = lazy(r"对[^，。;、]{1,14}?(?:贸易|进出口|出口|进口|投资)")


def _keeps_verb(text: str, start: int, place: int) -> bool:
    """Fixed names that hold a verb: 城镇新增就业."""
    return place - start == 2 and text.startswith("城镇", start)


def _is_compared(text: str, item: DateMention, start: int) -> bool:
    return item.start > start and text[item.start - 1] in "比较与"


def inside_quotes(text: str, start: int, place: int) -> bool:
    """Whether quotation marks opened since ``start`` are open at ``place``."""
    return text.count("“", start, place) > text.count("”", start, place)


def inside_brackets(text: str, start: int, place: int) -> bool:
    """Whether brackets opened since ``start`` are open at ``place``."""
    return text.count("(", start, place) > text.count(")", start, place)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _STRIP_HEAD:
        start += 1
    while end > start and text[end - 1] in _STRIP:
        end -= 1
    return start, end


def starts_with_verb(text: str, start: int) -> bool:
    """Whether a clause opens with a verb or adverb of the lexicon, behind a territory or not."""
    heads = _heads()
    while True:
        while start < len(text) and text[start] in _STRIP:
            start += 1
        word = heads.at(text, start)
        if not word or heads.table[word] != "scope":
            return bool(word)
        start += len(word)


@cache
def _no_names() -> tuple[frozenset[str], int]:
    """Verbs, which by themselves name nothing, and the length of the longest."""
    verbs = words("act") | words("opening")
    return verbs, max(map(len, verbs))


def is_indicator(text: str, start: int, end: int) -> bool:
    """Whether a range can be an indicator: short, more than a character, not only a verb."""
    size = end - start
    # A number at the end means that a value before it was not read.
    if not 2 <= size <= LONGEST_INDICATOR or text[start] in "的、)超占" or text[end - 1].isdigit():
        return False
    verbs, longest = _no_names()
    piece = text[start:end]
    return not (
        (size <= longest and piece in verbs)
        or "=" in piece
        or "×" in piece
        or "÷" in piece
        or "＝" in piece
        or piece.startswith(_COMPARES)  # 高于全省5个百分点
    )


_IN_A_ROW = lazy(r"连续[0-9一二三四五六七八九十]{1,2}(?:年|个月|个季度)?\Z")
_IN_A_ROW_ENDS = frozenset("0123456789一二三四五六七八九十年月度")
_CHANGES = {"add": "up", "cut": "down"}


def with_verb(indicator: str, verb: str, *, keep: bool = False) -> str:
    """An indicator with its closing verb exchanged (…开工 -> …竣工).

    ``keep``: ``verb`` is a noun (总数) that is added also where there is no verb.
    """
    for length in range(min(8, len(indicator) - 2), 1, -1):
        if indicator[-length:] in words("act"):
            return indicator[:-length] + verb
    return indicator + verb if keep else indicator
