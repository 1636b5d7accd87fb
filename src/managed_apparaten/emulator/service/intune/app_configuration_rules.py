"""What the service demands of app configurations for devices, and of a token of Apple's volume purchase, beyond their types."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from managed_apparaten.emulator.service.body_rules import PendingWrite

APPS = "deviceAppManagement/mobileApps"
ANDROID = ("androidManagedStoreAppConfiguration", "androidForWorkMobileAppConfiguration")


def _check_payload(write: PendingWrite) -> None:
    payload = write.body.get("payloadJson")
    if payload is None:
        return
    try:
        content = orjson.loads(base64.b64decode(payload, validate=True))
    except (binascii.Error, ValueError):
        content = None
    if not isinstance(content, dict):
        raise write.refuse("payloadJson is not the base64 form of a JSON object.")


def _require_package(write: PendingWrite) -> None:
    if write.before is None and not write.body.get("packageId"):
        raise write.refuse("packageId is required.")


def _check_apps(write: PendingWrite) -> None:
    unknown = [
        one for one in write.body.get("targetedMobileApps") or () if write.call.store.get(APPS, one) is None
    ]
    if unknown:
        raise write.refuse(f"The app {unknown[0]} does not exist.")


def _check_token(write: PendingWrite) -> None:
    if write.before is None and not write.body.get("token"):
        raise write.refuse("A token of Apple's volume purchase needs the content of the token.")


RULES: tuple[tuple[str, str, Callable[[PendingWrite], None]], ...] = (
    *((name, "app-configuration-payload", _check_payload) for name in ANDROID),
    *((name, "app-configuration-package", _require_package) for name in ANDROID),
    ("managedDeviceMobileAppConfiguration", "app-configuration-apps-exist", _check_apps),
    ("vppToken", "vpp-token-content", _check_token),
)  # fmt: skip
"""Rows for the table of `rules`."""
