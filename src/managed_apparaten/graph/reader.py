"""A tenant as a `TenantReader`: everything in the collections we write to, whole, with whose each object is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.batch import read_all
from managed_apparaten.graph.directory import DirectoryReader
from managed_apparaten.graph.encode import key, query
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.failures import failure, unusable
from managed_apparaten.graph.observe import foreign, marker_of, misfit, navigations, observed
from managed_apparaten.graph.observed import Directory, Foreign, Observed, TenantIdentity
from managed_apparaten.graph.paging import GRAPH, whole
from managed_apparaten.graph.request import Api, GraphRequest, GraphResponse, Transport
from managed_apparaten.graph.secrets import revealed
from managed_apparaten.graph.shape import ResourceShape
from managed_apparaten.graph.tenant import Reading

_KEEP_UNKNOWN = {"Prefer": "include-unknown-enum-members"}
"""Else a value newer than our request reads as `unknownFutureValue`, and writing that back would destroy it."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads of Intune and Entra through one transport. Give it a `retry.Patient` to wait when the service is busy."""

    transport: Transport
    root: str = GRAPH
    """Scheme and host that next links must have."""

    def identity(self) -> TenantIdentity:
        """Id and name of the tenant."""
        request = GraphRequest("GET", "/organization" + query(select="id,displayName"), "v1.0")
        found = whole(self.transport, request, self.root)
        if len(found) != 1 or not found[0].get("id"):
            raise unusable(ReadFailed, request, "InvalidResponse", "value", 200)
        return TenantIdentity(str(found[0]["id"]), str(found[0].get("displayName") or ""))

    def objects(self, kinds: Sequence[ResourceShape], organisation: str) -> Reading:
        """Ours in full and the rest by name; a collection that kinds share is listed once."""
        by_name = {kind.name: kind for kind in kinds}
        ours: list[tuple[ResourceShape, JSON]] = []
        others: list[Foreign] = []
        problems: list[Diagnostic] = []
        shared: list[Observed] = []
        for (collection, api), sharing in _collections(kinds).items():
            for body in self._list(collection, api, navigations(sharing)):
                if sharing[0].shared:
                    shared.append(observed(sharing[0], self._expanded(sharing[0], body), _item(sharing[0], body["id"])))
                    continue
                marker = marker_of(body)
                problem = misfit(marker, body, collection, by_name) if marker and marker.organisation == organisation else None
                if marker is None or marker.organisation != organisation or problem:
                    others.append(foreign(collection, body))
                    problems += [problem] if problem else []
                else:
                    ours.append((by_name[marker.address.kind], body))
        found = [_settled(kind, body, one) for (kind, body), one in zip(ours, self._complete(ours), strict=True)]
        found += [one for one in shared if one.marker and one.marker.organisation == organisation]
        return Reading(
            tuple(sorted(found, key=lambda o: (o.kind, o.id))),
            tuple(sorted(others, key=_place)),
            tuple(sorted(shared, key=lambda o: (o.kind, o.id))),
            tuple(problems),
        )

    def definitions(self, ids: Sequence[str]) -> frozenset[str]:
        """Settings of the catalog that exist, asked by id.

        https://learn.microsoft.com/graph/api/resources/intune-deviceconfigv2-devicemanagementconfigurationsettingdefinition (beta only)
        """
        requests = [GraphRequest("GET", f"/deviceManagement/configurationSettings/{key(i)}" + query(select="id"), "beta") for i in ids]
        found = set[str]()
        for wanted, request, answer in zip(ids, requests, read_all(self.transport, requests), strict=True):
            if answer.status != 404 and str(_object(request, answer)["id"]) == wanted:
                found.add(wanted)
        return frozenset(found)

    def directory(self, names: Sequence[str], ids: Sequence[str]) -> Directory:
        """Groups by name and id, people and devices."""
        return DirectoryReader(self.transport, self.root).read(names, ids)

    def read(self, kind: ResourceShape, object_id: str) -> Observed | None:
        """One object, or None when Graph says that it does not exist."""
        return self.read_all([(kind, object_id)])[0]

    def read_all(self, wanted: Sequence[tuple[ResourceShape, str]]) -> list[Observed | None]:
        """Many objects, each as `read` gives it."""
        return self._complete([(kind, {"id": object_id}) for kind, object_id in wanted], always=True)

    def _list(self, collection: str, api: Api, expand: str) -> list[JSON]:
        """The list, each object once: one that moves between pages while we read stands on two of them."""
        request = GraphRequest("GET", f"/{collection}{query(expand=expand)}", api, headers=_KEEP_UNKNOWN)
        items = whole(self.transport, request, self.root)
        if any(not isinstance(item.get("id"), str) or not item["id"] for item in items):
            raise unusable(ReadFailed, request, "InvalidResponse", "id", 200)
        return list({item["id"]: item for item in items}.values())

    def _complete(self, wanted: Sequence[tuple[ResourceShape, JSON]], always: bool = False) -> list[Observed | None]:
        """Add to each listed object what a list does not show, with item reads in batches. None for one that is gone meanwhile."""
        bodies: list[JSON | None] = [body for _, body in wanted]
        reads = [
            (index, name, request)
            for index, (kind, body) in enumerate(wanted)
            for name, request in _item_requests(kind, body["id"], always)
        ]
        for (index, name, request), answer in zip(reads, read_all(self.transport, [r for _, _, r in reads]), strict=True):
            if answer.status == 404:
                bodies[index] = None
            elif (body := bodies[index]) is not None:
                bodies[index] = (
                    {**body, name: whole(self.transport, request, self.root, answer)} if name else body | _object(request, answer)
                )
        plain = revealed(self.transport, [(kind, body) for (kind, _), body in zip(wanted, bodies, strict=True)])
        return [
            None if body is None else observed(kind, self._expanded(kind, body), _item(kind, body["id"]))
            for (kind, _), body in zip(wanted, plain, strict=True)
        ]

    def _expanded(self, kind: ResourceShape, body: Mapping[str, JSON]) -> dict[str, JSON]:
        """Follow the next links of what was expanded: an expansion comes in pages too."""
        found = dict(body)
        for name in [n.removesuffix("@odata.nextLink") for n in body if n.endswith("@odata.nextLink")]:
            first = GraphResponse(200, {"value": body[name], "@odata.nextLink": found.pop(f"{name}@odata.nextLink")})
            found[name] = whole(self.transport, _item(kind, body["id"]), self.root, first)
        return found


def _collections(kinds: Iterable[ResourceShape]) -> dict[tuple[str, Api], list[ResourceShape]]:
    found: dict[tuple[str, Api], list[ResourceShape]] = {}
    for kind in kinds:
        found.setdefault((kind.collection, kind.api), []).append(kind)
    return dict(sorted(found.items()))


def _item(kind: ResourceShape, object_id: str) -> GraphRequest:
    return GraphRequest("GET", f"/{kind.collection}/{key(object_id)}", kind.api, headers=_KEEP_UNKNOWN)


def _item_requests(kind: ResourceShape, object_id: str, always: bool) -> list[tuple[str, GraphRequest]]:
    """The reads of one object: itself first when the list did not show all of it (named ""), then what must be read apart."""
    item = _item(kind, object_id)
    needed = always or kind.item_expand not in ("", kind.list_expand)
    itself = [("", replace(item, path=item.path + query(expand=kind.item_expand or kind.list_expand)))] if needed else []
    return itself + [(name, replace(item, path=f"{item.path}/{name}")) for name in kind.item_reads]


def _settled(kind: ResourceShape, listed: JSON, found: Observed | None) -> Observed:
    """The object, still ours. One that went away or lost its marker while we read is unknown, so the reading is no good."""
    if found is None or found.marker != marker_of(listed):
        raise unusable(ReadFailed, _item(kind, listed["id"]), "ChangedMeanwhile")
    return found


def _object(request: GraphRequest, answer: GraphResponse) -> dict[str, JSON]:
    if answer.status != 200:
        raise failure(ReadFailed, request, answer)
    if not isinstance(answer.body, dict) or not isinstance(answer.body.get("id"), str):
        raise unusable(ReadFailed, request, "InvalidResponse", "id", answer.status)
    return answer.body


def _place(found: Foreign) -> tuple[str, str, str]:
    return found.collection, found.name, found.id
