"""The plan as data classes.

Renderers and apply read these classes and nothing else. A plan holds no secret: values that could be secret
are masked when the tenant is read (decision 20).
"""

from dataclasses import dataclass
from typing import Literal

from managed_apparaten.compile.audience import PART_OF_DEVICES
from managed_apparaten.core.address import Address
from managed_apparaten.core.cause import Causes
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON

Action = Literal["create", "update", "delete", "adopt", "none"]
Turn = Literal["once", "after", "twice", "gap"]
"""When an update is written, where it moves people between objects of one kind.

- once: in its place in the order of kinds.
- after: it takes people away from its object who get another object in this plan, so it is written after that
  one.
- twice: it takes people over from another object and gives some away. It is written first with all of them
  (`Change.meanwhile`), and at the end with those who stay.
- gap: the first of those two writes would also reach people who should have neither object. So it is written
  once, at the end, and for a moment some people have no object of this kind.
"""
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
"""Why a change is needed.

- new: the tenant has no such object.
- policy-changed: the policy asks for something else than at the last apply.
- drift: somebody changed our object in the tenant.
- policy-and-drift: both.
- role-removed: the policy no longer has the role of this object.
- kind-not-needed: the policy no longer needs an object of this kind.
- twin: a second object with the same marker and the same content.
- unchanged: there is nothing to do.
"""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A value that differs, or one member of a set that is added or removed.

    `before` is None for `add`, and `after` is None for `remove`.
    """

    pointer: str
    before: JSON
    after: JSON
    op: Literal["add", "remove", "replace"]
    causes: Causes = ()
    label: str = ""
    """The value as people know it, for example `Temu (com.einnovation.temu)`; empty when the value needs no
    explanation."""


@dataclass(frozen=True, slots=True)
class AssignmentChange:
    """A group that is added to or removed from the assignments of an object, or from its exclusions."""

    group_id: str
    group_name: str
    exclude: bool
    op: Literal["add", "remove"]
    causes: Causes = ()
    target: str = "group"
    """What kind of target it is: `group`, `all-users` or `all-devices`."""
    filter: str = ""
    """The assignment filter: its address when it is ours, else its id."""
    intent: str = ""
    """For an app: `available`, `required` or `uninstall`."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How many groups, people and devices a change concerns: groups in the assignments, the people in those
    groups, and the devices of those people or in those groups."""

    groups: int
    people: int
    devices: int
    hidden: int = 0
    """The number of groups whose members Graph hides. People and devices are then lower bounds."""


@dataclass(frozen=True, slots=True)
class Image:
    """An object at one moment, in comparison form: what a write expects to find, or what it should lead
    to."""

    body: JSON
    targets: tuple[JSON, ...]
    apps: tuple[str, ...] | None
    version: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What the plan does to one object, and why."""

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
    """JSON pointers of values that somebody else set on our object. They are shown and left alone."""
    role: str = ""
    content: JSON = None
    """For an app that somebody else added: the body to write, which depends on what the tenant has."""
    turn: Turn = "once"
    meanwhile: tuple[JSON, ...] = ()
    """For the turn `twice`: the assignment targets of the first write."""
    weakens: Reach | None = None
    """People and devices that keep an object of this kind which protects less than the one they have now;
    None when there are none."""
    applied: str = ""
    """The line about this apply that the object keeps in its marker text (`resource.applied`)."""

    @property
    def by_device(self) -> bool:
        """Whether the object is for groups of devices."""
        return PART_OF_DEVICES in self.address.key.split(".")[1:]


@dataclass(frozen=True, slots=True)
class Guard:
    """A safety limit. The plan measures it and apply enforces it. `code` is its message, PLN0xx."""

    code: str
    passed: bool
    measured: str
    limit: str
    override: str
    """The flag that lifts it for one plan, for example `--allow-delete`."""


@dataclass(frozen=True, slots=True)
class Unmanaged:
    """An object that is not ours, in a collection in which we write."""

    collection: str
    id: str
    name: str
    odata_type: str


@dataclass(frozen=True, slots=True)
class RoleReach:
    """Whom all new objects of one role reach together. Each person and device counts once; objects for people
    and objects for devices are counted apart."""

    role: str
    by_device: bool
    reach: Reach


@dataclass(frozen=True, slots=True)
class EffectCount:
    """The number of apps with one effect. The names of effects are those of `effects.effect.Effect`."""

    effect: str
    apps: int


@dataclass(frozen=True, slots=True)
class ClassEffects:
    """What happens to apps on one class of device of a role, after the plan is applied. Only roles that the
    plan changes have one."""

    role: str
    devices: str
    """The class of device in the words of the policy files, with the side of the device where it has a work
    side and a private side."""
    step: str
    """The enforcement step that holds there."""
    forbidden: tuple[EffectCount, ...]
    """All apps that a rule forbids for the role, by effect."""
    approved: tuple[EffectCount, ...]
    """All approved apps, by effect."""
    written: str = ""
    """The enforcement step in the policy file, where another one holds; else empty."""


@dataclass(frozen=True, slots=True)
class ExceptionNotice:
    """An exception that is active, starts later, ends within 30 days, or has ended."""

    id: str
    status: Literal["active", "ending", "ended", "future"]
    starts: str
    ends: str
    role: str
    apps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """The numbers in the first lines of a plan."""

    roles: int
    apps: int
    exceptions: int
    objects: int
    ours: int
    foreign: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a plan proposes and why. `digest` is the SHA-256 of its canonical JSON without
    `digest`, `preconditions` and `seal`."""

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
    """Findings about the tenant around our objects that keep them from having effect (decision 44). They are
    not part of the digest: they change nothing that is written, and an account may lack the permission to
    read them."""
    seal: str = ""
    """SHA-256 of the digest and the preconditions."""
