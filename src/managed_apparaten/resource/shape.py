"""Describe where a kind of Intune resource lives in Graph, and how its objects are read, written and compared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from managed_apparaten.core.digest import JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceShape:
    """The Graph side of a kind of resource: all that reader, writer and comparison must know of it.

    A shape must give its name, its type and its collection. The rest is for what differs from most policies of Intune.
    """

    # Where it is.
    name: str
    """The kind's name, for example `ios_compliance`: its file in `kinds/`, and the first part of an address."""
    odata_type: str
    """Without `#`, for example `microsoft.graph.iosCompliancePolicy`."""
    collection: str
    """Path under the API version, for example `deviceManagement/deviceCompliancePolicies`."""
    api: Literal["beta", "v1.0"] = "beta"

    # Whose it is.
    name_property: Literal["displayName", "name"] = "displayName"
    marker_property: Literal["description", "notes"] = "description"
    """Property whose text ends with our marker."""
    scope_tags: Literal["roleScopeTagIds", "roleScopeTags"] = "roleScopeTagIds"
    """Property that holds the scope tags."""
    identify: Callable[[JSON], tuple[str, ...]] | None = None
    """For objects that are other people's, of which only the assignments that the marker names are ours: what the object is, for example
    `ios:org.whispersystems.signal`, the surest first; nothing for what is never assigned by us."""
    identifying: frozenset[str] = frozenset()
    """Properties that `identify` looks at, besides the type."""

    # How it is read.
    list_expand: str = ""
    """`$expand` that Graph supports on the list."""
    item_expand: str = ""
    """`$expand` that Graph supports on one object."""
    item_reads: tuple[str, ...] = ()
    """Navigation paths that must be read apart, for example `assignments` or `settings`."""
    list_shows: Mapping[str, str] = field(default_factory=dict)
    """Those of `item_reads` that the list is asked to show as well, each with the property that counts it, if there is one. The list may
    refuse; what it does not show, shows as empty or shows in another number is read apart."""
    secrets: tuple[str, str] | None = None
    """A list of which Graph masks the values, and the function that tells one: (`omaSettings`, `getOmaSettingPlainTextValue`)."""
    definitions: frozenset[str] = frozenset()
    """Every setting of the settings catalog that its objects can hold."""

    # How it is written.
    update: Literal["PATCH", "PUT"] = "PATCH"
    actions: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Properties that a PATCH cannot carry: property -> (action, name of the parameter)."""
    children: Mapping[str, str] = field(default_factory=dict)
    """Lists of objects that are written one by one, after their owner: navigation property -> the property that tells members apart."""
    defaults: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Lists of which the service keeps one member as the default: navigation property -> the flag of the member, and the property of the
    owner that names the default. Setting the flag on one member clears it on the others and changes that property."""
    assign_as: tuple[str, str] = ("assignments", "")
    """The parameter of `assign`, and the `@odata.type` of each assignment where Graph wants one."""
    assignment_settings: Mapping[str, JSON] = field(default_factory=dict)
    """Settings of an assignment that installs which Graph must be told: Graph type of the object -> settings."""
    targets_apps: bool = False
    """Whether `targetApps` exists; the identifier's type and property are in `app_identifier`."""
    app_identifier: tuple[str, str] | None = None
    """`@odata.type` and property of the mobileAppIdentifier, for example (`#microsoft.graph.iosMobileAppIdentifier`, `bundleId`)."""

    # How two bodies are compared. Pointer patterns are JSON pointers in which `*` stands for any one step.
    keyed: Mapping[str, str] = field(default_factory=dict)
    """Pointer patterns of lists in which a property tells the members apart, and that property: their order means nothing."""
    unordered: frozenset[str] = frozenset()
    """Pointer patterns of lists that are sets, for example `/restrictedApps`."""
    modes: Mapping[str, str] = field(default_factory=dict)
    """Top-level lists of which another property says what being in them means: list -> that property."""
    durations: frozenset[str] = frozenset()
    """Top-level properties that hold ISO 8601 durations, compared by length."""
    read_only: frozenset[str] = frozenset()
    """Pointer patterns that the service fills or forgets and that no diff may look at."""
    normalise: Callable[[JSON], JSON] | None = None
    """For a shape of which the service answers another form, such as a settings catalog tree: the body in the form to compare."""
    rivals: frozenset[str] = frozenset()
    """Properties of a device configuration: when another object of its type sets one otherwise for the same device, Intune shows a conflict
    and neither value is certain. Compliance and app protection have none, as there the stricter value holds."""

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
