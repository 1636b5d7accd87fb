"""Apps of Gemeente Zilverdam: those in the tenant, those found on devices, and work apps on private phones."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.odata.metadata import load
from managed_apparaten.emulator.odata.validate import Validator
from managed_apparaten.emulator.service.intune.assignments import ALL_USERS, INTENTS
from managed_apparaten.emulator.service.intune.check_ins import format_moment
from managed_apparaten.emulator.service.intune.devices import GOOGLE_PLAY_PATH
from managed_apparaten.emulator.service.intune.inventory import IDENTIFIER
from managed_apparaten.emulator.service.intune.tenant_settings import ROOT_STORE

MOBILE_APPS = "deviceAppManagement/mobileApps"
DETECTED = "deviceManagement/detectedApps"
WHEN = {
    "createdDateTime": "2026-02-02T09:00:00.0000000Z",
    "lastModifiedDateTime": "2026-02-02T09:00:00.0000000Z",
}
ORGANISATION = "Gemeente Zilverdam"
BUYER = "apps@zilverdam.example"
"""Account of the token with which apps of Apple are bought."""
LICENCES = {
    "com.ibabs.ibabs": (60, 41),
    "com.microsoft.CompanyPortal": (900, 598),
    "net.whatsapp.WhatsApp": (250, 204),
}
"""Bundle id of a purchased app -> licences in total and in use; memdocs manage-vpp-apple: free apps are licensed as well."""
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
OUTLOOK, TEAMS, TIKTOK = (
    "com.microsoft.Office.Outlook",
    "com.microsoft.skype.teams",
    "com.zhiliaoapp.musically",
)
FOUND = (
    ("TikTok", "", "ios", "430100 (43.1.0)", 20, TIKTOK), ("TikTok", "", "ios", "428000 (42.8.0)", 12, TIKTOK),
    ("Tiktok", "", "ios", "419000 (41.9.0)", 5, TIKTOK), ("Temu", "", "ios", "3.20.0", 61, "com.einnovation.temu"),
    ("AliExpress", "", "ios", "8.131.0", 12, "com.alibaba.iAliexpress"), ("CapCut", "", "ios", "14.8.0", 9, "com.lemon.lvoverseas"),
    ("Telegram Messenger", "", "ios", "12.2", 4, "ph.telegra.Telegraph"), ("DeepSeek", "", "ios", "1.5.4", 1, "com.deepseek.chat"),
    ("Microsoft Teams", "", "ios", "7.19.0", 500, TEAMS), ("Microsoft Outlook", "", "ios", "5.2610.0", 540, OUTLOOK),
    ("WhatsApp Messenger", "", "ios", "26.10.74", 210, "net.whatsapp.WhatsApp"),
    ("TikTok", "TikTok Pte. Ltd.", "windows", "1.0.9.0", 3, ""), ("7-Zip", "Igor Pavlov", "windows", "25.01", 88, ""),
    ("Microsoft Edge", "Microsoft Corporation", "windows", "141.0.3537.71", 560, ""),
    ("Microsoft.Microsoft3DViewer", "Microsoft Corporation", "windows", "7.2409.24074.0", 12, ""),
    ("Cursor (User)", "Anysphere", "windows", "1.7.44", 2, ""), ('"Pizza Plus", bezorgd', "O'Brien & Zn", "windows", "1.0", 1, ""),
    ("=1+1 Rekenhulp", "Onbekend", "windows", "0.9", 1, ""),
    ("Microsoft Outlook", "", "macOS", "16.102", 6, "com.microsoft.Outlook"), ("Telegram", "", "macOS", "12.2", 1, "ru.keepcoder.Telegram"),
    ("Microsoft Outlook", "", "androidDedicatedAndFullyManaged", "5.2610.0", 30, OUTLOOK.lower()),
    ("Microsoft Outlook", "", "androidWorkProfile", "5.2610.1", 66, OUTLOOK.lower()),
    ("Microsoft Outlook", "", "androidWorkProfile", "5.2610.0", 15, OUTLOOK.lower()),
)  # fmt: skip
"""Name, publisher, platform, version, number of devices, and the identifier that Graph never shows. Of Android only apps of the work
profile, and of a personal work profile only what Intune brought there. Apple's apps have no publisher, some names have quotes, a comma
or two spellings, an app has a row for each version: so live lists look (github rknightion/graph2otel@dfd9ef7). On which platform apps
of a corporate device with a work profile are listed is not documented; here on that of work profiles."""
DEDICATED, CORPORATE, PRIVATE = (
    "androidEnterpriseDedicatedDevice",
    "androidEnterpriseCorporateWorkProfile",
    "userEnrollment",
)
ENROLLED = {
    "androidDedicatedAndFullyManaged5.2610.0": DEDICATED,
    "androidWorkProfile5.2610.1": CORPORATE,
    "androidWorkProfile5.2610.0": PRIVATE,
}
"""Platform and version of a detected app -> `deviceEnrollmentType` of the devices; elsewhere the operating system tells."""


def _id(kind: str, name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:zilverdam:{kind}:{name}"))


def apps() -> Iterator[Stored]:
    """Mobile apps that the tenant holds; the first two of each platform are assigned to all users."""
    minimum = Validator(load("beta")).complex(
        {"v16_0": True}, "iosMinimumOperatingSystem", "minimumSupportedOperatingSystem"
    )
    for index, (name, bundle, kind) in enumerate(IOS):
        url = f"https://apps.apple.example/{bundle}"
        body: dict[str, JSON] = {"bundleId": bundle, "applicableDeviceType": DEVICE_TYPES, "appStoreUrl": url}
        if kind == "iosVppApp":
            total, used = LICENCES[bundle]
            body |= {
                "vppTokenId": _id("vpp", BUYER), "vppTokenAppleId": BUYER, "vppTokenAccountType": "business",
                "vppTokenOrganizationName": ORGANISATION, "totalLicenseCount": total, "usedLicenseCount": used,
            }  # fmt: skip
        else:
            body |= {"publisher": name.split()[0], "minimumSupportedOperatingSystem": minimum}
        yield _app(f"ios:{bundle}", name, kind, body, assigned="available" if index < 2 else "")
    for index, (name, package) in enumerate(ANDROID):
        body = {
            "packageId": package,
            "appIdentifier": f"app:{package}",
            "appStoreUrl": f"https://play.google.example/{package}",
        }
        yield _app(
            f"android:{package}",
            name,
            "androidManagedStoreApp",
            body,
            assigned="required" if index < 2 else "",
        )


def play(now: datetime) -> Stored:
    """The binding to managed Google Play, from where the Android apps came."""
    synced = format_moment(now - timedelta(hours=3))
    body: dict[str, JSON] = {
        "bindStatus": "boundAndValidated", "ownerOrganizationName": ORGANISATION, "ownerUserPrincipalName": "play@zilverdam.example",
        "lastAppSyncStatus": "success", "lastAppSyncDateTime": synced, "lastModifiedDateTime": synced, "enrollmentTarget": "all",
        "androidDeviceOwnerFullyManagedEnrollmentEnabled": True, "deviceOwnerManagementEnabled": True,
    }  # fmt: skip
    return Stored(ROOT_STORE, GOOGLE_PLAY_PATH[-1], GOOGLE_PLAY_PATH[-1], body, {})


def volume_purchase(now: datetime) -> Stored:
    """The token of Apple's volume purchase, from which the VPP apps came."""
    synced = format_moment(now - timedelta(hours=5))
    body: dict[str, JSON] = {
        "appleId": BUYER, "organizationName": ORGANISATION, "vppTokenAccountType": "business", "state": "valid",
        "lastSyncStatus": "completed", "lastSyncDateTime": synced, "lastModifiedDateTime": synced, "automaticallyUpdateApps": True,
        "expirationDateTime": format_moment(now + timedelta(days=73)), "countryOrRegion": "nl", "displayName": "Volume purchase",
        "locationName": "Zilverdam",
    }  # fmt: skip
    return Stored("deviceAppManagement/vppTokens", _id("vpp", BUYER), "vppToken", body, {})


def _app(key: str, name: str, kind: str, own: dict[str, JSON], *, assigned: str) -> Stored:
    body = {
        "displayName": name,
        "description": name,
        "publisher": "",
        "publishingState": "published",
        **WHEN,
        **own,
    }
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


def registrations(users: Iterable[str], now: datetime) -> Iterator[Stored]:
    """Outlook on the private phone of each of these people: what Intune knows of a phone that is not enrolled."""
    for index, user in enumerate(users):
        ios = index % 3 != 0
        kind = "ios" if ios else "android"
        identifier: dict[str, JSON] = {"@odata.type": f"#microsoft.graph.{kind}MobileAppIdentifier"}
        identifier |= {"bundleId": OUTLOOK} if ios else {"packageId": OUTLOOK.lower()}
        body: dict[str, JSON] = {
            "appIdentifier": identifier, "applicationVersion": "5.2610.0", "createdDateTime": WHEN["createdDateTime"],
            "deviceName": f"Privételefoon {index + 1}", "deviceTag": _id("tag", user), "deviceType": "iPhone" if ios else "Android",
            "lastSyncDateTime": format_moment(now - timedelta(hours=index % 40)), "platformVersion": "26.4" if ios else "16",
            "userId": user,
        }  # fmt: skip
        yield Stored(
            "deviceAppManagement/managedAppRegistrations",
            _id("registration", user),
            f"{kind}ManagedAppRegistration",
            body,
            {},
        )


def detected(managed: list[Stored]) -> tuple[list[Stored], list[tuple[str, str, str]]]:
    """Detected apps and on which devices; spread evenly over the devices of the platform."""
    found: list[Stored] = []
    seen: list[tuple[str, str, str]] = []
    for name, publisher, platform, version, number, identifier in FOUND:
        devices = [device for device in managed if _runs(device, platform, version)]
        object_id = hashlib.sha256(f"urn:zilverdam:detected:{platform}:{name}:{version}".encode()).hexdigest()
        body: dict[str, JSON] = {
            "displayName": name, "publisher": publisher, "platform": platform, "version": version, "deviceCount": number, "sizeInByte": 0,
        }  # fmt: skip
        found.append(
            Stored(
                DETECTED,
                object_id,
                "detectedApp",
                body,
                {IDENTIFIER: [{"appId": identifier}]} if identifier else {},
            )
        )
        chosen = [devices[index * len(devices) // number] for index in range(number)]
        seen += [(object_id, device.id, "deviceManagement/managedDevices") for device in chosen]
    return found, seen


def _runs(device: Stored, platform: str, version: str) -> bool:
    """Whether a device is of the platform and kind that an app was found on."""
    enrolled = ENROLLED.get(platform + version)
    if enrolled is not None:
        return bool(
            device.body["deviceEnrollmentType"] == enrolled and device.body["operatingSystem"] == "Android"
        )
    return str(device.body["operatingSystem"]).lower() == platform.lower()
