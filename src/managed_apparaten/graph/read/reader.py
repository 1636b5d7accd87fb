"""A tenant as a `TenantReader`: everything in the collections we write to, whole, with whose each object is."""

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
from managed_apparaten.graph.read import directory
from managed_apparaten.graph.read.collections import read_collection
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
    """Reads of Intune and Entra through one transport. Give it a `retry.Patient` to wait when the service is busy."""

    transport: Transport
    root: str = GRAPH
    """Scheme and host that next links must have."""
    on_list: OnList = ignore_list
    ceiling: SizeLimit | None = None
    """What one reading may weigh; None: the usual."""

    def identity(self) -> TenantIdentity:
        """Id and name of the tenant."""
        return run_read(self.transport, _identity(self.root), self.ceiling)

    def objects(self, kinds: Sequence[ResourceShape], organisation: str) -> Reading:
        """Ours in full and the rest by name; a collection that kinds share is listed once."""
        lists = _Lists(len(_collections(kinds)), self.on_list)
        return run_read(self.transport, _objects(kinds, organisation, self.root, lists), self.ceiling)

    def list_markers(self, kind: ResourceShape, organisation: str, ids: Sequence[str]) -> MarkerListing:
        """A list of markers, and objects by id. An object that cannot be what its marker says does not count, as in `objects`."""
        objects = gather([read_object(kind, object_id, self.root) for object_id in ids])
        marked, found = run_read(
            self.transport, gather_two(_marked(kind, organisation, self.root), objects), self.ceiling
        )
        return MarkerListing(marked, tuple(found))

    def definitions(self, ids: Sequence[str]) -> frozenset[str]:
        """Settings of the catalog that exist, asked by id."""
        return run_read(self.transport, _definitions(ids), self.ceiling)

    def scope_tags(self) -> Mapping[str, str]:
        """Names by id."""
        return run_read(self.transport, _scope_tags(self.root), self.ceiling)

    def directory(self, names: Sequence[str], ids: Sequence[str]) -> Directory:
        """Groups by name and id, people and devices."""
        everybody = _everybody(self.root, _Lists(1, self.on_list))
        (enrolled, people), groups = run_read(
            self.transport, gather_two(everybody, directory.read_groups(names, ids, self.root)), self.ceiling
        )
        return directory.build_directory(groups, enrolled, people)

    def preconditions(self, names: Sequence[str], ids: Sequence[str]) -> Preconditions:
        """What must be in place around the objects, as far as it can be read; with these groups of roles."""
        _, found = run_read(self.transport, _surrounded((), (), names, ids, self.root), self.ceiling)
        return found

    def surroundings(self, names: Sequence[str], ids: Sequence[str]) -> tuple[Preconditions, Directory]:
        """The same, beside these groups and the number of people; of devices it reads nothing."""
        talk = gather_two(_surrounded(names, ids, (), (), self.root), directory.read_people_total())
        (groups, found), people = run_read(self.transport, talk, self.ceiling)
        return found, directory.build_directory(groups, (), people)

    def survey(self, scope: ReadScope) -> TenantState:
        """Everything that a plan needs. Whatever depends on nothing is in the first round."""
        return run_read(
            self.transport,
            _survey(scope, self.root, _Lists(len(_collections(scope.kinds)) + 1, self.on_list)),
            self.ceiling,
        )

    def read(self, kind: ResourceShape, object_id: str) -> Observed | None:
        """One object, or None when Graph says that it does not exist."""
        return self.read_all([(kind, object_id)])[0]

    def read_all(self, wanted: Sequence[tuple[ResourceShape, str]]) -> list[Observed | None]:
        """Many objects, each as `read` gives it."""
        return run_read(
            self.transport,
            gather([read_object(kind, object_id, self.root) for kind, object_id in wanted]),
            self.ceiling,
        )


@dataclass(slots=True)
class _Lists:
    """Long lists of one reading, counted as they end."""

    total: int
    on_list: OnList
    done: int = 0

    def counted(self, talk: ReadTask[A]) -> ReadTask[A]:
        found = yield from talk
        self.done += 1
        self.on_list(self.done, self.total)
        return found


def _survey(scope: ReadScope, root: str, lists: _Lists) -> ReadTask[TenantState]:
    tags = gather([_scope_tags(root)] if scope.scope_tags else [])
    simple = gather_two(
        gather_two(gather_two(_identity(root), tags), _definitions(scope.settings)), _everybody(root, lists)
    )
    (((identity, named), settings), (enrolled, people)), (reading, groups, around) = yield from gather_two(
        simple, _objects_and_groups(scope, root, lists)
    )
    found = directory.build_directory(groups, enrolled, people)
    return TenantState(identity, reading, found, settings, named[0] if named else {}, around)


def _surrounded(
    names: Sequence[str], ids: Sequence[str], role_names: Sequence[str], role_ids: Sequence[str], root: str
) -> ReadTask[tuple[directory.Groups, Preconditions]]:
    """Groups, and beside them what must be in place around the objects; a group of both is read once."""
    beside = directory.read_groups_beside(
        names, ids, root, read_preconditions(root), lambda one: one.group_ids
    )
    (groups, found, spoken), roles = yield from gather_two(
        beside, directory.read_optional_groups(role_names, role_ids, root)
    )
    return groups, with_groups(
        found, [_group(group) for group in spoken.values()], [_group(group) for group in roles]
    )


def _group(found: directory.Group) -> NamedGroup:
    return NamedGroup(
        found.id, found.name, tuple(sorted(found.people)), found.hidden, tuple(sorted(found.guests))
    )


def _objects_and_groups(
    scope: ReadScope, root: str, lists: _Lists
) -> ReadTask[tuple[Reading, directory.Groups, Preconditions]]:
    """Objects and the groups of the policy side by side; then the groups that only an object speaks of."""
    reading, (groups, around) = yield from gather_two(
        _objects(scope.kinds, scope.organisation, root, lists),
        _surrounded(scope.group_names, scope.group_ids, scope.role_names, scope.role_ids, root),
    )
    reading = replace(reading, shared=tuple(scope.relevant(reading.shared)))
    asked = {*groups.known, *(i.lower() for i in scope.group_ids)}
    others = yield from directory.read_groups(
        (), [i for i in assigned_groups(reading) if i not in asked], root
    )
    return reading, replace(groups, known=groups.known | others.known), around


def _identity(root: str) -> ReadTask[TenantIdentity]:
    request = GraphRequest("GET", "/organization" + query(select="id,displayName"), "v1.0")
    found = yield from read_list(request, root)
    if len(found) != 1 or not found[0].get("id"):
        raise unusable_answer_error(ReadFailed, request, "InvalidResponse", "value", 200)
    return TenantIdentity(str(found[0]["id"]), str(found[0].get("displayName") or ""))


def _scope_tags(root: str) -> ReadTask[Mapping[str, str]]:
    """https://learn.microsoft.com/graph/api/intune-rbac-rolescopetag-list (beta)"""
    request = GraphRequest("GET", "/deviceManagement/roleScopeTags" + query(select="id,displayName"), "beta")
    found = yield from read_list(request, root)
    if not all(isinstance(tag.get("id"), str) and isinstance(tag.get("displayName"), str) for tag in found):
        raise unusable_answer_error(ReadFailed, request, "InvalidResponse", "displayName", 200)
    return {tag["id"]: tag["displayName"] for tag in sorted(found, key=lambda tag: tag["id"])}


def _everybody(root: str, lists: _Lists) -> ReadTask[tuple[tuple[Device, ...], int]]:
    return gather_two(lists.counted(directory.read_devices(root)), directory.read_people_total())


def _definitions(ids: Sequence[str]) -> ReadTask[frozenset[str]]:
    """https://learn.microsoft.com/graph/api/resources/intune-deviceconfigv2-devicemanagementconfigurationsettingdefinition (beta)"""
    requests = [
        GraphRequest("GET", f"/deviceManagement/configurationSettings/{key(i)}" + query(select="id"), "beta")
        for i in ids
    ]
    answers = yield requests
    found = zip(ids, requests, answers, strict=True)
    return frozenset(
        i
        for i, request, answer in found
        if answer.status != 404 and checked_object(request, answer)["id"] == i
    )


def _objects(
    kinds: Sequence[ResourceShape], organisation: str, root: str, lists: _Lists
) -> ReadTask[Reading]:
    by_name = {kind.name: kind for kind in kinds}
    places = _collections(kinds)
    readings = yield from gather(
        [_collection(c, sharing, by_name, organisation, root, lists) for c, sharing in places.items()]
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
    """One collection: listed, and what in it is ours read in full as soon as the list is there."""
    collection, api = place
    needed, shown = list_expands(sharing)
    bodies = yield from lists.counted(read_collection(collection, api, needed, root, shown))
    if sharing[0].shared:
        return (yield from _shared(sharing[0], bodies, organisation, root))
    anybodys = [(body, marker) for body in bodies if (marker := marker_of(body))]
    marked = [(body, marker) for body, marker in anybodys if marker.organisation == organisation]
    problems = {
        body["id"]: problem
        for body, marker in marked
        if (problem := marker_problem(marker, body, collection, kinds))
    }
    ours = [(kinds[marker.address.kind], body) for body, marker in marked if body["id"] not in problems]
    found = yield from gather([_settled(kind, body, root) for kind, body in ours])
    own = {body["id"] for _, body in ours}
    others = tuple(foreign_object(collection, body, sharing) for body in bodies if body["id"] not in own)
    odd = (problem for body in bodies if (problem := marks_problem(body, sharing, organisation)))
    strange = other_organisations(collection, (marker for _, marker in anybodys), organisation)
    return Reading(tuple(found), others, diagnostics=(*problems.values(), *odd, *strange))


def _marked(kind: ResourceShape, organisation: str, root: str) -> ReadTask[tuple[MarkedObject, ...]]:
    bodies = yield from read_collection(kind.collection, kind.api, "", root)
    found = [
        MarkedObject(body["id"], str(body.get("createdDateTime") or ""), marker)
        for body in bodies
        if (marker := marker_of(body, kind.marker_property)) and marker.organisation == organisation
        if kind.shared or marker_problem(marker, body, kind.collection, {kind.name: kind}) is None
    ]
    return tuple(sorted(found, key=lambda m: (m.created, m.id)))


def _shared(kind: ResourceShape, bodies: Sequence[JSON], organisation: str, root: str) -> ReadTask[Reading]:
    whole_bodies = yield from gather([read_expansions(kind, body, root) for body in bodies])
    found = tuple(observed_object(kind, body, object_request(kind, body["id"])) for body in whole_bodies)
    odd = tuple(problem for body in whole_bodies if (problem := marks_problem(body, [kind], organisation)))
    return Reading(
        tuple(o for o in found if o.marker and o.marker.organisation == organisation), (), found, odd
    )


def _settled(kind: ResourceShape, body: JSON, root: str) -> ReadTask[Observed]:
    """The object, still ours. One that went away or lost its marker while we read is unknown, so the reading is no good."""
    found = yield from complete_listed_object(kind, body, root)
    if found is None or found.marker != marker_of(body):
        raise unusable_answer_error(ReadFailed, object_request(kind, body["id"]), "ChangedMeanwhile")
    return found


def _collections(kinds: Iterable[ResourceShape]) -> dict[tuple[str, Api], list[ResourceShape]]:
    found: dict[tuple[str, Api], list[ResourceShape]] = {}
    for kind in kinds:
        found.setdefault((kind.collection, kind.api), []).append(kind)
    return dict(sorted(found.items()))
