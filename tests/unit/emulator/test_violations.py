"""Devices with restricted apps: who is reported follows from the assigned lists and from what Intune can see, and from nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.unit.emulator.conftest import CONFIGURATIONS, NOW, Client, Clock, group_target
from tests.unit.emulator.test_exports import finished, rows

from managed_apparaten.emulator.core import behaviour
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service.intune.filter_rules import is_rule, matches
from managed_apparaten.emulator.service.intune.inventory import DETECTED, IDENTIFIER, get_identifier
from managed_apparaten.emulator.tenant import Tenant, seeded_ids
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.emulator.worlds.zilverdam import group_id
from managed_apparaten.emulator.worlds.zilverdam_apps import FOUND

GOLDEN = (
    Path(__file__).resolve().parents[2]
    / "golden"
    / "ios_restricted_apps_report"
    / "block_reports_blocked_apps"
    / "expected.json"
)
VIOLATIONS = "/beta/deviceManagement/deviceConfigurationRestrictedAppsViolations"
FILTERS = "/beta/deviceManagement/assignmentFilters"
TIKTOK, TEMU, TELEGRAM = "com.zhiliaoapp.musically", "com.einnovation.temu", "ru.keepcoder.Telegram"
EVERYONE = {"target": {"@odata.type": "#microsoft.graph.allLicensedUsersAssignmentTarget"}}
PHONE = "11111111-0000-4000-8000-000000000001"


def report() -> dict[str, Any]:
    """What the kind ios_restricted_apps_report compiles to: TikTok and Temu are prohibited."""
    [found] = json.loads(GOLDEN.read_text("utf-8")).values()
    assert {item["appId"] for item in found["body"]["compliantAppsList"]} == {TIKTOK, TEMU}
    return dict(found["body"])


def mac_list(*apps: str) -> dict[str, Any]:
    items = [{"@odata.type": "microsoft.graph.appListItem", "name": app, "appId": app} for app in apps]
    kind = {"compliantAppListType": "appsNotInListCompliant", "compliantAppsList": items}
    return {"@odata.type": "#microsoft.graph.macOSGeneralDeviceConfiguration", "displayName": "m", **kind}


@pytest.fixture(scope="module")
def seeded() -> Iterator[Callable[..., Client]]:
    """A seeded world, as new for each test, with some behaviours off."""
    tenant = Tenant.open(None, clock=lambda: NOW, new_id=seeded_ids("violations"))
    seed(tenant)
    start = tenant.snapshot()

    def fresh() -> Client:
        tenant.restore(start)
        return Client(tenant)

    yield fresh
    start.close()
    tenant.close()


@pytest.fixture
def client(seeded: Callable[[], Client]) -> Client:
    return seeded()


def assigned(client: Client, body: dict[str, Any], *targets: dict[str, Any]) -> str:
    made = client.make(CONFIGURATIONS, body)
    assert client("POST", f"{made}/assign", {"assignments": list(targets)}).status == 200
    return made


def people(role: str, kind: str = "groupAssignmentTarget") -> dict[str, Any]:
    return group_target(group_id(role), kind)


def reported(client: Client) -> list[dict[str, Any]]:
    answer = client("GET", VIOLATIONS)
    assert answer.status == 200
    return list(answer.body["value"])


def every(client: Client, url: str) -> list[dict[str, Any]]:
    """All pages."""
    found: list[dict[str, Any]] = []
    while url:
        page = client("GET", url).body
        found, url = [*found, *page["value"]], page.get("@odata.nextLink", "")
    return found


def having(client: Client, name: str, system: str) -> set[str]:
    """Devices that have an app, by the documented way: the detected app's devices."""
    apps = every(
        client,
        f"/beta/deviceManagement/detectedApps?$filter=displayName eq '{name}' and platform eq '{system}'",
    )
    return {
        device["id"]
        for app in apps
        for device in every(client, f"/beta/deviceManagement/detectedApps/{app['id']}/managedDevices")
    }


def owned_by(client: Client, group: str) -> set[str]:
    ids = {member["id"] for member in every(client, f"/beta/groups/{group_id(group)}/transitiveMembers")}
    return {
        device["id"]
        for device in every(client, "/beta/deviceManagement/managedDevices")
        if device["userId"] in ids
    }


def personal_devices(client: Client) -> set[str]:
    return {
        one["id"]
        for one in every(client, "/beta/deviceManagement/managedDevices")
        if one["ownerType"] == "personal"
    }


def test_nothing_is_reported_as_long_as_no_list_is_assigned(client: Client) -> None:
    client.make(CONFIGURATIONS, report())
    assert reported(client) == []


@pytest.mark.parametrize("role", ["sg-rol-sociaal-domein", "sg-rol-fysiek-belast", "sg-afd-vastgoed"])
def test_the_report_of_a_role_names_exactly_its_devices_with_those_apps(client: Client, role: str) -> None:
    """One role has departments in it, of which one is asked alone."""
    made = assigned(
        client, report(), people(role), people("sg-break-glass", "exclusionGroupAssignmentTarget")
    )
    tiktok, temu, own = having(client, "TikTok", "ios"), having(client, "Temu", "ios"), owned_by(client, role)
    found = reported(client)
    expected = {
        device: sorted(app for app, on in ((TEMU, temu), (TIKTOK, tiktok)) if device in on)
        for device in (tiktok | temu) & own
    }
    assert expected
    assert {
        one["managedDeviceId"]: sorted(app["appId"] for app in one["restrictedApps"]) for one in found
    } == expected
    assert {one["deviceConfigurationId"] for one in found} == {made.rsplit("/", 1)[1]}
    assert {(one["platformType"], one["restrictedAppsState"]) for one in found} == {("iOS", "prohibitedApps")}


def test_a_violation_tells_whose_and_which_device_it_is(client: Client) -> None:
    assigned(client, report(), EVERYONE)
    one = reported(client)[0]
    device = client("GET", f"/beta/deviceManagement/managedDevices/{one['managedDeviceId']}").body
    assert (one["userId"], one["userName"], one["deviceName"]) == (
        device["userId"],
        device["userDisplayName"],
        device["deviceName"],
    )
    assert all(
        part in one["id"] for part in (one["managedDeviceId"], one["deviceConfigurationId"], one["userId"])
    )
    assert client("GET", f"{VIOLATIONS}/{one['id']}").body["deviceName"] == one["deviceName"]


def test_excluded_people_are_not_reported(client: Client) -> None:
    assigned(client, report(), EVERYONE, people("sg-rol-sociaal-domein", "exclusionGroupAssignmentTarget"))
    own = owned_by(client, "sg-rol-sociaal-domein")
    everywhere = having(client, "TikTok", "ios") | having(client, "Temu", "ios")
    userless = {
        one["id"] for one in every(client, "/beta/deviceManagement/managedDevices") if not one["userId"]
    }
    found = {one["managedDeviceId"] for one in reported(client)}
    assert found - personal_devices(client) == everywhere - own - userless
    assert found & personal_devices(client), (
        "judged by their whole inventory, which detected apps do not show"
    )
    assert not found & own


def test_taking_the_assignment_or_the_profile_away_ends_the_report(client: Client) -> None:
    made = assigned(client, report(), EVERYONE)
    assert reported(client)
    client("POST", f"{made}/assign", {"assignments": []})
    assert reported(client) == []
    client("POST", f"{made}/assign", {"assignments": [EVERYONE]})
    assert reported(client)
    assert client("DELETE", made).status == 204
    assert reported(client) == []


def personal(client: Client, owner: str = "personal", enrolment: str = "userEnrollment") -> None:
    """A private iPhone with TikTok, of somebody in the sociaal domein."""
    user = next(
        member["id"]
        for member in client("GET", f"/beta/groups/{group_id('sg-rol-sociaal-domein')}/members").body["value"]
    )
    body = {
        "operatingSystem": "iOS", "ownerType": owner, "managedDeviceOwnerType": owner, "userId": user, "deviceName": "eigen",
        "deviceEnrollmentType": enrolment, "azureADDeviceId": PHONE, "userDisplayName": "x",
    }  # fmt: skip
    client.tenant.insert([Stored("deviceManagement/managedDevices", PHONE, "managedDevice", body, {})])
    apps = client.tenant.world.store.objects((DETECTED,))
    edges = [
        (app.id, PHONE, "deviceManagement/managedDevices")
        for app in apps
        if get_identifier(app) in (TIKTOK, TEMU)
    ]
    client.tenant.insert([], edges)


def test_a_personal_device_is_judged_by_its_whole_inventory_and_its_apps_are_never_shown(
    client: Client,
) -> None:
    """memdocs discovered-apps.md, 2025-12-03: with a list assigned, the whole inventory of personal devices is collected, not stored."""
    personal(client)
    assigned(client, report(), EVERYONE)
    assert PHONE in {one["managedDeviceId"] for one in reported(client)}
    assert PHONE not in having(client, "TikTok", "ios")
    assert client("GET", f"/beta/deviceManagement/managedDevices/{PHONE}/detectedApps").body["value"] == []


@pytest.mark.parametrize(
    ("enrolment", "found"),
    [("appleBulkWithUser", True), ("userEnrollment", True), ("appleUserEnrollment", False)],
)
def test_apple_s_user_enrolment_is_not_judged(client: Client, enrolment: str, found: bool) -> None:
    personal(client, "company", enrolment)
    assigned(client, report(), EVERYONE)
    assert (PHONE in {one["managedDeviceId"] for one in reported(client)}) is found


def test_a_personal_device_is_judged_by_managed_apps_alone_when_switched_off() -> None:
    tenant = Tenant.open(
        None, clock=lambda: NOW, behaviours=behaviour.Behaviours().without("violations-by-full-inventory")
    )
    seed(tenant)
    client = Client(tenant)
    personal(client)
    assigned(client, report(), EVERYONE)
    assert reported(client)
    assert PHONE not in {one["managedDeviceId"] for one in reported(client)}
    tenant.close()


def test_apps_on_a_personal_device_are_seen_once_the_blind_spot_is_switched_off() -> None:
    tenant = Tenant.open(
        None, clock=lambda: NOW, behaviours=behaviour.Behaviours().without("personal-apps-unseen")
    )
    seed(tenant)
    client = Client(tenant)
    personal(client)
    assert PHONE in having(client, "TikTok", "ios")
    tenant.close()


def test_what_intune_brings_to_a_personal_device_is_seen(client: Client) -> None:
    private = {one["id"] for one in every(client, "/beta/deviceManagement/managedDevices")
               if (one["ownerType"], one["operatingSystem"]) == ("personal", "Android")}  # fmt: skip
    assert len(private) == 15
    assert private <= having(client, "Microsoft Outlook", "androidWorkProfile")
    [app] = every(
        client, "/beta/deviceAppManagement/mobileApps?$filter=packageId eq 'com.microsoft.office.outlook'"
    )
    client("POST", f"/beta/deviceAppManagement/mobileApps/{app['id']}/assign", {"mobileAppAssignments": []})
    assert private.isdisjoint(having(client, "Microsoft Outlook", "androidWorkProfile"))


def test_a_list_of_approved_apps_reports_everything_else_but_what_intune_manages(client: Client) -> None:
    approved = {**report(), "compliantAppListType": "appsInListCompliant"}
    assigned(client, approved, people("sg-rol-griffie"))
    wrong = {app["appId"] for one in reported(client) for app in one["restrictedApps"]}
    assert wrong
    assert wrong.isdisjoint({TIKTOK, TEMU, "com.microsoft.Office.Outlook", "com.microsoft.skype.teams"})
    assert {one["restrictedAppsState"] for one in reported(client)} == {"notApprovedApps"}


def test_an_app_that_intune_brings_is_no_violation(client: Client) -> None:
    body = report()
    body["compliantAppsList"] = [{"name": "Outlook", "appId": "com.microsoft.Office.Outlook"}]
    assigned(client, body, EVERYONE)
    assert reported(client) == []
    [app] = client(
        "GET", "/beta/deviceAppManagement/mobileApps?$filter=bundleId eq 'com.microsoft.Office.Outlook'"
    ).body["value"]
    client("POST", f"/beta/deviceAppManagement/mobileApps/{app['id']}/assign", {"mobileAppAssignments": []})
    userless = {
        one["id"] for one in every(client, "/beta/deviceManagement/managedDevices") if not one["userId"]
    }
    judged = {one["managedDeviceId"] for one in reported(client)}
    assert judged - personal_devices(client) == having(
        client, "Microsoft Outlook", "ios"
    ) - userless - personal_devices(client)
    assert judged & personal_devices(client), "judged by the whole inventory, which nobody is shown"


def test_a_mac_is_judged_by_lists_for_macs_only(client: Client) -> None:
    assigned(client, mac_list(TELEGRAM, TIKTOK), EVERYONE)
    [one] = reported(client)
    assert {one["managedDeviceId"]} == having(client, "Telegram", "macOS")
    assert (one["platformType"], one["restrictedApps"]) == ("macOS", [{"appId": TELEGRAM}])


def test_a_list_that_is_assigned_to_devices_reports_nothing_unless_switched(client: Client) -> None:
    everything = {"target": {"@odata.type": "#microsoft.graph.allDevicesAssignmentTarget"}}
    assigned(client, report(), everything)
    assert reported(client) == []
    tenant = Tenant.open(
        None, clock=lambda: NOW, behaviours=behaviour.Behaviours().without("restricted-apps-by-person")
    )
    seed(tenant)
    other = Client(tenant)
    assigned(other, report(), everything)
    found = {one["managedDeviceId"] for one in reported(other)}
    assert found - personal_devices(other) == having(other, "TikTok", "ios") | having(other, "Temu", "ios")
    tenant.close()


@pytest.mark.parametrize("switch", ["violations-at-once", "violation-ids-joined"])
def test_what_is_assumed_can_be_switched(switch: str) -> None:
    tenant = Tenant.open(None, clock=lambda: NOW, behaviours=behaviour.Behaviours().without(switch))
    seed(tenant)
    client = Client(tenant)
    assigned(client, report(), EVERYONE)
    assert bool(reported(client)) is (switch != "violations-at-once")
    assert all(len(one["id"]) == len(PHONE) for one in reported(client))
    tenant.close()


@pytest.mark.parametrize(("kind", "owner", "any_left"), [
    ("include", "Corporate", True), ("exclude", "Corporate", False), ("include", "Personal", False), ("exclude", "Personal", True),
])  # fmt: skip
def test_an_assignment_filter_narrows_whom_the_list_reaches(
    client: Client, kind: str, owner: str, any_left: bool
) -> None:
    rule = f'(device.deviceOwnership -eq "{owner}")'
    made = client.make(
        FILTERS,
        {"displayName": "f", "platform": "iOS", "rule": rule, "assignmentFilterManagementType": "devices"},
    )
    target = people("sg-rol-sociaal-domein")
    target["target"] |= {
        "deviceAndAppManagementAssignmentFilterId": made.rsplit("/", 1)[1], "deviceAndAppManagementAssignmentFilterType": kind,
    }  # fmt: skip
    assigned(client, report(), target)
    assert bool(reported(client)) is any_left


def test_the_hidden_identifier_leaves_through_no_other_door(client: Client) -> None:
    names = [name for *_, name in FOUND if name]
    apps = client("GET", "/beta/deviceManagement/detectedApps").body["value"]
    assert len(apps) == len(FOUND)
    shown = [
        apps,
        client("GET", f"/beta/deviceManagement/detectedApps/{apps[0]['id']}?$expand=managedDevices").body,
    ]
    device = next(iter(having(client, "TikTok", "ios")))
    shown += [client("GET", f"/beta/deviceManagement/managedDevices/{device}?$expand=detectedApps").body]
    assert not [name for name in names if name in json.dumps(shown)]
    assert IDENTIFIER not in json.dumps(shown)
    assert client("GET", f"/beta/deviceManagement/detectedApps/{apps[0]['id']}/{IDENTIFIER}").status == 400
    for query in (
        f"$expand={IDENTIFIER}",
        f"$select={IDENTIFIER}",
        f"$filter={IDENTIFIER} eq '{TIKTOK}'",
        f"$orderby={IDENTIFIER}",
    ):
        assert client("GET", f"/beta/deviceManagement/detectedApps?{query}").status == 400


def test_the_hidden_identifier_is_in_no_export() -> None:
    clock = Clock()
    tenant = Tenant.open(None, clock=clock, new_id=seeded_ids("test"))
    seed(tenant)
    client = Client(tenant)
    text = json.dumps(rows(client, finished(client, clock, reportName="AppInvRawData")))
    assert "TikTok" in text
    assert not [name for *_, name in FOUND if name and name in text]
    tenant.close()


DEVICE = {
    "ownerType": "company",
    "model": "iPad (A16)",
    "manufacturer": "Apple",
    "osVersion": "26.4.1",
    "deviceName": "ZLV-1",
}


@pytest.mark.parametrize(("rule", "held"), [
    ('(device.deviceOwnership -eq "Corporate")', True),
    ('device.deviceOwnership -ne "corporate"', False),
    ('(device.model -startsWith "ipad") and (device.manufacturer -in ["Apple", "Samsung"])', True),
    ('(device.model -contains "A17") or not (device.deviceName -eq "ZLV-2")', True),
    ('(device.model -notContains "A16") -or (device.manufacturer -notIn ["Apple"])', False),
    ('(device.operatingSystemVersion -ge "26.4")', True),
    ('(device.operatingSystemVersion -lt "9.12")', False),
    ('(device.deviceOwnership -eq "Corporate") and (device.model -eq "x" or device.model -startsWith "iPad")', True),
    ('(device.cpuArchitecture -eq "arm64")', False),
    ('(app.osVersion -startsWith "26")', False),
    ("(device.operatingSystemVersion -gt 26.4.0)", True),
    ("(device.enrollmentProfileName -ne $null)", False),
])  # fmt: skip
def test_a_rule_of_a_filter_is_read_as_documented(rule: str, held: bool) -> None:
    assert is_rule(rule)
    assert matches(rule, DEVICE) is held


@pytest.mark.parametrize("rule", [
    "", "Rule value", "(device.deviceOwnership -eq Corporate)", '(device.colour -eq "red")', '(device.model -gt "x")',
    '(device.deviceOwnership -contains "C")', '(device.model -in "iPad")', '(device.model -in ["iPad" "x"])', '((device.model -eq "x")',
    '(device.model -eq 3)', '(device.deviceOwnership -in ["Corporate"])',
    '(device.model -eq "x") (device.model -eq "y")', '(user.name -eq "x")', '(device.model -in ["iPad"',
])  # fmt: skip
def test_what_is_no_rule_is_none_and_holds_for_nothing(rule: str) -> None:
    assert not is_rule(rule)
    assert not matches(rule, DEVICE)


def test_violations_are_written_as_their_pages_say_but_for_those_that_follow_from_a_list(
    client: Client,
) -> None:
    """E17, restrictedappsviolation: create, update and delete are documented; what a list shows cannot be changed or deleted."""
    made = assigned(client, report(), EVERYONE)
    judged = client("GET", VIOLATIONS).body["value"]
    written = client("POST", VIOLATIONS, {"deviceName": "d", "restrictedAppsState": "notApprovedApps"})
    assert (written.status, written.body["deviceName"]) == (201, "d")
    url = f"{VIOLATIONS}/{written.body['id']}"
    assert client("PATCH", url, {"deviceName": "other"}).status == 200
    assert [one["deviceName"] for one in client("GET", VIOLATIONS).body["value"]] == [
        *(one["deviceName"] for one in judged),
        "other",
    ]
    for method in ("PATCH", "DELETE"):
        assert client(method, f"{VIOLATIONS}/{judged[0]['id']}", {}).status == 400
    assert client("DELETE", url).status == 204
    assert client("GET", VIOLATIONS).body["value"] == judged != []
    assert client("GET", made).status == 200


def test_without_the_behaviour_no_violation_is_written(without: Callable[..., Client]) -> None:
    loose = without("violations-written")
    assert loose("POST", VIOLATIONS, {"deviceName": "d"}).status == 405
    assert loose("DELETE", f"{VIOLATIONS}/x").status == 405
