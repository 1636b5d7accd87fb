"""One assignment of a policy or an app: its id, its target, and which assignments can be in one list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.odata.values import is_guid
from managed_apparaten.emulator.service.call import Call
from managed_apparaten.emulator.service.collections import TARGETED, AssignAction

ALL_USERS = "acacacac-9df4-4c7d-9d50-4ef0226f57a9"
"""The GUID that stands for all users in the id of an assignment."""
ALL_DEVICES = "adadadad-808e-44e2-905a-0b7873a8a531"
"""The GUID that stands for all devices in the id of an assignment."""
PSEUDO_GROUPS = {
    "#microsoft.graph.allLicensedUsersAssignmentTarget": ALL_USERS,
    "#microsoft.graph.allDevicesAssignmentTarget": ALL_DEVICES,
}
"""Type of a target -> the GUID that stands for it: terraform-provider-microsoft365 test response,
IntuneManagement."""
EXCLUSION = "#microsoft.graph.exclusionGroupAssignmentTarget"
"""Type of the target that excludes a group."""
FILTER_ID = "deviceAndAppManagementAssignmentFilterId"
"""Property of a target with the id of its assignment filter."""
ZERO_GUID = "00000000-0000-0000-0000-000000000000"
APP_ASSIGNMENT = "mobileAppAssignment"
"""Type of the assignment of an app."""
INTENTS = ("available", "required", "uninstall", "availableWithoutEnrollment")
"""Intents in the order of the enum `installIntent`, whose numbers are in the ids of app assignments."""


def complete_assignment(
    call: Call, item: Stored, action: AssignAction, assignment: dict[str, JSON]
) -> dict[str, JSON]:
    """Return an assignment as it is stored with an object, from one that fits the metadata.

    Refuses a target whose group or filter is malformed or does not exist, as the behaviours of the tenant
    say.
    """
    target = assignment.get("target")
    if target is None:
        raise errors.schema_mismatch("target")
    target = {**target, **({FILTER_ID: None} if target.get(FILTER_ID) == ZERO_GUID else {})}
    group = _target_group(target)
    if "groupId" in target and not is_guid(group) and call.on("assign-malformed-group"):
        raise errors.bad_request(
            f"Invalid GroupId : {group} provided, a valid AADGroupId is expected.", intune=True
        )
    is_unknown_group = "groupId" in target and call.store.get("groups", group) is None
    if is_unknown_group and not call.on("assign-unknown-group"):
        raise errors.bad_request(f"Group {group} does not exist.", intune=True)
    filter_id = target.get(FILTER_ID)
    is_unknown_filter = filter_id and call.store.get("deviceManagement/assignmentFilters", filter_id) is None
    if is_unknown_filter and call.on("assignment-filter-exists"):
        raise errors.bad_request(f"Assignment filter {filter_id} does not exist.", intune=True)
    assignment_id, source_id = _id_and_source(call, item, action, assignment, target)
    source = {"source": "direct", "sourceId": source_id}
    sources = {key: value for key, value in source.items() if key in assignment}
    return {**assignment, "id": assignment_id, **sources, "target": target}


def get_target(assignment: Mapping[str, JSON]) -> dict[str, JSON]:
    """Return the target of a stored assignment.

    A seed or an import can put in an assignment without a target; it gets one that reaches nobody.
    """
    target = assignment.get("target")
    return {"@odata.type": "", **(target if isinstance(target, dict) else {})}


def _target_group(target: dict[str, JSON]) -> str:
    """Return the group, or the GUID in its place, that a target names; empty when it names none."""
    return PSEUDO_GROUPS.get(target["@odata.type"]) or str(
        target.get("groupId") or target.get("collectionId") or ""
    )


def _id_and_source(
    call: Call, item: Stored, action: AssignAction, assignment: dict[str, JSON], target: dict[str, JSON]
) -> tuple[str, str | None]:
    """Return the id of an assignment and its `sourceId`, in the form of the object that it belongs to."""
    group, excluded = _target_group(target), target["@odata.type"] == EXCLUSION
    if action.type == APP_ASSIGNMENT and call.on("app-assignment-ids"):
        intent = INTENTS.index(assignment["intent"]) if assignment.get("intent") in INTENTS else 0
        return f"{group}_{intent}_{int(excluded)}", None
    if action == TARGETED and call.on("app-policy-assignment-ids"):
        return f"{group}_{'excl' if excluded else 'incl'}", ZERO_GUID
    return f"{item.id}_{group}", item.id


def check_assignments(call: Call, item: Stored, new: Sequence[dict[str, JSON]]) -> list[dict[str, JSON]]:
    """Return all assignments of an object; refuse assignments that cannot be in one list."""
    if call.on("assignment-settings-match-app"):
        _check_settings(call, item, new)
    if call.on("assign-one-intent-per-group"):
        _check_intents(item, new)
    by_target: dict[tuple[str, str], dict[str, JSON]] = {}
    for assignment in new:
        key = (_target_group(get_target(assignment)), str(assignment.get("intent") or ""))
        if key in by_target and call.on("assign-one-per-target"):
            raise errors.bad_request(
                f"The same target is present more than once: {assignment.get('id')}.", intune=True
            )
        by_target.setdefault(key, assignment)
    return list(by_target.values())


def _check_intents(item: Stored, new: Sequence[dict[str, JSON]]) -> None:
    """Refuse an app with two intents for one group; the group may be excluded from the others."""
    intents: dict[str, str] = {}
    for assignment in new:
        target = get_target(assignment)
        if "intent" not in assignment or target["@odata.type"] == EXCLUSION:
            continue
        first_intent = intents.setdefault(_target_group(target), assignment["intent"])
        if first_intent != assignment["intent"]:
            raise errors.bad_request(
                f"The app {item.id} is assigned to one group with more than one intent.", intune=True
            )


def _check_settings(call: Call, item: Stored, new: Sequence[dict[str, JSON]]) -> None:
    """Refuse settings of an assignment that are for another type of app."""
    expected = f"{item.type}AssignmentSettings"
    for assignment in new:
        settings = assignment.get("settings") or {}
        settings_type = str(settings.get("@odata.type", "")).removeprefix("#microsoft.graph.")
        if settings_type and call.metadata.find(expected) is not None and settings_type != expected:
            raise errors.bad_request(
                f"Settings of type {settings_type} do not fit an app of type {item.type}.", intune=True
            )
