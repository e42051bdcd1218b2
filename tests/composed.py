"""A small result built by hand, for tests that need a PolicyDocument and not the extraction."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal

from policytext import schema as s
from policytext.taxonomy import load_taxonomy

# source: composed by the policytext authors
TEXT = (
    "云山省数字乡村建设年度安排\n"
    "云数办〔2024〕7号\n"
    "本安排落实《数字乡村发展行动计划（2022-2025年）》，列出2项任务。\n"
    "一、夯实基础\n"
    "1. 延伸山区光纤。到2024年底，山区光纤用户超过120万户，比上年提高3.5个百分点。"
    "（牵头单位：省通信管理局；配合单位：省农业农村厅）\n"
    "2. 办好村播学堂。省农业农村厅开办村播课，农产品网络零售额力争达到300亿元左右。\n"
    "友情链接：云山门户\n"
)


def composed(uri: str = "composed.txt", text: str = TEXT, **meta: object) -> s.PolicyDocument:
    """The result for ``text``, which must hold the words of ``TEXT``; ``meta`` overrides."""

    def span(words: str, after: str = "") -> s.Span:
        start = text.index(words, text.index(after))
        return s.Span(start=start, end=start + len(words), page=None, quote=words)

    taxonomy = load_taxonomy("digital-rural-2024")
    fibre = span("山区光纤用户超过120万户")
    class_ = span("省农业农村厅开办村播课，农产品网络零售额力争达到300亿元左右。")
    passages = [
        s.Passage(
            id="P1",
            span=span("到2024年底，山区光纤用户超过120万户，比上年提高3.5个百分点。"),
            heading_path=["夯实基础"],
            labels=[s.Label(task_id="T01", score=0.91)],
            abstained=False,
        ),
        s.Passage(
            id="P2",
            span=class_,
            heading_path=["夯实基础"],
            labels=[s.Label(task_id="T09", score=0.84), s.Label(task_id="T26", score=0.4)],
            abstained=False,
        ),
        s.Passage(
            id="P3", span=span("列出2项任务"), heading_path=[], labels=[], abstained=True
        ),
    ]  # fmt: skip
    covered = {"T01": ("covered", 0.91, ["P1"]), "T09": ("covered", 0.84, ["P2"])}
    covered["T26"] = ("partial", 0.4, ["P2"])
    fields: dict[str, object] = {
        "title": "云山省数字乡村建设年度安排",
        "title_span": span("云山省数字乡村建设年度安排"),
        "doc_number": "云数办〔2024〕7号",
        "doc_type": "key_points",
        "level": "provincial",
        "jurisdiction": s.Jurisdiction(adcode="330000", name="浙江省", name_en="Zhejiang"),
        "issued_on": date(2024, 4, 2),
        "issued_on_span": None,
        "published_on": None,
        "published_on_span": None,
        "period": None,
    }
    artefact = s.Artefact(id="composed", sha256="0" * 64)
    digest = hashlib.sha256(text.encode()).hexdigest()
    furniture = text.index("友情链接")
    common = {
        "value_max": None, "baseline": None, "status": "target", "scope": None,
        "deadline": None, "deadline_text": None, "qualifier": None,
    }  # fmt: skip
    return s.PolicyDocument(
        source=s.Source(
            id=digest[:16], uri=uri, media_type="text/plain", sha256=digest, encoding="utf-8",
            language="zh-Hans", n_chars=len(text), n_pages=None,
            furniture=[(furniture, furniture + len("友情链接：云山门户"))],
        ),
        provenance=s.Provenance(
            policytext="0", schema_version=s.SCHEMA_VERSION, gazetteers=artefact,
            taxonomy=s.Artefact(id=taxonomy.id, sha256=taxonomy.sha256), model=None,
            options=artefact,
        ),
        meta=s.Meta(**{**fields, **meta}),
        outline=[
            s.OutlineEntry(level=1, number="一、", title="夯实基础", span=span("一、夯实基础"))
        ],
        declared=[s.Declared(what="tasks", stated=2, found=2, span=span("列出2项任务"))],
        aspects=[
            s.Aspect(
                id="A1", ordinal=1, title="夯实基础", span=span("夯实基础"),
                tasks=[
                    s.Task(
                        id="A1.T1", ordinal=1, title="延伸山区光纤", span=span("延伸山区光纤"),
                        agencies=[
                            s.TaskAgency(agency_id="cn-33/telecom", role="lead"),
                            s.TaskAgency(agency_id="cn-33/agri", role="cooperating"),
                        ],
                        deadline=date(2024, 12, 31), target_ids=["N1", "N2"],
                    ),
                    s.Task(
                        id="A1.T2", ordinal=2, title="办好村播学堂", span=span("办好村播学堂"),
                        agencies=[s.TaskAgency(agency_id="cn-33/agri", role="responsible")],
                        deadline=None, target_ids=["N3"],
                    ),
                ],
            )
        ],
        targets=[
            s.Target(**{**common,
                "id": "N1", "indicator": "山区光纤用户", "comparator": "gt", "measure": "level",
                "value": Decimal(1200000), "unit": "household", "unit_text": "万户",
                "deadline": date(2024, 12, 31), "deadline_text": "到2024年底", "task_id": "A1.T1",
                "span": fibre}),
            s.Target(**{**common,
                "id": "N2", "indicator": "山区光纤用户", "comparator": "eq",
                "measure": "increase", "value": Decimal("3.5"), "unit": "pp",
                "unit_text": "个百分点", "task_id": "A1.T1", "span": span("提高3.5个百分点")}),
            s.Target(**{**common,
                "id": "N3", "indicator": "农产品网络零售额", "comparator": "approx",
                "measure": "level", "value": Decimal(30000000000), "unit": "CNY",
                "unit_text": "亿元", "qualifier": "strive_for", "task_id": "A1.T2",
                "span": span("农产品网络零售额力争达到300亿元左右")}),
        ],
        agencies=[
            s.Agency(
                id="cn-33/telecom", name="浙江省通信管理局", name_en=None, type="agency",
                level="provincial", adcode="330000", roles=["lead"],
                mentions=[s.Mention(role="lead", span=span("省通信管理局"))],
            ),
            s.Agency(
                id="cn-33/agri", name="浙江省农业农村厅", type="agency", level="provincial",
                name_en="Department of Agriculture and Rural Affairs of Zhejiang Province",
                adcode="330000", roles=["cooperating", "responsible"],
                mentions=[
                    s.Mention(role="cooperating", span=span("省农业农村厅")),
                    s.Mention(role="responsible", span=span("省农业农村厅", "办好村播")),
                ],
            ),
        ],
        references=[
            s.Reference(
                title="数字乡村发展行动计划（2022-2025年）", doc_number=None, alias=None,
                relation="implements", span=span("《数字乡村发展行动计划（2022-2025年）》"),
            )
        ],
        passages=passages,
        coverage=[
            s.Coverage(
                task_id=task.id,
                status=covered.get(task.id, ("absent", 0.02, []))[0],
                score=covered.get(task.id, ("absent", 0.02, []))[1],
                evidence=covered.get(task.id, ("absent", 0.02, []))[2],
            )
            for task in taxonomy.tasks
        ],
        diagnostics=[
            s.Diagnostic(
                code="unit-unknown", severity="info", message="composed note", span=fibre
            ),
            s.Diagnostic(code="no-tasks", severity="warning", message="no place", span=None),
        ],
    )  # fmt: skip
