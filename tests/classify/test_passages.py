from hypothesis import given
from hypothesis import strategies as st

from policytext.classify.passages import (
    _LEFT_BEHIND,
    _LETTERS,
    _LONGEST,
    _SHORTEST,
    _chinese_pieces,
    _cut,
    _english_pieces,
    passages_of,
)
from policytext.outline import build_outline
from policytext.readers.source import SourceText
from policytext.text.normalise import normalise
from policytext.text.sentences import sentences


def passages(text):
    normal = normalise(SourceText(text, "text/plain"))
    return normal, passages_of(normal, build_outline(normal))


PLAN = (
    "数字乡村方案\n一、夯实底座\n1.完善农村网络。为偏远村庄架设基站，年底前开通。组织验收工作小组核查。\n"
    "2.改造设施。给农村公路安装传感设备；给水库安装监测设备。\n二、保障措施\n各县要加强组织领导工作。\n"
)


def test_sentences_without_headings_and_with_their_path():
    _, found = passages(PLAN)
    texts = [p.text for p in found]
    assert "为偏远村庄架设基站，年底前开通。" in texts
    assert not any("完善农村网络" in t for t in texts)
    first = found[texts.index("为偏远村庄架设基站，年底前开通。")]
    assert first.heading_path == ("夯实底座", "完善农村网络")
    last = found[texts.index("各县要加强组织领导工作。")]
    assert last.heading_path == ("保障措施",)


def test_semicolons_separate_passages():
    _, found = passages(PLAN)
    assert "给农村公路安装传感设备;" in [p.text for p in found]


def test_endless_sentence_is_cut():
    _, found = passages("要求" + "，推进农村宽带网络建设" * 200 + "。")
    assert max(len(p.text) for p in found) <= 300
    assert sum(len(p.text) for p in found) >= 2100


@given(st.text(alphabet="一二三、，。；：1.（）农村网络建设 \nabc", max_size=400))
def test_passages_are_slices_in_order(text):
    normal, found = passages(text)
    place = 0
    for p in found:
        assert normal.text[p.start : p.end] == p.text
        assert p.start >= place
        place = p.end


def by_definition(text, *, chinese):
    """Passages of a stretch, from its sentences."""
    found = []
    for first, end in sentences(text, 0, len(text), chinese=chinese):
        start = first
        while start < end and text[start] in _LEFT_BEHIND:
            start += 1
        if end - start > _LONGEST[chinese]:
            found += _cut(text, start, end, chinese=chinese)
        elif len(_LETTERS.findall(text, start, end)) >= _SHORTEST[chinese]:
            found.append((start, end))
    return found


WORDS = (
    "农村网络", "乡", "建设宽带网络，", "。", "；", ";", "…", "”", ")", "\n", " ", ".", "?!", ":",
    "，", "No.", "approx.", "e.g.", "A.", "Ltd.", "rural network plan ",
    "villages and towns", "x", "1.", "wide reaching. ", "(built", "“", "、", "é",
)  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=40).map("".join))
def test_pieces_are_the_sentences_with_letters_enough(text):
    for chinese, pieces in ((True, _chinese_pieces), (False, _english_pieces)):
        read = [(start, end) for start, end, _ in pieces(text, [(0, len(text), -1)])]
        assert read == by_definition(text, chinese=chinese)
