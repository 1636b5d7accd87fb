"""Events of an apply while it runs, as data: the command line turns them into progress, tests read them."""

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
"""What happened.

`started`, `finished` and `halted` are about a change; the others are about one write in it. `unanswered`:
sent, and no usable answer came. `adopted`: the object of an earlier create whose answer was lost was found.
`twin`: a second object with our marker is deleted. `asked`: the write waits until a second person agrees.
"""

Op = Literal["create", "update", "act", "child", "target-apps", "assign", "unassign", "delete"]
"""The sorts of write. `act` is a bound action such as `scheduleActionsForRules`; `child` writes one member of
a contained list, such as one text of a notification template."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event of one change."""

    kind: EventKind
    address: Address
    action: Action
    position: int
    """The number of the change within the run, from 1."""
    total: int
    op: Op | None = None
    seconds: float = 0.0
    """For `waiting`: the pause that follows. For `verified`: time between the answer and the tenant showing it."""
    diagnostic: Diagnostic | None = None


Listener = Callable[[Event], None]
