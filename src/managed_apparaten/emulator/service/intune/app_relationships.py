"""Relationships between apps: what an app depends on or supersedes, seen from both sides.

Reference: https://learn.microsoft.com/graph/api/intune-apps-mobileapp-updaterelationships
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service import writing
from managed_apparaten.emulator.service.call import Call, Reply, audited_write
from managed_apparaten.emulator.service.collections import get_collection
from managed_apparaten.emulator.service.intune.actions import parse_parameters

PATH = "deviceAppManagement/mobileApps"
NAV = "relationships"


def update(call: Call, object_id: str, _: Mapping[str, str]) -> Reply:
    """`updateRelationships`: replace what the app depends on and supersedes."""
    item = writing.find_stored(call, get_collection(PATH), object_id)
    sent = parse_parameters(call, (NAV,))[NAV]
    found = [
        _check_relationship(call, item, one)
        for one in call.validator.contained(sent, "mobileAppRelationship", NAV, {})
    ]
    targets = [one["targetId"] for one in found]
    if len(set(targets)) < len(targets):
        raise errors.bad_request("The same app is present more than once.", intune=True)
    others = [one for one in item.nav.get(NAV, ()) if one.get("targetType") == "parent"]
    after = replace(item, nav={**item.nav, NAV: [*found, *others]})
    call.store.replace(after)
    for gone in {
        str(one["targetId"]) for one in item.nav.get(NAV, ()) if one.get("targetType") == "child"
    } | set(targets):
        _update_target(call, after, gone)
    return Reply(204, None, audited_write(item, after))


def _check_relationship(call: Call, item: Stored, one: dict[str, JSON]) -> dict[str, JSON]:
    target = call.store.get(PATH, str(one.get("targetId")))
    if target is None and call.on("app-relationship-target-exists"):
        raise errors.bad_request(f"The app {errors.shown(one.get('targetId'))} does not exist.", intune=True)
    if one.get("targetId") == item.id:
        raise errors.bad_request("An app has no relationship with itself.", intune=True)
    names = (
        {"targetDisplayName": target.body.get("displayName"), "targetPublisher": target.body.get("publisher")}
        if target
        else {}
    )
    return {**one, **names, "targetType": "child", "id": f"{item.id}_{one['targetId']}", "sourceId": item.id}


def _update_target(call: Call, item: Stored, target_id: str) -> None:
    """Write the relationships of an app, seen from the other side, to the app that they lead to."""
    target = call.store.get(PATH, target_id)
    if target is None:
        return
    kept = [one for one in target.nav.get(NAV, ()) if one.get("targetId") != item.id]
    seen = [
        {**one, "id": f"{target_id}_{item.id}", "targetId": item.id, "targetDisplayName": item.body.get("displayName"),
         "targetPublisher": item.body.get("publisher"), "targetType": "parent", "sourceId": target_id}
        for one in item.nav.get(NAV, ()) if one.get("targetType") == "child" and one.get("targetId") == target_id
    ]  # fmt: skip
    call.store.replace(replace(target, nav={**target.nav, NAV: [*kept, *seen]}))
