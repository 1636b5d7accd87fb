"""Count people and devices of the applies within the guards' window of days. Only numbers are kept, not who
they were.

Each of our objects keeps a line about every apply that still counts (`resource.applied`). So neither a later
change of the same object nor people who leave it make an earlier apply forgotten. The rest of an apply that
was stopped belongs to that apply and is not counted against it.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from managed_apparaten.resource.applied import Day

SHARES = ("PLN021", "PLN022", "PLN030")
"""The guards that count over the window, in the order of `WindowCounts`. A plan over one of them is applied
only when somebody lifts that guard."""


class WindowCounts(NamedTuple):
    """What these guards count of a plan: people and devices that notice it, and people who are less protected
    by it."""

    people: int = 0
    devices: int = 0
    loosened: int = 0


def within(days: Iterable[Day], on: date, window: int) -> list[Day]:
    """Return the days that still count on `on`, later ones included. `window` is a number of days."""
    return [day for day in days if (on - day.on).days <= window]


def total(days: Iterable[Day]) -> WindowCounts:
    """Return the sum of all days."""
    all_days = list(days)
    return WindowCounts(
        *(
            sum(side)
            for side in (
                [d.people for d in all_days],
                [d.devices for d in all_days],
                [d.loosened for d in all_days],
            )
        )
    )


def kept(days: Iterable[Day], failed: Collection[str]) -> tuple[Day, ...]:
    """Return one entry for each day on which something counts. What a guard counted that somebody lifted does
    not count again."""
    by_date: dict[date, list[Day]] = {}
    for day in days:
        by_date.setdefault(day.on, []).append(day)
    daily_totals = [Day(on, *_left(total(some), failed)) for on, some in sorted(by_date.items())]
    return tuple(day for day in daily_totals if any(day[1:]))


def counted_day(
    started: Day | None, on: date, now: WindowCounts, failed: Collection[str], lifted: bool
) -> Day:
    """Return what is counted of an apply. When it `started` earlier, `now` counts only the rest of it; the
    larger of the two numbers holds, and what was lifted at its start stays lifted."""
    if started is None:
        return Day(on, *_left(now, failed))
    before_and_rest = zip(total([started]), now, strict=True)
    return Day(
        started.on,
        *_left(
            WindowCounts(*(0 if lifted and not then else max(then, rest) for then, rest in before_and_rest)),
            failed,
        ),
    )


def _left(counts: WindowCounts, failed: Collection[str]) -> WindowCounts:
    return WindowCounts(*(0 if code in failed else count for code, count in zip(SHARES, counts, strict=True)))
