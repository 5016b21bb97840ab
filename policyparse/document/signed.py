"""Who signed a text: the names above a date, beside it on one line, or at the end without one (GB/T 9704-2012, 7.3.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policyparse import places
from policyparse.document.titles import MARKERS, ORGAN
from policyparse.model import Document

# the place of the seal is no part of the signer's name; 例：（盖章）
_STAMP = re.compile(r"[（(][^（）()]{0,40}(?:代章|印章|盖章|公章|章)[)）]")
# the name of a signer, one or several on end; 例：云溪市教育局
_NAME = re.compile(rf"[一-鿿“”、]{{2,40}}(?:{ORGAN}|海关)|国务院")
# one by what only signs where it stands alone over a date: an office within a school, a shop, a society; 例：教务处
_OFFICE = re.compile(
    r"(?!.*(?:[召举]开|开[展好]|组织|做好|加强|举行|成立|参加|报送|提交|负责|牵头|配合))[一-鿿“”、]{1,23}[处科室站所社村会园办]"
)
# a date in short, or that of printing, which counts where names stand above it, or at the end; 例：2024.3.5
_SHORT = re.compile(
    r"20\d\d(?:[.\-/]\d{1,2}[.\-/]\d{1,2}|年\d{1,2}月(?:\d{1,2}日)?)(?:印发|编发)?|二[〇○零Ｏ0][〇○零Ｏ0一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月"
)
# name and date on one line; 例：云溪市实验小学 2024年3月5日
_LINE = re.compile(
    rf"(?P<names>(?:{_NAME.pattern})|{_OFFICE.pattern})[ \u3000]*"
    r"(?:20\d\d年\d{1,2}月(?:\d{1,2}日)?|二[〇○零Ｏ0][〇○零Ｏ0一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)"
)
# what a text ends with above its signature; 例：。
_CLOSED = re.compile(r"[。；;！!？?”》）)]$")
_LAST = 6
_MOST = 24
"""So many departments may sign one text, a line each."""
_BRIEF = 6


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature: the paragraphs of the names above a date, and the paragraph of the date, None where there is none.

    Where both stand on one line, it is the one paragraph of both.
    """

    names: tuple[int, ...]
    dated: int | None


def signed_by(document: Document, body: int) -> Signed | None:
    """The signature of the notice, else the last one of the text; that of the printing (印发) is none."""
    head = signatures(document, 0, body)
    last = [s for s in signatures(document, body)[::-1] if not _of_printing(document, s)]
    found = head[:1] or last or undated(document, body)
    return next((s for s in found if s.names), found[0] if found else None)


def _of_printing(document: Document, signed: Signed) -> bool:
    return signed.dated is not None and document.words(signed.dated).endswith("发")


def undated(document: Document, body: int) -> list[Signed]:
    """The signature without a date at the end of a text: lines that are the names of organs of the place of its title."""
    names = _names_above(document, len(document.paragraphs), body, dated=False)
    if not names or names[0] <= body or not re.search(r"[。）)]$", document.words(names[0] - 1)):
        return []
    own = [document.words(i).removeprefix("中共") for i in names]
    heads = [document.words(i).removeprefix("中共")[:2] for i in range(body)]
    return [Signed(names, None)] if all(name[:2] in heads or places.leading(name) for name in own) else []


def signatures(document: Document, start: int, stop: int | None = None) -> list[Signed]:
    """The dates that stand alone among the paragraphs ``[start, stop)``, each with the names above it or on its own line."""
    stop = len(document.paragraphs) if stop is None else stop
    plain = (i for i in range(start, stop) if not document.is_cell(i))
    return [signed for i in plain if (signed := _signature(document, i, start))]


def _signature(document: Document, i: int, start: int) -> Signed | None:
    text = document.words(i)
    if MARKERS["signature-date"].match(text):
        return Signed(_names_above(document, i, start), i)
    if _SHORT.fullmatch(text):
        names = _names_above(document, i, start)
        told = names or i + 1 == len(document.paragraphs)
        return Signed(names, i) if told and _closed_above(document, names[0] if names else i, start) else None
    at_the_end = i + _LAST >= len(document.paragraphs)
    alone = at_the_end and _LINE.fullmatch(_STAMP.sub("", text)) and _closed_above(document, i, start)
    return Signed((i,), i) if alone else None


def _closed_above(document: Document, i: int, start: int) -> bool:
    return i > start and _CLOSED.search(document.words(i - 1)) is not None


def printed_names(text: str) -> str:
    """The names that a line of a signature prints, without the place of the seal and the date beside them."""
    bare = _STAMP.sub("", text)
    found = _LINE.fullmatch(bare)
    return found["names"] if found else bare


def _names_above(document: Document, end: int, start: int, dated: bool = True) -> tuple[int, ...]:
    names: list[int] = []
    for i in range(end - 1, max(start - 1, end - _MOST - 1), -1):
        text = _STAMP.sub("", document.words(i))
        office = _OFFICE.fullmatch(text) and (len(text) <= _BRIEF or _closed_above(document, i, start))
        if not _NAME.fullmatch(text) and not (dated and office):
            break
        names.insert(0, i)
    return tuple(names)
