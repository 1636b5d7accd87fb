"""v1.0 and beta are two models over one state."""

from __future__ import annotations

import pytest
from tests.unit.emulator.conftest import COMPLIANCE, IOS_MAM, Client, catalog_body, group_target, valid

V1_COMPLIANCE = COMPLIANCE.replace("/beta/", "/v1.0/")
V1_MAM = IOS_MAM.replace("/beta/", "/v1.0/")
BETA_ONLY = (
    "deviceManagement/configurationPolicies", "deviceManagement/assignmentFilters", "deviceManagement/roleScopeTags",
    "deviceAppManagement/windowsManagedAppProtections", "deviceManagement/configurationSettings",
)  # fmt: skip


@pytest.mark.parametrize("path", BETA_ONLY)
def test_beta_only_collection_is_unknown_on_v1(client: Client, path: str) -> None:
    answer = client("GET", f"/v1.0/{path}")
    assert (answer.status, answer.code) == (400, "BadRequest")
    assert answer.message == f"Resource not found for the segment '{path.split('/')[1]}'."
    assert client("GET", f"/beta/{path}").status == 200


def test_beta_only_type_is_unknown_on_v1(client: Client) -> None:
    answer = client("POST", V1_COMPLIANCE, valid("android_device_owner_compliance")[1])
    assert answer.status == 400
    assert "'microsoft.graph.androidDeviceOwnerCompliancePolicy' could not be resolved" in answer.message


@pytest.mark.parametrize("name", ["roleScopeTagIds", "restrictedApps"])
def test_beta_only_property_is_unknown_on_v1(client: Client, name: str) -> None:
    _, body = valid("ios_compliance")
    sent = {**{key: body[key] for key in ("@odata.type", "displayName", "scheduledActionsForRule")}, name: []}
    assert f"'{name}' does not exist" in client("POST", V1_COMPLIANCE, sent).message


def test_v1_hides_what_it_does_not_know(client: Client) -> None:
    url = client.make(*valid("ios_app_protection"))
    client("POST", f"{url}/assign", {"assignments": [group_target()]})
    read = client("GET", url.replace("/beta/", "/v1.0/") + "?$expand=assignments").body
    assert "appGroupType" not in read
    assert read["pinRequired"] is True
    assert set(read["assignments"][0]["target"]) == {"@odata.type", "groupId"}


def test_v1_patch_keeps_what_it_does_not_know(client: Client) -> None:
    url = client.make(*valid("ios_compliance"))
    sent = {"@odata.type": "#microsoft.graph.iosCompliancePolicy", "description": "x"}
    assert client("PATCH", url.replace("/beta/", "/v1.0/"), sent).status == 204
    assert client("GET", url).body["restrictedApps"][0]["name"] == "TikTok"


def test_v1_shows_a_beta_only_type_as_its_base(client: Client) -> None:
    url = client.make(*valid("android_device_owner_compliance"))
    [read] = client("GET", V1_COMPLIANCE).body["value"]
    assert read["id"] == url.rsplit("/", 1)[1]
    assert "passwordRequired" not in read


def test_assign_on_v1_drops_the_filter_as_graph_does(client: Client) -> None:
    url = client.make(*valid("ios_compliance"))
    answer = client("POST", url.replace("/beta/", "/v1.0/") + "/assign", {"assignments": [group_target()]})
    assert set(answer.body["value"][0]["target"]) == {"@odata.type", "groupId"}


def test_catalogue_write_on_v1_is_refused(client: Client) -> None:
    assert client("POST", "/v1.0/deviceManagement/configurationPolicies", catalog_body()).status == 405
