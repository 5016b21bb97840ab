"""What the rows of a review workbook say of each doubtful fact, and what that corrects. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

from policyparse import lexicon, values
from policyparse.errors import UsageError
from policyparse.exports.marks import mark_of
from policyparse.ledger import TrackedTask
from policyparse.ledger.corrections import Correction
from policyparse.ledger.review import KINDS, words_of
from policyparse.ledger.words import UNCLEAR
from policyparse.model import Mention
from policyparse.returns.lines import Verdict

Word = Literal["对", "改", "删", "不确定"]


# ---- what they say -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """What a row says of a fact: the answer, the kind's letter and the place (from 1) of the fact, 0 for a missing lead;
    with 改 the value: names of units, a target or a deadline."""

    verdict: Verdict
    word: Word
    letter: str
    place: int
    value: Any = None


def answer(verdict: Verdict, task: TrackedTask) -> Answer:
    """A row as it is meant for its task. Raises UsageError for one that cannot be read, or is of a fact that is no more."""
    word, (letter, place) = _word(verdict), _place(verdict, task)
    if word == "对" and not place:
        raise UsageError(f"任务 {task.id} 没有牵头单位，无可确认；要补请选“改”并写明单位")
    if word != "改":
        return Answer(verdict, word, letter, place)
    card = task.document
    value: Any
    if letter == "u":
        value = values.names([verdict.value])
    elif letter == "t":
        value = replace(values.target(verdict.value), kind=task.targets[place - 1].value.kind)
    else:
        value = values.deadline(verdict.value, card.year, card.issued_on)
    return Answer(verdict, word, letter, place, value)


def _word(verdict: Verdict) -> Word:
    """The answer, however it was written; a value alone says 改."""
    written = verdict.word or "改"
    known = next((k.id for k in lexicon.entries("returns", "verdict") if k.pattern.fullmatch(written)), None)
    if known is None:
        raise UsageError(f"看不懂核对结果“{written[:20]}”，请选对、改、删或不确定")
    if known == "改" and not verdict.value:
        raise UsageError("选了“改”，没有写更正为什么")
    if known in ("对", "删") and verdict.value:
        raise UsageError(f"选了“{known}”，又写了更正为“{verdict.value[:20]}”，不知道以哪个为准")
    return cast(Word, known)


def _place(verdict: Verdict, task: TrackedTask) -> tuple[str, int]:
    """The fact that a row is of: the one of its number, where it still says the same, else one that does."""
    letter, number = verdict.fact.partition(".")[2][:1], verdict.fact.partition(".")[2][1:]
    if not letter:
        if task.lead:
            raise UsageError(f"任务 {task.id} 已有牵头单位：{'、'.join(task.lead)}")
        return "u", 0
    facts: Sequence[Mention[Any]] = getattr(task, KINDS[letter], ()) if letter in KINDS else ()
    same = [at for at, m in enumerate(facts, 1) if mark_of(words_of(letter, m)) == verdict.mark]
    if not same:
        raise UsageError(f"任务 {task.id} 的这条事实已不是核对表上的内容，没有采用")
    return letter, int(number) if number.isdecimal() and int(number) in same else same[0]


# ---- what they correct ---------------------------------------------------------------------------------

Told = tuple[Correction, str, str, str]
"""A correction with the column that it is of, what stood there, and what stands there then."""


def decided(task: TrackedTask, answers: Sequence[Answer]) -> list[Told]:
    """What the answers on a task correct; what is right is confirmed first, so that no fact's place has moved by then."""
    sure = [a for a in answers if a.word == "对"]
    found: list[Told] = [
        (
            Correction(task.id, a.verdict.place, confirmed=((KINDS[a.letter], a.place),)),
            column_of(task, a),
            _words(task, a),
            "（核对无误）",
        )
        for a in sure
    ]
    dropped = [a for a in answers if a.word == "删" and not a.place]
    changed: dict[str, list[Answer]] = defaultdict(list)
    for a in answers:
        if a.word == "改" or (a.word == "删" and a.place):
            changed[column_of(task, a)].append(a)
    for column, some in changed.items():
        where = "、".join(a.verdict.place for a in some)
        before = "\n".join(_words(task, a) for a in some)
        after = "\n".join(a.verdict.value or "（删去）" for a in some)
        found.append((replace(_amended(task, column, some), place=where), column, before, after))
    for a in dropped[:1]:
        found.append(
            (Correction(task.id, a.verdict.place, dropped=True), "title", task.title, "（整项删去）")
        )
    return found


def column_of(task: TrackedTask, one: Answer) -> str:
    """The column that a fact stands in; goals and standards are one list of targets."""
    if one.letter == "u":
        return task.units[one.place - 1].value.role if one.place else "lead"
    return "targets" if one.letter == "t" else "deadline"


def _words(task: TrackedTask, one: Answer) -> str:
    return words_of(one.letter, getattr(task, KINDS[one.letter])[one.place - 1]) if one.place else UNCLEAR


def _amended(task: TrackedTask, column: str, answers: Sequence[Answer]) -> Correction:
    """The facts of a column as the answers have them."""
    by_place = {a.place: a for a in answers}
    given: Any
    if column in ("lead", "support"):
        names: list[str] = []
        for at, unit in enumerate(task.units, 1):
            if unit.value.role == column:
                names += by_place[at].value or [] if at in by_place else [unit.value.name]
        names += by_place[0].value if 0 in by_place else []
        given = {column: tuple(names)}
    else:
        kind = KINDS[answers[0].letter]
        places = range(1, len(getattr(task, kind)) + 1)
        facts = [by_place[at].value if at in by_place else at for at in places]
        given = {kind: tuple(fact for fact in facts if fact is not None)}
    return Correction(task.id, **given)
