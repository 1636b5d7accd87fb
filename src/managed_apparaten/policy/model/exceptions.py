"""Granted exceptions to the rules, with their approvals and the measures that they promise."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from managed_apparaten.core.span import Span
from managed_apparaten.policy.model.values import GroupRef, Located, Platform, Text

Measure = Literal[
    "isolated-device",
    "no-work-account",
    "no-work-data",
    "no-client-data",
    "guest-network",
    "own-sim",
    "archived",
    "wiped-at-end",
]
"""What the organisation does to keep the risk of an exception small."""
ISOLATING: tuple[Measure, ...] = ("isolated-device", "no-work-account")
"""Measures that are compiled: on the platforms of the exception its group gets the excepted apps and no app for work."""


@dataclass(frozen=True, slots=True)
class Approval:
    """A decision of a body or person, with the reference of the document that shows it."""

    by: str
    reference: str
    date: date
    span: Span


@dataclass(frozen=True, slots=True)
class GrantedException:
    """A dated, justified and approved permission to use apps that are otherwise blocked."""

    id: str
    apps: tuple[Located[str], ...]
    """Ids of the apps."""
    platforms: tuple[Platform, ...]
    role: Located[str]
    """Id of the role that it is for."""
    group: GroupRef | None
    """The part of the role that it is limited to: a derived role just above `role`. None when it holds for the whole role."""
    purpose: Text
    primary_task: Located[bool]
    """Whether the app is needed for a primary task of the organisation."""
    alternatives: Located[Text]
    measures: tuple[Located[Measure], ...]
    approvals: tuple[Approval, ...]
    starts: Located[date]
    """The first day on which it holds."""
    ends: Located[date]
    """The last day on which it holds."""
    span: Span

    def measure(self, *names: Measure) -> Located[Measure] | None:
        """Return the first of its measures that is one of `names`, or None."""
        return next((measure for measure in self.measures if measure.value in names), None)

    def active_on(self, day: date) -> bool:
        """Return whether it holds on that day."""
        return self.starts.value <= day <= self.ends.value
