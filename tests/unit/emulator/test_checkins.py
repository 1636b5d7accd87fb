"""Devices in time: check-ins at their own moments, inventories of their own age, clean-up rules; and the devices that differ."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.unit.emulator.conftest import NOW, Client, Clock
from tests.unit.emulator.test_exports import finished, rows, switched

from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service.intune import check_ins
from managed_apparaten.emulator.service.intune.check_ins import SCHEDULE, Schedule, report_as_of
from managed_apparaten.emulator.worlds import zilverdam

DEVICES = "/beta/deviceManagement/managedDevices"
DETECTED = "/beta/deviceManagement/detectedApps"
WHATSAPP = "/beta/deviceAppManagement/mobileApps"
EVERYONE = {"@odata.type": "#microsoft.graph.allLicensedUsersAssignmentTarget"}
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def client(zilverdam_in_time: Client) -> Client:
    return zilverdam_in_time


def every(client: Client, url: str) -> list[Any]:
    found: list[Any] = []
    while url:
        page = client("GET", url).body
        found, url = [*found, *page["value"]], page.get("@odata.nextLink", "")
    return found


def ages(client: Client, now: datetime) -> list[timedelta]:
    return [
        now - datetime.fromisoformat(device["lastSyncDateTime"][:19] + "+00:00")
        for device in every(client, DEVICES)
    ]


def test_devices_check_in_at_their_own_moments_whatever_day_it_is(client: Client, clock: Clock) -> None:
    """facts/inventory.md 13: all 1,331 devices had synced at one fixed moment, so all were silent two weeks later."""
    for _ in range(3):
        found = ages(client, clock.now)
        assert len({age for age in found if age <= 8 * HOUR + timedelta(seconds=1)}) > 1000
        assert sum(age <= 8 * HOUR + timedelta(seconds=1) for age in found) > 1290
        clock.now += 13 * DAY + 5 * HOUR


def test_some_are_silent_for_more_than_a_week_or_a_month_and_stay_so(client: Client, clock: Clock) -> None:
    first = Counter(age.days for age in ages(client, clock.now) if age > DAY)
    assert set(first) == {8, 12, 31, 45}
    clock.now += 5 * DAY
    assert set(Counter(age.days for age in ages(client, clock.now) if age > DAY)) == {13, 17, 36, 50}


def test_the_moment_of_the_seed_counts_when_check_ins_are_switched_off(clock: Clock) -> None:
    client = switched(clock, "devices-check-in")
    before = [device["lastSyncDateTime"] for device in every(client, DEVICES)]
    clock.now += DAY
    assert [device["lastSyncDateTime"] for device in every(client, DEVICES)] == before


def test_a_filter_on_the_last_check_in_follows_the_clock(client: Client, clock: Clock) -> None:
    clock.now += 40 * DAY
    since = (clock.now - DAY).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert len(every(client, f"{DEVICES}?$filter=lastSyncDateTime ge {since}")) > 1290


def test_a_clean_up_rule_hides_a_device_until_it_checks_in(client: Client, clock: Clock) -> None:
    """memdocs device-cleanup-rules.md: not shown in the portal and in reports; it returns when it checks in."""
    whole = len(every(client, DEVICES))
    silent = next(device for device in every(client, DEVICES) if device["lastSyncDateTime"] < "2026-10-10")
    rule = Stored(check_ins.RULES, "1", "managedDeviceCleanupRule", {"deviceCleanupRulePlatformType": "all",
                  "deviceInactivityBeforeRetirementInDays": 40}, {})  # fmt: skip
    client.tenant.insert([rule])
    hidden = whole - len(every(client, DEVICES))
    assert hidden == 5
    assert client("GET", f"{DEVICES}/{silent['id']}").status == 404
    store = client.tenant.world.store
    with store.transaction():
        kept = (
            store._db.execute("SELECT nav FROM objects WHERE id=?", (silent["id"],))
            .fetchone()[0]
            .replace(b'"stopped"', b'"was"')
        )
        store._db.execute(
            "UPDATE objects SET nav=? WHERE id=?", (kept.replace(b"}", b',"stopped":null}'), silent["id"])
        )
    assert client("GET", f"{DEVICES}/{silent['id']}").status == 200


@pytest.mark.parametrize(
    ("kind", "system"), [("ios", {"iOS"}), ("windows", {"Windows"}), ("chromeOS", set())]
)
def test_a_clean_up_rule_is_for_its_platform(client: Client, kind: str, system: set[str]) -> None:
    before = {device["id"]: device["operatingSystem"] for device in every(client, DEVICES)}
    client.tenant.insert([Stored(check_ins.RULES, "1", "managedDeviceCleanupRule", {"deviceCleanupRulePlatformType": kind,
                          "deviceInactivityBeforeRetirementInDays": 30}, {})])  # fmt: skip
    gone = before.keys() - {device["id"] for device in every(client, DEVICES)}
    assert {before[one] for one in gone} == system


def device(system: str, schedule: Schedule, enrolled: str = "2026-11-01T00:00:00Z") -> Stored:
    body = {"operatingSystem": system, "enrolledDateTime": enrolled}
    return Stored(check_ins.MANAGED, "1", "managedDevice", body, {SCHEDULE: schedule.entry()})


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(("system", "now", "expected"), [
    ("iOS", at(1, 2), None), ("iOS", at(1, 4), at(1, 3)), ("iOS", at(7, 23), at(1, 3)), ("iOS", at(8, 2), at(1, 3)),
    ("iOS", at(8, 3), at(8, 3)), ("iOS", at(14, 23), at(8, 3)), ("iOS", at(15, 4), at(15, 3)),
    ("Windows", at(2, 2), at(1, 3)), ("Windows", at(2, 3), at(2, 3)), ("Windows", at(14, 23), at(14, 3)),
])  # fmt: skip
def test_an_inventory_is_as_old_as_the_first_check_in_after_it_was_due(
    system: str, now: datetime, expected: datetime | None
) -> None:
    assert report_as_of(device(system, Schedule(at(1, 3), 8 * HOUR)), now) == expected


def test_a_silent_device_keeps_its_last_inventory() -> None:
    silent = device("iOS", Schedule(at(1, 3), 8 * HOUR, at(9)))
    assert report_as_of(silent, at(29)) == at(8, 3)
    assert report_as_of(Stored(check_ins.MANAGED, "1", "managedDevice", {}, {}), at(29)) is None


def on_devices(client: Client, name: str) -> set[str]:
    apps = [app for app in every(client, DETECTED) if (app["displayName"], app["platform"]) == (name, "ios")]
    return {found["id"] for app in apps for found in every(client, f"{DETECTED}/{app['id']}/managedDevices")}


def ordered(client: Client) -> str:
    """An uninstall of WhatsApp for everybody."""
    [app] = client("GET", f"{WHATSAPP}?$filter=bundleId eq 'net.whatsapp.WhatsApp'").body["value"]
    url = f"{WHATSAPP}/{app['id']}/assign"
    assert (
        client("POST", url, {"mobileAppAssignments": [{"intent": "uninstall", "target": EVERYONE}]}).status
        == 204
    )
    return str(app["id"])


def test_a_removed_app_is_listed_until_the_next_inventory_and_some_removals_fail(
    client: Client, clock: Clock
) -> None:
    before = on_devices(client, "WhatsApp Messenger")
    app = ordered(client)
    assert on_devices(client, "WhatsApp Messenger") == before
    clock.now += DAY
    soon = on_devices(client, "WhatsApp Messenger")
    assert 0 < len(before - soon) < len(before) / 3, "most inventories are older than the removal"
    clock.now += 7 * DAY
    left = on_devices(client, "WhatsApp Messenger")
    states = {row["DeviceId"]: row for row in rows(client, finished(client, clock, reportName="DeviceInstallStatusByApp",
                                                                    filter=f"ApplicationId eq '{app}'"))}  # fmt: skip
    silent = {one["id"] for one in every(client, DEVICES) if one["lastSyncDateTime"] < "2026-11-20"}
    failed = {one for one, row in states.items() if row["AppInstallState_loc"] == "uninstallFailed"}
    personless = {one["id"] for one in every(client, DEVICES) if not one["userId"]}
    assert left == before & (failed | silent | personless)
    assert left & failed
    assert {row["ErrorCode"] for row in states.values() if row["AppInstallState"] == "4"} == {
        str(0x87D54FBB - 2**32)
    }
    assert {row["Platform_loc"] for row in states.values()} == {"iOS"}


def test_an_inventory_is_never_old_when_switched_off_nor_does_a_removal_fail(clock: Clock) -> None:
    client = switched(clock, "inventory-has-its-age")
    before = on_devices(client, "WhatsApp Messenger")
    ordered(client)
    clock.now += 20 * DAY
    assert on_devices(client, "WhatsApp Messenger") == before
    surely = switched(clock, "some-installs-fail")
    app = ordered(surely)
    clock.now += 8 * DAY
    states = rows(
        surely,
        finished(surely, clock, reportName="DeviceInstallStatusByApp", filter=f"ApplicationId eq '{app}'"),
    )
    assert {row["AppInstallState_loc"] for row in states} <= {"notInstalled", "unknown"}


def test_devices_that_are_not_as_the_others_are(client: Client) -> None:
    """facts/inventory.md 13: no device was non-compliant, retired, co-managed, double, userless iOS or personal but for one kind."""
    found = every(client, DEVICES)
    assert len(found) == 1331
    states = Counter(one["complianceState"] for one in found)
    assert set(states) == {"compliant", "noncompliant", "inGracePeriod", "error", "unknown"}
    assert all(
        one["complianceGracePeriodExpirationDateTime"]
        for one in found
        if one["complianceState"] == "inGracePeriod"
    )
    assert {one["operatingSystem"] for one in found if one["ownerType"] == "personal"} == {
        "Android",
        "iOS",
        "macOS",
        "Windows",
    }
    serials = Counter(one["serialNumber"] for one in found)
    assert sorted(serials.values(), reverse=True)[:3] == [2, 2, 1]
    assert sum(one["operatingSystem"] == "iOS" and not one["userId"] for one in found) == 2
    assert Counter(one["managementState"] for one in found)["retirePending"] == 2
    assert sum(one["managementAgent"] == "configurationManagerClientMdm" for one in found) == 4


def test_the_apps_of_a_co_managed_device_are_not_seen(client: Client, clock: Clock) -> None:
    [one, *_] = [
        found
        for found in every(client, DEVICES)
        if found["managementAgent"] == "configurationManagerClientMdm"
    ]
    assert client("GET", f"{DEVICES}/{one['id']}/detectedApps").body["value"] == []
    kinder = switched(clock, "comanaged-apps-unseen")
    assert kinder("GET", f"{DEVICES}/{one['id']}/detectedApps").body["value"]


def test_reports_tell_which_devices_do_not_comply_and_why(client: Client, clock: Clock) -> None:
    wrong = {
        one["id"]: one
        for one in every(client, DEVICES)
        if one["complianceState"] in ("noncompliant", "error")
    }
    why = rows(client, finished(client, clock, reportName="NoncompliantDevicesAndSettings"))
    assert {row["DeviceId"] for row in why} == set(wrong)
    assert {(row["SettingStatus"], row["SettingStatus_loc"]) for row in why} == {
        ("4", "Not compliant"),
        ("5", "Error"),
    }
    by_system = {row["OS"]: (row["PolicyName"], row["SettingName"]) for row in why}
    assert by_system["Windows"] == ("Windows basis", "Windows10CompliancePolicy.BitLockerEnabled")
    assert by_system["iOS"][1] == "DefaultDeviceCompliancePolicy.RequireDeviceCompliancePolicyAssigned"
    listed = {
        row["DeviceId"] for row in rows(client, finished(client, clock, reportName="DeviceNonCompliance"))
    }
    assert listed > set(wrong)
    without = {
        row["OS"]
        for row in rows(client, finished(client, clock, reportName="DevicesWithoutCompliancePolicy"))
    }
    assert without == {"iOS", "Android", "macOS"}


def test_other_reports_have_rows(client: Client, clock: Clock) -> None:
    apps = {
        row["AppIdentifier"]: row for row in rows(client, finished(client, clock, reportName="AllAppsList"))
    }
    assert (
        apps["com.microsoft.Office.Outlook"]["Assigned"],
        apps["org.whispersystems.signal"]["Assigned"],
    ) == ("Yes", "No")
    protected = rows(client, finished(client, clock, reportName="MAMAppProtectionStatus"))
    assert len(protected) == 150
    counts = {
        row["DisplayName"]: row
        for row in rows(client, finished(client, clock, reportName="AppInstallStatusAggregate"))
    }
    outlook = rows(
        client, finished(client, clock, reportName="AppInstallStatusAggregate", filter="Platform eq '1'")
    )
    assert {row["Platform"] for row in outlook} == {"1"}
    assert sum(int(row["InstalledDeviceCount"]) for row in outlook) > 50
    assert counts["Temu"]["InstalledDeviceCount"] == "0"


def test_the_schedule_leaves_through_no_door(client: Client) -> None:
    [one] = client("GET", f"{DEVICES}?$top=1").body["value"]
    assert SCHEDULE not in one
    for query in (f"$expand={SCHEDULE}", f"$select={SCHEDULE}", f"$filter={SCHEDULE} eq 'x'"):
        assert client("GET", f"{DEVICES}?{query}").status == 400
    assert client("DELETE", f"{DEVICES}/{one['id']}").status == 204
    assert SCHEDULE not in str(client("GET", "/beta/deviceManagement/auditEvents").body)


def test_enrolment_has_its_defaults_and_restrictions_for_one_platform(client: Client) -> None:
    """facts/inventory.md 13: deviceEnrollmentConfigurations was empty. Ids and priority: the IntuneCD backup CES2026."""
    listed = every(client, "/beta/deviceManagement/deviceEnrollmentConfigurations?$expand=assignments")
    found = {one["id"].partition("_")[2]: one for one in listed if one["priority"] == 0}
    assert set(found) >= {"DefaultPlatformRestrictions", "DefaultLimit", "DefaultWindowsHelloForBusiness"}
    default = found["DefaultPlatformRestrictions"]
    assert (
        default["windowsRestriction"]["platformBlocked"],
        default["windowsMobileRestriction"]["platformBlocked"],
    ) == (False, True)
    assert default["id"].partition("_")[0] == zilverdam.tenant_id()
    assert default["assignments"][0]["target"]["@odata.type"].endswith("allDevicesAssignmentTarget")
    singles = [
        one for one in listed if one["deviceEnrollmentConfigurationType"] == "singlePlatformRestriction"
    ]
    assert [(one["platformType"], len(one["assignments"])) for one in singles] == [
        ("androidForWork", 1),
        ("ios", 0),
    ]
    stable = {
        one["id"]: one for one in every(client, "/v1.0/deviceManagement/deviceEnrollmentConfigurations")
    }
    assert "@odata.type" not in stable[singles[0]["id"]]
    assert "@odata.type" in stable[default["id"]]


def test_the_world_follows_the_clock_of_the_tenant() -> None:
    assert zilverdam.world(NOW) == zilverdam.world()
    early, late = (
        next(one for one in zilverdam.world(when)[0] if one.type == "vppToken")
        for when in (NOW, NOW + 400 * DAY)
    )
    assert early.body["expirationDateTime"] < late.body["expirationDateTime"]
    assert early.id == late.id
