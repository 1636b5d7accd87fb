"""Which day it is where the policy holds, and a clock that does not stand still while the machine sleeps."""

import time
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from managed_apparaten.core.clock import SystemClock, dutch_day

DAYS = {
    "winter, before midnight": ("2026-01-31T22:59:59", "2026-01-31"),
    "winter, midnight": ("2026-01-31T23:00:00", "2026-02-01"),
    "summer, before midnight": ("2026-08-30T21:59:59", "2026-08-30"),
    "summer, midnight": ("2026-08-30T22:00:00", "2026-08-31"),
    "the last evening of winter": ("2026-03-28T22:59:59", "2026-03-28"),
    "the night in which summer begins": ("2026-03-29T00:59:59", "2026-03-29"),
    "the first evening of summer": ("2026-03-29T22:00:00", "2026-03-30"),
    "the last evening of summer": ("2026-10-24T22:00:00", "2026-10-25"),
    "the first evening of winter": ("2026-10-25T22:30:00", "2026-10-25"),
    "a year in which the last Sunday is the 31st": ("2030-03-31T22:00:00", "2030-04-01"),
    "new year": ("2026-12-31T23:00:00", "2027-01-01"),
}


@pytest.mark.parametrize("name", DAYS)
@pytest.mark.parametrize("hours", [-8, 0, 13])
def test_an_exception_ends_at_midnight_in_the_netherlands_wherever_the_machine_stands(
    name: str, hours: int
) -> None:
    moment, day = DAYS[name]
    there = datetime.fromisoformat(moment).replace(tzinfo=UTC).astimezone(timezone(timedelta(hours=hours)))
    assert dutch_day(there) == date.fromisoformat(day)


def test_time_in_which_the_machine_slept_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A look at the tenant of before the lid was closed is old when it opens, also where Python's own clock stood still."""
    slept = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    monkeypatch.setattr(time, "monotonic", lambda: 5.0)
    monkeypatch.setattr(time, "clock_gettime", {slept: 28_805.0}.__getitem__)
    assert SystemClock().monotonic() == 28_805.0
