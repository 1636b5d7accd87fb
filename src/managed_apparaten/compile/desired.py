"""What should be in the tenant: the compiler's product and the planner's input."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from managed_apparaten.core.address import Address
from managed_apparaten.core.cause import Causes
from managed_apparaten.core.digest import JSON
from managed_apparaten.policy.model import GroupRef, Platform
from managed_apparaten.resource.comparison import target_name, with_origin
from managed_apparaten.resource.origin import Formed, Part
from managed_apparaten.resource.reference import refs
from managed_apparaten.resource.shape import ResourceShape


@dataclass(frozen=True, slots=True)
class Assignment:
    """A group that gets the resource, or is kept from it. Which of the two sorts of group matters: they never mix."""

    group: GroupRef
    exclude: bool
    causes: Causes
    devices: bool = False
    """Whether it is a group of devices rather than of people."""
    filter: Address | None = None
    """The assignment filter that the devices must match; never on an exclusion."""
    intent: str = ""
    """For an app: `available`, `required` or `uninstall`."""


@dataclass(frozen=True, slots=True)
class Match:
    """How an object that somebody else made is found, and what to do when it is not there."""

    platform: Platform
    keys: tuple[str, ...]
    """What `Kind.identify` says of it, one of these."""
    name: str
    """What people call it."""
    creatable: bool = False
    """Whether the body is complete enough to make it."""
    else_open: bool = False
    """Whether a store offers it to people whom it is blocked for, as long as the tenant does not hold it."""
    asked: tuple[tuple[str, str], ...] = ()
    """What is wanted of it and by which role, for example `uninstall` and `college`."""


@dataclass(frozen=True, slots=True)
class Desired:
    """One resource. `body` is what Graph gets, marker and name included; `blame` has a cause for each leaf of it.

    A leaf that is a document of its own can have more of them below its pointer, one for each part of the document.
    """

    address: Address
    body: JSON
    assignments: tuple[Assignment, ...]
    blame: Mapping[str, Causes]
    apps: tuple[str, ...] | None = None
    """Identifiers for `targetApps` (bundle ids or packages, sorted) when the body's `appGroupType` is `selectedPublicApps`."""
    apps_blame: Mapping[str, Causes] | None = None
    """Causes by identifier."""
    generation: str = ""
    """Short digest of the normalised content, as the marker carries it."""
    role: str = ""
    """The role it was compiled for; messages speak of roles. Empty for what belongs to the organisation."""
    protect: bool = False
    initial: frozenset[str] = frozenset()
    """Properties that only a create sets: nobody stated them, so what administrators made of them since is left alone."""
    match: Match | None = None
    """Where the object is somebody else's and only the assignments are ours."""
    formed: Formed | None = field(default=None, repr=False, compare=False)
    """The comparison form of this body, made when it was compiled; `form_of` asks for it."""

    def refers_to(self) -> Iterator[Address]:
        """Resources whose ids it needs, as often as it needs them."""
        yield from refs(self.body)
        yield from (assignment.filter for assignment in self.assignments if assignment.filter)


def form_of(desired: Desired, shape: ResourceShape) -> Part:
    """The comparison form of a resource: as the compiler made it, as long as the body is the one that was compiled."""
    formed = desired.formed
    return formed.part if formed and formed.body is desired.body else with_origin(desired.body, shape)


def left_alone(desired: Desired, there: Mapping[str, JSON]) -> Desired:
    """The resource with what the tenant has of properties that only a create sets."""
    held = desired.initial & desired.body.keys()
    kept = {name: there[name] for name in held if there.get(name) not in (None, desired.body[name])}
    return replace(desired, body=desired.body | kept) if kept else desired


def by_name(assignments: Sequence[Assignment]) -> tuple[str, ...]:
    """Assignments as the policy names them, sorted. Ids are not known yet when a policy is compiled."""
    return tuple(sorted({target_name(a.group.name, a.exclude, a.filter, a.intent) for a in assignments}))
