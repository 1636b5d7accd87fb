"""`apparaten snapshot`."""

from functools import partial
from pathlib import Path

import click

from managed_apparaten.cli import output
from managed_apparaten.cli.context import Context
from managed_apparaten.cli.diagnostics import ready, tell_problems
from managed_apparaten.cli.exit_codes import DONE, FAILED
from managed_apparaten.cli.private_files import write_private
from managed_apparaten.cli.shape_recording import keep
from managed_apparaten.cli.target import opened
from managed_apparaten.cli.waiting import reading
from managed_apparaten.core.clock import SystemClock
from managed_apparaten.emulator.recording.shape import Outline
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.snapshot.file import Snapshot, dump, read_group_ids
from managed_apparaten.render.pieces import wrapped
from managed_apparaten.workflow.snapshot import take


@click.command()
@click.option("-o", "file", type=click.Path(path_type=Path), metavar="FILE",
              help="Where to keep it; of several organisations a folder.")  # fmt: skip
@click.option("--record", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Keep the shape of every answer as well, without values, for tenant replay.")  # fmt: skip
@click.option("--groups", type=click.Choice(["policy", "all"]), default="policy", show_default=True,
              help="Groups to read: those of the policy and of assignments, or all of the tenant.")  # fmt: skip
@click.pass_obj
def command(context: Context, file: Path | None, record: Path | None, groups: str) -> int:
    """Keep what a plan needs of the tenant in a file, to plan against elsewhere: plan --tenant FILE.

    For a pipeline that may not sign in. People and devices are numbers in it; nothing can be applied to it.
    """
    if context.snapshot:
        raise click.UsageError("A snapshot is taken of a tenant: --tenant real.")
    if file is None and record is None:
        raise click.UsageError("Say where to keep it: -o FILE.")
    if context.fleet:
        from managed_apparaten.cli import fleet

        if file is None or record:
            raise click.UsageError("A recording is of one tenant: --organisation NAME.")
        return fleet.run(
            context, "kept", "text", lambda one: kept(one, fleet.file_in(file, one), groups == "all")
        )
    return kept(context, file, groups == "all", record)


def kept(context: Context, file: Path | None, whole: bool, record: Path | None = None) -> int:
    """The snapshot of one organisation, and the recording; a reading that failed is recorded as far as it came."""
    found = ready(context)
    if found is None:
        return FAILED
    outline = Outline() if record else None
    with opened(context, found[0].policy.organisation, outline) as target, reading(context.words):
        every = (
            partial(read_group_ids, target.reader) if whole and isinstance(target.reader, Reader) else None
        )
        taken = take(found[0], target.reader, SystemClock().now(), every)
    tell_problems(taken.diagnostics, context, found[1])
    if record and outline:
        keep(outline, record, context)
    if taken.snapshot is None:
        return FAILED
    if file:
        _write(taken.snapshot, file, context)
    return DONE


def _write(snapshot: Snapshot, file: Path, context: Context) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    write_private(file, dump(snapshot), context.written)
    output.show(wrapped(_told(snapshot, file, context), output.width()))
    output.tell(wrapped(context.words.say("cli.snapshot.nobody"), output.width()))


def _told(snapshot: Snapshot, file: Path, context: Context) -> str:
    words = context.words
    people = {person for group in snapshot.groups for person in group.people} | {
        d.person for d in snapshot.devices if d.person
    }
    return words.say(
        "cli.snapshot.written",
        file=file.as_posix(),
        objects=words.count(
            "cli.count.object", len(snapshot.ours) + len(snapshot.shared) + len(snapshot.foreign)
        ),
        groups=words.count("cli.count.group", len(snapshot.groups)),
        people=words.count("cli.count.person", len(people)),
        devices=words.count("cli.count.device", len(snapshot.devices)),
    )
