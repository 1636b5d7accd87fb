"""Several paths lead to one object: each of them asks for the same permission and has the same effect."""

from __future__ import annotations

from collections.abc import Iterator

import orjson
import pytest
from tests.unit.emulator.conftest import COMPLIANCE, Client, open_tenant, valid

from managed_apparaten.emulator.core.http import Request
from managed_apparaten.emulator.worlds.seed import seed

DEVICES = "/v1.0/deviceManagement/managedDevices"
READ_DEVICES = "DeviceManagementManagedDevices.Read.All"
WIPE = "DeviceManagementManagedDevices.PrivilegedOperations.All"


@pytest.fixture
def own() -> Iterator[Client]:
    """The seeded world, to write in."""
    tenant = open_tenant()
    seed(tenant)
    yield Client(tenant)
    tenant.close()


def _status(client: Client, method: str, url: str, *roles: str, person: str = "") -> int:
    body = orjson.dumps({}) if method == "POST" else b""
    return client.tenant.handle(
        Request(method, url, {}, body, "app", roles=frozenset(roles), person=person)
    ).status


def _device(client: Client) -> tuple[str, str, str]:
    """Id of a device with a user, id of the user, and the user's name."""
    found = next(one for one in client("GET", DEVICES).body["value"] if one["userId"])
    return (
        found["id"],
        found["userId"],
        client("GET", f"/v1.0/users/{found['userId']}").body["userPrincipalName"],
    )


@pytest.mark.parametrize("way", ["users/{user}", "users/{name}", "me"])
def test_a_device_below_its_user_asks_for_the_permission_of_devices(zilverdam: Client, way: str) -> None:
    device, user, name = _device(zilverdam)
    below = f"/v1.0/{way.format(user=user, name=name)}/managedDevices/{device}"
    person = name if way == "me" else ""
    assert _status(zilverdam, "GET", below, "User.Read.All", person=person) == 403
    assert _status(zilverdam, "POST", f"{below}/wipe", "User.ReadWrite.All", person=person) == 403
    assert _status(zilverdam, "GET", below, READ_DEVICES, person=person) == 200
    assert _status(zilverdam, "POST", f"{below}/wipe", WIPE, person=person) == 204


def test_a_type_cast_in_a_path_changes_no_permission(zilverdam: Client) -> None:
    device, user, _ = _device(zilverdam)
    below = f"/v1.0/users/{user}/microsoft.graph.user/managedDevices/{device}"
    assert _status(zilverdam, "GET", below, "User.Read.All") == 403
    assert _status(zilverdam, "GET", below.rpartition("/")[0], "User.Read.All") == 403


def test_me_asks_for_the_permission_of_users(zilverdam: Client) -> None:
    _, _, name = _device(zilverdam)
    assert _status(zilverdam, "GET", "/v1.0/me", READ_DEVICES, person=name) == 403
    assert _status(zilverdam, "GET", "/v1.0/me", "User.Read.All", person=name) == 200


def test_a_device_is_found_below_nobody_else(zilverdam: Client) -> None:
    device, user, _ = _device(zilverdam)
    other = next(one["id"] for one in zilverdam("GET", "/v1.0/users").body["value"] if one["id"] != user)
    assert zilverdam("GET", f"/v1.0/users/{other}/managedDevices/{device}").status == 404
    assert zilverdam("GET", f"/v1.0/users/nobody@zilverdam.example/managedDevices/{device}").status == 404


def test_a_qualified_action_asks_for_the_permission_of_the_action(zilverdam: Client) -> None:
    device, _, _ = _device(zilverdam)
    assert _status(zilverdam, "POST", f"{DEVICES}/{device}/microsoft.graph.retire", READ_DEVICES) == 403


def test_a_user_is_deleted_by_name(own: Client) -> None:
    _, user, name = _device(own)
    assert own("DELETE", f"/v1.0/users/{name}").status == 204
    assert own("GET", f"/v1.0/users/{user}").status == 404


def test_an_id_in_capitals_is_the_same_id(client: Client) -> None:
    url = client.make(*valid("ios_compliance"))
    loud = f"{COMPLIANCE}/{url.rpartition('/')[2].upper()}"
    assert client("GET", loud).body["id"] == url.rpartition("/")[2]
    assert (
        client(
            "PATCH",
            loud,
            {
                "@odata.type": "#microsoft.graph.iosCompliancePolicy",
                "displayName": "Changed",
            },
        ).status
        == 204
    )
    assert client("DELETE", loud).status == 204
    assert client("GET", url).status == 404
