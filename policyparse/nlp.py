"""The one module that knows jieba and spaCy; both are imported at the first call that needs them.

spaCy cannot be installed on every kind of machine. Without it all works but what makes a spaCy document, which says so.

Characters are the truth: spaCy carries what was read as span groups over one token a character, jieba advises
where words matter and bounds no span.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import warnings
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from html import escape
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from policyparse.errors import LibraryMissing
from policyparse.lexicon.patterns import STORE
from policyparse.model import Mention, Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

Groups = Mapping[str, Iterable[Mention[Any]]]
"""The name of each span group (units, targets, deadlines) and the mentions of which it is made."""


def _spacy(module: str) -> Any:
    """A module of spaCy. Raises LibraryMissing where it is not installed."""
    try:
        return import_module(module)
    except ImportError as error:
        raise LibraryMissing(
            "没有安装 spaCy，写不出它的标注文档；能装的机器请运行 pip install spacy。其余命令照常可用，--format json 的内容更全。"
        ) from error


class _Cutter:
    """A jieba tokenizer of our own, which shares nothing and writes nothing.

    Its dictionary is read by need: every word that jieba looks for at a place begins with the two signs that stand there, so the
    words of the pairs of a text are all that cutting it asks for. To read all 350,000 takes 0.7 s and 60 MB.
    """

    def __init__(self) -> None:
        jieba = _jieba()
        self._jieba = jieba.Tokenizer()
        with self._jieba.get_dict_file() as file:
            self._lines = b"\n" + file.read()
            about = os.fstat(file.fileno())
        known = about.st_size, about.st_mtime_ns
        if known not in STORE.dictionary:
            STORE.dictionary = {known: _looked_through(self._lines)}
            STORE.grown = True
        self._jieba.total, self._places = STORE.dictionary[known]
        self._words: dict[str, int] = {}
        self._jieba.FREQ = self._words
        self._pairs: set[str] = set()
        self._jieba.initialized = True

    def cut(self, text: str) -> list[str]:
        """The words of a text."""
        for pair in {*map("".join, pairwise(text)), text[-1:]} - self._pairs:
            self._pairs.add(pair)
            sign, following = pair[0], pair[1:]
            if sign not in self._words:
                self._take(sign, " ")
            if following:
                self._take(sign, following)
        return list(self._jieba.lcut(text))

    def _take(self, sign: str, following: str) -> None:
        """Take up the words that begin with the sign and what follows it, and, as jieba does, what they begin with."""
        opening = f"\n{sign}{following}".encode(errors="surrogatepass")
        edges = self._places.get(sign, ())
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            at = self._lines.find(opening, start, end)
            while at >= 0:
                stop = self._lines.index(b"\n", at + 1)
                word, frequency = self._lines[at + 1 : stop].decode().split(" ")[:2]
                self._words[word] = int(frequency)
                for length in range(1, len(word)):
                    self._words.setdefault(word[:length], 0)
                at = self._lines.find(opening, stop, end)


_SAME_FIRST = re.compile(r"^(.)[^\n]*\n(?:\1[^\n]*\n)*", re.M)
"""Lines of the dictionary (a word, its frequency, its part of speech) that begin with the same character."""


def _looked_through(lines: bytes) -> tuple[int, dict[str, tuple[int, ...]]]:
    """The sum of the frequencies of a dictionary, and where the words of a sign begin and end, from line break to line break."""
    dictionary = lines.decode()
    places: dict[str, tuple[int, ...]] = {}
    told, at = 0, 0  # the bytes before a character: the runs follow each other
    for run in _SAME_FIRST.finditer(dictionary):
        at += len(dictionary[told : run.start()].encode())
        end = at + len(run[0].encode())
        places[run[1]] = (*places.get(run[1], ()), at - 1, end)
        told, at = run.end(), end
    return _KNOWN.get(len(dictionary) - 1) or sum(map(int, dictionary.split()[1::3])), places


_KNOWN = {3_039_559: 60_101_967}
"""The sum of all frequencies of jieba's dictionary by its length, in its version 0.42.1: to add them up takes 0.1 s."""


def _jieba() -> Any:
    """jieba, imported without pkg_resources, which it does without and which takes three times as long as all the rest."""
    known = sys.modules.get("pkg_resources")
    sys.modules["pkg_resources"] = None  # type: ignore[assignment]  # the import fails
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import jieba
    finally:
        del sys.modules["pkg_resources"]
        if known:
            sys.modules["pkg_resources"] = known
    logging.getLogger("jieba").setLevel(logging.ERROR)
    return jieba


@cache
def _cutter() -> _Cutter:
    return _Cutter()


def words(text: str) -> tuple[str, ...]:
    """Cut ``text`` into words; joined they are the text again. Meant for phrases, not for whole documents."""
    return tuple(_cutter().cut(text)) if text else ()


def carry(text: str, groups: Groups, vocab: Vocab | None = None) -> Doc:
    """Return a spaCy ``Doc`` of one token a character that carries each group of mentions as a span group.

    Every span falls on token edges: ``doc.spans["targets"][0].text`` is the surface of that mention. A mention
    without a span (a value that follows from a rule) is left out. The label of a span is the rule that read it.
    """
    doc: Doc = _spacy("spacy.tokens").Doc(
        vocab or _blank().vocab, words=list(text), spaces=[False] * len(text)
    )
    return annotate(doc, groups)


def annotate(doc: Doc, groups: Groups) -> Doc:
    """Put each group of mentions into ``doc.spans``; the offsets of a mention are characters of ``doc.text``.

    In a doc whose tokens are longer than a character a span grows to the tokens that it touches.
    """
    for name, mentions in groups.items():
        spans = (
            doc.char_span(m.span.start, m.span.end, label=m.rule, alignment_mode="expand")
            for m in mentions
            if m.span is not None
        )
        doc.spans[name] = [span for span in spans if span is not None]
    return doc


@cache
def _blank() -> Language:
    blank: Language = _spacy("spacy").blank("zh")
    return blank


def register(name: str, read: Callable[[str, Mapping[str, Any]], Groups], settings: Mapping[str, Any]) -> Any:
    """Register a spaCy pipeline component ``name`` that reads a doc's text into span groups.

    ``read`` takes the text and the settings of the component (``settings`` are their defaults) and returns the
    groups. Afterwards ``nlp.add_pipe(name, config={"setting": {…}})`` adds it to any pipeline.
    """

    def make(nlp: Language, name: str, setting: dict[str, Any]) -> Callable[[Doc], Doc]:
        return lambda doc: annotate(doc, read(doc.text, setting))

    return _spacy("spacy.language").Language.factory(
        name, default_config={"setting": dict(settings)}, func=make
    )


def doc_bin(texts: Iterable[tuple[str, Groups, Mapping[str, Any]]]) -> bytes:
    """A spaCy ``DocBin`` of texts with their span groups; the mapping becomes ``doc.user_data``. ``DocBin().from_bytes`` reads it."""
    kept = _spacy("spacy.tokens").DocBin(store_user_data=True)
    for text, groups, known in texts:
        doc = carry(text, groups)
        doc.user_data.update(known)
        kept.add(doc)
    return bytes(kept.to_bytes())


def drawn(text: str, title: str, marks: Iterable[tuple[Span, str]], colours: Mapping[str, str]) -> str:
    """An HTML piece of the text with each place marked and labelled, drawn by displaCy where it is; ``colours`` are those of the labels.

    Where marks overlap, the first given stands.
    """
    marked = bytearray(len(text))
    kept: list[tuple[Span, str]] = []
    for span, label in marks:
        if not any(marked[span.start : span.end]):
            marked[span.start : span.end] = b"\1" * (span.end - span.start)
            kept.append((span, label))
    try:
        displacy = _spacy("spacy.displacy")
    except LibraryMissing:
        return _marked(text, title, sorted(kept), colours)
    ents = [{"start": span.start, "end": span.end, "label": label} for span, label in sorted(kept)]
    shown = {"text": text, "ents": ents, "title": title}
    return str(
        displacy.render(shown, style="ent", manual=True, jupyter=False, options={"colors": dict(colours)})
    )


def _marked(text: str, title: str, marks: Iterable[tuple[Span, str]], colours: Mapping[str, str]) -> str:
    """The same without spaCy."""
    pieces, at = [f"<h2>{escape(title)}</h2>\n" if title else ""], 0
    for span, label in marks:
        style = f"background:{colours.get(label, '#ddd')};padding:.2em .3em;border-radius:.3em"
        words = f"{escape(span.of(text))} <small><b>{escape(label)}</b></small>"
        pieces += [escape(text[at : span.start]), f'<mark style="{style}">{words}</mark>']
        at = span.end
    body = "".join([*pieces, escape(text[at:])]).replace("\n", "<br>\n")
    return f'<div style="line-height:2.5">{body}</div>'
