"""What was counted of the applies within the window, by number: who they were is not kept.

A line in the tenant says it of every apply that still counts (`resource.applied`), so that neither a later change of the same object nor
people who left it make anything forgotten. The rest of an apply that was stopped belongs to that apply: it is not counted against itself.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from managed_apparaten.resource.applied import Day

SHARES = ("PLN021", "PLN022", "PLN030")
"""Guards that count over the window, in the order of `WindowCounts`: a plan over one of these is applied only by somebody who lifted it."""


class WindowCounts(NamedTuple):
    """What these guards count of a plan: people and devices that notice it, and people who are less protected by it."""

    people: int = 0
    devices: int = 0
    loosened: int = 0


def within(days: Iterable[Day], on: date, window: int) -> list[Day]:
    """The days that still count on this one: those of a later date too."""
    return [day for day in days if (on - day.on).days <= window]


def total(days: Iterable[Day]) -> WindowCounts:
    """All days together."""
    found = list(days)
    return WindowCounts(
        *(
            sum(side)
            for side in ([d.people for d in found], [d.devices for d in found], [d.loosened for d in found])
        )
    )


def kept(days: Iterable[Day], failed: Collection[str]) -> tuple[Day, ...]:
    """One entry for each day of which something counts; what a guard counted that somebody lifted does not count again."""
    each: dict[date, list[Day]] = {}
    for day in days:
        each.setdefault(day.on, []).append(day)
    found = [Day(on, *_left(total(some), failed)) for on, some in sorted(each.items())]
    return tuple(day for day in found if any(day[1:]))


def whole(started: Day | None, on: date, now: WindowCounts, failed: Collection[str], lifted: bool) -> Day:
    """What is counted of an apply, which may have `started` before: then `now` is of its rest, and it stays as large as it was. What
    was lifted when it started stays so."""
    if started is None:
        return Day(on, *_left(now, failed))
    sides = zip(total([started]), now, strict=True)
    return Day(
        started.on,
        *_left(
            WindowCounts(*(0 if lifted and not then else max(then, rest) for then, rest in sides)), failed
        ),
    )


def _left(counts: WindowCounts, failed: Collection[str]) -> WindowCounts:
    return WindowCounts(*(0 if code in failed else count for code, count in zip(SHARES, counts, strict=True)))
