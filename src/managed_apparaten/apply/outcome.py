"""What is asked of an apply and what came of it, per change: done, not done, failed half way, or unknown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from managed_apparaten.core.address import Address
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.plan.change import Action, Guard
from managed_apparaten.plan.stale import Difference

State = Literal["done", "begun", "not-done", "failed", "unknown", "waiting"]
"""done: written and read back. begun: the run stopped while this one was half way and nothing was wrong with it; what is there was read
back, and a new object is assigned to nobody. not-done: nothing was sent for it. failed: refused, or not as planned; what is there is known.
unknown: the tenant gave no answer that tells; the next plan will. waiting: its next write needs the approval of a
second person; a new object is assigned to nobody before that."""


def _never() -> bool:
    return False


def _once() -> int:
    return 0


@dataclass(frozen=True, slots=True)
class Options:
    """What the user allowed, and how patient to be."""

    allowed: frozenset[str] = frozenset()
    """Codes of guards that the user lifts, one flag a guard."""
    digest: str = ""
    """Digest of the plan for which they were lifted; for any other plan they lift nothing."""
    stop: Callable[[], bool] = _never
    """Asked before each write: Ctrl-C, or a lock that was lost. The request in hand is always finished."""
    again: Callable[[], int] = _once
    """How many writes were sent once more until now, below the writer: each may have been carried out every time."""
    settle: float = 120.0
    """Seconds in which a list must come to show a new object, and a read a write: the assumption `settle-time`."""
    settle_first: bool = False
    """Nobody knows what was done just before this run, as the journal of the last run is not here: what a list does not show is
    believed to be absent only when the settle time has passed since the start."""
    behind: bool = True
    """Whether reads can run behind writes."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one change."""

    address: Address
    action: Action
    state: State
    object_id: str | None
    diagnostics: tuple[Diagnostic, ...] = ()
    differences: tuple[Difference, ...] = ()
    """What the tenant shows instead of what was expected, when that is why it stopped."""
    approval: str = ""
    """Code of the request for approval that it waits for."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a run. Exit codes: 0 all done, 1 nothing written, 3 partly applied, 4 refused before the first write, 5 nothing went
    wrong and something waits for approval."""

    run: str
    exit_code: Literal[0, 1, 3, 4, 5]
    results: tuple[Result, ...]
    """In the order in which they were or would have been done."""
    diagnostics: tuple[Diagnostic, ...]
    """Of the run and of all its results, in order."""
    refused: tuple[Guard, ...] = ()
    writes: int = 0
    """Write requests that may have changed something."""

    def count(self, state: State) -> int:
        """How many changes ended so."""
        return sum(r.state == state for r in self.results)
