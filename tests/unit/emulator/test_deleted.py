"""Deleted groups and people: kept, listed, restored, and gone after thirty days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.unit.emulator.conftest import NOW, Client, Clock

from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.faults.fault_table import Fault
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.emulator.worlds.zilverdam import group_id

DELETED = "/v1.0/directory/deletedItems"
GROUP = group_id("sg-afd-belastingen")
PARENT = group_id("sg-rol-fysiek-belast")


@pytest.fixture
def client(zilverdam_in_time: Client) -> Client:
    return zilverdam_in_time


def listed(client: Client) -> list[str]:
    return [group["displayName"] for group in client("GET", f"{DELETED}/microsoft.graph.group").body["value"]]


def people(client: Client) -> int:
    return int(
        client(
            "GET",
            f"/v1.0/groups/{PARENT}/transitiveMembers/microsoft.graph.user/$count",
            ConsistencyLevel="eventual",
        ).body
    )


def test_a_deleted_group_is_gone_but_listed_and_comes_back_with_members_and_parents(client: Client) -> None:
    before = client("GET", f"/v1.0/groups/{GROUP}").body
    assert people(client) == 180
    assert client("DELETE", f"/v1.0/groups/{GROUP}").status == 204
    assert client("GET", f"/v1.0/groups/{GROUP}").status == 404
    assert people(client) == 140
    assert listed(client) == ["sg-afd-belastingen"]
    assert client("GET", f"{DELETED}/{GROUP}").body["deletedDateTime"].startswith("2026-11-21T09:00:00")
    restored = client("POST", f"{DELETED}/{GROUP}/restore")
    assert (restored.status, restored.body["id"]) == (200, GROUP)
    assert client("GET", f"/v1.0/groups/{GROUP}").body == before
    assert (people(client), listed(client)) == (180, [])


def test_after_thirty_days_or_a_second_delete_it_is_gone_for_good(client: Client, clock: Clock) -> None:
    other = group_id("sg-afd-vastgoed")
    for group in (GROUP, other):
        client("DELETE", f"/v1.0/groups/{group}")
    assert client("DELETE", f"{DELETED}/{other}").status == 204
    assert client("POST", f"{DELETED}/{other}/restore").status == 404
    clock.now += timedelta(days=30)
    assert listed(client) == []
    assert client("POST", f"{DELETED}/{GROUP}/restore").status == 404


def test_other_ways_to_write_there_are_refused(client: Client) -> None:
    client("DELETE", f"/v1.0/groups/{GROUP}")
    for method, url in (
        ("POST", DELETED),
        ("PATCH", f"{DELETED}/{GROUP}"),
        ("POST", f"{DELETED}/{GROUP}"),
        ("PUT", f"{DELETED}/{GROUP}/x"),
    ):
        assert client(method, url, {}).status in (404, 405), (method, url)
    assert listed(client) == ["sg-afd-belastingen"]


def test_a_group_deleted_by_a_fault_is_listed_too(client: Client) -> None:
    client.tenant.faults.inject(Fault("F26", group=GROUP))
    assert listed(client) == ["sg-afd-belastingen"]


def test_without_the_behaviour_nothing_is_kept() -> None:
    tenant = Tenant.open(None, clock=lambda: NOW, behaviours=Behaviours().without("group-delete-soft"))
    seed(tenant)
    client = Client(tenant)
    assert client("DELETE", f"/v1.0/groups/{GROUP}").status == 204
    assert listed(client) == []
    tenant.close()


def members(client: Client, group: str = GROUP) -> list[str]:
    return [member["id"] for member in client("GET", f"/v1.0/groups/{group}/members?$top=999").body["value"]]


def deleted_people(client: Client) -> list[str]:
    return [user["id"] for user in client("GET", f"{DELETED}/microsoft.graph.user").body["value"]]


def test_a_deleted_person_leaves_the_groups_and_comes_back_into_them(client: Client) -> None:
    before = members(client)
    user = before[0]
    read = client("GET", f"/v1.0/users/{user}").body
    assert client("DELETE", f"/v1.0/users/{read['userPrincipalName']}").status == 204
    assert client("GET", f"/v1.0/users/{user}").status == 404
    assert members(client) == before[1:]
    assert (deleted_people(client), listed(client)) == ([user], [])
    assert client("GET", f"{DELETED}/{user}").body["deletedDateTime"].startswith("2026-11-21T09:00:00")
    restored = client("POST", f"{DELETED}/{user}/restore")
    assert (restored.status, restored.body["id"], restored.body["@odata.type"]) == (
        200,
        user,
        "#microsoft.graph.user",
    )
    assert client("GET", f"/v1.0/users/{user}").body == read
    assert (members(client), deleted_people(client)) == (before, [])


def test_a_deleted_person_is_gone_for_good_after_thirty_days_or_a_second_delete(
    client: Client, clock: Clock
) -> None:
    first, second = members(client)[:2]
    for user in (first, second):
        client("DELETE", f"/v1.0/users/{user}")
    assert client("DELETE", f"{DELETED}/{second}").status == 204
    assert client("POST", f"{DELETED}/{second}/restore").status == 404
    clock.now += timedelta(days=30)
    assert deleted_people(client) == []
    assert client("GET", f"{DELETED}/{first}").status == 404
    assert client("POST", f"{DELETED}/{first}/restore").status == 404


@pytest.mark.parametrize("group_first", [True, False])
@pytest.mark.parametrize("group_back_first", [True, False])
def test_a_group_and_its_member_that_were_both_deleted_find_each_other(
    client: Client, group_first: bool, group_back_first: bool
) -> None:
    before = members(client)
    paths = [f"/v1.0/groups/{GROUP}", f"/v1.0/users/{before[0]}"]
    for path in paths if group_first else paths[::-1]:
        assert client("DELETE", path).status == 204
    for path in paths if group_back_first else paths[::-1]:
        assert client("POST", f"{DELETED}/{path.rpartition('/')[2]}/restore").status == 200
    assert members(client) == before


def test_a_restored_group_has_its_owners_again(client: Client) -> None:
    owner = members(client)[0]
    reference = {"@odata.id": f"https://graph.microsoft.com/v1.0/users/{owner}"}
    assert client("POST", f"/v1.0/groups/{GROUP}/owners/$ref", reference).status == 204
    client("DELETE", f"/v1.0/groups/{GROUP}")
    client("POST", f"{DELETED}/{GROUP}/restore")
    assert [one["id"] for one in client("GET", f"/v1.0/groups/{GROUP}/owners").body["value"]] == [owner]


def test_a_deleted_device_is_not_kept(client: Client) -> None:
    device = client("GET", "/v1.0/devices?$top=1").body["value"][0]["id"]
    assert client("DELETE", f"/v1.0/devices/{device}").status == 204
    assert client("GET", f"{DELETED}/{device}").status == 404


def test_without_the_behaviour_no_person_is_kept() -> None:
    tenant = Tenant.open(None, clock=lambda: NOW, behaviours=Behaviours().without("user-delete-soft"))
    seed(tenant)
    client = Client(tenant)
    user = client("GET", "/v1.0/users?$top=1").body["value"][0]
    assert client("DELETE", f"/v1.0/users/{user['id']}").status == 204
    assert deleted_people(client) == []
    tenant.close()
