import pytest

from policytext import extract_text
from policytext.errors import PolicytextError
from policytext.export.matrix import long_matrix, wide_matrix

TEXT = "全县行政村实现光纤宽带和5G网络全覆盖。农产品网络零售额突破80亿元。"


def test_wide_has_one_row_a_document_and_one_cell_a_task():
    docs = [extract_text(TEXT, uri="a"), extract_text("修建公路。", uri="b")]
    names, found = wide_matrix(docs, "status")
    assert names[6:] == tuple(f"T{i:02d}" for i in range(1, 29))
    assert [row[1] for row in found] == ["a", "b"]
    assert found[0][names.index("T01")] == "covered"
    assert set(found[1][6:]) == {"absent"}


def test_long_has_one_row_a_document_and_task():
    names, found = long_matrix([extract_text(TEXT)])
    assert len(found) == 28
    assert [row[names.index("task_id")] for row in found][:2] == ["T01", "T02"]


def test_documents_of_two_taxonomies_make_no_matrix():
    docs = [extract_text(TEXT), extract_text(TEXT + "甲", taxonomy="digital-rural-2025")]
    with pytest.raises(PolicytextError, match="different taxonomies"):
        wide_matrix(docs)
