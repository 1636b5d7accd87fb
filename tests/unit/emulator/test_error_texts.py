"""Error texts show a value of a body as it was sent, which is JSON, and never as Python writes it (E17)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from tests.unit.emulator.conftest import IOS_MAM, VALID, Client, group_target, open_tenant, valid

from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.service import operations, unmodelled_operations
from managed_apparaten.emulator.worlds.seed import seed

ODD: tuple[Any, ...] = (None, True, False, 1.5, 7, {"a": None}, [None, True], {"a": {"b": False}}, [], {})
PYTHON = re.compile(r"\bNone\b|\bTrue\b|\bFalse\b|\{'|\['|\bobject at 0x")
STRENGTH = {
    "displayName": "x", "state": "disabled", "conditions": {
        "applications": {"includeApplications": ["All"]}, "clientAppTypes": ["all"],
        "users": {"includeUsers": ["All"], "includeRoles": ["x"], "includeGroups": ["x"]}, "locations": {"includeLocations": ["x"]},
    }, "grantControls": {"operator": "OR", "builtInControls": [], "authenticationStrength": {"id": "x"}},
}  # fmt: skip
BODIES: dict[str, dict[str, Any]] = {
    "identity/conditionalAccess/policies": STRENGTH,
    "identity/conditionalAccess/namedLocations": {
        "@odata.type": "#microsoft.graph.countryNamedLocation", "displayName": "x", "countriesAndRegions": ["QQ"],
    },
    "deviceManagement/reports/exportJobs": {"reportName": "Devices", "filter": "x eq 'y'", "select": ["DeviceName"], "format": "csv"},
    "groups": {"displayName": "g", "mailEnabled": False, "mailNickname": "g", "securityEnabled": True, "members@odata.bind": ["x"]},
    "deviceManagement/assignmentFilters": {"displayName": "t", "platform": "iOS", "rule": "(x", "roleScopeTags": ["0"]},
    "$batch": {"requests": [{"id": "1", "method": "GET", "url": "/groups", "headers": {"a": "b"}, "dependsOn": ["2"]}]},
    "deviceManagement/assignmentFilters/validateFilter": {"deviceAndAppManagementAssignmentFilter": {"platform": "iOS", "rule": "x"}},
}  # fmt: skip


def variants(body: Any) -> Iterator[Any]:
    """The body with each of its values, at any depth, replaced by each odd one."""
    pairs = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    for key, inner in pairs:
        for other in (*ODD, *variants(inner)):
            yield {**body, key: other} if isinstance(body, dict) else [*body[:key], other, *body[key + 1 :]]


def text(answer: Any) -> str:
    """The sentence of a refusal, out of Intune's document where it is wrapped in one; empty for any other answer."""
    if not isinstance(answer.body, dict) or "error" not in answer.body:
        return ""
    message = str(answer.body["error"]["message"])
    return str(json.loads(message)["Message"]) if message.startswith('{"_version"') else message


def python_in(client: Client, method: str, url: str, bodies: Iterator[Any]) -> list[tuple[str, str]]:
    answers = ((body, text(client(method, url, body))) for body in bodies)
    return [
        (json.dumps(body), told)
        for body, told in answers
        if PYTHON.search(told.replace("[Nullable=False]", ""))
    ]


@pytest.mark.parametrize(
    "off",
    [(), ("null-refused", "non-null-strings-required", "settings-catalog-required")],
    ids=["all", "lenient"],
)
@pytest.mark.parametrize("kind", VALID)
def test_a_value_that_does_not_fit_is_shown_as_json(kind: str, off: tuple[str, ...]) -> None:
    """E17: "Cannot convert the literal 'None'", "{'a': 1}"; "Selected Option None does not match"."""
    client = Client(open_tenant(Behaviours().without(*off)))
    url, body = valid(kind)
    assert python_in(client, "POST", url, variants(body)) == []
    client.tenant.close()


@pytest.mark.parametrize("path", BODIES)
def test_other_bodies_too(client: Client, path: str) -> None:
    """E17: "Invalid authentication strength value: None." """
    assert python_in(client, "POST", f"/beta/{path}", variants(BODIES[path])) == []


@pytest.mark.parametrize("action", ["assign", "assignments", "targetApps"])
@pytest.mark.parametrize("kind", VALID)
def test_assignments_and_apps_too(client: Client, kind: str, action: str) -> None:
    """E17."""
    made = client.make(*valid(kind))
    target = group_target()["target"] | {
        "deviceAndAppManagementAssignmentFilterId": "x",
        "deviceAndAppManagementAssignmentFilterType": "include",
    }
    for body in ({"assignments": [{"target": target}]}, {"mobileAppAssignments": [{"target": target, "intent": "required"}]},
                 {"apps": [{"mobileAppIdentifier": {"bundleId": "x"}}], "appGroupType": "selectedPublicApps"}):  # fmt: skip
        assert python_in(client, "POST", f"{made}/{action}", variants(body)) == []


PARAMETERS = {found.route: tuple(found.parameters) for found in unmodelled_operations.load_signatures()}
ACTIONS = sorted({route for method, route in operations.list_routes() if method in ("POST", "PATCH")})
NAMES = ("id", "justification", "entityId", "entityType", "managedDeviceId", "payloadId", "assignmentFilterIds", "priority", "data",
         "packageIds", "productIds", "settings", "customSettings", "relationships", "roleScopeTagIds", "policySetIds", "enable", "enabled",
         "displayName", "notificationTitle", "updatedPolicySetItems", "deletedPolicySetItems", "addedPolicySetItems")  # fmt: skip


def test_parameters_of_every_action_too() -> None:
    """E17: cancelMyRequest and others told that 'None' or "{'a': None}" was not found."""
    tenant = open_tenant()
    seed(tenant)
    client, wrong, refused = Client(tenant), [], 0
    for route in ACTIONS:
        head = route.partition("/{id}")[0]
        listed = client("GET", f"/beta/{head}?$top=1") if "{id}" in route else None
        there = listed.body["value"][:1] if listed is not None and listed.status == 200 else []
        for key in ("x", *(one["id"] for one in there)):
            url = "/beta/" + route.replace("{id}", key)
            bodies = [{name: other} for name in PARAMETERS.get(route, NAMES) for other in ODD]
            refused += sum(400 <= client("POST", url, body).status < 500 for body in bodies)
            wrong += [(url, *found) for found in python_in(client, "POST", url, iter(bodies))]
    tenant.close()
    assert wrong == []
    assert refused > 1000, "the walk must reach the actions"


@pytest.mark.parametrize(("sent", "shown"), [
    (None, "null"), (True, "true"), (False, "false"), ({"a": 1}, '{"a":1}'), ([None, "x"], '[null,"x"]'), (1.5, "1.5"), ("é", "é"),
])  # fmt: skip
def test_the_form_of_a_value(client: Client, sent: Any, shown: str) -> None:
    """E17."""
    body = {**valid("ios_app_protection")[1], "allowedDataStorageLocations": [sent]}
    answer = client("POST", IOS_MAM, body)
    assert answer.status == 400
    assert f"Cannot convert the literal '{shown}' to the expected type" in answer.message


def test_a_parameter_that_is_no_list_is_refused(client: Client) -> None:
    """E17: a number in updatedPolicySetItems, and no priority at all where null is taken, ended in a traceback."""
    made = client.make("/beta/deviceAppManagement/policySets", {"displayName": "p"})
    for name in ("updatedPolicySetItems", "deletedPolicySetItems"):
        refused = client("POST", f"{made}/update", {name: 7})
        assert (refused.status, name in refused.message) == (400, True)


def test_no_priority_is_refused() -> None:
    tenant = open_tenant(Behaviours().without("null-refused"))
    seed(tenant)
    client, path = Client(tenant), "/beta/deviceManagement/deviceEnrollmentConfigurations"
    found = client("GET", f"{path}?$top=1").body["value"][0]["id"]
    assert client("POST", f"{path}/{found}/setPriority", {"priority": None}).status == 400
    tenant.close()
