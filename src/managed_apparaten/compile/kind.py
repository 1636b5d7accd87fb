"""What an Intune resource kind has to say about itself. One file in `kinds/` makes one `KIND` of these.

Everything outside `kinds/` works from these fields: a kind that needs a branch elsewhere is a sign that a field is
missing here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from managed_apparaten.compile.app_effect import Reads
from managed_apparaten.compile.desired import Assignment, Match
from managed_apparaten.core.cause import Causes
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.messages import render
from managed_apparaten.policy.model import (
    STEPS,
    App,
    DeviceClass,
    Language,
    Located,
    Platform,
    PolicySet,
    Role,
    Step,
    Text,
)
from managed_apparaten.resolve.decision import Decision
from managed_apparaten.resource.shape import ResourceShape


@dataclass(frozen=True, slots=True)
class Scope:
    """What a kind may look at: one role on the kind's platform."""

    policy: PolicySet
    role: Role
    platform: Platform
    devices: tuple[DeviceClass, ...]
    """The role's classes of device on this platform for which the kind said `serves`."""
    decisions: Mapping[str, Decision]
    """By app id, sorted."""

    @property
    def language(self) -> Language:
        """Language of names and texts in the tenant."""
        return self.policy.organisation.language

    def step(self) -> Located[Step]:
        """The highest step among these devices."""
        return max(
            (self.role.step_on(device) for device in self.devices), key=lambda step: STEPS.index(step.value)
        )

    def apps(self, *effects: str) -> list[tuple[App, Decision]]:
        """The apps decided as one of these effects, sorted by id."""
        return [(self.policy.apps[app], d) for app, d in self.decisions.items() if d.effect in effects]


@dataclass(frozen=True, slots=True)
class OrganisationScope:
    """What a kind may look at that belongs to the organisation and to no role."""

    policy: PolicySet
    roles: tuple[Role, ...]
    """All roles, the one that outranks the others first."""
    decisions: Mapping[str, Mapping[Platform, Mapping[str, Decision]]]
    """By role id, platform and app id."""
    wanted: frozenset[str]
    """Keys of this kind to which other resources refer."""

    @property
    def language(self) -> Language:
        """Language of names and texts in the tenant."""
        return self.policy.organisation.language

    def say(self, message: str, language: Language | None = None, **args: str) -> str:
        """A text of ours, by default in the language of the organisation."""
        return render(message, language or self.language, args)


@dataclass(frozen=True, slots=True)
class Draft:
    """One resource as a kind writes it: a traced body without name, description and `@odata.type`, which the compiler adds.
    What stands in the body is kept, so a kind may name its objects itself."""

    body: Mapping[str, Any]
    devices: tuple[DeviceClass, ...] = ()
    """The classes it is for: they decide between user groups and device groups."""
    part: str = ""
    """Suffix of the key when one role needs more than one object, for example `2` for a second chunk. The whole key of a
    resource of the organisation."""
    about: str = ""
    """For a resource of the organisation: the sentence that the marker follows."""
    assignments: tuple[Assignment, ...] = ()
    """For a resource of the organisation: who gets it."""
    match: Match | None = None
    """For an object that is somebody else's: how to find it."""
    apps: Mapping[str, Any] | None = None
    """For app protection: identifier -> because(identifier, ...)."""
    inside: Mapping[str, Causes] = field(default_factory=dict)
    """Causes within a leaf that is a document of its own, such as XML: by pointer into the form that `Kind.normalise` gives it."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """What the user should know or mend about this one; the same diagnostic from several roles is shown once."""


@dataclass(frozen=True, slots=True)
class Permissions:
    """Least Graph permissions, the same name for delegated and application."""

    read: str
    write: str


def nothing(_: DeviceClass) -> bool:
    """Serves no device by itself."""
    return False


def nowhere(_: Scope) -> Sequence[Draft]:
    """Makes nothing of a role."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(ResourceShape):
    """A kind of Intune resource: its shape in Graph, how it is compiled from a policy, and what it means to people.

    A kind must give the fields without a default. It should give `serves` with `compile`, or `compile_whole`, and `effects` when it does
    something to single apps. The rest is for kinds that differ.
    """

    title: Text
    """What it is called in a display name, for example nl `App-beperkingen`."""
    platform: Platform | None
    """None for what serves devices of any platform, or none by itself."""
    permissions: Permissions
    order: int
    """Apply order, lowest first: what others refer to, what protects, what loosens. Deletes go the other way."""

    # How it is compiled.
    serves: Callable[[DeviceClass], bool] = nothing
    """Which classes of device it is for."""
    compile: Callable[[Scope], Sequence[Draft]] = nowhere
    """What it makes of one role."""
    compile_whole: Callable[[OrganisationScope], Sequence[Draft]] | None = None
    """What it makes of the organisation. Kinds with this come after all others, by falling `order`, and so see who refers to them."""
    functions: frozenset[str] = frozenset()
    """Functions of a role, for example `usb`, that it turns into settings."""
    from_version: int = 0
    """The major version of the system from which devices know its objects; older ones ignore them. What a role asks of compliance keeps no
    older device away."""

    # Whom it is assigned to.
    assigned: bool = True
    """Whether its objects are assigned to groups; others only serve objects that are."""
    device_groups: bool = True
    """Whether it may be assigned to groups of devices; app protection follows people only."""
    user_groups: bool = True
    """Whether it may be assigned to groups of people. Where not, a class of device without groups of its own gets nothing."""
    filtered: bool = False
    """Whether an assignment filter must keep it to the devices that it serves: an object of this kind lands on any enrolled device of the
    people it is assigned to, whoever owns it. Not where the type itself decides, nor where no device need be enrolled."""

    # What it means to people.
    effects: Reads | None = None
    """What one of its objects does to an app on a device that it reaches, read from the body; None: it does nothing to single apps."""
    labels: Callable[[str, JSON, Mapping[str, str]], str | None] | None = None
    """How a changed value at a pointer reads to people, for example `Temu (com.einnovation.temu)`; it is given `apps.names`."""

    # Apps of the tenant, which are other people's objects.
    purchased: Callable[[JSON], bool] | None = None
    """Whether it comes from a volume purchase. Of several objects that are the same app such a one is used first."""
    exhausted: Callable[[JSON], bool] | None = None
    """Whether every licence of it is in use."""
    from_store: Callable[[JSON], bool] | None = None
    """Whether people need a store and an account of their own there to install it."""
