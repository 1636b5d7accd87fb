"""Relationships between apps: what an app depends on or supersedes, stored with both apps.

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
    """Answer `updateRelationships`: replace what an app depends on and supersedes."""
    item = writing.find_stored(call, get_collection(PATH), object_id)
    sent = parse_parameters(call, (NAV,))[NAV]
    relationships = [
        _check_relationship(call, item, relationship)
        for relationship in call.validator.contained(sent, "mobileAppRelationship", NAV, {})
    ]
    target_ids = [relationship["targetId"] for relationship in relationships]
    if len(set(target_ids)) < len(target_ids):
        raise errors.bad_request("The same app is present more than once.", intune=True)
    # Those to parents were made from the other side, and stay.
    before = item.nav.get(NAV, ())
    to_parents = [relationship for relationship in before if relationship.get("targetType") == "parent"]
    after = replace(item, nav={**item.nav, NAV: [*relationships, *to_parents]})
    call.store.replace(after)
    former_ids = {str(one["targetId"]) for one in before if one.get("targetType") == "child"}
    for target_id in former_ids | set(target_ids):
        _update_target(call, after, target_id)
    return Reply(204, None, audited_write(item, after))


def _check_relationship(call: Call, item: Stored, relationship: dict[str, JSON]) -> dict[str, JSON]:
    """Return a relationship as it is stored with the app; refuse one to the app itself or to no app."""
    target_id = relationship.get("targetId")
    target = call.store.get(PATH, str(target_id))
    if target is None and call.on("app-relationship-target-exists"):
        raise errors.bad_request(f"The app {errors.shown(target_id)} does not exist.", intune=True)
    if target_id == item.id:
        raise errors.bad_request("An app has no relationship with itself.", intune=True)
    stored = dict(relationship)
    if target:
        stored["targetDisplayName"] = target.body.get("displayName")
        stored["targetPublisher"] = target.body.get("publisher")
    stored["targetType"] = "child"
    return {**stored, "id": f"{item.id}_{relationship['targetId']}", "sourceId": item.id}


def _update_target(call: Call, item: Stored, target_id: str) -> None:
    """Store the relationships of an app with the app that they lead to, seen from that side."""
    target = call.store.get(PATH, target_id)
    if target is None:
        return
    from_others = [one for one in target.nav.get(NAV, ()) if one.get("targetId") != item.id]
    reverse_side = {
        "id": f"{target_id}_{item.id}",
        "targetId": item.id,
        "targetDisplayName": item.body.get("displayName"),
        "targetPublisher": item.body.get("publisher"),
        "targetType": "parent",
        "sourceId": target_id,
    }
    from_item = [
        {**relationship, **reverse_side}
        for relationship in item.nav.get(NAV, ())
        if relationship.get("targetType") == "child" and relationship.get("targetId") == target_id
    ]
    call.store.replace(replace(target, nav={**target.nav, NAV: [*from_others, *from_item]}))
