"""An organisation: its tenant, the limits on a plan, and what holds for all its roles."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from managed_apparaten.core.span import Span
from managed_apparaten.policy.model.exceptions import Approval
from managed_apparaten.policy.model.values import GroupRef, Language, Located, Rule, ScopeTag, Text

OrganisationType = Literal["gemeente", "gemeenschappelijke-regeling", "provincie", "waterschap", "other"]


@dataclass(frozen=True, slots=True)
class Guards:
    """Limits on what is applied within `window_days`, as percentages of the people and devices under management and of our objects."""

    max_people: Located[int]
    max_devices: Located[int]
    max_deletes: Located[int]
    max_loosened: Located[int] | None = None
    """People who are less protected afterwards; None for the same limit as `max_people`."""
    window_days: Located[int] | None = None
    """Number of days before today whose applies count along; None for one day."""

    @property
    def all(self) -> tuple[int, ...]:
        """People, devices, deletions, loosening and days: the order of `resource.applied`, with defaults filled in."""
        loosened = (self.max_loosened or self.max_people).value
        return (
            self.max_people.value,
            self.max_devices.value,
            self.max_deletes.value,
            loosened,
            self.window_days.value if self.window_days else 1,
        )


@dataclass(frozen=True, slots=True)
class Contact:
    """Where people report a suspicious app or a lost device, and where they ask for help."""

    reporting_point: Located[str]
    helpdesk: Located[str] | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A mail in the organisation's own words; in a language without a text our own text is used."""

    subject: Text
    body: Text
    span: Span


@dataclass(frozen=True, slots=True)
class Approach:
    """The choice that the VNG offers, one line for all staff or one that follows the risk, and the decision about it."""

    choice: Located[Literal["all-staff", "risk-based"]]
    reason: Text
    decision: Approval


@dataclass(frozen=True, slots=True)
class Organisation:
    """One municipality or other public body with one tenant, and what holds for all its roles."""

    id: str
    name: str
    type: Located[OrganisationType]
    approach: Approach
    language: Language
    """The language that comes first in texts for people."""
    embedded: bool
    """Whether the embedded tenant is used instead of a real one."""
    tenant_id: str | None
    prefix: str
    """The start of the name of every object in Intune."""
    protected_groups: tuple[GroupRef, ...]
    """Groups that every assignment excludes, such as break-glass accounts."""
    rules: tuple[Rule, ...]
    guards: Guards
    span: Span
    contact: Contact
    message: Message | None = None
    """The mail to somebody whose device does not comply."""
    assumptions: Mapping[str, Located[str]] = field(default_factory=dict)
    """Assumptions about Intune for which the organisation states a value, by id; see `core.assumptions`."""
    cloud: str = "global"
    """Name of Microsoft's cloud in which the tenant lives; see `graph.signin.clouds`."""
    scope_tags: tuple[ScopeTag, ...] = ()
    """Scope tags of objects that belong to no role, and of roles that state none themselves."""
