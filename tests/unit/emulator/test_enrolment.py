"""Enrolment configurations: defaults, ids, priorities, limits and assignments (issue 10, E15)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.unit.emulator.conftest import GROUP, Client, group_target, open_tenant

from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service.intune import enrolment
from managed_apparaten.emulator.service.intune.assignments import FILTER_ID
from managed_apparaten.emulator.worlds.seed import seed

URL = f"/beta/{enrolment.PATH}"
TYPE = "#microsoft.graph.deviceEnrollmentPlatformRestrictionConfiguration"
TENANT = "8b7f0d2e-0000-4000-8000-000000000001"


def restriction(name: str, platform: str = "ios", **more: Any) -> dict[str, Any]:
    inner = {"platformBlocked": False, "personalDeviceEnrollmentBlocked": True}
    return {
        "@odata.type": TYPE,
        "displayName": name,
        "platformType": platform,
        "platformRestriction": inner,
        **more,
    }


def limit(number: Any) -> dict[str, Any]:
    return {
        "@odata.type": "#microsoft.graph.deviceEnrollmentLimitConfiguration",
        "displayName": "l",
        "limit": number,
    }


@pytest.fixture
def here(client: Client) -> Client:
    """A tenant with the defaults."""
    client.tenant.insert(enrolment.default_configurations(TENANT, "2026-01-05T08:00:00.0000000Z"))
    return client


def names(here: Client, platform: str = "ios") -> list[str]:
    found = [one for one in here("GET", URL).body["value"] if one.get("platformType") == platform]
    ordered = sorted(found, key=lambda one: int(one["priority"]))
    assert [one["priority"] for one in ordered] == list(range(1, len(ordered) + 1))
    return [one["displayName"] for one in ordered]


def test_every_tenant_has_its_defaults() -> None:
    """E15: ids and assignment as the backup of CES2026-IntuneCD shows them."""
    tenant = open_tenant()
    seed(tenant)
    every = Client(tenant)("GET", f"{URL}?$expand=assignments").body["value"]
    found = [one for one in every if one["priority"] == 0]
    organization = tenant.identity()[0]
    assert [(one["id"], one["priority"]) for one in found] == [
        (f"{organization}_Default{kind}", 0) for kind in (
            "Limit", "PlatformRestrictions", "WindowsHelloForBusiness", "Windows10EnrollmentCompletionPageConfiguration", "WindowsRestore")
    ]  # fmt: skip
    assert {one["assignments"][0]["target"]["@odata.type"] for one in found} == {
        "#microsoft.graph.allDevicesAssignmentTarget"
    }
    tenant.close()


def test_a_default_changes_its_values_and_nothing_else(here: Client, without: Callable[..., Client]) -> None:
    url = f"{URL}/{TENANT}_DefaultLimit"
    kind = {"@odata.type": limit(3)["@odata.type"]}
    assert here("PATCH", url, {**kind, "limit": 3}).body["limit"] == 3
    assert here("PATCH", url, {**kind, "limit": 16}).status == 400
    for method, path, body in (("DELETE", url, None), ("POST", f"{url}/setPriority", {"priority": 1}),
                               ("POST", f"{url}/assign", {"enrollmentConfigurationAssignments": [group_target()]})):  # fmt: skip
        assert "default" in here(method, path, body).message
    assert [found["target"]["@odata.type"] for found in here("GET", f"{url}/assignments").body["value"]] == [
        "#microsoft.graph.allDevicesAssignmentTarget"
    ]
    loose = without("enrolment-default-fixed")
    loose.tenant.insert(enrolment.default_configurations(TENANT, "2026-01-05T08:00:00.0000000Z"))
    assert loose("DELETE", url).status == 204


@pytest.mark.parametrize(("body", "ending", "kind"), [
    (restriction("r"), "SinglePlatformRestriction", "singlePlatformRestriction"), (limit(5), "Limit", "limit"),
    ({"@odata.type": "#microsoft.graph.windows10EnrollmentCompletionPageConfiguration", "displayName": "e"},
     "Windows10EnrollmentCompletionPageConfiguration", "windows10EnrollmentCompletionPageConfiguration"),
    ({"@odata.type": "#microsoft.graph.deviceEnrollmentNotificationConfiguration", "displayName": "n"},
     "EnrollmentNotificationsConfiguration", "enrollmentNotificationsConfiguration"),
])  # fmt: skip
def test_the_service_gives_id_type_and_priority(
    here: Client, body: dict[str, Any], ending: str, kind: str
) -> None:
    url = here.make(URL, {**body, "priority": 7, "deviceEnrollmentConfigurationType": "unknown"})
    found = here("GET", url).body
    assert (url.endswith(f"_{ending}"), found["deviceEnrollmentConfigurationType"], found["priority"]) == (
        True,
        kind,
        1,
    )
    assert (
        here("PATCH", url, {"@odata.type": body["@odata.type"], "priority": 9, "displayName": "x"}).body[
            "priority"
        ]
        == 1
    )
    asked = (
        f"{URL}?$filter=deviceEnrollmentConfigurationType eq '{kind[0].upper()}{kind[1:]}' and priority gt 0"
    )
    assert [one["id"] for one in here("GET", asked).body["value"]] == [found["id"]]


def test_priorities_shift(here: Client) -> None:
    made = {name: here.make(URL, restriction(name)) for name in "abcd"}
    here.make(URL, restriction("other", "mac"))
    assert names(here) == ["a", "b", "c", "d"]
    assert here("POST", f"{made['d']}/setPriority", {"priority": 1}).status == 204
    assert names(here) == ["d", "a", "b", "c"]
    assert here("POST", f"{made['d']}/setPriority", {"priority": 3}).status == 204
    assert names(here) == ["a", "b", "d", "c"]
    assert here("POST", f"{made['a']}/setPriority", {"priority": 80}).status == 204
    assert names(here) == ["b", "d", "c", "a"]
    for bad in (
        {"priority": 4},
        {"priority": 0},
        {"priority": "1"},
        {"priority": None},
        {},
        {"priority": 1, "colour": "red"},
    ):
        assert here("POST", f"{made['a']}/setPriority", bad).status == 400
    assert here("DELETE", made["d"]).status == 204
    assert names(here) == ["b", "c", "a"]
    assert names(here, "mac") == ["other"]


@pytest.mark.parametrize("body", [
    limit(0), limit(16), limit("5"), {**limit(5), "limit": None}, restriction("r", "allPlatforms"),
    restriction("r", platformRestriction=None),
    {key: value for key, value in limit(1).items() if key != "limit"}, {"@odata.type": "#microsoft.graph.deviceEnrollmentConfiguration"},
])  # fmt: skip
def test_what_is_no_configuration_is_refused(here: Client, body: dict[str, Any]) -> None:
    assert here("POST", URL, body).status == 400
    assert len(here("GET", URL).body["value"]) == len(enrolment.DEFAULTS)


def test_a_restriction_keeps_its_platform(here: Client) -> None:
    url = here.make(URL, restriction("r"))
    assert "platform" in here("PATCH", url, {"@odata.type": TYPE, "platformType": "mac"}).message
    assert (
        here("PATCH", url, {"@odata.type": TYPE, "platformType": "ios", "description": "d"}).body[
            "description"
        ]
        == "d"
    )


def test_no_more_than_25_restrictions(here: Client) -> None:
    every = (
        Stored(enrolment.PATH, f"{number}_SinglePlatformRestriction", enrolment.RESTRICTIONS[0], {}, {})
        for number in range(24)
    )
    here.tenant.insert(every)
    here.make(URL, restriction("last"))
    assert "at most 25" in here("POST", URL, restriction("more")).message
    here.make(URL, limit(4))


def test_an_assignment_takes_no_filter_for_android(here: Client, without: Callable[..., Client]) -> None:
    sent = {"displayName": "f", "platform": "iOS", "rule": '(device.model -eq "x")'}
    chosen = here.make("/beta/deviceManagement/assignmentFilters", sent).rpartition("/")[2]
    target = group_target(GROUP)
    filtered = {
        "target": {
            **target["target"],
            FILTER_ID: chosen,
            "deviceAndAppManagementAssignmentFilterType": "include",
        }
    }
    for platform, status in (("ios", 204), ("android", 400), ("androidForWork", 400)):
        url = here.make(URL, restriction(platform, platform))
        assert (
            here("POST", f"{url}/assign", {"enrollmentConfigurationAssignments": [filtered]}).status == status
        )
        assert here("POST", f"{url}/assign", {"enrollmentConfigurationAssignments": [target]}).status == 204
        assert len(here("GET", f"{url}/assignments").body["value"]) == 1
    assert (
        without("enrolment-no-filter-for-android", "assignment-filter-exists")(
            "POST", f"{URL}/x/assign", {"enrollmentConfigurationAssignments": []}
        ).status
        == 404
    )


def test_a_notification_makes_its_templates(here: Client) -> None:
    kind = "#microsoft.graph.deviceEnrollmentNotificationConfiguration"
    url = here.make(
        URL,
        {
            "@odata.type": kind,
            "displayName": "n",
            "platformType": "ios",
            "notificationTemplates": ["email", "push"],
        },
    )
    found = here("GET", url).body["notificationTemplates"]
    assert [one.partition("_")[0] for one in found] == ["Email", "Push"]
    for one in found:
        path = f"/beta/deviceManagement/notificationMessageTemplates/{one.partition('_')[2]}"
        assert (
            here(
                "POST",
                f"{path}/localizedNotificationMessages",
                {"locale": "nl-nl", "subject": "s", "messageTemplate": "m"},
            ).status
            == 201
        )


def test_priority_and_id_can_be_taken_as_sent(without: Callable[..., Client]) -> None:
    here = without(
        "enrolment-ids-name-their-kind", "enrolment-priority-by-service", "enrolment-priorities-shift"
    )
    url = here.make(URL, restriction("r", priority=7))
    assert ("_" in url, here("GET", url).body["priority"]) == (False, 7)
    assert here("POST", f"{url}/setPriority", {"priority": 3}).status == 204
    assert here("GET", url).body["priority"] == 3


def test_the_type_follows_from_the_kind_whatever_is_sent(
    here: Client, without: Callable[..., Client]
) -> None:
    """E17: the reference pages send the type of a device limit with every kind."""
    kind = "deviceEnrollmentConfigurationType"
    made = here.make(URL, restriction("r", **{kind: "limit"}))
    changed = here("PATCH", made, {"@odata.type": TYPE, kind: "limit", "description": "d"}).body
    assert (changed[kind], changed["description"]) == ("singlePlatformRestriction", "d")
    loose = without("enrolment-type-by-kind")
    made = loose.make(URL, restriction("r", **{kind: "limit"}))
    assert loose("GET", made).body[kind] == "limit"
    assert (
        loose("PATCH", made, {"@odata.type": TYPE, kind: "platformRestrictions"}).body[kind]
        == "platformRestrictions"
    )
