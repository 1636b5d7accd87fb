"""Make the parts of a plan that only inform: counts, whom new objects reach, and the state of exceptions."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal

from managed_apparaten.graph.tenant import Reading
from managed_apparaten.plan.change import ExceptionNotice, PlanCounts, RoleReach
from managed_apparaten.plan.impact import Impact
from managed_apparaten.plan.reach import included, reach, together
from managed_apparaten.policy.model import GrantedException, PolicySet

SOON = timedelta(days=30)
"""An exception that ends within this time is shown as ending."""


def exception_notices(policy: PolicySet, on: date) -> Iterator[ExceptionNotice]:
    """Yield a notice for each exception, sorted by id."""
    for exception in sorted(policy.exceptions.values(), key=lambda e: e.id):
        app_names = tuple(
            sorted(
                policy.apps[app.value].name if app.value in policy.apps else app.value
                for app in exception.apps
            )
        )
        starts, ends = exception.starts.value.isoformat(), exception.ends.value.isoformat()
        yield ExceptionNotice(
            exception.id, _status(exception, on), starts, ends, exception.role.value, app_names
        )


def _status(exception: GrantedException, on: date) -> Literal["active", "ending", "ended", "future"]:
    """Return the state of an exception on a day."""
    if exception.ends.value < on:
        return "ended"
    if exception.starts.value > on:
        return "future"
    return "ending" if exception.ends.value - on <= SOON else "active"


def plan_counts(policy: PolicySet, reading: Reading) -> PlanCounts:
    """Return the numbers in the first lines of the plan."""
    ours, foreign = len(reading.ours), len(reading.foreign)
    return PlanCounts(
        len(policy.roles), len(policy.apps), len(policy.exceptions), ours + foreign, ours, foreign
    )


def role_reaches(measured: Sequence[Impact]) -> Iterator[RoleReach]:
    """Yield whom the new objects of each role reach together. Objects for people and objects for devices are
    counted apart."""
    new: dict[tuple[str, bool], list[Impact]] = {}
    for impact in measured:
        if impact.change.action == "create" and impact.change.role:
            new.setdefault((impact.change.role, impact.change.by_device), []).append(impact)
    for (role, by_device), created in sorted(new.items()):
        groups = included([target for impact in created for target in impact.targets_after])
        yield RoleReach(role, by_device, reach(groups, together(impact.after for impact in created)))
