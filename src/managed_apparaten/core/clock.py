"""Clocks. Only the command line and the benchmarks make a real one; all other code gets a clock as an argument, so that tests need not
wait."""

import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """The clock that code asks for the time."""

    def now(self) -> datetime:
        """Return the wall time in UTC, for display and for dates in files."""
        ...

    def monotonic(self) -> float:
        """Return seconds on a clock that never goes back, for waits and limits of time."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait this many seconds."""
        ...


_BOOT_CLOCK = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", 0))
"""A clock that also counts while the machine sleeps (clock_gettime(2)): CLOCK_BOOTTIME on Linux, CLOCK_MONOTONIC on macOS."""
_SUMMER, _WINTER = 3, 10
"""Months on whose last Sunday, at one o'clock UTC, summer time begins and ends (directive 2000/84/EC)."""


def dutch_day(moment: datetime) -> date:
    """Return the date in the European Netherlands at this moment. Dates in policy files are dates there, wherever the machine stands."""
    begins, ends = (_last_sunday(moment.year, month) for month in (_SUMMER, _WINTER))
    return (moment.astimezone(UTC) + timedelta(hours=2 if begins <= moment < ends else 1)).date()


def _last_sunday(year: int, month: int) -> datetime:
    """Return one o'clock UTC on the last Sunday of a month that has 31 days."""
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    return last - timedelta(days=last.isoweekday() % 7)


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return the wall time in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds since an arbitrary start, including the time in which the machine slept.

        Python's `time.monotonic` does not count that time on Linux and macOS, so that an answer from before the sleep would seem fresh.
        """
        return time.clock_gettime(_BOOT_CLOCK)

    def sleep(self, seconds: float) -> None:
        """Wait this many seconds."""
        time.sleep(seconds)


@dataclass(slots=True)
class VirtualClock:
    """A clock for tests and the embedded tenant, on which time passes only in `sleep`, and then at once."""

    current: datetime
    """The wall time in UTC."""
    elapsed: float = field(default=0.0)
    """Seconds since the start."""

    def now(self) -> datetime:
        """Return the virtual wall time."""
        return self.current

    def monotonic(self) -> float:
        """Return the virtual seconds since the start."""
        return self.elapsed

    def sleep(self, seconds: float) -> None:
        """Move the wall time and the seconds forward, without waiting."""
        self.current += timedelta(seconds=seconds)
        self.elapsed += seconds
