"""Enrolment profiles of a token of Apple Business Manager: which one is the default of its platform, and what is told them.

Reference: https://learn.microsoft.com/graph/api/resources/intune-enrollment-enrollmentprofile. Setting another default takes the place of
the first, and there is no action that takes it away (see `default_members`).
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
Child = dict[str, JSON]


def resolve_default_profile(call: Call, owner: Stored, path: tuple[str, ...]) -> tuple[str, ...]:
    """The path below an object with `defaultIosEnrollmentProfile` and its like as the member of the list that is the default."""
    found = representation.visible_type(call, owner.type)
    listed = find_list_of_default(call.metadata, found, path[0])
    if not listed:
        return path
    member = find_default(call.metadata, found, owner.nav, path[0])
    if member is None:
        raise errors.intune_not_found(path[0])
    return (listed, str(member.get("id")), *path[1:])


def set_default(call: Call, object_id: str, _: Mapping[str, str]) -> Reply:
    """Make a profile the default of its platform."""
    actions.refuse_parameters(call)
    owner, profile = _find_profile(call, object_id)
    known = call.metadata.get(representation.actual_type_name(profile, TYPE)).properties
    marked = {**profile, IS_DEFAULT: True} if IS_DEFAULT in known else profile
    members = [marked if one is profile else one for one in owner.nav[PROFILES]]
    after = replace(owner, nav={**owner.nav, PROFILES: with_one_default(call, members, TYPE, profile["id"])})
    call.store.replace(after)
    return Reply(204, None, audited_write(owner, after))


def export_mobile_config(call: Call, object_id: str, _: Mapping[str, str]) -> Reply:
    """The configuration file of a profile: empty here, as no device enrols (behaviour operations-without-effect)."""
    _find_profile(call, object_id)
    return Reply(200, {"@odata.context": call.context("Edm.String"), "value": ""})


def assign_devices(call: Call, object_id: str, _: Mapping[str, str]) -> Reply:
    """Ask for a profile for devices of the token, which are named by their ids or serial numbers."""
    owner, profile = _find_profile(call, object_id)
    body = call.body()
    unknown = next((name for name in body if name != "deviceIds" and not name.startswith("@")), None)
    if unknown:
        raise errors.invalid_parameter(unknown)
    wanted = body.get("deviceIds")
    if not isinstance(wanted, list) or not all(isinstance(one, str) for one in wanted):
        raise errors.invalid_parameter("deviceIds")
    asked = {"requestedEnrollmentProfileId": profile["id"]}
    devices = [
        one | asked if {one.get("id"), one.get("serialNumber")} & set(wanted) else one
        for one in owner.nav.get(DEVICES) or ()
    ]
    after = replace(owner, nav={**owner.nav, DEVICES: devices})
    call.store.replace(after)
    return Reply(204, None, audited_write(owner, after))


def _find_profile(call: Call, object_id: str) -> tuple[Stored, Child]:
    """The token and the profile that a path names."""
    owner = call.store.get(PATH, object_id)
    if owner is None:
        raise errors.intune_not_found(object_id, named=call.on("intune-404-text"))
    wanted = call.url.segments[len(PROFILE.split("/")) - 1]
    profile = next((one for one in owner.nav.get(PROFILES) or () if one.get("id") == wanted), None)
    if profile is None:
        raise errors.intune_not_found(wanted, named=call.on("intune-404-text"))
    return owner, profile
