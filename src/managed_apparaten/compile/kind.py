"""What an Intune resource kind has to say about itself. One file in `kinds/` makes one `KIND` of these.

Everything outside `kinds/` works from these fields: a kind that needs a branch elsewhere is a sign that a field is
missing here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from managed_apparaten.compile.desired import Assignment, Match
from managed_apparaten.compile.effect import Reads
from managed_apparaten.core.cause import Causes
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.messages import render
from managed_apparaten.policy.model import STEPS, App, DeviceClass, Language, Located, Platform, PolicySet, Role, Step, Text
from managed_apparaten.resolve.decision import Decision


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
        return max((self.role.step_on(device) for device in self.devices), key=lambda step: STEPS.index(step.value))

    def apps(self, *effects: str) -> list[tuple[App, Decision]]:
        """The apps decided as one of these effects, sorted by id."""
        return [(self.policy.apps[app], d) for app, d in self.decisions.items() if d.effect in effects]


@dataclass(frozen=True, slots=True)
class Whole:
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


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of Intune resource: where it lives in Graph, how it compiles, how it is compared and written."""

    name: str
    title: Text
    """What it is called in a display name, for example nl `App-beperkingen`."""
    platform: Platform | None
    """None for what serves devices of any platform, or none by itself."""
    odata_type: str
    """Without `#`, for example `microsoft.graph.iosCompliancePolicy`."""
    collection: str
    """Path under the API version, for example `deviceManagement/deviceCompliancePolicies`."""
    permissions: Permissions
    order: int
    """Apply order, lowest first: what others refer to, what protects, what loosens. Deletes go the other way."""
    serves: Callable[[DeviceClass], bool] = nothing
    """Which classes of device it is for."""
    compile: Callable[[Scope], Sequence[Draft]] = nowhere
    """What it makes of one role."""
    compile_whole: Callable[[Whole], Sequence[Draft]] | None = None
    """What it makes of the organisation. Kinds with this come after all others, by falling `order`, and so see who refers to them."""
    assigned: bool = True
    """Whether its objects are assigned to groups; others only serve objects that are."""
    marker_property: Literal["description", "notes"] = "description"
    """Property whose text ends with our marker."""
    identify: Callable[[JSON], tuple[str, ...]] | None = None
    """For objects that are other people's, of which only the assignments that the marker names are ours: what the object is, for example
    `ios:org.whispersystems.signal`, the surest first; nothing for what is never assigned by us."""
    identifying: frozenset[str] = frozenset()
    """Properties that `identify` looks at, besides the type."""
    purchased: Callable[[JSON], bool] | None = None
    """For such objects: whether it comes from a volume purchase. Of several objects that are the same thing such a one is used first."""
    exhausted: Callable[[JSON], bool] | None = None
    """For such objects: whether every licence of it is in use."""
    from_store: Callable[[JSON], bool] | None = None
    """For such objects: whether people need a store and an account of their own there to install it."""
    definitions: frozenset[str] = frozenset()
    """Every setting of the settings catalog that its objects can hold."""
    assign_as: tuple[str, str] = ("assignments", "")
    """The parameter of `assign`, and the `@odata.type` of each assignment where Graph wants one."""
    assignment_settings: Mapping[str, JSON] = field(default_factory=dict)
    """Settings of an assignment that installs which Graph must be told: Graph type of the object -> settings."""
    from_version: int = 0
    """The major version of the system from which devices know its objects; older ones ignore them. What a role asks of compliance keeps no
    older device away."""
    filtered: bool = False
    """Whether an assignment filter must keep it to the devices that it serves: an object of this kind lands on any enrolled device of the
    people it is assigned to, whoever owns it. Not where the type itself decides, nor where no device need be enrolled."""
    scope_tags: Literal["roleScopeTagIds", "roleScopeTags"] = "roleScopeTagIds"
    """Property that holds the scope tags."""
    api: Literal["beta", "v1.0"] = "beta"
    name_property: Literal["displayName", "name"] = "displayName"
    update: Literal["PATCH", "PUT"] = "PATCH"
    list_expand: str = ""
    """`$expand` that Graph supports on the list."""
    item_expand: str = ""
    """`$expand` that Graph supports on one object."""
    list_shows: Mapping[str, str] = field(default_factory=dict)
    """Those of `item_reads` that the list is asked to show as well, each with the property that counts it, if there is one. The list may
    refuse; what it does not show, shows as empty or shows in another number is read apart."""
    item_reads: tuple[str, ...] = ()
    """Navigation paths that must be read apart, for example `assignments` or `settings`."""
    device_groups: bool = True
    """Whether it may be assigned to groups of devices; app protection follows people only."""
    user_groups: bool = True
    """Whether it may be assigned to groups of people. Where not, a class of device without groups of its own gets nothing."""
    functions: frozenset[str] = frozenset()
    """Functions of a role, for example `usb`, that it turns into settings."""
    targets_apps: bool = False
    """Whether `targetApps` exists; the identifier's type and property are in `app_identifier`."""
    app_identifier: tuple[str, str] | None = None
    """`@odata.type` and property of the mobileAppIdentifier, for example (`#microsoft.graph.iosMobileAppIdentifier`, `bundleId`)."""
    actions: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Properties that a PATCH cannot carry: property -> (action, name of the parameter)."""
    secrets: tuple[str, str] | None = None
    """A list of which Graph masks the values, and the function that tells one: (`omaSettings`, `getOmaSettingPlainTextValue`)."""
    children: Mapping[str, str] = field(default_factory=dict)
    """Lists of objects that are written one by one, after their owner: navigation property -> the property that tells members apart."""
    defaults: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Lists of which the service keeps one member as the default: navigation property -> the flag of the member, and the property of the
    owner that names the default. Setting the flag on one member clears it on the others and changes that property."""
    keyed: Mapping[str, str] = field(default_factory=dict)
    """Pointer patterns of lists in which a property tells the members apart, and that property: their order means nothing."""
    unordered: frozenset[str] = frozenset()
    """Pointer patterns of lists that are sets; `*` stands for any one step, for example `/restrictedApps`."""
    modes: Mapping[str, str] = field(default_factory=dict)
    """Top-level lists of which another property says what being in them means: list -> that property."""
    rivals: frozenset[str] = frozenset()
    """Properties of a device configuration: when another object of its type sets one otherwise for the same device, Intune shows a conflict
    and neither value is certain. Compliance and app protection have none, as there the stricter value holds."""
    durations: frozenset[str] = frozenset()
    """Top-level properties that hold ISO 8601 durations, compared by length."""
    read_only: frozenset[str] = frozenset()
    """Pointer patterns that the service fills or forgets and that no diff may look at."""
    normalise: Callable[[JSON], JSON] | None = None
    """Last resort for a shape of which the service answers another form, such as a settings catalog tree."""
    effects: Reads | None = None
    """What one of its objects does to an app on a device that it reaches, read from the body; None: it does nothing to single apps."""
    labels: Callable[[str, JSON, Mapping[str, str]], str | None] | None = None
    """How a changed value at a pointer reads to people, for example `Temu (com.einnovation.temu)`; it is given `apps.names`."""

    @property
    def shared(self) -> bool:
        """Whether its objects are other people's."""
        return self.identify is not None

    @property
    def named_defaults(self) -> frozenset[str]:
        """Properties that name the default member of a list: they follow from its flag."""
        return frozenset(name for _, name in self.defaults.values())

    @property
    def keys(self) -> dict[str, str]:
        """All lists in which a property tells the members apart: pointer pattern -> that property."""
        return {**self.keyed, **{f"/{navigation}": name for navigation, name in self.children.items()}}
