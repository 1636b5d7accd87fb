"""Paths that OData cannot read, or that name no object: they are refused as Graph does, and nothing is looked up by them (E14)."""

from __future__ import annotations

import pytest
from tests.unit.emulator.conftest import COMPLIANCE, GROUP, Client, valid

from managed_apparaten.emulator.core.errors import NOT_SERVED

EVENTUAL = {"ConsistencyLevel": "eventual"}
COLLECTIONS = (
    "groups", "users", "devices", "directory/deletedItems", "organization", "subscribedSkus", "identity/conditionalAccess/policies",
    "deviceManagement/managedDevices", "deviceManagement/deviceCompliancePolicies", "deviceManagement/auditEvents",
    "deviceAppManagement/mobileApps", "deviceAppManagement/managedAppPolicies", "deviceManagement/detectedApps",
)  # fmt: skip
MISSING = "Resource not found for the segment '{}'."
SYNTAX = "Bad Request - Error in query syntax."


def first(client: Client, path: str) -> str:
    return str(client("GET", f"/beta/{path}?$top=1").body["value"][0]["id"])


def not_last(segment: str) -> str:
    return f"The request URI is not valid. The segment '{segment}' must be the last segment in the URI because it is one of the following:"


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_what_ends_a_path_is_no_key(zilverdam: Client, collection: str) -> None:
    """E14: groups/$value answered 404, that no object has the id '$value'."""
    name = collection.rpartition("/")[2]
    for version in ("v1.0", "beta"):
        url = f"/{version}/{collection}"
        value = zilverdam("GET", f"{url}/$value", **EVENTUAL)
        assert (value.status, value.code) == (400, "BadRequest")
        assert value.message.startswith(
            f"The request URI is not valid. Since the segment '{name}' refers to a collection"
        )
        for segment in ("$entity", "$ref", "$all", "$nonsense"):
            asked = zilverdam("GET", f"{url}/{segment}", **EVENTUAL)
            assert (asked.status, asked.message) == (400, MISSING.format(segment))
        for segment, behind in (
            ("$count", "$count"),
            ("$count", "$value"),
            ("$value", "$count"),
            ("$ref", "x"),
            ("$count", "assign"),
        ):
            asked = zilverdam("GET", f"{url}/{segment}/{behind}", **EVENTUAL)
            assert (asked.status, asked.message.startswith(not_last(segment))) == (400, True)


@pytest.mark.parametrize("collection", COLLECTIONS)
@pytest.mark.parametrize(
    "key", ["('x'", "('x", "('x)", "(x'", "('x')y", "('x'))", "(('x')", "('a'b')", "('a'b)", "("]
)
def test_a_key_that_is_not_closed_is_no_key(zilverdam: Client, collection: str, key: str) -> None:
    """E14: managedDevices('x' answered 490, that the path is not served, and managedDevices('x) that no device has the id 'x."""
    for behind in ("", "/members", "/$count"):
        asked = zilverdam("GET", f"/v1.0/{collection}{key}{behind}", **EVENTUAL)
        assert (asked.status, asked.code, asked.message) == (400, "BadRequest", SYNTAX)


@pytest.mark.parametrize("method", ["PATCH", "DELETE", "PUT", "POST"])
@pytest.mark.parametrize(("path", "message"), [
    ("groups/$value", "The request URI is not valid. Since the segment 'groups'"), ("groups/$entity", MISSING.format("$entity")),
    ("groups/$count/$count", not_last("$count")), ("deviceManagement/managedDevices('x'", SYNTAX),
    ("deviceManagement/managedDevices/$value/wipe", not_last("$value")), (f"groups/{GROUP}/members/$ref/$ref", not_last("$ref")),
    ("deviceAppManagement/mobileApps/$count/assignments", not_last("$count")), ("deviceManagement/intents/$entity/settings", "Resource"),
])  # fmt: skip
def test_a_write_to_what_is_no_object_is_refused_alike(
    client: Client, method: str, path: str, message: str
) -> None:
    """E14."""
    asked = client(method, f"/beta/{path}", {})
    assert (asked.status, asked.message.startswith(message)) == (400, True), asked.body


def test_a_key_in_quotes_and_one_with_its_name_are_keys(client: Client) -> None:
    url, body = valid("ios_compliance")
    made = client.make(url, body)
    key = made.rpartition("/")[2]
    for way in (f"{url}('{key}')", f"{url}(id='{key}')", f"{url}(%27{key}%27)"):
        assert client("GET", way).body["id"] == key
    assert client("GET", f"{url}('it''s (x)')").status == 404
    assert client("POST", f"{url}(id='{key}')/assign", {"assignments": []}).status == 200


@pytest.mark.parametrize(
    "path",
    ["devices(deviceId='x')", "groups(uniqueName='x')", "users(mail='x',id='y')", "groups(n=1)/members"],
)
def test_another_key_of_graph_is_not_served(zilverdam: Client, path: str) -> None:
    """E14: devices(deviceId='x') answered that no object has the id "deviceId='x'"."""
    asked = zilverdam("GET", f"/v1.0/{path}")
    assert (asked.status, asked.code) == (NOT_SERVED, "EmbeddedTenantDoesNotServeThis")


@pytest.mark.parametrize("nav", ["members", "owners", "memberOf", "transitiveMembers", "transitiveMemberOf"])
@pytest.mark.parametrize("behind", ["", "/$ref"])
def test_who_is_not_in_a_list_is_not_found(zilverdam: Client, nav: str, behind: str) -> None:
    """E14: groups/{id}/members/nope answered 490, that the path is not served."""
    group = first(zilverdam, "groups")
    for key in ("nope", GROUP):
        asked = zilverdam("GET", f"/v1.0/groups/{group}/{nav}/{key}{behind}")
        assert (asked.status, asked.code) == (404, "Request_ResourceNotFound")
        assert f"'{key}'" in asked.message
    assert zilverdam("GET", f"/v1.0/groups/{group}/{nav}/nope/memberOf").status == NOT_SERVED, "whoever it is"


def test_who_is_in_a_list_is_not_served_by_key(zilverdam: Client) -> None:
    group = first(zilverdam, "groups")
    [member, *_] = zilverdam("GET", f"/v1.0/groups/{group}/members").body["value"]
    url = f"/v1.0/groups/{group}/members"
    for way in (
        f"{url}/{member['id']}",
        f"{url}('{member['id'].upper()}')",
        f"{url}/microsoft.graph.user/{member['id']}",
    ):
        assert zilverdam("GET", way, **EVENTUAL).status == NOT_SERVED
    for segment, message in (
        ("$value", "The request URI is not valid. Since the segment 'members'"),
        ("$entity", "Resource not found"),
    ):
        asked = zilverdam("GET", f"{url}/{segment}", **EVENTUAL)
        assert (asked.status, asked.message.startswith(message)) == (400, True)


def test_contained_objects_have_no_such_keys_either(client: Client) -> None:
    made = client.make(*valid("ios_compliance"))
    value = client("GET", f"{made}/assignments/$value")
    assert (value.status, "Since the segment 'assignments'" in value.message) == (400, True)
    assert client("GET", f"{made}/assignments/$entity").message == MISSING.format("$entity")
    assert client("GET", f"{made}/assignments/$count/$count").message.startswith(not_last("$count"))
    assert client("GET", f"{made}/assignments/$count").body == "0"


@pytest.mark.parametrize(
    "path", ["groups/delta/$count", "groups/delta()/x", "groups/microsoft.graph.delta/x"]
)
def test_a_function_is_no_key(zilverdam: Client, path: str) -> None:
    """E14: groups/delta/$count answered that no object has the id 'delta'."""
    asked = zilverdam("GET", f"/v1.0/{path}")
    assert (asked.status, "it does not serve what follows 'delta' of /groups" in asked.message) == (
        NOT_SERVED,
        True,
    )


@pytest.mark.parametrize("behind", ["", "/$value"])
def test_a_property_by_a_path_is_not_served(zilverdam: Client, behind: str) -> None:
    """E14: groups/{id}/displayName answered that there is no such segment."""
    group, device = first(zilverdam, "groups"), first(zilverdam, "deviceManagement/managedDevices")
    for path in (
        f"groups/{group}/displayName",
        f"deviceManagement/managedDevices/{device}/deviceName",
        "deviceManagement/subscriptionState",
    ):
        asked = zilverdam("GET", f"/v1.0/{path}{behind}")
        assert (asked.status, path.rpartition("/")[2] in asked.message) == (NOT_SERVED, True), asked.body
    assert zilverdam("GET", f"/v1.0/groups/{group}/nonsense{behind}").message == MISSING.format("nonsense")


def test_a_property_of_a_contained_object_is_not_served(client: Client) -> None:
    made = client.make(COMPLIANCE, valid("ios_compliance")[1])
    target = {"target": {"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": GROUP}}
    assert client("POST", f"{made}/assign", {"assignments": [target]}).status == 200
    [found] = client("GET", f"{made}/assignments").body["value"]
    assert client("GET", f"{made}/assignments/{found['id']}/target").status == NOT_SERVED
    assert client("GET", f"{made}/assignments/{found['id']}/nonsense").message == MISSING.format("nonsense")


def test_the_metadata_document_is_not_served(client: Client) -> None:
    assert client("GET", "/v1.0/$metadata").status == NOT_SERVED
