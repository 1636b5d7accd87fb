"""Walks a plan: refuses what may not be done, carries out the rest wave by wave, and says what became of each change.

It stops at the first thing that goes otherwise than planned. What is then done is done and verified, what is not is named; the
next plan starts from the tenant as it is. A change that waits for approval stops only what depends on it, so that one run asks for
all that can be carried out in any order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from managed_apparaten.apply.change_run import Approver, ChangeRun, Tell, spoken
from managed_apparaten.apply.events import Event, EventKind, Listener, Op
from managed_apparaten.apply.final_check import changed_since
from managed_apparaten.apply.journal import Journal, JournalFailed
from managed_apparaten.apply.outcome import Options, Outcome, Result
from managed_apparaten.apply.steps import barrier, halves, ordered, remembering, waves
from managed_apparaten.apply.wave import carried
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
    """Carry out a plan that was just made and compared with what was reviewed. Never raises for what the tenant or the disk does."""
    if refusal := _refused(plan, options, reader, journal.run):
        return refusal
    orders = {kind.name: kind.order for kind in kinds}
    parts = [(half, change) for change in plan.changes for half in halves(change)]
    changes = ordered((half for half, _ in parts), orders)
    of = {id(half): id(change) for half, change in parts}
    try:
        journal.start(plan, known=not options.settle_first)
    except JournalFailed as failed:
        return Outcome(journal.run, 1, tuple(_results(changes, of, {})), (_unkept(failed),))
    by_name = {kind.name: kind for kind in kinds}
    wanted = {desired.address: desired for desired in compiled.resources}
    ids = {
        change.address: change.object_id
        for change in plan.changes
        if change.object_id and change.action != "delete"
    }
    settled = clock.monotonic() + options.settle if options.behind else clock.monotonic()
    stays = {change.address: change for change in plan.changes if change.action != "delete"}
    results: dict[int, Result] = {}
    written = dict[str, ChangeRun]()
    waits: tuple[int, int] | None = None
    halted = stale = False
    for wave in waves(changes):
        if halted or (waits and barrier(wave[0], orders) != waits):
            break
        works: list[ChangeRun] = []
        notes: list[list[Diagnostic]] = []
        ready = [planned for planned in wave if not _lacks(planned, wanted, ids)]
        for planned in ready:
            change, said = _as_asked(_with_ids(planned, ids), journal), list[Diagnostic]()
            tell = _teller(change, len(results) + len(works) + 1, len(changes), on_event, said)
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
            work.approvals, work.settled = approvals, settled
            work.kept = _image_of(stays.get(change.address), ids) if change.reason == "twin" else None
            works.append(work)
            notes.append(said)
        ends = carried(works) if works else ()
        for planned, work, said, end in zip(ready, works, notes, ends, strict=True):
            told = (*said, *end.diagnostics)
            results[id(planned)] = Result(
                work.change.address,
                work.change.action,
                end.state,
                end.object_id,
                told,
                end.differences,
                end.approval,
            )
            if work.object_id and end.state == "done":
                written.pop(work.object_id, None)
                if work.change.action != "delete":
                    ids[work.change.address] = work.object_id
                    written[work.object_id] = work
        halted = any(end.state not in ("done", "waiting") for end in ends)
        stale = any(end.stale for end in ends)
        waits = barrier(wave[0], orders) if any(end.state == "waiting" for end in ends) else waits
    changed = () if halted or options.stop() else changed_since(list(written.values()))
    return _ended(journal, _results(changes, of, results), changed, halted=halted, stale=stale)


def _lacks(change: Change, wanted: Mapping[Address, Desired], ids: Mapping[Address, str]) -> bool:
    """Whether it refers to an object that is not there yet: one that waits for approval."""
    resource, ready = _resource(change, wanted.get(change.address), ids), _with_ids(change, ids)
    named = [*refs(resource.body if resource else None), *refs(ready.after.targets if ready.after else None)]
    return change.action != "delete" and bool(named)


def _with_ids(change: Change, ids: Mapping[Address, str]) -> Change:
    """The change with the ids of what was created before it in the place of references."""
    if change.after is None:
        return change
    before, after = (
        (side and replace(side, targets=direct_targets(resolved(side.targets, ids))))
        for side in (change.before, change.after)
    )
    return replace(change, before=before, after=after)


def _as_asked(change: Change, journal: Journal) -> Change:
    """The change with what its object is to remember as a request for approval has it that is open: what was asked is what is sent."""
    asked = [entry for entry in journal.asked.values() if entry["address"] == str(change.address)]
    lines = [line for entry in asked if (line := applied.read(entry["request"].get("body")))]
    return replace(change, applied=str(lines[-1])) if change.applied and lines else change


def _image_of(change: Change | None, ids: Mapping[Address, str]) -> Change | None:
    """The change of the object that stays, with the same ids in what it comes to show."""
    if change is None or change.after is None:
        return change
    found = _with_ids(change, ids)
    return (
        replace(found, after=replace(found.after, body=resolved(found.after.body, ids)))
        if found.after
        else found
    )


def _resource(change: Change, desired: Desired | None, ids: Mapping[Address, str]) -> Desired | None:
    """What the change is to make of a resource, with the same ids."""
    if change.content is not None:
        desired = replace(desired or Desired(change.address, {}, (), {}), body=change.content)
    if change.applied and desired and (now := applied.read(change.applied)):
        desired = remembering(desired, now)
    return replace(desired, body=resolved(desired.body, ids)) if desired else None


def _with_tags(change: Change, kind: Kind, desired: Desired | None) -> Desired | None:
    """The resource with the ids that the plan found for scope tags that the policy knows by name."""
    if (
        desired is None
        or change.after is None
        or change.content is not None
        or not has_names(desired.body.get(kind.scope_tags))
    ):
        return desired
    return settled(desired, kind, change.after.body[kind.scope_tags])


def refusals(plan: Plan, options: Options) -> tuple[Guard, ...]:
    """Failed guards that no flag lifts. A flag counts only for the plan it was given for."""
    lifted = options.allowed if options.digest == plan.digest else frozenset()
    return tuple(guard for guard in plan.guards if not guard.passed and guard.code not in lifted)


def _refused(plan: Plan, options: Options, reader: TenantReader, run: str) -> Outcome | None:
    """Why nothing may be written at all, or None."""
    guards = refusals(plan, options)
    found = [
        Diagnostic(
            "APL001", args={"guard": g.code, "measured": g.measured, "limit": g.limit, "override": g.override}
        )
        if g.override
        else Diagnostic("APL008", args={"guard": g.code, "measured": g.measured})
        for g in guards
    ]
    if guards and options.allowed and options.digest != plan.digest:
        found.append(
            Diagnostic("APL002", args={"given": options.digest[:12] or "-", "plan": plan.digest[:12]})
        )
    if has_errors(plan.diagnostics):
        found.append(Diagnostic("APL003"))
    if found:
        return Outcome(run, 4, (), tuple(found), guards)
    try:
        tenant = reader.identity().id
    except ReadFailed as failed:
        return Outcome(
            run, 1, (), (Diagnostic("APL022", args={"address": "organization", **spoken(failed)}),)
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


def _results(changes: Sequence[Change], of: Mapping[int, int], results: Mapping[int, Result]) -> list[Result]:
    """What came of each change, in the order in which they were ready; of one that was written twice, both times together."""
    found: dict[int, Result] = {}
    for change in changes:
        result, first = results.get(id(change)) or _not_done(change), found.pop(of[id(change)], None)
        found[of[id(change)]] = _joined(first, result) if first else result
    return list(found.values())


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
