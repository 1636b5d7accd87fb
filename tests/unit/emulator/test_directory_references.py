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
    itself = world("POST", f"{url}/$ref", {"@odata.id": f"{ROOT}/{owner}"})
    assert (itself.status, itself.code) == (400, "Request_BadRequest"), "a group or device owns nothing"
    assert itself.message.startswith("The reference target '")
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


GROUP_BODY = {"displayName": "g", "mailEnabled": False, "mailNickname": "g", "securityEnabled": True}
USERS = "https://graph.microsoft.com/v1.0/users"


def test_a_group_is_made_with_owners_and_members(world: Client) -> None:
    """E17: the answer was 201 and the group had neither."""
    one, two = first(world, "users"), first(world, "users", 1)
    body = {**GROUP_BODY, "owners@odata.bind": [f"{USERS}/{one}"], "members@odata.bind": [f"{USERS}/{one}", f"{USERS}('{two}')"]}
    made = world.make("/v1.0/groups", body)
    assert [found["id"] for found in world("GET", f"{made}/owners").body["value"]] == [one]
    assert {found["id"] for found in world("GET", f"{made}/members").body["value"]} == {one, two}
    more = world("PATCH", made, {"members@odata.bind": [f"{USERS}/{one}"]})
    assert (more.status, more.code) == (400, "Request_BadRequest"), "a member already"
    other = first(world, "groups")
    assert world("PATCH", made, {"members@odata.bind": [f"{ROOT}/{other}"]}).status == 204
    assert {found["id"] for found in world("GET", f"{made}/members").body["value"]} == {one, two, other}


@pytest.mark.parametrize(("bound", "status"), [
    ({"nonsense@odata.bind": [f"{USERS}/x"]}, 400), ({"members@odata.bind": [f"{USERS}/x"]}, 404), ({"members@odata.bind": [1]}, 400),
    ({"members@odata.bind": [f"{USERS}/x"] * 21}, 400), ({"extensions@odata.bind": [f"{USERS}/x"]}, 490),
])  # fmt: skip
def test_what_cannot_be_bound_is_refused_and_leaves_nothing(world: Client, bound: dict[str, object], status: int) -> None:
    before = len(world("GET", "/v1.0/groups?$top=999").body["value"])
    assert world("POST", "/v1.0/groups", {**GROUP_BODY, **bound}).status == status
    assert len(world("GET", "/v1.0/groups?$top=999").body["value"]) == before


def test_a_reference_is_deleted_by_its_address(world: Client) -> None:
    owner, person = first(world, "groups"), first(world, "users")
    url = f"/v1.0/groups/{owner}/owners"
    world("POST", f"{url}/$ref", {"@odata.id": f"{ROOT}/{person}"})
    assert world("DELETE", f"{url}/$ref").status == 405
    assert world("DELETE", f"{url}/$ref?$id={ROOT}/{person}").status == 204
    assert world("GET", url).body["value"] == []
    assert world("GET", f"{url}?$id=x").status == 400


def test_a_person_is_made_without_a_trace_of_the_password(world: Client) -> None:
    password = "Zeer-Geheim-1234"
    body = {"accountEnabled": True, "displayName": "Nieuw", "mailNickname": "nieuw", "userPrincipalName": "nieuw@zilverdam.example",
            "passwordProfile": {"password": password, "forceChangePasswordNextSignIn": True}}  # fmt: skip
    made = world.make("/v1.0/users", body)
    shown = world("GET", f"{made.replace('v1.0', 'beta')}?$select=displayName,passwordProfile").body
    assert (shown["displayName"], shown["passwordProfile"]) == ("Nieuw", None)
    assert world("PATCH", made, {"passwordProfile": {"password": password}}).status == 204
    assert all(password not in str(entry) for entry in world.tenant.audit())
    missing = world("POST", "/v1.0/users", {**body, "mailNickname": None})
    assert missing.message == "A value is required for property 'mailNickname' of resource 'User'."


def test_managers_are_expanded_as_often_as_asked(world: Client) -> None:
    found = [one["id"] for one in world("GET", "/v1.0/users?$top=3").body["value"]]
    for person, boss in ((found[0], found[1]), (found[1], found[2])):
        world("PUT", f"/v1.0/users/{person}/manager/$ref", {"@odata.id": f"{ROOT}/{boss}"})
    url = f"/v1.0/users/{found[0]}?$select=id&$expand=manager"
    assert world("GET", url).body["manager"]["id"] == found[1]
    assert "manager" not in world("GET", url).body["manager"]
    chain = world("GET", f"{url}($levels=max;$select=id)").body
    assert (chain["manager"]["id"], chain["manager"]["manager"]["id"]) == (found[1], found[2])
    assert "manager" not in chain["manager"]["manager"]
    assert world("GET", f"{url}($levels=many)").status == 400
    assert world("GET", f"{url}($select=nonsense)").status == 400
    assert "manager" not in world("GET", f"/v1.0/users/{found[2]}?$select=id&$expand=manager").body
