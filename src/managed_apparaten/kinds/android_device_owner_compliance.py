"""Whether an Android device of the organisation counts as compliant: fully managed, dedicated, or with a work profile.

Compliance on these devices knows no list of apps: that is `playStoreMode` in the restrictions.
https://learn.microsoft.com/graph/api/resources/intune-deviceconfig-androiddeviceownercompliancepolicy (beta only)
"""

from dataclasses import replace

from managed_apparaten.compile.kind import Draft, Scope
from managed_apparaten.intune import compliance
from managed_apparaten.policy.model import DeviceClass

BASELINE = {
    "storageRequireEncryption": True,
    "securityRequireIntuneAppIntegrity": True,
    "securityRequireSafetyNetAttestationBasicIntegrity": True,
    "securityRequireSafetyNetAttestationCertifiedDevice": True,
}
"""As in levels 2 and 3 of Microsoft's framework for fully managed devices: github microsoft/Intune-Config-Frameworks, AndroidEnterprise."""


def serves(device: DeviceClass) -> bool:
    """Devices of the organisation, however they are enrolled."""
    return device.ownership == "corporate"


def compile_drafts(scope: Scope) -> list[Draft]:
    """One object."""
    body = {
        **compliance.android(scope, BASELINE),
        "scheduledActionsForRule": compliance.scheduled_actions(scope),
    }
    return [Draft(body, scope.devices)]


KIND = replace(
    compliance.POLICY,
    name="android_device_owner_compliance",
    platform="android",
    odata_type="microsoft.graph.androidDeviceOwnerCompliancePolicy",
    serves=serves,
    compile=compile_drafts,
)
