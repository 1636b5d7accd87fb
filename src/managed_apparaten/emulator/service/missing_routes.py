"""Refuses writes for which Intune has no route.

These are PATCH, PUT and DELETE of a whole collection, and POST of a collection whose objects only the service
makes.
"""

from __future__ import annotations

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.service.call import Call
from managed_apparaten.emulator.service.collections import BY_PATH, INTUNE_ROOTS

MEMBER_METHODS = frozenset({"PATCH", "PUT", "DELETE"})
"""Methods for an object of a collection, and not for the collection."""
SERVICES: dict[tuple[str, ...], str] = {
    ("deviceManagement", "managedDevices"): "/DeviceFE/StatelessDeviceFEService"
}
"""Path -> the service behind Graph that the refusal names: msgraph-sdk-python#731, msgraph-sdk-go#807."""


def check(call: Call) -> None:
    """Refuse a write that a collection of Intune does not take; collections of the directory answer 405
    elsewhere.
    """
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
    """Return whether a path names a collection whose objects are never made by a request to it."""
    collection = BY_PATH.get(segments)
    return (
        collection is not None
        and "POST" not in collection.methods
        and not collection.union
        and call.metadata.find(collection.type) is not None
    )


def _is_collection(call: Call, segments: tuple[str, ...]) -> bool:
    """Return whether a path names a collection of Intune that this version has."""
    collection = BY_PATH.get(segments)
    if collection is not None:
        return call.metadata.find(collection.type) is not None
    root = call.metadata.find(segments[0])
    nav = root.navigation.get(segments[1]) if root is not None and len(segments) == 2 else None
    return nav is not None and nav.collection
