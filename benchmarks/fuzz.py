"""Mutated documents through the whole pipeline: only our errors, in time, with whole results.

    python benchmarks/fuzz.py text|html|docx|pdf --seconds 1800 [--seed 1]

Seeds are the composed documents of tests/fixtures and composed sentences of corpora/gold. Each
round mutates one of them: bytes flipped, cut, doubled, spliced with another; for text and HTML also
odd characters, digits, brackets and tags; for DOCX the XML inside the archive, for PDF the streams
too. Checked: no exception but PolicytextError, no document over the time limit (counted in CPU
seconds), ``text[start:end] == quote`` for every span, the result fits its schema, and, for one
document in twenty, the same bytes a second time. A failing document is written beside this script's
report, into --keep.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import time
import traceback
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from policytext.errors import PolicytextError
from policytext.pipeline import extract_bytes
from policytext.schema import PolicyDocument

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "tests" / "fixtures"
_MOST = 20.0  # CPU seconds for one document
_LONGEST = 300_000
_ODD = (
    *("\u202e", "\u200b", "\ufeff", "\ufffd", "\x00", "\x0b", "\x1f", "\x85", "\u2028", "\ud800"),
    *("⾰", "９", "％", "〔", "〕", "（", "）", "《", "》", "一、", "（一）", "第一章", "第十条"),
    *("\n\n", "\t", "1" * 400, "亿" * 60, "9,999,999,999", "0.000000000001", "百分之", "(" * 300),
    *(
        "分别增长5%、",
        "责任单位：",
        "2024年",
        "2024-13-45",
        "二〇二四年",
        "十四五",
        "翻一番",
        "℃",
        "‰",
    ),
    *("𠮷", "a" * 500, "First, ", "by the end of ", "percentage points", "1 billion "),
)
_TAGS = (
    "<div>" * 50, "</div>", "<table>", "</table>", "<tr><td>", "</td>", "<td rowspan=9999>", "<br>",
    "<td colspan='99999999999'>", "<script>", "</script>", "<!--", "-->", "<![CDATA[", "&#x110000;",
    "&amp;", "&#0;", "<p style='", "<title>", "<meta charset=utf-16>", "<li>" * 40, "<a href=x>",
    "<svg><path d='M0 0'/>", "<template>", "<noscript>", "<frameset>", "<math>", "\x00<p>",
)  # fmt: skip


def seeds(kind: str) -> list[bytes]:
    """The documents that are mutated."""
    ending = {"text": ".txt", "html": ".html", "docx": ".docx", "pdf": ".pdf"}[kind]
    found = [path.read_bytes() for path in sorted(FIXTURES.glob(f"*{ending}"))]
    if kind == "text":
        for path in sorted((ROOT / "corpora" / "gold" / "targets").glob("*.jsonl")):
            rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
            texts = [row["text"] for row in rows if "text" in row]
            found += ["\n".join(texts[i : i + 30]).encode() for i in range(0, len(texts), 30)]
    return found


def flipped(data: bytes, rng: random.Random) -> bytes:
    """Bytes changed, cut out, doubled or moved."""
    made = bytearray(data)
    for _ in range(rng.choice((1, 2, 5, 20))):
        if not made:
            break
        place = rng.randrange(len(made))
        size = rng.choice((1, 1, 2, 8, 64, 1000))
        action = rng.randrange(5)
        if action == 0:
            made[place] = rng.randrange(256)
        elif action == 1:
            del made[place : place + size]
        elif action == 2:
            made[place:place] = made[place : place + size] * rng.choice((1, 2, 50))
        elif action == 3:
            made[place:place] = bytes(rng.randrange(256) for _ in range(min(size, 16)))
        else:
            other = rng.randrange(len(made))
            made[place : place + size] = made[other : other + size]
    return bytes(made[:_LONGEST])


def written(text: str, rng: random.Random, pieces: tuple[str, ...]) -> str:
    """Pieces put in, parts cut, doubled and moved."""
    for _ in range(rng.choice((1, 3, 10, 40))):
        place = rng.randrange(len(text) + 1)
        size = rng.choice((1, 3, 20, 300))
        action = rng.randrange(4)
        if action == 0:
            text = text[:place] + rng.choice(pieces) * rng.choice((1, 1, 2, 30)) + text[place:]
        elif action == 1:
            text = text[:place] + text[place + size :]
        elif action == 2:
            text = text[:place] + text[place : place + size] * 2 + text[place + size :]
        else:
            other = rng.randrange(len(text) + 1)
            text = text[:place] + text[other : other + size] + text[place:]
    return text[:_LONGEST]


def mutated(kind: str, pool: list[bytes], rng: random.Random) -> bytes:
    """One document."""
    data = rng.choice(pool)
    if rng.random() < 0.1:
        return flipped(data, rng)
    if kind in ("text", "html"):
        pieces = _ODD + (_TAGS if kind == "html" else ())
        text = written(data.decode("utf-8", "replace"), rng, pieces)
        if rng.random() < 0.1:
            other = rng.choice(pool).decode("utf-8", "replace")
            text = text[: rng.randrange(len(text) + 1)] + other[rng.randrange(len(other) + 1) :]
        encoding = rng.choice(("utf-8",) * 8 + ("utf-16", "gb18030", "big5"))
        return text.encode(encoding, "replace" if encoding != "utf-8" else "surrogatepass")
    return _archive(data, rng) if kind == "docx" else _pdf(data, rng)


def _archive(data: bytes, rng: random.Random) -> bytes:
    """A DOCX with its parts mutated, left out or doubled."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(made, "w", 8) as taken:
        for name in given.namelist():
            part = given.read(name)
            chosen = rng.random()
            if chosen < 0.03:
                continue
            if name.endswith(".xml") and chosen < (0.9 if "document" in name else 0.2):
                text = part.decode("utf-8", "replace")
                if rng.random() < 0.85:
                    text = _inside(text, rng)
                else:
                    text = written(
                        text, rng, (*_ODD, "<w:p>", "</w:p>", "<w:tbl>", "&x;", "<!DOCTYPE")
                    )
                part = text.encode("utf-8", "replace")
            elif chosen < 0.05:
                part = flipped(part, rng)
            taken.writestr(name, part)
    return flipped(made.getvalue(), rng) if rng.random() < 0.05 else made.getvalue()


def _inside(xml: str, rng: random.Random) -> str:
    """Change what stands between tags, and numbers in attributes, so that the XML stays whole."""
    parts = xml.replace(">", ">\x01").replace("<", "\x01<").split("\x01")
    for _ in range(rng.choice((1, 5, 30))):
        place = rng.randrange(len(parts))
        part = parts[place]
        if part.startswith("<") and '"' in part and "xmlns" not in part and part[1] != "?":
            head, _, rest = part.partition('"')
            _, _, tail = rest.partition('"')
            value = rng.choice(("0", "-1", "99999999999", "", "x", "１", "decimal"))
            parts[place] = f'{head}"{value}"{tail}'
        elif part.startswith("<"):
            if rng.random() < 0.02:
                parts[place] = rng.choice(("", part * 2))
        else:
            words = written(part, rng, tuple(p for p in _ODD if p.isprintable()))
            parts[place] = words.replace("&", "").replace("<", "")
    return "".join(parts)


def _pdf(data: bytes, rng: random.Random) -> bytes:
    """A PDF with the words of its objects changed, or bytes inside a stream."""
    if rng.random() < 0.5:
        return flipped(data, rng)
    start = data.find(b"stream", rng.randrange(len(data)))
    end = data.find(b"endstream", start)
    if start < 0 or end < 0:
        return flipped(data, rng)
    start += data[start : start + 8].find(b"\n") + 1
    try:
        content = zlib.decompress(data[start:end])
        stream = zlib.compress(flipped(content, rng))
    except zlib.error:
        stream = flipped(data[start:end], rng)
    return data[:start] + stream + b"\n" + data[end:]


def spans(value: Any) -> Iterator[dict[str, Any]]:
    """All spans inside the JSON of a result."""
    if isinstance(value, dict):
        if {"start", "end", "quote"} <= value.keys():
            yield value
        for inner in value.values():
            yield from spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans(inner)


def check(data: bytes, name: str, again: bool) -> str | None:
    """What is wrong with the way a document is read, or None."""
    began = time.process_time()
    try:
        document = extract_bytes(data, name, include_text=True)
    except PolicytextError:
        document = None
    except Exception:  # noqa: BLE001 - that is what is looked for
        return traceback.format_exc()
    if (seconds := time.process_time() - began) > _MOST:
        return f"{seconds:.1f} CPU seconds"
    if document is None:
        return None
    line = document.model_dump_json()
    whole = json.loads(line)
    for span in spans(whole):
        if document.text is None or document.text[span["start"] : span["end"]] != span["quote"]:
            return f"span {span}"
    PolicyDocument.model_validate_json(line)
    if again and extract_bytes(data, name, include_text=True).model_dump_json() != line:
        return "another result the second time"
    return None


def main() -> None:
    """Mutate until the time is over; print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=("text", "html", "docx", "pdf"))
    parser.add_argument("--seconds", type=float, default=1800)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-findings"))
    given = parser.parse_args()
    rng, pool = random.Random(given.seed), seeds(given.kind)
    ending = {"text": "txt"}.get(given.kind, given.kind)
    began, count, bad, slowest, known = time.monotonic(), 0, 0, 0.0, set[str]()
    while time.monotonic() - began < given.seconds:
        data = mutated(given.kind, pool, rng)
        count += 1
        start = time.process_time()
        wrong = check(data, f"x.{ending}", again=count % 20 == 0)
        slowest = max(slowest, time.process_time() - start)
        if wrong:
            bad += 1
            where = wrong.strip().splitlines()
            mark = " | ".join(where[-3:])[:300]
            if mark not in known:
                known.add(mark)
                given.keep.mkdir(exist_ok=True)
                (given.keep / f"{given.kind}-{given.seed}-{count}.{ending}").write_bytes(data)
                print(f"{given.kind} {count}: {mark}", flush=True)
    seconds = time.monotonic() - began
    print(
        f"{given.kind}: {count} documents in {seconds:.0f} s, {bad} findings, "
        f"slowest {slowest:.2f} CPU seconds, seed {given.seed}"
    )


if __name__ == "__main__":
    main()
