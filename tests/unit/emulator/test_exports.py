"""Export jobs: asked for, waited for, fetched with the address alone."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta

import orjson
import pytest
from tests.unit.emulator.conftest import NOW, Client
from tests.unit.emulator.network import bearer, front_of

from managed_apparaten.emulator.behaviour import Behaviours
from managed_apparaten.emulator.http import Request
from managed_apparaten.emulator.seed import seed
from managed_apparaten.emulator.tenant import Tenant, seeded_ids

JOBS = "/v1.0/deviceManagement/reports/exportJobs"


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(clock: Clock) -> Iterator[Client]:
    tenant = Tenant.open(None, clock=clock, new_id=seeded_ids("test"))
    seed(tenant)
    yield Client(tenant)
    tenant.close()


def finished(client: Client, clock: Clock, **body: object) -> str:
    made = client("POST", JOBS, body)
    assert made.status == 201, made.body
    clock.now += timedelta(seconds=10)
    return str(client("GET", f"{JOBS}('{made.body['id']}')").body["url"])


def rows(client: Client, url: str) -> list[dict[str, str]]:
    answer = client.tenant.handle(Request("GET", url, {}))
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        [name] = archive.namelist()
        return list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))


def test_a_job_goes_through_its_states_and_ends_with_an_address(client: Client, clock: Clock) -> None:
    made = client("POST", JOBS, {"reportName": "AppInvRawData", "format": "csv"})
    assert (made.status, made.body["status"], made.body["url"]) == (201, "notStarted", None)
    url = f"{JOBS}/{made.body['id']}"
    states = []
    for seconds in (0, 5, 5):
        clock.now += timedelta(seconds=seconds)
        states.append(client("GET", url).body["status"])
    assert states == ["notStarted", "inProgress", "completed"]
    assert client("GET", JOBS).body["value"][0]["url"] == client("GET", url).body["url"]
    assert client("DELETE", url).status == 204


def test_raw_data_has_a_row_for_each_app_on_each_device(client: Client, clock: Clock) -> None:
    found = rows(client, finished(client, clock, reportName="AppInvRawData"))
    detected = client("GET", "/v1.0/deviceManagement/detectedApps").body["value"]
    assert len(found) == sum(app["deviceCount"] for app in detected)
    assert sum(row["ApplicationName"] == "Temu" for row in found) == 61
    assert {row["DeviceId"] for row in found} <= {d.id for d in client.tenant.world.store.objects(("deviceManagement/managedDevices",))}
    assert " ".join(found[0]) == (
        "ApplicationKey ApplicationName ApplicationPublisher ApplicationShortVersion ApplicationVersion DeviceId DeviceName EmailAddress "
        "OSDescription OSVersion Platform UserId UserName"
    )


def test_columns_and_rows_can_be_chosen(client: Client, clock: Clock) -> None:
    chosen = {"select": ["DeviceName", "ApplicationName"], "filter": "(Platform eq 'windows') and ApplicationName eq 'TikTok'"}
    found = rows(client, finished(client, clock, reportName="AppInvRawData", **chosen))
    assert [list(row) for row in found] == [["DeviceName", "ApplicationName"]] * 3
    assert {row["ApplicationName"] for row in found} == {"TikTok"}


def test_the_aggregate_counts_devices(client: Client, clock: Clock) -> None:
    found = rows(client, finished(client, clock, reportName="AppInvAggregate"))
    assert {(row["ApplicationName"], row["Platform"]): row["DeviceCount"] for row in found}["Temu", "IOS"] == "61"
    assert {row["Platform"] for row in found} == {"IOS", "Windows", "MacOS", "AndroidWorkProfile", "AndroidFullyManagedDedicated"}


def test_the_apps_of_a_device_and_the_devices_of_an_app(client: Client, clock: Clock) -> None:
    raw = rows(client, finished(client, clock, reportName="AppInvRawData"))
    device, app = raw[0]["DeviceId"], raw[0]["ApplicationKey"]
    of_device = rows(client, finished(client, clock, reportName="AppInvByDevice", filter=f"DeviceId eq '{device}'"))
    assert [row["ApplicationName"] for row in of_device] == [row["ApplicationName"] for row in raw if row["DeviceId"] == device]
    assert all(row["ApplicationId"] for row in of_device)
    of_app = rows(client, finished(client, clock, reportName="DevicesByAppInv", filter=f"ApplicationKey eq '{app}'"))
    assert [row["DeviceId"] for row in of_app] == [row["DeviceId"] for row in raw if row["ApplicationKey"] == app]


def test_platforms_are_those_of_detected_apps_when_switched_off(clock: Clock) -> None:
    tenant = Tenant.open(None, clock=clock, behaviours=Behaviours().without("export-platform-names"))
    seed(tenant)
    client = Client(tenant)
    found = rows(client, finished(client, clock, reportName="AppInvAggregate"))
    assert {"ios", "macOS"} < {row["Platform"] for row in found}
    tenant.close()


@pytest.mark.parametrize("body", [
    {}, {"reportName": "NoSuchReport"}, {"reportName": "AppInvRawData", "select": ["Nothing"]},
    {"reportName": "AppInvByDevice"}, {"reportName": "DevicesByAppInv", "filter": "DeviceId eq 'x'"},
    {"reportName": "AppInvRawData", "format": "pdf"}, {"reportName": "AppInvRawData", "filter": "ApplicationKey eq 'x'"},
    {"reportName": "AppInvRawData", "filter": "Platform gt 'ios'"}, {"reportName": "AppInvRawData", "filter": "("},
    {"reportName": "AppInvAggregate", "filter": "Platform eq 'ios'"}, {"reportName": "AppInvRawData", "rows": 7},
])  # fmt: skip
def test_what_cannot_be_exported_is_refused(client: Client, body: object) -> None:
    assert client("POST", JOBS, body).status == 400
    assert client("GET", JOBS).body["value"] == []


def test_the_address_is_the_key_and_it_expires(client: Client, clock: Clock) -> None:
    url = finished(client, clock, reportName="AppInvAggregate")
    for wrong in (url.partition("?")[0], url[:-1], url.replace("AppInvAggregate", "AppInvRawData"), "/exports/", "/exports/x.zip?sig="):
        assert client.tenant.handle(Request("GET", wrong, {})).status == 403
    clock.now += timedelta(hours=6)
    assert client.tenant.handle(Request("GET", url, {})).status == 403


def test_over_the_network_the_address_needs_no_token(client: Client, clock: Clock) -> None:
    front = front_of(client.tenant)
    made = front.handle("POST", JOBS, bearer(front), orjson.dumps({"reportName": "AppInvAggregate"}))
    assert made.status == 201
    clock.now += timedelta(seconds=10)
    job = front.handle("GET", f"{JOBS}('{orjson.loads(made.body)['id']}')", bearer(front, "apparaten-plan"), b"")
    url = str(orjson.loads(job.body)["url"])
    assert url.startswith("http://localhost/exports/")
    assert front.handle("GET", url.removeprefix("http://localhost"), {"Host": "localhost"}, b"").body[:2] == b"PK"
    assert front.handle("GET", "/exports/x.zip", {"Host": "localhost"}, b"").status == 403
