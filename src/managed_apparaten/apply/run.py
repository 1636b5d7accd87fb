"""What every part of an apply is given, and how a part says that the run must stop."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from managed_apparaten.apply.events import EventKind, Op
from managed_apparaten.apply.journal import Journal
from managed_apparaten.apply.outcome import Options
from managed_apparaten.apply.stale import Difference
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.clock import Clock
from managed_apparaten.core.diagnostic import Diagnostic, Severity
from managed_apparaten.graph.errors import GraphFailed
from managed_apparaten.graph.observed import Observed
from managed_apparaten.graph.tenant import TenantReader, TenantWriter
from managed_apparaten.plan.change import Change

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 15.0
"""Seconds between two looks at the tenant; each pause is twice the last."""

SEVERITY: Mapping[str, Severity] = {"APL015": "note", "APL025": "warning"}
"""Of what does not stop a run; all else is an error."""

Tell = Callable[[EventKind, Op | None, float, Diagnostic | None], None]


@dataclass(frozen=True, slots=True)
class Work:
    """One change with all that is needed to carry it out."""

    change: Change
    kind: Kind
    organisation: str
    reader: TenantReader
    writer: TenantWriter
    journal: Journal
    clock: Clock
    options: Options
    tell: Tell

    def diagnostic(self, code: str, /, **args: str) -> Diagnostic:
        """A problem with this change."""
        address = str(self.change.address)
        return Diagnostic(code, SEVERITY.get(code, "error"), address=address, args={"address": address, **args})

    def ours(self, observed: Observed) -> bool:
        """Whether the object carries our marker for this address. Nothing is ever written to one that does not.

        An object of somebody else may be without one: there we write assignments, and the marker that says which.
        """
        marker = observed.marker
        if self.kind.shared:
            return marker is None or (marker.organisation == self.organisation and marker.address.kind == self.kind.name)
        return marker is not None and marker.organisation == self.organisation and marker.address == self.change.address

    def pause(self, seconds: float, op: Op | None) -> float:
        """Wait, and give the next pause."""
        self.tell("waiting", op, seconds, None)
        self.clock.sleep(seconds)
        return min(seconds * 2, LONGEST_PAUSE)


class Halted(Exception):
    """The run stops here. `unknown` when a write was sent whose effect could not be seen; `stale` when the tenant is not as planned."""

    def __init__(
        self, diagnostic: Diagnostic, *, unknown: bool = False, stale: bool = False, differences: tuple[Difference, ...] = ()
    ) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic
        self.unknown = unknown
        self.stale = stale
        self.differences = differences


def spoken(failed: GraphFailed) -> dict[str, str]:
    """What the service said, for a message."""
    return {
        "status": str(failed.status),
        "code": failed.code,
        "message": failed.message,
        "request": failed.request_id or "-",
        "activity": failed.activity_id or "-",
    }
