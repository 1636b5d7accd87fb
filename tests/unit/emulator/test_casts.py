"""Navigation properties of derived types, behind the cast that they need (E15, E17: 99 documented reads, 60 documented writes)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.conformance.planting import Planting
from tests.unit.emulator.conftest import APPS, CONFIGURATIONS, Client, valid

from managed_apparaten.emulator.odata.metadata import load
from managed_apparaten.emulator.service.collections import (
    INTUNE_ROOTS,
    MAM,
    Collection,
    collection_from_metadata,
    get_collection,
)
from managed_apparaten.emulator.service.home_collections import CONFIGURATIONS as HOME
from managed_apparaten.emulator.service.home_collections import find_home, load_homes

BETA = load("beta")
NOT_SERVED = 490
GRAPH = "microsoft.graph."
BASELINE = "/beta/deviceManagement/templates"
ROOT = "https://graph.microsoft.com/beta/deviceManagement/deviceConfigurations"


def collections() -> Iterator[Collection]:
    """The collections of Intune that hold objects of several types, but for app protection, which takes no cast (SDK#65)."""
    for path in sorted(set(load_homes("beta").values())):
        segments = tuple(path.split("/"))
        found = collection_from_metadata("beta", segments) or (
            get_collection(path) if segments[0] in INTUNE_ROOTS and len(segments) == 2 else None
        )
        if found is not None and path not in MAM and not found.union:
            yield found


def derived() -> Iterator[tuple[str, str, str]]:
    """(collection, concrete type, navigation property that its declared type lacks)."""
    for collection in collections():
        declared = BETA.get(collection.type)
        for kind in (
            BETA.get(name)
            for name in BETA.names()
            if BETA.is_a(name, collection.type) and name != collection.type
        ):
            yield from (
                (collection.path, kind.name, nav)
                for nav in kind.navigation
                if nav not in declared.navigation and not kind.abstract
            )


DERIVED = sorted(derived())


def planted(client: Client, path: str, kind: str, nav: str, *, key: bool) -> str:
    """The URL behind a cast, with an object of that type that holds something there."""
    numbers = iter(range(1, 100))
    parts = [*path.split("/"), "{id}", f"{GRAPH}{kind}", nav, *(["{id}"] if key else [])]
    found = collection_from_metadata("beta", tuple(path.split("/"))) or get_collection(path)
    planting = Planting(
        lambda item: client.tenant.insert([item]), lambda: f"{next(numbers):032}", "", _is_key, parts, found
    )
    assert planting.plant(len(path.split("/")), filled=True)
    return "/beta/" + "/".join(planting.parts)


def _is_key(part: str) -> bool:
    return part == "{id}"


@pytest.mark.parametrize(("path", "kind", "nav"), DERIVED)
def test_a_navigation_property_of_a_derived_type_is_read_behind_the_cast(
    client: Client, path: str, kind: str, nav: str
) -> None:
    declared = BETA.get(kind).navigation[nav]
    url = planted(client, path, kind, nav, key=False)
    answer = client("GET", url)
    assert answer.status == 200, answer.body
    [shown] = answer.body["value"] if declared.collection else [answer.body]
    assert BETA.is_a(shown.get("@odata.type", declared.type).removeprefix(f"#{GRAPH}"), declared.type)
    assert (
        client("GET", url.replace(f"{GRAPH}{kind}/", "")).message
        == f"Resource not found for the segment '{nav}'."
    )
    other = next((found for one, found, _ in DERIVED if one == path and not BETA.is_a(kind, found)), None)
    assert other is None or client("GET", url.replace(kind, other)).status == 404
    assert (
        client("GET", url.replace(kind, "auditEvent")).message
        == f"Resource not found for the segment '{GRAPH}auditEvent'."
    )


def test_there_is_much_behind_casts() -> None:
    assert len(DERIVED) > 100
    assert {"identityCertificate", "assignedLicenses", "deviceStates", "managedDeviceCertificateStates"} <= {
        nav for _, _, nav in DERIVED
    }


@pytest.mark.parametrize(
    ("path", "kind", "nav"), [row for row in DERIVED if BETA.get(row[1]).navigation[row[2]].collection]
)
def test_a_member_of_a_list_behind_a_cast_is_read_changed_and_deleted(
    client: Client, path: str, kind: str, nav: str
) -> None:
    url = planted(client, path, kind, nav, key=True)
    declared = BETA.get(kind).navigation[nav].type
    if find_home(BETA, declared) == HOME:
        assert {client(method, url, {}).status for method in ("GET", "PATCH", "DELETE")} == {400}
        return
    if nav == "contentVersions":
        assert [client(method, url, {}).status for method in ("GET", "PATCH", "DELETE")] == [
            200,
            NOT_SERVED,
            NOT_SERVED,
        ]
        return
    shown = client("GET", url)
    assert (shown.status, shown.body["id"]) == (200, url.rsplit("/", 1)[1])
    changed = client("PATCH", url, {"@odata.type": shown.body.get("@odata.type", f"#{GRAPH}{declared}")})
    assert changed.status == 200, changed.body
    assert client("DELETE", url).status == 204
    assert client("GET", url).status == 404


def test_the_documented_path_of_content_versions_is_refused_as_the_service_does(client: Client) -> None:
    """microsoft-graph-docs#4882 (POST), #5221 (DELETE): the pages leave out the cast."""
    body = {"@odata.type": f"#{GRAPH}win32LobApp", "displayName": "x", "publisher": "y", "fileName": "z", "installCommandLine": "i",
            "uninstallCommandLine": "u", "setupFilePath": "s"}  # fmt: skip
    made = client.make(APPS, body)
    short, files = f"{made}/contentVersions", f"{made}/contentVersions/1/files"
    asked = [client("GET", short), client("POST", short, {}), client("PATCH", f"{short}/1", {}), client("DELETE", f"{files}/1"),
             client("POST", f"{files}/1/renewUpload"), client("POST", files, {})]  # fmt: skip
    assert {(one.status, one.message) for one in asked} == {
        (400, "Resource not found for the segment 'contentVersions'.")
    }
    assert client("GET", f"{made}/{GRAPH}win32LobApp/contentVersions").body["value"] == []
    assert client("GET", f"{made}/{GRAPH}mobileLobApp/contentVersions").status == 200
    assert client("POST", f"{made}/{GRAPH}win32LobApp/contentVersions", {}).status == NOT_SERVED


def test_the_cast_can_be_done_without(without: Callable[..., Client]) -> None:
    client = without("derived-navigation-needs-cast")
    url = planted(client, HOME, "iosPkcsCertificateProfile", "managedDeviceCertificateStates", key=False)
    assert client("GET", url.replace(f"{GRAPH}iosPkcsCertificateProfile/", "")).status == 200


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
@pytest.mark.parametrize("nav", ["deviceStatuses", "userStatuses", "installSummary"])
def test_the_installation_states_of_an_app_are_gone(client: Client, nav: str, method: str) -> None:
    """microsoft-graph-docs#21648, #21782: since June 2023."""
    made = client.make(*valid("mobile_app"))
    url = f"{made}/{nav}" if method in ("GET", "POST") else f"{made}/{nav}/1"
    assert client(method, url, {}).message == f"Resource not found for the segment '{nav}'."


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
def test_update_states_behind_the_cast_are_gone_and_the_pauses_are_not(client: Client, method: str) -> None:
    """microsoft-graph-docs#21262."""
    made = client.make(
        CONFIGURATIONS, {"@odata.type": f"#{GRAPH}windowsUpdateForBusinessConfiguration", "displayName": "x"}
    )
    cast = f"{made}/{GRAPH}windowsUpdateForBusinessConfiguration"
    url = f"{cast}/deviceUpdateStates" + ("" if method in ("GET", "POST") else "/1")
    assert client(method, url, {}).message == "Resource not found for the segment 'deviceUpdateStates'."
    assert client("POST", f"{cast}/extendFeatureUpdatesPause").status == 204
    assert client("POST", f"{made}/extendFeatureUpdatesPause").status == 400


def test_a_list_is_cast_and_counted(client: Client) -> None:
    """A cast stands behind a contained collection as well."""
    made = client.make("/beta/deviceManagement/intents", {"displayName": "x"})
    kinds = {"deviceManagementBooleanSettingInstance": True, "deviceManagementIntegerSettingInstance": 5}
    for kind, value in kinds.items():
        body = {"@odata.type": f"#{GRAPH}{kind}", "definitionId": "d", "value": value}
        assert client("POST", f"{made}/settings", body).status == 201
    for kind, value in kinds.items():
        url = f"{made}/settings/{GRAPH}{kind}"
        [found] = client("GET", url).body["value"]
        assert (found["value"], client("GET", f"{url}/$count").body) == (value, "1")
        assert client("GET", f"{made}/settings/{found['id']}/{GRAPH}{kind}").body["id"] == found["id"]
        other = next(one for one in kinds if one != kind)
        assert client("GET", f"{made}/settings/{found['id']}/{GRAPH}{other}").status == 404
    assert client("GET", f"{made}/settings/$count").body == "2"
    assert client("GET", f"{made}/settings/{GRAPH}auditEvent").status == 400


def test_a_single_object_behind_a_cast_is_changed_and_counts_on(client: Client) -> None:
    made = client.make(BASELINE, {"@odata.type": f"#{GRAPH}securityBaselineTemplate", "displayName": "b"})
    url = f"{made}/{GRAPH}securityBaselineTemplate/deviceStateSummary"
    assert (
        client(
            "PATCH", url, {"@odata.type": f"#{GRAPH}securityBaselineStateSummary", "secureCount": 3}
        ).status
        == 200
    )
    assert client("GET", url).body["secureCount"] == 3
    assert client("PATCH", f"{made}/deviceStateSummary", {}).status == 400


def scope(client: Client) -> tuple[str, str]:
    """A role assignment of a role, and a scope tag."""
    role = client.make("/beta/deviceManagement/roleDefinitions", {"displayName": "r"})
    tag = client.make("/beta/deviceManagement/roleScopeTags", {"displayName": "t"})
    body: dict[str, Any] = {"@odata.type": f"#{GRAPH}deviceAndAppManagementRoleAssignment", "displayName": "a",
                            "roleScopeTags@odata.bind": [f"https://graph.microsoft.com{tag}"]}  # fmt: skip
    made = client("POST", f"{role}/roleAssignments", body)
    assert made.status == 201, made.body
    return f"{role}/roleAssignments/{made.body['id']}", tag.rsplit("/", 1)[1]


def test_a_path_goes_on_through_a_reference(client: Client) -> None:
    """The scope tags of a role assignment, and what is contained in one of them."""
    assignment, tag = scope(client)
    tags = f"{assignment}/{GRAPH}deviceAndAppManagementRoleAssignment/roleScopeTags"
    assert [one["id"] for one in client("GET", tags).body["value"]] == [tag]
    assert client("GET", f"{tags}/{tag}").body["displayName"] == "t"
    assert client("GET", f"{tags}/{tag}/assignments").body["value"] == []
    assert client("GET", f"{tags}/other/assignments").status == 404
    assert (
        client("GET", f"{assignment}/roleScopeTags").message
        == "Resource not found for the segment 'roleScopeTags'."
    )
