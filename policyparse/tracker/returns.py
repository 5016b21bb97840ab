"""Filled-in tables taken back: the reports of many units, and new tasks, compared and entered in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from policyparse.asking import tasks
from policyparse.asking.rows import among
from policyparse.errors import TrackerError
from policyparse.ledger import HEADERS, Filing, Filter, Left, NewTask, Taken, TrackedTask
from policyparse.ledger.reports import OFFICE, is_day
from policyparse.schema.facts import Json
from policyparse.tracker import decisions, evidence, progress
from policyparse.tracker.hand import Ahead, Hand, put
from policyparse.tracker.kept import Kept
from policyparse.tracker.pen import Pen
from policyparse.tracker.rows import chunks

Decide = Callable[[Sequence[TrackedTask]], tuple[Sequence[Filing], Sequence[NewTask]]]
"""Given the tasks as they stand, what to file and what to add."""


def take_back(pen: Pen, decide: Decide, kept: Kept | None) -> Taken:
    """Enter what came back, each report under the name of its unit; what cannot be entered is told, the rest goes on.

    What the pen has changed before goes into the same command. Files that came as evidence go into ``kept``; without it this is
    a trial, and nothing is kept.
    """
    known = {task.id: task for task in tasks.tasks(pen.rows, Filter(), pen.at.date())}
    filings, new = decide(list(known.values()))
    added, refused = decisions.put_in_each(pen, new, new_units=False)
    entered = tuple(number for number in added if number is not None)
    if entered:
        known.update((t.id, t) for t in tasks.tasks(pen.rows, Filter(ids=entered), pen.at.date()))
    fresh = [
        Filing(
            number, task.entries, task.by, task.by if known[number].role_of(task.by) else OFFICE, task.period
        )
        for number, task in zip(added, new, strict=True)
        if number is not None
    ]
    entering = [*filings, *fresh]
    hands = _entered(pen, kept, known, entering)
    changed: dict[int, None] = {}
    filed: list[tuple[int, str, str]] = []
    told: list[Left] = []
    replaced: list[Left] = []
    same: list[tuple[int, str]] = []
    for one, (hand, notes, unattached) in zip(entering, hands, strict=True):
        if isinstance(hand, TrackerError):
            refused.append(Left(one.task, one.place, str(hand)))
            continue
        refused += unattached
        told += (Left(one.task, one.place, note.words, note.fields) for note in notes)
        replaced += (Left(one.task, one.place, words) for words in _replaced(hand))
        if hand.changes:
            changed[one.task] = None
            pen.changes += hand.changes
            filed += (
                (one.task, one.unit, field.split(":")[1])
                for field, _, _ in hand.told()
                if field.startswith("report:")
            )
        elif not notes:
            same.append((one.task, one.place))
    pen.settle(list(changed))
    attached = sum(field.startswith("evidence:") for field, _, _ in pen.told())
    words = [
        f"取回{len(changed)}项任务的填报",
        *([f"补录{len(entered)}项"] if entered else []),
        *([f"附上佐证材料{attached}个"] if attached else []),
    ]
    periods = "、".join(sorted({period for _, _, period in filed if not is_day(period)}))
    command = pen.finish(f"{periods}{'，'.join(words)}")
    return Taken(
        command,
        tuple(changed),
        tuple(filed),
        tuple(refused),
        tuple(told),
        added,
        tuple(replaced),
        tuple(same),
    )


Outcome = tuple[Hand | TrackerError, Sequence[progress.Note], Sequence[Left]]
"""What became of a filing: what it changed, or why it was refused; what a person should know; the files that were not taken."""


def _entered(
    pen: Pen, kept: Kept | None, known: Mapping[int, TrackedTask], filings: Sequence[Filing]
) -> list[Outcome]:
    """Enter filings in their order, what each changes in so many statements as one takes.

    Where several units report on a task, each is entered on what the one before has left: in rounds, of each task the
    next filing. What is refused leaves nothing behind. ``known`` is each task as it stands before.
    """
    found: dict[int, Outcome] = {}
    waiting = list(enumerate(filings))
    now = dict(known)
    while waiting:
        first: dict[int, tuple[int, Filing]] = {}
        later: list[tuple[int, Filing]] = []
        for at, one in waiting:
            if first.setdefault(one.task, (at, one))[0] != at:
                later.append((at, one))
        ahead = Ahead(pen.rows, [*first])
        hands: dict[int, Hand] = {}
        told: dict[int, Sequence[progress.Note]] = {}
        for at, one in first.values():
            hand = Hand(pen.part(one.by), ahead, one.task)
            try:
                told[at] = progress.enter(hand, now[one.task], one.entries, one.period, unit=one.unit)
            except TrackerError as error:
                found[at] = (error, (), ())
                continue
            hands[one.task] = hand
        for task, why in _outdated(pen, hands).items():
            found[first[task][0]] = (TrackerError(why), (), ())
            del hands[task]
        for task, hand in hands.items():
            at, one = first[task]
            found[at] = (hand, told[at], tuple(_attached(hand, kept, now[task], one)))
        put(pen.rows, hands)
        waiting = later
        if again := tuple({one.task for _, one in later}):
            now |= {t.id: t for t in tasks.tasks(pen.rows, Filter(ids=again), pen.at.date())}
    return [found[at] for at in range(len(filings))]


def _outdated(pen: Pen, hands: Mapping[int, Hand]) -> dict[int, str]:
    """Of hands by their tasks those in which a file says once more what the unit had said for that period and has corrected since,
    with why that is not taken: an older copy of a table takes back nothing."""
    if pen.verb != "import":  # on the board a unit says it anew
        return {}
    given = {
        (task, change["field"]): change
        for task, hand in hands.items()
        for change in hand.changes
        if change["field"].startswith("report:")
        and change["before"]
        and ":" in change["field"][len("report:") :]
    }
    found: dict[int, str] = {}
    for some in chunks(sorted({task for task, _ in given})):
        asked = (
            "SELECT c.task_id, c.field, c.after FROM change c JOIN command m ON m.id = c.command_id"
            f" WHERE {among('c.task_id', some)} AND c.field LIKE 'report:%' AND m.verb <> 'undo'"
            " AND m.id NOT IN (SELECT undoes FROM command WHERE undoes IS NOT NULL)"
        )
        for task, field, after in pen.rows.all(asked):
            change, earlier = given.get((task, field)), pen.rows.json(after)
            if change and earlier and _goes_back(change["before"], change["after"], earlier):
                period, _, unit = field.partition(":")[2].partition(":")
                at = datetime.fromisoformat(earlier["at"])
                found[task] = (
                    f"{unit} {period} 的填报与 {at:%Y-%m-%d %H:%M} 收到、后来更正过的一份相同，没有采用；"
                    "确要改回请用 progress"
                )
    return found


def _goes_back(before: Json, after: Json, earlier: Json) -> bool:
    """Whether a report says again all that an earlier one said, and nothing else that is new."""
    was, now, old = (
        {**filed["entries"], **{f"={m}": v for m, v in filed["presents"].items()}}
        for filed in (before, after, earlier)
    )
    return old.items() <= now.items() and all(now[k] == old.get(k) for k in now if now[k] != was.get(k))


def _attached(hand: Pen, kept: Kept | None, task: TrackedTask, filing: Filing) -> Iterator[Left]:
    """Attach the files that came with a report; one that is not taken is told, and keeps nothing else back."""
    for name, content in filing.files:
        try:
            evidence.put(hand, kept, task, name, content, unit=filing.unit, period=filing.period)
        except TrackerError as error:
            yield Left(task.id, filing.place, f"佐证材料没有附上：{error}")


def _replaced(hand: Pen) -> Iterator[str]:
    """What a unit had said of a task for a period, in another table, and now says otherwise; the log keeps both."""
    for field, before, after in hand.told():
        kind, _, name = field.partition(":")
        period, _, unit = name.partition(":")
        if kind != "report" or not before or not unit:
            continue
        was, now = before["entries"], after["entries"]
        changed = [n for n, value in was.items() if value not in ("", None) and now.get(n) != value]
        changed += (
            ["presents"] if any(after["presents"][m] != v for m, v in before["presents"].items()) else []
        )
        if changed:
            said = "、".join(
                HEADERS[n] + (f"“{was[n]}”→“{now.get(n, '')}”" if n in was else "") for n in changed
            )
            at = datetime.fromisoformat(before["at"])
            yield f"{unit} {period} 的填报 {at:%Y-%m-%d %H:%M} 已有一份，与这一份不同：{said}；以这一份为准，两份都留在修改记录里"
