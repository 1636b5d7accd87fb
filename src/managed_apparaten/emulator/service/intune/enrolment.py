"""Enrolment configurations: the default of each type, priorities that shift, ids that name their type, and
what may be assigned.

Reference: https://learn.microsoft.com/graph/api/resources/intune-shared-deviceenrollmentconfiguration and
MicrosoftDocs/memdocs enrollment-restrictions-set.md. The default objects are as the backup
ennnbeee/CES2026-IntuneCD @ a05355a shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service.call import Call
from managed_apparaten.emulator.service.intune.assignments import ALL_DEVICES, FILTER_ID, get_target

if TYPE_CHECKING:
    from managed_apparaten.emulator.service.body_rules import PendingWrite

PATH = "deviceManagement/deviceEnrollmentConfigurations"
TEMPLATES = "deviceManagement/notificationMessageTemplates"
"""Path of the message templates."""
MAX_RESTRICTIONS, DEVICE_LIMITS = 25, range(1, 16)
"""Restrictions that a tenant can have, and devices that a limit can allow."""
RESTRICTIONS = (
    "deviceEnrollmentPlatformRestrictionConfiguration",
    "deviceEnrollmentPlatformRestrictionsConfiguration",
)
"""Types of enrolment restrictions: for one platform, and for all."""
NAME = "All users and all devices"
"""Name of every default configuration."""


@dataclass(frozen=True, slots=True)
class EnrollmentType:
    """How Intune names one type of enrolment configuration."""

    ending: str
    """Ending of its ids; that of the default has `Default` before it."""
    type: str
    """Its member of deviceEnrollmentConfigurationType."""


KINDS: Mapping[str, EnrollmentType] = {
    "deviceEnrollmentLimitConfiguration": EnrollmentType("Limit", "limit"),
    "deviceEnrollmentPlatformRestrictionsConfiguration": EnrollmentType("PlatformRestrictions", "platformRestrictions"),
    "deviceEnrollmentPlatformRestrictionConfiguration": EnrollmentType("SinglePlatformRestriction", "singlePlatformRestriction"),
    "deviceEnrollmentWindowsHelloForBusinessConfiguration": EnrollmentType("WindowsHelloForBusiness", "windowsHelloForBusiness"),
    "windows10EnrollmentCompletionPageConfiguration": EnrollmentType(
        "Windows10EnrollmentCompletionPageConfiguration", "windows10EnrollmentCompletionPageConfiguration"),
    "deviceComanagementAuthorityConfiguration": EnrollmentType(
        "DeviceComanagementAuthorityConfiguration", "deviceComanagementAuthorityConfiguration"),
    "deviceEnrollmentNotificationConfiguration": EnrollmentType(
        "EnrollmentNotificationsConfiguration", "enrollmentNotificationsConfiguration"),
    "windowsRestoreDeviceEnrollmentConfiguration": EnrollmentType("WindowsRestore", "windowsRestore"),
}  # fmt: skip
"""Graph type of an enrolment configuration -> its names."""
_ALLOWED: dict[str, JSON] = {
    "platformBlocked": False, "personalDeviceEnrollmentBlocked": False, "osMinimumVersion": "", "osMaximumVersion": "",
    "blockedManufacturers": [], "blockedSkus": [],
}  # fmt: skip
"""A platform without restrictions."""
_UNVERSIONED = {**_ALLOWED, "osMinimumVersion": None, "osMaximumVersion": None}
"""A platform without restrictions that has no versions."""
DEFAULTS: Mapping[str, tuple[str, Mapping[str, JSON]]] = {
    "deviceEnrollmentLimitConfiguration": ("Device Limit Restriction", {"limit": 5}),
    "deviceEnrollmentPlatformRestrictionsConfiguration": ("Device Type Restriction", {
        **{f"{name}Restriction": _ALLOWED for name in ("ios", "windows", "android", "androidForWork")},
        **{f"{name}Restriction": _UNVERSIONED for name in ("windowsHomeSku", "mac", "macOS")},
        "windowsMobileRestriction": {**_ALLOWED, "platformBlocked": True}, "tvosRestriction": None, "visionOSRestriction": None,
    }),
    "deviceEnrollmentWindowsHelloForBusinessConfiguration": ("Windows Hello for Business configuration", {
        "pinMinimumLength": 6, "pinMaximumLength": 127, "pinUppercaseCharactersUsage": "allowed",
        "pinLowercaseCharactersUsage": "allowed", "pinSpecialCharactersUsage": "allowed", "state": "enabled",
        "securityDeviceRequired": True, "unlockWithBiometricsEnabled": True, "remotePassportEnabled": False, "pinPreviousBlockCount": 24,
        "pinExpirationInDays": 0, "enhancedBiometricsState": "enabled", "securityKeyForSignIn": "disabled", "enhancedSignInSecurity": 1,
    }),
    "windows10EnrollmentCompletionPageConfiguration": ("enrollment status screen configuration", {
        "showInstallationProgress": False, "blockDeviceSetupRetryByUser": True, "allowDeviceResetOnInstallFailure": False,
        "allowLogCollectionOnInstallFailure": False, "customErrorMessage": "", "installProgressTimeoutInMinutes": 0,
        "allowDeviceUseOnInstallFailure": False, "selectedMobileAppIds": [], "allowNonBlockingAppInstallation": False,
        "installQualityUpdates": False, "trackInstallProgressForAutopilotOnly": False, "disableUserStatusTrackingAfterFirstUser": False,
    }),
    "windowsRestoreDeviceEnrollmentConfiguration": ("Windows Restore configuration", {"state": "notConfigured"}),
}  # fmt: skip
"""Type that has a default -> the name in its description, and its settings."""
NAMING_DEVICES = (
    "windows10EnrollmentCompletionPageConfiguration",
    "windowsRestoreDeviceEnrollmentConfiguration",
)
"""Types of which the description of the default names devices too."""


def default_configurations(tenant_id: str, created: str) -> list[Stored]:
    """Return the configurations that every tenant has, each assigned to all devices."""
    return [_default_configuration(tenant_id, created, name, *DEFAULTS[name]) for name in DEFAULTS]


def _default_configuration(
    tenant_id: str, created: str, type_name: str, title: str, settings: Mapping[str, JSON]
) -> Stored:
    """Return the default of one type."""
    kind = KINDS[type_name]
    audience = "all users and all devices" if type_name in NAMING_DEVICES else "all users"
    text = f"This is the default {title} applied with the lowest priority to {audience} regardless of group membership."
    body: dict[str, JSON] = {
        "displayName": NAME, "description": text, "priority": 0, "version": 0, "createdDateTime": created, "lastModifiedDateTime": created,
        "roleScopeTagIds": [], "deviceEnrollmentConfigurationType": kind.type, **settings,
    }  # fmt: skip
    object_id = f"{tenant_id}_Default{kind.ending}"
    assignment = {
        "id": f"{object_id}_{ALL_DEVICES}", "source": "direct", "sourceId": object_id,
        "target": {"@odata.type": "#microsoft.graph.allDevicesAssignmentTarget", FILTER_ID: None,
                   "deviceAndAppManagementAssignmentFilterType": "none"},
    }  # fmt: skip
    return Stored(PATH, object_id, type_name, body, {"assignments": [assignment]})


def is_default(item: Stored) -> bool:
    """Return whether an object is the default of its type."""
    return item.collection == PATH and "_Default" in item.id


def complete_configuration(call: Call, item: Stored) -> Stored:
    """Return a new configuration with the id, type and priority that the service gives it; other objects
    unchanged.
    """
    if item.collection != PATH:
        return item
    kind = KINDS.get(item.type)
    body = dict(item.body)
    if kind and ("deviceEnrollmentConfigurationType" not in body or call.on("enrolment-type-by-kind")):
        body["deviceEnrollmentConfigurationType"] = kind.type
    if call.on("enrolment-priority-by-service"):
        body["priority"] = len(list_by_priority(call, item)) + 1
    templates = body.get("notificationTemplates")
    if templates and call.on("enrolment-notification-templates"):
        body["notificationTemplates"] = [_make_template(call, str(name), body) for name in templates]
    ending = f"_{kind.ending}" if kind and call.on("enrolment-ids-name-their-kind") else ""
    return replace(item, id=item.id + ending, body=body)


def properties_of_service(call: Call) -> frozenset[str]:
    """Return the properties that only the service sets, so that a PATCH leaves them as they are."""
    behaviours = {
        "enrolment-priority-by-service": "priority",
        "enrolment-type-by-kind": "deviceEnrollmentConfigurationType",
    }
    return frozenset(key for name, key in behaviours.items() if call.on(name))


def _make_template(call: Call, name: str, body: Mapping[str, JSON]) -> str:
    """Create the message template that a notification names by its sort, and return the name that it has
    then.

    `email` becomes `Email_` and the id of the template; the name of an existing template stays as it is.
    """
    if "_" in name or name.lower() not in ("email", "push"):
        return name
    template_id = call.new_id(f"{TEMPLATES}/{name}")
    template: dict[str, JSON] = {
        "displayName": f"{body.get('displayName')} {name}",
        "defaultLocale": body.get("defaultLocale") or "en-us",
        "brandingOptions": "none",
        "roleScopeTagIds": ["0"],
        "lastModifiedDateTime": call.now(),
    }
    nav: dict[str, list[dict[str, JSON]]] = {"localizedNotificationMessages": []}
    call.store.insert([Stored(TEMPLATES, template_id, "notificationMessageTemplate", template, nav)])
    return f"{name.capitalize()}_{template_id}"


def list_by_priority(call: Call, item: Stored) -> list[Stored]:
    """Return the configurations with which an object shares its priorities, first priority first.

    These are those of its type, and for a restriction of one platform those of its platform. Defaults do not
    count.
    """
    competing = [
        other
        for other in call.store.objects((PATH,))
        if other.type == item.type
        and not is_default(other)
        and other.body.get("platformType") == item.body.get("platformType")
    ]
    return sorted(competing, key=lambda other: (int(other.body.get("priority") or 0), other.row))


def set_priority(call: Call, item: Stored, priority: int) -> Stored:
    """Give a configuration a priority, renumber the others, and return the configuration."""
    if is_default(item) and call.on("enrolment-default-fixed"):
        raise errors.bad_request(
            "The priority of the default enrolment configuration cannot be changed.", intune=True
        )
    competing = list_by_priority(call, item)
    if not call.on("enrolment-priorities-shift"):
        after = replace(item, body={**item.body, "priority": priority})
        call.store.replace(after)
        return after
    if priority == item.body.get("priority") and call.on("enrolment-priority-must-change"):
        raise errors.bad_request("The enrolment configuration has this priority already.", intune=True)
    if priority < 1:
        raise errors.bad_request("Priority must be 1 or more.", intune=True)
    order = [other for other in competing if other.id != item.id]
    order.insert(priority - 1, item)
    _renumber(call, order)
    return replace(item, body={**item.body, "priority": order.index(item) + 1})


def close_gap(call: Call, removed: Stored) -> None:
    """Renumber the configurations that shared priorities with a deleted one."""
    if removed.collection == PATH and call.on("enrolment-priorities-shift"):
        _renumber(call, list_by_priority(call, removed))


def _renumber(call: Call, configurations: list[Stored]) -> None:
    """Number configurations from 1 in their order, and store those that change."""
    for number, item in enumerate(configurations, 1):
        if item.body.get("priority") != number:
            call.store.replace(replace(item, body={**item.body, "priority": number}))


def check_delete(call: Call, before: Stored) -> None:
    """Refuse to delete a default."""
    if is_default(before) and call.on("enrolment-default-fixed"):
        raise errors.bad_request("The default enrolment configuration cannot be deleted.", intune=True)


def check_assignments(call: Call, item: Stored, assignments: list[dict[str, JSON]]) -> None:
    """Refuse assignments of a default configuration, and a filter on a restriction of Android."""
    if item.collection != PATH:
        return
    if is_default(item) and call.on("enrolment-default-fixed"):
        raise errors.bad_request(
            "The assignment of the default enrolment configuration cannot be changed.", intune=True
        )
    platform = str(item.body.get("platformType") or "")
    is_android = item.type == RESTRICTIONS[0] and platform.startswith("android")
    has_filter = any(get_target(assignment).get(FILTER_ID) for assignment in assignments)
    if is_android and has_filter and call.on("enrolment-no-filter-for-android"):
        raise errors.bad_request(
            "Assignment filters are not supported for enrolment restrictions of Android.", intune=True
        )


def _check_device_limit(write: PendingWrite) -> None:
    """Refuse a limit of devices that Intune does not allow."""
    limit = write.body.get("limit", None if write.before else 0)
    if limit is not None and limit not in DEVICE_LIMITS:
        raise write.refuse(f"The limit must be between {DEVICE_LIMITS[0]} and {DEVICE_LIMITS[-1]}.")


def _check_number_of_restrictions(write: PendingWrite) -> None:
    """Refuse a restriction more than a tenant can have."""
    if write.before is not None:
        return
    configurations = write.call.store.objects((PATH,))
    number = sum(item.type in RESTRICTIONS and not is_default(item) for item in configurations)
    if number >= MAX_RESTRICTIONS:
        raise write.refuse(f"A tenant has at most {MAX_RESTRICTIONS} enrolment restrictions.")


def _check_platform(write: PendingWrite) -> None:
    """Refuse a restriction for one platform without that platform, and a change of the platform."""
    if write.before is None:
        has_platform = write.body.get("platformType") not in (None, "allPlatforms")
        if not has_platform or write.body.get("platformRestriction") is None:
            raise write.refuse("A restriction for one platform needs platformType and platformRestriction.")
        return
    platform = write.before.body.get("platformType")
    if write.body.get("platformType", platform) != platform:
        raise write.refuse("The platform of an enrolment restriction cannot be changed.")


RULES: tuple[tuple[str, str, Callable[[PendingWrite], None]], ...] = (
    ("deviceEnrollmentLimitConfiguration", "enrolment-limit-range", _check_device_limit),
    *((name, "enrolment-restrictions-limit", _check_number_of_restrictions) for name in RESTRICTIONS),
    ("deviceEnrollmentPlatformRestrictionConfiguration", "enrolment-platform-fixed", _check_platform),
)
"""Rows for `body_rules.RULES`."""
