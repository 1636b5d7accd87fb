"""What an apply tells while it runs, as data: the command line turns it into progress, tests read it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from managed_apparaten.core.address import Address
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.plan.change import Action

EventKind = Literal[
    "started",
    "adopted",
    "sent",
    "verified",
    "waiting",
    "unanswered",
    "twin",
    "settling",
    "asked",
    "finished",
    "halted",
]
"""`started` and `finished`, `halted` are about a change; the others about one write in it. `unanswered`: sent, no usable answer.
`adopted`: the object of an earlier create whose answer was lost was found. `twin`: a second object with our marker is taken away.
`asked`: the write waits until somebody else agrees."""

Op = Literal["create", "update", "act", "child", "target-apps", "assign", "unassign", "delete"]
"""The sorts of write. `act` is a bound action such as `scheduleActionsForRules`.
`child` writes one member of a list that the object contains, such as a text of a message template."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to one change."""

    kind: EventKind
    address: Address
    action: Action
    position: int
    """Which change of the run this is, from 1."""
    total: int
    op: Op | None = None
    seconds: float = 0.0
    """For `waiting`: the pause that follows. For `verified`: time between the answer and the tenant showing it."""
    diagnostic: Diagnostic | None = None


Listener = Callable[[Event], None]
