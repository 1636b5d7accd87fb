"""Enrolment profiles of a token of Apple Business Manager: defaults, devices that ask for one, the file of a profile (E15, E17)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.unit.emulator.conftest import Client

TOKENS = "/beta/deviceManagement/depOnboardingSettings"
IOS, MAC = "depIOSEnrollmentProfile", "depMacOSEnrollmentProfile"


def token(client: Client) -> str:
    return client.make(TOKENS, {"tokenName": "t", "appleIdentifier": "a@zilverdam.example"})


def profile(client: Client, owner: str, kind: str, name: str, **more: Any) -> str:
    body = {"@odata.type": f"#microsoft.graph.{kind}", "displayName": name, **more}
    return client.make(f"{owner}/enrollmentProfiles", body)


def defaults(client: Client, owner: str) -> list[str]:
    found = client("GET", f"{owner}/enrollmentProfiles").body["value"]
    return sorted(one["displayName"] for one in found if one["isDefault"])


def test_a_platform_has_one_default_and_another_platform_keeps_its_own(client: Client) -> None:
    """E17, depiosenrollmentprofile: a default for macOS takes nothing from the one for iOS."""
    owner = token(client)
    profile(client, owner, IOS, "i1", isDefault=True)
    profile(client, owner, MAC, "m1", isDefault=True)
    second = profile(client, owner, IOS, "i2")
    assert defaults(client, owner) == ["i1", "m1"]
    assert client("POST", f"{second}/setDefaultProfile").status == 204
    assert defaults(client, owner) == ["i2", "m1"]
    profile(client, owner, IOS, "i3", isDefault=True)
    assert defaults(client, owner) == ["i3", "m1"]


def test_without_the_behaviour_a_new_default_leaves_the_others(without: Callable[..., Client]) -> None:
    loose = without("enrolment-profile-defaults")
    owner = token(loose)
    for name in ("i1", "i2"):
        profile(loose, owner, IOS, name, isDefault=True)
    assert defaults(loose, owner) == ["i1", "i2"]


def test_the_default_is_read_changed_and_deleted_by_its_name(client: Client) -> None:
    """E17, depmacosenrollmentprofile delete: the profile that is the default, and none where there is none."""
    owner = token(client)
    url = f"{owner}/defaultMacOsEnrollmentProfile"
    profile(client, owner, IOS, "i", isDefault=True)
    assert [
        client(method, url, body).status for method, body in (("GET", None), ("PATCH", {}), ("DELETE", None))
    ] == [404] * 3
    made = profile(client, owner, MAC, "m", isDefault=True)
    assert client("GET", url).body["id"] == made.rsplit("/", 1)[1]
    body = {"@odata.type": f"#microsoft.graph.{MAC}", "displayName": "other"}
    assert client("PATCH", url, body).status == 200
    assert client("GET", made).body["displayName"] == "other"
    assert client("DELETE", url).status == 204
    assert [client("GET", one).status for one in (url, made)] == [404, 404]
    assert defaults(client, owner) == ["i"]


def test_devices_ask_for_a_profile_and_no_others_do(client: Client) -> None:
    owner = token(client)
    made = profile(client, owner, IOS, "i")
    devices = [
        client.make(f"{owner}/importedAppleDeviceIdentities", {"serialNumber": serial})
        for serial in ("A1", "B2", "C3")
    ]
    body = {"deviceIds": ["A1", devices[1].rsplit("/", 1)[1]]}
    assert client("POST", f"{made}/updateDeviceProfileAssignment", body).status == 204
    asked = [client("GET", one).body["requestedEnrollmentProfileId"] for one in devices]
    name = made.rsplit("/", 1)[1]
    assert asked == [name, name, None]


@pytest.mark.parametrize(("method", "action", "body", "status"), [
    ("GET", "exportMobileConfig", None, 200), ("POST", "setDefaultProfile", {"isDefault": True}, 400),
    ("POST", "updateDeviceProfileAssignment", {}, 400), ("POST", "updateDeviceProfileAssignment", {"deviceIds": ["a"], "x": 1}, 400),
    ("POST", "updateDeviceProfileAssignment", {"deviceIds": [1]}, 400),
])  # fmt: skip
def test_parameters_are_checked(client: Client, method: str, action: str, body: Any, status: int) -> None:
    owner = token(client)
    made = profile(client, owner, IOS, "i")
    assert client(method, f"{made}/{action}", body).status == status
    assert client(method, f"{made.replace('/beta/', '/v1.0/')}/{action}", body).status == (
        400 if method == "GET" else 405
    )


def test_a_profile_or_token_that_is_not_there_is_not_found(client: Client) -> None:
    owner = token(client)
    for url in (f"{owner}/enrollmentProfiles/none", f"{TOKENS}/none/enrollmentProfiles/none"):
        assert client("POST", f"{url}/setDefaultProfile").status == 404
        assert client("GET", f"{url}/exportMobileConfig").status == 404


def test_the_default_is_expanded_with_its_token(client: Client) -> None:
    """Terraform's provider reads it so, to tell which profile is the default."""
    owner = token(client)
    url = f"{owner}?$expand=defaultIosEnrollmentProfile,defaultMacOsEnrollmentProfile"
    assert client("GET", url).body["defaultIosEnrollmentProfile"] is None
    made = profile(client, owner, IOS, "i", isDefault=True)
    found = client("GET", url).body
    assert found["defaultIosEnrollmentProfile"]["id"] == made.rsplit("/", 1)[1]
    assert found["defaultMacOsEnrollmentProfile"] is None
    assert client("GET", f"{owner}?$expand=enrollmentProfiles").status == 400


def test_a_profile_keeps_its_type(client: Client) -> None:
    made = profile(client, token(client), IOS, "i1")
    answer = client("PATCH", made, {"@odata.type": f"#microsoft.graph.{MAC}", "displayName": "mac"})
    assert (answer.status, "Cannot change the type of an object" in answer.message) == (400, True)
    assert (
        client("PATCH", made, {"@odata.type": f"#microsoft.graph.{IOS}", "displayName": "i2"}).status == 200
    )
