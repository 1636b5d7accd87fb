"""A command for several organisations: each by itself and told in its turn, and one table at the end."""

import os
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

import click

from managed_apparaten.cli import output
from managed_apparaten.cli.apply_dialogue import heeded
from managed_apparaten.cli.context import Context, Fleet, Member, Record
from managed_apparaten.cli.diagnostics import NotReached, tell_bare
from managed_apparaten.cli.exit_codes import FAILED, PARTLY, REFUSED, WAITING
from managed_apparaten.core.clock import SystemClock
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.policy.organisations import same_tenant
from managed_apparaten.render.fleet import FleetRow, as_json, table
from managed_apparaten.render.json import dumps
from managed_apparaten.render.pieces import BLANK, Piece, line
from managed_apparaten.workflow.fleet import GRACE, each, exit_code

_RESULTS = {FAILED: "failed", PARTLY: "partly", REFUSED: "refused", WAITING: "waiting"}
_MEASURED = frozenset({"planned", "applied"})


@dataclass(frozen=True, slots=True)
class Ended:
    """How it went for one organisation, and what it printed."""

    code: int
    record: Record
    printed: list[output.Chunk]
    seconds: float


def file_in(folder: Path | None, one: Context) -> Path | None:
    """The file of one organisation in a folder that has one for each."""
    return folder / f"{one.organisation}.json" if folder else None


def run(context: Context, good: str, form: str, work: Callable[[Context], int]) -> int:
    """Do the work for every organisation. `good` is the result of one that went well."""
    fleet, clock, rows = context.fleet, SystemClock(), list[FleetRow]()
    if fleet is None:
        raise ValueError("there is one organisation")
    end = None if fleet.minutes is None else clock.monotonic() + fleet.minutes * 60
    address = None if context.embedded or context.snapshot else context.tenant
    twice = same_tenant(context.policies, fleet.organisations, address)
    interrupted = context.interrupt.is_asked
    members = dict[str, Context]()
    with heeded(context):

        def over() -> bool:
            return interrupted() or (end is not None and clock.monotonic() >= end)

        def one(name: str) -> Ended:
            grace = GRACE if good == "applied" else 0.0
            member = Member(over, None if end is None else end + grace)
            members[name] = context.of(name, member)
            return _one(members[name], work, twice.get(name), clock)

        for name, future in each(fleet.organisations, one, fleet.workers, over):
            output.progress("")
            rows.append(_told(name, future, members.get(name, context), fleet, good, form, interrupted()))
            output.progress(
                context.words.say(
                    "cli.fleet.progress",
                    done=str(len(rows)),
                    total=str(len(fleet.organisations)),
                    organisation=name,
                )
            )
    output.progress("")
    _conclude(rows, context, form)
    return exit_code([row.code for row in rows])


def _one(
    context: Context, work: Callable[[Context], int], refused: Diagnostic | None, clock: SystemClock
) -> Ended:
    """One organisation, in a thread of its own. What the outside world does to it ends here; a mistake of ours ends its future."""
    member = context.member or Member(lambda: False, None)
    began = clock.monotonic()
    with output.buffered() as printed:
        try:
            code = REFUSED if refused else work(context)
            code = _failed(context) if code == FAILED else code
            if refused:
                tell_bare([refused], context)
        except NotReached as problem:
            problem.show()
            code = _failed(context)
        except click.ClickException as problem:
            output.tell([line(problem.format_message())])
            code = _failed(context)
        except OSError as problem:
            output.tell([line(f"{problem.strerror or problem}: {problem.filename or ''}".rstrip(": "))])
            code = _failed(context)
    return Ended(code, member.record, printed, clock.monotonic() - began)


def _failed(context: Context) -> int:
    """The exit code of an organisation that ended otherwise than by itself."""
    return PARTLY if context.written else FAILED


def _told(
    name: str,
    future: Future[Ended | None],
    context: Context,
    fleet: Fleet,
    good: str,
    form: str,
    interrupted: bool,
) -> FleetRow:
    """Print what an organisation printed, and keep one row of it."""
    if crash := future.exception():
        return _crashed(name, crash, context)
    ended = future.result()
    if ended is None:
        late = {} if interrupted else {"minutes": f"{fleet.minutes or 0:g}"}
        why = Diagnostic("GRA585" if interrupted else "GRA581", args={"organisation": name, **late})
        return FleetRow(name, "not-begun", FAILED, {}, "", why, 0.0)
    if ended.printed and form != "github":
        heading = [
            line(
                Piece(
                    f"## {name}"
                    if form == "markdown"
                    else context.words.say("cli.fleet.heading", organisation=name),
                    "strong",
                )
            ),
            BLANK,
        ]
        (output.show if form in ("text", "markdown") else output.tell)(heading)
    output.replay(ended.printed, results=form != "json")
    if ended.printed and form == "text":
        output.show([BLANK])
    record = ended.record
    result = _RESULTS.get(ended.code, good)
    if result in _MEASURED and not set(record.actions) - {"none"}:
        result = "no-changes"
    return FleetRow(
        name,
        result,
        ended.code,
        record.actions,
        record.people.partition("/")[0],
        record.problem,
        ended.seconds,
    )


def _crashed(name: str, crash: BaseException, context: Context) -> FleetRow:
    if os.environ.get("APPARATEN_DEBUG") == "1":
        output.tell(line(row) for row in "".join(traceback.format_exception(crash)).splitlines())
    frame = traceback.extract_tb(crash.__traceback__)[-1:]
    where = f" in {Path(frame[0].filename).name}:{frame[0].lineno}" if frame else ""
    why = Diagnostic("GRA584", args={"organisation": name, "problem": f"{type(crash).__name__}{where}"})
    tell_bare([why], context)
    return FleetRow(name, "crashed", _failed(context), {}, "", why, 0.0)


def _conclude(rows: list[FleetRow], context: Context, form: str) -> None:
    if form == "json":
        output.data(dumps(as_json(rows)))
        return
    (output.show if form == "text" else output.tell)(table(rows, context.words, output.width()))
