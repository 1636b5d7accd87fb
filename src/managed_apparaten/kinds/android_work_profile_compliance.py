"""Whether somebody's own Android device with a work profile counts as compliant.

The baseline is what all three levels of Microsoft's framework for work profiles have in common (github
microsoft/Intune-Config-Frameworks, AndroidEnterprise/WorkProfile, level-1 to level-3 compliance). Password type and length
are for Android 11 and earlier, the complexity for later ones. There is no list of apps.
https://learn.microsoft.com/graph/api/resources/intune-deviceconfig-androidworkprofilecompliancepolicy
"""

from collections.abc import Mapping
from dataclasses import replace

from managed_apparaten.compile import common_causes
from managed_apparaten.compile.kind import Draft, Scope
from managed_apparaten.compile.traced import because
from managed_apparaten.intune import compliance
from managed_apparaten.intune.switches import Switch, turned
from managed_apparaten.policy.model import DeviceClass, Text

BASELINE = {
    "securityBlockJailbrokenDevices": True,
    "securityDisableUsbDebugging": True,
    "securityRequireCompanyPortalAppIntegrity": True,
    "securityRequireGooglePlayServices": True,
    "securityRequireSafetyNetAttestationBasicIntegrity": True,
    "securityRequireSafetyNetAttestationCertifiedDevice": True,
    "securityRequireUpToDateSecurityProviders": True,
    "storageRequireEncryption": True,
}
UNKNOWN_SOURCES = Switch(
    "securityPreventInstallAppsFromUnknownSources", ("sideloading", "alternative-stores"), True, False, True
)
"""The framework asks it on every level; a role can let go of it."""
COMPLEXITY: Mapping[str, str] = {"none": "none", "basic": "medium", "strong": "high"}
"""Android's own word for each passcode: medium is a PIN without repetition of four or more, high one of eight, or six characters."""


def serves(device: DeviceClass) -> bool:
    """Personal devices that are enrolled with a work profile."""
    return device.management == "work-profile"


def compile_drafts(scope: Scope) -> list[Draft]:
    """One object, the same on every step of the ladder."""
    _, asked = compliance.passcode(scope)
    complexity = COMPLEXITY[asked.value if asked else compliance.DEFAULT_PASSCODE]
    body = {
        **compliance.android(scope, BASELINE),
        "requiredPasswordComplexity": because(complexity, common_causes.rule(asked, "passcode")),
        UNKNOWN_SOURCES.name: turned(scope, UNKNOWN_SOURCES),
        "scheduledActionsForRule": compliance.scheduled_actions(scope),
    }
    return [Draft(body, scope.devices)]


KIND = replace(
    compliance.POLICY,
    name="android_work_profile_compliance",
    title=Text(nl="Naleving werkprofiel", en="Work profile compliance"),
    platform="android",
    odata_type="microsoft.graph.androidWorkProfileCompliancePolicy",
    serves=serves,
    compile=compile_drafts,
    functions=frozenset(UNKNOWN_SOURCES.functions),
)
