"""Floors: figures of the shipped model on composed gold, and of a taxonomy without training."""

import json

import policytext
from policytext.classify.model import model_for
from policytext.classify.passages import PassageInput
from policytext.classify.predict import classify_passages
from policytext.evaluate.classification import count, false_alarms
from policytext.evaluate.classification_report import composed_passages, main, methods
from policytext.resources import data_path
from policytext.taxonomy import build_taxonomy, load_taxonomy

TAXONOMY = load_taxonomy("digital-rural-2024")


def test_composed_gold_in_both_languages():
    for language, floor in (("zh", 0.65), ("en", 0.67)):
        passages = [p for p in composed_passages() if p.language == language]
        truth = [p.labels for p in passages]
        given = methods(passages, TAXONOMY, model_for(TAXONOMY))
        assert count(truth, given["model"]).f1 >= floor
        assert false_alarms(truth, given["model"]) <= 1 / 16
        assert count(truth, given["model"]).f1 >= count(truth, given["baseline: keywords"]).f1


def test_taxonomy_built_from_a_notice_of_another_field_needs_no_training():
    folder = data_path("corpora/gold/classification")
    notice = policytext.extract(folder / "transfer-notice.txt", include_text=True)
    taxonomy = build_taxonomy(notice)
    lines = (folder / "transfer.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    found = classify_passages([PassageInput(row["text"]) for row in rows], taxonomy, None)
    given = [{task for task, _ in item.labels} for item in found]
    assert count([set(row["labels"]) for row in rows], given).f1 >= 0.75


def test_report_prints_the_model_beside_its_baselines(capsys):
    assert main([]) == 0
    printed = capsys.readouterr().out
    assert "baseline: keywords" in printed
    assert "multilingual-e5-small, zero shot" in printed
    assert "not installed" in printed
