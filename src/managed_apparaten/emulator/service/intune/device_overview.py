"""`deviceManagement/managedDeviceOverview`: how many devices there are, counted from the devices as they are shown now.

Source: graph/api/resources/intune-devices-manageddeviceoverview, of v1.0 and beta (properties, permissions). That deviceEnrollmentType
decides whether a device counts as fully managed, dedicated and so on is chosen.
"""

from __future__ import annotations

from collections import Counter

from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.service import allowed_options
from managed_apparaten.emulator.service.call import Call, Reply
from managed_apparaten.emulator.service.intune.check_ins import MANAGED

ROUTE = ("deviceManagement", "managedDeviceOverview")
SYSTEMS = {"Android": "androidCount", "iOS": "iosCount", "macOS": "macOSCount", "Windows": "windowsCount"}
ANDROID = {
    "androidEnterpriseDedicatedDevice": "androidDedicatedCount", "androidEnterpriseFullyManaged": "androidFullyManagedCount",
    "androidEnterpriseCorporateWorkProfile": "androidCorporateWorkProfileCount", "userEnrollment": "androidWorkProfileCount",
}  # fmt: skip
COUNTS = (
    *SYSTEMS.values(),
    *ANDROID.values(),
    "androidDeviceAdminCount",
    "configMgrDeviceCount",
    "unknownCount",
    "windowsMobileCount",
)
CONFIGURATION_MANAGER = "configurationManagerClientMdm"


def read(call: Call) -> Reply:
    """Answer a GET, which takes no query options."""
    allowed_options.check(call, allowed_options.NONE)
    number, systems, both = _count_devices(call)
    account = next((found.id for found in call.store.objects(("organization",))), "")
    access = {
        f"{name}DeviceCount": 0 for name in ("allowed", "blocked", "quarantined", "unknown", "unavailable")
    }
    body: dict[str, JSON] = {
        "@odata.context": call.context(f"{'/'.join(ROUTE)}/$entity"), "id": account,
        "enrolledDeviceCount": number, "mdmEnrolledCount": number - both, "dualEnrolledDeviceCount": both,
        "deviceOperatingSystemSummary": {name: systems[name] for name in COUNTS},
        "deviceExchangeAccessStateSummary": {**access, "unavailableDeviceCount": number},
    }  # fmt: skip
    return Reply(200, body)


def _count_devices(call: Call) -> tuple[int, Counter[str], int]:
    """All devices, those of each system and sort, and those that Configuration Manager has too."""
    number, both, systems = 0, 0, Counter[str]()
    for device in call.store.objects((MANAGED,)):
        body = device.body
        number += 1
        both += body.get("managementAgent") == CONFIGURATION_MANAGER
        systems[SYSTEMS.get(str(body.get("operatingSystem")), "unknownCount")] += 1
        if body.get("operatingSystem") == "Android":
            systems[ANDROID.get(str(body.get("deviceEnrollmentType")), "androidDeviceAdminCount")] += 1
    systems["configMgrDeviceCount"] = both
    return number, systems, both
