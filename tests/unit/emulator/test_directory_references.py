"""Owners, registered owners and users, and managers: references that are written with `$ref` and show on both sides."""

from __future__ import annotations

import pytest
from tests.unit.emulator.conftest import Client, open_tenant

from managed_apparaten.emulator.seed import seed

ROOT = "https://graph.microsoft.com/v1.0/directoryObjects"


@pytest.fixture
def world() -> Client:
    tenant = open_tenant()
    seed(tenant)
    return Client(tenant)


def first(client: Client, path: str, number: int = 0) -> str:
    return str(client("GET", f"/v1.0/{path}?$top=2").body["value"][number]["id"])


@pytest.mark.parametrize(("collection", "nav", "back"), [
    ("groups", "owners", ""), ("devices", "registeredOwners", "ownedDevices"), ("devices", "registeredUsers", "registeredDevices"),
])  # fmt: skip
def test_a_reference_is_added_shown_on_both_sides_and_removed(world: Client, collection: str, nav: str, back: str) -> None:
    owner, person = first(world, collection), first(world, "users")
    url = f"/v1.0/{collection}/{owner}/{nav}"
    assert world("POST", f"{url}/$ref", {"@odata.id": f"{ROOT}/{person}"}).status == 204
    assert [one["id"] for one in world("GET", url).body["value"]] == [person]
    assert world("GET", f"{url}/$ref").body["value"] == [{"@odata.id": f"{ROOT}/{person}"}]
    if back:
        assert [one["id"] for one in world("GET", f"/v1.0/users/{person}/{back}").body["value"]] == [owner]
    again = world("POST", f"{url}/$ref", {"@odata.id": f"{ROOT}/{person}"})
    assert (again.status, again.code) == (400, "Request_BadRequest")
    assert world("POST", f"{url}/$ref", {"@odata.id": f"{ROOT}/{owner}"}).status == 404, "a group or device owns nothing"
    assert world("DELETE", f"{url}/{person}/$ref").status == 204
    assert world("GET", url).body["value"] == []
    assert world("DELETE", f"{url}/{person}/$ref").status == 404


def test_a_manager_is_one_person(world: Client) -> None:
    person, boss = first(world, "users"), first(world, "users", 1)
    url = f"/v1.0/users/{person}/manager"
    none = world("GET", url)
    assert (none.status, none.code) == (404, "Request_ResourceNotFound")
    assert world("PUT", f"{url}/$ref", {"@odata.id": f"{ROOT}/{boss}"}).status == 204
    assert world("GET", f"{url}?$select=id").body["id"] == boss
    assert world("GET", f"{url}/$ref").body["@odata.id"] == f"{ROOT}/{boss}"
    assert [one["id"] for one in world("GET", f"/v1.0/users/{boss}/directReports").body["value"]] == [person]
    assert world("GET", f"{url}?$filter=id eq 'x'").status == 400
    assert world("POST", f"{url}/$ref", {"@odata.id": f"{ROOT}/{boss}"}).status == 405
    assert world("DELETE", f"{url}/$ref").status == 204
    assert world("GET", url).status == 404


def test_members_stay_edges_that_nest(world: Client) -> None:
    inner, outer, person = first(world, "groups"), first(world, "groups", 1), first(world, "users")
    for group in (inner, outer):
        for member in world("GET", f"/v1.0/groups/{group}/members").body["value"]:
            world("DELETE", f"/v1.0/groups/{group}/members/{member['id']}/$ref")
    assert world("POST", f"/v1.0/groups/{inner}/members/$ref", {"@odata.id": f"{ROOT}/{person}"}).status == 204
    assert world("POST", f"/v1.0/groups/{outer}/members/$ref", {"@odata.id": f"{ROOT}/{inner}"}).status == 204
    found = {one["id"] for one in world("GET", f"/v1.0/groups/{outer}/transitiveMembers").body["value"]}
    assert {inner, person} <= found
    assert world("PATCH", f"/v1.0/groups/{inner}/members/$ref", {}).status == 405
