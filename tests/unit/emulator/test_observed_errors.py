"""Answers that people got from real tenants, with where they reported them. Texts are theirs, ids and times are not.

Those that need a network, permissions, throttling, approvals or replicas belong to a later door and are named in LATER.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.unit.emulator.conftest import (
    CATALOG,
    COMPLIANCE,
    GROUP,
    IOS_MAM,
    Client,
    catalog_body,
    group_target,
    valid,
)

FACTS = Path(__file__).resolve().parents[4] / "shared" / "facts" / "graph-observed-errors.json"
API = "microsoft.management.services.api."
LATER = {
    "GET right after create (Entra-backed objects)", "any", "throttled", "missing permission",
     "MAA: write without justification header", "MAA: write with justification",
}  # fmt: skip


def no_block_action(client: Client) -> None:
    _, body = valid("ios_compliance")
    del body["scheduledActionsForRule"]
    answer = client("POST", COMPLIANCE, body)
    expected = "Compliance policy must have one and only one block scheduled action"
    assert (answer.status, answer.code, answer.message) == (400, "BadRequest", expected)


def scheduled_actions_absent(client: Client) -> None:
    url = client.make(*valid("ios_compliance"))
    assert "scheduledActionsForRule" not in client("GET", url).body
    expanded = client(
        "GET", f"{url}?$expand=scheduledActionsForRule($expand=scheduledActionConfigurations)"
    ).body
    [rule] = expanded["scheduledActionsForRule"]
    assert rule["ruleName"] is None
    assert [action["actionType"] for action in rule["scheduledActionConfigurations"]] == ["block"]


def scheduled_actions_route(client: Client) -> None:
    url = client.make(*valid("ios_compliance"))
    policy = url.rsplit("/", 1)[1]
    answer = client("GET", f"{url}/scheduledActionsForRule")
    assert (answer.status, answer.code) == (400, "No method match route template")
    assert answer.message == (
        "No OData route exists that match template ~/singleton/navigation/key/navigation with http verb GET for request "
        f"/StatelessDeviceConfigurationFEService/deviceManagement/deviceCompliancePolicies('{policy}')/scheduledActionsForRule."
    )


def cast_route(client: Client) -> None:
    url = client.make(*valid("android_app_protection"))
    answer = client("GET", f"{url}/microsoft.graph.androidManagedAppProtection/assignments")
    assert (answer.status, answer.code) == (400, "No method match route template")
    assert "template ~/singleton/navigation/key/cast/navigation with http verb GET" in answer.message


def apps_in_patch(client: Client) -> None:
    url = client.make(*valid("ios_app_protection"))
    answer = client("PATCH", url, {"displayName": "x", "apps": []})
    assert (answer.status, answer.code) == (400, "ModelValidationFailure")
    assert (
        answer.message
        == f"Cannot apply PATCH to navigation property 'apps' on entity type '{API}iosManagedAppProtection'"
    )


def complex_value_of_wrong_shape(client: Client) -> None:
    _, body = valid("ios_app_protection")
    answer = client("POST", IOS_MAM, {**body, "apps": [{"mobileAppIdentifier": "com.a"}]})
    assert (answer.status, answer.code) == (400, "BadRequest")
    assert answer.message == "Property mobileAppIdentifier in payload has a value that does not match schema."


def unknown_action(client: Client) -> None:
    url = client.make(*valid("ios_app_protection"))
    answer = client("POST", f"{url}/updateTargetedSecurityGroups", {})
    assert (answer.status, answer.code) == (400, "BadRequest")
    assert answer.message == "Resource not found for the segment 'updateTargetedSecurityGroups'."


def inline_assignments(client: Client) -> None:
    _, body = valid("ios_app_protection")
    assert client("POST", IOS_MAM, {**body, "assignments": [group_target()]}).status == 400


def malformed_group(client: Client) -> None:
    url = client.make(*valid("ios_compliance"))
    answer = client("POST", f"{url}/assign", {"assignments": [group_target("not-a-guid")]})
    assert answer.status == 400
    nested = json.loads(answer.message)
    assert nested["Message"].startswith(
        "Invalid GroupId : not-a-guid provided, a valid AADGroupId is expected. - Operation ID"
    )
    assert f"Activity ID: {answer.headers['request-id']} - Url: https://" in nested["Message"]
    assert set(nested) == {
        "_version",
        "Message",
        "CustomApiErrorPhrase",
        "RetryAfter",
        "ErrorSourceService",
        "HttpHeaders",
    }


def absent_group(client: Client) -> None:
    url = client.make(*valid("ios_compliance"))
    assert client("POST", f"{url}/assign", {"assignments": [group_target(GROUP)]}).status == 200


def deleted_group(client: Client) -> None:
    answer = client("GET", f"/v1.0/groups/{GROUP}")
    assert (answer.status, answer.code) == (404, "Request_ResourceNotFound")
    expected = (
        f"Resource '{GROUP}' does not exist or one of its queried reference-property objects are not present."
    )
    assert answer.message == expected


def pages_of_25(client: Client) -> None:
    for index in range(26):
        client.make(CATALOG, catalog_body(name=f"p{index}"))
    first = client("GET", CATALOG).body
    assert len(first["value"]) == 25
    assert "%5Bcosmosdb%5D" in first["@odata.nextLink"]
    assert [found["name"] for found in client("GET", first["@odata.nextLink"]).body["value"]] == ["p25"]


def assignments_not_expanded(client: Client) -> None:
    url = client.make(CATALOG, catalog_body())
    client("POST", f"{url}/assign", {"assignments": [group_target()]})
    assert client("GET", f"{url}?$expand=assignments").body["assignments"] == []
    assert len(client("GET", f"{url}/assignments").body["value"]) == 1


def audit_count(client: Client) -> None:
    client.make(*valid("ios_compliance"))
    answer = client(
        "GET",
        "/beta/deviceManagement/auditEvents?$count=true&$filter=componentName eq 'DeviceCompliancePolicy'",
    ).body
    assert (answer["@odata.count"], len(answer["value"])) == (1000, 1)


def beta_route_on_v1(client: Client) -> None:
    answer = client("POST", "/v1.0/deviceManagement/configurationPolicies", catalog_body())
    assert (answer.status, answer.code) == (405, "Request_BadRequest")
    assert answer.message == "Specified HTTP method is not allowed for the request target."


def autopilot_pages(client: Client) -> None:
    url = "/beta/deviceManagement/windowsAutopilotDeviceIdentities"
    for number in ("1", "2"):
        client.make(url, {"serialNumber": number})
    first = client("GET", f"{url}?$top=1").body
    second = client("GET", first["@odata.nextLink"]).body
    assert second["@odata.nextLink"] == first["@odata.nextLink"]
    assert (first["value"], len(client("GET", url).body["value"])) == (second["value"], 2)


NOT_EXPANDED = "GET deviceCompliancePolicies/{id} without $expand=scheduledActionsForRule($expand=scheduledActionConfigurations)"
OBSERVED: dict[str, Callable[[Client], None]] = {
    "POST deviceCompliancePolicies without scheduledActionsForRule holding exactly one block action": no_block_action,
    NOT_EXPANDED: scheduled_actions_absent,
    "GET deviceCompliancePolicies/{id}/scheduledActionsForRule (navigation route the docs list)": scheduled_actions_route,
    "GET androidManagedAppProtections('<id>') cast / assignments through a type cast": cast_route,
    'PATCH iosManagedAppProtections/{id} (or targetedManagedAppConfigurations) with "apps" in the body': apps_in_patch,
    "POST with a complex value that does not match the declared type": complex_value_of_wrong_shape,
    "POST .../{unknownAction}": unknown_action,
    "POST iosManagedAppProtections with inline assignments": inline_assignments,
    "assign with a malformed group id": malformed_group,
    "assign to a group that no longer exists / is not a real group": absent_group,
    "GET groups/{deleted id}": deleted_group,
    "GET configurationPolicies": pages_of_25,
    "GET configurationPolicies/{id}?$expand=assignments": assignments_not_expanded,
    "GET auditEvents?$filter=...": audit_count,
    "beta-only route on v1.0": beta_route_on_v1,
    "follow @odata.nextLink of windowsAutopilotDeviceIdentities?$top=1": autopilot_pages,
}  # fmt: skip


@pytest.mark.parametrize("trigger", OBSERVED)
def test_observed_answer_reproduces(client: Client, trigger: str) -> None:
    OBSERVED[trigger](client)


def test_every_observed_error_is_reproduced_or_named_as_later() -> None:
    known: list[dict[str, Any]] = json.loads(FACTS.read_text("utf-8")) if FACTS.exists() else []
    assert {row["trigger"] for row in known} <= {*OBSERVED, *LATER}
