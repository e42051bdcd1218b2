from __future__ import annotations

from typing import Any

import pytest
from composed import TEXT, composed

from policytext.errors import PolicytextError

spacy = pytest.importorskip("spacy")
pytest.importorskip("jieba")
import policytext.spacy as component  # noqa: E402

JIEBA = {"nlp": {"tokenizer": {"segmenter": "jieba"}}}


@pytest.fixture
def hand_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extraction gives the composed result, so that the tests are of the pipe alone."""

    def given(text: str, **_: object) -> Any:
        return composed(text=text).model_copy(update={"text": text})

    monkeypatch.setattr(component, "extract_text", given)


def pipeline(language: str = "zh", **config: object) -> Any:
    nlp = spacy.blank(language, config=JIEBA if language == "zh" else {})
    nlp.add_pipe("policytext", config=config)
    return nlp


@pytest.mark.usefixtures("hand_made")
@pytest.mark.filterwarnings("ignore:pkg_resources")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_items_become_spans_with_their_item(language: str) -> None:
    doc = pipeline(language)(TEXT)
    assert doc.text == TEXT
    targets = doc.spans["policytext/targets"]
    assert [span._.policytext.id for span in targets] == ["N1", "N2", "N3"]
    assert [span.label_ for span in targets] == ["target"] * 3
    agencies = doc.spans["policytext/agencies"]
    assert [span.label_ for span in agencies] == ["lead", "cooperating", "responsible"]
    assert agencies[2]._.policytext.id == "cn-33/agri"
    assert [span.label_ for span in doc.spans["policytext/labels"]] == ["T01", "T09", "T26"]
    assert len(doc.spans["policytext"]) == 3 + 3 + 2 + 1
    assert doc._.policytext.meta.title == "云山省数字乡村建设年度安排"


@pytest.mark.usefixtures("hand_made")
def test_a_token_over_the_border_widens_the_span_and_says_so() -> None:
    doc = pipeline("en")(TEXT)
    for span in doc.spans["policytext/targets"]:
        place = span._.policytext_span
        assert place.quote in span.text
        assert TEXT[place.start : place.end] == place.quote
        assert span._.policytext_exact == (span.text == place.quote)
    assert not all(span._.policytext_exact for span in doc.spans["policytext/targets"])


@pytest.mark.usefixtures("hand_made")
def test_strict_alignment_raises_instead() -> None:
    with pytest.raises(PolicytextError, match="does not begin and end with a token"):
        pipeline("en", alignment="strict")(TEXT)


@pytest.mark.usefixtures("hand_made")
def test_single_characters_always_align() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("policytext", config={"alignment": "strict"})
    doc = nlp(TEXT)
    assert all(span._.policytext_exact for span in doc.spans["policytext/targets"])


@pytest.mark.usefixtures("hand_made")
def test_docbin_gives_back_spans_and_items() -> None:
    nlp = pipeline()
    first = nlp(TEXT)
    stored = spacy.tokens.DocBin(store_user_data=True, docs=[first]).to_bytes()
    (second,) = spacy.tokens.DocBin().from_bytes(stored).get_docs(nlp.vocab)
    assert second._.policytext == first._.policytext
    for group in first.spans:
        assert [(s.start, s.end, s.label_, s.id_) for s in second.spans[group]] == [
            (s.start, s.end, s.label_, s.id_) for s in first.spans[group]
        ]
    assert second.spans["policytext/targets"][0]._.policytext.value == 1200000


@pytest.mark.usefixtures("hand_made")
def test_pipe_gives_what_single_calls_give() -> None:
    nlp = pipeline()
    texts = [TEXT, "另有说明。" + TEXT]
    piped = [doc._.policytext for doc in nlp.pipe(texts)]
    assert piped == [nlp(text)._.policytext for text in texts]


@pytest.mark.usefixtures("hand_made")
def test_displacy_shows_the_spans() -> None:
    doc = pipeline()(TEXT)
    html = spacy.displacy.render(
        doc, style="span", options={"spans_key": "policytext"}, jupyter=False
    )
    assert "targets" in html
    assert "agencies" in html


def test_a_saved_pipeline_keeps_its_settings(tmp_path: Any) -> None:
    pipeline(taxonomy="none", alignment="strict").to_disk(tmp_path)
    config = spacy.load(tmp_path).get_pipe_config("policytext")
    assert (config["taxonomy"], config["alignment"]) == ("none", "strict")


def test_unknown_settings_are_refused_when_the_pipe_is_added() -> None:
    with pytest.raises(Exception, match="alignment"):
        pipeline(alignment="nearest")


def test_docs_without_a_result_have_none() -> None:
    doc = spacy.blank("zh")("山区光纤")
    assert doc._.policytext is None
    assert doc[:1]._.policytext is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_whole_way_from_text_to_spans(language: str) -> None:
    text = {
        "zh": "到2025年底，农产品网络零售额超过6300亿元。\n",
        "en": "By the end of 2025, online retail sales shall exceed 630 billion yuan.\n",
    }[language]
    doc = pipeline(language, taxonomy="none")(text)
    (span,) = doc.spans["policytext/targets"]
    assert span._.policytext.value == 630_000_000_000
    assert span._.policytext_span.quote in span.text
    assert doc.text == text
