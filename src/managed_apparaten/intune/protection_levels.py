"""The three levels of app protection, setting by setting, as Microsoft recommends them.

Source F: Microsoft Learn, "Data protection framework using app protection policies", read in github
MicrosoftDocs/memdocs, intune/intune-service/includes/app-protection-framework-level1.md (2024-07-31, @1e068ee),
-level2.md (2025-10-14, @017a7d4) and -level3.md (2024-07-31, @03ef4bc): the level of every setting.
Source T: github microsoft/Intune-Config-Frameworks, AppProtectionPolicies/level-{1,2,3}-*.json (@529f5dc, @2ef247d,
@064d9b1): Graph's name for each setting, and values that the framework does not speak of. Where T is older, F holds:
the biometric timeout (1440 minutes), the offline periods (10080 minutes; 90, then 30 days), hardware-backed attestation.

Deviations from F. Level 3 wants a value that only the organisation knows: on iOS one dialer app by its URL scheme
(`customDialerAppProtocol`), and a highest OS version; set them under `settings`. Samsung Knox attestation blocks where
the device supports it (`blockWhenSettingIsSupported`) instead of blocking or wiping phones of every other make.

Windows, where app protection is Microsoft Edge on a device that is not enrolled. Source W: Microsoft Learn, "Step 2: App
protection policies for Microsoft Edge for Business" (github MicrosoftDocs/memdocs @0ebc8e5, mamedge-2-app.md, 2025-11-05):
its three levels; names and meaning in app-protection-policy-settings-windows.md (@0c40a84, 2025-06-12). Deviations from W:
level 3 keeps the action of level 2 for a disabled account, on which it says nothing, and has no highest OS version, for
the same reason as above. W asks a threat level `low` of level 1 and `medium`, which is laxer, of level 2; level 2 has
`low` here, so that a higher level never asks less.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from managed_apparaten.core.digest import JSON
from managed_apparaten.policy.model import Platform

LEVELS = ("basic", "enhanced", "high")
NO_PATCH_LEVEL = "0000-00-00"
"""How the service writes that no security patch level is asked."""
_ACTIONS = ("block", "wipe", "warn", "blockWhenSettingIsSupported")
_DURATION = re.compile(r"P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?")
_TRANSFER = ("allApps", "managedApps", "none")

KEYBOARDS: Mapping[str, str] = {
    "com.google.android.inputmethod.latin": "Gboard - the Google Keyboard",
    "com.touchtype.swiftkey": "SwiftKey Keyboard",
    "com.sec.android.inputmethod": "Samsung Keyboard",
    "com.google.android.apps.handwriting.ime": "Google Handwriting Input",
    "com.google.android.googlequicksearchbox": "Google voice typing",
    "com.samsung.android.svoiceime": "Samsung voice input",
}
"""Android keyboards of T, level 3, for Latin script and speech; the other four are for Hindi, Chinese, Japanese and Korean."""
APPROVED_KEYBOARDS: JSON = [{"name": package, "value": name} for package, name in sorted(KEYBOARDS.items())]

STORAGE = ["oneDriveForBusiness", "photoLibrary", "sharePoint"]
INGESTION = ["camera", "oneDriveForBusiness", "sharePoint"]
INGESTION_HIGH = ["camera", "oneDriveForBusiness", "photoLibrary", "sharePoint"]


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of app protection: Graph's name, its value on each level, and what else it may be."""

    name: str
    basic: JSON
    enhanced: JSON
    high: JSON
    choices: tuple[str, ...] = ()
    """Members of Graph's enum, when it is one."""
    in_framework: bool = True
    """Whether F or T speak of it; otherwise the value is how the service writes that nothing is asked."""

    def at(self, level: str) -> JSON:
        """The value on one of `LEVELS`."""
        return {"basic": self.basic, "enhanced": self.enhanced, "high": self.high}[level]

    def accepts(self, value: JSON) -> bool:
        """Whether Graph takes this value for the setting, as far as its type tells."""
        if self.choices:
            return value in self.choices
        if self.name in DURATIONS:
            return isinstance(value, str) and _DURATION.fullmatch(value) is not None
        if isinstance(self.basic, list):
            return False
        if isinstance(self.basic, bool | int):
            return type(value) is type(self.basic)
        return isinstance(value, str)


def same(name: str, value: JSON, choices: tuple[str, ...] = ()) -> Setting:
    """A setting that has one value on every level."""
    return Setting(name, value, value, value, choices)


def unasked(name: str, value: JSON, choices: tuple[str, ...] = ()) -> Setting:
    """A setting on which the framework has no opinion; the role can have one."""
    return Setting(name, value, value, value, choices, in_framework=False)


DURATIONS = frozenset(
    {
        "periodBeforePinReset",
        "periodOfflineBeforeAccessCheck",
        "periodOfflineBeforeWipeIsEnforced",
        "periodOnlineBeforeAccessCheck",
        "pinRequiredInsteadOfBiometricTimeout",
    }
)
"""Settings that hold an ISO 8601 duration."""

COMMON: tuple[Setting, ...] = (
    Setting("dataBackupBlocked", False, True, True),
    Setting("allowedOutboundDataTransferDestinations", "allApps", "managedApps", "managedApps", _TRANSFER),
    Setting("allowedInboundDataTransferSources", "allApps", "allApps", "managedApps", _TRANSFER),
    Setting("saveAsBlocked", False, True, True),
    Setting("allowedDataStorageLocations", [], STORAGE, STORAGE),
    Setting("blockDataIngestionIntoOrganizationDocuments", False, False, True),
    Setting("allowedDataIngestionLocations", INGESTION, INGESTION, INGESTION_HIGH),
    Setting(
        "allowedOutboundClipboardSharingLevel",
        "allApps",
        "managedAppsWithPasteIn",
        "managedAppsWithPasteIn",
        ("allApps", "managedAppsWithPasteIn", "managedApps", "blocked"),
    ),
    same("contactSyncBlocked", False),
    Setting("printBlocked", False, False, True),
    Setting(
        "managedBrowser",
        "notConfigured",
        "microsoftEdge",
        "microsoftEdge",
        ("notConfigured", "microsoftEdge"),
    ),
    Setting("managedBrowserToOpenLinksRequired", False, True, True),
    Setting(
        "notificationRestriction",
        "allow",
        "blockOrganizationalData",
        "blockOrganizationalData",
        ("allow", "blockOrganizationalData", "block"),
    ),
    same("pinRequired", True),
    same("pinCharacterSet", "numeric", ("numeric", "alphanumericAndSymbol")),
    Setting("simplePinBlocked", False, False, True),
    Setting("minimumPinLength", 4, 4, 6),
    same("fingerprintBlocked", False),
    same("pinRequiredInsteadOfBiometricTimeout", "P1D"),
    Setting("periodBeforePinReset", "PT0S", "PT0S", "P365D"),
    same("previousPinBlockCount", 0),
    same("disableAppPinIfDevicePinIsSet", False),
    same("organizationalCredentialsRequired", False),
    same("periodOnlineBeforeAccessCheck", "PT30M"),
    same("maximumPinRetries", 5),
    same("appActionIfMaximumPinRetriesExceeded", "block", _ACTIONS),
    same("periodOfflineBeforeAccessCheck", "P7D"),
    Setting("periodOfflineBeforeWipeIsEnforced", "P90D", "P30D", "P30D"),
    same("deviceComplianceRequired", True),
    Setting("appActionIfDeviceComplianceRequired", "block", "block", "wipe", _ACTIONS),
    Setting("appActionIfUnableToAuthenticateUser", None, "block", "block", _ACTIONS),
    Setting(
        "maximumAllowedDeviceThreatLevel",
        "notConfigured",
        "notConfigured",
        "secured",
        ("notConfigured", "secured", "low", "medium", "high"),
    ),
    same("mobileThreatDefenseRemediationAction", "block", _ACTIONS),
    unasked("minimumRequiredOsVersion", None),
    unasked("maximumRequiredOsVersion", None),
)
IOS: tuple[Setting, ...] = (
    same(
        "appDataEncryptionType",
        "whenDeviceLocked",
        ("useDeviceSettings", "afterDeviceRestart", "whenDeviceLockedExceptOpenFiles", "whenDeviceLocked"),
    ),
    same("faceIdBlocked", False),
    Setting("thirdPartyKeyboardsBlocked", False, False, True),
    unasked("screenCaptureConfigurationState", "notBlocked", ("notBlocked", "blocked")),
    same("dialerRestrictionLevel", "allApps", ("allApps", "managedApps", "customApp", "blocked")),
    unasked("customDialerAppProtocol", None),
)
ANDROID: tuple[Setting, ...] = (
    same("encryptAppData", True),
    same("disableAppEncryptionIfDeviceEncryptionIsEnabled", False),
    same("biometricAuthenticationBlocked", False),
    Setting("requireClass3Biometrics", False, False, True),
    Setting("requirePinAfterBiometricChange", False, False, True),
    Setting("screenCaptureBlocked", False, True, True),
    Setting("keyboardsRestricted", False, False, True),
    Setting("approvedKeyboards", [], [], APPROVED_KEYBOARDS),
    Setting(
        "dialerRestrictionLevel",
        "allApps",
        "allApps",
        "managedApps",
        ("allApps", "managedApps", "customApp", "blocked"),
    ),
    unasked("customDialerAppPackageId", None),
    unasked("customDialerAppDisplayName", None),
    same(
        "requiredAndroidSafetyNetDeviceAttestationType",
        "basicIntegrityAndDeviceCertification",
        ("none", "basicIntegrity", "basicIntegrityAndDeviceCertification"),
    ),
    same("appActionIfAndroidSafetyNetDeviceAttestationFailed", "block", _ACTIONS),
    Setting(
        "requiredAndroidSafetyNetEvaluationType",
        "basic",
        "hardwareBacked",
        "hardwareBacked",
        ("basic", "hardwareBacked"),
    ),
    same("requiredAndroidSafetyNetAppsVerificationType", "enabled", ("none", "enabled")),
    same("appActionIfAndroidSafetyNetAppsVerificationFailed", "block", _ACTIONS),
    Setting("appActionIfDevicePasscodeComplexityLessThanLow", "warn", None, None, _ACTIONS),
    Setting("appActionIfDevicePasscodeComplexityLessThanMedium", None, "block", None, _ACTIONS),
    Setting("appActionIfDevicePasscodeComplexityLessThanHigh", None, None, "block", _ACTIONS),
    Setting(
        "appActionIfSamsungKnoxAttestationRequired",
        None,
        "blockWhenSettingIsSupported",
        "blockWhenSettingIsSupported",
        _ACTIONS,
    ),
    unasked("minimumRequiredPatchVersion", NO_PATCH_LEVEL),
)
_WINDOWS_TRANSFER = ("allApps", "none", "selectedApps")
WINDOWS: tuple[Setting, ...] = (
    Setting("allowedInboundDataTransferSources", "allApps", "none", "none", _WINDOWS_TRANSFER),
    Setting("allowedOutboundDataTransferDestinations", "allApps", "none", "none", _WINDOWS_TRANSFER),
    Setting(
        "allowedOutboundClipboardSharingLevel",
        "anyDestinationAnySource",
        "none",
        "none",
        ("anyDestinationAnySource", "none"),
    ),
    Setting("printBlocked", False, True, True),
    Setting("periodOfflineBeforeAccessCheck", "P7D", "P1D", "P1D"),
    Setting("periodOfflineBeforeWipeIsEnforced", "P90D", "P30D", "P30D"),
    Setting("appActionIfUnableToAuthenticateUser", None, "block", "block", _ACTIONS),
    Setting("minimumRequiredOsVersion", None, "10.0.22621.2506", "10.0.22621.2506"),
    Setting(
        "maximumAllowedDeviceThreatLevel",
        "low",
        "low",
        "secured",
        ("notConfigured", "secured", "low", "medium", "high"),
    ),
    same("mobileThreatDefenseRemediationAction", "block", _ACTIONS),
    unasked("maximumRequiredOsVersion", None),
)
SETTINGS: Mapping[Platform, tuple[Setting, ...]] = {
    "ios": (*COMMON, *IOS),
    "android": (*COMMON, *ANDROID),
    "windows": WINDOWS,
}
"""Every setting of app protection that a role can influence, by platform."""


def names(platforms: Iterable[Platform] = ("ios", "android", "windows")) -> frozenset[str]:
    """The settings of one or more platforms."""
    return frozenset(setting.name for platform in platforms for setting in SETTINGS[platform])
