"""Writes to the directory are in its own log, and Intune's audit events go on after them."""

from __future__ import annotations

from tests.unit.emulator.conftest import Client

from managed_apparaten.emulator.core.store import Stored

DEVICE = "00000000-0000-0000-0000-000000000001"


def test_a_write_to_a_device_of_the_directory_is_no_audit_event_of_intune(client: Client) -> None:
    """Found by the comparison of effects (E17): every read of the audit log stopped after it."""
    client.tenant.insert([Stored("devices", DEVICE, "device", {"displayName": "d"}, {})])
    assert client("PATCH", f"/v1.0/devices/{DEVICE}", {"accountEnabled": False}).status == 204
    answer = client("GET", "/beta/deviceManagement/auditEvents")
    assert (answer.status, answer.body["value"]) == (200, [])
