"""Walks a plan: refuses what may not be done, carries out the rest wave by wave, and says what became of each change.

It stops at the first thing that goes otherwise than planned. What is then done is done and verified, what is not is named; the
next plan starts from the tenant as it is. A change that waits for approval stops only what depends on it, so that one run asks for
all that can be carried out in any order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from managed_apparaten.apply.change_run import Approver, ChangeRun, Tell, error_args
from managed_apparaten.apply.events import Event, EventKind, Listener, Op
from managed_apparaten.apply.final_check import report_later_edits
from managed_apparaten.apply.journal import Journal, JournalFailed
from managed_apparaten.apply.outcome import Options, Outcome, Result
from managed_apparaten.apply.steps import barrier, halves, ordered, remembering, waves
from managed_apparaten.apply.wave import run_wave
from managed_apparaten.compile.compiler import Compiled
from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Kind
from managed_apparaten.compile.scope_tags import has_names, settled
from managed_apparaten.core.address import Address
from managed_apparaten.core.clock import Clock
from managed_apparaten.core.diagnostic import Diagnostic, has_errors
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.tenant import TenantFinder, TenantReader, TenantWriter
from managed_apparaten.plan.change import Change, Guard, Plan
from managed_apparaten.resource import applied
from managed_apparaten.resource.comparison import direct_targets
from managed_apparaten.resource.reference import refs, resolved


def apply(
    plan: Plan,
    compiled: Compiled,
    kinds: Sequence[Kind],
    reader: TenantFinder,
    writer: TenantWriter,
    *,
    journal: Journal,
    clock: Clock,
    options: Options,
    on_event: Listener,
    approvals: Approver | None = None,
) -> Outcome:
    """Carry out a plan that was just made and compared with the reviewed one.

    Never raises for what the tenant or the disk does: that becomes part of the `Outcome`.
    """
    if refusal := _refused(plan, options, reader, journal.run):
        return refusal
    orders = {kind.name: kind.order for kind in kinds}
    halves_with_change = [(half, change) for change in plan.changes for half in halves(change)]
    changes = ordered((half for half, _ in halves_with_change), orders)
    change_by_half = {id(half): id(change) for half, change in halves_with_change}
    try:
        journal.start(plan, known=not options.settle_first)
    except JournalFailed as failed:
        return Outcome(journal.run, 1, tuple(_results(changes, change_by_half, {})), (_unkept(failed),))
    by_name = {kind.name: kind for kind in kinds}
    wanted = {desired.address: desired for desired in compiled.resources}
    ids = {
        change.address: change.object_id
        for change in plan.changes
        if change.object_id and change.action != "delete"
    }
    settled_at = clock.monotonic() + options.settle if options.behind else clock.monotonic()
    kept_changes = {change.address: change for change in plan.changes if change.action != "delete"}
    results: dict[int, Result] = {}
    written_objects = dict[str, ChangeRun]()
    waiting_barrier: tuple[int, int] | None = None
    halted = stale = False
    for wave in waves(changes):
        if halted or (waiting_barrier and barrier(wave[0], orders) != waiting_barrier):
            break
        change_runs: list[ChangeRun] = []
        diagnostics_by_run: list[list[Diagnostic]] = []
        ready = [planned for planned in wave if not _lacks(planned, wanted, ids)]
        for planned in ready:
            change, own_diagnostics = _as_asked(_with_ids(planned, ids), journal), list[Diagnostic]()
            tell = _teller(
                change, len(results) + len(change_runs) + 1, len(changes), on_event, own_diagnostics
            )
            kind = by_name[change.address.kind]
            resource = _resource(change, _with_tags(change, kind, wanted.get(change.address)), ids)
            work = ChangeRun(
                change,
                kind,
                resource,
                plan.organisation,
                reader,
                writer,
                journal,
                clock,
                options,
                tell,
                change.object_id,
            )
            work.approvals, work.settled_at = approvals, settled_at
            work.kept = _image_of(kept_changes.get(change.address), ids) if change.reason == "twin" else None
            change_runs.append(work)
            diagnostics_by_run.append(own_diagnostics)
        ends = run_wave(change_runs) if change_runs else ()
        for planned, work, own_diagnostics, end in zip(
            ready, change_runs, diagnostics_by_run, ends, strict=True
        ):
            all_diagnostics = (*own_diagnostics, *end.diagnostics)
            results[id(planned)] = Result(
                work.change.address,
                work.change.action,
                end.state,
                end.object_id,
                all_diagnostics,
                end.differences,
                end.approval,
            )
            if work.object_id and end.state == "done":
                written_objects.pop(work.object_id, None)
                if work.change.action != "delete":
                    ids[work.change.address] = work.object_id
                    written_objects[work.object_id] = work
        halted = any(end.state not in ("done", "waiting") for end in ends)
        stale = any(end.stale for end in ends)
        waiting_barrier = (
            barrier(wave[0], orders) if any(end.state == "waiting" for end in ends) else waiting_barrier
        )
    changed = () if halted or options.stop() else report_later_edits(list(written_objects.values()))
    return _ended(journal, _results(changes, change_by_half, results), changed, halted=halted, stale=stale)


def _lacks(change: Change, wanted: Mapping[Address, Desired], ids: Mapping[Address, str]) -> bool:
    """Return whether a change refers to an object that does not exist yet, because its create waits for
    approval."""
    resource, ready = _resource(change, wanted.get(change.address), ids), _with_ids(change, ids)
    references = [
        *refs(resource.body if resource else None),
        *refs(ready.after.targets if ready.after else None),
    ]
    return change.action != "delete" and bool(references)


def _with_ids(change: Change, ids: Mapping[Address, str]) -> Change:
    """Return the change with the ids of objects that were created before it in the place of references."""
    if change.after is None:
        return change
    before, after = (
        (side and replace(side, targets=direct_targets(resolved(side.targets, ids))))
        for side in (change.before, change.after)
    )
    return replace(change, before=before, after=after)


def _as_asked(change: Change, journal: Journal) -> Change:
    """Return the change with the line about earlier applies that an open request for approval has: what was
    asked is what is sent."""
    open_requests = [entry for entry in journal.asked.values() if entry["address"] == str(change.address)]
    lines = [line for entry in open_requests if (line := applied.read(entry["request"].get("body")))]
    return replace(change, applied=str(lines[-1])) if change.applied and lines else change


def _image_of(change: Change | None, ids: Mapping[Address, str]) -> Change | None:
    """Return the change of the object that is kept, with the same ids in its after-image."""
    if change is None or change.after is None:
        return change
    with_ids = _with_ids(change, ids)
    return (
        replace(with_ids, after=replace(with_ids.after, body=resolved(with_ids.after.body, ids)))
        if with_ids.after
        else with_ids
    )


def _resource(change: Change, desired: Desired | None, ids: Mapping[Address, str]) -> Desired | None:
    """Return the resource that the change writes, with the same ids."""
    if change.content is not None:
        desired = replace(desired or Desired(change.address, {}, (), {}), body=change.content)
    if change.applied and desired and (now := applied.read(change.applied)):
        desired = remembering(desired, now)
    return replace(desired, body=resolved(desired.body, ids)) if desired else None


def _with_tags(change: Change, kind: Kind, desired: Desired | None) -> Desired | None:
    """Return the resource with the ids that the plan found for scope tags stated by name."""
    if (
        desired is None
        or change.after is None
        or change.content is not None
        or not has_names(desired.body.get(kind.scope_tags))
    ):
        return desired
    return settled(desired, kind, change.after.body[kind.scope_tags])


def refusals(plan: Plan, options: Options) -> tuple[Guard, ...]:
    """Return the failed guards that no flag lifts. A flag counts only for the plan for which it was given."""
    lifted = options.allowed if options.digest == plan.digest else frozenset()
    return tuple(guard for guard in plan.guards if not guard.passed and guard.code not in lifted)


def _refused(plan: Plan, options: Options, reader: TenantReader, run: str) -> Outcome | None:
    """Return why nothing may be written at all, or None."""
    guards = refusals(plan, options)
    diagnostics = [
        Diagnostic(
            "APL001", args={"guard": g.code, "measured": g.measured, "limit": g.limit, "override": g.override}
        )
        if g.override
        else Diagnostic("APL008", args={"guard": g.code, "measured": g.measured})
        for g in guards
    ]
    if guards and options.allowed and options.digest != plan.digest:
        diagnostics.append(
            Diagnostic("APL002", args={"given": options.digest[:12] or "-", "plan": plan.digest[:12]})
        )
    if has_errors(plan.diagnostics):
        diagnostics.append(Diagnostic("APL003"))
    if diagnostics:
        return Outcome(run, 4, (), tuple(diagnostics), guards)
    try:
        tenant = reader.identity().id
    except ReadFailed as failed:
        return Outcome(
            run, 1, (), (Diagnostic("APL022", args={"address": "organization", **error_args(failed)}),)
        )
    if tenant == plan.tenant_id:
        return None
    return Outcome(run, 4, (), (Diagnostic("APL004", args={"planned": plan.tenant_id, "found": tenant}),))


def _teller(change: Change, position: int, total: int, on_event: Listener, notes: list[Diagnostic]) -> Tell:
    def tell(kind: EventKind, op: Op | None, seconds: float, diagnostic: Diagnostic | None) -> None:
        if diagnostic:
            notes.append(diagnostic)
        on_event(Event(kind, change.address, change.action, position, total, op, seconds, diagnostic))

    return tell


def _ended(
    journal: Journal, results: list[Result], changed: tuple[Diagnostic, ...], *, halted: bool, stale: bool
) -> Outcome:
    code = _exit_code(results, journal.written, halted or has_errors(changed), stale)
    diagnostics = [Diagnostic("APL031", "warning")] if journal.past.damaged else []
    diagnostics += [*(d for result in results for d in result.diagnostics), *changed]
    try:
        journal.end(code)
    except JournalFailed as failed:
        diagnostics += [] if any(d.code == "APL030" for d in diagnostics) else [_unkept(failed)]
    return Outcome(journal.run, code, tuple(results), tuple(diagnostics), (), journal.written)


def _exit_code(results: Sequence[Result], written: int, halted: bool, stale: bool) -> Literal[0, 1, 3, 4, 5]:
    if not halted:
        return 5 if any(result.state == "waiting" for result in results) else 0
    if written:
        return 3
    return 4 if stale else 1


def _results(
    changes: Sequence[Change], change_by_half: Mapping[int, int], results: Mapping[int, Result]
) -> list[Result]:
    """Return the result of each change, in the order in which they were ready. A change that was written
    twice has one joined result."""
    joined: dict[int, Result] = {}
    for change in changes:
        result, first = (
            results.get(id(change)) or _not_done(change),
            joined.pop(change_by_half[id(change)], None),
        )
        joined[change_by_half[id(change)]] = _joined(first, result) if first else result
    return list(joined.values())


def _joined(first: Result, last: Result) -> Result:
    if first.state != "done":
        return first
    if last.state == "not-done":
        return replace(last, state="begun", diagnostics=(*first.diagnostics, *last.diagnostics))
    return replace(last, diagnostics=(*first.diagnostics, *last.diagnostics))


def _not_done(change: Change) -> Result:
    return Result(change.address, change.action, "not-done", change.object_id)


def _unkept(failed: JournalFailed) -> Diagnostic:
    return Diagnostic("APL030", args={"address": "journal", "message": str(failed)})
