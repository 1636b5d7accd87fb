"""Growing a world, and going back to a snapshot of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.emulator.conftest import CATALOG, NOW, Client, catalog_body, open_tenant, valid

from managed_apparaten.emulator.faults.fault_table import Fault
from managed_apparaten.emulator.odata.metadata import load
from managed_apparaten.emulator.odata.validate import Validator
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds import zilverdam
from managed_apparaten.emulator.worlds.scale import FOREIGN, Size, grown
from managed_apparaten.emulator.worlds.seed import seed

SIZE = Size(people=2000, devices=3000, foreign=60)


@pytest.fixture(scope="module")
def large() -> Iterator[Client]:
    tenant = open_tenant()
    seed(tenant, size=Size(5000, 8000, 300))
    yield Client(tenant)
    tenant.close()


def test_a_world_is_grown_to_the_size_asked(large: Client) -> None:
    sizes = large.tenant.counts().objects
    assert (sizes["users"], sizes["devices"], sizes["deviceManagement/managedDevices"]) == (5000, 8000, 8000)
    assert sum(sizes[path] for path in FOREIGN) == 300


def test_growing_gives_the_same_world_every_time_and_keeps_what_was_there() -> None:
    objects, edges = (list(part) for part in zilverdam.world())
    first, second = (grown(*zilverdam.world(), SIZE) for _ in range(2))
    assert first == second
    assert first[0][: len(objects)] == objects
    assert first[1][: len(edges)] == edges


def test_copies_are_distinct_belong_together_and_fit_the_metadata() -> None:
    objects, edges = grown(*zilverdam.world(), SIZE)
    ids = {item.id for item in objects}
    assert len(ids) == len(objects)
    assert {end for edge in edges for end in edge[:2]} <= ids
    people = [item.body["userPrincipalName"] for item in objects if item.collection == "users"]
    assert len(set(people)) == len(people) == 2000
    entra = {item.body["deviceId"] for item in objects if item.collection == "devices"}
    managed = [item for item in objects if item.type == "managedDevice"]
    assert {item.body["azureADDeviceId"] for item in managed} == entra
    assert len({item.body["serialNumber"] for item in managed}) + 2 == len(managed) == 3000, (
        "two were enrolled again"
    )
    validator, metadata = Validator(load("beta")), load("beta")
    for item in objects[-200:]:
        validator.entity(item.body, metadata.get(item.type))


def test_new_people_are_in_the_groups_of_those_they_copy(large: Client) -> None:
    url = f"/v1.0/groups/{zilverdam.group_id('sg-rol-college')}/transitiveMembers/$count"
    assert int(large("GET", url, ConsistencyLevel="eventual").body) > 20


def test_a_smaller_size_takes_nothing_away() -> None:
    objects, edges = zilverdam.world()
    people, links = list(objects), list(edges)
    assert grown(people, links, Size(1, 1, 1)) == (people, links)


def test_pages_of_the_large_world_hold_everything_once(large: Client) -> None:
    found, url = list[str](), f"{CATALOG}?$select=id"
    while url:
        body = large("GET", url).body
        found += [item["id"] for item in body["value"]]
        url = body.get("@odata.nextLink", "")
    assert (
        len(found)
        == len(set(found))
        == large.tenant.counts().objects["deviceManagement/configurationPolicies"]
    )


def test_restoring_brings_back_everything_and_forgets_what_happened(tmp_path: Path) -> None:
    for path in (None, tmp_path / "tenant.sqlite"):
        tenant = Tenant.open(path, clock=lambda: NOW)
        seed(tenant)
        client = Client(tenant)
        kept = client.make(*valid("ios_compliance"))
        before = (client("GET", kept).body, tenant.counts().objects, tenant.audit())
        snapshot = tenant.snapshot()
        client("DELETE", kept)
        client.make(CATALOG, catalog_body(name="later"))
        tenant.faults.inject(Fault("F3", times=None))
        tenant.restore(snapshot)
        assert (client("GET", kept).body, tenant.counts().objects, tenant.audit()) == before
        client.make(CATALOG, catalog_body(name="after"))
        tenant.restore(snapshot)
        assert tenant.audit() == before[2]
        snapshot.close()
        tenant.close()


def test_going_back_to_ten_thousand_objects_takes_no_time(large: Client) -> None:
    snapshot = large.tenant.snapshot()
    times = []
    for _ in range(5):
        large.make(CATALOG, catalog_body(name="later"))
        started = time.process_time()
        large.tenant.restore(snapshot)
        times.append(time.process_time() - started)
    snapshot.close()
    assert sum(large.tenant.counts().objects.values()) > 10_000
    assert min(times) < 0.05
