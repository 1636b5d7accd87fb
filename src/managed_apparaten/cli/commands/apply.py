"""`apparaten apply`."""

import os
import platform
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import click

from managed_apparaten.apply.executor import refusals
from managed_apparaten.apply.lock import Lock
from managed_apparaten.apply.outcome import Options
from managed_apparaten.apply.stale import stale
from managed_apparaten.cli import output
from managed_apparaten.cli.applying import agreed, interruptible, narrator, tell_outcome, tell_stale
from managed_apparaten.cli.checking import Sources, ready, tell_problems
from managed_apparaten.cli.context import Context
from managed_apparaten.cli.exit import DONE, FAILED, REFUSED
from managed_apparaten.cli.planfiles import read_plan
from managed_apparaten.cli.printing import print_plan
from managed_apparaten.cli.target import Target, opened
from managed_apparaten.core.clock import SystemClock
from managed_apparaten.core.diagnostic import Diagnostic, has_errors
from managed_apparaten.plan.change import Plan
from managed_apparaten.render.pieces import line
from managed_apparaten.workflow.apply import Desk, apply, locked
from managed_apparaten.workflow.check import Ready
from managed_apparaten.workflow.plan import plan

GUARDS = {
    "--allow-delete": ("PLN020", "Let objects be deleted."),
    "--allow-people": ("PLN021", "Reach more people than the limit."),
    "--allow-devices": ("PLN022", "Reach more devices than the limit."),
    "--allow-many-deletes": ("PLN023", "Delete a larger share of our objects than the limit."),
    "--allow-empty": ("PLN024", "Let an object reach nobody any more."),
    "--allow-everyone": ("PLN025", "Assign to all users or all devices."),
    "--allow-protected-groups": ("PLN026", "Let an object reach a protected group."),
    "--allow-bare-role": ("PLN027", "Leave a role without any object."),
    "--allow-delete-protected": ("PLN028", "Delete objects of a protected role."),
}
"""Flag -> the guard that it lifts."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for on the command line."""

    reviewed: Plan | None
    auto_approve: bool
    allowed: frozenset[str]


def guard_flags(function: Callable[..., int]) -> Callable[..., int]:
    """An option for each guard; each takes its guard's code into `allowed`."""
    for flag, (code, text) in reversed(GUARDS.items()):
        function = click.option(flag, "allowed", flag_value=code, multiple=True, help=text)(function)
    return function


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--auto-approve", is_flag=True, help="Do not ask.")
@guard_flags
@click.pass_obj
def command(context: Context, file: Path | None, auto_approve: bool, allowed: tuple[str, ...]) -> int:
    """Make the tenant as the policies say.

    With a plan FILE: only if that is still exactly what would be done. Without: show the plan, ask, apply. A flag that lifts a guard
    holds for one plan: the one in FILE, or the one that somebody agrees to.
    """
    if allowed and auto_approve and not file:
        raise click.UsageError("A flag that lifts a guard holds for a plan that was seen: plan -o plan.json, read it, apply plan.json.")
    reviewed = read_plan(file, context) if file else None
    if file and reviewed is None:
        return REFUSED
    checked = ready(context)
    if checked is None:
        return FAILED
    desk = Desk(context.desk, SystemClock(), os.getpid(), platform.node())
    lock = locked(desk)
    if isinstance(lock, Diagnostic):
        tell_problems([lock], context)
        return REFUSED if lock.code == "APL040" else FAILED
    try:
        with opened(context) as target:
            return _apply(context, *checked, target, desk, lock, Wish(reviewed, auto_approve, frozenset(allowed)))
    finally:
        lock.release()


def _apply(context: Context, found: Ready, sources: Sources, target: Target, desk: Desk, lock: Lock, wish: Wish) -> int:
    """Plan again, compare with what was reviewed or ask, then write."""
    tell_problems(lock.diagnostics, context)
    made = plan(found, target.reader, context.on)
    if made.plan is None or has_errors(made.diagnostics):
        tell_problems([d for d in made.diagnostics if d.severity == "error"], context, sources)
        return FAILED
    if wish.reviewed and (differences := stale(wish.reviewed, made.plan)):
        tell_stale(wish.reviewed, made.plan, differences, context)
        return REFUSED
    if not wish.reviewed:
        print_plan(made.plan, context)
    if all(change.action == "none" for change in made.plan.changes):
        if wish.reviewed:
            print_plan(made.plan, context)
        return DONE
    options = Options(allowed=wish.allowed, digest=made.plan.digest)
    asks = not wish.reviewed and not wish.auto_approve and not refusals(made.plan, options)
    if asks and not agreed(context):
        output.tell([line(context.words.say("cli.nothing-changed"))])
        return FAILED
    return _write(context, found, made.plan, target, desk, lock, options)


def _write(context: Context, found: Ready, made: Plan, target: Target, desk: Desk, lock: Lock, options: Options) -> int:
    with interruptible(context) as interruption:
        options = replace(options, stop=lambda: interruption.asked or not lock.held())
        ended = apply(found, made, target.reader, target.writer, desk, options, narrator(context.words))
    output.progress("")
    if isinstance(ended, Diagnostic):
        tell_problems([ended], context)
        return FAILED
    tell_outcome(ended, context)
    return ended.exit_code
