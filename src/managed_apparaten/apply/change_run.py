"""What every part of an apply is given, how far each change is, and how a part says that the run must stop."""

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
"""Seconds between two looks at the tenant; each pause is twice the last."""

SEVERITY: Mapping[str, Severity] = {"APL015": "note", "APL025": "warning", "APL062": "warning"}
"""Of what does not stop a run; all else is an error."""

Course = Literal["send", "wait", "look"]
"""What to do with a write. wait: a second person has not answered yet. look: it was agreed to and carried out before; see if it shows."""

Tell = Callable[[EventKind, Op | None, float, Diagnostic | None], None]


class Halted(Exception):
    """The run stops here. `unknown` when a write was sent whose effect could not be seen; `stale` when the tenant is not as planned."""

    def __init__(
        self, diagnostic: Diagnostic, unknown: bool, stale: bool, differences: tuple[Difference, ...]
    ) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic
        self.unknown = unknown
        self.stale = stale
        self.differences = differences


class Approver(Protocol):
    """Who knows whether a write waits for a second person: `apply.approval.Approvals`."""

    def course(self, work: "ChangeRun", step: Step) -> Course:
        """What to do with a write that is next."""
        ...

    def heard(
        self, work: "ChangeRun", step: Step, answer: str | Refused | Ambiguous | None
    ) -> Diagnostic | None:
        """Take note of an answer; for a refusal that is about approvals, how to tell it."""
        ...


@dataclass(slots=True, eq=False)
class ChangeRun:
    """One change with all that is needed to carry it out, and how far it is."""

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
    """The object as last read and found good; None before that, and after a delete."""
    settled: float = 0.0
    """From this moment on, on the monotonic clock, reads show all that was done before the run."""
    kept: Change | None = None
    """Of a copy that goes: what becomes of the object that stays."""
    read_at: float = 0.0
    """When that was, on the monotonic clock."""
    steps: list[Step] | None = None
    """The writes that are left; None until the object is there and was read."""
    begun: bool = False
    """The journal has what was there before."""
    attempted: bool = False
    """A write was sent, or its intent is in the journal."""
    past: tuple[Mapping[str, JSON], ...] = ()
    """How it was before each write of this run, as `view.of_observed` tells it."""
    carried: Mapping[str, JSON] = field(default_factory=dict)
    """What may show otherwise than it was last read, as the service carries the last write over (`Step.carried`)."""
    pending: Step | None = None
    """A write that was sent, until a read has shown it. A create is one as well."""
    sent: int = 0
    """How often: a write that the service answered with "not now" or "not with this token" may have been carried out all the same."""
    refused: Step | None = None
    """A write that was refused."""
    halted: Halted | None = None
    """Why it stopped, when that is because of this change."""
    approvals: Approver | None = None
    """None where no write of a run can wait for anybody."""
    waiting: str = ""
    """Code of the request for approval that it waits for."""

    def stop_if_asked(self) -> None:
        """Nothing more is sent once somebody asked to stop, or the lock is lost."""
        if self.options.stop():
            raise self.halt("APL050")

    def note_intent(self, step: Step) -> None:
        """A write is about to be sent: on disk before this returns."""
        self._begin()
        self.noted(lambda: self.journal.intent(self.change.address, step.op, self.object_id, step.payload))

    def sending(self, step: Step) -> None:
        """From here on the write may have happened."""
        self.attempted, self.pending, self.sent = True, step, self.sent + 1

    def note_outcome(self, op: Op, verdict: Verdict, reference: str = "") -> None:
        """The answer to the last write, or that an earlier one was found."""
        self._begin()
        self.noted(lambda: self.journal.outcome(self.change.address, op, self.object_id, verdict, reference))

    def _begin(self) -> None:
        """That the change begins, and what was there before."""
        if not self.begun:
            self.noted(lambda: self.journal.change(self.change))
            self.begun = True

    def noted(self, note: Callable[[], None]) -> None:
        """Have something in the journal, or stop."""
        try:
            note()
        except JournalFailed as failed:
            raise self.halt("APL030", message=str(failed)) from failed

    def diagnostic(self, code: str, /, **args: str) -> Diagnostic:
        """A problem with this change."""
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
        """Why the run stops at this change, to be raised; the first reason is kept."""
        found = self.diagnostic(problem, **args) if isinstance(problem, str) else problem
        halted = Halted(found, unknown, stale, tuple(differences))
        self.halted = self.halted or halted
        return halted

    def ours(self, observed: Observed) -> bool:
        """Whether the object carries our marker for this address. Nothing is ever written to one that does not.

        An object of somebody else may be without one: there we write assignments, and the marker that says which.
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
        """Wait, and give the next pause."""
        self.tell("waiting", op, seconds, None)
        try:
            self.clock.sleep(seconds)
        except WaitInterrupted as woken:
            raise self.halt("APL050") from woken
        return min(seconds * 2, LONGEST_PAUSE)

    def asked(self, read: Callable[[], T]) -> T:
        """The answer to a read for this change. One that fails stops the run: what it would have shown is unknown."""
        try:
            return read()
        except ReadFailed as failed:
            if failed.code == "NoConnection" and self.options.stop():
                raise self.halt("APL050") from failed
            raise self.halt(self.diagnostic("APL022", **spoken(failed))) from failed


def read(works: Sequence[ChangeRun]) -> list[Observed | None]:
    """The objects of these changes as they are now, read together."""
    moment = works[0].clock.monotonic()
    wanted = [(work.kind, work.object_id) for work in works if work.object_id is not None]
    assert len(wanted) == len(works), "only an object with an id can be read"
    found = works[0].asked(lambda: works[0].reader.read_all(wanted))
    for work in works:
        work.read_at = moment
    return found


def twin_of(work: ChangeRun, other: Observed) -> ChangeRun:
    """The same change, at work on another object that stands at its address."""
    return replace(
        work, object_id=other.id, now=other, steps=None, past=(), pending=None, sent=0, halted=None
    )


def spoken(failed: GraphFailed) -> dict[str, str]:
    """What the service said, for a message."""
    return {
        "status": str(failed.status),
        "code": failed.code,
        "message": failed.message,
        "request": failed.request_id or "-",
        "activity": failed.activity_id or "-",
    }
