"""From a wish on the command line to writes in a tenant: plan again, compare or ask, then carry out."""

from dataclasses import dataclass, replace

from managed_apparaten.apply.executor import refusals
from managed_apparaten.apply.lock import Lock
from managed_apparaten.apply.outcome import Options
from managed_apparaten.apply.resume import done, unexplained
from managed_apparaten.cli import output
from managed_apparaten.cli.apply_dialogue import agreed, heeded, narrator, tell_outcome, tell_stale
from managed_apparaten.cli.approvals import tell_waiting
from managed_apparaten.cli.context import Context
from managed_apparaten.cli.diagnostics import Sources, tell_problems
from managed_apparaten.cli.exit_codes import DONE, FAILED, REFUSED, WAITING
from managed_apparaten.cli.printing import print_plan
from managed_apparaten.cli.target import Target
from managed_apparaten.cli.waiting import reading
from managed_apparaten.core.clock import Clock
from managed_apparaten.core.diagnostic import Diagnostic, has_errors
from managed_apparaten.kinds import all_kinds
from managed_apparaten.plan.change import Plan
from managed_apparaten.plan.stale import stale
from managed_apparaten.render.pieces import line, wrapped
from managed_apparaten.workflow.apply import RunLocation, apply, began
from managed_apparaten.workflow.check import Ready
from managed_apparaten.workflow.plan import plan

SAME_MOMENT = 120.0
"""Seconds in which an answer may come before the tenant is read again (a choice of ours)."""


@dataclass(frozen=True, slots=True)
class ApplyFlags:
    """What was asked for on the command line."""

    reviewed: Plan | None
    auto_approve: bool
    allowed: frozenset[str]
    why: str = ""
    """What an approver reads as the reason."""
    digest: str = ""
    """First characters of the digest of the plan that `allowed` was given for; empty: the plan at hand."""


def carry_out(
    context: Context,
    found: Ready,
    sources: Sources,
    target: Target,
    desk: RunLocation,
    lock: Lock,
    wish: ApplyFlags,
) -> int:
    """Plan again, compare with what was reviewed or ask, then write."""
    tell_problems(lock.diagnostics, context)
    with reading(context.words):
        made = plan(found, target.reader, context.on)
    if made.plan is None or has_errors(made.diagnostics):
        tell_problems([d for d in made.diagnostics if d.severity == "error"], context, sources)
        return FAILED
    if context.member:
        context.member.record.planned(made.plan)
    if wish.reviewed and (differences := stale(wish.reviewed, made.plan)):
        if began(desk, target.approvals, wish.reviewed):
            differences = unexplained(wish.reviewed, made.plan, all_kinds())
        if differences:
            tell_stale(wish.reviewed, made.plan, differences, context)
            return REFUSED
        count = context.words.number(done(wish.reviewed, made.plan))
        output.tell(wrapped(context.words.say("cli.apply.rest", done=count), output.width()))
    shown = (wish.reviewed or made.plan).digest
    if not shown.startswith(wish.digest):
        tell_problems([Diagnostic("APL002", args={"given": wish.digest[:12], "plan": shown[:12]})], context)
        return REFUSED
    if not wish.reviewed:
        print_plan(made.plan, context)
    options = Options(allowed=wish.allowed, digest=made.plan.digest)
    refused = refusals(made.plan, options)
    if all(change.action == "none" for change in made.plan.changes) and not refused:
        if wish.reviewed:
            print_plan(made.plan, context)
        return DONE
    asks = not wish.reviewed and not wish.auto_approve and not refused
    if asks and (code := _asked(context, found, made.plan, target, desk.clock)) is not None:
        return code
    return _write(context, found, made.plan, target, desk, lock, options, wish)


def _asked(context: Context, found: Ready, shown: Plan, target: Target, clock: Clock) -> int | None:
    """Ask, and look again when the answer took its time: what somebody agreed to is what was shown. None to go on."""
    began = clock.monotonic()
    if not agreed(context, clock):
        output.tell([line(context.words.say("cli.nothing-changed"))])
        return FAILED
    if clock.monotonic() - began <= SAME_MOMENT:
        return None
    with reading(context.words):
        made = plan(found, target.reader, context.on)
    if made.plan is None:
        tell_problems([d for d in made.diagnostics if d.severity == "error"], context)
        return FAILED
    if differences := stale(shown, made.plan):
        tell_stale(shown, made.plan, differences, context)
        return REFUSED
    return None


def _write(
    context: Context,
    found: Ready,
    made: Plan,
    target: Target,
    desk: RunLocation,
    lock: Lock,
    options: Options,
    wish: ApplyFlags,
) -> int:
    """Write, and say how that ended. Nothing is written when the plan could not be shown."""
    if output.lost():
        output.tell([line(context.words.say("cli.nothing-changed"))])
        return FAILED
    with heeded(context):
        options = replace(
            options,
            stop=lambda: context.over() or not lock.held(),
            again=lambda: context.written.repeated_writes,
        )
        reviewed, tell = (wish.reviewed or made).digest, narrator(context.words)
        ended = apply(
            found,
            made,
            target.reader,
            target.writer,
            desk,
            options,
            tell,
            target.approvals,
            wish.why,
            reviewed,
        )
        output.progress("")
        if isinstance(ended, Diagnostic):
            tell_problems([ended], context)
            return FAILED
        if ended.exit_code == WAITING:
            tell_waiting(ended, target.approvals, context)
        else:
            tell_outcome(ended, context)
    return ended.exit_code
