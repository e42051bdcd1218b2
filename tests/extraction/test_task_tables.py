"""Task tables: rows become tasks with their bodies and deadlines. All tables are composed."""

from __future__ import annotations

from policytext.options import Options
from policytext.pipeline import run
from policytext.readers.source import Cell, Paragraph, SourceText, Table
from policytext.schema import PolicyDocument

Row = list[str | tuple[str, int]]


def read(title: str, lines: list[str], rows: list[Row]) -> PolicyDocument:
    """A document of lines and a table; ("words", 3) is a cell over three rows."""
    text, paragraphs, cells = "", [], []

    def add(words: str) -> tuple[int, int]:
        nonlocal text
        start = len(text)
        text += words + "\n"
        paragraphs.append(Paragraph(start, start + len(words)))
        return start, start + len(words)

    for line in (title, *lines):
        add(line)
    taken: dict[int, int] = {}
    start = len(text)
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while taken.get(column, 0) > number:
                column += 1
            words, span = cell if isinstance(cell, tuple) else (cell, 1)
            taken[column] = number + span
            cells.append(Cell(number, column, *add(words), row_span=span))
            column += 1
    media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    source = SourceText(
        text, media, paragraphs=tuple(paragraphs), tables=(Table(start, len(text), tuple(cells)),)
    )
    return run(source, b"composed", "x.docx", Options(taxonomy="none", include_text=True))


def tasks(doc: PolicyDocument) -> list[tuple[str, dict[str, str], str | None]]:
    for aspect in doc.aspects:
        for task in aspect.tasks:
            assert doc.text is not None
            assert doc.text[task.span.start : task.span.end] == task.span.quote
    return [
        (
            task.title,
            {agency.agency_id: agency.role for agency in task.agencies},
            task.deadline.isoformat() if task.deadline else None,
        )
        for aspect in doc.aspects
        for task in aspect.tasks
    ]


def test_rows_are_tasks_with_bodies_roles_and_deadlines() -> None:
    rows: list[Row] = [
        ["序号", "重点任务", "牵头单位", "配合单位", "完成时限"],
        ["1", "建设村级物流点", "省商务厅", "省邮政管理局", "2026年6月底前"],
        ["2", "推广智能灌溉", "省水利厅", "省农业农村厅、省财政厅", "持续推进"],
    ]
    doc = read("云山省数字农业重点任务分工", ["云山省数字农业任务分工表"], rows)
    assert [aspect.title for aspect in doc.aspects] == ["云山省数字农业任务分工表"]
    (first, second) = tasks(doc)
    assert first[0] == "建设村级物流点"
    assert list(first[1].values()) == ["lead", "cooperating"]
    assert first[2] == "2026-06-30"
    assert (second[0], list(second[1].values()), second[2]) == (
        "推广智能灌溉", ["lead", "cooperating", "cooperating"], None,
    )  # fmt: skip


def test_a_cell_of_aspects_over_several_rows() -> None:
    rows: list[Row] = [
        ["领域", "工作任务", "责任单位"],
        [("夯实底座", 2), "建设基站", "市通信发展办公室"],
        ["归集数据", "市数据局"],
        ["繁荣文化", "开放数字展馆", "市文化和旅游局"],
    ]
    doc = read("河湾市工作方案", [], rows)
    assert [(a.title, [t.title for t in a.tasks]) for a in doc.aspects] == [
        ("夯实底座", ["建设基站", "归集数据"]),
        ("繁荣文化", ["开放数字展馆"]),
    ]


def test_details_with_bodies_of_their_own_are_the_tasks() -> None:
    rows: list[Row] = [
        ["序号", "重点举措", "实施路径", "完成时限", "责任单位"],
        ["1", ("建好底座", 3), "铺设光纤", "6月", "市数据局"],
        ["2", "开通基站", "12月", "市经济和信息化局"],
        ["3", "归集数据", "长期", "市数据局"],
    ]
    doc = read("河湾市方案", ["河湾市2026年工作任务清单"], rows)
    assert [aspect.title for aspect in doc.aspects] == ["河湾市2026年工作任务清单"]
    assert [(title, due) for title, _, due in tasks(doc)] == [
        ("铺设光纤", "2026-06-30"),
        ("开通基站", "2026-12-31"),
        ("归集数据", None),
    ]


def test_a_table_that_repeats_the_text_adds_to_its_tasks() -> None:
    body = [
        "一、夯实基础",
        "（一）建设光纤网络",
        "推进光纤到村。",
        "（二）归集涉农数据",
        "完善目录。",
    ]
    rows: list[Row] = [
        ["序号", "任务", "责任单位", "完成时限"],
        ["1", "建设光纤网络", "县数据局", "2026年底"],
        ["2", "归集涉农数据", "县农业农村局", "2027年底"],
    ]
    doc = read("青石县2026年数字乡村建设方案", [*body, "附件"], rows)
    assert [(title, due) for title, _, due in tasks(doc)] == [
        ("建设光纤网络", "2026-12-31"),
        ("归集涉农数据", "2027-12-31"),
    ]
    assert all(agencies for _, agencies, _ in tasks(doc))


def test_a_list_of_projects_or_requests_is_no_task_table() -> None:
    projects: list[Row] = [["序号", "企业名称", "总投资（亿元）"], ["1", "云山机器有限公司", "3.2"]]
    requests: list[Row] = [
        ["序号", "工作举措", "政策诉求", "建议责任单位"],
        ["1", "建设中试基地", "请求资金支持", "省财政厅"],
    ]
    assert tasks(read("河湾市方案", [], projects)) == []
    assert tasks(read("河湾市方案", [], requests)) == []


def test_english() -> None:
    rows: list[Row] = [
        ["No.", "Task", "Lead agency", "Deadline"],
        ["1", "Build village parcel points", "Ministry of Commerce", "end of 2026"],
        ["2", "Share farm data", "Ministry of Agriculture and Rural Affairs", "June 2027"],
    ]
    doc = read("Work Plan for Digital Villages 2026", [], rows)
    assert [(title, due) for title, _, due in tasks(doc)] == [
        ("Build village parcel points", "2026-12-31"),
        ("Share farm data", "2027-06-30"),
    ]


def test_a_table_overleaf_keeps_aspect_and_broken_row() -> None:
    head = ["序号", "章节", "重点任务", "责任单位", "完成时限"]
    parts = [
        [head, ["1", "看好水源", "巡查水库", "省水利厅", "2026年6月底前"],
         ["2", "建好水渠", "加固西渠", "省水利厅、", "2026年9月底前"]],
        [head, ["", "", "的涵洞", "省财政厅", ""],
         ["3", "", "测量南渠", "省自然资源厅", "2026年10月底前"],
         ["4", "管好水渠", "选出渠长", "省民政厅", "2026年12月底前"]],
    ]  # fmt: skip
    text = "云山省水渠分工\n"
    paragraphs, tables = [Paragraph(0, len(text) - 1)], []
    for rows in parts:
        start, cells = len(text), []
        for r, row in enumerate(rows):
            for c, words in enumerate(row):
                cells.append(Cell(r, c, len(text), len(text) + len(words)))
                if words:
                    paragraphs.append(Paragraph(len(text), len(text) + len(words)))
                    text += words + "\n"
        tables.append(Table(start, len(text), tuple(cells)))
    source = SourceText(text, "application/pdf", paragraphs=tuple(paragraphs), tables=tuple(tables))
    doc = run(source, b"composed", "x.pdf", Options(taxonomy="none", include_text=True))
    titles = [(a.title, [task.title for task in a.tasks]) for a in doc.aspects]
    assert titles == [
        ("看好水源", ["巡查水库"]),
        ("建好水渠", ["加固西渠", "测量南渠"]),
        ("管好水渠", ["选出渠长"]),
    ]
    broken = tasks(doc)[1]
    assert broken[2] == "2026-09-30"
    assert len(broken[1]) == 2
