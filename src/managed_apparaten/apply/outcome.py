"""What an apply is asked to do, and what came of it for each change."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from managed_apparaten.core.address import Address
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.plan.change import Action, Guard
from managed_apparaten.plan.stale import Difference

State = Literal["done", "begun", "not-done", "failed", "unknown", "waiting"]
"""How a change ended.

- done: written and read back.
- begun: the run stopped halfway through it and nothing was wrong with it; the present state was read back,
  and a new object is assigned to nobody.
- not-done: nothing was sent for it.
- failed: refused, or not as planned; the present state is known.
- unknown: the tenant gave no answer that tells; the next plan will show it.
- waiting: its next write needs the approval of a second person; a new object is assigned to nobody before
  that.
"""


def _never() -> bool:
    return False


def _once() -> int:
    return 0


@dataclass(frozen=True, slots=True)
class Options:
    """What the user allowed, and how long to wait."""

    allowed: frozenset[str] = frozenset()
    """The codes of guards that the user lifts, one flag for each guard."""
    digest: str = ""
    """The digest of the plan for which they were lifted. For any other plan they lift nothing."""
    stop: Callable[[], bool] = _never
    """Called before each write: returns whether to stop, after Ctrl-C or when the lock was lost. A request in
    flight is always finished."""
    again: Callable[[], int] = _once
    """Returns how many writes the transport sent more than once until now. Each of those may have been
    carried out every time."""
    settle: float = 120.0
    """Seconds after which a list must show a new object, and a read a write (assumption `settle-time`)."""
    settle_first: bool = False
    """Whether nobody knows what was done just before this run, because the journal of the last run is not
    here. What a list does not show is then believed to be absent only after the settle time."""
    behind: bool = True
    """Whether reads can show an older state than the last write."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one change."""

    address: Address
    action: Action
    state: State
    object_id: str | None
    diagnostics: tuple[Diagnostic, ...] = ()
    differences: tuple[Difference, ...] = ()
    """What the tenant shows instead of what was expected, when the change stopped for that reason."""
    approval: str = ""
    """The code of the request for approval for which it waits."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a run. Exit codes: 0 everything done, 1 nothing written, 3 partly applied, 4 refused before
    the first write, 5 nothing went wrong and something waits for approval."""

    run: str
    exit_code: Literal[0, 1, 3, 4, 5]
    results: tuple[Result, ...]
    """The results in the order in which the changes were or would have been carried out."""
    diagnostics: tuple[Diagnostic, ...]
    """The diagnostics of the run and of all its results, in order."""
    refused: tuple[Guard, ...] = ()
    writes: int = 0
    """The number of write requests that may have changed something."""

    def count(self, state: State) -> int:
        """Return how many changes ended in this state."""
        return sum(r.state == state for r in self.results)
