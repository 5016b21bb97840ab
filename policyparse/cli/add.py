"""``policyparse add``: parse files and store them in the tracker."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from policyparse import leftovers, stores
from policyparse.cli import files, options, update
from policyparse.cli.cards import card
from policyparse.cli.tables import say
from policyparse.errors import NotAPolicy, PolicyparseError, TrackerError, UnreadableFile, UsageError
from policyparse.ledger import Added
from policyparse.model import Parsed
from policyparse.readers.file import plain_name, sha256_of

if TYPE_CHECKING:
    from policyparse.readers.limits import Limits
    from policyparse.tracker import Tracker


def add(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="文件",
            help="政策文件或文件夹，可写多个；也可写存储的地址（s3://桶/文件夹），写了才去取。",
        ),
    ],
    force: Annotated[
        bool, typer.Option("--force", help="没有找到任务的文件、同名同文号的文件也入库。")
    ] = False,
    replaces: Annotated[
        str | None,
        typer.Option("--replaces", metavar="文件编号", help="这是该文件的新版：合并，人工更正和进展都保留。"),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="已入库的同一文件按现在的程序重新解析，合并进台账。")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="与 --replaces 同用：新版和原文件相差很大，也合并。")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="与 --replaces、--again 同用：只看合并会改什么，不写入。")
    ] = False,
    no_progress: Annotated[
        bool, typer.Option("--no-progress", help="台账里已有的进展、问题、责任人不接管。")
    ] = False,
    no_keep: Annotated[
        bool, typer.Option("--no-keep", help="不留存原件；之后不能对照原件、不能不写文件就重新解析。")
    ] = False,
    jobs: options.Jobs = 1,
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler",
            metavar="网址",
            help="由 Dask 集群读取：tcp://主机:8786；各机要看得到同一路径，或写存储的地址。",
        ),
    ] = None,
    max_pages: options.MaxPages = None,
    max_bytes: options.MaxBytes = None,
    timeout: options.Timeout = None,
    by: options.By = None,
    db: options.Db = None,
) -> None:
    """Add each file by itself: a bad one is named with its reason, the others are stored all the same."""
    old = options.number(replaces, "文件编号") if replaces else None
    person = options.person(by)
    limits = options.limits(max_pages, max_bytes, timeout)
    with stores.at_hand(paths, limits.bytes, later=scheduler is not None) as there:
        every = files.spread(there.paths)
        _fitting(every, old, again, dry_run)
        failed: dict[Path, str] = {}
        done = 0
        try:
            with options.open_tracker(db) as tracker, tracker.database.staying():
                known = None if old is not None or again else partial(_known, tracker, force=force)
                elsewhere = (
                    partial(_on_a_cluster, tracker, scheduler, limits, again, there) if scheduler else None
                )
                for path, parsed in files.parsed(every, failed, limits, jobs, known, elsewhere):
                    original = None if no_keep else path
                    try:
                        _check(tracker, there.known_as(path), parsed, force)
                        if original or (_may_be_ours(parsed) and not force):
                            there.fetch(path)
                        if not force and _may_be_ours(parsed):
                            _check_ours(path, limits)
                        if old is not None or again:
                            if old is not None and not dry_run and not yes:
                                _check_alike(tracker, parsed, old)
                            merged = tracker.update(
                                parsed, replaces=old, original=original, dry_run=dry_run, by=person
                            )
                            update.tell(plain_name(path.name), merged, dry_run)
                        else:
                            _check_new(tracker, parsed, force)
                            added = tracker.add(parsed, original=original, by=person, ledger=not no_progress)
                            card(plain_name(path.name), parsed, _outcome(added))
                            for kept in added.left:
                                say(f"    任务 {kept.task}《{kept.place}》的填报未接管：{kept.why}")
                        done += 1
                    except PolicyparseError as error:
                        failed[path] = str(error)
                    finally:
                        there.let_go(path)
        except KeyboardInterrupt:
            left = len(every) - done - len(failed)
            say(
                f"已中断：{done} 个文件已处理，{len(failed)} 个失败，{left} 个还没有读；再运行一次会接着做，已入库的不再读。",
                err=True,
            )
            raise typer.Exit(130) from None
        say(f"共 {len(every)} 个文件：成功 {len(every) - len(failed)}，失败 {len(failed)}。")
        files.finish(failed, there.shown)


def update_document(
    document: options.WhichDocument,
    path: Annotated[
        Path | None, typer.Argument(metavar="文件", help="这份文件的新版；不写时重新解析留存的原件。")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="新版和原文件相差很大，也合并。")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看合并会改什么，不写入。")] = False,
    max_pages: options.MaxPages = None,
    max_bytes: options.MaxBytes = None,
    timeout: options.Timeout = None,
    by: options.By = None,
    db: options.Db = None,
) -> None:
    """Read a document again, from its kept file or in a new issue: a person's corrections and the progress stay."""
    from policyparse.tracker import originals

    number = options.number(document, "文件编号")
    if path is not None:
        add(
            [str(path)],
            replaces=document,
            yes=yes,
            dry_run=dry_run,
            max_pages=max_pages,
            max_bytes=max_bytes,
            timeout=timeout,
            by=by,
            db=db,
        )
        return
    limits = options.limits(max_pages, max_bytes, timeout)
    failed: dict[Path, str] = {}
    with options.open_tracker(db) as tracker, leftovers.folder() as folder:
        original = originals.write(tracker.database, number, Path(folder))
        for kept, parsed in files.parsed([original], failed, limits):
            merged = tracker.update(parsed, dry_run=dry_run, by=options.person(by))
            update.tell(plain_name(kept.name), merged, dry_run)
    for reason in failed.values():
        raise UnreadableFile(reason)


def _known(tracker: Tracker, path: Path, *, force: bool) -> files.Outcome | None:
    """What the tracker holds of this very file, or why it was not stored: it need not be read again."""
    from policyparse.tracker import work

    digest = sha256_of(path)
    if digest is None:
        return None
    try:
        return tracker.parsed(digest)
    except PolicyparseError:
        why = None if force else work.refused(tracker.database, digest)
        return NotAPolicy(why) if why else None


def _on_a_cluster(
    tracker: Tracker,
    scheduler: str,
    limits: Limits,
    again: bool,
    there: stores.AtHand,
    paths: Sequence[Path],
    known: files.Known,
) -> Generator[tuple[Path, files.Outcome], None, None]:
    """What is known of the files, and what the workers of a scheduler read of the others."""
    from policyparse import cluster

    new: dict[str, Path] = {}
    for path in paths:
        outcome = known(path)
        if outcome:
            yield path, outcome
        else:
            new[there.known_as(path)] = path
    # a worker stands in another folder
    places = {name: there.addresses.get(path) or str(path.absolute()) for name, path in new.items()}
    with cluster.dask(scheduler) as (executor, width):
        found = cluster.parse_all(tracker.database, places, limits, executor, width, again=again)
        with closing(found):
            yield from ((new[name], outcome) for name, outcome in found)


def _fitting(every: list[Path], replaces: int | None, again: bool, dry_run: bool) -> None:
    """Raises UsageError where the options do not fit together."""
    if replaces is not None and len(every) != 1:
        raise UsageError("--replaces 一次只能写一个文件。")
    if replaces is not None and again:
        raise UsageError("--replaces 和 --again 只能写一个。")
    if dry_run and replaces is None and not again:
        raise UsageError("--dry-run 与 --replaces 或 --again 同用；只看解析结果请用 policyparse parse。")


def _check(tracker: Tracker, name: str, parsed: Parsed, force: bool) -> None:
    from policyparse.tracker import work

    if not force and not any(policy.tasks for policy in parsed.documents):
        why = "没有找到任务事项，未入库；确要入库请加 --force。"
        work.note(tracker.database, name, parsed.source.sha256, why)
        raise NotAPolicy(why)


OURS = frozenset({"xlsx", "docx", "xls", "et", "ods", "doc", "wps", "odt", "rtf", "csv", "zip"})
"""The formats in which a table of ours comes back: as it went out, as another office program has stored it, or packed."""


def _may_be_ours(parsed: Parsed) -> bool:
    """Whether a file is of the formats and has the words of a table or 通报 of this program, so that it is worth a look."""
    return parsed.source.format in OURS and any(
        "重点任务" in policy.document.text or "通报" in policy.document.text[:100]
        for policy in parsed.documents
    )


def _check_ours(path: Path, limits: Limits) -> None:
    """Raises NotAPolicy for a table or a 通报 that this program wrote: its tasks are in the tracker already."""
    from policyparse import sandbox

    if sandbox.call("policyparse.returns.files:is_ours", path, limits):
        raise NotAPolicy(
            "这是本程序写出的表或通报，不是政策文件，未入库；填好的表请用 policyparse import 取回，确要入库请加 --force。"
        )


def _check_alike(tracker: Tracker, parsed: Parsed, old: int) -> None:
    """Raises TrackerError where a file looks like no new issue of the document: of another title, and of most tasks rid."""
    from policyparse.tracker import matching

    card = next((card for card in tracker.documents() if card.id == old), None)
    titles = [policy.title.value for policy in parsed.documents if policy.title]
    if card is None or any(matching.titled_alike(card.title, t) for t in titles):
        return
    steps = tracker.update(parsed, replaces=old, dry_run=True).steps
    gone = sum(step.kind == "removed" or step.field == "dropped" for step in steps)
    added = sum(step.kind == "added" for step in steps)
    if gone * 2 > card.task_count:
        raise TrackerError(
            f"看来不是文件 {old}《{card.title}》的新版：标题不同，合并会新增 {added} 项、去掉 {gone} 项，"
            f"只有 {card.task_count - gone} 项对得上，没有写入。先用 --dry-run 看看；确是新版请加 --yes。"
        )


def _check_new(tracker: Tracker, parsed: Parsed, force: bool) -> None:
    """Raises NotAPolicy where a document is there already from another file: of the same title and 文号."""
    numbers = {policy.doc_number.value for policy in parsed.documents if policy.doc_number}
    if force or not numbers:
        return
    found = tracker.documents_alike(numbers, parsed.source.sha256)
    known = {(card.title, card.doc_number): card for card in found if card.doc_number}
    if parsed.source.sha256 in {card.sha256 for card in known.values()}:
        return
    for policy in parsed.documents:
        same = (policy.title and policy.title.value, policy.doc_number and policy.doc_number.value)
        if card := known.get(cast(tuple[str, str], same)):
            raise NotAPolicy(
                f"与文件 {card.id}《{card.title}》（{card.doc_number}，{card.source_name}）同名同文号，未入库；"
                f"是新版请用 --replaces {card.id}，仍要另存请加 --force。"
            )


def _outcome(added: Added) -> str:
    numbers = "、".join(map(str, added.documents))
    taken = f"；接管台账填报 {added.entries} 条" if added.entries else ""
    return f"已入库，文件编号 {numbers}{taken}" if added.new else f"此前已入库，未重复（文件编号 {numbers}）"


COMMANDS = {"add": add, "update": update_document}
