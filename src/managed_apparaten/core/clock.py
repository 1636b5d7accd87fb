"""Time as an argument. Only the edges (CLI, benchmarks) make a real clock; everything else is given one."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What the program may know of time."""

    def now(self) -> datetime:
        """Wall time in UTC, for display and for dates written down."""
        ...

    def monotonic(self) -> float:
        """Seconds on a clock that never steps back, for waits and budgets."""
        ...

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Wall time in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since an arbitrary start."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Really wait."""
        time.sleep(seconds)


@dataclass(slots=True)
class VirtualClock:
    """A clock that stands still until someone sleeps: an hour of waiting costs no second."""

    current: datetime
    elapsed: float = field(default=0.0)

    def now(self) -> datetime:
        """The virtual wall time."""
        return self.current

    def monotonic(self) -> float:
        """Virtual seconds since the start."""
        return self.elapsed

    def sleep(self, seconds: float) -> None:
        """Move both clocks on at once."""
        self.current += timedelta(seconds=seconds)
        self.elapsed += seconds
