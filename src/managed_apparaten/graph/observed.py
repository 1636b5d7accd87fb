"""What is in the tenant, as read: the planner's other input."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from managed_apparaten.core.digest import JSON
from managed_apparaten.resource.marker import Marker


@dataclass(frozen=True, slots=True)
class Observed:
    """One object of a kind that we know, with our marker when it is ours. `body` is the answer of Graph, with masks
    for what others put there."""

    kind: str
    id: str
    name: str
    body: JSON
    assignments: tuple[JSON, ...]
    """The targets as Graph gives them."""
    apps: tuple[str, ...] | None
    """Identifiers of targeted apps, sorted, or None when the kind has none."""
    version: str
    """`version` and `lastModifiedDateTime` together: changes with every write."""
    created: str
    marker: Marker | None


@dataclass(frozen=True, slots=True)
class MarkedObject:
    """That an object of ours is there, and what a list alone tells of it."""

    id: str
    created: str
    marker: Marker


@dataclass(frozen=True, slots=True)
class ForeignObject:
    """An object that is not ours: listed, never written to."""

    collection: str
    id: str
    name: str
    odata_type: str
    targets: tuple[JSON, ...] = ()
    """To whom it is assigned, as far as the list shows it; only of objects that can contradict ours."""
    rivals: JSON = None
    """Of those, the properties that ours have too: switches and lists of apps. Of a custom profile where its AppLocker rules stand, not
    what they say."""
    says: str = ""
    """What its mark says, or what is left of one, when it carries any: another organisation's, or one that it cannot be."""
    owner: str = ""
    """The organisation in that mark, when it is whole."""
    key: str = ""
    """The key of the address in that mark."""
    generations: tuple[str, ...] = ()
    """Digests in that mark, or in what is left of one."""


@dataclass(frozen=True, slots=True)
class TenantIdentity:
    """Which tenant answered."""

    id: str
    name: str


UNKNOWN_OWNERSHIP = "unknown"
"""Ownership of a device of which Intune says neither that it is the organisation's nor that it is somebody's own."""


@dataclass(frozen=True, slots=True)
class Device:
    """An enrolled device, as far as reach needs it."""

    id: str
    user_id: str | None
    entra_id: str | None
    platform: str
    ownership: str
    """`corporate`, `personal`, `unknown`, or what Graph says instead."""
    version: str = ""
    """Of the operating system; of a personal device, and of one that may be personal, nobody asks."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Groups and devices that a plan needs, read in full or not at all."""

    groups_by_name: dict[str, tuple[str, ...]]
    """Display name -> ids of all groups that carry it."""
    group_names: dict[str, str]
    """Id -> display name, for ids that exist."""
    people: dict[str, frozenset[str]]
    """Group id -> ids of the users in it, nested groups included."""
    devices_in: dict[str, frozenset[str]]
    """Group id -> Entra device ids in it, nested groups included."""
    devices: tuple[Device, ...]
    people_total: int
    """How many accounts the tenant says are enabled: no share is of these, but fewer than were seen is a reading that went wrong."""
    hidden: frozenset[str] = frozenset()
    """Ids of groups that do not say who is in them: their people are unknown, not absent."""
    guests: frozenset[str] = frozenset()
    """Of those people, ids of guests. They never make a share smaller: what we manage is not theirs to dilute."""
    others: Mapping[str, str] = field(default_factory=dict)
    """Id -> display name of every group that is known, when a name was not found: one of them may be meant."""
    unsure: frozenset[str] = frozenset()
    """Of those people, and Entra devices in groups, ids of which nobody can tell whether their account is enabled. What is not known makes
    a share larger where it is touched, and never smaller."""
    typeless: frozenset[str] = frozenset()
    """Of those people, ids of whom nobody can tell whether they are guests. They count in shares as guests do."""
