"""What the service demands of app configuration policies for managed devices, and of tokens of Apple's volume
purchase.
"""

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
"""Types of app configuration policies for Android."""


def _check_payload(write: PendingWrite) -> None:
    """Refuse a payload that is not a JSON object in base64."""
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
    """Refuse a create without the package name of the app."""
    if write.before is None and not write.body.get("packageId"):
        raise write.refuse("packageId is required.")


def _check_apps(write: PendingWrite) -> None:
    """Refuse an app that the tenant does not have."""
    for app_id in write.body.get("targetedMobileApps") or ():
        if write.call.store.get(APPS, app_id) is None:
            raise write.refuse(f"The app {app_id} does not exist.")


def _check_token(write: PendingWrite) -> None:
    """Refuse a create without the content of the token."""
    if write.before is None and not write.body.get("token"):
        raise write.refuse("A token of Apple's volume purchase needs the content of the token.")


RULES: tuple[tuple[str, str, Callable[[PendingWrite], None]], ...] = (
    *((name, "app-configuration-payload", _check_payload) for name in ANDROID),
    *((name, "app-configuration-package", _require_package) for name in ANDROID),
    ("managedDeviceMobileAppConfiguration", "app-configuration-apps-exist", _check_apps),
    ("vppToken", "vpp-token-content", _check_token),
)  # fmt: skip
"""Rows for `body_rules.RULES`."""
