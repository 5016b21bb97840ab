"""nlp: words from a jieba of our own, spaCy docs whose spans are characters, a component for other pipelines."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parses import CORPORA, documents

from policyparse import nlp
from policyparse.extract import targets
from policyparse.model import Mention, Setting, Span

TEXT = "到2025年，新建普惠托育园6所以上，托位使用率达到60%。\n每年开展两次以上检查。"


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("", ()),
        ("建设用地面积", ("建设", "用地", "面积")),
        ("培育龙头企业", ("培育", "龙头企业")),
        ("跨境货物运输量", ("跨境", "货物", "运输量")),
    ],
)
def test_words(text: str, cut: tuple[str, ...]) -> None:
    assert nlp.words(text) == cut


def test_the_known_sum_of_frequencies_is_that_of_the_dictionary() -> None:
    dictionary = nlp._cutter()._lines.decode()[1:]
    assert nlp._KNOWN[len(dictionary)] == sum(map(int, dictionary.split()[1::3]))


@given(st.text(max_size=40))
def test_words_are_the_text(text: str) -> None:
    assert "".join(nlp.words(text)) == text


def test_nothing_is_written_and_nothing_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    nlp._cutter.cache_clear()
    assert nlp.words("增加托育服务供给") == ("增加", "托育", "服务", "供给")
    assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr() == ("", "")


def test_a_dictionary_read_by_need_cuts_as_the_whole_one() -> None:
    import jieba

    own = jieba.Tokenizer()
    own.FREQ, own.total = own.gen_pfdict(own.get_dict_file())
    own.initialized = True
    for path in (path for path in documents(CORPORA) if path.suffix == ".txt"):
        for phrase in filter(
            None, re.split("[，。、；：\n]", path.read_text(encoding="utf-8", errors="replace"))
        ):
            assert list(nlp.words(phrase)) == own.lcut(phrase)


def test_jieba_of_others_is_left_alone() -> None:
    import jieba

    word = "普惠托育园"
    nlp.words(word)
    assert nlp._cutter() is not jieba.dt
    jieba.add_word(word)
    assert word not in nlp.words(f"新建{word}")


def test_carry_is_one_token_a_character() -> None:
    mentions = targets.find(TEXT, Span(0, len(TEXT)), Setting())
    doc = nlp.carry(TEXT, {"targets": mentions, "units": ()})
    assert [token.text for token in doc] == list(TEXT)
    assert doc.text == TEXT
    assert [span.text for span in doc.spans["targets"]] == [m.surface for m in mentions]
    assert len(doc.spans["units"]) == 0


def test_carry_leaves_out_what_has_no_words() -> None:
    mentions = [Mention(None, "", 1, "rule"), Mention(Span(0, 2), "建成", 2, "rule")]
    doc = nlp.carry("建成公园", {"x": mentions})
    assert [span.text for span in doc.spans["x"]] == ["建成"]


def test_annotate_grows_to_the_tokens_of_another_tokenizer() -> None:
    import spacy
    from spacy.tokens import Doc

    doc = Doc(spacy.blank("zh").vocab, words=["建成", "公园", "3个", "。"], spaces=[False] * 4)
    nlp.annotate(doc, {"targets": [Mention(Span(5, 6), "个", None, "rule")]})
    assert [span.text for span in doc.spans["targets"]] == ["3个"]


def test_component_in_a_pipeline_of_others() -> None:
    import spacy

    import policyparse.component  # noqa: F401

    pipeline = spacy.blank("zh")
    pipeline.add_pipe("policyparse", config={"setting": {"year": 2025}})
    doc = pipeline("年底前新建公园3个，绿地率达到40%以上。（牵头单位：市园林局；配合单位：市财政局）")
    assert [span.text for span in doc.spans["targets"]] == ["3个", "达到40%以上"]
    assert [span.text for span in doc.spans["units"]] == ["市园林局", "市财政局"]
    assert [span.text for span in doc.spans["deadlines"]] == ["年底前"]


def test_the_component_tells_what_is_left() -> None:
    import spacy

    import policyparse.component  # noqa: F401

    pipeline = spacy.blank("zh")
    pipeline.add_pipe("policyparse")
    doc = pipeline(
        "云溪市托育方案\n\n一、指导思想\n坚持普惠。\n二、任务\n（一）增加托位。面向3岁以下婴幼儿，新建托位30个。"
    )
    assert [(span.text, span.label_) for span in doc.spans["left"]] == [
        ("一、指导思想", "background"),
        ("3岁", "age"),
    ]
    assert [span.text for span in doc.spans["targets"]] == ["30个"]
    assert len(doc.spans["unaccounted"]) == 0


def test_component_is_an_entry_point_of_spacy() -> None:
    from importlib.metadata import EntryPoint

    text = (Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8")
    value = text.split("[project.entry-points.spacy_factories]\npolicyparse = ")[1].split("\n")[0].strip('"')
    assert callable(EntryPoint("policyparse", value, "spacy_factories").load())


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    code = "import sys, policyparse.nlp, policyparse.extract.targets; print({'jieba', 'spacy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
