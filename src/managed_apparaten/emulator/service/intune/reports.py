"""Intune's reports as tables: their columns, which columns can be filtered and localised, and the rows as
they are now.

Sources: intune/device-management/reports/ref-graph-available-reports.md, 2025-09-08 (names, columns,
filters); numbers, and their texts in columns with `_loc` behind their names: exports read by graph2otel
(github rknightion/graph2otel@dfd9ef7, 2026-07). A column whose content is not documented is empty here.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.service.call import TenantContext
from managed_apparaten.emulator.service.intune import install_states, inventory
from managed_apparaten.emulator.service.intune.targeting import MANAGED, Targeting

Row = dict[str, JSON]
"""Column -> value."""
REGISTRATIONS, COMPLIANCE = (
    "deviceAppManagement/managedAppRegistrations",
    "deviceManagement/deviceCompliancePolicies",
)
RAW_PLATFORMS = {
    "windows": "Windows", "macOS": "MacOS", "ios": "IOS", "androidWorkProfile": "AndroidWorkProfile",
    "androidDedicatedAndFullyManaged": "AndroidFullyManagedDedicated", "androidDeviceAdministrator": "AndroidDeviceAdministrator",
}  # fmt: skip
"""`platform` of a detected app -> its name in reports; behaviour `export-platform-names`."""
APP_PLATFORMS = {
    "Android": (1, "Android"),
    "iOS": (2, "iOS"),
    "macOS": (3, "MacOS"),
    "Windows": (5, "Windows"),
}
"""Operating system -> its number in the reports on apps, and the text of that number."""
OWNERS = {"unknown": 0, "company": 1, "personal": 2}
"""Member of ownerType -> its number in the metadata."""
COMPLIANT = {
    "unknown": 0,
    "compliant": 1,
    "noncompliant": 2,
    "conflict": 3,
    "error": 4,
    "inGracePeriod": 254,
    "configManager": 255,
}
"""Member of complianceState -> its number in the metadata."""
SETTING_STATES = {"noncompliant": (4, "Not compliant"), "error": (5, "Error")}
"""complianceState of a device -> its number in the report on settings, and the text of that number."""
DEFAULT_POLICY = "Default Device Compliance Policy"
"""Name of the policy that every device has."""
INVENTORY_COLUMNS = (
    "ApplicationKey", "ApplicationName", "ApplicationPublisher", "ApplicationShortVersion", "ApplicationVersion", "DeviceId", "DeviceName",
    "EmailAddress", "OSDescription", "OSVersion", "Platform", "UserId", "UserName",
)  # fmt: skip
"""Columns of the reports on detected apps by device."""
DEVICE_COLUMNS = (
    "AadDeviceId", "ComplianceState", "DeviceHealthThreatLevel", "DeviceId", "DeviceName", "DeviceType", "IMEI", "InGracePeriodUntil",
    "IntuneDeviceId", "LastContact", "ManagementAgents", "OS", "OSDescription", "OSVersion", "OwnerType", "PartnerDeviceId", "PrimaryUser",
    "RetireAfterDatetime", "SerialNumber", "UPN", "UserEmail", "UserId", "UserName",
)  # fmt: skip
"""Columns of the report on devices that do not comply."""


@dataclass(frozen=True, slots=True)
class ServedReport:
    """One report that can be exported."""

    columns: tuple[str, ...]
    """All its columns, in the order of the file."""
    rows: Callable[[TenantContext], Iterator[Row]]
    """Gives the rows as they are now."""
    filters: frozenset[str] = frozenset()
    """Columns that a filter may compare."""
    needs: str = ""
    """The column that a filter must compare; empty when no filter is needed."""
    localised: Mapping[str, Callable[[JSON], str]] = field(default_factory=dict)
    """Column with numbers -> a function that gives the text of a number, for the column with `_loc` behind
    its name."""
    legacy: bool = False
    """Whether it ignores localizationType and accepts other names for its columns."""


def application_key(app: Stored) -> str:
    """Return the ApplicationKey of a detected app."""
    return hashlib.sha256(app.id.encode()).hexdigest()


def _app_columns(tenant: TenantContext, app: Stored) -> Row:
    """Return the columns of a detected app."""
    version, platform = str(app.body.get("version") or ""), str(app.body.get("platform") or "")
    return {
        "ApplicationKey": application_key(app), "ApplicationId": app.id, "ApplicationName": str(app.body.get("displayName") or ""),
        "ApplicationPublisher": str(app.body.get("publisher") or ""), "ApplicationShortVersion": version, "ApplicationVersion": version,
        "Platform": RAW_PLATFORMS.get(platform, "Other") if tenant.behaviours.on("export-platform-names") else platform,
    }  # fmt: skip


def _app_inventory_rows(tenant: TenantContext) -> Iterator[Row]:
    """Yield a row for each detected app on each device that shows it."""
    seen = inventory.AppVisibility(tenant)
    for app in tenant.store.objects((inventory.DETECTED,)):
        for device in seen.devices(app):
            yield {**_app_columns(tenant, app), **_device_columns(device)}


def _app_count_rows(tenant: TenantContext) -> Iterator[Row]:
    """Yield a row for each detected app with its count, as it is stored with the app: an app that no device
    shows any more stays.
    """
    for app in tenant.store.objects((inventory.DETECTED,)):
        yield {**_app_columns(tenant, app), "DeviceCount": app.body.get("deviceCount", 0)}


def _device_columns(device: Stored) -> Row:
    """Return the columns of a device that are known, of all reports together."""
    body = device.body
    texts = {"DeviceName": "deviceName", "EmailAddress": "emailAddress", "OSDescription": "operatingSystem", "OSVersion": "osVersion",
             "UserId": "userId", "UserName": "userDisplayName", "UPN": "userPrincipalName", "UserEmail": "emailAddress",
             "AadDeviceId": "azureADDeviceId", "LastContact": "lastSyncDateTime", "OS": "operatingSystem", "SerialNumber": "serialNumber",
             "IMEI": "imei", "PrimaryUser": "userId", "CreatedDate": "enrolledDateTime", "Manufacturer": "manufacturer", "Model": "model",
             "DeviceModel": "model", "ReferenceId": "azureADDeviceId", "JailBroken": "jailBroken", "LastContactedUserId": "userId",
             "CategoryName": "deviceCategoryDisplayName", "ManagedDeviceName": "managedDeviceName"}  # fmt: skip
    state = COMPLIANT.get(str(body.get("complianceState")), 0)
    return {
        **{column: str(body.get(name) or "") for column, name in texts.items()}, "DeviceId": device.id, "IntuneDeviceId": device.id,
        "OwnerType": OWNERS.get(str(body.get("ownerType")), 0), "ComplianceState": state, "CompliantState": state,
        "InGracePeriodUntil": str(body.get("complianceGracePeriodExpirationDateTime") or ""),
    }  # fmt: skip


def _device_rows(tenant: TenantContext) -> Iterator[Row]:
    """Return a row for each device."""
    return (_device_columns(device) for device in tenant.store.objects((MANAGED,)))


def _non_compliant_rows(tenant: TenantContext) -> Iterator[Row]:
    """Yield a row for each device that does not comply."""
    unlisted = (COMPLIANT["compliant"], COMPLIANT["unknown"])
    return (row for row in _device_rows(tenant) if row["ComplianceState"] not in unlisted)


def _without_policy_rows(tenant: TenantContext) -> Iterator[Row]:
    """Yield a row for each device that no compliance policy reaches."""
    targeting = Targeting(tenant.store)
    for device in tenant.store.objects((MANAGED,)):
        if not any(True for _ in _list_policies(tenant, targeting, device)):
            yield _device_columns(device)


def _list_policies(tenant: TenantContext, targeting: Targeting, device: Stored) -> Iterator[Stored]:
    """Yield the compliance policies that reach a device and are for its platform."""
    system = str(device.body.get("operatingSystem")).lower()
    for policy in tenant.store.objects((COMPLIANCE,)):
        is_for_platform = policy.type.lower().startswith(system)
        if is_for_platform and targeting.reaches(policy.nav.get("assignments", ()), device):
            yield policy


def _failing_setting_rows(tenant: TenantContext) -> Iterator[Row]:
    """Yield rows for devices that do not comply: one for each policy that reaches the device, with its first
    setting.

    A device that no policy reaches gets the row of the default policy, which wants it to have a policy.
    """
    targeting = Targeting(tenant.store)
    for device in tenant.store.objects((MANAGED,)):
        state = str(device.body.get("complianceState"))
        if state not in SETTING_STATES:
            continue
        failing = [
            (str(policy.body.get("displayName")), capitalise(policy.type), _first_setting(policy))
            for policy in _list_policies(tenant, targeting, device)
        ]
        if not failing:
            setting = "RequireDeviceCompliancePolicyAssigned"
            failing = [(DEFAULT_POLICY, "DefaultDeviceCompliancePolicy", setting)]
        for policy_name, policy_type, setting in failing:
            yield {
                **_device_columns(device),
                "PolicyName": policy_name,
                "SettingName": f"{policy_type}.{setting}",
                "SettingNm": f"{policy_type}{setting}",
                "SettingStatus": SETTING_STATES[state][0],
                "ErrorCode": 0,
            }


def _first_setting(policy: Stored) -> str:
    """Return the first setting of a compliance policy that demands something, with a capital."""
    for name, value in sorted(policy.body.items()):
        if value is True:
            return capitalise(name)
    return capitalise("osMinimumVersion")


def capitalise(name: str) -> str:
    """Return a name with a capital first letter."""
    return name[:1].upper() + name[1:]


def _app_rows(tenant: TenantContext) -> Iterator[Row]:
    """Yield a row for each app of the tenant."""
    for app in tenant.store.objects((inventory.APPS,)):
        body = app.body
        yield {
            "AppIdentifier": inventory.get_app_identifier(app), "Name": body.get("displayName"), "Publisher": body.get("publisher"),
            "Platform": APP_PLATFORMS.get(install_states.operating_system(app), (0, ""))[1],
            "Type": app.type, "Status": body.get("publishingState"),
            "Assigned": "Yes" if app.nav.get("assignments") else "No", "StoreURL": body.get("appStoreUrl"),
            "Description": body.get("description"), "DateCreated": body.get("createdDateTime"), "Owner": body.get("owner"),
            "LastModified": body.get("lastModifiedDateTime"), "Developer": body.get("developer"), "Notes": body.get("notes"),
        }  # fmt: skip


def _install_count_rows(tenant: TenantContext) -> Iterator[Row]:
    """Yield a row for each app: how many devices and users have it in which state."""
    targeting = Targeting(tenant.store)
    columns = {"Installed": "installed", "Failed": "failed", "PendingInstall": "pendingInstall",
               "NotApplicable": "notApplicable", "NotInstalled": "notInstalled"}  # fmt: skip
    for app in tenant.store.objects((inventory.APPS,)):
        installs = list(install_states.list_installs(tenant, targeting, app))
        devices = Counter("failed" if one.state == "uninstallFailed" else one.state for one in installs)
        users = {
            state: {one.device.body.get("userId") for one in installs if one.state == state} - {""}
            for state in devices
        }
        counts: Row = {f"{name}DeviceCount": devices[state] for name, state in columns.items()}
        counts |= {f"{name}UserCount": len(users.get(state, ())) for name, state in columns.items()}
        percentage = 100 * devices["failed"] / len(installs) if installs else 0.0
        yield {
            "ApplicationId": app.id,
            "DisplayName": app.body.get("displayName"),
            "Publisher": app.body.get("publisher"),
            "Platform": _platform_number(install_states.operating_system(app)),
            **counts,
            "FailedDevicePercentage": f"{percentage:g}",
        }


def _platform_number(system: str) -> int:
    """Return the number of an operating system in the reports on apps; zero for none."""
    return APP_PLATFORMS.get(system, (0, ""))[0]


def _install_rows(tenant: TenantContext) -> Iterator[Row]:
    """Yield a row for each app on each device that its assignments reach."""
    targeting = Targeting(tenant.store)
    for app in tenant.store.objects((inventory.APPS,)):
        for install in install_states.list_installs(tenant, targeting, app):
            device, state = install.device, install_states.STATES[install.state]
            yield {
                **_device_columns(device),
                "ApplicationId": app.id,
                "UserPrincipalName": device.body.get("userPrincipalName"),
                "Platform": _platform_number(str(device.body.get("operatingSystem"))),
                "AppInstallState": state,
                "InstallState": state,
                "InstallStateDetail": 0,
                "ErrorCode": install.error,
                "HexErrorCode": install.error,
                "LastModifiedDateTime": device.body.get("lastSyncDateTime"),
            }


def _protection_rows(tenant: TenantContext) -> Iterator[Row]:
    """Yield a row for each app that registered for app protection."""
    bodies_by_user = {person.id: person.body for person in tenant.store.objects(("users",))}
    for registration in tenant.store.objects((REGISTRATIONS,)):
        body, user = registration.body, bodies_by_user.get(str(registration.body.get("userId")), {})
        app = body.get("appIdentifier") or {}
        yield {
            "User": user.get("displayName"), "Email": user.get("mail"), "App": app.get("bundleId") or app.get("packageId"),
            "AppVersion": body.get("applicationVersion"), "DeviceName": body.get("deviceName"), "DeviceType": body.get("deviceType"),
            "LastSync": body.get("lastSyncDateTime"), "MDMDeviceID": body.get("managedDeviceId"),
            "PlatformVersion": body.get("platformVersion"),
            "Platform": "iOS" if registration.type.startswith("ios") else "Android", "AADDeviceID": body.get("azureADDeviceId"),
        }  # fmt: skip


def _text_of_number(table: Mapping[str, tuple[int, str]]) -> Callable[[JSON], str]:
    """Return a function that gives the text of a number in a table."""
    texts = dict(table.values())
    return lambda value: texts.get(value, "")


def _state_text(value: JSON) -> str:
    """Return the text of the number of an installation state."""
    return next((name for name, number in install_states.STATES.items() if number == value), "")


_PLATFORM = {"Platform": _text_of_number(APP_PLATFORMS)}
_COUNTS = tuple(f"{name}{what}Count" for name in ("Failed", "Installed", "NotApplicable", "NotInstalled", "PendingInstall")
                for what in ("Device", "User"))  # fmt: skip
REPORTS: Mapping[str, ServedReport] = {
    "AllAppsList": ServedReport(
        ("AppIdentifier", "Assigned", "DateCreated", "Description", "Developer", "ExpirationDate", "FeaturedApp", "LastModified",
         "MoreInformationURL", "Name", "Notes", "Owner", "Platform", "PrivacyInformationURL", "Publisher", "Status", "StoreURL", "Type",
         "Version"), _app_rows,
    ),
    "AppInstallStatusAggregate": ServedReport(
        ("AppPlatform", "ApplicationId", "AppVersion", "DisplayName", *_COUNTS, "FailedDevicePercentage", "Platform", "Publisher"),
        _install_count_rows, frozenset({"FailedDevicePercentage", "Platform"}), localised=_PLATFORM,
    ),
    "AppInvAggregate": ServedReport(
        ("ApplicationId", "ApplicationKey", "ApplicationName", "ApplicationPublisher", "ApplicationShortVersion", "ApplicationVersion",
         "DeviceCount", "Platform"), _app_count_rows,
    ),
    "AppInvByDevice": ServedReport(("ApplicationId", *INVENTORY_COLUMNS), _app_inventory_rows, frozenset({"DeviceId"}), "DeviceId"),
    "AppInvRawData": ServedReport(INVENTORY_COLUMNS, _app_inventory_rows, frozenset(INVENTORY_COLUMNS) - {"ApplicationKey"}),
    "DeviceInstallStatusByApp": ServedReport(
        ("AppInstallState", "ApplicationId", "AppVersion", "DeviceId", "DeviceName", "ErrorCode", "HexErrorCode", "InstallState",
         "InstallStateDetail", "LastModifiedDateTime", "Platform", "UserName", "UserPrincipalName"), _install_rows,
        frozenset({"ApplicationId", "AppInstallState", "HexErrorCode"}), "ApplicationId",
        {"AppInstallState": _state_text, "InstallState": _state_text, **_PLATFORM},
    ),
    "DeviceNonCompliance": ServedReport(DEVICE_COLUMNS, _non_compliant_rows,
        frozenset({"ComplianceState", "DeviceType", "OS", "OwnerType", "UserId"})),
    "Devices": ServedReport(
        ("AndroidPatchLevel", "CategoryId", "CategoryName", "CertExpirationDate", "ClientRegistrationStatus", "CompliantState",
         "CreatedDate", "DeviceEnrollmentType", "DeviceId", "DeviceName", "DeviceRegistrationState", "DeviceState", "DeviceType",
         "EasAccessState", "EasActivationStatus", "EasID", "EasLastSyncSuccessUtc", "EasStateReason", "EncryptionStatus",
         "EncryptionStatusString",
         "EnrolledByUser", "EnrollmentType", "EntitySource", "ExtendedProperties", "GraphDeviceIsManaged", "HasUnlockToken", "IMEI",
         "InGracePeriodUntil", "IsManaged", "JailBroken", "JoinType", "LastContact", "LastLoggedOnUserUPN", "ManagedBy",
         "ManagedDeviceName", "ManagementAgents", "ManagementState", "Manufacturer", "MDMStatus", "MDMWinsOverGPStartTime", "MEID", "Model",
         "OS", "OSVersion", "Ownership", "OwnerType", "PhoneNumber", "PrimaryUser", "ReferenceId", "RetireAfterDatetime",
         "SCCMCoManagementFeatures", "SerialNumber", "SkuFamily", "SkuNumber", "StagedDeviceType", "StorageFree", "StorageTotal",
         "SubscriberCarrierNetwork", "SupervisedStatus", "SupervisedStatusString", "UPN", "UserApprovedEnrollment", "UserEmail", "UserId",
         "UserName", "WifiMacAddress"), _device_rows,
        frozenset({"CategoryName", "CompliantState", "CreatedDate", "DeviceType", "EnrollmentType", "JailBroken", "LastContact",
                   "ManagementAgents", "ManagementState", "OwnerType"}), legacy=True,
    ),
    "DevicesByAppInv": ServedReport(("ApplicationId", *INVENTORY_COLUMNS), _app_inventory_rows,
        frozenset({"ApplicationKey"}), "ApplicationKey"),
    "DevicesWithoutCompliancePolicy": ServedReport(
        ("AadDeviceId", "ComplianceState", "DeviceId", "DeviceModel", "DeviceName", "DeviceType", "LastContact", "LastContactedUserId",
         "ManagementAgents", "OS", "OSDescription", "OSVersion", "OwnerType", "PrimaryUser", "UPN", "UserEmail", "UserId", "UserName"),
        _without_policy_rows,
    ),
    "MAMAppProtectionStatus": ServedReport(
        ("AADDeviceID", "AndroidMamSdkVersion", "AndroidPatchVersion", "App", "AppInstanceId", "AppProtectionStatus", "AppVersion",
         "ComplianceState", "DeviceHealth", "DeviceManagmentType", "DeviceManufacturer", "DeviceModel", "DeviceName", "DeviceType", "Email",
         "LastSync", "ManagementType", "MDMDeviceID", "Platform", "PlatformVersion", "Policy", "SdkVersion", "User"), _protection_rows,
    ),
    "NoncompliantDevicesAndSettings": ServedReport(
        ("DeviceId", "DeviceName", "ErrorCode", "OS", "OSVersion", "PolicyName", "SettingName", "SettingNm", "SettingStatus", "UPN"),
        _failing_setting_rows,
        localised={"SettingStatus": _text_of_number(SETTING_STATES), "SettingNm": str},
    ),
}  # fmt: skip
"""Name of a report -> the report."""
COLUMN_ALIASES = {"ManagementAgent": "ManagementAgents", "ComplianceState": "CompliantState"}
"""Other names of columns in `select` of the Devices report.

The first letter can be in any case, as in the example of its page."""
