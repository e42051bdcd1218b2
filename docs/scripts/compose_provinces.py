"""Writes 31 composed provincial documents for the tutorial: compose_provinces.py FOLDER.

Every sentence is composed by the policytext authors; no document of this kind exists. Provinces
take up different tasks and set different targets, by a fixed rule, so that the tables and the
map of the tutorial come out the same everywhere.
"""

from __future__ import annotations

import sys
from pathlib import Path

from policytext.regions import load_regions

_LEFT_OUT = {"710000", "810000", "820000"}
_TASKS = (
    ("延伸山村网络", "网信办", "在山区行政村补建5G基站，农村宽带用户达到{n}万户以上。"),
    ("升级农村寄递", "邮政管理局", "给县乡村三级寄递网络装上智能分拣设备，建成智慧冷链点{n}个。"),
    ("汇聚涉农数据", "农业农村厅", "建设涉农数据目录和乡村大数据一张图，各县按月共享数据。"),
    ("守好耕地粮仓", "粮食和物资储备局", "用遥感监测耕地变化，粮库视频监管实现全覆盖。"),
    ("监测返贫风险", "农业农村厅", "依托防返贫大数据平台，每月比对一次监测户信息。"),
    ("推广智慧农机", "农业农村厅", "示范北斗导航农机和植保无人机，建设智慧农场{n}个。"),
    ("办好农村电商", "商务厅", "培育直播基地和县域电商服务站，农产品网络零售额增长{n}%。"),
    ("建好乡村讲堂", "文化和旅游厅", "把数字图书馆和网上展览送到村，数字化乡村非遗项目{n}项。"),
    ("开通云上村务", "民政厅", "村务、党务、财务在线上公开，村级事项网上办理率达到{n}%。"),
    ("联通远程诊室", "卫生健康委员会", "乡镇卫生院接入远程医疗平台，村民在家门口看上专家。"),
    ("送上普惠信贷", "地方金融管理局", "用信用建档和手机银行为农户办理线上信用贷款{n}亿元。"),
    ("培训数字农民", "人力资源和社会保障厅", "开展农民数字素养培训，全年培训{n}万人次。"),
)


def main(folder: Path) -> None:
    """Write one text file a province."""
    folder.mkdir(parents=True, exist_ok=True)
    provinces = [r for r in load_regions().upper.values() if r.level == "provincial"]
    kept = [province for province in provinces if province.adcode not in _LEFT_OUT]
    for number, province in enumerate(sorted(kept, key=lambda r: r.adcode)):
        text = compose(number, province.name)
        (folder / f"{province.adcode}.txt").write_text(text, encoding="utf-8")


def compose(number: int, province: str) -> str:
    """The document of one province: five to nine of the twelve tasks, with its own figures."""
    year = 2023 + number % 2
    lines = [
        f"{province}{year}年数字乡村发展工作要点",
        "",
        f"为落实《数字乡村发展行动计划（2022—2025年）》，到{year}年底完成下列工作。",
        "",
        "一、补齐短板",
    ]
    own = next((kind for kind in ("自治区", "市") if province.endswith(kind)), "省")
    chosen = sorted((number * 5 + step * 5) % len(_TASKS) for step in range(5 + number % 5))
    for place, task in enumerate(chosen):
        title, agency, words = _TASKS[task]
        half = len(chosen) // 2
        if place == half:
            lines += ["", "二、办好实事"]
        ordinal = "一二三四五"[place if place < half else place - half]
        figure = 8 + (number * 7 + task * 3) % 60
        lines.append(f"（{ordinal}）{title}。{words.format(n=figure)}（责任单位：{own}{agency}）")
    lines += ["", f"{province}人民政府办公厅", f"{year}年3月{1 + number % 28}日", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
