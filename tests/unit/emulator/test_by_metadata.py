"""Collections, single objects and contained collections without a row in `served` are served by the metadata (E15)."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.emulator.conftest import COMPLIANCE, CONFIGURATIONS, Client, valid

from managed_apparaten.emulator.core.errors import NOT_SERVED
from managed_apparaten.emulator.odata.metadata import load
from managed_apparaten.emulator.service.collections import BY_PATH, INTUNE_ROOTS, collection_from_metadata

MANAGEMENT = "/beta/deviceManagement"
PARTNERS = f"{MANAGEMENT}/deviceManagementPartners"
ADMX = f"{MANAGEMENT}/groupPolicyConfigurations"


def test_every_collection_below_the_roots_is_served(client: Client) -> None:
    """E15: 31 of the 186 navigation properties of deviceManagement were."""
    for version in ("v1.0", "beta"):
        metadata = load(version)
        for root in sorted(INTUNE_ROOTS):
            navigation = metadata.get(root).navigation
            assert len(navigation) >= 15
            for nav in navigation:
                answer = client("GET", f"/{version}/{root}/{nav}")
                assert answer.status == 200, (root, nav, answer.body)


def test_an_object_is_made_read_changed_and_deleted(client: Client) -> None:
    made = client(
        "POST", PARTNERS, {"displayName": "p", "singleTenantAppId": "a", "partnerAppType": "singleTenantApp"}
    )
    assert made.status == 201
    url = f"{PARTNERS}/{made.body['id']}"
    assert made.headers["Location"].endswith(f"('{made.body['id']}')")
    assert client("GET", url).body["displayName"] == "p"
    assert client("PATCH", url, {"displayName": "q"}).status == 200
    listed = client("GET", f"{PARTNERS}?$select=displayName,singleTenantAppId").body["value"]
    assert listed == [{"id": made.body["id"], "displayName": "q", "singleTenantAppId": "a"}]
    assert client("GET", f"{PARTNERS}/$count").body == "1"
    assert client("POST", PARTNERS, {"nonsense": 1}).status == 400
    assert client("PATCH", url, {"partnerAppType": "nonsense"}).status == 400
    assert client("GET", f"{PARTNERS}?$filter=displayName eq 'q'").status == 400
    assert client("DELETE", url).status == 204
    assert (client("GET", url).status, client("GET", PARTNERS).body["value"]) == (404, [])
    assert client("POST", f"{url}/nonsense", {}).status in (400, 404)


def test_a_single_object_has_defaults_until_it_is_written(client: Client) -> None:
    url = f"{MANAGEMENT}/applePushNotificationCertificate"
    empty = client("GET", url).body
    assert empty["appleIdentifier"] is None
    assert empty["@odata.context"].endswith(
        "$metadata#deviceManagement/applePushNotificationCertificate/$entity"
    )
    assert (
        client("PATCH", url, {"appleIdentifier": "push@zilverdam.example"}).body["appleIdentifier"]
        == "push@zilverdam.example"
    )
    assert client("GET", f"{url}?$select=appleIdentifier").body["appleIdentifier"] == "push@zilverdam.example"
    assert client("PATCH", url, {"nonsense": 1}).status == 400
    assert client("POST", url, {}).status == 405
    assert client("DELETE", url).status == 204
    assert client("GET", url).body == empty


def test_the_push_certificate_of_the_seeded_tenant_is_shown(zilverdam: Client) -> None:
    shown = zilverdam("GET", "/v1.0/deviceManagement/applePushNotificationCertificate").body
    assert shown["appleIdentifier"] == "push@zilverdam.example"
    assert shown["expirationDateTime"] > shown["lastModifiedDateTime"]


def test_select_of_a_contained_collection_takes_any_case(client: Client) -> None:
    """Behaviour `select-in-any-case`, as on collections and objects."""
    policy = client.make(*valid("ios_compliance"))
    url = f"{policy}/deviceStatuses"
    assert client("GET", f"{url}?$select=devicedisplayname").status == 200
    assert client("GET", f"{url}?$select=nonsense").status == 400


def test_contained_collections_are_written_one_by_one_at_any_depth(client: Client) -> None:
    policy = client.make(ADMX, {"displayName": "admx"})
    definition = "https://graph.microsoft.com/beta/deviceManagement/groupPolicyDefinitions('11111111-0000-4000-8000-000000000001')"
    value = {"enabled": True, "definition@odata.bind": definition}
    made = client("POST", f"{policy}/definitionValues", value)
    assert made.status == 201, made.body
    presented = f"{policy}/definitionValues/{made.body['id']}/presentationValues"
    text: dict[str, Any] = {
        "@odata.type": "#microsoft.graph.groupPolicyPresentationValueText",
        "value": "one",
    }
    first = client("POST", presented, text)
    assert first.status == 201, first.body
    assert client("POST", presented, {**text, "value": 1}).status == 400
    assert client("POST", presented, {"@odata.type": "#microsoft.graph.iosCompliancePolicy"}).status == 400
    assert [one["value"] for one in client("GET", presented).body["value"]] == ["one"]
    assert client("GET", f"{presented}/$count").body == "1"
    shown = client("GET", f"{policy}/definitionValues?$expand=definition,presentationValues").body["value"]
    assert shown[0]["definition"]["id"] == "11111111-0000-4000-8000-000000000001"
    assert [one["id"] for one in shown[0]["presentationValues"]] == [first.body["id"]]
    assert "presentationValues" not in client("GET", f"{policy}/definitionValues").body["value"][0]
    one = f"{presented}/{first.body['id']}"
    assert client("PATCH", one, {"@odata.type": text["@odata.type"], "value": "two"}).status == 200
    assert client("GET", one).body["value"] == "two"
    assert client("DELETE", one).status == 204
    assert client("GET", one).status == 404
    assert client("DELETE", f"{policy}/definitionValues/{made.body['id']}").status == 204
    assert client("GET", presented).status == 404
    assert client("POST", f"{policy}/definitionValues", {"nonsense@odata.bind": definition}).status == 400


def test_a_single_contained_object_counts_nobody_until_it_is_written(client: Client) -> None:
    made = client.make(*valid("ios_compliance"))
    overview = f"{made}/deviceStatusOverview"
    assert client("GET", overview).body["successCount"] == 0
    assert client("PATCH", overview, {"successCount": 3}).body["successCount"] == 3
    assert client("GET", overview).body["successCount"] == 3
    assert client("DELETE", overview).status == 204
    assert client("GET", overview).body["successCount"] == 0


@pytest.mark.parametrize("nav", ["assignments", "scheduledActionsForRule"])
def test_what_is_written_as_a_whole_is_not_written_one_by_one(client: Client, nav: str) -> None:
    """msgraph-sdk-dotnet#2220; microsoft-graph-docs#4104."""
    made = client.make(*valid("ios_compliance"))
    answer = client("POST", f"{made}/{nav}", {})
    assert (answer.status, answer.code) == (400, "No method match route template")


def test_a_reference_to_another_collection_holds_no_objects_of_its_own(zilverdam: Client) -> None:
    """E14: `deviceCategory` leads to an object of deviceCategories, which the tenant does not follow, and says so."""
    device = zilverdam("GET", f"{MANAGEMENT}/managedDevices?$top=1").body["value"][0]["id"]
    assert zilverdam("GET", f"{MANAGEMENT}/managedDevices/{device}/deviceCategory").status == NOT_SERVED
    assert zilverdam("GET", f"{MANAGEMENT}/managedDevices/{device}/nonsense").status == 400


def test_a_cast_stands_before_and_behind_the_key(client: Client) -> None:
    """E13."""
    made = client.make(*valid("android_device_owner_restrictions"))
    object_id = made.rsplit("/", 1)[1]
    kind = "microsoft.graph.androidDeviceOwnerGeneralDeviceConfiguration"
    assert client("GET", f"{made}/{kind}").body["id"] == object_id
    assert client("GET", f"{made}/{kind}/assignments").body["value"] == []
    assert client("GET", f"{made}/microsoft.graph.iosCustomConfiguration").status == 404
    assert client("GET", f"{made}/microsoft.graph.mobileApp").status == 400
    assert [
        client("GET", f"{CONFIGURATIONS}/{one}/$count").body
        for one in (kind, "microsoft.graph.iosCustomConfiguration")
    ] == ["1", "0"]
    assert client("GET", f"{CONFIGURATIONS}/{kind}/{object_id}").status == NOT_SERVED
    assert client("GET", f"{COMPLIANCE}/{kind}").status == 400


def test_rows_of_served_come_before_the_metadata() -> None:
    for path in BY_PATH:
        assert collection_from_metadata("beta", path) is None
    assert collection_from_metadata("beta", ("deviceManagement",)) is None
    assert collection_from_metadata("beta", ("deviceManagement", "nonsense")) is None
    assert collection_from_metadata("beta", ("users", "x")) is None
