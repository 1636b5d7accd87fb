"""Routes that refuse what others take, or do something else: lists of export jobs and of devices, the directory's audit log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.unit.emulator.conftest import Client, open_tenant

from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.core.http import Request
from managed_apparaten.emulator.worlds.seed import seed

DEVICES = "/beta/deviceManagement/managedDevices"
JOBS = "/v1.0/deviceManagement/reports/exportJobs"
NAMES = ("export-jobs-not-listed", "devices-not-counted", "device-filter-ne-as-eq")


@pytest.fixture(scope="module")
def strict() -> Iterator[Client]:
    yield from seeded(Behaviours())


@pytest.fixture(scope="module")
def lenient() -> Iterator[Client]:
    """With the three switched off, and unsupported filters ignored."""
    yield from seeded(Behaviours().without(*NAMES).with_("device-filters-ignored"))


def seeded(behaviours: Behaviours) -> Iterator[Client]:
    tenant = open_tenant(behaviours)
    seed(tenant)
    yield Client(tenant)
    tenant.close()


def listed(client: Client, text: str) -> list[Any]:
    answer = client("GET", f"{DEVICES}?$top=1000&$filter={text}")
    assert answer.status == 200, answer.body
    return list(answer.body["value"])


def test_export_jobs_cannot_be_listed(strict: Client, lenient: Client) -> None:
    answer = strict("GET", JOBS)
    assert (answer.status, answer.code) == (400, "No method match route template")
    assert lenient("GET", JOBS).status == 200


def test_devices_cannot_be_counted(strict: Client, lenient: Client) -> None:
    assert strict("GET", f"{DEVICES}/$count").status == 400
    assert lenient("GET", f"{DEVICES}/$count").body == "1331"


def test_not_equal_acts_as_equal_on_devices_and_only_outside_quotes(strict: Client, lenient: Client) -> None:
    wanted = "operatingSystem ne 'macOS'"
    assert {one["operatingSystem"] for one in listed(strict, wanted)} == {"macOS"}
    assert "macOS" not in {one["operatingSystem"] for one in listed(lenient, wanted)}
    assert listed(strict, "deviceName eq 'a ne b'") == []
    assert [one["deviceName"] for one in listed(strict, "deviceName ne 'tablet | raadzaal'")] == [
        "tablet | raadzaal"
    ]


@pytest.mark.parametrize("text", ["deviceEnrollmentType eq 'userEnrollment'", "skuFamily eq 'x'", "id eq 'x'", "startswith(model,'iP')",
                                  "operatingSystem eq 'iOS' and skuFamily eq 'x'"])  # fmt: skip
def test_an_unsupported_filter_of_devices_is_refused_or_gives_everything(
    strict: Client, lenient: Client, text: str
) -> None:
    """facts/inventory.md 13: refusing is stricter than Graph and hides the dangerous case, so that is a switch."""
    assert strict("GET", f"{DEVICES}?$filter={text}").status == 400
    assert len(listed(lenient, text)) == 1000
    assert {one["operatingSystem"] for one in listed(lenient, "operatingSystem eq 'macOS'")} == {"macOS"}


def test_the_audit_log_of_the_directory_needs_its_own_permission(strict: Client) -> None:
    def status(*roles: str) -> int:
        return strict.tenant.handle(
            Request("GET", "/v1.0/auditLogs/directoryAudits", {}, b"", "x", frozenset(roles))
        ).status

    assert status("DeviceManagementApps.Read.All") == 403
    assert status("AuditLog.Read.All") != 403


def test_the_overview_counts_the_devices_that_are_shown(strict: Client) -> None:
    url = "/v1.0/deviceManagement/managedDeviceOverview"
    found = strict("GET", url).body
    systems = found["deviceOperatingSystemSummary"]
    assert (
        found["enrolledDeviceCount"]
        == 1331
        == sum(systems[name] for name in ("androidCount", "iosCount", "macOSCount", "windowsCount"))
    )
    assert (
        found["dualEnrolledDeviceCount"],
        systems["androidDedicatedCount"],
        systems["androidWorkProfileCount"],
    ) == (4, 50, 15)
    assert systems["androidCorporateWorkProfileCount"] == 110
    assert [strict(method, url).status for method in ("PATCH", "POST", "DELETE")] == [405, 405, 405]
    assert [strict("GET", f"{url}?{option}=id").status for option in ("$select", "select")] == [400, 400]
    denied = strict.tenant.handle(
        Request("GET", url, {}, b"", "x", frozenset({"DeviceManagementApps.Read.All"}))
    )
    assert denied.status == 403


def test_detected_apps_may_ignore_filters_and_be_blank_by_their_id(strict: Client) -> None:
    url = "/beta/deviceManagement/detectedApps"
    [one] = strict("GET", f"{url}?$filter=displayName eq 'Temu'").body["value"]
    assert strict("GET", f"{url}/{one['id']}").body["deviceCount"] == 61
    for odd in seeded(Behaviours().with_("detected-app-filters-ignored", "detected-app-item-blank")):
        assert len(odd("GET", f"{url}?$filter=displayName eq 'Temu'").body["value"]) > 20
        blank = odd("GET", f"{url}/{one['id']}").body
        assert (blank["displayName"], blank["deviceCount"], blank["version"]) == (None, 0, one["version"])
        assert len(odd("GET", f"{url}/{one['id']}/managedDevices").body["value"]) == 60


def test_export_jobs_are_counted_though_they_are_not_listed(client: Client) -> None:
    url = "/beta/deviceManagement/reports/exportJobs"
    assert client("POST", url, {"reportName": "Devices"}).status == 201
    assert (client("GET", f"{url}/$count").body, client("GET", url).status) == ("1", 400)
