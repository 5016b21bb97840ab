"""The part of the tracker's door that corrects what was read, and reads again what was corrected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from policyparse import schema
from policyparse.ledger import Conflict, Filter, Merged, TrackedTask
from policyparse.model import Deadline, Parsed, Target
from policyparse.tracker import confirming, conflicts, decisions, merging, queries
from policyparse.tracker.opened import Opened
from policyparse.tracker.wording import sentence


class Corrections(Opened):
    """Decisions of a person, each one logged command, and the merge that keeps them."""

    def edit(
        self,
        task_id: int,
        *,
        by: str = "",
        at: datetime | None = None,
        title: str | None = None,
        text: str | None = None,
        lead: Sequence[str] | None = None,
        support: Sequence[str] | None = None,
        targets: Sequence[Target] | None = None,
        deadlines: Sequence[Deadline] | None = None,
    ) -> TrackedTask:
        """Correct what a task says; None leaves a field as it was read, a sequence replaces all of its kind.

        A later reading of the file does not overwrite it. Gives the task as it is then.
        """
        with self._command("edit", by, at) as pen:
            told = {"title": title, "text": text, "lead": lead, "support": support}
            decisions.edit(pen, task_id, **told, targets=targets, deadlines=deadlines)  # type: ignore[arg-type]
            pen.finish(f"更正任务 {task_id}：{sentence(pen.told())}")
            return queries.task(pen.session, task_id, pen.at.date())

    def add_task(
        self,
        document_id: int,
        *,
        title: str,
        text: str = "",
        number: str | None = None,
        after: int | None = None,
        lead: Sequence[str] = (),
        support: Sequence[str] = (),
        targets: Sequence[Target] = (),
        deadlines: Sequence[Deadline] = (),
        by: str = "",
        at: datetime | None = None,
    ) -> TrackedTask:
        """Enter a task that the reading missed, behind the task ``after`` or at the end of the document."""
        with self._command("add-task", by, at) as pen:
            facts = {"targets": decisions.facts_of(targets), "deadlines": decisions.facts_of(deadlines)}
            told = {"title": title, "text": text, "number": number, **facts}
            task = decisions.add_task(pen, document_id, after, told, lead, support)
            pen.finish(f"补录任务 {task}《{title}》")
            return queries.task(pen.session, task, pen.at.date())

    def drop(self, task_id: int, *, by: str = "", at: datetime | None = None) -> None:
        """Take a task out of every list: it is none, or not ours."""
        with self._command("drop", by, at) as pen:
            title = decisions.living(pen.session, task_id).title
            decisions.drop(pen, task_id)
            pen.finish(f"删除任务 {task_id}《{title}》")

    def split(self, task_id: int, *, by: str = "", at: datetime | None = None) -> tuple[TrackedTask, ...]:
        """Make a task of each action of a task, with its units, deadlines and progress; gives the new tasks."""
        with self._command("split", by, at) as pen:
            title = decisions.living(pen.session, task_id).title
            made = tuple(decisions.split(pen, task_id))
            pen.finish(f"任务 {task_id}《{title}》拆分为 {'、'.join(map(str, made))}")
            return queries.tasks(pen.session, Filter(ids=made), pen.at.date())

    def merge(
        self, task_ids: Sequence[int], *, title: str | None = None, by: str = "", at: datetime | None = None
    ) -> TrackedTask:
        """Make one task of several of a document: the first keeps its number and progress and takes in the others."""
        with self._command("merge", by, at) as pen:
            first = decisions.merge(pen, task_ids, title)
            pen.finish(f"任务 {'、'.join(map(str, task_ids))} 合并为 {first}")
            return queries.task(pen.session, first, pen.at.date())

    def confirm(
        self, facts: Sequence[tuple[int, str, int]], *, by: str = "", at: datetime | None = None
    ) -> int:
        """Mark facts as right, as one command: each a task, a kind (units, targets, deadlines) and its place, from 1.

        Gives how many were not confirmed before. A later reading of the same fact leaves it sure.
        """
        with self._command("confirm", by, at) as pen:
            done = [fact for fact in facts if confirming.confirm(pen, *fact)]
            tasks = "、".join(map(str, dict.fromkeys(task for task, _, _ in done)))
            pen.finish(f"确认任务 {tasks} 的{len(done)}条事实")
            return len(done)

    def update(
        self,
        parsed: Parsed,
        *,
        replaces: int | None = None,
        dry_run: bool = False,
        by: str = "",
        at: datetime | None = None,
    ) -> Merged:
        """Read documents again: a three-way merge of the last reading, the decisions and this reading.

        ``replaces`` is the document that a re-issued file takes the place of; without it the file is one that was
        added before, read by a newer program. Decisions win, progress stays with its task however renumbered or
        reworded, and what changed on both sides is a conflict. ``dry_run`` only tells.
        """
        with self._command("update", by, at) as pen:
            merged = merging.update(pen, schema.dump(parsed), replaces)
            if dry_run:
                pen.session.rollback()
                return merged
            pen.finish(merging.words(parsed, merged))
            return merged

    def conflicts(self) -> tuple[Conflict, ...]:
        """What updates left to a person to settle, oldest first."""
        with self._database.reading() as session:
            return conflicts.open_conflicts(session)

    def resolve(
        self, conflict_id: int, take: Literal["mine", "theirs"], *, by: str = "", at: datetime | None = None
    ) -> None:
        """Settle a conflict: ``mine`` keeps what stands in the tracker, ``theirs`` takes what the new file says."""
        with self._command("resolve", by, at) as pen:
            title = conflicts.resolve(pen, conflict_id, take)
            kept = "保留台账内容" if take == "mine" else "采用新文件内容"
            pen.finish(f"冲突 {conflict_id}《{title}》：{kept}")
