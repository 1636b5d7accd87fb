"""The state of one change while it is carried out, and how the run is halted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol, TypeVar

from managed_apparaten.apply.events import EventKind, Op
from managed_apparaten.apply.journal import Journal, JournalFailed, Verdict
from managed_apparaten.apply.outcome import Options
from managed_apparaten.apply.steps import Step
from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.clock import Clock
from managed_apparaten.core.diagnostic import Diagnostic, Severity
from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import Ambiguous, GraphFailed, ReadFailed, Refused
from managed_apparaten.graph.http.wait import WaitInterrupted
from managed_apparaten.graph.observed import Observed
from managed_apparaten.graph.tenant import TenantFinder, TenantWriter
from managed_apparaten.plan.change import Change
from managed_apparaten.plan.stale import Difference

T = TypeVar("T")

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 15.0
"""Seconds between two reads of the tenant; each pause is twice the previous one."""

SEVERITY: Mapping[str, Severity] = {"APL015": "note", "APL025": "warning", "APL062": "warning"}
"""The severity of diagnostics that do not stop a run; all others are errors."""

Course = Literal["send", "wait", "look"]
"""What to do with the next write.

- send: send it.
- wait: a second person has not answered yet.
- look: it was approved and carried out before; see whether the tenant shows it.
"""

Tell = Callable[[EventKind, Op | None, float, Diagnostic | None], None]


class Halted(Exception):
    """Raised to stop the run.

    `unknown` is true when a write was sent whose effect could not be seen, `stale` when the tenant is not as
    the plan expects.
    """

    def __init__(
        self, diagnostic: Diagnostic, unknown: bool, stale: bool, differences: tuple[Difference, ...]
    ) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic
        self.unknown = unknown
        self.stale = stale
        self.differences = differences


class Approver(Protocol):
    """Knows whether a write waits for a second person; implemented by `apply.approval.ApprovalTracker`."""

    def course(self, work: "ChangeRun", step: Step) -> Course:
        """Return what to do with the next write."""
        ...

    def record_answer(
        self, work: "ChangeRun", step: Step, answer: str | Refused | Ambiguous | None
    ) -> Diagnostic | None:
        """Record an answer. Returns how to report a refusal that is about approvals."""
        ...


@dataclass(slots=True, eq=False)
class ChangeRun:
    """One change with everything that is needed to carry it out, and its progress."""

    change: Change
    kind: Kind
    desired: Desired | None
    organisation: str
    reader: TenantFinder
    writer: TenantWriter
    journal: Journal
    clock: Clock
    options: Options
    tell: Tell
    object_id: str | None = None
    now: Observed | None = None
    """The object as last read and accepted; None before that, and after a delete."""
    settled_at: float = 0.0
    """The moment, on the monotonic clock, from which reads show everything that was done before the run."""
    kept: Change | None = None
    """For a copy that is deleted: the change of the object that is kept."""
    read_at: float = 0.0
    """When `now` was read, on the monotonic clock."""
    steps: list[Step] | None = None
    """The writes that are left; None until the object exists and was read."""
    begun: bool = False
    """Whether the journal has the state of the object before the run."""
    attempted: bool = False
    """Whether a write was sent, or its intent is in the journal."""
    past: tuple[Mapping[str, JSON], ...] = ()
    """The object before each write of this run, as `object_state.of_observed` gives it."""
    carried: Mapping[str, JSON] = field(default_factory=dict)
    """Values that the service may change along with the last write (`Step.carried`)."""
    pending: Step | None = None
    """The write that was sent last, until a read shows its effect. A create counts too."""
    sent: int = 0
    """How often that write was sent. One that the service answered with 429 or 401 may have been carried out
    all the same."""
    refused: Step | None = None
    """The write that was refused."""
    halted: Halted | None = None
    """Why the run stopped, when that is because of this change."""
    approvals: Approver | None = None
    """None where no write of the run can need an approval."""
    waiting: str = ""
    """The code of the request for approval for which the change waits."""

    def stop_if_asked(self) -> None:
        """Halt when somebody asked to stop, or when the lock is lost."""
        if self.options.stop():
            raise self.halt("APL050")

    def note_intent(self, step: Step) -> None:
        """Write to the journal that a write is about to be sent. It is on disk before this returns."""
        self._begin()
        self.noted(lambda: self.journal.intent(self.change.address, step.op, self.object_id, step.payload))

    def sending(self, step: Step) -> None:
        """Record that the write may have happened from now on."""
        self.attempted, self.pending, self.sent = True, step, self.sent + 1

    def note_outcome(self, op: Op, verdict: Verdict, reference: str = "") -> None:
        """Write the answer to the last write to the journal, or that an object of an earlier run was
        found."""
        self._begin()
        self.noted(lambda: self.journal.outcome(self.change.address, op, self.object_id, verdict, reference))

    def _begin(self) -> None:
        """Write to the journal that the change begins, and how the object was before."""
        if not self.begun:
            self.noted(lambda: self.journal.change(self.change))
            self.begun = True

    def noted(self, note: Callable[[], None]) -> None:
        """Write something to the journal; halt when that fails."""
        try:
            note()
        except JournalFailed as failed:
            raise self.halt("APL030", message=str(failed)) from failed

    def diagnostic(self, code: str, /, **args: str) -> Diagnostic:
        """Return a diagnostic about this change."""
        address = str(self.change.address)
        return Diagnostic(
            code, SEVERITY.get(code, "error"), address=address, args={"address": address, **args}
        )

    def halt(
        self,
        problem: str | Diagnostic,
        /,
        *,
        unknown: bool = False,
        stale: bool = False,
        differences: Sequence[Difference] = (),
        **args: str,
    ) -> Halted:
        """Return the exception that stops the run at this change, to be raised. The first reason is kept."""
        diagnostic = self.diagnostic(problem, **args) if isinstance(problem, str) else problem
        halted = Halted(diagnostic, unknown, stale, tuple(differences))
        self.halted = self.halted or halted
        return halted

    def ours(self, observed: Observed) -> bool:
        """Return whether the object carries our marker for this address. Nothing is ever written to an object
        that does not.

        An app of somebody else may have no marker yet: there we write assignments, and the marker that names
        their groups.
        """
        marker = observed.marker
        if self.kind.shared:
            return marker is None or (
                marker.organisation == self.organisation and marker.address.kind == self.kind.name
            )
        return (
            marker is not None
            and marker.organisation == self.organisation
            and marker.address == self.change.address
        )

    def pause(self, seconds: float, op: Op | None) -> float:
        """Wait some seconds, and return the length of the next pause."""
        self.tell("waiting", op, seconds, None)
        try:
            self.clock.sleep(seconds)
        except WaitInterrupted as woken:
            raise self.halt("APL050") from woken
        return min(seconds * 2, LONGEST_PAUSE)

    def asked(self, read: Callable[[], T]) -> T:
        """Return what a read for this change gives. A read that fails halts the run, because what it would
        have shown is unknown."""
        try:
            return read()
        except ReadFailed as failed:
            if failed.code == "NoConnection" and self.options.stop():
                raise self.halt("APL050") from failed
            raise self.halt(self.diagnostic("APL022", **error_args(failed))) from failed


def read(works: Sequence[ChangeRun]) -> list[Observed | None]:
    """Read the objects of these changes as they are now, in one batch."""
    moment = works[0].clock.monotonic()
    wanted = [(work.kind, work.object_id) for work in works if work.object_id is not None]
    assert len(wanted) == len(works), "only an object with an id can be read"
    objects = works[0].asked(lambda: works[0].reader.read_all(wanted))
    for work in works:
        work.read_at = moment
    return objects


def twin_of(work: ChangeRun, other: Observed) -> ChangeRun:
    """Return the same change, for another object with the same marker."""
    return replace(
        work, object_id=other.id, now=other, steps=None, past=(), pending=None, sent=0, halted=None
    )


def error_args(failed: GraphFailed) -> dict[str, str]:
    """Return what the service said, as arguments of a message."""
    return {
        "status": str(failed.status),
        "code": failed.code,
        "message": failed.message,
        "request": failed.request_id or "-",
        "activity": failed.activity_id or "-",
    }
