"""Audit events in the form of live records: who, through which application, what, and the assignment as a resource of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.unit.emulator.conftest import (
    APPS,
    CATALOG,
    COMPLIANCE,
    GROUP,
    NOW,
    OTHER_GROUP,
    Client,
    catalog_body,
    group_target,
    open_tenant,
    valid,
)
from tests.unit.emulator.test_exports import JOBS

from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.doors.serving import authority_of
from managed_apparaten.emulator.identity.registrations import application_id
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.emulator.worlds.zilverdam import DOMAIN, user_id

EVENTS = "/v1.0/deviceManagement/auditEvents"
PORTAL = "5926fc8e-304e-4f59-8bed-58ca97cc39a4"
PERSON = f"ict-beheer.001@{DOMAIN}"


@pytest.fixture
def people() -> Iterator[Client]:
    """A tenant with people and applications in it."""
    tenant = open_tenant()
    seed(tenant)
    authority_of(tenant)
    yield Client(tenant)
    tenant.close()


def events(client: Client) -> list[Any]:
    answer = client("GET", EVENTS)
    assert answer.status == 200
    return list(answer.body["value"])


def test_a_new_assignment_reads_as_the_live_record_of_one(client: Client) -> None:
    """The record of 2025-09-12 in graph2otel: two resources, `<null>`, texts with a capital, no value before."""
    policy = client.make(CATALOG, catalog_body(name="MacOS Updates")).rpartition("/")[2]
    everything = {"@odata.type": "#microsoft.graph.allDevicesAssignmentTarget"}
    client("POST", f"{CATALOG}/{policy}/assign", {"assignments": [{"target": everything}]})
    [_, event] = events(client)
    told = {
        name: event[name]
        for name in (
            "activity",
            "activityOperationType",
            "activityResult",
            "activityType",
            "category",
            "componentName",
        )
    }
    assert told == {
        "activity": None, "activityOperationType": "Create", "activityResult": "Success",
        "activityType": "Create DeviceManagementConfigurationPolicyAssignment", "category": "DeviceConfiguration",
        "componentName": "DeviceConfiguration",
    }  # fmt: skip
    assert event["displayName"] == "Create device configuration assignment 2.0 (beta)"
    owner, own = event["resources"]
    assert (owner["displayName"], owner["resourceId"], owner["modifiedProperties"]) == (
        "MacOS Updates",
        policy,
        [],
    )
    assert owner["auditResourceType"] == "DeviceManagementConfigurationPolicy"
    assert (own["displayName"], own["auditResourceType"]) == (
        "<null>",
        "DeviceManagementConfigurationPolicyAssignment",
    )
    assert own["resourceId"] == f"{policy}_adadadad-808e-44e2-905a-0b7873a8a531"
    values = {one["displayName"]: (one["oldValue"], one["newValue"]) for one in own["modifiedProperties"]}
    assert values == {
        "Target.Type": (None, "AllDevicesAssignmentTarget"), "Target.DeviceAndAppManagementAssignmentFilterId": (None, "<null>"),
        "Target.DeviceAndAppManagementAssignmentFilterType": (None, "None"), "Id": (None, own["resourceId"]), "Source": (None, "Direct"),
        "SourceId": (None, policy), "DeviceManagementAPIVersion": (None, "5025-06-03"),
    }  # fmt: skip


def test_each_assignment_that_changes_is_an_event_and_the_others_are_none(client: Client) -> None:
    url = client.make(*valid("ios_compliance"))
    for groups in ((GROUP,), (GROUP, OTHER_GROUP), (OTHER_GROUP,), (OTHER_GROUP,)):
        client("POST", f"{url}/assign", {"assignments": [group_target(group) for group in groups]})
    found = [event for event in events(client) if "Assignment" in event["activityType"]]
    assert [event["activityOperationType"] for event in found] == ["Create", "Create", "Delete"]
    assert [event["resources"][1]["resourceId"].rpartition("_")[2] for event in found] == [
        GROUP,
        OTHER_GROUP,
        GROUP,
    ]
    gone = {one["displayName"]: one["newValue"] for one in found[-1]["resources"][1]["modifiedProperties"]}
    assert set(gone.values()) == {None}
    assert len({event["id"] for event in found}) == 3


def test_an_app_is_a_mobile_app_of_the_category_application(client: Client) -> None:
    """The record of a deleted app in wazuh."""
    app = client.make(*valid("mobile_app"))
    client("POST", f"{app}/assign", {"mobileAppAssignments": [{**group_target(), "intent": "uninstall"}]})
    client("DELETE", app)
    created, assigned, deleted = events(client)
    assert {(event["componentName"], event["category"]) for event in (created, assigned, deleted)} == {
        ("MobileApp", "Application")
    }
    assert (deleted["activityType"], deleted["activityOperationType"]) == ("Delete MobileApp", "Delete")
    assert assigned["activityType"] == "Create MobileAppAssignment"
    assert {"displayName": "Intent", "oldValue": None, "newValue": "Uninstall"} in assigned["resources"][1][
        "modifiedProperties"
    ]
    assert {one["newValue"] for one in deleted["resources"][0]["modifiedProperties"]} == {None}


def test_what_stands_below_an_object_changes_it(client: Client) -> None:
    url = client.make(*valid("ios_app_protection"))
    client("POST", f"{url}/targetApps", {"apps": [], "appGroupType": "allApps"})
    assert [event["activityOperationType"] for event in events(client)] == ["Create", "Patch"]


def test_a_remote_action_is_named_by_its_action(people: Client) -> None:
    """graph2otel, 2026-07-16: `syncDevice ManagedDevice`, operation Action, category Device."""
    device = people("GET", "/beta/deviceManagement/managedDevices?$top=1").body["value"][0]["id"]
    assert people("POST", f"/beta/deviceManagement/managedDevices/{device}/syncDevice").status == 204
    [event] = events(people)
    assert (event["activityType"], event["activityOperationType"], event["category"]) == (
        "syncDevice ManagedDevice",
        "Action",
        "Device",
    )


def test_a_person_has_an_application_beside_them_and_an_application_is_alone(people: Client) -> None:
    tenant = people.tenant
    for actor, person in (
        ("portal", PERSON),
        ("apparaten-apply", PERSON),
        ("apparaten-apply", ""),
        ("portal", ""),
    ):
        Client(tenant, actor, person).make(*valid("ios_compliance"))
    shown = [[event["actor"][name] for name in ("auditActorType", "applicationDisplayName", "applicationId", "userPrincipalName", "userId")]
             for event in events(people)]  # fmt: skip
    ours = ["apparaten-apply", application_id("apparaten-apply")]
    assert shown == [
        ["ItPro", "Microsoft Intune portal extension", PORTAL, PERSON, user_id(PERSON)],
        ["ItPro", *ours, PERSON, user_id(PERSON)],
        ["Application", *ours, None, None],
        ["Application", "Microsoft Intune portal extension", PORTAL, None, None],
    ]


def test_an_export_is_no_change(people: Client, without: Callable[..., Client]) -> None:
    """facts/inventory.md 13: our own export POST appeared as one."""
    people("POST", JOBS, {"reportName": "AppInvAggregate"})
    assert events(people) == []
    client = without("exports-not-audited")
    client("POST", JOBS, {"reportName": "AppInvAggregate"})
    assert len(events(client)) == 1


class Moving:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


def test_events_may_be_late_and_are_kept_for_two_years() -> None:
    clock = Moving()
    client = Client(Tenant.open(None, clock=clock, behaviours=Behaviours().with_("audit-events-late")))
    client.make(*valid("ios_compliance"))
    numbers = []
    for wait in (timedelta(), timedelta(minutes=15), timedelta(days=729), timedelta(days=1)):
        clock.now += wait
        numbers.append(len(events(client)))
    assert numbers == [0, 1, 1, 0]


def test_pages_of_events_hold_each_event_once(client: Client) -> None:
    url = client.make(*valid("ios_compliance"))
    client("POST", f"{url}/assign", {"assignments": [group_target(GROUP), group_target(OTHER_GROUP)]})
    client.make(APPS, valid("mobile_app")[1])
    whole = [event["id"] for event in events(client)]
    found, link = [], f"{EVENTS}?$top=1"
    while link:
        body = client("GET", link).body
        found += [event["id"] for event in body["value"]]
        link = body.get("@odata.nextLink", "")
    assert found == whole
    assert len(whole) == 4
    assert client("GET", f"{EVENTS}/{whole[2]}").body["id"] == whole[2]
    assert client("GET", COMPLIANCE).status == 200


def test_a_tenant_file_without_the_application_column_opens(tmp_path: Any) -> None:
    path = tmp_path / "tenant.db"
    first = Tenant.open(path, clock=lambda: NOW)
    first.world.store._db.execute("ALTER TABLE audit DROP COLUMN application")
    first.close()
    second = Tenant.open(path, clock=lambda: NOW)
    Client(second, "portal", "a@b.example").make(*valid("ios_compliance"))
    assert second.audit()[0].application == "portal"
    second.close()
