"""What the tenant keeps: the audit log, the counters, the file; and ids that can be reproduced."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.unit.emulator.conftest import CATALOG, COMPLIANCE, NOW, Client, catalog_body, group_target, valid

from managed_apparaten.emulator.core.store import Store, Stored
from managed_apparaten.emulator.doors.in_process import InProcess
from managed_apparaten.emulator.tenant import Tenant, seeded_ids

PATCH = {"@odata.type": "#microsoft.graph.iosCompliancePolicy", "description": "new"}


def test_audit_log_tells_who_did_what_to_what(client: Client) -> None:
    url = client.make(*valid("ios_compliance"))
    portal = Client(client.tenant, "portal: beheer@zilverdam")
    portal("PATCH", url, PATCH)
    client("POST", f"{url}/assign", {"assignments": [group_target()]})
    client("DELETE", url)
    created, patched, assigned, deleted = client.tenant.audit()
    assert [entry.seq for entry in client.tenant.audit()] == [1, 2, 3, 4]
    assert (patched.actor, patched.method, patched.url, patched.status) == (
        "portal: beheer@zilverdam",
        "PATCH",
        url,
        204,
    )
    assert (patched.type, patched.object_id, patched.name) == (
        "iosCompliancePolicy",
        url.rsplit("/", 1)[1],
        "p",
    )
    assert created.before is None
    assert created.after["displayName"] == "p"
    assert (patched.before.get("description"), patched.after["description"]) == (None, "new")
    assert ("assignments" in assigned.before, len(assigned.after["assignments"])) == (False, 1)
    assert deleted.after is None
    assert deleted.before["description"] == "new"
    assert created.at == "2026-11-21T09:00:00.0000000Z"


def test_refused_writes_are_logged_without_states_and_reads_are_not(client: Client) -> None:
    client("POST", COMPLIANCE, {})
    client("GET", COMPLIANCE)
    [entry] = client.tenant.audit()
    assert (entry.method, entry.status, entry.before, entry.after) == ("POST", 400, None, None)


def test_refused_write_leaves_no_trace_in_the_state(client: Client) -> None:
    body = catalog_body()
    client("POST", CATALOG, {**body, "platforms": "windows10"})
    assert client.tenant.counts().objects == {}


def test_audit_events_are_served_for_intune(client: Client) -> None:
    url = client.make(*valid("ios_compliance"))
    Client(client.tenant, "portal")("PATCH", url, PATCH)
    assert client("PATCH", url, {}).status == 400
    events = client(
        "GET", "/v1.0/deviceManagement/auditEvents?$filter=activityDateTime gt 2026-11-01T00:00:00Z"
    ).body["value"]
    assert [event["activityOperationType"] for event in events] == ["Create", "Patch"]
    assert events[1]["actor"]["applicationDisplayName"] == "Microsoft Intune portal extension"
    [resource] = events[1]["resources"]
    assert resource["resourceId"] == url.rsplit("/", 1)[1]
    assert {"displayName": "description", "oldValue": "<null>", "newValue": "new"} in resource[
        "modifiedProperties"
    ]


def test_state_survives_in_the_file(tmp_path: Path) -> None:
    def open_file() -> Tenant:
        return Tenant.open(tmp_path / "tenant.db", clock=lambda: NOW, new_id=seeded_ids("file"))

    first = open_file()
    url = Client(first).make(*valid("ios_compliance"))
    first.close()
    second = open_file()
    assert Client(second)("GET", url).body["displayName"] == "p"
    assert len(second.audit()) == 1
    assert second.counts().requests == {"GET": 1, "POST": 1}
    other = Client(second).make(*valid("ios_compliance"))
    assert other != url
    second.close()


def test_failed_transaction_leaves_nothing() -> None:
    store = Store(None)

    def fail() -> None:
        with store.transaction():
            store.insert([Stored("groups", "g", "group", {}, {})])
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert store.sizes() == {}
    store.close()


def test_two_processes_see_each_others_writes(tmp_path: Path) -> None:
    tenants = [Tenant.open(tmp_path / "tenant.db", clock=lambda: NOW) for _ in range(2)]
    url = Client(tenants[0]).make(*valid("ios_compliance"))
    assert Client(tenants[1])("GET", url).status == 200
    for tenant in tenants:
        tenant.close()


def test_seeded_ids_make_a_transcript_reproducible() -> None:
    def run() -> list[bytes]:
        door = InProcess(Tenant(Store(None), clock=lambda: NOW, new_id=seeded_ids("demo")))
        client = Client(door.tenant)
        urls = [
            client.make(*valid(kind)) for kind in ("ios_compliance", "ios_app_protection", "ios_compliance")
        ]
        assert len(set(urls)) == 3
        return [door.send("GET", url, {})[2] for url in urls]

    assert run() == run()


def test_random_ids_differ_between_tenants() -> None:
    ids = {Client(Tenant(Store(None), clock=lambda: NOW)).make(*valid("ios_compliance")) for _ in range(2)}
    assert len(ids) == 2


def test_clock_is_the_callers(client: Client) -> None:
    moment = [NOW]
    tenant = Tenant(Store(None), clock=lambda: moment[0])
    url = Client(tenant).make(*valid("ios_compliance"))
    moment[0] += timedelta(hours=1, microseconds=5)
    assert Client(tenant)("PATCH", url, PATCH).status == 204
    read = Client(tenant)("GET", url)
    assert read.headers["Date"] == "Sat, 21 Nov 2026 10:00:00 GMT"
    assert (read.body["createdDateTime"], read.body["lastModifiedDateTime"]) == (
        "2026-11-21T09:00:00.0000000Z", "2026-11-21T10:00:00.0000050Z",
    )  # fmt: skip
