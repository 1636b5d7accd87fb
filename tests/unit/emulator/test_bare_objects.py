"""Objects that a seed, a snapshot or an import has put in with nothing but their ids: no request about them crashes the tenant (E15)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.unit.emulator.conftest import Client, Clock

from managed_apparaten.emulator.core.errors import NOT_SERVED
from managed_apparaten.emulator.core.http import Request
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.odata.metadata import Metadata, load
from managed_apparaten.emulator.service import routes, unmodelled_operations
from managed_apparaten.emulator.service.collections import (
    BY_PATH,
    COLLECTIONS,
    Collection,
    collection_from_metadata,
)
from managed_apparaten.emulator.service.intune.reports import REPORTS
from managed_apparaten.emulator.tenant import Tenant, seeded_ids

BETA = load("beta")
JOBS = "/beta/deviceManagement/reports/exportJobs"
BODIES: tuple[dict[str, Any] | None, ...] = ({}, None)
"""Nothing, and null for every property."""


def collections() -> Iterator[Collection]:
    """Every collection that holds objects of its own."""
    yield from (item for item in COLLECTIONS if not item.union)
    paths = {route.removesuffix(f"/{routes.ID}") for _, route in routes.list_metadata_routes()}
    yield from (
        found for path in sorted(paths) if (found := collection_from_metadata("beta", tuple(path.split("/"))))
    )


def kinds(metadata: Metadata, declared: str) -> list[str]:
    """The types that an object of a collection can have."""
    return [
        name for name in metadata.names() if metadata.is_a(name, declared) and not metadata.get(name).abstract
    ]


def bare(kind: str, body: dict[str, Any] | None) -> dict[str, Any]:
    """A body without values, or with null for every property."""
    return {} if body is not None else dict.fromkeys(BETA.get(kind).properties)


def members(kind: str) -> dict[str, list[dict[str, Any]]]:
    """A member that has its id alone, and one that has not even that, in every contained collection."""
    return {nav: [{"id": f"{nav}-1"}, {}] for nav in BETA.get(kind).navigation}


def filled(body: dict[str, Any] | None, clock: Clock | None = None) -> Tenant:
    """A tenant with one such object of every type in every collection."""
    tenant = Tenant.open(None, clock=clock or Clock(), new_id=seeded_ids("test"))
    for collection in collections():
        for number, kind in enumerate(kinds(BETA, collection.type)):
            tenant.insert(
                [Stored(collection.path, f"{kind}-{number}", kind, bare(kind, body), members(kind))]
            )
    return tenant


def requests(collection: Collection, kind: str, number: int) -> Iterator[tuple[str, str, Any]]:
    """Every request about one object; the deletion comes last."""
    url = f"/beta/{collection.path}/{kind}-{number}"
    yield "GET", url, None
    for nav, declared in BETA.get(kind).navigation.items():
        inside = BETA.find(declared.type)
        yield from (
            ("GET", f"{url}/{nav}/{nav}-1/{name}", None) for name in (inside.navigation if inside else ())
        )
        yield "GET", f"{url}/microsoft.graph.{kind}/{nav}", None
        yield "GET", f"{url}/{nav}/$ref", None
        yield "GET", f"{url}/{nav}", None
        yield "GET", f"{url}/{nav}/$count", None
        yield "GET", f"{url}?$expand={nav}", None
        yield "POST", f"{url}/{nav}", {}
        for below in (f"{url}/{nav}/{nav}-1", f"{url}/{nav}/nothing"):
            yield "GET", below, None
            yield "PATCH", below, {}
            yield "DELETE", below, None
    yield "PATCH", url, {"@odata.type": f"#microsoft.graph.{kind}"}
    yield "PATCH", url, {"displayName": "x"}
    yield "DELETE", url, None


def answered(client: Client, method: str, url: str, body: Any = None) -> None:
    """Send a request; the tenant must answer it, and never with 5xx."""
    try:
        status = client(method, url, body).status
    except Exception as crash:
        raise AssertionError(f"{method} {url} {body}: {type(crash).__name__} {crash}") from crash
    assert 200 <= status < 500, (method, url, body, status)


@pytest.mark.parametrize("body", BODIES, ids=["absent", "null"])
def test_a_list_of_bare_objects_is_answered(body: dict[str, Any] | None) -> None:
    """E15: a list, its number, and each filter, order and expansion that the collection has."""
    client = Client(filled(body))
    for collection in (*collections(), *(item for item in COLLECTIONS if item.union)):
        url = f"/beta/{collection.path}"
        asked = [
            f"$filter={name} eq {value}"
            for name in collection.filters
            for value in ("'x'", "true", "1", "2026-01-01T00:00:00Z")
        ]
        asked += [
            f"$filter={call}({name},'x')"
            for name in collection.filters
            for call in ("startswith", "contains")
        ]
        asked += [f"$orderby={name}" for name in collection.orders] + [
            f"$expand={name}" for name in collection.expand
        ]
        for options in ("", "/$count", "?$top=1&$count=true", *(f"?{one}" for one in asked)):
            answered(client, "GET", url + options)


@pytest.mark.parametrize("body", BODIES, ids=["absent", "null"])
def test_a_function_or_an_action_on_a_bare_object_is_answered(body: dict[str, Any] | None) -> None:
    """E15: without parameters, and with null for each of them."""
    client = Client(filled(body))
    for method, route in sorted(set(routes.list_routes())):
        path = tuple(route.partition(f"/{routes.ID}")[0].split("/"))
        collection = BY_PATH.get(path) or collection_from_metadata("beta", path)
        if method == "DELETE" and "/" not in route.partition(routes.ID)[2]:
            continue
        ids = (
            [f"{kind}-{number}" for number, kind in enumerate(kinds(BETA, collection.type))][:3]
            if collection
            else ["x"]
        )
        for object_id in ids:
            url = f"/beta/{route.replace(routes.ID, object_id, 1).replace(routes.ID, 'x')}"
            for sent in ({}, None, dict.fromkeys(parameters(method, route))):
                answered(client, method, url, sent)


def parameters(method: str, route: str) -> tuple[str, ...]:
    """The parameters of an action."""
    every = (
        found.parameters
        for found in unmodelled_operations.load_signatures()
        if (found.method, found.route) == (method, route)
    )
    return tuple(next(every, ()))


@pytest.mark.parametrize("body", BODIES, ids=["absent", "null"])
def test_every_request_about_a_bare_object_is_answered(body: dict[str, Any] | None) -> None:
    """E15: `KeyError: 'target'` and `KeyError: 'requestDateTime'` ended a tenant."""
    client = Client(filled(body))
    for collection in collections():
        for number, kind in enumerate(kinds(BETA, collection.type)):
            for method, url, sent in requests(collection, kind, number):
                answered(client, method, url, sent)


@pytest.mark.parametrize("body", BODIES, ids=["absent", "null"])
@pytest.mark.parametrize("name", REPORTS)
def test_a_report_about_bare_objects_is_written(clock: Clock, name: str, body: dict[str, Any] | None) -> None:
    """E15: the reports read devices, people, apps, policies and their assignments."""
    client = Client(filled(body, clock))
    needs = REPORTS[name].needs
    url = client.make(JOBS, {"reportName": name, **({"filter": f"({needs} eq 'x')"} if needs else {})})
    clock.wait(3600)
    done = client("GET", url).body
    assert done["status"] == "completed"
    assert client.tenant.handle(Request("GET", done["url"], {}, b"", "storage")).status == 200


@pytest.mark.parametrize("job", [
    {}, {"reportName": "Devices"}, {"requestDateTime": "2026-01-01T00:00:00Z"}, {"reportName": "Devices", "requestDateTime": "yesterday"},
    {"reportName": "x", "requestDateTime": "2026-01-01T00:00:00Z", "status": "completed", "url": "https://a.blob.core.windows.net/x"},
])  # fmt: skip
def test_an_export_job_from_elsewhere_stays_as_it_came(client: Client, job: dict[str, Any]) -> None:
    """E15: `KeyError: 'requestDateTime'`."""
    client.tenant.insert([Stored(JOBS.removeprefix("/beta/"), "job", "deviceManagementExportJob", job, {})])
    shown = client("GET", f"{JOBS}/job")
    assert shown.status == 200
    assert {key: shown.body[key] for key in job} == job
    assert client("DELETE", f"{JOBS}/job").status == 204


def test_a_file_that_cannot_be_written_is_not_there(client: Client) -> None:
    """E15: a job from elsewhere with a filter that POST refuses."""
    job = {"reportName": "Devices", "requestDateTime": "2026-11-21T08:00:00Z", "filter": "((("}
    client.tenant.insert([Stored(JOBS.removeprefix("/beta/"), "job", "deviceManagementExportJob", job, {})])
    answer = client("GET", client("GET", f"{JOBS}/job").body["url"])
    assert (answer.status, answer.headers["x-ms-error-code"]) == (404, "BlobNotFound")


def test_a_filter_that_only_an_assignment_without_a_target_could_use_is_deleted(client: Client) -> None:
    """E15: `KeyError: 'target'`."""
    path = "deviceManagement/deviceShellScripts"
    client.tenant.insert([Stored(path, "script", "deviceShellScript", {}, {"assignments": [{"id": "a"}]})])
    made = client.make(
        "/beta/deviceManagement/assignmentFilters",
        {"displayName": "f", "platform": "iOS", "rule": '(device.model -eq "x")'},
    )
    assert client("DELETE", made).status == 204


def test_what_the_directory_does_not_restore_is_said(client: Client) -> None:
    """E15: `KeyError: 'device'`."""
    client.tenant.insert([Stored("directory/deletedItems", "d", "device", {}, {})])
    assert client("POST", "/v1.0/directory/deletedItems/d/restore", {}).status == NOT_SERVED
