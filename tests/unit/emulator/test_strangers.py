"""What clients that never heard of this tenant do, and the doors by which they come in."""

from __future__ import annotations

import re

import httpx
import pytest
import requests
import responses
from tests.limits import HANG
from tests.unit.emulator.conftest import (
    ANDROID_MAM,
    APPS,
    GROUP,
    IOS_MAM,
    Client,
    group_target,
    open_tenant,
    valid,
)

from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.doors.httpx_transport import transport
from managed_apparaten.emulator.doors.in_process import InProcess

POLICIES = "/beta/deviceAppManagement/managedAppPolicies"
TEMPLATES = "/beta/deviceManagement/notificationMessageTemplates"


def test_httpx_comes_in_by_its_door(client: Client) -> None:
    client.make(*valid("ios_compliance"))
    with httpx.Client(transport=transport(InProcess(client.tenant, "httpx"))) as stranger:
        found = stranger.get(
            "https://graph.microsoft.com/beta/deviceManagement/deviceCompliancePolicies?$top=1"
        ).json()
        refused = stranger.post("https://graph.microsoft.com/beta/groups", json={"displayName": 5})
    assert found["value"][0]["displayName"] == "p"
    assert (refused.status_code, refused.headers["Content-Type"]) == (400, "application/json")
    assert client.tenant.audit()[-1].actor == "httpx"


@pytest.mark.parametrize("data", ['{"displayName": "x"}', b'{"displayName": "x"}'])
def test_requests_come_in_by_a_callback_of_responses(client: Client, data: str | bytes) -> None:
    with responses.RequestsMock() as caught:
        caught.add_callback(
            "POST",
            re.compile("https://graph.microsoft.com/.*"),
            callback=InProcess(client.tenant, "requests").respond,
        )
        made = requests.post(f"https://graph.microsoft.com{IOS_MAM}", data=data, timeout=HANG)
    assert (made.status_code, made.json()["displayName"]) == (201, "x")
    assert client.tenant.audit()[-1].actor == "requests"


def test_request_without_a_body_comes_in_by_the_callback(client: Client) -> None:
    request = requests.Request("GET", f"https://graph.microsoft.com{IOS_MAM}").prepare()
    assert InProcess(client.tenant).respond(request)[0] == 200


def test_streamed_body_is_a_mistake_of_the_caller(client: Client) -> None:
    request = requests.Request("POST", f"https://graph.microsoft.com{IOS_MAM}", data=iter([b"{}"])).prepare()
    with pytest.raises(TypeError, match="streamed"):
        InProcess(client.tenant).respond(request)


def test_filter_on_a_property_of_a_subtype_asks_only_objects_of_that_type(client: Client) -> None:
    client.make(*valid("mobile_app"))
    client.make(
        APPS,
        {
            "@odata.type": "#microsoft.graph.managedIOSLobApp",
            "displayName": "own",
            "appAvailability": "lineOfBusiness",
        },
    )
    client.make(
        APPS,
        {
            "@odata.type": "#microsoft.graph.managedIOSStoreApp",
            "displayName": "store",
            "appAvailability": "global",
        },
    )
    part = "(microsoft.graph.managedApp/appAvailability)"
    asked = f"{part} eq null or {part} eq 'lineOfBusiness' or isAssigned eq true"
    assert {found["displayName"] for found in client("GET", f"{APPS}?$filter={asked}").body["value"]} == {
        "Signal",
        "own",
    }
    none = client("GET", f"{APPS}?$filter=microsoft.graph.managedApp/appAvailability ne null").body["value"]
    assert {found["displayName"] for found in none} == {"own", "store"}


def test_second_question_mark_is_passed_over(client: Client) -> None:
    client.make(TEMPLATES, {"displayName": "t", "defaultLocale": "nl-nl"})
    [found] = client("GET", f"{TEMPLATES}??$expand=localizedNotificationMessages").body["value"]
    assert found["localizedNotificationMessages"] == []


def test_case_of_a_query_option_does_not_count(client: Client) -> None:
    for name in ("b", "a"):
        client.make(
            "/beta/groups",
            {"displayName": name, "mailEnabled": False, "mailNickname": name, "securityEnabled": True},
        )
    assert [
        found["displayName"]
        for found in client("GET", "/v1.0/groups?$orderBy=displayName&$TOP=1").body["value"]
    ] == ["a"]


def test_actions_on_a_policy_work_by_way_of_all_policies(client: Client) -> None:
    policy = client.make(ANDROID_MAM, {"displayName": "p"}).rsplit("/", 1)[1]
    assert client("POST", f"{POLICIES}/{policy}/assign", {"assignments": [group_target()]}).status == 204
    assert (
        client(
            "POST", f"{POLICIES}/{policy}/targetApps", {"apps": [], "appGroupType": "allCoreMicrosoftApps"}
        ).status
        == 204
    )
    [assigned] = client("GET", f"{ANDROID_MAM}/{policy}/assignments").body["value"]
    assert assigned["target"]["groupId"] == GROUP
    assert len(client("GET", f"{ANDROID_MAM}/{policy}/apps").body["value"]) > 1


def test_audit_events_have_every_key_of_actor_and_resource(client: Client) -> None:
    client.make(*valid("ios_compliance"))
    [event] = client("GET", "/v1.0/deviceManagement/auditEvents").body["value"]
    assert {"userPrincipalName", "servicePrincipalName", "userPermissions", "ipAddress"} <= set(
        event["actor"]
    )
    assert {"displayName", "resourceId", "modifiedProperties"} <= set(event["resources"][0])


def test_scope_tag_can_be_assigned(client: Client) -> None:
    tag = client.make("/beta/deviceManagement/roleScopeTags", {"displayName": "t"})
    assert client("POST", f"{tag}/assign", {"assignments": [group_target()]}).status == 200
    assert len(client("GET", f"{tag}/assignments").body["value"]) == 1


def test_v1_leaves_out_members_that_it_lacks() -> None:
    sent = {"displayName": "p", "allowedDataStorageLocations": ["oneDriveForBusiness", "photoLibrary"]}
    for behaviours, expected in (
        (None, ["oneDriveForBusiness"]),
        (Behaviours().without("v1-hides-beta-members"), None),
    ):
        client = Client(open_tenant(behaviours))
        url = client.make(IOS_MAM, sent)
        assert client("GET", url.replace("/beta/", "/v1.0/")).body["allowedDataStorageLocations"] == (
            expected or sent["allowedDataStorageLocations"]
        )
        assert client("GET", url).body["allowedDataStorageLocations"] == sent["allowedDataStorageLocations"]


SINGLE: tuple[tuple[str, str, str, str, str], ...] = (
    ("deviceManagement/deviceConfigurations", "windowsUpdateForBusinessConfiguration", "automaticUpdateMode", "windowsDefault",
     "userDefined"),
    ("deviceManagement/managedDevices", "managedDevice", "deviceEnrollmentType", "androidAOSPUserlessDeviceEnrollment",
     "unknownFutureValue"),
    ("deviceManagement/managedDevices", "managedDevice", "deviceEnrollmentType", "userEnrollment", "userEnrollment"),
    ("deviceAppManagement/mobileApps", "win32LobApp", "applicableArchitectures", "x64,arm64", "x64"),
)  # fmt: skip
"""Collection, type, property, value on beta, value on v1.0."""


@pytest.mark.parametrize(
    ("collection", "kind", "name", "beta", "stable"), SINGLE, ids=[row[3] for row in SINGLE]
)
def test_v1_shows_a_member_that_it_knows(
    client: Client, collection: str, kind: str, name: str, beta: str, stable: str
) -> None:
    client.tenant.insert([Stored(collection, GROUP, kind, {"displayName": "x", name: beta}, {})])
    assert client("GET", f"/v1.0/{collection}/{GROUP}").body[name] == stable
    assert client("GET", f"/beta/{collection}/{GROUP}").body[name] == beta
