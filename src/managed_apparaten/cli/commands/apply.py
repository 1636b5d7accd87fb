"""`apparaten apply`."""

import os
import platform
import re
from dataclasses import replace
from pathlib import Path

import click

from managed_apparaten.apply.lock import Lock
from managed_apparaten.cli.apply_run import ApplyFlags, carry_out
from managed_apparaten.cli.approvals import origin
from managed_apparaten.cli.context import IN_A_FILE_NAME, REAL, Context
from managed_apparaten.cli.diagnostics import Sources, ready, tell_problems
from managed_apparaten.cli.exit_codes import FAILED, REFUSED
from managed_apparaten.cli.guard_flags import guard_flags
from managed_apparaten.cli.planfiles import read_plan
from managed_apparaten.cli.target import Target, clock_of, opened
from managed_apparaten.core.clock import SystemClock, dutch_day
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.http.error_body import diagnostic
from managed_apparaten.graph.signin.clouds import cloud_of_address
from managed_apparaten.workflow.apply import RunLocation, locked
from managed_apparaten.workflow.check import Ready


def _digest(_context: click.Context, _option: click.Parameter, value: str | None) -> str:
    """Refuse a digest that is empty or too short to name one plan."""
    if value is not None and not re.fullmatch(r"[0-9a-f]{12,64}", value):
        raise click.BadParameter("give the digest as the plan shows it, or its first 12 characters.")
    return value or ""


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True))
@click.option("--auto-approve", is_flag=True, help="Do not ask.")
@click.option("--justification", envvar="APPARATEN_JUSTIFICATION", metavar="TEXT",
              help="Why, for whoever has to approve; in a pipeline otherwise the change that it runs for.")  # fmt: skip
@click.option("--digest", metavar="DIGEST", callback=_digest,
              help="Digest (12 characters or more) of the plan that the flags below are for, if given before it was made.")  # fmt: skip
@guard_flags
@click.pass_obj
def command(
    context: Context,
    file: Path | None,
    auto_approve: bool,
    justification: str | None,
    digest: str,
    allowed: tuple[str, ...],
) -> int:
    """Make the tenant as the policies say.

    With a plan FILE: only if that is still exactly what would be done. Without: show the plan, ask, apply. A flag that lifts a guard
    holds for one plan: the one in FILE, or the one that somebody agrees to. Of several organisations FILE is the folder with their plans.
    What needs approval in Intune is asked for; the same command carries it out once that is given.
    """
    why = justification or origin(os.environ)
    if allowed and auto_approve and not file:
        raise click.UsageError(
            "A flag that lifts a guard holds for a plan that was seen: plan -o plan.json, read it, apply plan.json."
        )
    if digest and not allowed:
        raise click.UsageError(
            "--digest says which plan the flags that lift a guard are for; there is no such flag."
        )
    if context.snapshot:
        tell_problems([Diagnostic("GRA579")], context)
        return REFUSED
    if context.tenant == REAL and context.on != (today := dutch_day(SystemClock().now())):
        tell_problems(
            [Diagnostic("APL007", args={"asked": context.on.isoformat(), "today": today.isoformat()})],
            context,
        )
        return REFUSED
    if context.fleet:
        from managed_apparaten.cli import fleet

        if digest:
            raise click.UsageError("--digest names the plan of one organisation: --organisation NAME.")
        if not file and not auto_approve:
            raise click.UsageError(
                "Several organisations are applied from a folder of reviewed plans, or with --auto-approve."
            )
        return fleet.run(
            context,
            "applied",
            "text",
            lambda one: applied(one, fleet.file_in(file, one), auto_approve, allowed, why),
        )
    if file and file.is_dir():
        raise click.UsageError(f"{file} is a folder; a folder is for several organisations.")
    return applied(context, file, auto_approve, allowed, why, digest)


def applied(
    context: Context,
    file: Path | None,
    auto_approve: bool,
    allowed: tuple[str, ...],
    why: str,
    digest: str = "",
) -> int:
    """Apply for one organisation."""
    if file and context.organisation and not file.is_file():
        tell_problems(
            [Diagnostic("GRA583", args={"organisation": context.organisation, "file": file.as_posix()})],
            context,
        )
        return REFUSED
    reviewed = read_plan(file, context) if file else None
    if file and reviewed is None:
        return REFUSED
    checked = ready(context)
    if checked is None:
        return FAILED
    organisation = checked[0].policy.organisation
    desk = RunLocation(
        context.desk_of(organisation),
        clock_of(context),
        os.getpid(),
        platform.node(),
        behind=not context.embedded,
    )
    lock = locked(desk)
    if isinstance(lock, Diagnostic):
        tell_problems([lock], context)
        return REFUSED if lock.code == "APL040" else FAILED
    try:
        with opened(context, organisation) as target:
            return _alone(
                context,
                checked,
                target,
                desk,
                lock,
                ApplyFlags(reviewed, auto_approve, frozenset(allowed), why, digest),
            )
    finally:
        lock.release()


def _alone(
    context: Context,
    checked: tuple[Ready, Sources],
    target: Target,
    desk: RunLocation,
    lock: Lock,
    wish: ApplyFlags,
) -> int:
    """Carry out, as the only one of this tenant. An address has several spellings; the tenant behind them has one id."""
    if not cloud_of_address(context.tenant):
        return carry_out(context, *checked, target, desk, lock, wish)
    try:
        tenant = target.reader.identity().id
    except ReadFailed as failed:
        tell_problems([diagnostic(failed)], context)
        return FAILED
    one = locked(
        replace(desk, directory=context.state / f"tenant-{tenant.lower().translate(IN_A_FILE_NAME)}")
    )
    if isinstance(one, Diagnostic):
        tell_problems([one], context)
        return REFUSED if one.code == "APL040" else FAILED
    try:
        return carry_out(context, *checked, target, desk, lock, wish)
    finally:
        one.release()
