"""One assignment of a policy or an app: its id, its target, and which of them stand together in one list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.odata.values import is_guid
from managed_apparaten.emulator.service.call import Call
from managed_apparaten.emulator.service.collections import TARGETED, AssignAction

ALL_USERS = "acacacac-9df4-4c7d-9d50-4ef0226f57a9"
ALL_DEVICES = "adadadad-808e-44e2-905a-0b7873a8a531"
PSEUDO_GROUPS = {
    "#microsoft.graph.allLicensedUsersAssignmentTarget": ALL_USERS,
    "#microsoft.graph.allDevicesAssignmentTarget": ALL_DEVICES,
}
"""Ids that stand for everyone in an assignment id: terraform-provider-microsoft365 test response, IntuneManagement."""
EXCLUSION = "#microsoft.graph.exclusionGroupAssignmentTarget"
FILTER_ID = "deviceAndAppManagementAssignmentFilterId"
ZERO_GUID = "00000000-0000-0000-0000-000000000000"
APP_ASSIGNMENT = "mobileAppAssignment"
INTENTS = ("available", "required", "uninstall", "availableWithoutEnrollment")
"""In the order of the enum `installIntent`, whose numbers stand in the ids of app assignments."""


def complete_assignment(
    call: Call, item: Stored, rule: AssignAction, found: dict[str, JSON]
) -> dict[str, JSON]:
    """An assignment as kept, from one that fits the metadata; a target that does not make sense is refused."""
    target = found.get("target")
    if target is None:
        raise errors.schema_mismatch("target")
    target = {**target, **({FILTER_ID: None} if target.get(FILTER_ID) == ZERO_GUID else {})}
    group = _target_group(target)
    if "groupId" in target and not is_guid(group) and call.on("assign-malformed-group"):
        raise errors.bad_request(
            f"Invalid GroupId : {group} provided, a valid AADGroupId is expected.", intune=True
        )
    if (
        "groupId" in target
        and call.store.get("groups", group) is None
        and not call.on("assign-unknown-group")
    ):
        raise errors.bad_request(f"Group {group} does not exist.", intune=True)
    wanted = target.get(FILTER_ID)
    if (
        wanted
        and call.on("assignment-filter-exists")
        and call.store.get("deviceManagement/assignmentFilters", wanted) is None
    ):
        raise errors.bad_request(f"Assignment filter {wanted} does not exist.", intune=True)
    name, source = _id_and_source(call, item, rule, found, target)
    kept = {key: value for key, value in (("source", "direct"), ("sourceId", source)) if key in found}
    return {**found, "id": name, **kept, "target": target}


def get_target(found: Mapping[str, JSON]) -> dict[str, JSON]:
    """The target of an assignment as kept; of one that a seed or an import put in without a target, one that names nobody."""
    target = found.get("target")
    return {"@odata.type": "", **(target if isinstance(target, dict) else {})}


def _target_group(target: dict[str, JSON]) -> str:
    return PSEUDO_GROUPS.get(target["@odata.type"]) or str(
        target.get("groupId") or target.get("collectionId") or ""
    )


def _id_and_source(
    call: Call, item: Stored, rule: AssignAction, found: dict[str, JSON], target: dict[str, JSON]
) -> tuple[str, str | None]:
    group, excluded = _target_group(target), target["@odata.type"] == EXCLUSION
    if rule.type == APP_ASSIGNMENT and call.on("app-assignment-ids"):
        intent = INTENTS.index(found["intent"]) if found.get("intent") in INTENTS else 0
        return f"{group}_{intent}_{int(excluded)}", None
    if rule == TARGETED and call.on("app-policy-assignment-ids"):
        return f"{group}_{'excl' if excluded else 'incl'}", ZERO_GUID
    return f"{item.id}_{group}", item.id


def check_assignments(call: Call, item: Stored, new: Sequence[dict[str, JSON]]) -> list[dict[str, JSON]]:
    """The whole list of an object's assignments, refused where two of them do not stand together."""
    if call.on("assignment-settings-match-app"):
        _check_settings(call, item, new)
    if call.on("assign-one-intent-per-group"):
        _check_intents(item, new)
    kept: dict[tuple[str, str], dict[str, JSON]] = {}
    for found in new:
        key = (_target_group(get_target(found)), str(found.get("intent") or ""))
        if key in kept and call.on("assign-one-per-target"):
            raise errors.bad_request(
                f"The same target is present more than once: {found.get('id')}.", intune=True
            )
        kept.setdefault(key, found)
    return list(kept.values())


def _check_intents(item: Stored, new: Sequence[dict[str, JSON]]) -> None:
    """One group gets an app with one intent; it may be excluded from the others."""
    intents: dict[str, str] = {}
    for found in (one for one in new if "intent" in one and get_target(one)["@odata.type"] != EXCLUSION):
        if intents.setdefault(_target_group(get_target(found)), found["intent"]) != found["intent"]:
            raise errors.bad_request(
                f"The app {item.id} is assigned to one group with more than one intent.", intune=True
            )


def _check_settings(call: Call, item: Stored, new: Sequence[dict[str, JSON]]) -> None:
    expected = f"{item.type}AssignmentSettings"
    for found in new:
        kind = str((found.get("settings") or {}).get("@odata.type", "")).removeprefix("#microsoft.graph.")
        if kind and call.metadata.find(expected) is not None and kind != expected:
            raise errors.bad_request(
                f"Settings of type {kind} do not fit an app of type {item.type}.", intune=True
            )
