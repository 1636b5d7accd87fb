"""Throttling: the published figures, per app and for the whole tenant, on the tenant's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import orjson
import pytest
from tests.unit.emulator.conftest import NOW

from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.core.http import Request, Response
from managed_apparaten.emulator.odata import urls
from managed_apparaten.emulator.service.throttle import RETRY_AFTER_FORMS, find_service, format_retry_after
from managed_apparaten.emulator.tenant import Tenant

CONFIGURATIONS = "/v1.0/deviceManagement/deviceConfigurations"
BODY = orjson.dumps({"@odata.type": "#microsoft.graph.iosGeneralDeviceConfiguration", "displayName": "x"})


class World:
    """A tenant that throttles, on a clock that tests move."""

    def __init__(self, *more: str, without: tuple[str, ...] = ()) -> None:
        self.now = NOW
        behaviours = Behaviours().with_("throttling", *more).without(*without)
        self.tenant = Tenant.open(None, clock=lambda: self.now, behaviours=behaviours)

    def ask(self, method: str, url: str, app: str = "a", body: bytes = BODY) -> Response:
        return self.tenant.handle(Request(method, url, {}, body, app))

    def allowed(self, method: str, url: str, app: str = "a", most: int = 5000) -> int:
        """How many requests go through before the first 429, without any time passing."""
        return next(number for number in range(most) if self.ask(method, url, app).status == 429)


@pytest.mark.parametrize(("method", "url", "number"), [
    ("POST", CONFIGURATIONS, 100), ("POST", "/beta/deviceManagement/configurationPolicies", 100),
    ("POST", "/v1.0/deviceAppManagement/mobileApps", 100), ("DELETE", "/v1.0/deviceAppManagement/iosManagedAppProtections/x", 100),
    ("DELETE", "/v1.0/deviceManagement/managedDevices/x", 200), ("GET", CONFIGURATIONS + "/x", 1000),
    ("GET", "/v1.0/deviceManagement/managedDevices/x", 2000),
])  # fmt: skip
def test_an_app_gets_the_published_number_in_twenty_seconds(method: str, url: str, number: int) -> None:
    assert World().allowed(method, url) == number


def test_the_tenant_as_a_whole_gets_twice_as_many() -> None:
    world = World()
    assert [world.allowed("POST", CONFIGURATIONS, app) for app in "abc"] == [100, 100, 0]


def test_one_service_does_not_throttle_another() -> None:
    world = World()
    world.allowed("POST", CONFIGURATIONS)
    assert world.ask("POST", "/v1.0/deviceAppManagement/mobileApps").status == 400
    assert world.ask("GET", CONFIGURATIONS).status == 200


def test_waiting_as_told_is_enough_and_less_is_counted_as_early() -> None:
    world = World()
    world.allowed("POST", CONFIGURATIONS)
    told = int(world.ask("POST", CONFIGURATIONS).headers["Retry-After"])
    assert world.tenant.counts().early == 1
    world.now += timedelta(seconds=told)
    assert world.ask("POST", CONFIGURATIONS).status == 201
    assert (world.tenant.counts().early, world.tenant.counts().throttled) == (1, 2)


def test_refused_requests_do_not_push_the_moment_away() -> None:
    world = World()
    world.allowed("POST", CONFIGURATIONS)
    for _ in range(50):
        world.ask("POST", CONFIGURATIONS)
    world.now += timedelta(seconds=1)
    assert world.allowed("POST", CONFIGURATIONS) == 5


def test_a_full_window_later_everything_is_there_again_and_no_more() -> None:
    world = World()
    for _ in range(2):
        assert world.allowed("POST", CONFIGURATIONS) == 100
        world.now += timedelta(hours=1)


def test_parts_of_a_batch_are_throttled_alone_with_their_own_header() -> None:
    world = World()
    for _ in range(95):
        world.ask("POST", CONFIGURATIONS)
    headers = {"Content-Type": "application/json"}
    parts = [{"id": str(n), "method": "POST", "url": "/deviceManagement/deviceConfigurations", "headers": headers,
              "body": orjson.loads(BODY)} for n in range(10)]  # fmt: skip
    answer = world.ask("POST", "/v1.0/$batch", body=orjson.dumps({"requests": parts}))
    assert answer.status == 200
    found: list[dict[str, Any]] = orjson.loads(answer.body)["responses"]
    assert sorted(part["status"] for part in found) == [201] * 5 + [429] * 5
    assert all("Retry-After" in part["headers"] for part in found if part["status"] == 429)


def test_a_throttled_write_changes_nothing_and_stands_in_the_log() -> None:
    world = World()
    world.allowed("POST", CONFIGURATIONS)
    assert world.tenant.counts().objects == {"deviceManagement/deviceConfigurations": 100}
    assert world.tenant.audit()[-1].status == 429


def test_directory_reads_cost_resource_units() -> None:
    assert World().allowed("GET", "/v1.0/groups/x/transitiveMembers", most=9000) == 8000 // 5
    assert (
        World().allowed("GET", "/v1.0/groups/x/transitiveMembers?$select=id&$top=5", most=9000) == 8000 // 3
    )


def test_the_header_can_be_a_fraction_or_absent() -> None:
    fraction, absent = World("retry-after-fraction"), World(without=("retry-after-given",))
    for world in (fraction, absent):
        world.allowed("POST", CONFIGURATIONS)
    told = fraction.ask("POST", CONFIGURATIONS).headers["Retry-After"]
    assert not told.isdigit()
    fraction.now += timedelta(seconds=float(told))
    assert fraction.ask("POST", CONFIGURATIONS).status == 201
    assert "Retry-After" not in absent.ask("POST", CONFIGURATIONS).headers


def test_forms_of_the_header() -> None:
    now = datetime(2026, 11, 21, 9, 0, 0, 900_000, tzinfo=UTC)
    assert {form: format_retry_after(2.4, form, now) for form in RETRY_AFTER_FORMS} == {
        "whole": "3", "fraction": "2.401", "date": "Sat, 21 Nov 2026 09:00:04 GMT", "zero": "0", "negative": "-5", "endless": "1000000000",
        "junk": "soon",
    }  # fmt: skip
    told = parsedate_to_datetime(str(format_retry_after(2.4, "date", now)))
    assert told >= now + timedelta(seconds=2.4)
    assert format_retry_after(2.4, "", now) is None


def test_without_the_behaviour_nobody_waits() -> None:
    tenant = Tenant.open(None, clock=lambda: NOW)
    assert {tenant.handle(Request("POST", CONFIGURATIONS, {}, BODY)).status for _ in range(250)} == {201}


def test_the_longest_path_decides_the_service() -> None:
    names = {url: getattr(find_service(urls.parse(url)), "name", None) for url in (
        "/beta/deviceAppManagement/mobileApps/1", "/beta/deviceAppManagement/mobileAppsX", "/beta/deviceManagement/roleScopeTags",
        "/beta/deviceManagement/detectedApps", "/v1.0/users", "/v1.0/elsewhere",
    )}  # fmt: skip
    assert list(names.values()) == [
        "applications",
        "managed applications",
        "device management",
        "devices",
        "identity",
        None,
    ]
