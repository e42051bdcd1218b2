"""Runs the quantity, date and target readers on random text until the time is up.

    python benchmarks/quantities_fuzz.py --seconds 600 --seed 1

Each text is made of pieces that the patterns react to (digits, scales, units, verbs, brackets,
dates) mixed with noise, some repeated many times. Checked for every text: no exception; spans lie
inside the text, in order and disjoint; a second run gives the same; processor time stays under a
bound linear in the length.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from datetime import date

from policytext.extraction.dates import find_dates
from policytext.extraction.quantities import find_quantities
from policytext.extraction.targets import find_targets
from policytext.outline import build_outline
from policytext.readers.source import SourceText
from policytext.text.normalise import normalise

PIECES = (
    *"0123456789零一二两三四五六七八九十百千万亿壹佰仟点",
    *".,，、。；：:;()（）〔〕[]《》“”-—–~～+/%‰\n ",
    *(
        "万亿",
        "个",
        "亩",
        "亿元",
        "百分点",
        "个百分点",
        "百分之",
        "分之",
        "翻一番",
        "以上",
        "左右",
        "余",
        "多",
    ),
    *(
        "超过",
        "不低于",
        "约",
        "达到",
        "提高",
        "由",
        "从",
        "提高到",
        "分别",
        "均",
        "各",
        "力争",
        "比",
        "的",
    ),
    *(
        "2024年底",
        "到2025年",
        "“十四五”末",
        "2022-2025年",
        "今年",
        "6月底前",
        "二〇二四年五月",
        "第三条",
    ),
    *(
        "建设",
        "新增",
        "培育",
        "完成",
        "覆盖率",
        "全覆盖",
        "进一步提升",
        "农村宽带",
        "家企业",
        "一、",
        "工作回顾",
    ),
    *(
        "by the end of 2024, ",
        "increased by ",
        "percent ",
        "million ",
        "yuan ",
        "at least ",
        "the rate of ",
    ),
    *(
        "two hundred ",
        "No. 1 ",
        "from ",
        " to ",
        "respectively ",
        "build ",
        "villages ",
        "a",
        "Z",
        "\u3000",
        "é",
        "😀",
    ),
)
SECONDS_PER_CHARACTER = 60e-6
ALLOWANCE = 0.05


def make(rng: random.Random) -> str:
    """One random text."""
    parts: list[str] = []
    for _ in range(rng.randint(1, 60)):
        piece = rng.choice(PIECES)
        parts.append(piece * (rng.randint(2, 400) if rng.random() < 0.06 else 1))
    text = "".join(parts)
    return text * rng.randint(2, 30) if rng.random() < 0.05 else text


def check(text: str) -> None:
    """Assert the invariants on one text."""
    started = time.process_time()
    for language in ("zh-Hans", "en"):
        quantities = find_quantities(text, language)
        dates = find_dates(text, language, date(2024, 5, 16))
        for items in (quantities, dates):
            place = 0
            for item in items:
                assert place <= item.start < item.end <= len(text), (item, place)
                place = item.end
        assert quantities == find_quantities(text, language)
    normal = normalise(SourceText(text, "text/plain"))
    outline = build_outline(normal)
    for item in find_targets(normal, outline, date(2024, 5, 16), "plan"):
        assert 0 <= item.start < item.end <= len(normal.text), item
        assert item.indicator
        assert (item.value is None) == (item.measure == "qualitative")
    used = time.process_time() - started
    assert used < ALLOWANCE + SECONDS_PER_CHARACTER * len(text), (used, len(text))


def main() -> None:
    """Run until the time is up; a text that breaks an invariant is printed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    until = time.monotonic() + options.seconds
    count = characters = failures = 0
    while time.monotonic() < until:
        text = make(rng)
        try:
            check(text)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong is the finding
            failures += 1
            print(f"{type(error).__name__}: {error}\n{text[:600]!r}", file=sys.stderr)
        count += 1
        characters += len(text)
    print(f"{count} texts, {characters} characters, {failures} failures, seed {options.seed}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
