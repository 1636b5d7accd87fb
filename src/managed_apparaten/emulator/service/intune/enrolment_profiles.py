"""Enrolment profiles of a token of Apple Business Manager: which one is the default of its platform, and for
which devices.

Reference: https://learn.microsoft.com/graph/api/resources/intune-enrollment-enrollmentprofile. Another
default replaces the first, and no action takes it away (see `default_members`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service import representation
from managed_apparaten.emulator.service.call import Call, Reply, audited_write
from managed_apparaten.emulator.service.default_members import (
    IS_DEFAULT,
    find_default,
    find_list_of_default,
    with_one_default,
)
from managed_apparaten.emulator.service.default_members import PROFILE as TYPE
from managed_apparaten.emulator.service.intune import actions

PATH = "deviceManagement/depOnboardingSettings"
PROFILES, DEVICES = "enrollmentProfiles", "importedAppleDeviceIdentities"
PROFILE = f"{PATH}/{{id}}/{PROFILES}/{{id}}"
"""Route of one profile."""
Child = dict[str, JSON]


def resolve_default_profile(call: Call, owner: Stored, path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the path below an object with a property such as `defaultIosEnrollmentProfile` replaced.

    In its place stands the list and the key of the member that is the default. Raises GraphError when no
    member is.
    """
    owner_type = representation.visible_type(call, owner.type)
    list_name = find_list_of_default(call.metadata, owner_type, path[0])
    if not list_name:
        return path
    member = find_default(call.metadata, owner_type, owner.nav, path[0])
    if member is None:
        raise errors.intune_not_found(path[0])
    return (list_name, str(member.get("id")), *path[1:])


def set_default(call: Call, object_id: str, _: Mapping[str, str]) -> Reply:
    """Answer `setDefaultProfile`: make a profile the default of its platform."""
    actions.refuse_parameters(call)
    owner, profile = _find_profile(call, object_id)
    properties = call.metadata.get(representation.actual_type_name(profile, TYPE)).properties
    default_profile = {**profile, IS_DEFAULT: True} if IS_DEFAULT in properties else profile
    members = [default_profile if member is profile else member for member in owner.nav[PROFILES]]
    after = replace(owner, nav={**owner.nav, PROFILES: with_one_default(call, members, TYPE, profile["id"])})
    call.store.replace(after)
    return Reply(204, None, audited_write(owner, after))


def export_mobile_config(call: Call, object_id: str, _: Mapping[str, str]) -> Reply:
    """Answer `exportMobileConfig` with an empty file, as no device enrols here (behaviour
    operations-without-effect).
    """
    _find_profile(call, object_id)
    return Reply(200, {"@odata.context": call.context("Edm.String"), "value": ""})


def assign_devices(call: Call, object_id: str, _: Mapping[str, str]) -> Reply:
    """Answer `updateDeviceProfileAssignment`: request a profile for devices of the token, named by id or
    serial number.
    """
    owner, profile = _find_profile(call, object_id)
    body = call.body()
    for name in body:
        if name != "deviceIds" and not name.startswith("@"):
            raise errors.invalid_parameter(name)
    device_ids = body.get("deviceIds")
    if not isinstance(device_ids, list) or not all(isinstance(name, str) for name in device_ids):
        raise errors.invalid_parameter("deviceIds")
    request = {"requestedEnrollmentProfileId": profile["id"]}
    devices = []
    for device in owner.nav.get(DEVICES) or ():
        is_named = {device.get("id"), device.get("serialNumber")} & set(device_ids)
        devices.append(device | request if is_named else device)
    after = replace(owner, nav={**owner.nav, DEVICES: devices})
    call.store.replace(after)
    return Reply(204, None, audited_write(owner, after))


def _find_profile(call: Call, object_id: str) -> tuple[Stored, Child]:
    """Return the token and the profile that a path names; raise GraphError when one of them is not there."""
    owner = call.store.get(PATH, object_id)
    if owner is None:
        raise errors.intune_not_found(object_id, named=call.on("intune-404-text"))
    profile_id = call.url.segments[len(PROFILE.split("/")) - 1]
    for profile in owner.nav.get(PROFILES) or ():
        if profile.get("id") == profile_id:
            return owner, profile
    raise errors.intune_not_found(profile_id, named=call.on("intune-404-text"))
