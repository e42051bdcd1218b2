"""Composed documents for measurements: notices put together from the composed gold and training.

    python benchmarks/documents.py FOLDER --documents 1000 [--seed 1]

The same number and seed give the same files. Nobody should quote them as policy.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path

CORPORA = Path(__file__).parent.parent / "corpora"
_NUMERALS = "一二三四五六七八九十"
_ASPECTS = (
    "夯实基础设施",
    "发展智慧农业",
    "繁荣乡村文化",
    "提升治理能力",
    "改善公共服务",
    "强化保障",
)
_PLACES = ("河湾县", "青石市", "云岭县", "白沙市", "南塘县")
_TARGETS = CORPORA / "gold" / "targets" / "zh.jsonl"
_PASSAGES = CORPORA / "training" / "digital-rural-2024.jsonl"


def sentences() -> list[str]:
    """Composed Chinese sentences, with targets and about tasks."""
    found = [json.loads(line) for line in _TARGETS.read_text(encoding="utf-8").splitlines()]
    found += [json.loads(line) for line in _PASSAGES.read_text(encoding="utf-8").splitlines()]
    return [each["text"] for each in found if "text" in each and each.get("language") != "en"]


def compose(count: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """(name, text) of ``count`` documents of about 2,000 characters."""
    rng = random.Random(seed)
    pool = sentences()
    for number in range(1, count + 1):
        place, year = rng.choice(_PLACES), rng.randint(2021, 2026)
        lines = [f"{place}{year}年数字乡村发展工作要点(第{number}号)"]
        for numeral, aspect in zip(_NUMERALS, rng.sample(_ASPECTS, 4), strict=False):
            lines.append(f"{numeral}、{aspect}")
            lines += [
                f"（{_NUMERALS[i]}）{rng.choice(pool)}{rng.choice(pool)}(责任单位:县农业农村局)"
                for i in range(rng.randint(3, 8))
            ]
        lines += [f"{place}人民政府办公室", f"{year}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"]
        yield f"{number:06d}.txt", "\n".join(lines) + "\n"


def main() -> None:
    """Write the documents into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    for name, text in compose(given.documents, given.seed):
        (given.folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
