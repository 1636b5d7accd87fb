"""Time as an argument. Only the edges (CLI, benchmarks) make a real clock; everything else is given one."""

import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
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


_NEVER_STANDS_STILL = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", 0))
_SUMMER, _WINTER = 3, 10
"""Months on whose last Sunday, at one o'clock UTC, summer time begins and ends (directive 2000/84/EC)."""


def dutch_day(moment: datetime) -> date:
    """The day it is in the European Netherlands: dates in policy are days there, wherever the machine stands that reads them."""
    begins, ends = (_last_sunday(moment.year, month) for month in (_SUMMER, _WINTER))
    return (moment.astimezone(UTC) + timedelta(hours=2 if begins <= moment < ends else 1)).date()


def _last_sunday(year: int, month: int) -> datetime:
    """One o'clock UTC on it, in a month of 31 days."""
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    return last - timedelta(days=last.isoweekday() % 7)


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Wall time in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since an arbitrary start. A machine that slept knows that time passed: what it saw before is no longer fresh.
        Python's own clock stands still meanwhile on Linux and macOS (clock_gettime(2): CLOCK_BOOTTIME; on macOS CLOCK_MONOTONIC)."""
        return time.clock_gettime(_NEVER_STANDS_STILL)

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
