"""Enrolment configurations: the default of each kind, priorities that shift, ids that name their kind, and what may be assigned.

Reference: https://learn.microsoft.com/graph/api/resources/intune-shared-deviceenrollmentconfiguration and
MicrosoftDocs/memdocs enrollment-restrictions-set.md. The default objects are as the backup ennnbeee/CES2026-IntuneCD @ a05355a shows them.
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
MAX_RESTRICTIONS, DEVICE_LIMITS = 25, range(1, 16)
RESTRICTIONS = (
    "deviceEnrollmentPlatformRestrictionConfiguration",
    "deviceEnrollmentPlatformRestrictionsConfiguration",
)
NAME = "All users and all devices"


@dataclass(frozen=True, slots=True)
class EnrollmentType:
    """One kind of enrolment configuration."""

    ending: str
    """What its ids end with; the default's has `Default` before it."""
    type: str
    """Member of deviceEnrollmentConfigurationType."""


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
_ALLOWED: dict[str, JSON] = {
    "platformBlocked": False, "personalDeviceEnrollmentBlocked": False, "osMinimumVersion": "", "osMaximumVersion": "",
    "blockedManufacturers": [], "blockedSkus": [],
}  # fmt: skip
_UNVERSIONED = {**_ALLOWED, "osMinimumVersion": None, "osMaximumVersion": None}
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
"""Kind with a default -> what its description calls it, and its settings."""
NAMING_DEVICES = (
    "windows10EnrollmentCompletionPageConfiguration",
    "windowsRestoreDeviceEnrollmentConfiguration",
)
"""Kinds whose description names devices too."""


def default_configurations(tenant_id: str, created: str) -> list[Stored]:
    """The configurations that every tenant has, each assigned to all devices."""
    return [_default_configuration(tenant_id, created, name, *DEFAULTS[name]) for name in DEFAULTS]


def _default_configuration(
    tenant_id: str, created: str, name: str, called: str, settings: Mapping[str, JSON]
) -> Stored:
    kind = KINDS[name]
    whom = "all users and all devices" if name in NAMING_DEVICES else "all users"
    text = f"This is the default {called} applied with the lowest priority to {whom} regardless of group membership."
    body: dict[str, JSON] = {
        "displayName": NAME, "description": text, "priority": 0, "version": 0, "createdDateTime": created, "lastModifiedDateTime": created,
        "roleScopeTagIds": [], "deviceEnrollmentConfigurationType": kind.type, **settings,
    }  # fmt: skip
    object_id = f"{tenant_id}_Default{kind.ending}"
    everyone = {
        "id": f"{object_id}_{ALL_DEVICES}", "source": "direct", "sourceId": object_id,
        "target": {"@odata.type": "#microsoft.graph.allDevicesAssignmentTarget", FILTER_ID: None,
                   "deviceAndAppManagementAssignmentFilterType": "none"},
    }  # fmt: skip
    return Stored(PATH, object_id, name, body, {"assignments": [everyone]})


def is_default(item: Stored) -> bool:
    """Whether it is the default of its kind."""
    return item.collection == PATH and "_Default" in item.id


def complete_configuration(call: Call, item: Stored) -> Stored:
    """A new configuration with the id, type and priority that the service gives it."""
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
        body["notificationTemplates"] = [_make_template(call, str(one), body) for one in templates]
    ending = f"_{kind.ending}" if kind and call.on("enrolment-ids-name-their-kind") else ""
    return replace(item, id=item.id + ending, body=body)


def properties_of_service(call: Call) -> frozenset[str]:
    """Properties that a PATCH leaves as they are."""
    named = {
        "enrolment-priority-by-service": "priority",
        "enrolment-type-by-kind": "deviceEnrollmentConfigurationType",
    }
    return frozenset(key for name, key in named.items() if call.on(name))


def _make_template(call: Call, name: str, body: Mapping[str, JSON]) -> str:
    """A message template of a notification, made with it: `email` becomes `Email_` and the template's id."""
    if "_" in name or name.lower() not in ("email", "push"):
        return name
    now, template_id = call.now(), call.new_id(f"{TEMPLATES}/{name}")
    made = {
        "displayName": f"{body.get('displayName')} {name}", "defaultLocale": body.get("defaultLocale") or "en-us",
        "brandingOptions": "none", "roleScopeTagIds": ["0"], "lastModifiedDateTime": now,
    }  # fmt: skip
    call.store.insert(
        [
            Stored(
                TEMPLATES,
                template_id,
                "notificationMessageTemplate",
                made,
                {"localizedNotificationMessages": []},
            )
        ]
    )
    return f"{name.capitalize()}_{template_id}"


def list_by_priority(call: Call, item: Stored) -> list[Stored]:
    """The configurations that an object competes with, first priority first: its kind, and for one platform its platform."""
    every = [one for one in call.store.objects((PATH,)) if one.type == item.type and not is_default(one)]
    rivals = [one for one in every if one.body.get("platformType") == item.body.get("platformType")]
    return sorted(rivals, key=lambda one: (int(one.body.get("priority") or 0), one.row))


def set_priority(call: Call, item: Stored, priority: int) -> Stored:
    """Give a configuration a priority; the others make room."""
    if is_default(item) and call.on("enrolment-default-fixed"):
        raise errors.bad_request(
            "The priority of the default enrolment configuration cannot be changed.", intune=True
        )
    rivals = list_by_priority(call, item)
    if not call.on("enrolment-priorities-shift"):
        after = replace(item, body={**item.body, "priority": priority})
        call.store.replace(after)
        return after
    if priority == item.body.get("priority") and call.on("enrolment-priority-must-change"):
        raise errors.bad_request("The enrolment configuration has this priority already.", intune=True)
    if priority < 1:
        raise errors.bad_request("Priority must be 1 or more.", intune=True)
    order = [one for one in rivals if one.id != item.id]
    order.insert(priority - 1, item)
    _renumber(call, order)
    return replace(item, body={**item.body, "priority": order.index(item) + 1})


def close_gap(call: Call, removed: Stored) -> None:
    """Number the configurations anew that a deleted one leaves."""
    if removed.collection == PATH and call.on("enrolment-priorities-shift"):
        _renumber(call, list_by_priority(call, removed))


def _renumber(call: Call, found: list[Stored]) -> None:
    for number, one in enumerate(found, 1):
        if one.body.get("priority") != number:
            call.store.replace(replace(one, body={**one.body, "priority": number}))


def check_delete(call: Call, before: Stored) -> None:
    """Refuse to delete a default."""
    if is_default(before) and call.on("enrolment-default-fixed"):
        raise errors.bad_request("The default enrolment configuration cannot be deleted.", intune=True)


def check_assignments(call: Call, item: Stored, found: list[dict[str, JSON]]) -> None:
    """Refuse assignments of a default, and a filter where Android is restricted."""
    if item.collection != PATH:
        return
    if is_default(item) and call.on("enrolment-default-fixed"):
        raise errors.bad_request(
            "The assignment of the default enrolment configuration cannot be changed.", intune=True
        )
    android = str(item.body.get("platformType") or "").startswith("android") and item.type == RESTRICTIONS[0]
    if (
        android
        and call.on("enrolment-no-filter-for-android")
        and any(get_target(one).get(FILTER_ID) for one in found)
    ):
        raise errors.bad_request(
            "Assignment filters are not supported for enrolment restrictions of Android.", intune=True
        )


def _check_device_limit(write: PendingWrite) -> None:
    limit = write.body.get("limit", None if write.before else 0)
    if limit is not None and limit not in DEVICE_LIMITS:
        raise write.refuse(f"The limit must be between {DEVICE_LIMITS[0]} and {DEVICE_LIMITS[-1]}.")


def _check_number_of_restrictions(write: PendingWrite) -> None:
    every = write.call.store.objects((PATH,)) if write.before is None else ()
    if sum(one.type in RESTRICTIONS and not is_default(one) for one in every) >= MAX_RESTRICTIONS:
        raise write.refuse(f"A tenant has at most {MAX_RESTRICTIONS} enrolment restrictions.")


def _check_platform(write: PendingWrite) -> None:
    if write.before is None:
        if (
            write.body.get("platformType") in (None, "allPlatforms")
            or write.body.get("platformRestriction") is None
        ):
            raise write.refuse("A restriction for one platform needs platformType and platformRestriction.")
    elif write.body.get("platformType", write.before.body.get("platformType")) != write.before.body.get(
        "platformType"
    ):
        raise write.refuse("The platform of an enrolment restriction cannot be changed.")


RULES: tuple[tuple[str, str, Callable[[PendingWrite], None]], ...] = (
    ("deviceEnrollmentLimitConfiguration", "enrolment-limit-range", _check_device_limit),
    *((name, "enrolment-restrictions-limit", _check_number_of_restrictions) for name in RESTRICTIONS),
    ("deviceEnrollmentPlatformRestrictionConfiguration", "enrolment-platform-fixed", _check_platform),
)
"""Rows for the table of `rules`."""
