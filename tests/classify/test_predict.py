import json

import pytest

from policytext.classify.model import load_model, model_for
from policytext.classify.passages import PassageInput
from policytext.classify.predict import ClassifiedPassage, classify_passages, coverage
from policytext.errors import DataError
from policytext.taxonomy import load_taxonomy, parse_taxonomy

TAXONOMY = load_taxonomy("digital-rural-2024")
MODEL = model_for(TAXONOMY)
OTHER = parse_taxonomy(
    """
id = "care"
version = "1"
title_zh = "养老"
[[aspect]]
id = "A1"
title_zh = "助餐"
[[aspect.task]]
id = "T01"
title_zh = "建设社区老年食堂"
keywords = ["老年食堂", "助餐点"]
[[aspect.task]]
id = "T02"
title_zh = "培训养老护理员"
keywords = ["护理员"]
negative = ["医院护理"]
""".encode(),
    "care.toml",
)


def labels(text, taxonomy=TAXONOMY, model=MODEL):
    (found,) = classify_passages([PassageInput(text)], taxonomy, model)
    return [task for task, _ in found.labels]


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("全县行政村实现光纤宽带和5G网络全覆盖。", "T01"),
        ("农产品网络零售额突破80亿元。", "T09"),
        ("健全防止返贫动态监测和帮扶机制。", "T05"),
        ("Rural broadband and 5G base stations now cover all villages.", "T01"),
    ],
)
def test_plain_passages_get_their_task(text, task):
    assert task in labels(text)


@pytest.mark.parametrize(
    "text",
    [
        "高速公路通车里程突破6000公里。",
        "现在，我代表省人民政府作工作报告。",
        # Digital, but not of the countryside: robots and parks of artificial intelligence.
        "某某智能装备公司年产两千台手术机器人项目开工。",
        # Of the countryside, but not digital.
        "推行积分超市，村民用积分兑换肥皂毛巾。",
        "新建农家乐九十家，乡村旅游收入增长两成。",
        "About us. Contact. Site map.",
        "",
    ],
)
def test_passages_without_a_task_get_none(text):
    assert labels(text) == []


def test_task_in_a_long_mixed_sentence_is_heard():
    text = (
        "一年来，工业投资快速增长，开放平台不断拓展，农产品网络零售额突破80亿元，"
        "财政收入稳步提高，城市更新有序推进"
    )
    assert "T09" in labels(text)


def test_scores_are_sorted_rounded_and_repeatable():
    passage = PassageInput("发展农村电商，建设乡村5G基站，推进农文旅融合。")
    (once,) = classify_passages([passage], TAXONOMY, MODEL)
    assert [once] == classify_passages([passage], TAXONOMY, MODEL)
    scores = [score for _, score in once.labels]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= s <= 1 and round(s, 4) == s for s in scores)


def test_zero_shot_for_a_taxonomy_without_a_model():
    assert model_for(OTHER) is None
    assert labels("街道新建老年食堂和助餐点。", OTHER, None) == ["T01"]
    assert labels("培训养老护理员三百名。", OTHER, None) == ["T02"]
    assert labels("培训医院护理员三百名。", OTHER, None) == []
    assert labels("开通两条地铁线路。", OTHER, None) == []


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("加大农村基础设施改造升级力度", "T02"),
        ("strengthening the transformation and upgrading of rural infrastructure", "T02"),
        ('steadily promoting the informatization construction of rural "three tasks"', "T15"),
    ],
)
def test_title_of_a_task_takes_it_up(text, task):
    assert task in labels(text)


def test_model_of_another_taxonomy_is_refused():
    with pytest.raises(DataError, match="other tasks"):
        classify_passages([PassageInput("x")], OTHER, MODEL)


def test_coverage_counts_evidence():
    def item(*given):
        return ClassifiedPassage(PassageInput("x"), given, abstained=False)

    found = {
        c.task_id: c
        for c in coverage(
            [item(("T01", 0.7)), item(("T02", 0.9)), item(("T01", 0.71), ("T03", 0.7))], TAXONOMY
        )
    }
    assert list(found) == [t.id for t in TAXONOMY.tasks]
    assert (found["T01"].status, found["T01"].evidence) == ("covered", ("P3", "P1"))
    assert (found["T02"].status, found["T02"].score) == ("covered", 0.9)
    assert found["T03"].status == "partial"
    assert (found["T04"].status, found["T04"].evidence) == ("absent", ())


def test_damaged_model_is_refused(tmp_path):
    with pytest.raises(DataError, match="cannot be read"):
        load_model(str(tmp_path))
    (tmp_path / "weights.bin").write_bytes(b"1234")
    (tmp_path / "model.json").write_text(json.dumps({"format": 0}))
    with pytest.raises(DataError, match="format"):
        load_model(str(tmp_path))
