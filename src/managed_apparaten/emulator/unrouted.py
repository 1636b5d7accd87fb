"""Writes that Intune has no route for: PATCH, PUT and DELETE of a whole collection."""

from __future__ import annotations

from . import errors
from .call import Call
from .served import BY_PATH, SINGLETONS

ON_A_MEMBER = frozenset({"PATCH", "PUT", "DELETE"})


def check(call: Call) -> None:
    """Refuse a write of a collection that only its members take. Directory collections answer 405 elsewhere."""
    segments, method = call.url.segments, call.request.method
    if method not in ON_A_MEMBER or not segments or segments[0] not in SINGLETONS or not call.on("no-route-to-write-a-collection"):
        return
    if _is_collection(call, segments):
        template = "/".join(["singleton", *["navigation"] * (len(segments) - 1)])
        raise errors.no_route(template, method, f"/StatelessDeviceConfigurationFEService/{'/'.join(segments)}")


def _is_collection(call: Call, segments: tuple[str, ...]) -> bool:
    """Whether a path names a collection of Intune that this version has."""
    known = BY_PATH.get(segments)
    if known is not None:
        return call.metadata.find(known.type) is not None
    root = call.metadata.find(segments[0])
    nav = root.navigation.get(segments[1]) if root is not None and len(segments) == 2 else None
    return nav is not None and nav.collection
