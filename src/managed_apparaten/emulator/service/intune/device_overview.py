"""`deviceManagement/managedDeviceOverview`: how many devices there are, counted from the devices as they are
shown now.

Source: graph/api/resources/intune-devices-manageddeviceoverview, of v1.0 and beta (properties, permissions).
That deviceEnrollmentType decides whether a device counts as fully managed, dedicated and so on is chosen.
"""

from __future__ import annotations

from collections import Counter

from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.service import allowed_options
from managed_apparaten.emulator.service.call import Call, Reply
from managed_apparaten.emulator.service.intune.check_ins import MANAGED

ROUTE = ("deviceManagement", "managedDeviceOverview")
SYSTEMS = {"Android": "androidCount", "iOS": "iosCount", "macOS": "macOSCount", "Windows": "windowsCount"}
"""operatingSystem of a device -> the property that counts it."""
ANDROID = {
    "androidEnterpriseDedicatedDevice": "androidDedicatedCount", "androidEnterpriseFullyManaged": "androidFullyManagedCount",
    "androidEnterpriseCorporateWorkProfile": "androidCorporateWorkProfileCount", "userEnrollment": "androidWorkProfileCount",
}  # fmt: skip
"""deviceEnrollmentType of an Android device -> the property that counts it besides."""
COUNTS = (
    *SYSTEMS.values(),
    *ANDROID.values(),
    "androidDeviceAdminCount",
    "configMgrDeviceCount",
    "unknownCount",
    "windowsMobileCount",
)
"""Properties of deviceOperatingSystemSummary."""
CONFIGURATION_MANAGER = "configurationManagerClientMdm"
"""managementAgent of a device that Configuration Manager manages too."""


def read(call: Call) -> Reply:
    """Answer GET of the overview, which takes no query options."""
    allowed_options.check(call, allowed_options.NONE)
    number, counts, with_configuration_manager = _count_devices(call)
    account_id = next((organization.id for organization in call.store.objects(("organization",))), "")
    access = {
        f"{name}DeviceCount": 0 for name in ("allowed", "blocked", "quarantined", "unknown", "unavailable")
    }
    body: dict[str, JSON] = {
        "@odata.context": call.context(f"{'/'.join(ROUTE)}/$entity"), "id": account_id,
        "enrolledDeviceCount": number, "mdmEnrolledCount": number - with_configuration_manager,
        "dualEnrolledDeviceCount": with_configuration_manager,
        "deviceOperatingSystemSummary": {name: counts[name] for name in COUNTS},
        "deviceExchangeAccessStateSummary": {**access, "unavailableDeviceCount": number},
    }  # fmt: skip
    return Reply(200, body)


def _count_devices(call: Call) -> tuple[int, Counter[str], int]:
    """Return the number of devices, the numbers by property of the summary, and how many Configuration
    Manager has too.
    """
    number, with_configuration_manager, counts = 0, 0, Counter[str]()
    for device in call.store.objects((MANAGED,)):
        body = device.body
        number += 1
        with_configuration_manager += body.get("managementAgent") == CONFIGURATION_MANAGER
        counts[SYSTEMS.get(str(body.get("operatingSystem")), "unknownCount")] += 1
        if body.get("operatingSystem") == "Android":
            counts[ANDROID.get(str(body.get("deviceEnrollmentType")), "androidDeviceAdminCount")] += 1
    counts["configMgrDeviceCount"] = with_configuration_manager
    return number, counts, with_configuration_manager
