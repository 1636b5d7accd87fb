"""The two faces of a tenant. A plan is given the reader only, which has no method that writes: dry run by type, not by flag."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import Ambiguous, Refused
from managed_apparaten.graph.observed import Directory, ForeignObject, MarkedObject, Observed, TenantIdentity
from managed_apparaten.graph.read.preconditions import NOT_READ, Preconditions
from managed_apparaten.resource.shape import ResourceShape


@dataclass(frozen=True, slots=True)
class Reading:
    """All objects of the collections asked for, complete: a partial read raises `graph.errors.ReadFailed` instead."""

    ours: tuple[Observed, ...]
    """Marked for the organisation asked for, with their assignments and apps."""
    foreign: tuple[ForeignObject, ...]
    """The rest of those collections, listed by name."""
    shared: tuple[Observed, ...] = ()
    """All objects of kinds that are other people's, marked or not: only some assignments on them can be ours."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Objects with our marker that cannot be what it says: left alone, and said so."""


@dataclass(frozen=True, slots=True)
class ReadScope:
    """What a plan wants to know of a tenant."""

    kinds: Sequence[ResourceShape]
    organisation: str
    group_names: Sequence[str]
    """Of groups that the policy names."""
    group_ids: Sequence[str]
    settings: Sequence[str]
    """Definitions of the settings catalog."""
    relevant: Callable[[Iterable[Observed]], list[Observed]]
    """Of the shared objects, those that the plan is about."""
    scope_tags: bool = False
    """Whether the policy states any."""
    role_names: Sequence[str] = ()
    """Of groups of roles to which nothing is assigned."""
    role_ids: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class TenantState:
    """All of it, or `graph.errors.ReadFailed`."""

    identity: TenantIdentity
    reading: Reading
    """`shared` holds the relevant objects only."""
    directory: Directory
    """The groups of the scope, and those to which its objects are assigned."""
    settings: frozenset[str]
    """Definitions that the tenant has."""
    scope_tags: Mapping[str, str] = field(default_factory=dict)
    """Names by id; empty when nobody asked."""
    preconditions: Preconditions = NOT_READ
    """What must be in place around the objects; it changes no object of the plan."""


@dataclass(frozen=True, slots=True)
class MarkerListing:
    """What one list tells of the objects with our marker, and some objects in full."""

    marked: tuple[MarkedObject, ...]
    """All of one kind, the oldest first."""
    objects: tuple[Observed | None, ...]
    """In the order of the ids that were asked for; None when Graph says 404."""


class TenantReader(Protocol):
    """Reads. Every method is complete or raises `graph.errors.ReadFailed`: unknown is never absent."""

    def identity(self) -> TenantIdentity:
        """Which tenant this is."""
        ...

    def objects(self, kinds: Sequence[ResourceShape], organisation: str) -> Reading:
        """Everything in the collections of these kinds."""
        ...

    def directory(self, names: Sequence[str], ids: Sequence[str]) -> Directory:
        """Groups by name and by id with the people and devices in them, and all enrolled devices."""
        ...

    def definitions(self, ids: Sequence[str]) -> frozenset[str]:
        """Which of these settings of the settings catalog the tenant has."""
        ...

    def scope_tags(self) -> Mapping[str, str]:
        """Names of all scope tags by id."""
        ...

    def preconditions(self, names: Sequence[str], ids: Sequence[str]) -> Preconditions:
        """What must be in place around the objects, with these groups of roles. What was not read is unknown, and raises nothing."""
        ...

    def survey(self, scope: ReadScope) -> TenantState:
        """All of the above for a plan, side by side."""
        ...

    def read(self, kind: ResourceShape, object_id: str) -> Observed | None:
        """One object with assignments and apps, or None when Graph says 404."""
        ...

    def read_all(self, wanted: Sequence[tuple[ResourceShape, str]]) -> list[Observed | None]:
        """The same for many, in as few rounds as one of them takes; in the order of what was asked."""
        ...


class TenantFinder(TenantReader, Protocol):
    """A reader of a tenant that is written to as well, where a lost create must be found again."""

    def list_markers(self, kind: ResourceShape, organisation: str, ids: Sequence[str]) -> MarkerListing:
        """What the list of a kind's collection shows of ours, and these objects read by id, both at once."""
        ...


def assigned_groups(reading: Reading) -> list[str]:
    """Ids of the groups to which the objects are assigned, in lower case, sorted."""
    targets = (target for found in (*reading.ours, *reading.shared) for target in found.assignments)
    return sorted({str(target["groupId"]).lower() for target in targets if target.get("groupId")})


def read_tenant_state(reader: TenantReader, scope: ReadScope) -> TenantState:
    """A survey by a reader for which one question more or less makes no difference, such as one that reads a file."""
    reading = reader.objects(scope.kinds, scope.organisation)
    reading = replace(reading, shared=tuple(scope.relevant(reading.shared)))
    ids = sorted({*(i.lower() for i in scope.group_ids), *assigned_groups(reading)})
    settings = reader.definitions(scope.settings) if scope.settings else frozenset()
    tags = reader.scope_tags() if scope.scope_tags else {}
    around = reader.preconditions(scope.role_names, scope.role_ids)
    return TenantState(
        reader.identity(), reading, reader.directory(scope.group_names, ids), settings, tags, around
    )


class TenantWriter(Protocol):
    """Writes, one request each. Raises `graph.errors.Refused` (the service said no, nothing changed),
    or `graph.errors.Ambiguous` (no usable answer: it may have happened)."""

    def create(self, kind: ResourceShape, body: JSON) -> str:
        """Create an object without assignments and return its id."""
        ...

    def create_all(self, kind: ResourceShape, bodies: Sequence[JSON]) -> list[str | Refused | Ambiguous]:
        """Create several side by side, each in a request of its own; in their order an id or what went wrong. Raises nothing."""
        ...

    def update(self, kind: ResourceShape, object_id: str, body: JSON) -> None:
        """PATCH the given properties, or PUT the whole object where Graph wants that."""
        ...

    def act(self, kind: ResourceShape, object_id: str, action: str, body: JSON) -> None:
        """Call a bound action such as `scheduleActionsForRules`."""
        ...

    def write_child(
        self, kind: ResourceShape, object_id: str, navigation: str, child_id: str | None, body: JSON | None
    ) -> None:
        """Write one member of a list that an object contains: no id adds it, no body takes it away, else the properties given change."""
        ...

    def target_apps(self, kind: ResourceShape, object_id: str, apps: Sequence[str], group_type: str) -> None:
        """Replace the apps that an app protection policy covers."""
        ...

    def assign(self, kind: ResourceShape, object_id: str, targets: Sequence[JSON]) -> None:
        """Replace all assignments; an empty sequence clears them."""
        ...

    def delete(self, kind: ResourceShape, object_id: str) -> None:
        """Delete an object; one that is gone already counts as deleted."""
        ...
