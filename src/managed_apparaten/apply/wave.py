"""Carry out one wave, up to twenty changes of one kind and action, and report how each ended."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from managed_apparaten.apply.change_run import ChangeRun, Halted, read
from managed_apparaten.apply.copies import check_kept_objects, settle
from managed_apparaten.apply.create import find_or_create, listed_now
from managed_apparaten.apply.object_state import View, of_image, of_observed
from managed_apparaten.apply.outcome import State
from managed_apparaten.apply.steps import Step, away, towards
from managed_apparaten.apply.write import carry_out, judge_read_back, read_and_check
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.graph.observed import Observed
from managed_apparaten.plan.stale import Difference

UNREADABLE, REFUSED = "APL022", "APL020"
NOT_ITS_FAULT = frozenset({UNREADABLE, "APL030", "APL050"})
"""Reasons for which a run stops at a change with which nothing is wrong: a read failed, the journal cannot be
kept, or somebody asked to stop."""


@dataclass(frozen=True, slots=True)
class End:
    """How one change ended. `stale` is true when the tenant was not as planned."""

    state: State
    object_id: str | None
    diagnostics: tuple[Diagnostic, ...] = ()
    differences: tuple[Difference, ...] = ()
    stale: bool = False
    approval: str = ""
    """The code of the request for approval for which it waits."""


def run_wave(works: Sequence[ChangeRun]) -> tuple[End, ...]:
    """Carry out changes of one kind and action together. Never raises for what the tenant or the disk
    does."""
    for work in works:
        work.tell("started", None, 0.0, None)
    try:
        _carry(works)
    except Halted as halted:
        if halted.diagnostic.code != UNREADABLE:
            _last_look(works)
    return tuple(_end(work) for work in works)


def _carry(works: Sequence[ChangeRun]) -> None:
    if works[0].change.action == "create":
        find_or_create(works)
    else:
        copies = [work for work in works if work.kept]
        if copies:
            settle(copies[0])
        read_and_check(works, _planned)
        check_kept_objects(copies)
    for work in works:
        work.steps = None if work.waiting else list(_steps(work))
    carry_out(works)


def _last_look(works: Sequence[ChangeRun]) -> None:
    """Read once more what was sent before the run stopped and has not been seen since, so that as little as
    possible stays unknown; and what was refused, as a service can refuse after the work was done."""
    sent = [
        work
        for work in works
        if work.pending and work.object_id and not (work.halted and work.halted.unknown)
    ]
    refused = [work for work in works if work.refused and work.object_id]
    if sent or refused:
        try:
            objects = read([*sent, *refused])
        except Halted:
            return
        for work, observed in zip(sent, objects, strict=False):
            judge_read_back(work, observed, 0.0)
        for work, observed in zip(refused, objects[len(sent) :], strict=True):
            _refusal_checked(work, changed=_view(work, observed) != _view(work, work.now))
    if created := [work for work in works if work.refused and work.object_id is None]:
        listed_addresses = listed_now(created)
        for work in created:
            _refusal_checked(work, changed=work.change.address in listed_addresses)


def _view(work: ChangeRun, observed: Observed | None) -> View | None:
    return of_observed(observed, work.kind) if observed else None


def _refusal_checked(work: ChangeRun, *, changed: bool) -> None:
    """Report a refused write as written when the tenant shows more than the refusal admits."""
    if changed and work.refused and work.halted:
        with suppress(Halted):
            work.note_outcome(work.refused.op, "ambiguous")
        if work.halted.diagnostic.code == REFUSED:
            work.halted.diagnostic = replace(work.halted.diagnostic, code="APL060")


def _end(work: ChangeRun) -> End:
    state, halted = _state(work), work.halted
    work.tell("finished" if state == "done" else "halted", None, 0.0, None)
    if halted is None:
        return End(state, work.object_id, approval=work.waiting)
    return End(state, work.object_id, (halted.diagnostic,), halted.differences, halted.stale)


def _state(work: ChangeRun) -> State:
    if work.waiting and not work.halted:
        return "waiting"
    if work.pending or (work.halted and work.halted.unknown):
        return "unknown"
    if work.steps == [] and not (work.halted and work.halted.diagnostic.code not in NOT_ITS_FAULT):
        return "done"
    if not work.attempted:
        return "not-done"
    return "failed" if work.halted and work.halted.diagnostic.code not in NOT_ITS_FAULT else "begun"


def _planned(work: ChangeRun) -> View:
    change = work.change
    assert change.before is not None, f"{change.address} has no before-image"
    return of_image(change.before, work.kind)


def _steps(work: ChangeRun) -> tuple[Step, ...]:
    """Return the writes from what is there to what is wanted."""
    change, now = work.change, work.now
    assert now is not None, f"{change.address} has no object to {change.action}"
    if change.action == "delete":
        return away(work.kind, now)
    assert work.desired is not None, f"{change.address} is planned but not compiled"
    assert change.after is not None, f"{change.address} has no after-image"
    return towards(work.desired, change.after.targets, work.kind, now, change.not_managed)
