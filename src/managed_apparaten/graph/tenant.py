"""The interfaces of a tenant: one that reads and one that writes.

A plan gets a `TenantReader`, which has no method that writes: making a plan cannot change anything.
"""

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
    """All objects of the requested collections. It is complete: a partial read raises
    `graph.errors.ReadFailed`."""

    ours: tuple[Observed, ...]
    """Objects with the marker of the requested organisation, with their assignments and apps."""
    foreign: tuple[ForeignObject, ...]
    """The other objects in those collections, by name only."""
    shared: tuple[Observed, ...] = ()
    """All objects of kinds that belong to others, such as apps, marked or not: only some of their assignments
    can be ours."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Warnings about objects whose marker does not fit them. Such objects are not changed."""


@dataclass(frozen=True, slots=True)
class ReadScope:
    """What a plan needs to read from a tenant."""

    kinds: Sequence[ResourceShape]
    organisation: str
    """Key of the organisation whose markers count as ours."""
    group_names: Sequence[str]
    """Names of the groups in the policy."""
    group_ids: Sequence[str]
    """Ids of the groups in the policy."""
    settings: Sequence[str]
    """Ids of settings catalog definitions."""
    relevant: Callable[[Iterable[Observed]], list[Observed]]
    """Returns those of the shared objects that the plan is about."""
    scope_tags: bool = False
    """Whether the policy states scope tags."""
    role_names: Sequence[str] = ()
    """Names of groups of roles to which nothing is assigned."""
    role_ids: Sequence[str] = ()
    """Ids of groups of roles to which nothing is assigned."""


@dataclass(frozen=True, slots=True)
class TenantState:
    """Everything that a plan read from a tenant. It is complete: a partial read raises
    `graph.errors.ReadFailed`."""

    identity: TenantIdentity
    reading: Reading
    """The objects; its `shared` holds the relevant ones only."""
    directory: Directory
    """The groups of the scope, and those to which its objects are assigned; all people in them and all
    devices."""
    settings: frozenset[str]
    """Ids of the requested settings catalog definitions that the tenant has."""
    scope_tags: Mapping[str, str] = field(default_factory=dict)
    """Scope tag id -> name; empty when they were not requested."""
    preconditions: Preconditions = NOT_READ
    """What the objects need around them to have effect, such as conditional access. It changes no object of
    the plan."""


@dataclass(frozen=True, slots=True)
class MarkerListing:
    """The marked objects in the list of one kind, and some objects read in full."""

    marked: tuple[MarkedObject, ...]
    """All marked objects of the kind, oldest first."""
    objects: tuple[Observed | None, ...]
    """The objects in the order of the requested ids; None for an id to which Graph answers 404."""


class TenantReader(Protocol):
    """Reads a tenant. Each method returns a complete answer or raises `graph.errors.ReadFailed`: unknown is
    never absent."""

    def identity(self) -> TenantIdentity:
        """Return id and name of the tenant."""
        ...

    def objects(self, kinds: Sequence[ResourceShape], organisation: str) -> Reading:
        """Return all objects in the collections of these kinds."""
        ...

    def directory(self, names: Sequence[str], ids: Sequence[str]) -> Directory:
        """Return the groups with these names and ids, with the people and devices in them, and all enrolled
        devices."""
        ...

    def definitions(self, ids: Sequence[str]) -> frozenset[str]:
        """Return those of these settings catalog definition ids that the tenant has."""
        ...

    def scope_tags(self) -> Mapping[str, str]:
        """Return the names of all scope tags by id."""
        ...

    def preconditions(self, names: Sequence[str], ids: Sequence[str]) -> Preconditions:
        """Return what the objects need around them to have effect, and the groups of roles with these names
        and ids.

        A part that cannot be read is unknown; it raises nothing.
        """
        ...

    def survey(self, scope: ReadScope) -> TenantState:
        """Return everything in the scope, read in parallel."""
        ...

    def read(self, kind: ResourceShape, object_id: str) -> Observed | None:
        """Return one object with its assignments and apps; None when Graph answers 404."""
        ...

    def read_all(self, wanted: Sequence[tuple[ResourceShape, str]]) -> list[Observed | None]:
        """Return several objects as `read` does, in the order requested and in as few rounds as one of them
        takes."""
        ...


class TenantFinder(TenantReader, Protocol):
    """A reader that can also search for an object by its marker, to find it when the answer to its creation
    was lost."""

    def list_markers(self, kind: ResourceShape, organisation: str, ids: Sequence[str]) -> MarkerListing:
        """Return the marked objects in the list of a kind, and the objects with these ids, read at the same
        time."""
        ...


def assigned_groups(reading: Reading) -> list[str]:
    """Return the ids of the groups to which the objects are assigned, in lower case and sorted."""
    targets = (target for observed in (*reading.ours, *reading.shared) for target in observed.assignments)
    return sorted({str(target["groupId"]).lower() for target in targets if target.get("groupId")})


def read_tenant_state(reader: TenantReader, scope: ReadScope) -> TenantState:
    """Read everything in a scope with one call of the reader after another.

    For a reader to which the number of calls makes no difference, such as one that reads a file.
    """
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
    """Writes to a tenant; each write is one request.

    A method raises `graph.errors.Refused` when the service refused (nothing changed), and
    `graph.errors.Ambiguous` when there was no usable answer (the write may have been carried out).
    """

    def create(self, kind: ResourceShape, body: JSON) -> str:
        """Create an object without assignments and return its id."""
        ...

    def create_all(self, kind: ResourceShape, bodies: Sequence[JSON]) -> list[str | Refused | Ambiguous]:
        """Create several objects in parallel, one request for each. Return for each, in the order of
        `bodies`, its id or its failure; raise nothing."""
        ...

    def update(self, kind: ResourceShape, object_id: str, body: JSON) -> None:
        """Change the given properties with PATCH, or replace the whole object with PUT where Graph requires
        that."""
        ...

    def act(self, kind: ResourceShape, object_id: str, action: str, body: JSON) -> None:
        """Call a bound action of an object, such as `scheduleActionsForRules`."""
        ...

    def write_child(
        self, kind: ResourceShape, object_id: str, navigation: str, child_id: str | None, body: JSON | None
    ) -> None:
        """Write one member of a list that an object contains.

        Without `child_id` the member is added; without `body` it is removed; with both its given properties
        are changed.
        """
        ...

    def target_apps(self, kind: ResourceShape, object_id: str, apps: Sequence[str], group_type: str) -> None:
        """Replace the apps that an app protection policy covers."""
        ...

    def assign(self, kind: ResourceShape, object_id: str, targets: Sequence[JSON]) -> None:
        """Replace all assignments of an object; an empty sequence removes them."""
        ...

    def delete(self, kind: ResourceShape, object_id: str) -> None:
        """Delete an object. One that no longer exists counts as deleted."""
        ...
