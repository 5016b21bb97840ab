"""The one module that knows jieba and spaCy; both are imported at the first call that needs them.

Characters are the truth: spaCy carries what was read as span groups over one token a character, jieba advises
where words matter and bounds no span.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from platformdirs import user_cache_path

from policyparse.model import Mention, Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

Groups = Mapping[str, Iterable[Mention[Any]]]
"""The name of each span group (units, targets, deadlines) and the mentions of which it is made."""


@cache
def _cutter() -> Any:
    """A jieba tokenizer of our own: its dictionary and its cache file are shared with nobody."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    logging.getLogger("jieba").setLevel(logging.ERROR)
    cutter = jieba.Tokenizer()
    folder = _cache_folder()
    if folder is None:
        # without a folder of ours, nothing may be written to the shared one that jieba would take
        cutter.FREQ, cutter.total = cutter.gen_pfdict(cutter.get_dict_file())
        cutter.initialized = True
    else:
        cutter.tmp_dir, cutter.cache_file = str(folder), f"jieba-{jieba.__version__}.cache"
        cutter.initialize()
    return cutter


def _cache_folder() -> Path | None:
    """The user's cache folder for policyparse, made if need be; None where it cannot be written."""
    folder = user_cache_path("policyparse")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder


def words(text: str) -> tuple[str, ...]:
    """Cut ``text`` into words; joined they are the text again. Meant for phrases, not for whole documents."""
    return tuple(_cutter().lcut(text)) if text else ()


def carry(text: str, groups: Groups, vocab: Vocab | None = None) -> Doc:
    """Return a spaCy ``Doc`` of one token a character that carries each group of mentions as a span group.

    Every span falls on token edges: ``doc.spans["targets"][0].text`` is the surface of that mention. A mention
    without a span (a value that follows from a rule) is left out. The label of a span is the rule that read it.
    """
    from spacy.tokens import Doc

    doc = Doc(vocab or _blank().vocab, words=list(text), spaces=[False] * len(text))
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
    import spacy

    return spacy.blank("zh")


def register(name: str, read: Callable[[str, Mapping[str, Any]], Groups], settings: Mapping[str, Any]) -> Any:
    """Register a spaCy pipeline component ``name`` that reads a doc's text into span groups.

    ``read`` takes the text and the settings of the component (``settings`` are their defaults) and returns the
    groups. Afterwards ``nlp.add_pipe(name, config={"setting": {…}})`` adds it to any pipeline.
    """
    from spacy.language import Language

    def make(nlp: Language, name: str, setting: dict[str, Any]) -> Callable[[Doc], Doc]:
        return lambda doc: annotate(doc, read(doc.text, setting))

    return Language.factory(name, default_config={"setting": dict(settings)}, func=make)


def doc_bin(texts: Iterable[tuple[str, Groups, Mapping[str, Any]]]) -> bytes:
    """A spaCy ``DocBin`` of texts with their span groups; the mapping becomes ``doc.user_data``. ``DocBin().from_bytes`` reads it."""
    from spacy.tokens import DocBin

    kept = DocBin(store_user_data=True)
    for text, groups, known in texts:
        doc = carry(text, groups)
        doc.user_data.update(known)
        kept.add(doc)
    return bytes(kept.to_bytes())


def drawn(text: str, title: str, marks: Iterable[tuple[Span, str]], colours: Mapping[str, str]) -> str:
    """An HTML piece of the text with each place marked and labelled, drawn by displaCy; ``colours`` are those of the labels.

    Where marks overlap, the first given stands.
    """
    from spacy import displacy

    marked = bytearray(len(text))
    kept: list[tuple[Span, str]] = []
    for span, label in marks:
        if not any(marked[span.start : span.end]):
            marked[span.start : span.end] = b"\1" * (span.end - span.start)
            kept.append((span, label))
    ents = [{"start": span.start, "end": span.end, "label": label} for span, label in sorted(kept)]
    shown = {"text": text, "ents": ents, "title": title}
    return str(
        displacy.render(shown, style="ent", manual=True, jupyter=False, options={"colors": dict(colours)})
    )
