"""Apps of Gemeente Zilverdam: those in the tenant, those found on devices, and work apps on private phones."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator

from ..assignments import ALL_USERS, INTENTS
from ..devices import PLAY, ROOTS
from ..http import JSON
from ..inventory import IDENTIFIER
from ..metadata import load
from ..store import Stored
from ..validate import Validator

MOBILE_APPS = "deviceAppManagement/mobileApps"
DETECTED = "deviceManagement/detectedApps"
WHEN = {"createdDateTime": "2026-02-02T09:00:00.0000000Z", "lastModifiedDateTime": "2026-02-02T09:00:00.0000000Z"}
SYNCED, ORGANISATION = "2026-11-20T06:00:00.0000000Z", "Gemeente Zilverdam"
BUYER = "apps@zilverdam.example"
"""Account of the token with which apps of Apple are bought."""
DEVICE_TYPES = {"iPad": True, "iPhoneAndIPod": True}
IOS = (
    ("Microsoft Outlook", "com.microsoft.Office.Outlook", "iosStoreApp"), ("Microsoft Teams", "com.microsoft.skype.teams", "iosStoreApp"),
    ("Microsoft Edge", "com.microsoft.msedge", "iosStoreApp"), ("Signal", "org.whispersystems.signal", "iosStoreApp"),
    ("iBabs", "com.ibabs.ibabs", "iosVppApp"), ("Intune Company Portal", "com.microsoft.CompanyPortal", "iosVppApp"),
    ("WhatsApp", "net.whatsapp.WhatsApp", "iosVppApp"),
)  # fmt: skip
ANDROID = (
    ("Microsoft Outlook", "com.microsoft.office.outlook"), ("Microsoft Teams", "com.microsoft.teams"),
    ("Managed Home Screen", "com.microsoft.launcher.enterprise"), ("Intune", "com.microsoft.intune"), ("Temu", "com.einnovation.temu"),
)  # fmt: skip
OUTLOOK, TEAMS = "com.microsoft.Office.Outlook", "com.microsoft.skype.teams"
FOUND = (
    ("TikTok", "TikTok Ltd.", "ios", 37, "com.zhiliaoapp.musically"), ("Temu", "Temu", "ios", 61, "com.einnovation.temu"),
    ("AliExpress", "Alibaba", "ios", 12, "com.alibaba.iAliexpress"), ("CapCut", "Bytedance", "ios", 9, "com.lemon.lvoverseas"),
    ("Telegram Messenger", "Telegram FZ-LLC", "ios", 4, "ph.telegra.Telegraph"), ("DeepSeek", "DeepSeek", "ios", 1, "com.deepseek.chat"),
    ("Microsoft Teams", "Microsoft", "ios", 500, TEAMS), ("Microsoft Outlook", "Microsoft", "ios", 540, OUTLOOK),
    ("WhatsApp Messenger", "WhatsApp Inc.", "ios", 210, "net.whatsapp.WhatsApp"),
    ("TikTok", "TikTok Pte. Ltd.", "windows", 3, ""), ("7-Zip", "Igor Pavlov", "windows", 88, ""),
    ("Microsoft Edge", "Microsoft", "windows", 560, ""),
    ("Microsoft Outlook", "Microsoft", "macOS", 6, "com.microsoft.Outlook"),
    ("Telegram", "Telegram FZ-LLC", "macOS", 1, "ru.keepcoder.Telegram"),
    ("Microsoft Outlook", "Microsoft", "androidDedicatedAndFullyManaged", 96, OUTLOOK.lower()),
    ("Microsoft Outlook", "Microsoft", "androidWorkProfile", 15, OUTLOOK.lower()),
)  # fmt: skip
"""Name, publisher, platform, number of devices, and the identifier that Graph never shows. Of Android only apps of the work profile,
and of a personal work profile only what Intune brought there."""
ENROLLED = {"androidWorkProfile": "androidForWork", "androidDedicatedAndFullyManaged": "androidEnterprise"}
"""Platform of a detected app -> `deviceType` of the devices; elsewhere the operating system tells."""


def _id(kind: str, name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:zilverdam:{kind}:{name}"))


def apps() -> Iterator[Stored]:
    """Mobile apps that the tenant holds; the first two of each platform are assigned to all users."""
    minimum = Validator(load("beta")).complex({"v16_0": True}, "iosMinimumOperatingSystem", "minimumSupportedOperatingSystem")
    for index, (name, bundle, kind) in enumerate(IOS):
        url = f"https://apps.apple.example/{bundle}"
        body: dict[str, JSON] = {"bundleId": bundle, "applicableDeviceType": DEVICE_TYPES, "appStoreUrl": url}
        if kind == "iosVppApp":
            body["vppTokenAppleId"] = BUYER
        else:
            body |= {"publisher": name.split()[0], "minimumSupportedOperatingSystem": minimum}
        yield _app(f"ios:{bundle}", name, kind, body, assigned="available" if index < 2 else "")
    for index, (name, package) in enumerate(ANDROID):
        body = {"packageId": package, "appIdentifier": f"app:{package}", "appStoreUrl": f"https://play.google.example/{package}"}
        yield _app(f"android:{package}", name, "androidManagedStoreApp", body, assigned="required" if index < 2 else "")


def play() -> Stored:
    """The tie with managed Google Play, from where the Android apps came."""
    body: dict[str, JSON] = {
        "bindStatus": "boundAndValidated", "ownerOrganizationName": ORGANISATION, "ownerUserPrincipalName": "play@zilverdam.example",
        "lastAppSyncStatus": "success", "lastAppSyncDateTime": SYNCED, "lastModifiedDateTime": SYNCED, "enrollmentTarget": "all",
        "androidDeviceOwnerFullyManagedEnrollmentEnabled": True, "deviceOwnerManagementEnabled": True,
    }  # fmt: skip
    return Stored(ROOTS, PLAY[-1], PLAY[-1], body, {})


def volume_purchase() -> Stored:
    """The token of Apple's volume purchase, from which the VPP apps came."""
    body: dict[str, JSON] = {
        "appleId": BUYER, "organizationName": ORGANISATION, "vppTokenAccountType": "business", "state": "valid",
        "lastSyncStatus": "completed", "lastSyncDateTime": SYNCED, "lastModifiedDateTime": SYNCED, "automaticallyUpdateApps": True,
        "expirationDateTime": "2027-02-02T09:00:00.0000000Z", "countryOrRegion": "nl", "displayName": "Volume purchase",
        "locationName": "Zilverdam",
    }  # fmt: skip
    return Stored("deviceAppManagement/vppTokens", _id("vpp", BUYER), "vppToken", body, {})


def _app(key: str, name: str, kind: str, own: dict[str, JSON], *, assigned: str) -> Stored:
    body = {"displayName": name, "description": name, "publisher": "", "publishingState": "published", **WHEN, **own}
    object_id = _id("app", key)
    target = {
        "@odata.type": "#microsoft.graph.allLicensedUsersAssignmentTarget", "deviceAndAppManagementAssignmentFilterId": None,
        "deviceAndAppManagementAssignmentFilterType": "none",
    }  # fmt: skip
    assignment = {
        "id": f"{ALL_USERS}_{INTENTS.index(assigned)}_0" if assigned else "", "intent": assigned, "settings": None, "source": "direct",
        "sourceId": None, "target": target,
    }  # fmt: skip
    return Stored(MOBILE_APPS, object_id, kind, body, {"assignments": [assignment]} if assigned else {})


def registrations(users: Iterable[str]) -> Iterator[Stored]:
    """Outlook on the private phone of each of these people: what Intune knows of a phone that is not enrolled."""
    for index, user in enumerate(users):
        ios = index % 3 != 0
        kind = "ios" if ios else "android"
        identifier: dict[str, JSON] = {"@odata.type": f"#microsoft.graph.{kind}MobileAppIdentifier"}
        identifier |= {"bundleId": OUTLOOK} if ios else {"packageId": OUTLOOK.lower()}
        body: dict[str, JSON] = {
            "appIdentifier": identifier, "applicationVersion": "5.2610.0", "createdDateTime": WHEN["createdDateTime"],
            "deviceName": f"Privételefoon {index + 1}", "deviceTag": _id("tag", user), "deviceType": "iPhone" if ios else "Android",
            "lastSyncDateTime": "2026-11-20T07:15:00.0000000Z", "platformVersion": "26.4" if ios else "16", "userId": user,
        }  # fmt: skip
        yield Stored("deviceAppManagement/managedAppRegistrations", _id("registration", user), f"{kind}ManagedAppRegistration", body, {})


def detected(managed: list[Stored]) -> tuple[list[Stored], list[tuple[str, str, str]]]:
    """Detected apps and on which devices; spread evenly over the devices of the platform."""
    found: list[Stored] = []
    seen: list[tuple[str, str, str]] = []
    for name, publisher, platform, number, identifier in FOUND:
        devices = [device for device in managed if _runs(device, platform)]
        object_id = uuid.uuid5(uuid.NAMESPACE_URL, f"urn:zilverdam:detected:{platform}:{name}").hex
        body: dict[str, JSON] = {
            "displayName": name, "publisher": publisher, "platform": platform, "version": "1.0", "deviceCount": number, "sizeInByte": 0,
        }  # fmt: skip
        found.append(Stored(DETECTED, object_id, "detectedApp", body, {IDENTIFIER: [{"appId": identifier}]} if identifier else {}))
        chosen = [devices[index * len(devices) // number] for index in range(number)]
        seen += [(object_id, device.id, "deviceManagement/managedDevices") for device in chosen]
    return found, seen


def _runs(device: Stored, platform: str) -> bool:
    if platform in ENROLLED:
        return bool(device.body["deviceType"] == ENROLLED[platform])
    return str(device.body["operatingSystem"]).lower() == platform.lower()
