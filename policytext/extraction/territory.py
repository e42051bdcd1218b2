"""For which territory a document speaks: issuer, title, sitting, signature, number."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from policytext.extraction.doc_numbers import adcode_of_code
from policytext.extraction.head import Extent, Head
from policytext.extraction.windows import matches
from policytext.gazetteer import Region, find_regions, load_gazetteer, region
from policytext.patterns import lazy
from policytext.schema import Level
from policytext.text.normal import NormalText

if TYPE_CHECKING:
    import ahocorasick_rs

_COUNTRY = "100000"
_ISSUER_PART = lazy(
    r"(.{2,120}?)(?:等[一二三四五六七八九十\d]*个?(?:部门|部委|单位))?(?:关于|联合|印发|转发|发布)"
)
_TOWNSHIP = lazy(r"[\u4e00-\u9fff]{1,6}(?:镇|乡|街道)(?:人民政府|办事处|党委|党工委)")
_SITTING = lazy(r"在([\u4e00-\u9fff]{2,20}?)第[一二三四五六七八九十]+届人民代表大会")
_SITTING_WORDS = "届人民代表大会"
_SPEAKER = lazy(
    r"代表([\u4e00-\u9fff]{1,16}?)人民政府"
    r"|([\u4e00-\u9fff]{1,16}?)人民政府(?:代)?(?:[市省县区州]长|主席)"
)
_SPEAKER_REACH = (18, 4)
_LEVELS: dict[str, Level] = {
    "省": "provincial", "自治区": "provincial", "市": "municipal", "州": "municipal",
    "县": "county", "区": "county",
}  # fmt: skip
# 全省, 省政府
_OWN = lazy(r"[全我本省市县](?:(?<=[全我本])[省市县]|(?<=[省市县])政府)")
_LONGEST_ACRONYM = 5
_OPENING = 1500
_NEWS_LEAD = 300
_SIGNATURE_LINE = 120
# A name is taken for the speaker's own where it is frequent, far ahead of the next, and named
# in the opening and at the close (cities that only partner with the speaker's stand between); or
# ahead of the next, where its own districts are named and hardly any of the next one.
_OWN_MENTIONS = 8
_OWN_LEAD = 3
_OWN_PARTS = 5
_EDGE = 2500


@dataclass(frozen=True, slots=True)
class Territory:
    """Level and code; the code is None where only the level is known."""

    level: Level | None = None
    adcode: str | None = None


def find_territory(
    text: NormalText, head: Head, code: str | None, issued_at: Extent | None, *, news: bool
) -> Territory:
    """Territory of a document; ``code`` is the code word of its number, ``issued_at`` its date.

    The strongest statement counts: the issuer named in the title, a sitting or the speaker of a
    work report, any body or region of the title, the body that adopted it or signed it above the
    date, the code word, the lead of news, and last 全省 or 全市, which give a level only.
    """
    title = head.title or ""
    if head.title_at:
        title = text.text[slice(*head.title_at)].replace("\n", "" if text.is_chinese else " ")
    issuer = _ISSUER_PART.match(title)
    found = _of_bodies(issuer[1]) if issuer else None
    found = found or _of_speech(text, head) or _of_bodies(title)
    if found is None and issued_at and not news:
        found = _of_signature(text, issued_at)
    if found is None and code is not None:
        adcode = adcode_of_code(code)
        found = _territory(adcode) if adcode else _of_bodies(code)
    if found is None and news:
        after = head.title_at[1] if head.title_at else 0
        found = _of_bodies(text.text[after : after + _NEWS_LEAD])
    return found or _of_own_words(text)


def _of_speech(text: NormalText, head: Head) -> Territory | None:
    opening = text.text[: min(max(head.end, _OPENING), 2 * _OPENING)]
    sitting = _SITTING.search(opening) if _SITTING_WORDS in opening else None
    for match in (sitting, next(matches(_SPEAKER, opening, ("人民政府",), _SPEAKER_REACH), None)):
        if match is None:
            continue
        named = next(group for group in match.groups() if group)
        if found := _of_regions(named):
            return found
        if named in _LEVELS:
            return _of_frequent_name(text, _LEVELS[named])
    return None


def _of_frequent_name(text: NormalText, level: Level) -> Territory:
    """Territory of a speech that only says 市人民政府: the name it repeats, if one stands out.

    A municipality under the central government is a 市 too, of the provincial level.
    """
    counts: Counter[Region] = Counter()
    parts: Counter[str] = Counter()
    edges: dict[Region, set[bool]] = {}
    for mention in find_regions(text.text):
        named = mention.region
        if named is not None and named.level == "county" and named.parent:
            parts[named.parent] += 1
        if named is None or not _could_be(named, level):
            continue
        counts[named] += 1
        if mention.start < _EDGE:
            edges.setdefault(named, set()).add(True)
        if mention.start > len(text.text) - _EDGE:
            edges.setdefault(named, set()).add(False)
    ranked = counts.most_common(2)
    if not ranked:
        return Territory(level)
    first, count = ranked[0]
    second, rival = ranked[1] if len(ranked) > 1 else (None, 0)
    own, others = parts[first.adcode], parts[second.adcode] if second else 0
    ahead = count >= _OWN_LEAD * rival
    ahead = ahead or (count > rival and own >= max(_OWN_PARTS, _OWN_LEAD * others))
    if count < _OWN_MENTIONS or not ahead or len(edges.get(first, ())) < 2:
        return Territory(level)
    return _territory(first.adcode)


def _could_be(named: Region, level: Level) -> bool:
    if level == "municipal":
        county_city = named.level == "county" and named.name.endswith("市")
        city = named.level == "provincial" and named.name.endswith("市")
        return named.level == "municipal" or city or county_city
    return named.level == level


def _of_signature(text: NormalText, issued_at: Extent) -> Territory | None:
    """Bodies named in the line of the date (通过, 印发) or, where it stands alone, above it."""
    i = bisect_right(text.paragraphs, (issued_at[0], len(text.text))) - 1
    start, end = text.paragraphs[i]
    if end - start - (issued_at[1] - issued_at[0]) < 6 and i:
        start, end = text.paragraphs[i - 1]
    return _of_bodies(text.text[start:end]) if end - start <= _SIGNATURE_LINE else None


def _of_own_words(text: NormalText) -> Territory:
    if text.text.isascii():
        return Territory()
    named = Counter(next(c for c in words if c in _LEVELS) for words in _OWN.findall(text.text))
    counts = [named["省"], named["市"], named["县"]]
    best = max(counts)
    if best < 2 or best < _OWN_LEAD * (sum(counts) - best):
        return Territory()
    return Territory(_LEVELS["省市县"[counts.index(best)]])


def _of_regions(name: str) -> Territory | None:
    named = [m.region for m in find_regions(name) if m.region is not None]
    deepest = max(named, key=lambda r: len(r.code), default=None)
    return _territory(deepest.adcode) if deepest else None


def _of_bodies(part: str) -> Territory | None:
    """Territory of what is named first: a region with those below it, or the centre."""
    named = [m for m in find_regions(part) if m.region is not None]
    organ_at = _central_organ(part)
    if not named or (organ_at is not None and organ_at < named[0].start):
        return _territory(_COUNTRY) if organ_at is not None else None
    chain = named[0].region
    assert chain is not None
    for mention in named[1:]:
        deeper = mention.region
        if deeper and deeper.adcode != chain.adcode and deeper.code.startswith(chain.code):
            chain = deeper
    if chain.level == "county" and _TOWNSHIP.search(part):
        return Territory("township", chain.adcode)
    return _territory(chain.adcode)


def _central_organ(part: str) -> int | None:
    """Where the first central organ is named."""
    gazetteer = load_gazetteer()
    matcher, names = gazetteer.matcher
    for index, start, _ in matcher.find_matches_as_indexes(part):
        term = gazetteer.terms[names[index]]
        if not term.weak and any(organ.id.startswith("cn/") for organ in term.organs):
            return start
    if not part.isascii():
        return None
    found = _english_organs().find_matches_as_indexes(part.lower())
    return found[0][1] if found else None


@cache
def _english_organs() -> ahocorasick_rs.AhoCorasick:
    import ahocorasick_rs as ac  # noqa: PLC0415

    names = [name for name in load_gazetteer().english_organs if len(name) > _LONGEST_ACRONYM]
    return ac.AhoCorasick(names, matchkind=ac.MatchKind.LeftmostLongest)


def _territory(adcode: str) -> Territory:
    found = region(adcode)
    return Territory(found.level, adcode) if found else Territory()
