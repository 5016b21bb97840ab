"""The JSON shape: what is printed, and that it comes back whole."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from arbitrary import documents, parses, spans
from hypothesis import given

from policyparse import schema
from policyparse.errors import UnreadableFile
from policyparse.model import (
    Convention,
    Document,
    Finding,
    Mention,
    Parsed,
    Policy,
    Run,
    Source,
    Span,
    Target,
    Task,
    Unit,
)
from policyparse.schema.facts import number

TEXT = "云溪市托育工作方案\n（一）增加托位。千人口托位数达到4.5个。（牵头单位：市卫健委）"


def read(words: str, value: object, rule: str = "rule") -> Mention[object]:
    start = TEXT.index(words)
    return Mention(Span(start, start + len(words)), words, value, rule, 0.97)


def sample() -> Parsed:
    target = Target("千人口托位数", "=", Decimal("4.50"), "个", due=date(2025, 12, 31))
    task = Task(
        key="k1",
        number="（一）",
        path=("一、主要任务",),
        title="增加托位",
        text="千人口托位数达到4.5个。",
        span=Span(10, len(TEXT)),
        units=(read("市卫健委", Unit("市卫健委", "云溪市卫生健康委员会", "lead", "explicit")),),
        targets=(read("千人口托位数达到4.5个", target),),
        actions=(read("千人口托位数达到4.5个。", "千人口托位数达到4.5个。"),),
        warnings=(Finding("stray-space", "词中多了空格", Span(10, 13)),),
    )
    document = Document(
        TEXT, (), (Run(Span(0, 9), 1, None), Run(Span(10, len(TEXT)), 2, (1.0, 2.0, 3.5, 4.0)))
    )
    policy = Policy(
        document,
        title=read("云溪市托育工作方案", "云溪市托育工作方案"),
        issued_on=Mention(None, "", date(2024, 5, 10), "from-notice"),
        conventions=(read("（牵头单位", Convention("first-listed-leads"), "first-listed"),),
        tasks=(task,),
    )
    return Parsed(Source("云溪.txt", "txt", "ab" * 32), (policy,))


@given(parses)
def test_load_gives_back_what_dump_was_given(parsed: Parsed) -> None:
    assert schema.load(schema.dump(parsed)) == parsed


@given(parses)
def test_the_text_form_is_json_and_comes_back(parsed: Parsed) -> None:
    text = schema.dumps(parsed)
    assert json.loads(text) == json.loads(json.dumps(schema.dump(parsed)))
    assert schema.loads(text) == parsed
    assert schema.dumps(schema.loads(text)) == schema.dumps(parsed)


@given(documents, spans)
def test_the_printed_page_is_that_of_the_document(document: Document, span: Span) -> None:
    parsed = Parsed(Source("", "", ""), (Policy(document, None, tasks=(Task("", None, (), "", "", span),)),))
    assert schema.dump(parsed)["documents"][0]["tasks"][0]["page"] == document.page(span)


def test_shape_of_the_contract() -> None:
    document = schema.dump(sample())["documents"][0]
    assert document["title"] == "云溪市托育工作方案"
    assert document["quotes"]["title"]["quote"] == {
        "text": "云溪市托育工作方案",
        "page": 1,
        "start": 0,
        "end": 9,
    }
    assert (document["issued_on"], document["quotes"]["issued_on"]["quote"]) == ("2024-05-10", None)
    assert (document["issuer"], document["quotes"]["issuer"]) == (None, None)
    assert document["conventions"][0]["rule"] == "first-listed-leads"
    assert document["conventions"][0]["entry"] == "first-listed"
    task = document["tasks"][0]
    assert task["page"] == 2
    assert task["path"] == ["一、主要任务"]
    assert task["points"] is None
    unit, target = task["units"][0], task["targets"][0]
    assert {unit[k] for k in ("name", "canonical", "role", "basis")} == {
        "市卫健委",
        "云溪市卫生健康委员会",
        "lead",
        "explicit",
    }
    assert (target["value"], target["value_max"], target["due"]) == (4.5, None, "2025-12-31")
    assert task["actions"][0]["text"] == "千人口托位数达到4.5个。"
    assert task["warnings"][0]["quote"]["text"] == TEXT[10:13]
    for fact in (unit, target, task["actions"][0]):
        quote = fact["quote"]
        assert document["text"][quote["start"] : quote["end"]] == quote["text"]
        assert (quote["page"], fact["rule"], fact["confidence"]) == (2, "rule", 0.97)


def test_coordinates_stand_one_to_a_line() -> None:
    lines = schema.dumps(sample()).splitlines()
    assert "        [0, 9, 1, null]," in lines
    assert f"        [10, {len(TEXT)}, 2, [1.0, 2.0, 3.5, 4.0]]" in lines
    assert '  "schema": "policyparse/1",' in lines


@pytest.mark.parametrize(
    ("digits", "printed"),
    [
        ("100", "100"),
        ("4.5", "4.5"),
        ("4.50", "4.5"),
        ("0", "0"),
        ("-0.1", "-0.1"),
        ("16.5", "16.5"),
        ("1E+2", "100"),
        ("0.1234567890123456789", '"0.1234567890123456789"'),
        ("1E+400", '"1E+400"'),
    ],
)
def test_numbers_lose_nothing(digits: str, printed: str) -> None:
    written = json.dumps(number(Decimal(digits)))
    assert written == printed
    assert Decimal(str(json.loads(written))) == Decimal(digits)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"schema": "policyparse/2"}',
        '{"schema": "policyparse/1", "source": {}, "documents": []}',
    ],
)
def test_other_data_are_refused(text: str) -> None:
    with pytest.raises(UnreadableFile):
        schema.loads(text)
