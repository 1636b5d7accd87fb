"""Managed Google Play and licences of Apple's volume purchase (issue 10, E15)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.unit.emulator.conftest import APPS, Client

from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service.intune.google_play import ACTIONS

PLAY = "/beta/deviceManagement/androidManagedStoreAccountEnterpriseSettings"
TOKENS = "/beta/deviceAppManagement/vppTokens"
BODIES: dict[str, Any] = {
    "addApps": {"productIds": ["app:com.microsoft.office.outlook"]}, "createGooglePlayWebToken": {"parentUri": "https://a.example"},
    "approveApps": {"packageIds": ["app:com.microsoft.teams"], "approveAllPermissions": True},
    "setStoreLayout": {"storeLayoutType": "custom"},
    "createZeroTouchWebToken": {"parentUri": "https://a.example"}, "setAndroidDeviceOwnerFullyManagedEnrollmentState": {"enabled": True},
    "requestSignupUrl": {"hostName": "intune.example"}, "completeSignup": {"enterpriseToken": "t"},
}  # fmt: skip


@pytest.fixture
def bound(client: Client) -> Client:
    """A tenant that is tied to Google."""
    assert client("POST", f"{PLAY}/requestSignupUrl", BODIES["requestSignupUrl"]).status == 200
    assert client("POST", f"{PLAY}/completeSignup", BODIES["completeSignup"]).status == 204
    return client


def packages(client: Client) -> list[str]:
    return [
        app["packageId"]
        for app in client("GET", f"{APPS}?$filter=isof('microsoft.graph.androidManagedStoreApp')").body[
            "value"
        ]
    ]


def test_apps_that_are_added_come_with_the_next_synchronisation(bound: Client) -> None:
    assert bound("POST", f"{PLAY}/addApps", BODIES["addApps"]).status == 204
    assert (
        bound(
            "POST",
            f"{PLAY}/approveApps",
            {"packageIds": ["com.microsoft.teams"], "approveAllPermissions": False},
        ).status
        == 204
    )
    assert packages(bound) == []
    assert bound("POST", f"{PLAY}/syncApps").status == 204
    assert packages(bound) == ["com.microsoft.office.outlook", "com.microsoft.teams"]
    assert bound("POST", f"{PLAY}/addApps", BODIES["addApps"]).status == 204
    assert bound("POST", f"{PLAY}/syncApps").status == 204
    assert len(packages(bound)) == 2
    found = bound("GET", PLAY).body
    assert (found["bindStatus"], found["lastAppSyncStatus"], found["lastAppSyncDateTime"] is None) == (
        "boundAndValidated",
        "success",
        False,
    )


def test_apps_come_at_once_when_that_is_switched_off(without: Callable[..., Client]) -> None:
    client = without("play-apps-after-sync", "play-needs-bind")
    assert client("POST", f"{PLAY}/addApps", BODIES["addApps"]).status == 204
    assert packages(client) == ["com.microsoft.office.outlook"]


@pytest.mark.parametrize(("action", "body"), [
    ("addApps", {"productIds": []}), ("addApps", {"productIds": "app:a.b"}), ("addApps", {"productIds": ["com.microsoft.teams"]}),
    ("addApps", {"productIds": ["app:"]}), ("addApps", {"productIds": [7]}), ("addApps", {"packageIds": ["app:a.b"]}), ("addApps", {}),
    ("addApps", {"productIds": ["app:a.b"], "colour": "red"}), ("approveApps", {"packageIds": ["a b"]}),
    ("approveApps", {"packageIds": ["a.b"], "approveAllPermissions": "yes"}), ("setStoreLayout", {"storeLayoutType": "wide"}),
    ("syncApps", {"colour": "red"}), ("createGooglePlayWebToken", {}), ("requestSignupUrl", {"hostName": ""}),
    ("setAndroidDeviceOwnerFullyManagedEnrollmentState", {"enabled": "yes"}),
])  # fmt: skip
def test_what_is_no_parameter_is_refused(bound: Client, action: str, body: Any) -> None:
    assert bound("POST", f"{PLAY}/{action}", body).status == 400
    assert bound("POST", f"{PLAY}/syncApps").status == 204
    assert packages(bound) == []


def test_without_the_tie_nothing_works_but_the_sign_up(client: Client) -> None:
    for action in sorted(ACTIONS.keys() - {"requestSignupUrl"}):
        answer = client("POST", f"{PLAY}/{action}", BODIES.get(action))
        assert answer.status == 400, action
        assert "managed Google Play" in answer.message, action
    assert client("GET", f"{PLAY}/retrieveStoreLayout").status == 400
    assert client("GET", PLAY).body["bindStatus"] == "notBound"


def test_a_tie_is_made_once_and_undone(bound: Client) -> None:
    assert bound("POST", f"{PLAY}/requestSignupUrl", BODIES["requestSignupUrl"]).status == 400
    assert bound("POST", f"{PLAY}/completeSignup", BODIES["completeSignup"]).status == 400
    for action in ("createGooglePlayWebToken", "createZeroTouchWebToken", "requestEnterpriseUpgradeUrl"):
        assert isinstance(bound("POST", f"{PLAY}/{action}", BODIES.get(action)).body["value"], str)
    assert bound("GET", f"{PLAY}/retrieveStoreLayout").body["value"] == "basic"
    assert bound("POST", f"{PLAY}/setStoreLayout", BODIES["setStoreLayout"]).status == 204
    assert bound("GET", f"{PLAY}/retrieveStoreLayout").body["value"] == "custom"
    assert bound("POST", f"{PLAY}/unbind").status == 204
    assert bound("GET", PLAY).body["bindStatus"] == "notBound"
    assert bound("POST", f"{PLAY}/unbind").status == 400


def vpp_app(token: str, used: int, **named: str) -> Stored:
    body = {
        "displayName": "iBabs",
        "bundleId": "com.ibabs",
        "totalLicenseCount": 50,
        "usedLicenseCount": used,
        **named,
    }
    return Stored("deviceAppManagement/mobileApps", f"{token}-{used}", "iosVppApp", body, {})


def test_licences_are_counted_by_token_and_taken_back(client: Client) -> None:
    """E15: several tokens hold the same app, one object each (memdocs manage-vpp-apple)."""
    sent = {"appleId": "koop@zilverdam.example", "organizationName": "Zilverdam", "token": "dA=="}
    first, second = (
        client.make(TOKENS, {**sent, "appleId": name}).rpartition("/")[2]
        for name in ("a@b.example", "c@d.example")
    )
    other = "c@d.example"
    apps = [
        vpp_app("1", 20, vppTokenId=first, vppTokenAppleId=other),
        vpp_app("2", 5, vppTokenAppleId=other),
        vpp_app("3", 9),
    ]
    client.tenant.insert(apps)
    found = client("GET", f"{TOKENS}/getLicensesForApp(bundleId='com.ibabs')").body["value"]
    assert [(one["vppTokenId"], one["availableLicenseCount"], one["usedLicenseCount"]) for one in found] == [
        (first, 30, 20), (second, 45, 5),
    ]  # fmt: skip
    assert client("GET", f"{TOKENS}/getLicensesForApp(bundleId='com.other')").body["value"] == []
    assert client("POST", f"{TOKENS}/{first}/revokeLicenses", {"revokeUntrackedLicenses": True}).status == 204
    assert [
        one["usedLicenseCount"]
        for one in client("GET", f"{TOKENS}/getLicensesForApp(bundleId='com.ibabs')").body["value"]
    ] == [0, 5]
    assert client("POST", f"{TOKENS}/{first}/revokeLicenses", {"colour": "red"}).status == 400
    assert client("POST", f"{TOKENS}/{first}/revokeLicenses", {"notifyManagedDevices": "yes"}).status == 400
    assert client("POST", f"{TOKENS}/syncLicenseCounts").status == 204


def test_a_token_is_synchronised_while_it_is_valid(client: Client) -> None:
    assert client("POST", TOKENS, {"appleId": "a@b.example"}).status == 400
    url = client.make(TOKENS, {"appleId": "a@b.example", "token": "dA==", "state": "valid"})
    for version in ("beta", "v1.0"):
        answer = client("POST", f"{url.replace('beta', version)}/syncLicenses")
        assert (answer.status, answer.body["lastSyncStatus"], answer.body["lastSyncDateTime"] is None) == (
            200,
            "completed",
            False,
        )
    assert client("POST", f"{url}/syncLicenses", {"colour": "red"}).status == 400
    assert client("PATCH", url, {"state": "expired"}).status == 200
    assert "expired" in client("POST", f"{url}/syncLicenses").message
    assert client("POST", f"{TOKENS}/nothing/syncLicenses").status == 404
