"""Whether a Windows device of the organisation counts as compliant: version, encryption, start-up, firewall, Defender, password.

The baseline is Microsoft's for Windows in its zero trust policies (github MicrosoftDocs/microsoft-365-docs @2db3115,
zero-trust-identity-device-access-policies-common.md, "Recommended compliance settings for Windows 10 and later"), with a
TPM, which BitLocker rests on (OpenIntuneBaseline @05286d6, Device Security). It also does what BIO2 8.01.01 asks of a
device: encryption. Left out of that baseline: a yearly or monthly change of password, a history of passwords, a lowest
version of Defender, Configuration Manager, and the risk score of Defender for Endpoint, which needs a connection.
BitLocker, Secure Boot and code integrity are measured when Windows starts: a new device is compliant after a restart.
Meaning: Microsoft Learn, "Device compliance settings for Windows" (github MicrosoftDocs/memdocs @1798fb7).
https://learn.microsoft.com/graph/api/resources/intune-deviceconfig-windows10compliancepolicy
"""

from dataclasses import replace

from managed_apparaten.compile import common_causes
from managed_apparaten.compile.kind import Draft, Scope
from managed_apparaten.compile.traced import Traced, because
from managed_apparaten.core import assumptions
from managed_apparaten.intune import compliance
from managed_apparaten.policy.model import DeviceClass

REQUIRED = (
    "activeFirewallRequired",
    "antiSpywareRequired",
    "antivirusRequired",
    "bitLockerEnabled",
    "codeIntegrityEnabled",
    "defenderEnabled",
    "rtpEnabled",
    "secureBootEnabled",
    "signatureOutOfDate",
    "storageRequireEncryption",
    "tpmRequired",
)
"""All of these for every role. `signatureOutOfDate` asks that Defender's signatures are up to date, whatever it is called."""
MINUTES_UNTIL_LOCK = 15
"""Microsoft's baseline for Windows; on phones it is five."""
DIGITS_AND_LETTERS = 2
"""Sets of characters in a password with letters and digits, the least that Windows knows."""
VERSION_PARTS = 4


def serves(device: DeviceClass) -> bool:
    """Devices of the organisation: personal ones are not enrolled and have no compliance."""
    return device.ownership == "corporate"


def compile_drafts(scope: Scope) -> list[Draft]:
    """One object."""
    body = {
        "osMinimumVersion": _os_minimum(scope),
        **_password(scope),
        **{name: because(True, common_causes.BASELINE) for name in REQUIRED},
        "scheduledActionsForRule": compliance.scheduled_actions(scope),
    }
    return [Draft(body, scope.devices)]


def _os_minimum(scope: Scope) -> Traced:
    """The oldest version in the four parts that Windows compares: `10.0.22631` is `10.0.22631.0`."""
    asked = scope.role.compliance.os_minimum.get("windows")
    if asked is None:
        return because(None, common_causes.rule(None, "os-minimum"))
    parts = asked.value.split(".")
    return because(
        ".".join((*parts, *["0"] * (VERSION_PARTS - len(parts)))), common_causes.rule(asked, "os-minimum")
    )


def _password(scope: Scope) -> dict[str, Traced]:
    wanted, asked = compliance.passcode(scope)
    if assumptions.effective_value(scope.policy.organisation.assumptions, assumptions.HELLO) == "not-asked":
        wanted = compliance.PASSCODES["none"]
    values = {
        "passwordRequired": wanted.required,
        "passwordRequiredType": "alphanumeric" if wanted.alphanumeric else "deviceDefault",
        "passwordBlockSimple": wanted.required,
        "passwordMinimumLength": wanted.length,
        "passwordMinimumCharacterSetCount": DIGITS_AND_LETTERS if wanted.alphanumeric else None,
        "passwordMinutesOfInactivityBeforeLock": MINUTES_UNTIL_LOCK if wanted.required else None,
    }
    return {name: because(value, common_causes.rule(asked, "passcode")) for name, value in values.items()}


KIND = replace(
    compliance.POLICY,
    name="windows_compliance",
    platform="windows",
    odata_type="microsoft.graph.windows10CompliancePolicy",
    serves=serves,
    compile=compile_drafts,
    filtered=True,
)
