"""How many days a supervised iPhone or iPad holds back updates of the system.

https://learn.microsoft.com/graph/api/resources/intune-deviceconfig-iosupdateconfiguration
"""

from dataclasses import replace

from managed_apparaten.compile import common_causes
from managed_apparaten.compile.kind import Draft, Scope
from managed_apparaten.compile.traced import because
from managed_apparaten.intune import device_configuration
from managed_apparaten.policy.model import DeviceClass, Text

DAYS = 7


def serves(device: DeviceClass) -> bool:
    """Return whether updates can be held back: only on supervised devices of the organisation."""
    return device.ownership == "corporate" and device.supervised


def compile_drafts(scope: Scope) -> list[Draft]:
    """Return one object, the same on every step."""
    body = {
        "updateScheduleType": because("alwaysUpdate", common_causes.BASELINE),
        "enforcedSoftwareUpdateDelayInDays": because(DAYS, common_causes.BASELINE),
        "activeHoursStart": because("00:00:00.0000000", common_causes.INTUNE_NEEDS),
        "activeHoursEnd": because("00:00:00.0000000", common_causes.INTUNE_NEEDS),
    }
    return [Draft(body, scope.devices)]


KIND = replace(
    device_configuration.POLICY,
    name="ios_software_updates",
    title=Text(nl="Systeemupdates", en="Software updates"),
    platform="ios",
    odata_type="microsoft.graph.iosUpdateConfiguration",
    serves=serves,
    compile=compile_drafts,
    filtered=True,
)
