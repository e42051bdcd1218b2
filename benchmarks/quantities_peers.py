"""Value and unit of quantities beside JioNLP, recognizers-text-suite and quantulum3.

    python benchmarks/quantities_peers.py --install   # once: a virtual environment for each peer
    python benchmarks/quantities_peers.py             # prints the table

Each tool reads the composed gold (corpora/gold/targets) sentence by sentence in a process of its
own; units of every tool are mapped to ours below. A gold quantity counts as found where value (the
lower one of a range) and unit agree; whatever else a tool reports is wrong, except that durations
are left out for all. Speed is processor time after a warm-up, the best of three; memory is the
peak of the process.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from decimal import Decimal, InvalidOperation, localcontext
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOLD = {language: ROOT / f"corpora/gold/targets/{language}.jsonl" for language in ("zh", "en")}
ENVIRONMENTS = Path(os.environ.get("PEERS", ROOT / ".peers"))
PEERS = {
    "jionlp": ["jionlp", "setuptools<81"],
    "recognizers-text-suite": ["recognizers-text-suite", "emoji<2", "setuptools<81"],
    "quantulum3": ["quantulum3", "setuptools<81"],
}
LANGUAGES = {
    "policytext": ("zh", "en"), "jionlp": ("zh",),
    "recognizers-text-suite": ("zh", "en"), "quantulum3": ("en",),
}  # fmt: skip
# (name of the unit there) -> (our unit, factor)
UNITS = {
    "元": ("CNY", 1), "Chinese yuan": ("CNY", 1), "人民币": ("CNY", 1), "yuan": ("CNY", 1),
    "renminbi": ("CNY", 1), "chinese yuan": ("CNY", 1), "rmb": ("CNY", 1), "CNY": ("CNY", 1),
    "美元": ("USD", 1), "United States dollar": ("USD", 1),
    "Dollar": ("USD", 1), "dollar": ("USD", 1),
    "us dollar": ("USD", 1), "%": ("%", 1), "percentage": ("%", 1), "Acre": ("acre", 1),
    "亩": ("mu", 1), "Mu": ("mu", 1), "mu": ("mu", 1), "Chinese acre": ("mu", 1), "公里": ("km", 1),
    "Kilometer": ("km", 1), "kilometre": ("km", 1), "Ton": ("t", 1), "Metric ton": ("t", 1),
    "tonne": ("t", 1), "ton": ("t", 1), "Square meter": ("m2", 1), "Square kilometer": ("km2", 1),
    "Hectare": ("ha", 1), "hectare": ("ha", 1),
    "Cubic meter": ("m3", 1), "Kilogram": ("t", "0.001"),
    "Megawatt": ("kW", 1000), "megawatt": ("kW", 1000),
    "Jin": ("t", "0.0005"), "person": ("person", 1),
    "Petabyte": ("TB", 1000), "Megabit per second": ("Mbps", 1),
}  # fmt: skip
# In these the composed gold says "no target", not "no quantity".
NOT_ASKED = {"trap-rules-benefits", "trap-attributive", "trap-ranks-contacts", "trap-dates-times"}
DURATIONS = {"year", "month", "day", "workday", "hour", "minute", "second", "week"}
TIME = {
    "Year", "Month", "Day", "Week", "Hour", "Minute", "Second", "year", "month", "day", "hour",
    "minute", "second", "week", "years", "century",
}  # fmt: skip


def sentences(language: str) -> list[tuple[str, list[tuple[str, str | None]]]]:
    """Text and gold (value, unit) of the composed sentences."""
    found = []
    for line in GOLD[language].read_text("utf-8").splitlines():
        entry = json.loads(line)
        if "text" not in entry or entry["construction"] in NOT_ASKED:
            continue
        gold: list[tuple[str, str | None]] = []
        for target in entry["targets"]:
            key = (target["value"], target["unit"])
            if target["unit"] in DURATIONS:
                continue
            if target["baseline"] is not None:
                gold.append((target["baseline"], target["unit"]))
            # Two targets may share one quantity (A and B both grew by 2%).
            if target["value"] is not None and not (
                key in gold and set("均各") & set(entry["text"])
            ):
                gold.append(key)
        found.append((entry["text"], gold))
    return found


def plain(value: object) -> str | None:
    """A number of a peer as plain digits, at most six decimals."""
    try:
        number = Decimal(str(value).replace(",", "").strip())
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    with localcontext() as context:
        context.prec = 80
        if abs(number) >= 10**40:
            return str(number)
        text = format(number.quantize(Decimal("0.000001")), "f")
    return text.rstrip("0").rstrip(".")


def mapped(value: object, unit: str | None) -> tuple[str, str | None] | None:
    """A peer's quantity in our units; None for what is no number or a time."""
    if unit in TIME:
        return None
    ours, factor = UNITS.get(unit or "", (unit or None, 1))
    number = plain(value)
    if number is None:
        return None
    try:
        return plain(Decimal(number) * Decimal(str(factor))) or "0", ours
    except InvalidOperation:
        return number, ours


def reader(tool: str, language: str):  # type: ignore[no-untyped-def]
    """A function text -> (value, unit) pairs; each tool is imported in its own process."""
    if tool == "policytext":
        from policytext.extraction.quantities import find_quantities  # noqa: PLC0415

        def read(text: str) -> list[tuple[str, str | None]]:
            pairs = [(q.value, q.unit) for q in find_quantities(text, language) if q.rule != "time"]
            return [(plain(value) or "0", unit) for value, unit in pairs]

        return read
    if tool == "jionlp":
        import jionlp  # noqa: PLC0415

        def read(text: str) -> list[tuple[str, str | None]]:
            found = []
            for item in jionlp.ner.extract_money(text, with_parsing=True):
                number = item["detail"]["num"]
                if isinstance(number, list):
                    number = number[0]
                pair = mapped(number, item["detail"]["case"])
                if pair:
                    found.append(pair)
            return found

        return read
    if tool == "quantulum3":
        from quantulum3 import parser  # noqa: PLC0415

        def read(text: str) -> list[tuple[str, str | None]]:
            found = []
            for item in parser.parse(text):
                name = item.unit.name
                pair = mapped(item.value, None if name == "dimensionless" else name)
                if pair:
                    found.append(pair)
            return found

        return read
    from recognizers_number import recognize_number, recognize_percentage  # noqa: PLC0415
    from recognizers_number_with_unit import recognize_currency, recognize_dimension  # noqa: PLC0415
    from recognizers_text import Culture  # noqa: PLC0415

    culture = Culture.Chinese if language == "zh" else Culture.English

    def read(text: str) -> list[tuple[str, str | None]]:
        found = []
        taken: list[tuple[int, int]] = []
        for recognise in (
            recognize_percentage,
            recognize_currency,
            recognize_dimension,
            recognize_number,
        ):
            for item in recognise(text, culture):
                if any(item.start <= end and start <= item.end for start, end in taken):
                    continue
                taken.append((item.start, item.end))
                value = (item.resolution or {}).get("value")
                unit = (item.resolution or {}).get("unit")
                if recognise is recognize_percentage and value:
                    value, unit = value.rstrip("%"), "%"
                pair = mapped(value, unit)
                if pair:
                    found.append(pair)
        return found

    return read


def work(tool: str, language: str) -> None:
    """In the tool's own process: read everything twice, print counts, speed and memory."""
    read = reader(tool, language)
    cases = sentences(language)
    for text, _ in cases[:20]:
        read(text)
    right = wrong = missed = failures = 0
    seconds = float("inf")
    for _ in range(3):
        started = time.process_time()
        answers = []
        failures = 0
        for text, _ in cases:
            try:
                answers.append(read(text))
            except Exception:  # noqa: BLE001 - a peer that fails on a sentence finds nothing in it
                failures += 1
                answers.append([])
        seconds = min(seconds, time.process_time() - started)
    for (_, gold), found in zip(cases, answers, strict=True):
        left = list(gold)
        for pair in found:
            # A count is a count: what classifier or noun is counted no peer tells.
            match = next(
                (g for g in left if g == pair or (g[0] == pair[0] and same_count(g[1], pair[1]))),
                None,
            )
            if match:
                left.remove(match)
                right += 1
            else:
                wrong += 1
        missed += len(left)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    characters = sum(len(text) for text, _ in cases)
    print(json.dumps([right, wrong, missed, failures, characters / seconds, memory]))


def same_count(gold: str | None, found: str | None) -> bool:
    """Whether a bare number of a peer is the count that the gold has."""
    counted = gold is None or gold.startswith(("count", "person", "household"))
    return counted and found is None


def environment(tool: str) -> dict[str, str]:
    """The variables of a tool's process: only ours sees the checkout."""
    return {**os.environ, "PYTHONPATH": str(ROOT) if tool == "policytext" else ""}


def install() -> None:
    """Make the peers' virtual environments."""
    for peer, packages in PEERS.items():
        place = ENVIRONMENTS / peer
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
        subprocess.run([str(place / "bin/pip"), "install", "-q", *packages], check=True)


def main() -> None:
    """Print the table, or with --install make the environments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--install", action="store_true")
    parser.add_argument("--work", nargs=2, metavar=("TOOL", "LANGUAGE"))
    options = parser.parse_args()
    if options.install:
        return install()
    if options.work:
        return work(*options.work)
    print(
        f"{'tool':24} {'lang':4} {'P':>6} {'R':>6} {'F1':>6} {'fails':>5} {'chars/s':>11} {'MB':>6}"
    )
    for tool, languages in LANGUAGES.items():
        python = sys.executable if tool == "policytext" else str(ENVIRONMENTS / tool / "bin/python")
        for language in languages:
            done = subprocess.run(
                [python, __file__, "--work", tool, language],
                capture_output=True, text=True, check=False, env=environment(tool),
            )  # fmt: skip
            if done.returncode:
                print(f"{tool:24} {language:4} failed: {done.stderr.strip().splitlines()[-1:]}")
                continue
            right, wrong, missed, failures, speed, memory = json.loads(done.stdout.splitlines()[-1])
            precision = right / (right + wrong) if right + wrong else 0
            recall = right / (right + missed) if right + missed else 0
            f1 = 2 * right / (2 * right + wrong + missed) if right else 0
            print(
                f"{tool:24} {language:4} {precision:6.3f} {recall:6.3f} {f1:6.3f} "
                f"{failures:5} {speed:11,.0f} {memory:6.0f}"
            )
    return None


if __name__ == "__main__":
    main()
