"""The reads of an examination: one for each collection and each part of the directory, and what sort of
answer it got.

Refusals are told apart, because each has its own solution: 401 sign in, 403 grant a permission or assign a
role, no Intune licence, 404 not available in this cloud.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.http.error_body import service_error
from managed_apparaten.graph.http.request import Api, GraphResponse
from managed_apparaten.graph.http.urls import query
from managed_apparaten.graph.read.single_read import SingleReader

Sort = Literal["read", "sign-in", "forbidden", "licence", "absent", "shape", "failed", "no-answer"]
ORGANISATION = "/organization" + query(select="id,displayName,assignedPlans")
_STATUSES: Mapping[int, Sort] = {200: "read", 401: "sign-in", 403: "forbidden", 404: "absent"}
_NO_INTUNE = "not applicable to target tenant"
"""Answer of Intune to a tenant that it does not know: microsoftgraph/msgraph-beta-sdk-go#198."""
_NO_ROUTE = "resource not found for the segment"
"""Answer to a path that does not exist: microsoftgraph/microsoft-graph-docs#2144."""


@dataclass(frozen=True, slots=True)
class Probe:
    """One read of an examination."""

    path: str
    api: Api
    permission: str
    """The least permission that allows it."""
    kinds: tuple[Kind, ...] = ()
    """The kinds whose objects are in this collection."""

    @property
    def shown(self) -> str:
        """The path without its query."""
        return self.path.partition("?")[0]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a probe."""

    probe: Probe
    sort: Sort
    response: GraphResponse | None = None
    detail: str = ""
    """What the service said, or which part has an unknown form: data, not a sentence."""


def list_probes(kinds: Iterable[Kind]) -> tuple[Probe, ...]:
    """Return what a plan reads, each once, the directory first."""
    one_object = query(select="id", top="1")
    directory = (
        Probe(ORGANISATION, "v1.0", "Organization.Read.All"),
        Probe("/groups" + one_object, "v1.0", "GroupMember.Read.All"),
        Probe("/users" + query(select="id,accountEnabled", top="1"), "v1.0", "User.Read.All"),
        Probe("/devices" + query(select="id,deviceId", top="1"), "v1.0", "Device.Read.All"),
        Probe(
            "/deviceManagement/managedDevices" + one_object, "v1.0", "DeviceManagementManagedDevices.Read.All"
        ),
        Probe(
            "/deviceManagement/configurationSettings" + one_object,
            "beta",
            "DeviceManagementConfiguration.Read.All",
        ),
    )
    kinds_by_collection: dict[tuple[str, Api], list[Kind]] = {}
    for kind in kinds:
        kinds_by_collection.setdefault((kind.collection, kind.api), []).append(kind)
    lists = (
        Probe(f"/{path}", api, _least_permission(kinds_there), tuple(kinds_there))
        for (path, api), kinds_there in sorted(kinds_by_collection.items())
    )
    return (*directory, *lists)


def send_probe(single_reader: SingleReader, probe: Probe) -> Answer:
    """Send a probe and return what sort of answer came."""
    try:
        response = single_reader.get(probe.path, probe.api)
    except ReadFailed as failed:
        return Answer(probe, "no-answer", detail=failed.message)
    error = service_error(response)
    sort = _STATUSES.get(response.status, "failed")
    if _NO_INTUNE in error.message.lower():
        sort = "licence"
    elif _NO_ROUTE in error.message.lower():
        sort = "absent"
    if sort != "read":
        return Answer(probe, sort, response, f"{response.status} {error.code}: {error.message}".rstrip(": "))
    problem = shape_problem(response.body)
    return Answer(probe, "shape" if problem else "read", response, problem)


def shape_problem(body: JSON) -> str:
    """Return which part of a body is no list of objects with ids; an empty text when all is well."""
    items = body.get("value") if isinstance(body, dict) else None
    if not isinstance(items, list):
        return "value"
    all_have_ids = all(
        isinstance(item, dict) and isinstance(item.get("id"), str) and item["id"] for item in items
    )
    return "" if all_have_ids else "value/id"


def missing_properties(answer: Answer, written: Mapping[str, frozenset[str]]) -> tuple[tuple[str, str], ...]:
    """Return (type, property) for each property that we write and that an object of that type does not show.
    `written` holds them by kind."""
    items = answer.response.body["value"] if answer.response else []
    missing = set[tuple[str, str]]()
    for kind in answer.probe.kinds:
        for item in items:
            if item.get("@odata.type") == f"#{kind.odata_type}":
                missing |= {
                    (kind.odata_type, name) for name in written.get(kind.name, frozenset()) - item.keys()
                }
    return tuple(sorted(missing))


def _least_permission(kinds: Iterable[Kind]) -> str:
    """Return the least permission that reads a collection. Masked values, which need more, are not in the
    list."""
    return min(
        (kind.permissions.read for kind in kinds), key=lambda name: (name.endswith(".ReadWrite.All"), name)
    )
