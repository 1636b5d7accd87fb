"""What was read from a tenant: objects, groups and devices. The planner compares this with the policy.

A snapshot file holds several of these classes; the names of their fields are keys in that file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from managed_apparaten.core.digest import JSON
from managed_apparaten.resource.marker import Marker


@dataclass(frozen=True, slots=True)
class Observed:
    """One object of a kind that we manage, with our marker when it is ours."""

    kind: str
    id: str
    name: str
    body: JSON
    """The answer of Graph, with a mask in place of each value that others put there."""
    assignments: tuple[JSON, ...]
    """The assignment targets as Graph returns them."""
    apps: tuple[str, ...] | None
    """Identifiers of the targeted apps, sorted; None when the kind targets no apps."""
    version: str
    """`version` and `lastModifiedDateTime` together: it changes with every write."""
    created: str
    """`createdDateTime`, as Graph returns it."""
    marker: Marker | None
    """Our marker in the description (or another property); None without one."""


@dataclass(frozen=True, slots=True)
class MarkedObject:
    """An object with our marker, as far as a list shows it: its id, creation time and marker."""

    id: str
    created: str
    marker: Marker


@dataclass(frozen=True, slots=True)
class ForeignObject:
    """An object that is not ours. It is listed and never written to."""

    collection: str
    id: str
    name: str
    odata_type: str
    targets: tuple[JSON, ...] = ()
    """Assignment targets, as far as the list shows them; only of objects that can contradict ours."""
    rivals: JSON = None
    """The properties that our objects have too (switches and lists of apps), of the objects that can
    contradict ours. Of a custom profile: where its AppLocker rules stand, without their content."""
    says: str = ""
    """The text of the marker on it, or what remains of one: of another organisation, or one that does not fit
    the object. Empty without a marker."""
    owner: str = ""
    """The organisation in a complete marker."""
    key: str = ""
    """The key of the address in the marker."""
    generations: tuple[str, ...] = ()
    """The digests in the marker, or in what remains of one."""


@dataclass(frozen=True, slots=True)
class TenantIdentity:
    """Id and display name of the tenant that answered."""

    id: str
    name: str


UNKNOWN_OWNERSHIP = "unknown"
"""Ownership of a device for which Intune says neither corporate nor personal."""


@dataclass(frozen=True, slots=True)
class Device:
    """An enrolled device, with the properties that are needed to count whom a plan reaches."""

    id: str
    user_id: str | None
    """Id of its user, in lower case; None when it has none."""
    entra_id: str | None
    """Id of the device in Entra, in lower case; None when it is not registered there."""
    platform: str
    ownership: str
    """`corporate`, `personal`, `unknown`, or another text that Graph returned."""
    version: str = ""
    """Version of the operating system. Empty for a personal device, and for one that may be personal: there
    it is not recorded."""


@dataclass(frozen=True, slots=True)
class Directory:
    """The groups, people and devices that a plan needs. It was read completely; otherwise reading raised
    `ReadFailed`."""

    groups_by_name: dict[str, tuple[str, ...]]
    """Display name -> ids of all groups with that name."""
    group_names: dict[str, str]
    """Group id -> display name, of groups that exist."""
    people: dict[str, frozenset[str]]
    """Group id -> ids of the users in it, including those in nested groups."""
    devices_in: dict[str, frozenset[str]]
    """Group id -> Entra device ids in it, including those in nested groups."""
    devices: tuple[Device, ...]
    people_total: int
    """Number of enabled accounts, as the tenant counts them. It is not the base of a percentage; but when
    fewer are counted than were read, the reading went wrong."""
    hidden: frozenset[str] = frozenset()
    """Ids of groups that do not show their members: who is in them is unknown, not nobody."""
    guests: frozenset[str] = frozenset()
    """Ids of those of the people who are guests. They never lower a percentage: we manage no devices of
    guests."""
    others: Mapping[str, str] = field(default_factory=dict)
    """Id -> display name of every group of the tenant, filled in when a name was not found, to suggest which
    group was meant."""
    unsure: frozenset[str] = frozenset()
    """Ids of people, and of Entra devices in groups, for which it is unknown whether the account is enabled.
    They raise a percentage where a change touches them, and never lower it."""
    typeless: frozenset[str] = frozenset()
    """Ids of people of whom it is unknown whether they are guests. In percentages they count as guests do."""
