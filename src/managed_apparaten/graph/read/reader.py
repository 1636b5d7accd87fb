"""Reads a tenant through Graph: all objects in our collections with the organisation they belong to, groups,
people and devices."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.http.error_body import unusable_answer_error
from managed_apparaten.graph.http.request import Api, GraphRequest, Transport
from managed_apparaten.graph.http.size_limit import SizeLimit
from managed_apparaten.graph.http.urls import key, query
from managed_apparaten.graph.http.wait import OnList, ignore_list
from managed_apparaten.graph.observed import Device, Directory, MarkedObject, Observed, TenantIdentity
from managed_apparaten.graph.read.collections import read_collection
from managed_apparaten.graph.read.directory import build_directory, read_devices, read_people_total
from managed_apparaten.graph.read.groups import Groups, read_groups, read_groups_beside, read_optional_groups
from managed_apparaten.graph.read.members import Group
from managed_apparaten.graph.read.objects import (
    checked_object,
    complete_listed_object,
    object_request,
    read_expansions,
    read_object,
)
from managed_apparaten.graph.read.observe import (
    foreign_object,
    list_expands,
    marker_of,
    marker_problem,
    marks_problem,
    observed_object,
    other_organisations,
)
from managed_apparaten.graph.read.paging import GRAPH, read_list
from managed_apparaten.graph.read.preconditions import (
    NamedGroup,
    Preconditions,
    read_preconditions,
    with_groups,
)
from managed_apparaten.graph.read.rounds import ReadTask, gather, gather_two, run_read
from managed_apparaten.graph.tenant import MarkerListing, Reading, ReadScope, TenantState, assigned_groups
from managed_apparaten.resource.shape import ResourceShape

A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class Reader:
    """A `TenantReader` that reads Intune and Entra through one transport.

    Give it a `graph.http.retry.RetryingTransport` to wait when the service is busy.
    """

    transport: Transport
    root: str = GRAPH
    """Scheme and host that next links must have."""
    on_list: OnList = ignore_list
    """Called each time a long list was read to its end."""
    size_limit: SizeLimit | None = None
    """How much one reading may return; None for the default."""

    def identity(self) -> TenantIdentity:
        """Return id and name of the tenant."""
        return run_read(self.transport, _identity(self.root), self.size_limit)

    def objects(self, kinds: Sequence[ResourceShape], organisation: str) -> Reading:
        """Return our objects in full and the others by name. A collection that several kinds share is listed
        once."""
        lists = _Lists(len(_collections(kinds)), self.on_list)
        return run_read(self.transport, _objects(kinds, organisation, self.root, lists), self.size_limit)

    def list_markers(self, kind: ResourceShape, organisation: str, ids: Sequence[str]) -> MarkerListing:
        """Return the marked objects of a kind, and the objects with these ids.

        An object that cannot be what its marker says does not count, as in `objects`.
        """
        objects = gather([read_object(kind, object_id, self.root) for object_id in ids])
        marked, objects_by_id = run_read(
            self.transport,
            gather_two(_marked_objects(kind, organisation, self.root), objects),
            self.size_limit,
        )
        return MarkerListing(marked, tuple(objects_by_id))

    def definitions(self, ids: Sequence[str]) -> frozenset[str]:
        """Return those of these settings catalog definitions that exist; each is read by its id."""
        return run_read(self.transport, _definitions(ids), self.size_limit)

    def scope_tags(self) -> Mapping[str, str]:
        """Return the names of all scope tags by id."""
        return run_read(self.transport, _scope_tags(self.root), self.size_limit)

    def directory(self, names: Sequence[str], ids: Sequence[str]) -> Directory:
        """Return the groups with these names and ids, with their members, and all enrolled devices."""
        devices_task = _devices_and_people_total(self.root, _Lists(1, self.on_list))
        (devices, people_total), groups = run_read(
            self.transport, gather_two(devices_task, read_groups(names, ids, self.root)), self.size_limit
        )
        return build_directory(groups, devices, people_total)

    def preconditions(self, names: Sequence[str], ids: Sequence[str]) -> Preconditions:
        """Return what the objects need around them, as far as it can be read, with the groups of roles that
        have these names and ids."""
        _, preconditions = run_read(
            self.transport, _groups_and_preconditions((), (), names, ids, self.root), self.size_limit
        )
        return preconditions

    def surroundings(self, names: Sequence[str], ids: Sequence[str]) -> tuple[Preconditions, Directory]:
        """Return the preconditions, and a directory with these groups and the number of people, without
        devices."""
        task = gather_two(_groups_and_preconditions(names, ids, (), (), self.root), read_people_total())
        (groups, preconditions), people_total = run_read(self.transport, task, self.size_limit)
        return preconditions, build_directory(groups, (), people_total)

    def survey(self, scope: ReadScope) -> TenantState:
        """Return everything that a plan needs. Each request is sent in the first round in which it can be."""
        return run_read(
            self.transport,
            _survey(scope, self.root, _Lists(len(_collections(scope.kinds)) + 1, self.on_list)),
            self.size_limit,
        )

    def read(self, kind: ResourceShape, object_id: str) -> Observed | None:
        """Return one object; None when Graph says that it does not exist."""
        return self.read_all([(kind, object_id)])[0]

    def read_all(self, wanted: Sequence[tuple[ResourceShape, str]]) -> list[Observed | None]:
        """Return several objects as `read` does."""
        return run_read(
            self.transport,
            gather([read_object(kind, object_id, self.root) for kind, object_id in wanted]),
            self.size_limit,
        )


@dataclass(slots=True)
class _Lists:
    """Counts the long lists of one reading that were read to their end, to show progress."""

    total: int
    on_list: OnList
    done: int = 0

    def counted(self, task: ReadTask[A]) -> ReadTask[A]:
        """Run a task that reads a list and report its end."""
        result = yield from task
        self.done += 1
        self.on_list(self.done, self.total)
        return result


def _survey(scope: ReadScope, root: str, lists: _Lists) -> ReadTask[TenantState]:
    """Read everything in a scope, each part in the first round in which it can be read."""
    facts = gather_two(_tenant_facts(scope, root), _devices_and_people_total(root, lists))
    (tenant_facts, (devices, people_total)), (reading, groups, preconditions) = yield from gather_two(
        facts, _objects_and_groups(scope, root, lists)
    )
    identity, scope_tags, settings = tenant_facts
    directory = build_directory(groups, devices, people_total)
    return TenantState(identity, reading, directory, settings, scope_tags, preconditions)


def _tenant_facts(
    scope: ReadScope, root: str
) -> ReadTask[tuple[TenantIdentity, Mapping[str, str], frozenset[str]]]:
    """Read the identity of the tenant, its scope tags when the policy states any, and its settings catalog
    definitions."""
    optional_tags = gather([_scope_tags(root)] if scope.scope_tags else [])
    (identity, tags), settings = yield from gather_two(
        gather_two(_identity(root), optional_tags), _definitions(scope.settings)
    )
    return identity, tags[0] if tags else {}, settings


def _groups_and_preconditions(
    names: Sequence[str], ids: Sequence[str], role_names: Sequence[str], role_ids: Sequence[str], root: str
) -> ReadTask[tuple[Groups, Preconditions]]:
    """Read groups, and beside them the preconditions of the objects; a group that both name is read once."""
    beside = read_groups_beside(names, ids, root, read_preconditions(root), lambda one: one.group_ids)
    (groups, around, named_groups), role_groups = yield from gather_two(
        beside, read_optional_groups(role_names, role_ids, root)
    )
    return groups, with_groups(
        around,
        [_named_group(group) for group in named_groups.values()],
        [_named_group(group) for group in role_groups],
    )


def _named_group(group: Group) -> NamedGroup:
    """Return a group in the form of the preconditions."""
    return NamedGroup(
        group.id, group.name, tuple(sorted(group.people)), group.hidden, tuple(sorted(group.guests))
    )


def _objects_and_groups(
    scope: ReadScope, root: str, lists: _Lists
) -> ReadTask[tuple[Reading, Groups, Preconditions]]:
    """Read the objects and the groups of the policy side by side; then the groups to which only an object is
    assigned."""
    reading, (groups, preconditions) = yield from gather_two(
        _objects(scope.kinds, scope.organisation, root, lists),
        _groups_and_preconditions(scope.group_names, scope.group_ids, scope.role_names, scope.role_ids, root),
    )
    reading = replace(reading, shared=tuple(scope.relevant(reading.shared)))
    read_ids = {*groups.known, *(i.lower() for i in scope.group_ids)}
    others = yield from read_groups((), [i for i in assigned_groups(reading) if i not in read_ids], root)
    return reading, replace(groups, known=groups.known | others.known), preconditions


def _identity(root: str) -> ReadTask[TenantIdentity]:
    """Read id and name of the tenant."""
    request = GraphRequest("GET", "/organization" + query(select="id,displayName"), "v1.0")
    organisations = yield from read_list(request, root)
    if len(organisations) != 1 or not organisations[0].get("id"):
        raise unusable_answer_error(ReadFailed, request, "InvalidResponse", "value", 200)
    return TenantIdentity(str(organisations[0]["id"]), str(organisations[0].get("displayName") or ""))


def _scope_tags(root: str) -> ReadTask[Mapping[str, str]]:
    """Read the scope tags: https://learn.microsoft.com/graph/api/intune-rbac-rolescopetag-list (beta)."""
    request = GraphRequest("GET", "/deviceManagement/roleScopeTags" + query(select="id,displayName"), "beta")
    tags = yield from read_list(request, root)
    if not all(isinstance(tag.get("id"), str) and isinstance(tag.get("displayName"), str) for tag in tags):
        raise unusable_answer_error(ReadFailed, request, "InvalidResponse", "displayName", 200)
    return {tag["id"]: tag["displayName"] for tag in sorted(tags, key=lambda tag: tag["id"])}


def _devices_and_people_total(root: str, lists: _Lists) -> ReadTask[tuple[tuple[Device, ...], int]]:
    """Read all devices and the number of people."""
    return gather_two(lists.counted(read_devices(root)), read_people_total())


def _definitions(ids: Sequence[str]) -> ReadTask[frozenset[str]]:
    """Read settings catalog definitions by id; return those that exist.

    https://learn.microsoft.com/graph/api/resources/intune-deviceconfigv2-devicemanagementconfigurationsettingdefinition
    (beta)
    """
    requests = [
        GraphRequest(
            "GET",
            f"/deviceManagement/configurationSettings/{key(definition_id)}" + query(select="id"),
            "beta",
        )
        for definition_id in ids
    ]
    answers = yield requests
    exchanges = zip(ids, requests, answers, strict=True)
    return frozenset(
        definition_id
        for definition_id, request, answer in exchanges
        if answer.status != 404 and checked_object(request, answer)["id"] == definition_id
    )


def _objects(
    kinds: Sequence[ResourceShape], organisation: str, root: str, lists: _Lists
) -> ReadTask[Reading]:
    """Read all collections side by side and join what they hold."""
    by_name = {kind.name: kind for kind in kinds}
    collections = _collections(kinds)
    readings = yield from gather(
        [
            _collection(place, sharing, by_name, organisation, root, lists)
            for place, sharing in collections.items()
        ]
    )
    return Reading(
        tuple(sorted((o for r in readings for o in r.ours), key=lambda o: (o.kind, o.id))),
        tuple(sorted((f for r in readings for f in r.foreign), key=lambda f: (f.collection, f.name, f.id))),
        tuple(sorted((o for r in readings for o in r.shared), key=lambda o: (o.kind, o.id))),
        tuple(d for r in readings for d in r.diagnostics),
    )


def _collection(
    place: tuple[str, Api], sharing: Sequence[ResourceShape], kinds: Mapping[str, ResourceShape], organisation: str, root: str,
    lists: _Lists,
) -> ReadTask[Reading]:  # fmt: skip
    """Read one collection: its list, and each object of ours in full as soon as the list is there."""
    collection, api = place
    required, optional = list_expands(sharing)
    bodies = yield from lists.counted(read_collection(collection, api, required, root, optional))
    if sharing[0].shared:
        return (yield from _shared_objects(sharing[0], bodies, organisation, root))
    # First the objects with any marker, then those with ours, then those that can be what the marker says.
    with_marker = [(body, marker) for body in bodies if (marker := marker_of(body))]
    marked = [(body, marker) for body, marker in with_marker if marker.organisation == organisation]
    problems = {
        body["id"]: problem
        for body, marker in marked
        if (problem := marker_problem(marker, body, collection, kinds))
    }
    ours = [(kinds[marker.address.kind], body) for body, marker in marked if body["id"] not in problems]
    complete_objects = yield from gather([_complete_own_object(kind, body, root) for kind, body in ours])
    our_ids = {body["id"] for _, body in ours}
    others = tuple(foreign_object(collection, body, sharing) for body in bodies if body["id"] not in our_ids)
    mark_warnings = (problem for body in bodies if (problem := marks_problem(body, sharing, organisation)))
    other_warnings = other_organisations(collection, (marker for _, marker in with_marker), organisation)
    return Reading(
        tuple(complete_objects), others, diagnostics=(*problems.values(), *mark_warnings, *other_warnings)
    )


def _marked_objects(kind: ResourceShape, organisation: str, root: str) -> ReadTask[tuple[MarkedObject, ...]]:
    """Return the marked objects of one kind, oldest first."""
    bodies = yield from read_collection(kind.collection, kind.api, "", root)
    marked = [
        MarkedObject(body["id"], str(body.get("createdDateTime") or ""), marker)
        for body in bodies
        if (marker := marker_of(body, kind.marker_property)) and marker.organisation == organisation
        if kind.shared or marker_problem(marker, body, kind.collection, {kind.name: kind}) is None
    ]
    return tuple(sorted(marked, key=lambda m: (m.created, m.id)))


def _shared_objects(
    kind: ResourceShape, bodies: Sequence[JSON], organisation: str, root: str
) -> ReadTask[Reading]:
    """Return the objects of a kind that belong to others."""
    complete_bodies = yield from gather([read_expansions(kind, body, root) for body in bodies])
    objects = tuple(observed_object(kind, body, object_request(kind, body["id"])) for body in complete_bodies)
    mark_warnings = tuple(
        problem for body in complete_bodies if (problem := marks_problem(body, [kind], organisation))
    )
    return Reading(
        tuple(o for o in objects if o.marker and o.marker.organisation == organisation),
        (),
        objects,
        mark_warnings,
    )


def _complete_own_object(kind: ResourceShape, body: JSON, root: str) -> ReadTask[Observed]:
    """Return an object that is still ours.

    Raises `ReadFailed` when it disappeared or lost its marker since the list was read: then the reading as a
    whole is unreliable.
    """
    complete = yield from complete_listed_object(kind, body, root)
    if complete is None or complete.marker != marker_of(body):
        raise unusable_answer_error(ReadFailed, object_request(kind, body["id"]), "ChangedMeanwhile")
    return complete


def _collections(kinds: Iterable[ResourceShape]) -> dict[tuple[str, Api], list[ResourceShape]]:
    """Return the kinds by collection, sorted."""
    by_collection: dict[tuple[str, Api], list[ResourceShape]] = {}
    for kind in kinds:
        by_collection.setdefault((kind.collection, kind.api), []).append(kind)
    return dict(sorted(by_collection.items()))
