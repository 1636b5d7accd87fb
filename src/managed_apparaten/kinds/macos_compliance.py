"""Whether a Mac counts as compliant: macOS version, password, disk encryption, firewall, and where apps may come from.

Compliance on a Mac knows no list of apps. Gatekeeper is the nearest thing: apps from the App Store and from makers that
Apple knows. The App Store alone would stop most work apps. A role that allows sideloading is not held to it, except on
the step `allowlist`. FileVault, system integrity protection and the firewall are an opinion of this project.
https://learn.microsoft.com/graph/api/resources/intune-deviceconfig-macoscompliancepolicy
"""

from collections.abc import Mapping
from dataclasses import replace

from managed_apparaten.compile import common_causes
from managed_apparaten.compile.kind import Draft, Scope
from managed_apparaten.compile.traced import Traced, because
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.intune import compliance, ladder
from managed_apparaten.policy.model import STEPS, DeviceClass, Step

BASELINE = {
    "firewallEnabled": True,
    "storageRequireEncryption": True,
    "systemIntegrityProtectionEnabled": True,
}
KNOWN_MAKERS = "macAppStoreAndIdentifiedDevelopers"
APPROVED_ONLY: Mapping[Step, bool] = {step: step == "allowlist" for step in STEPS}


def serves(device: DeviceClass) -> bool:
    """Macs of the organisation."""
    return device.ownership == "corporate"


def compile_drafts(scope: Scope) -> list[Draft]:
    """One object."""
    gatekeeper, warnings = _gatekeeper(scope)
    body = {
        "osMinimumVersion": compliance.os_minimum(scope),
        **_password(scope),
        **{name: because(value, common_causes.BASELINE) for name, value in BASELINE.items()},
        "gatekeeperAllowedAppSource": gatekeeper,
        "scheduledActionsForRule": compliance.scheduled_actions(scope),
    }
    return [Draft(body, scope.devices, diagnostics=warnings)]


def _gatekeeper(scope: Scope) -> tuple[Traced, tuple[Diagnostic, ...]]:
    """Known makers, unless the role lets apps in from anywhere and is not on a list of approved apps."""
    asked = scope.role.functions.get("sideloading")
    if asked is None or asked.value != "allow":
        return because(KNOWN_MAKERS, common_causes.function(scope, "sideloading")), ()
    approved_only, line, warnings = ladder.behaviour(scope, APPROVED_ONLY)
    if approved_only:
        return because(KNOWN_MAKERS, line), warnings
    return because("notConfigured", common_causes.function(scope, "sideloading")), warnings


def _password(scope: Scope) -> dict[str, Traced]:
    """A Mac asks no kind of characters but letters with digits, or digits only: `basic` leaves them free."""
    wanted, asked = compliance.passcode(scope)
    values = {
        "passwordRequired": wanted.required,
        "passwordRequiredType": "alphanumeric" if wanted.alphanumeric else "deviceDefault",
        "passwordBlockSimple": wanted.required,
        "passwordMinimumLength": wanted.length,
        "passwordMinutesOfInactivityBeforeLock": wanted.minutes_until_lock,
    }
    return {name: because(value, common_causes.rule(asked, "passcode")) for name, value in values.items()}


KIND = replace(
    compliance.POLICY,
    name="macos_compliance",
    platform="macos",
    odata_type="microsoft.graph.macOSCompliancePolicy",
    serves=serves,
    compile=compile_drafts,
    functions=frozenset({"sideloading"}),
    filtered=True,
)
