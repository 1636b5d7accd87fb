"""A tenant for strangers: the seeded world with every compiled object of the example in it, put there by plain requests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.conformance.bodies import Made, created, example
from tests.unit.emulator.conftest import Client, group_target, open_tenant

from managed_apparaten.emulator.seed import seed
from managed_apparaten.emulator.served import BY_PATH
from managed_apparaten.emulator.tenant import Tenant

TEXTS = "localizedNotificationMessages"
"""Written one by one below their template."""
PARAMETERS = {"deviceAppManagement/mobileApps": "mobileAppAssignments"}


def populated() -> tuple[Tenant, list[str]]:
    """The tenant, and the paths of the objects that were added."""
    tenant = open_tenant()
    seed(tenant)
    client = Client(tenant, "compiler")
    group = client("GET", "/v1.0/groups?$top=1").body["value"][0]["id"]
    return tenant, [added(client, one, group) for one in filter(created, example())]


def added(client: Client, one: Made, group: str) -> str:
    """Create one compiled object, with its apps, assigned to a group."""
    body = {key: value for key, value in one.body.items() if key != TEXTS}
    path = client.make(f"/{one.kind.api}/{one.kind.collection}", body)
    for text in one.body.get(TEXTS, ()):
        client.make(f"{path}/{TEXTS}", text)
    if one.kind.app_identifier and one.apps:
        kind, name = one.kind.app_identifier
        apps = [{"mobileAppIdentifier": {"@odata.type": kind, name: app}} for app in one.apps]
        client("POST", f"{path}/targetApps", {"apps": apps, "appGroupType": one.body["appGroupType"]})
    if not BY_PATH[tuple(one.kind.collection.split("/"))].assign:
        return path
    answer = client("POST", f"{path}/assign", {PARAMETERS.get(one.kind.collection, "assignments"): [group_target(group)]})
    assert answer.status in (200, 204), answer.body
    return path


def objects(client: Client, collection: str) -> Iterator[dict[str, Any]]:
    """All objects of a collection, page by page."""
    url = f"/beta/{collection}"
    while url:
        body = client("GET", url).body
        yield from body["value"]
        url = body.get("@odata.nextLink", "")
