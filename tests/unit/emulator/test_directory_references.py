"""Owners, registered owners and users, and managers: references that are written with `$ref` and show on both sides."""

from __future__ import annotations

import pytest
from tests.unit.emulator.conftest import Client, open_tenant

from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.worlds.seed import seed

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
def test_a_reference_is_added_shown_on_both_sides_and_removed(
    world: Client, collection: str, nav: str, back: str
) -> None:
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
    assert (
        world("POST", f"/v1.0/groups/{inner}/members/$ref", {"@odata.id": f"{ROOT}/{person}"}).status == 204
    )
    assert world("POST", f"/v1.0/groups/{outer}/members/$ref", {"@odata.id": f"{ROOT}/{inner}"}).status == 204
    found = {one["id"] for one in world("GET", f"/v1.0/groups/{outer}/transitiveMembers").body["value"]}
    assert {inner, person} <= found
    assert world("PATCH", f"/v1.0/groups/{inner}/members/$ref", {}).status == 405


GROUP_BODY = {"displayName": "g", "mailEnabled": False, "mailNickname": "g", "securityEnabled": True}
USERS = "https://graph.microsoft.com/v1.0/users"


def test_a_group_is_made_with_owners_and_members(world: Client) -> None:
    """E17: the answer was 201 and the group had neither."""
    one, two = first(world, "users"), first(world, "users", 1)
    body = {
        **GROUP_BODY,
        "owners@odata.bind": [f"{USERS}/{one}"],
        "members@odata.bind": [f"{USERS}/{one}", f"{USERS}('{two}')"],
    }
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
def test_what_cannot_be_bound_is_refused_and_leaves_nothing(
    world: Client, bound: dict[str, object], status: int
) -> None:
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


ELSEWHERE = [
    "https://evil.example/v1.0/users/{id}", "https://graph.microsoft.com.evil.example/v1.0/users/{id}", "http://graph.microsoft.com/v1.0/users/{id}",
    "ftp://graph.microsoft.com/v1.0/users/{id}", "https://x@graph.microsoft.com/v1.0/users/{id}", "https://graph.microsoft.com/v9/users/{id}",
    "https://graph.microsoft.com/users/{id}", "https:graph.microsoft.comv1.0users{id}", "{id}", "users/{id}", "/v1.0/users/{id}", "",
    "https://graph.microsoft.com/v1.0/users/{id}?x=1", "https://graph.microsoft.com/v1.0/users/{id}#x", "https://[x/v1.0/users/{id}",
    "https://graph.microsoft.com/v1.0/users", "https://graph.microsoft.com/v1.0/users/{id}/manager", "https://graph.microsoft.com/v1.0",
    "https://graph.microsoft.com/v1.0/users/{id}/$ref", "https://graph.microsoft.com/v1.0/users/$count", "https://graph.microsoft.com/v1.0/users('{id}",
    "https://graph.microsoft.com/v1.0/deviceManagement/managedDevices/{id}", "https://graph.microsoft.com/v1.0/directory/deletedItems/{id}",
    "https://graph.microsoft.com/v1.0/directoryObjects", "https://graph.microsoft.com/v1.0/directoryObjects/{id}/x",
]  # fmt: skip


@pytest.mark.parametrize("address", ELSEWHERE)
@pytest.mark.parametrize("nav", ["members", "owners"])
def test_an_address_that_is_none_of_graph_is_refused(world: Client, nav: str, address: str) -> None:
    """E17: the id at the end of any text was taken, whatever stood before it."""
    person, group = first(world, "users"), world.make("/v1.0/groups", GROUP_BODY)
    sent = address.replace("{id}", person)
    refused = world("POST", f"{group}/{nav}/$ref", {"@odata.id": sent})
    assert (refused.status, refused.code, refused.message) == (
        400,
        "BadRequest",
        "Invalid URL format specified in payload.",
    )
    bound = world("PATCH", group, {f"{nav}@odata.bind": [sent]})
    assert (bound.status, bound.message) == (400, f"Invalid URL format specified in @odata.bind for {nav}")
    assert world("GET", f"{group}/{nav}").body["value"] == []
    assert world("POST", f"{group}/{nav}/$ref", {"@odata.id": f"{USERS}/{person}"}).status == 204
    if not set("?#") & set(sent):
        assert world("DELETE", f"{group}/{nav}/$ref?$id={sent}").status == 400
    assert [one["id"] for one in world("GET", f"{group}/{nav}").body["value"]] == [person]


@pytest.mark.parametrize(("address", "status", "message"), [
    ("nonsense/{id}", 400, "Resource not found for the segment 'nonsense'."), ("servicePrincipals/{id}", 490, "servicePrincipals"),
    ("devices/{id}", 404, "Resource '{id}' does not exist"), ("groups/{id}", 404, "Resource '{id}' does not exist"),
    ("users/nobody", 404, "Resource 'nobody' does not exist"), ("directoryObjects/nobody", 404, "Resource 'nobody' does not exist"),
])  # fmt: skip
def test_an_address_leads_to_an_object_that_is_there(
    world: Client, address: str, status: int, message: str
) -> None:
    """E17: devices/{id of a person} made the person a member. Text of the 404: microsoft-graph-docs#8637."""
    person, group = first(world, "users"), first(world, "groups")
    asked = world(
        "POST",
        f"/v1.0/groups/{group}/owners/$ref",
        {"@odata.id": f"https://graph.microsoft.com/v1.0/{address.replace('{id}', person)}"},
    )
    assert (asked.status, message.replace("{id}", person) in asked.message) == (status, True), asked.body
    assert world("GET", f"/v1.0/groups/{group}/owners").body["value"] == []


@pytest.mark.parametrize(
    "form",
    [
        "{root}/v1.0/users/{id}",
        "{root}/beta/users('{id}')",
        "{root}/v1.0/directoryObjects/{id}",
        "{root}/v1.0/Users/{ID}",
    ],
)
@pytest.mark.parametrize(
    "root", ["https://graph.microsoft.com", "HTTPS://Graph.Microsoft.Com", "http://127.0.0.1:8080"]
)
def test_an_address_of_graph_or_of_the_tenant_is_taken(world: Client, root: str, form: str) -> None:
    """E17: as the pages write it, and with the address at which the tenant is served."""
    person, group = first(world, "users"), world.make("/v1.0/groups", GROUP_BODY)
    sent = form.replace("{root}", root).replace("{id}", person).replace("{ID}", person.upper())
    where = f"http://127.0.0.1:8080{group}"
    assert world("POST", f"{where}/members/$ref", {"@odata.id": sent}).status == 204
    assert [one["id"] for one in world("GET", f"{group}/members").body["value"]] == [person]
    assert world("DELETE", f"{where}/members/$ref?$id={sent}").status == 204
    assert world("GET", f"{group}/members").body["value"] == []


def test_another_address_of_the_loopback_interface_is_another_service(world: Client) -> None:
    person, group = first(world, "users"), first(world, "groups")
    sent = {"@odata.id": f"http://127.0.0.1:9/v1.0/users/{person}"}
    assert world("POST", f"http://127.0.0.1:8080/v1.0/groups/{group}/owners/$ref", sent).status == 400


@pytest.mark.parametrize(("owner", "nav", "target", "kind"), [
    ("groups", "owners", "devices", "Device"), ("groups", "owners", "groups", "Group"), ("devices", "registeredOwners", "groups", "Group"),
    ("devices", "registeredUsers", "devices", "Device"),
])  # fmt: skip
def test_an_object_of_another_type_is_no_target(
    world: Client, owner: str, nav: str, target: str, kind: str
) -> None:
    """E17: 404, that the object does not exist. Text: microsoft-graph-docs#3303."""
    url, other = f"/v1.0/{owner}/{first(world, owner)}/{nav}/$ref", first(world, target, 1)
    for way in ("directoryObjects", target):
        asked = world("POST", url, {"@odata.id": f"https://graph.microsoft.com/v1.0/{way}/{other}"})
        text = f"The reference target '{kind}_{other}' of type '{kind}' is invalid for the '{nav}' reference."
        assert (asked.status, asked.code, asked.message) == (400, "Request_BadRequest", text)


def test_a_manager_is_no_group(world: Client) -> None:
    person, group = first(world, "users"), first(world, "groups")
    asked = world("PUT", f"/v1.0/users/{person}/manager/$ref", {"@odata.id": f"{ROOT}/{group}"})
    assert (asked.status, "is invalid for the 'manager' reference" in asked.message) == (400, True)


def test_a_group_is_no_member_of_itself(world: Client) -> None:
    """E17: the answer was 204."""
    group, other = world.make("/v1.0/groups", GROUP_BODY), world.make("/v1.0/groups", GROUP_BODY)
    own, else_ = (url.rpartition("/")[2] for url in (group, other))
    for way in (ROOT, "https://graph.microsoft.com/v1.0/groups"):
        for key in (own, own.upper()):
            asked = world("POST", f"{group}/members/$ref", {"@odata.id": f"{way}/{key}"})
            assert (asked.status, asked.code, asked.message) == (
                400,
                "Request_BadRequest",
                "A group cannot be a member of itself.",
            )
    assert world("PATCH", group, {"members@odata.bind": [f"{ROOT}/{else_}", f"{ROOT}/{own}"]}).status == 400
    assert world("GET", f"{group}/members").body["value"] == []
    assert world("POST", f"{group}/members/$ref", {"@odata.id": f"{ROOT}/{else_}"}).status == 204


def test_the_portal_has_shown_a_group_in_itself() -> None:
    """MicrosoftDocs/azure-docs#43313: the rule can be switched off, and what reads through groups ends."""
    tenant = open_tenant(Behaviours().without("group-not-in-itself"))
    client = Client(tenant)
    group = client.make("/v1.0/groups", GROUP_BODY)
    own = group.rpartition("/")[2]
    assert client("POST", f"{group}/members/$ref", {"@odata.id": f"{ROOT}/{own}"}).status == 204
    for nav in ("members", "memberOf", "transitiveMembers", "transitiveMemberOf"):
        assert [one["id"] for one in client("GET", f"{group}/{nav}").body["value"]] == [own]
    tenant.close()


def test_addresses_can_go_unchecked() -> None:
    tenant = open_tenant(Behaviours().without("reference-address-checked"))
    seed(tenant)
    client = Client(tenant)
    person, group = first(client, "users"), client.make("/v1.0/groups", GROUP_BODY)
    assert (
        client("POST", f"{group}/members/$ref", {"@odata.id": f"https://x.example/users/{person}"}).status
        == 204
    )
    tenant.close()
