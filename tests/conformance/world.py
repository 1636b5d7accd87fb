"""A tenant for strangers: the seeded world with every compiled object of the example in it, put there by plain requests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import orjson
from tests.conformance.bodies import REFERRED, Made, created, example
from tests.unit.emulator.conftest import Client, group_target, open_tenant

from managed_apparaten.emulator.service.collections import BY_PATH
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds.seed import seed

TEXTS = "localizedNotificationMessages"
"""Written one by one below their template."""
PARAMETERS = {"deviceAppManagement/mobileApps": "mobileAppAssignments"}


def with_push_certificate(tenant: Tenant) -> None:
    """What every tenant with Apple devices has, and IntuneCD expects: a certificate for push messages."""
    body = {"appleIdentifier": "beheer@zilverdam.example"}
    answer = Client(tenant, "beheer@zilverdam.example")(
        "PATCH", "/beta/deviceManagement/applePushNotificationCertificate", body
    )
    assert answer.status < 300, answer.body


def populated() -> tuple[Tenant, list[str]]:
    """The tenant, and the paths of the objects that were added."""
    tenant = open_tenant()
    seed(tenant)
    with_push_certificate(tenant)
    client = Client(tenant, "compiler")
    group = client("GET", "/v1.0/groups?$top=1").body["value"][0]["id"]
    every = [one for one in example() if created(one)]
    templates = [added(client, one, group) for one in every if TEXTS in one.body]
    own = templates[0].rsplit("/", 1)[1] if templates else REFERRED
    return tenant, [
        *templates,
        *(added(client, referring(one, own), group) for one in every if TEXTS not in one.body),
    ]


def referring(one: Made, template: str) -> Made:
    """The same with the id that the notification template got here."""
    return replace(
        one, body=orjson.loads(orjson.dumps(one.body).replace(REFERRED.encode(), template.encode()))
    )


def added(client: Client, one: Made, group: str) -> str:
    """Create one compiled object, with its apps, assigned to a group."""
    body = {key: value for key, value in one.body.items() if key != TEXTS}
    path = client.make(f"/{one.kind.api}/{one.kind.collection}", body)
    for text in one.body.get(TEXTS, ()):
        client.make(f"{path}/{TEXTS}", text)
    if one.kind.app_identifier and one.apps:
        kind, name = one.kind.app_identifier
        apps = [{"mobileAppIdentifier": {"@odata.type": kind, name: app}} for app in one.apps]
        group_type = {key: one.body[key] for key in ("appGroupType",) if key in one.body}
        answer = client("POST", f"{path}/targetApps", {"apps": apps, **group_type})
        assert answer.status == 204, answer.body
    if not BY_PATH[tuple(one.kind.collection.split("/"))].assign:
        return path
    answer = client(
        "POST", f"{path}/assign", {PARAMETERS.get(one.kind.collection, "assignments"): [group_target(group)]}
    )
    assert answer.status in (200, 204), answer.body
    return path


def objects(client: Client, collection: str) -> Iterator[dict[str, Any]]:
    """All objects of a collection, page by page."""
    url = f"/beta/{collection}"
    while url:
        body = client("GET", url).body
        yield from body["value"]
        url = body.get("@odata.nextLink", "")
