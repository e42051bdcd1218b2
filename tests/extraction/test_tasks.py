"""Aspects and tasks from outlines and from news summaries. All texts are composed."""

from __future__ import annotations

import policytext as pt
from policytext.extraction.tasks import find_aspects
from policytext.outline import build_outline
from policytext.readers.source import SourceText
from policytext.schema import DocType
from policytext.text.normalise import normalise


def aspects(
    text: str, doc_type: DocType = "plan", title_at: tuple[int, int] | None = None
) -> dict[str, list[str]]:
    normal = normalise(SourceText(text, "text/plain"))
    found = find_aspects(normal, build_outline(normal), doc_type, title_at)
    return {
        normal.written[aspect.start : aspect.end]: [
            normal.written[task.start : task.end] for task in aspect.tasks
        ]
        for aspect in found
    }


def test_sections_below_key_tasks_are_the_aspects() -> None:
    text = (
        "一、总体要求\n（一）指导思想。坚持以民为本。\n（二）工作目标。全面建成。\n二、重点任务\n"
        "（一）夯实网络底座\n1.建设光纤。到村。\n2.升级基站。到乡。\n（二）发展智慧农业\n"
        "3.推广农机。到田。\n三、保障措施\n（一）加强领导。各级负责。"
    )
    assert aspects(text) == {"夯实网络底座": ["建设光纤", "升级基站"], "发展智慧农业": ["推广农机"]}


def test_key_tasks_without_a_further_level_are_one_aspect() -> None:
    text = (
        "一、总体要求\n坚持以民为本。\n二、重点任务\n（一）建设光纤。到村。\n（二）推广农机。到田。"
    )
    assert aspects(text) == {"重点任务": ["建设光纤", "推广农机"]}


def test_without_such_a_section_the_outermost_ones_are_the_aspects() -> None:
    text = (
        "一、夯实网络底座\n（一）建设光纤\n二、发展智慧农业\n（二）推广农机\n"
        "三、组织实施\n（三）加强领导"
    )
    assert aspects(text) == {"夯实网络底座": ["建设光纤"], "发展智慧农业": ["推广农机"]}


def test_a_flat_list_of_measures_has_the_title_as_its_aspect() -> None:
    text = "某县支持农村电商若干措施\n一、支持建设站点。补助。\n二、支持直播培训。补助。"
    assert aspects(text, "measures", (0, 12)) == {
        "某县支持农村电商若干措施": ["支持建设站点", "支持直播培训"]
    }


def test_a_work_report_sets_tasks_only_in_its_plan() -> None:
    text = (
        "一、2025年工作回顾\n（一）建成光纤。到村。\n（二）推广农机。到田。\n"
        "二、2026年工作安排\n（一）加快产业升级。\n1.壮大龙头企业。\n（二）扩大内需。\n2.促进消费。"
    )
    assert aspects(text, "work_report") == {
        "加快产业升级": ["壮大龙头企业"],
        "扩大内需": ["促进消费"],
    }


def test_news_in_running_text() -> None:
    text = (
        "要点明确任务。一是夯实底座，包括建设光纤，升级基站。"
        "二是兴旺产业。包括推广农机。三是培育人才。"
    )
    assert aspects(text, "news") == {
        "夯实底座": ["建设光纤", "升级基站"],
        "兴旺产业": ["推广农机"],
        "培育人才": [],
    }


def test_lists_of_papers_to_hand_in_are_no_tasks() -> None:
    text = "一、申报材料\n（一）申请表\n（二）营业执照\n二、联系方式\n（一）电话\n（二）地址"
    assert aspects(text, "notice") == {}


def test_articles_of_a_regulation_are_no_tasks() -> None:
    text = "第一条 为了规范管理，制定本办法。\n第二条 本办法自发布之日起施行。"
    assert aspects(text, "regulation") == {}


def test_the_state_of_affairs_is_neither_task_nor_target() -> None:
    text = (
        "某市智慧农业工作方案\n一、现状分析\n（一）扩大规模。2025年，全市智慧农场达到40家。\n"
        "二、特色赛道\n（一）推广农机。到2027年，全市智慧农场达到90家。\n（二）培育人才。到乡。"
    )
    assert aspects(text) == {"特色赛道": ["推广农机", "培育人才"]}
    targets = pt.extract_text(text, taxonomy="none").targets
    assert [(int(t.value or 0), t.status) for t in targets] == [(40, "achievement"), (90, "target")]


def test_groups_between_aspect_and_tasks_are_the_aspects() -> None:
    text = (
        "一、特色赛道\n方向一：绿色水利\n1.修好干渠。到田。\n2.加固堤坝。到位。\n"
        "方向二：高山茶园\n1.改造老茶园。到山。\n2.建设加工厂。到村。\n"
        "二、支撑能力\n（一）培养渠长。到村。\n（二）建设平台。到县。"
    )
    assert aspects(text) == {
        "绿色水利": ["修好干渠", "加固堤坝"],
        "高山茶园": ["改造老茶园", "建设加工厂"],
        "支撑能力": ["培养渠长", "建设平台"],
    }


def test_sections_of_annexes_are_no_aspects_beside_those_of_the_plan() -> None:
    plan = "一、夯实基础\n（一）建设干渠。到田。\n（二）推进堤坝加固。到位。\n"
    annex = "附件1\n水利站名单\n一、东山站\n成立于1998年，有职工九人。\n二、西河站\n有职工七人。"
    assert aspects(plan + annex) == {"夯实基础": ["建设干渠", "推进堤坝加固"]}


def test_a_plan_that_is_an_annex_has_its_aspects() -> None:
    plan = "一、夯实基础\n（一）建设干渠。到田。\n（二）推进堤坝加固。"
    text = f"各乡镇要抓好落实。\n附件\n修渠方案\n{plan}"
    assert aspects(text) == {"夯实基础": ["建设干渠", "推进堤坝加固"]}


def test_articles_below_parts_are_their_tasks_if_they_have_a_title() -> None:
    text = (
        "一、夯实网络底座\n第一条【建设光纤】到村。\n第二条【升级基站】到乡。\n"
        "二、发展智慧农业\n第三条【推广农机】到田。\n第四条 到户。\n"
    )
    assert aspects(text) == {"夯实网络底座": ["建设光纤", "升级基站"], "发展智慧农业": ["推广农机"]}
