"""The coverage map: an interactive HTML page, or a PNG or SVG figure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from policytext.errors import PolicytextError
from policytext.export.frames import imported
from policytext.schema import ErrorRecord, PolicyDocument
from policytext.view.coverage import CoverageTable, coverage_table
from policytext.view.page import content_policy, fill
from policytext.view.words import Interface, asset

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Order = Literal["code", "total"]
ENDINGS = (".html", ".png", ".svg")
_LEVEL = {"absent": 0.0, "partial": 0.5, "covered": 1.0}
# Without one of these Chinese would come out as empty boxes, so English names are drawn instead.
_CHINESE_FONTS = (
    "Noto Sans CJK SC", "Noto Sans CJK JP", "Source Han Sans SC", "PingFang SC",
    "Microsoft YaHei", "SimHei", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Arial Unicode MS",
)  # fmt: skip


def write_map(
    docs: Iterable[PolicyDocument | ErrorRecord],
    path: str | Path,
    order: Order = "code",
    interface: Interface = "zh",
) -> None:
    """Write the map of provinces and tasks; ``path`` ends in .html, .png or .svg.

    ``order`` sorts the provinces by code, or by the number of tasks covered; on the HTML page the
    reader can change it. Raises PolicytextError as ``coverage_table`` does, for another ending,
    and when a figure is asked for and matplotlib is not installed.
    """
    path = Path(path)
    if path.suffix not in ENDINGS:
        raise PolicytextError(f"cannot write {path}: the ending must be {', '.join(ENDINGS)}")
    table = coverage_table(docs)
    if path.suffix == ".html":
        path.write_text(map_html(table, order, interface), encoding="utf-8")
        return
    # No date and no version in the file, and no random ids: same input, same bytes.
    metadata = {"Date": None, "Creator": None} if path.suffix == ".svg" else {"Software": None}
    with imported("matplotlib").rc_context({"svg.hashsalt": "policytext"}):
        map_figure(table, order, interface).savefig(path, metadata=metadata, bbox_inches="tight")


def map_html(table: CoverageTable, order: Order = "code", interface: Interface = "zh") -> str:
    """The map as one self-contained page: sorting, years, totals, evidence on click."""
    style, script = asset("page.css") + asset("map.css"), asset("map.js")
    data = {
        "order": order,
        "rows": [asdict(row) for row in table.rows],
        "tasks": [{"id": task_id, "title": title} for task_id, title in table.tasks],
        "findings": [asdict(finding) for finding in table.findings],
        "failed": table.failed,
    }
    parts = {
        "LANG": "zh-Hans" if interface == "zh" else "en",
        "CSP": content_policy(style, script),
        "STYLE": style,
        "SCRIPT": script,
        # "<" cannot end the element that holds the data.
        "DATA": json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"),
        "WORDS": asset("map-words.json").replace("<", "\\u003c"),
    }
    return fill(asset("map.html"), parts)


def map_figure(table: CoverageTable, order: Order = "code", interface: Interface = "zh") -> Figure:
    """The map as a matplotlib figure."""
    figures, fonts = imported("matplotlib.figure"), imported("matplotlib.font_manager")
    known = {font.name for font in fonts.fontManager.ttflist}
    chinese = next((font for font in _CHINESE_FONTS if font in known), None)
    english = interface == "en" or chinese is None
    family: dict[str, Any] = {} if english else {"fontfamily": chinese}
    rows = list(table.rows)
    if order == "total":
        rows.sort(key=lambda row: -table.total(row.adcode))
    values = [
        [_LEVEL[table.status(row.adcode, task_id)] for task_id, _ in table.tasks] for row in rows
    ]
    figure: Figure = figures.Figure(
        figsize=(2.5 + 0.32 * len(table.tasks), 1.2 + 0.3 * len(rows)), dpi=150
    )
    axes = figure.subplots()
    axes.imshow(values, cmap="Greens", vmin=0, vmax=1, aspect="auto")
    axes.set_xticks(range(len(table.tasks)), [task_id for task_id, _ in table.tasks], rotation=90)
    names = [row.name_en if english else row.name for row in rows]
    labels = [f"{name} {table.total(row.adcode)}" for row, name in zip(rows, names, strict=True)]
    axes.set_yticks(range(len(rows)), labels, **family)
    axes.set_xticks([x - 0.5 for x in range(1, len(table.tasks))], minor=True)
    axes.set_yticks([y - 0.5 for y in range(1, len(rows))], minor=True)
    axes.grid(which="minor", color="white", linewidth=1)
    axes.tick_params(which="both", length=0)
    words = json.loads(asset("map-words.json"))
    axes.set_title(words["legend"][1 if english else 0], loc="left", fontsize=9, **family)
    return figure
