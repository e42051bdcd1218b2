"""Many documents: folders, order, error records."""

from __future__ import annotations

from pathlib import Path

import pytest

from policytext import ErrorRecord, InputError, PolicyDocument, PolicytextError, extract_many
from policytext.batch.records import find_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a/z.txt", "a/.hidden.txt", ".git/x.txt", "notes.xyz"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("一、建设网络\n光纤到村。\n二、发展电商\n直播到乡。", encoding="utf-8")
    return tmp_path


def test_a_folder_is_walked_in_order_without_hidden_files(folder: Path) -> None:
    assert find_files(folder) == [folder / "a" / "z.txt", folder / "b.txt"]


def test_a_folder_without_documents_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no file that policytext reads .*\.pdf"):
        find_files(tmp_path)


def test_one_bad_file_does_not_stop_the_others(folder: Path) -> None:
    paths = [folder / "b.txt", folder / "missing.txt", folder / "a" / "z.txt"]
    records = list(extract_many(paths))
    assert [type(record) for record in records] == [PolicyDocument, ErrorRecord, PolicyDocument]
    failed = records[1]
    assert isinstance(failed, ErrorRecord)
    assert failed.error == "input-missing"
    assert "missing.txt" in failed.message


def test_an_unknown_option_is_told_before_reading(folder: Path) -> None:
    with pytest.raises(PolicytextError, match="unknown option colour"):
        next(iter(extract_many([folder / "b.txt"], colour="red")))  # type: ignore[call-arg]


def test_a_fault_of_ours_is_recorded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("lost")

    monkeypatch.setattr("policytext.pipeline.normalise", broken)
    (record,) = extract_many([folder / "b.txt"])
    assert isinstance(record, ErrorRecord)
    assert record.error == "internal-error"
    assert "KeyError" in record.message
