"""Plain text: which encoding the bytes are in, and where page furniture stands in the lines."""

from __future__ import annotations

import codecs

from policytext.errors import InputError, Note
from policytext.patterns import lazy
from policytext.readers.furniture import furniture_of
from policytext.readers.source import SourceText

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 200_000
_CONTROL = lazy(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROL = 0.01
_MOST_DAMAGED = 0.02
# The commonest characters of Chinese prose in both scripts; text decoded with the wrong one of
# GB 18030 and Big5 holds hardly any of them.
_COMMON = frozenset(
    "的一是在不了有和人中大为國国上个個我以要他时時来來用们們生到作地于於出就分对對成会會可主发發年动動同工也能下"
    "过過子说說产產种種面而方后後多定行学學法所民得经經十三之进進着等部度家电電力里如水化高自二理起小物现現实實加"
    "量都两兩体體制机機当當使点點从從业業本去把性好应應开開它合还還因由其些然前外天政四日那社义義事平形相全表间間"
    "样樣与與关關各重新线線内內数數正心反你明看原又么麼利比或但质質气氣第向道命此变變条條只没沒结結解问問意建月公无無"
    "系農农村乡鄉省市县縣区區推施设設划計计划務务展网網"
)


def read_text_bytes(data: bytes) -> SourceText:
    """Decode a text file. Raises InputError for bytes that are no text in any known encoding.

    A byte order mark decides; otherwise strict UTF-8, then UTF-16 without a mark, then GB 18030
    or Big5, whichever gives more common Chinese characters, then what charset-normalizer finds.
    """
    text, encoding, notes = decode(data)
    control = len(_CONTROL.findall(text[:_SAMPLE]))
    if control > _MOST_CONTROL * min(len(text), _SAMPLE):
        raise InputError(
            "the file is binary, not text: it holds control characters; policytext reads TXT, "
            "HTML, PDF and DOCX",
            code="input-binary",
        )
    return read_text(text, encoding=encoding, notes=notes)


def read_text(
    text: str, *, encoding: str | None = None, notes: tuple[Note, ...] = ()
) -> SourceText:
    """A plain text that has been decoded already."""
    return SourceText(
        text, "text/plain", encoding=encoding, furniture=furniture_of(text), notes=notes
    )


def decode(data: bytes) -> tuple[str, str, tuple[Note, ...]]:
    """Text, name of the encoding and notes on what was guessed or damaged."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _checked(data, encoding)
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError as error:
        # A text cut off inside its last character is still UTF-8.
        if error.start > len(data) - 4 and error.start > 0:
            return _checked(data, "utf-8")
    wide = _utf16_without_mark(data)
    if wide:
        return _checked(data, wide)
    guessed = _chinese_encoding(data) or _guess(data)
    if guessed is None:
        # Mostly UTF-8 with a few damaged bytes?
        text, encoding, notes = _checked(data, "utf-8")
        return text, encoding, notes
    text, encoding, notes = _checked(data, guessed)
    note = Note("encoding-guessed", f"the encoding was taken to be {encoding}")
    return text, encoding, (note, *notes)


def _checked(data: bytes, encoding: str) -> tuple[str, str, tuple[Note, ...]]:
    text = data.decode(encoding, "replace")
    name = {"utf-8-sig": "utf-8"}.get(encoding, encoding)
    damaged = text.count("\ufffd")
    if not damaged:
        return text, name, ()
    if damaged > _MOST_DAMAGED * len(text):
        raise InputError(
            f"the file is no text in an encoding that policytext knows: {damaged} places do not "
            f"fit {name}; convert it to UTF-8, or check that it is a text file",
            code="input-binary",
        )
    place = text.index("\ufffd")
    message = f"{damaged} places do not fit {name} and were read as U+FFFD"
    return text, name, (Note("encoding-damaged", message, place, place + 1),)


def _utf16_without_mark(data: bytes) -> str | None:
    sample = data[:2000]
    if len(sample) < 4 or len(data) % 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    # ASCII marks and line breaks give zero bytes on one side only.
    if odd > even * 4 and odd >= len(sample) // 100:
        return "utf-16-le"
    if even > odd * 4 and even >= len(sample) // 100:
        return "utf-16-be"
    return None


def _chinese_encoding(data: bytes) -> str | None:
    best: tuple[float, str] | None = None
    sample = data[:_SAMPLE]
    for encoding in ("gb18030", "big5hkscs"):
        text = sample.decode(encoding, "replace")
        wide = [character for character in text if character > "\u2e7f"]
        if not wide or text.count("\ufffd") > _MOST_DAMAGED * len(text) + 1:
            continue
        share = sum(character in _COMMON for character in wide) / len(wide)
        if share >= 0.08 and (best is None or share > best[0]):
            best = (share, encoding)
    return best[1] if best else None


def _guess(data: bytes) -> str | None:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - rare, 60 ms

    best = from_bytes(data[:_SAMPLE]).best()
    return best.encoding if best else None
