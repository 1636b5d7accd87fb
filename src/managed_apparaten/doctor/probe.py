"""The reads of an examination: one of each collection and each part of the directory, and what kind of answer came.

A no is told apart, because each has another mend: 401 sign in, 403 grant or assign a role, no Intune licence, 404 not in this cloud.
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
"""Intune to a tenant that it does not know: microsoftgraph/msgraph-beta-sdk-go#198."""
_NO_ROUTE = "resource not found for the segment"
"""microsoftgraph/microsoft-graph-docs#2144."""


@dataclass(frozen=True, slots=True)
class Probe:
    """One read."""

    path: str
    api: Api
    permission: str
    """The least that opens it."""
    kinds: tuple[Kind, ...] = ()
    """The kinds that live there."""

    @property
    def shown(self) -> str:
        """The path without its query."""
        return self.path.partition("?")[0]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it."""

    probe: Probe
    sort: Sort
    response: GraphResponse | None = None
    detail: str = ""
    """What the service said, or which part is not as we know it: data, not a sentence."""


def list_probes(kinds: Iterable[Kind]) -> tuple[Probe, ...]:
    """What a plan reads, once each: the directory first."""
    first = query(select="id", top="1")
    directory = (
        Probe(ORGANISATION, "v1.0", "Organization.Read.All"),
        Probe("/groups" + first, "v1.0", "GroupMember.Read.All"),
        Probe("/users" + query(select="id,accountEnabled", top="1"), "v1.0", "User.Read.All"),
        Probe("/devices" + query(select="id,deviceId", top="1"), "v1.0", "Device.Read.All"),
        Probe("/deviceManagement/managedDevices" + first, "v1.0", "DeviceManagementManagedDevices.Read.All"),
        Probe(
            "/deviceManagement/configurationSettings" + first,
            "beta",
            "DeviceManagementConfiguration.Read.All",
        ),
    )
    found: dict[tuple[str, Api], list[Kind]] = {}
    for kind in kinds:
        found.setdefault((kind.collection, kind.api), []).append(kind)
    lists = (
        Probe(f"/{path}", api, _least(living), tuple(living)) for (path, api), living in sorted(found.items())
    )
    return (*directory, *lists)


def send_probe(single_reader: SingleReader, probe: Probe) -> Answer:
    """Ask, and tell what kind of answer it is."""
    try:
        response = single_reader.get(probe.path, probe.api)
    except ReadFailed as failed:
        return Answer(probe, "no-answer", detail=failed.message)
    said = service_error(response)
    sort = _STATUSES.get(response.status, "failed")
    if _NO_INTUNE in said.message.lower():
        sort = "licence"
    elif _NO_ROUTE in said.message.lower():
        sort = "absent"
    if sort != "read":
        return Answer(probe, sort, response, f"{response.status} {said.code}: {said.message}".rstrip(": "))
    strange = shape_problem(response.body)
    return Answer(probe, "shape" if strange else "read", response, strange)


def shape_problem(body: JSON) -> str:
    """What of an answer is not a list of objects with ids, or an empty text."""
    items = body.get("value") if isinstance(body, dict) else None
    if not isinstance(items, list):
        return "value"
    whole = all(isinstance(item, dict) and isinstance(item.get("id"), str) and item["id"] for item in items)
    return "" if whole else "value/id"


def missing_properties(answer: Answer, written: Mapping[str, frozenset[str]]) -> tuple[tuple[str, str], ...]:
    """(type, property) for each property that we write and that objects of that very type do not show; `written` by kind name."""
    items = answer.response.body["value"] if answer.response else []
    found = set[tuple[str, str]]()
    for kind in answer.probe.kinds:
        for item in items:
            if item.get("@odata.type") == f"#{kind.odata_type}":
                found |= {
                    (kind.odata_type, name) for name in written.get(kind.name, frozenset()) - item.keys()
                }
    return tuple(sorted(found))


def _least(kinds: Iterable[Kind]) -> str:
    """The least permission that reads their collection: masked values, which need more, are not on the list."""
    return min(
        (kind.permissions.read for kind in kinds), key=lambda name: (name.endswith(".ReadWrite.All"), name)
    )
