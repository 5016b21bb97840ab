"""Numbered lines that stand beside the text and order nothing: the list of annexes, the notes below a table."""

from __future__ import annotations

import re

from policyparse.document.titles import MARKERS
from policyparse.model import Document
from policyparse.text.numbering import mark

_ANNEX, _ANNEX_ALONE = MARKERS["annex"], MARKERS["annex-alone"]
# the notes below a table; 例：注：1.每月5日前报送进展。
_NOTE = re.compile(r"(?:附?注|说明|备注|填[报表]说明)\s*(?:[:：]|$)\s*")

# how a form is filled in, a sheet or a part of its own; 例：填表说明
_FORM = re.compile(r"(?:填[报表写]|报表)(?:说明|须知|要求|指南)[:：]?")


def annex_name(words: str) -> str:
    """The name of the annex that a line of a list tells, else "": 附件：云泽市民生实事任务表."""
    label = _ANNEX.match(words)
    return words[label.end() :].strip("《》 ") if label else ""


def annex_lists(document: Document, body: int) -> frozenset[int]:
    """The paragraphs of lists of annexes: the word 附件 with 1. behind or below it, and the numbers that go on from there.

    例：附件：1.任务清单 / 2.联系表. The list ends where the count does, or where a line is a sentence.
    """
    found: set[int] = set()
    for i in range(body, len(document.paragraphs)):
        label = _ANNEX.match(document.words(i))
        if label is None or document.is_cell(i):
            continue
        own = mark(document.words(i)[label.end() :].strip())
        count = 1 if own and own.ordinal == 1 else 0
        listed = [i] if count or _ANNEX_ALONE.match(document.words(i)) else []
        for j in range(i + 1, len(document.paragraphs)) if listed else ():
            words = document.words(j)
            here = mark(words)
            if (
                here is None
                or here.style != "1."
                or here.ordinal != count + 1
                or re.search(r"[。；;：:]", words)
            ):
                break
            count += 1
            listed.append(j)
        # 附件 alone over one 1. with items below it is the annex itself
        if count > 1 or (count and own):
            found.update(listed)
    return frozenset(found)


def notes(document: Document, body: int) -> frozenset[int]:
    """The paragraphs of the notes right below a table, or on how a form is filled in, with the numbers that go on from the first.

    Notes that are numbered from 1 behind their word stand anywhere. 例：注：1.牵头单位每月报送进展。 / 2.逾期的取消评优。
    """
    found: set[int] = set()
    for i in range(max(body, 1), len(document.paragraphs)):
        below = document.is_cell(i - 1) and not document.is_cell(i)
        words = document.words(i)
        label = _NOTE.match(words) if not document.is_cell(i) else None
        own = mark(words[label.end() :]) if label else None
        if not (below or (label and _counts(document, i, words, label.end()))):
            label = _FORM.fullmatch(words) if not document.is_cell(i) else None
        if label is None:
            continue
        found.add(i)
        count = own.ordinal if own else 0
        for j in range(i + 1, len(document.paragraphs)):
            here = mark(document.words(j)) if not document.is_cell(j) else None
            if here is None or here.ordinal != count + 1 or (own and here.style != own.style):
                break
            count += 1
            found.add(j)
    return frozenset(found)


def _counts(document: Document, i: int, words: str, behind: int) -> bool:
    """Whether a count from 1 begins behind the word for notes and its colon, in its line or on the next."""
    told = words[behind:] or (document.words(i + 1) if i + 1 < len(document.paragraphs) else "")
    own = mark(told)
    return own is not None and own.ordinal == 1 and words[:behind].rstrip()[-1:] in ":："
