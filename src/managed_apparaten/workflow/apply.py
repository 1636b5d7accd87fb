"""Carry out what was reviewed: the same files and the same tenant give the same digest, or nothing is written."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from managed_apparaten.apply.approval import ApprovalTracker
from managed_apparaten.apply.approval_request import plan_of
from managed_apparaten.apply.events import Event
from managed_apparaten.apply.executor import apply as execute
from managed_apparaten.apply.journal import JournalFailed, open_journal
from managed_apparaten.apply.lock import Lock, acquire
from managed_apparaten.apply.outcome import Options, Outcome
from managed_apparaten.core import assumptions
from managed_apparaten.core.clock import Clock
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.http.request import Transport
from managed_apparaten.graph.tenant import TenantFinder, TenantWriter
from managed_apparaten.graph.write.approvals import ApprovalDoor
from managed_apparaten.kinds import all_kinds
from managed_apparaten.plan.change import Plan
from managed_apparaten.policy.model import Organisation, PolicySet
from managed_apparaten.workflow.check import Ready


@dataclass(frozen=True, slots=True)
class RunLocation:
    """Where and by whom an apply is done."""

    directory: Path
    """Journal and lock of this tenant."""
    clock: Clock
    pid: int
    host: str
    behind: bool = True
    """Whether the tenant's lists can run behind its writes: any but the embedded one, in process."""


def locked(desk: RunLocation) -> Lock | Diagnostic:
    """The one writer's lock, or why it cannot be had."""
    try:
        return acquire(desk.directory, desk.clock, desk.pid, desk.host)
    except JournalFailed as failed:
        return Diagnostic("APL030", args={"message": str(failed)})


def settle_seconds(policy: PolicySet) -> float:
    """How long the organisation gives its tenant to show what was written."""
    return 60.0 * int(
        assumptions.effective_value(policy.organisation.assumptions, assumptions.SETTLE).partition("-")[0]
    )


def approval_door(transport: Transport, root: str, organisation: Organisation) -> ApprovalDoor:
    """The tenant as far as approvals go, read as the organisation knows it."""
    code = assumptions.effective_value(organisation.assumptions, assumptions.APPROVAL_CODE)
    names = assumptions.effective_value(organisation.assumptions, assumptions.APPROVERS)
    return ApprovalDoor(transport, root, tuple(code.split("-or-")), names == "by-name")


def began(desk: RunLocation, door: ApprovalDoor | None, plan: Plan) -> bool:
    """Whether we began to carry out that very plan: the journal says so or, on a machine without one, a request for approval of ours that
    names it."""
    try:
        journal = open_journal(desk.directory, plan.digest, desk.clock)
    except JournalFailed:
        return False  # said when something is to be written
    try:
        if journal.past.began(plan.digest):
            return True
        found = door.requests() if door else ()
    except ReadFailed:
        return False
    finally:
        journal.close()
    return any(plan_of(request.justification, plan.organisation) == plan.digest[:16] for request in found)


def _own(plan: Plan) -> set[str]:
    """Ids of the objects that are ours, other people's apps aside."""
    shared = {kind.name for kind in all_kinds() if kind.shared}
    return {
        change.object_id for change in plan.changes if change.object_id and change.address.kind not in shared
    }


def apply(
    ready: Ready,
    plan: Plan,
    reader: TenantFinder,
    writer: TenantWriter,
    desk: RunLocation,
    options: Options,
    on_event: Callable[[Event], None],
    door: ApprovalDoor | None = None,
    why: str = "",
    reviewed: str = "",
) -> Outcome | Diagnostic:
    """Walk a plan that was just made, as patient as the organisation says. A journal that cannot be kept stops it before the first
    write. With a door, writes that need approval ask for it, and `why` is the reason that the approver reads; `reviewed`
    is the digest of the plan that people read, when this one is the rest of it."""
    try:
        journal = open_journal(desk.directory, plan.digest, desk.clock)
    except JournalFailed as failed:
        return Diagnostic("APL030", args={"message": str(failed)})
    first = desk.behind and not journal.past.follows(plan.tenant_id, _own(plan))
    options = replace(options, settle=settle_seconds(ready.policy), settle_first=first, behind=desk.behind)
    shown = (
        assumptions.effective_value(ready.policy.organisation.assumptions, assumptions.APPROVAL_TEXT)
        == "shown"
    )
    approvals = (
        ApprovalTracker(door, journal, plan.organisation, reviewed or plan.digest, why, shown)
        if door
        else None
    )
    return execute(
        plan, ready.compiled, all_kinds(), reader, approvals.writer if approvals else writer,
        journal=journal, clock=desk.clock, options=options, on_event=on_event, approvals=approvals,
    )  # fmt: skip
