from __future__ import annotations

from composed import TEXT, composed

from policytext.view.card import card_html


def test_a_card_shows_counts_targets_and_warnings() -> None:
    card = card_html(composed())
    assert "✓ 任务: 文中称 2, 找到 2" in card
    assert "&gt; 1,200,000 household" in card
    assert "<code>no-tasks</code>" in card
    assert "目标 (3)" in card


def test_a_card_escapes_the_document() -> None:
    attack = "<img src=x onerror=alert(1)>"
    card = card_html(composed(uri=attack, title=attack), interface="en")
    assert attack not in card
    assert "&lt;img" in card


def test_a_long_list_is_cut_and_says_so() -> None:
    doc = composed(text=TEXT)
    many = doc.model_copy(update={"targets": doc.targets * 20})
    assert "… 10" in card_html(many)


def test_a_document_shows_itself_in_a_notebook() -> None:
    assert composed()._repr_html_() == card_html(composed())
