from hypothesis import given
from hypothesis import strategies as st

from policytext.classify.passages import passages_of
from policytext.outline import build_outline
from policytext.readers.source import SourceText
from policytext.text.normalise import normalise


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
