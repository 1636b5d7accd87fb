"""Export jobs: asked for, waited for, fetched with the address alone."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import timedelta

import orjson
import pytest
from tests.unit.emulator.conftest import Client, Clock
from tests.unit.emulator.network import bearer, connected, front_of, served

from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.core.http import Request
from managed_apparaten.emulator.doors.server import Server
from managed_apparaten.emulator.faults.fault_table import Fault
from managed_apparaten.emulator.service.intune.export_jobs import NEVER, STORAGE
from managed_apparaten.emulator.service.intune.export_limits import APPLICATION, PERSON, TENANT
from managed_apparaten.emulator.tenant import Tenant, seeded_ids
from managed_apparaten.emulator.worlds.seed import seed

JOBS = "/v1.0/deviceManagement/reports/exportJobs"


@pytest.fixture
def client(zilverdam_in_time: Client) -> Client:
    return zilverdam_in_time


def finished(client: Client, clock: Clock, **body: object) -> str:
    made = client("POST", JOBS, body)
    assert made.status == 201, made.body
    clock.now += timedelta(seconds=10)
    return str(client("GET", f"{JOBS}('{made.body['id']}')").body["url"])


def rows(client: Client, url: str) -> list[dict[str, str]]:
    answer = client.tenant.handle(Request("GET", url, {}))
    assert answer.status == 200
    return list(csv.DictReader(io.StringIO(unpacked(answer.body).decode("utf-8-sig"))))


def unpacked(body: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        [name] = archive.namelist()
        return archive.read(name)


def switched(clock: Clock, *off: str) -> Client:
    """A seeded tenant with some behaviours off."""
    tenant = Tenant.open(None, clock=clock, behaviours=Behaviours().without(*off), new_id=seeded_ids("test"))
    seed(tenant)
    return Client(tenant)


def test_a_job_goes_through_its_states_and_ends_with_an_address(client: Client, clock: Clock) -> None:
    made = client("POST", JOBS, {"reportName": "AppInvRawData", "format": "csv"})
    assert (made.status, made.body["status"], made.body["url"]) == (201, "notStarted", None)
    url = f"{JOBS}/{made.body['id']}"
    states = []
    for seconds in (0, 5, 5):
        clock.now += timedelta(seconds=seconds)
        states.append(client("GET", url).body["status"])
    assert states == ["notStarted", "inProgress", "completed"]
    assert client("DELETE", url).status == 204


def test_a_job_has_no_expiry_before_it_is_done(client: Client, clock: Clock) -> None:
    made = client("POST", JOBS, {"reportName": "AppInvRawData"}).body
    assert (made["expirationDateTime"], made["format"], made["localizationType"]) == (
        NEVER,
        "csv",
        "localizedValuesAsAdditionalColumn",
    )
    clock.now += timedelta(seconds=10)
    done = client("GET", f"{JOBS}/{made['id']}").body
    assert done["expirationDateTime"].startswith("2026-11-21T15:00:10")
    assert done["url"].startswith(f"{STORAGE}/")


def test_an_expiry_is_set_at_once_when_switched_off(clock: Clock) -> None:
    client = switched(clock, "export-expiry-when-done")
    assert (
        client("POST", JOBS, {"reportName": "AppInvRawData"})
        .body["expirationDateTime"]
        .startswith("2026-11-21T15:00:00")
    )


def test_raw_data_has_a_row_for_each_app_on_each_device(client: Client, clock: Clock) -> None:
    found = rows(client, finished(client, clock, reportName="AppInvRawData"))
    detected = client("GET", "/v1.0/deviceManagement/detectedApps").body["value"]
    visible = [
        client("GET", f"/v1.0/deviceManagement/detectedApps/{app['id']}/managedDevices?$top=999").body[
            "value"
        ]
        for app in detected
    ]
    assert len(found) == sum(map(len, visible)) < sum(app["deviceCount"] for app in detected)
    assert sum(row["ApplicationName"] == "Temu" for row in found) == 60, "one of 61 is on a personal device"
    assert {row["DeviceId"] for row in found} <= {
        d.id for d in client.tenant.world.store.objects(("deviceManagement/managedDevices",))
    }
    assert " ".join(found[0]) == (
        "ApplicationKey ApplicationName ApplicationPublisher ApplicationShortVersion ApplicationVersion DeviceId DeviceName EmailAddress "
        "OSDescription OSVersion Platform UserId UserName"
    )


def test_columns_and_rows_can_be_chosen(client: Client, clock: Clock) -> None:
    chosen = {
        "select": ["DeviceName", "ApplicationName"],
        "filter": "(Platform eq 'windows') and ApplicationName eq 'TikTok'",
    }
    found = rows(client, finished(client, clock, reportName="AppInvRawData", **chosen))
    assert [list(row) for row in found] == [["DeviceName", "ApplicationName"]] * 3
    assert {row["ApplicationName"] for row in found} == {"TikTok"}


def test_the_aggregate_counts_devices(client: Client, clock: Clock) -> None:
    found = rows(client, finished(client, clock, reportName="AppInvAggregate"))
    assert {(row["ApplicationName"], row["Platform"]): row["DeviceCount"] for row in found}[
        "Temu", "IOS"
    ] == "61"
    assert {row["Platform"] for row in found} == {
        "IOS",
        "Windows",
        "MacOS",
        "AndroidWorkProfile",
        "AndroidFullyManagedDedicated",
    }


def test_the_apps_of_a_device_and_the_devices_of_an_app(client: Client, clock: Clock) -> None:
    raw = rows(client, finished(client, clock, reportName="AppInvRawData"))
    device, app = raw[0]["DeviceId"], raw[0]["ApplicationKey"]
    of_device = rows(
        client, finished(client, clock, reportName="AppInvByDevice", filter=f"DeviceId eq '{device}'")
    )
    assert [row["ApplicationName"] for row in of_device] == [
        row["ApplicationName"] for row in raw if row["DeviceId"] == device
    ]
    assert all(row["ApplicationId"] for row in of_device)
    of_app = rows(
        client, finished(client, clock, reportName="DevicesByAppInv", filter=f"ApplicationKey eq '{app}'")
    )
    assert [row["DeviceId"] for row in of_app] == [
        row["DeviceId"] for row in raw if row["ApplicationKey"] == app
    ]


def test_an_app_of_which_no_device_is_shown_is_in_the_aggregate_alone(client: Client, clock: Clock) -> None:
    """cartography-cncf/cartography PR#2643: the two reports do not have the same keys."""
    [temu] = [
        one
        for one in client.tenant.world.store.objects(("deviceManagement/detectedApps",))
        if one.body["displayName"] == "DeepSeek"
    ]
    store = client.tenant.world.store
    with store.transaction():
        for device, _ in store.children(temu.id, deep=False):
            store.delete("deviceManagement/managedDevices", device)
    aggregate = {
        row["ApplicationKey"] for row in rows(client, finished(client, clock, reportName="AppInvAggregate"))
    }
    raw = {row["ApplicationKey"] for row in rows(client, finished(client, clock, reportName="AppInvRawData"))}
    assert len(aggregate - raw) == 1


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
    {"reportName": "AppInvRawData", "format": "pdf"}, {"reportName": "appinvrawdata"},
    {"reportName": "AppInvRawData", "select": ["deviceName"]}, {"reportName": "AppInvByDevice", "filter": "Platform eq 'ios'"},
    {"reportName": "AppInvRawData", "filter": "(Platform eq 'ios') or (Platform eq 'windows')"},
    {"reportName": "AppInvRawData", "filter": "startswith(Platform,'i')"}, {"reportName": "AppInvRawData", "filter": "Platform eq ios"},
    {"reportName": "AppInvRawData", "filter": "Platform eq 'ios' Platform"}, {"reportName": "DeviceInstallStatusByApp"},
    {"reportName": "AppInstallStatusAggregate", "select": ["Platform_loc"]},
    {"reportName": "AppInvRawData", "filter": "(Platform eq 'ios'"},
 {"reportName": "AppInvRawData", "filter": "ApplicationKey eq 'x'"},
    {"reportName": "AppInvRawData", "filter": "Platform gt 'ios'"}, {"reportName": "AppInvRawData", "filter": "("},
    {"reportName": "AppInvAggregate", "filter": "Platform eq 'ios'"}, {"reportName": "AppInvRawData", "rows": 7},
])  # fmt: skip
def test_what_cannot_be_exported_is_refused(client: Client, body: object) -> None:
    assert client("POST", JOBS, body).status == 400
    assert not list(client.tenant.world.store.objects(("deviceManagement/reports/exportJobs",)))


def test_the_address_is_the_key_and_it_expires(client: Client, clock: Clock) -> None:
    url = finished(client, clock, reportName="AppInvAggregate")
    wrong = (url.partition("?")[0], url[:-1], url.replace("sig=", "sig=0"), url.replace("AppInvAggregate", "AppInvRawData"),
             url.replace("&se=2026", "&se=2027"), f"{STORAGE}/", f"{STORAGE}/a/x.zip?sig=")  # fmt: skip
    assert {client.tenant.handle(Request("GET", one, {})).status for one in wrong} == {403}
    assert client.tenant.handle(Request("POST", url, {})).status == 405
    clock.now += timedelta(hours=6)
    assert client.tenant.handle(Request("GET", url, {})).status == 403


def test_the_storage_refuses_a_token(client: Client, clock: Clock) -> None:
    """facts/inventory.md 13: the link stood on Graph's own root, so a token that leaked went unseen."""
    url = finished(client, clock, reportName="AppInvAggregate")
    answer = client.tenant.handle(Request("GET", url, {"authorization": "Bearer x"}))
    assert (answer.status, b"InvalidAuthenticationInfo" in answer.body) == (400, True)
    kinder = switched(clock, "storage-refuses-tokens")
    url = finished(kinder, clock, reportName="AppInvAggregate")
    assert kinder.tenant.handle(Request("GET", url, {"Authorization": "Bearer x"})).status == 200


def test_graph_itself_serves_no_file(client: Client, clock: Clock) -> None:
    url = finished(client, clock, reportName="AppInvAggregate")
    assert (
        client.tenant.handle(Request("GET", url.replace(STORAGE, "https://graph.microsoft.com"), {})).status
        == 400
    )


def test_over_the_network_the_storage_is_a_port_of_its_own_without_a_token(
    client: Client, clock: Clock
) -> None:
    front = front_of(client.tenant)
    with served(Server("127.0.0.1", 0, front)) as server, connected(server) as graph:
        token = bearer(front)
        graph.request("POST", JOBS, orjson.dumps({"reportName": "AppInvAggregate"}), token)
        made = orjson.loads(graph.getresponse().read())
        clock.now += timedelta(seconds=10)
        graph.request("GET", f"{JOBS}('{made['id']}')", headers=bearer(front, "apparaten-plan"))
        url = orjson.loads(graph.getresponse().read())["url"]
        assert url.startswith(server.storage.url + "/")
        assert server.storage.url != server.url
        address = url.removeprefix(server.storage.url)
        with connected(server.storage) as storage:
            storage.request("GET", address)
            assert storage.getresponse().read()[:2] == b"PK"
            storage.request("GET", address, headers=token)
            refused = storage.getresponse()
            assert (refused.read()[:5], refused.status) == (b"<?xml", 400)
        graph.request("GET", address)
        unknown = graph.getresponse()
        unknown.read()
        assert unknown.status == 401


def test_json_comes_in_values_or_as_a_bare_array(client: Client, clock: Clock) -> None:
    body = client.tenant.handle(
        Request("GET", finished(client, clock, reportName="AppInvAggregate", format="json"), {})
    ).body
    [first, *_] = orjson.loads(unpacked(body))["values"]
    assert {"ApplicationName", "DeviceCount"} < set(first)
    bare = switched(clock, "export-json-in-values")
    body = bare.tenant.handle(
        Request("GET", finished(bare, clock, reportName="AppInvAggregate", format="json"), {})
    ).body
    assert isinstance(orjson.loads(unpacked(body)), list)


def test_numbers_have_their_text_beside_them_or_in_their_place(client: Client, clock: Clock) -> None:
    default = rows(client, finished(client, clock, reportName="AppInstallStatusAggregate"))
    assert {(row["Platform"], row["Platform_loc"]) for row in default} == {("1", "Android"), ("2", "iOS")}
    chosen = rows(
        client, finished(client, clock, reportName="AppInstallStatusAggregate", select=["Platform"])
    )
    assert list(chosen[0]) == ["Platform", "Platform_loc"]
    how = {"localizationType": "replaceLocalizableValues", "select": ["Platform"]}
    assert {tuple(row.items()) for row in rows(client, finished(client, clock, reportName="AppInstallStatusAggregate", **how))} == {
        (("Platform", "Android"),), (("Platform", "iOS"),),
    }  # fmt: skip
    kinder = switched(clock, "export-loc-not-selectable")
    assert (
        kinder("POST", JOBS, {"reportName": "AppInstallStatusAggregate", "select": ["Platform_loc"]}).status
        == 201
    )


def test_the_documented_example_of_the_devices_report(client: Client, clock: Clock) -> None:
    select = [
        "DeviceName",
        "managementAgent",
        "ownerType",
        "complianceState",
        "OS",
        "OSVersion",
        "LastContact",
        "UPN",
        "DeviceId",
    ]
    asked = {
        "reportName": "Devices",
        "filter": "(OwnerType eq '1')",
        "localizationType": "localizedValuesAsAdditionalColumn",
        "select": select,
    }
    found = rows(client, finished(client, clock, **asked))
    assert list(found[0]) == select
    owned = [
        one
        for one in client.tenant.world.store.objects(("deviceManagement/managedDevices",))
        if one.body["ownerType"] == "company"
    ]
    assert {row["DeviceId"] for row in found} == {one.id for one in owned}
    strict = switched(clock, "export-column-aliases")
    assert strict("POST", JOBS, asked).status == 400


def test_alternatives_are_obeyed_when_switched_on(clock: Clock) -> None:
    client = switched(clock, "export-filter-or-refused")
    text = "(ApplicationName eq 'TikTok' and Platform eq 'windows') or (ApplicationName eq 'DeepSeek')"
    found = rows(client, finished(client, clock, reportName="AppInvRawData", filter=text))
    assert {(row["ApplicationName"], row["Platform"]) for row in found} == {
        ("TikTok", "Windows"),
        ("DeepSeek", "IOS"),
    }


def test_search_is_taken_on_beta_and_ignored_or_refused(client: Client, clock: Clock) -> None:
    body = {"reportName": "AppInvAggregate", "search": "TikTok"}
    assert client("POST", JOBS.replace("v1.0", "beta"), body).status == 201
    assert switched(clock, "export-search-ignored")("POST", JOBS.replace("v1.0", "beta"), body).status == 400


def test_who_may_ask_for_an_export_is_a_switch(client: Client, clock: Clock) -> None:
    read = frozenset({"DeviceManagementManagedDevices.Read.All"})

    def status(asked: Client) -> int:
        return asked.tenant.handle(
            Request("POST", JOBS, {}, b'{"reportName": "AppInvAggregate"}', "plan", read)
        ).status

    assert status(client) == 403
    assert status(switched(clock, "export-post-needs-write")) == 201


def test_so_many_requests_a_minute_for_a_person_an_application_and_the_tenant(clock: Clock) -> None:
    tenant = Tenant.open(None, clock=clock, behaviours=Behaviours().with_("throttling"))

    def asked(app: str, person: str = "") -> int:
        return tenant.handle(Request("GET", f"{JOBS}/x", {}, b"", app, person=person)).status

    assert [asked("a", "p@x") for _ in range(PERSON + 1)] == [404] * PERSON + [429]
    assert [asked("a") for _ in range(APPLICATION + 1)] == [404] * APPLICATION + [429]
    assert [asked("b") for _ in range(TENANT - PERSON - APPLICATION + 1)] == [404] * (
        TENANT - PERSON - APPLICATION
    ) + [429]
    clock.now += timedelta(seconds=60)
    assert asked("a") == 404
    tenant.close()


def polled(client: Client, made: str) -> dict[str, object]:
    return dict(client("GET", f"{JOBS}/{made}").body)


def test_f44_a_job_does_not_get_done(client: Client, clock: Clock) -> None:
    inject = client.tenant.faults.inject
    made = client("POST", JOBS, {"reportName": "AppInvAggregate"}).body["id"]
    clock.now += timedelta(minutes=5)
    expected = {"strands": ("inProgress", None), "fails": ("failed", None), "no-url": ("completed", "")}
    for form, (status, url) in expected.items():
        inject(Fault("F44", form))
        found = polled(client, made)
        assert (found["status"], found["url"]) == (status, url), form
    assert polled(client, made)["url"]
    inject(Fault("F44", "refused", methods=("POST",)))
    assert client("POST", JOBS, {"reportName": "AppInvAggregate"}).status == 403
    inject(Fault("F47"))
    answer = client("GET", f"{JOBS}/{made}")
    assert (answer.status, "query broker" in answer.body["error"]["message"]) == (500, True)


def test_f45_the_file_is_on_another_host(client: Client, clock: Clock) -> None:
    hosts = {}
    for form in ("host", "second", "http"):
        client.tenant.faults.inject(Fault("F45", form, methods=("GET",)))
        hosts[form] = finished(client, clock, reportName="AppInvAggregate")
    assert [url.split("/", 3)[2].partition(".")[2] for url in hosts.values()][1:] == [
        "blob.core.windows.net"
    ] * 2
    assert not hosts["host"].startswith("https://ams")
    assert hosts["http"].startswith("http://")
    assert rows(client, hosts["second"])


def text_of(client: Client, url: str, form: str) -> str:
    client.tenant.faults.inject(Fault("F46", form))
    return unpacked(client.tenant.handle(Request("GET", url, {})).body).decode("utf-8-sig")


def test_f46_the_file_is_not_as_it_should_be(client: Client, clock: Clock) -> None:
    url = finished(client, clock, reportName="AppInvAggregate", select=["ApplicationName", "DeviceCount"])
    client.tenant.faults.inject(Fault("F46", "expired"))
    assert client.tenant.handle(Request("GET", url, {})).status == 403
    assert (text_of(client, url, "empty"), text_of(client, url, "header-only")) == (
        "",
        "ApplicationName,DeviceCount\r\n",
    )
    assert text_of(client, url, "short-row").split("\r\n")[1:3] == ["TikTok", "TikTok,12"]
    assert text_of(client, url, "long-row").split("\r\n")[1].endswith(",x")
    assert text_of(client, url, "bare-quotes").split("\r\n")[1].startswith('T"ikTok,')
    client.tenant.faults.inject(Fault("F46", "two-members"))
    with zipfile.ZipFile(io.BytesIO(client.tenant.handle(Request("GET", url, {})).body)) as archive:
        assert len(archive.namelist()) == 2
    client.tenant.faults.inject(Fault("F46", "cut"))
    with pytest.raises(zipfile.BadZipFile):
        unpacked(client.tenant.handle(Request("GET", url, {})).body)
    assert len(rows(client, url)) > 10
