"""For which territory a document speaks: issuer, title, signature, number, 全省 with a name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policytext.extract.doc_numbers import adcode_of_code
from policytext.extract.head import Head
from policytext.gazetteer import find_regions, load_gazetteer, region
from policytext.schema import Level
from policytext.text.normal import NormalText

_COUNTRY = "100000"
_ISSUER_PART = re.compile(
    r"^(.{2,120}?)(?:等[一二三四五六七八九十\d]*个?(?:部门|部委|单位))?(?:关于|联合|印发|转发|发布)"
)
_TOWNSHIP = re.compile(r"(?:[\u4e00-\u9fff]{1,6}(?:镇|乡|街道))(?:人民政府|办事处|党委|党工委)")
_SITTING = re.compile(r"在([\u4e00-\u9fff]{2,20}?)第[一二三四五六七八九十]+届人民代表大会")
_SPEAKER = re.compile(
    r"代表([\u4e00-\u9fff]{2,16}?)人民政府|([\u4e00-\u9fff]{2,16}?)人民政府[市省县区州]长|([\u4e00-\u9fff]{2,16}?)人民政府主席"
)
_LEVEL_WORDS: dict[str, Level] = {
    "省": "provincial",
    "自治区": "provincial",
    "市": "municipal",
    "州": "municipal",
    "县": "county",
    "区": "county",
}
_SIGNATURE_LENGTH = 400


@dataclass(frozen=True, slots=True)
class Territory:
    """Level and code; the code is None where only the level is known."""

    level: Level | None = None
    adcode: str | None = None


def find_territory(text: NormalText, head: Head, code: str | None) -> Territory:
    """Territory of a document; ``code`` is the code word of its number.

    The strongest statement counts: the issuer named in the title, a sitting or the speaker of a
    work report, the title's own region, the signature, the code word, the first sentence of news.
    """
    title = (
        text.text[slice(*head.title_at)].replace("\n", "") if head.title_at else head.title or ""
    )
    opening = text.text[: max(head.end, 1500)]
    issuer = _ISSUER_PART.match(title)
    if issuer and (found := _of_issuer(issuer[1])):
        return found
    for pattern in (_SITTING, _SPEAKER):
        match = pattern.search(opening)
        if match:
            named = next(group for group in match.groups() if group)
            if found := _of_region(named):
                return found
            if named in _LEVEL_WORDS:
                return Territory(_LEVEL_WORDS[named])
    if found := _of_issuer(title):
        return found
    if found := _of_signature(text, head):
        return found
    adcode = adcode_of_code(code) if code else None
    if adcode:
        return _territory(adcode)
    after = head.title_at[1] if head.title_at else 0
    return _of_issuer(text.text[after : after + 300]) or Territory()


def _of_signature(text: NormalText, head: Head) -> Territory | None:
    if head.title_at is None:
        return None
    for i, (start, end) in enumerate(text.paragraphs):
        if start < head.title_at[1] or end - start > 40 or i == 0:
            continue
        if re.fullmatch(r"\d{4}年\d{1,2}月\d{1,2}日", text.text[start:end]):
            above = text.text[slice(*text.paragraphs[i - 1])]
            return _of_issuer(above) if len(above) <= 60 else None
    return None


def _of_region(name: str) -> Territory | None:
    mentions = [m for m in find_regions(name) if m.region is not None]
    deepest = max(mentions, key=lambda m: len(m.region.code) if m.region else 0, default=None)
    return _territory(deepest.region.adcode) if deepest and deepest.region else None


def _of_issuer(part: str) -> Territory | None:
    """Territory of the bodies named in a piece of text: a region first, else a central organ."""
    mentions = find_regions(part)
    regions = [m for m in mentions if m.region is not None]
    organ_at = _central_organ(part)
    if regions and (organ_at is None or regions[0].start <= organ_at):
        first = regions[0].region
        assert first is not None
        chain = first
        for mention in regions[1:]:
            deeper = mention.region
            if deeper and deeper.adcode != chain.adcode and deeper.code.startswith(chain.code):
                chain = deeper
        if _TOWNSHIP.search(part) and chain.level == "county":
            return Territory("township", chain.adcode)
        return _territory(chain.adcode)
    return _territory(_COUNTRY) if organ_at is not None else None


def _central_organ(part: str) -> int | None:
    """Where the first central organ is named in a text."""
    gazetteer = load_gazetteer()
    matcher, names = gazetteer.matcher
    for index, start, _ in matcher.find_matches_as_indexes(part):
        term = gazetteer.terms[names[index]]
        if not term.weak and any(organ.id.startswith("cn/") for organ in term.organs):
            return start
    lowered = part.lower()
    places = (
        [
            lowered.find(name)
            for name in gazetteer.english_organs
            if len(name) > 5 and name in lowered
        ]
        if part.isascii()
        else []
    )
    return min(places, default=None)


def _territory(adcode: str) -> Territory:
    found = region(adcode)
    return Territory(found.level, adcode) if found else Territory()
