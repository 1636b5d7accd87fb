"""Writes that Intune has no route for: PATCH, PUT and DELETE of a whole collection, POST of one that only the service fills."""

from __future__ import annotations

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.service.call import Call
from managed_apparaten.emulator.service.collections import BY_PATH, INTUNE_ROOTS

MEMBER_METHODS = frozenset({"PATCH", "PUT", "DELETE"})
SERVICES: dict[tuple[str, ...], str] = {
    ("deviceManagement", "managedDevices"): "/DeviceFE/StatelessDeviceFEService"
}
"""Path -> the service behind Graph that its refusal names: msgraph-sdk-python#731, msgraph-sdk-go#807."""


def check(call: Call) -> None:
    """Refuse a write that a collection does not take. Directory collections answer 405 elsewhere."""
    segments, method = call.url.segments, call.request.method
    if not segments or segments[0] not in INTUNE_ROOTS or not call.on("no-route-to-write-a-collection"):
        return
    if (method in MEMBER_METHODS and _is_collection(call, segments)) or (
        method == "POST" and _is_filled_by_service(call, segments)
    ):
        template = "/".join(["singleton", *["navigation"] * (len(segments) - 1)])
        service = SERVICES.get(segments, "/StatelessDeviceConfigurationFEService")
        raise errors.no_route(template, method, f"{service}/{'/'.join(segments)}")


def _is_filled_by_service(call: Call, segments: tuple[str, ...]) -> bool:
    """Whether a path names a collection whose objects are never made by a request to it."""
    known = BY_PATH.get(segments)
    return (
        known is not None
        and "POST" not in known.methods
        and not known.union
        and call.metadata.find(known.type) is not None
    )


def _is_collection(call: Call, segments: tuple[str, ...]) -> bool:
    """Whether a path names a collection of Intune that this version has."""
    known = BY_PATH.get(segments)
    if known is not None:
        return call.metadata.find(known.type) is not None
    root = call.metadata.find(segments[0])
    nav = root.navigation.get(segments[1]) if root is not None and len(segments) == 2 else None
    return nav is not None and nav.collection
