"""Hypothesis strategies for parses: every field takes any value that its type allows."""

from __future__ import annotations

from typing import Any, get_args

from hypothesis import strategies as st

from policyparse import model as m

characters = st.characters(
    codec="utf-8", exclude_characters="\0"
)  # which the folding takes out of every text
words = st.text(characters, max_size=8)
maybe_words = st.none() | words
dates = st.dates()
maybe_dates = st.none() | dates
decimals = st.decimals(allow_nan=False, allow_infinity=False) | st.decimals(-1000, 1000, places=2)
maybe_decimals = st.none() | decimals
floats = st.floats(allow_nan=False, allow_infinity=False)
counts = st.integers(0, 40)
pages = st.none() | st.integers(1, 9)
spans = st.builds(m.Span, counts, counts)


def one_of(literal: Any) -> st.SearchStrategy[Any]:
    """One of the strings of a Literal type."""
    return st.sampled_from(get_args(literal))


def several(strategy: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[Any]:
    """A tuple of up to ``most`` values."""
    return st.lists(strategy, max_size=most).map(tuple)


def mentions(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A mention of a value, with or without a place."""
    return st.builds(m.Mention, st.none() | spans, words, values, words, st.floats(0, 1))


findings = st.builds(m.Finding, words, words, st.none() | spans)
boxes = st.none() | st.tuples(floats, floats, floats, floats)
documents = st.builds(
    m.Document,
    text=st.text(characters, max_size=40),
    paragraphs=several(
        st.builds(
            m.Paragraph, spans, st.none() | floats, st.booleans(), st.booleans(), st.none() | counts, pages
        )
    ),
    runs=several(st.builds(m.Run, spans, pages, boxes), most=6),
    tables=several(st.builds(m.Grid, spans, several(several(spans)))),
    dropped=several(st.builds(m.Dropped, words, pages, words)),
    findings=several(findings),
)
units = st.builds(m.Unit, words, words, one_of(m.Role), one_of(m.Basis))
targets = st.builds(
    m.Target,
    metric=words,
    comparator=one_of(m.Comparator),
    value=decimals,
    unit=maybe_words,
    value_max=maybe_decimals,
    change=st.none() | one_of(m.Change),
    baseline=maybe_words,
    scope=maybe_words,
    kind=one_of(m.TargetKind),
    due=maybe_dates,
)
deadlines = st.builds(
    m.Deadline, one_of(m.DeadlineKind), maybe_dates, maybe_dates, maybe_words, one_of(m.DeadlineBasis)
)
tasks = st.builds(
    m.Task,
    key=words,
    number=maybe_words,
    path=several(words),
    title=words,
    text=words,
    span=spans,
    kind=one_of(m.TaskKind),
    points=maybe_decimals,
    units=several(mentions(units)),
    targets=several(mentions(targets)),
    deadlines=several(mentions(deadlines)),
    actions=several(mentions(words)),
    milestones=several(mentions(st.builds(m.Milestone, words, words, maybe_dates, maybe_dates))),
    entries=several(mentions(st.builds(m.Entry, one_of(m.EntryField), words))),
    fields=several(mentions(st.builds(m.Field, words, words))),
    warnings=several(findings),
)
policies = st.builds(
    m.Policy,
    document=documents,
    title=st.none() | mentions(words),
    issuer=st.none() | mentions(words),
    doc_number=st.none() | mentions(words),
    issued_on=st.none() | mentions(dates),
    genre=maybe_words,
    year=st.none() | st.integers(1900, 2100),
    region=maybe_words,
    conventions=several(mentions(st.builds(m.Convention, one_of(m.ConventionRule), maybe_words))),
    reporting=several(
        mentions(st.builds(m.Reporting, one_of(m.ReportCycle), st.none() | st.integers(1, 28)))
    ),
    cites=several(mentions(st.builds(m.Cite, words, maybe_words))),
    goals=several(mentions(targets)),
    tasks=several(tasks),
    findings=several(findings),
    accounts=several(
        st.builds(
            m.Account,
            one_of(m.AccountKind),
            one_of(m.AccountState),
            words,
            spans,
            maybe_words,
        )
    ),
)
sources = st.builds(m.Source, words, words, words, st.none() | counts, several(counts), several(words))
parses = st.builds(m.Parsed, sources, several(policies, most=2))
