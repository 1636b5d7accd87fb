"""The plan as data. Renderers and apply read this and nothing else; it holds no secret by construction."""

from dataclasses import dataclass
from typing import Literal

from managed_apparaten.compile.audience import PART_OF_DEVICES
from managed_apparaten.core.address import Address
from managed_apparaten.core.cause import Causes
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON

Action = Literal["create", "update", "delete", "adopt", "none"]
Turn = Literal["once", "after", "twice", "gap"]
"""When an update is written. once: in its place. after: it leaves people to another object of its kind, so when that one has them.
twice: it takes people over as well, so it gets them first and lets the others go in the end. gap: that would reach people whom neither
plan means, so it is written in the end at once, and for a moment some have neither object."""
Reason = Literal[
    "new",
    "policy-changed",
    "drift",
    "policy-and-drift",
    "role-removed",
    "kind-not-needed",
    "twin",
    "unchanged",
]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One leaf or one member of a set that differs. `before` or `after` is None with the matching flag when it is absent."""

    pointer: str
    before: JSON
    after: JSON
    op: Literal["add", "remove", "replace"]
    causes: Causes = ()
    label: str = ""
    """How people know the value, for example `Temu (com.einnovation.temu)`; empty when the value speaks for itself."""


@dataclass(frozen=True, slots=True)
class AssignmentChange:
    """A group that gains or loses the resource, or its exclusion."""

    group_id: str
    group_name: str
    exclude: bool
    op: Literal["add", "remove"]
    causes: Causes = ()
    target: str = "group"
    """`group`, `all-users` or `all-devices`."""
    filter: str = ""
    """The assignment filter: its address when it is ours, else its id."""
    intent: str = ""
    """For an app: `available`, `required` or `uninstall`."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Who notices: groups in the assignment, people in them, devices of those people or in those groups."""

    groups: int
    people: int
    devices: int
    hidden: int = 0
    """How many of the groups hide who is in them. People and devices are then at least so many."""


@dataclass(frozen=True, slots=True)
class Image:
    """An object at one moment, normalised, to compare with before a write and after it."""

    body: JSON
    targets: tuple[JSON, ...]
    apps: tuple[str, ...] | None
    version: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one address, and why."""

    address: Address
    action: Action
    reason: Reason
    name: str
    object_id: str | None
    before: Image | None
    after: Image | None
    fields: tuple[FieldChange, ...]
    assignment_changes: tuple[AssignmentChange, ...]
    app_changes: tuple[FieldChange, ...]
    reach: Reach
    removes_protection: bool = False
    not_managed: tuple[str, ...] = ()
    """Pointers that somebody else set on our object; shown and left alone."""
    role: str = ""
    content: JSON = None
    """For an object of somebody else: the body to write, which depends on what the tenant has."""
    turn: Turn = "once"
    meanwhile: tuple[JSON, ...] = ()
    """For `twice`: who gets it in between."""
    weakens: Reach | None = None
    """Who keeps an object of this kind that protects less than what they have."""
    applied: str = ""
    """What the object will remember of this apply (`resource.applied`)."""

    @property
    def by_device(self) -> bool:
        """Whether it is about an object for groups of devices."""
        return PART_OF_DEVICES in self.address.key.split(".")[1:]


@dataclass(frozen=True, slots=True)
class Guard:
    """A safety limit: measured by plan, enforced by apply. Codes are PLN0xx."""

    code: str
    passed: bool
    measured: str
    limit: str
    override: str
    """The flag that lifts it, for example `--allow-delete`."""


@dataclass(frozen=True, slots=True)
class Unmanaged:
    """An object in a collection we write to that is not ours."""

    collection: str
    id: str
    name: str
    odata_type: str


@dataclass(frozen=True, slots=True)
class RoleReach:
    """Whom all new objects of a role reach together, each person and device once: those for its people, or those for its devices."""

    role: str
    by_device: bool
    reach: Reach


@dataclass(frozen=True, slots=True)
class EffectCount:
    """How many apps have one effect; the words are those of `effects.effect.Effect`."""

    effect: str
    apps: int


@dataclass(frozen=True, slots=True)
class ClassEffects:
    """What happens to apps on one class of device of a role that the plan changes, once it is applied."""

    role: str
    devices: str
    """The class in the words of the policy files, with the side of the device where it has two."""
    step: str
    """The step that holds there."""
    forbidden: tuple[EffectCount, ...]
    """All apps that a rule forbids for the role, by effect."""
    approved: tuple[EffectCount, ...]
    """All approved apps, by effect."""
    written: str = ""
    """The step that the policy gives the class, where another one holds."""


@dataclass(frozen=True, slots=True)
class ExceptionNotice:
    """An exception that starts, ends within 30 days, or has ended, and what that means."""

    id: str
    status: Literal["active", "ending", "ended", "future"]
    starts: str
    ends: str
    role: str
    apps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """The first lines of a plan."""

    roles: int
    apps: int
    exceptions: int
    objects: int
    ours: int
    foreign: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that was found and is proposed. `digest` is over the canonical JSON of what will be done and why."""

    format_version: int
    tool_version: str
    organisation: str
    tenant_id: str
    tenant_name: str
    evaluated_on: str
    policy_digest: str
    counts: PlanCounts
    changes: tuple[Change, ...]
    unmanaged: tuple[Unmanaged, ...]
    guards: tuple[Guard, ...]
    exceptions: tuple[ExceptionNotice, ...]
    diagnostics: tuple[Diagnostic, ...]
    reaches: tuple[RoleReach, ...] = ()
    effects: tuple[ClassEffects, ...] = ()
    digest: str = ""
    preconditions: tuple[Diagnostic, ...] = ()
    """What of the tenant around the objects keeps them from having effect, as far as whoever reads may see it. No part of the digest:
    it changes nothing that is written, and not everybody who plans or applies is shown it."""
    seal: str = ""
    """SHA-256 over the digest and the preconditions."""
