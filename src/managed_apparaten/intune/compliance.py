"""What all compliance policies share: the one action that Intune insists on, and what a passcode has to be.

`basic` follows level 2 of Microsoft's iOS and fully managed Android configuration frameworks
(github microsoft/Intune-Config-Frameworks: level-2-iOS_iPadOS-enhanced-security-compliance.json and
level-2-fm-enhanced-security-compliance.json), without their yearly change of passcode. `strong` is an opinion of this
project: letters and digits, at least eight of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from managed_apparaten.compile import common_causes
from managed_apparaten.compile.kind import Kind, Permissions, Scope
from managed_apparaten.compile.traced import Traced, because
from managed_apparaten.core.address import Address
from managed_apparaten.core.cause import cause
from managed_apparaten.core.digest import JSON
from managed_apparaten.policy.model import Located, Text
from managed_apparaten.resource.reference import ref

POLICY = Kind(
    name="compliance",
    title=Text(nl="Naleving", en="Compliance"),
    platform=None,
    odata_type="microsoft.graph.deviceCompliancePolicy",
    collection="deviceManagement/deviceCompliancePolicies",
    permissions=Permissions(
        "DeviceManagementConfiguration.Read.All", "DeviceManagementConfiguration.ReadWrite.All"
    ),
    order=10,
    list_expand="scheduledActionsForRule($expand=scheduledActionConfigurations)",
    item_expand="scheduledActionsForRule($expand=scheduledActionConfigurations)",
    list_shows={"assignments": ""},
    item_reads=("assignments",),
    actions={
        "scheduledActionsForRule": ("scheduleActionsForRules", "deviceComplianceScheduledActionForRules")
    },
    keyed={"/scheduledActionsForRule/*/scheduledActionConfigurations": "actionType"},
    unordered=frozenset({"/roleScopeTagIds"}),
)
"""How every compliance policy is read, written and compared; a kind replaces its name, type, platform, and what it serves and compiles.

Without the expand a GET leaves the scheduled actions out. A PATCH cannot carry them: an action replaces them. Each type of action stands
once, in any order.
"""
MESSAGE, NOT_COMPLIANT = "compliance_message", "not-compliant"
"""Kind and key of the mail to somebody whose device does not comply."""
DEFAULT_PASSCODE = "basic"
DEFAULT_GRACE_HOURS = 0


@dataclass(frozen=True, slots=True)
class Passcode:
    """What one strength of passcode asks, on both platforms."""

    required: bool
    alphanumeric: bool = False
    length: int | None = None
    minutes_until_lock: int | None = None


PASSCODES: Mapping[str, Passcode] = {
    "none": Passcode(False),
    "basic": Passcode(True, False, 6, 5),
    "strong": Passcode(True, True, 8, 5),
}


def passcode(scope: Scope) -> tuple[Passcode, Located[str] | None]:
    """The passcode that the policy asks for, and the line that says so, if any. Without such a line none is asked of devices that
    have no user: nobody would be told to set one."""
    asked = scope.role.compliance.passcode
    unasked = (
        "none" if all(device.management == "dedicated" for device in scope.devices) else DEFAULT_PASSCODE
    )
    return PASSCODES[asked.value if asked else unasked], asked


def os_minimum(scope: Scope) -> Traced:
    """The oldest version that counts as compliant, or null."""
    asked = scope.role.compliance.os_minimum.get(scope.platform)
    return because(os_version(asked.value) if asked else None, common_causes.rule(asked, "os-minimum"))


def android(scope: Scope, baseline: Mapping[str, bool]) -> dict[str, Traced]:
    """Give what compliance asks of any Android device: version, patch level, password, and these switches."""
    patch = scope.role.compliance.security_patch
    wanted, asked = passcode(scope)
    required_type = "alphanumeric" if wanted.alphanumeric else "numericComplex"
    password = {
        "passwordRequired": wanted.required,
        "passwordRequiredType": required_type if wanted.required else "deviceDefault",
        "passwordMinimumLength": wanted.length,
        "passwordMinutesOfInactivityBeforeLock": wanted.minutes_until_lock,
    }
    return {
        "osMinimumVersion": os_minimum(scope),
        "minAndroidSecurityPatchLevel": because(
            patch.value if patch else None, common_causes.rule(patch, "security-patch")
        ),
        **{name: because(value, common_causes.rule(asked, "passcode")) for name, value in password.items()},
        **{name: because(value, common_causes.BASELINE) for name, value in baseline.items()},
    }


def os_version(text: str) -> str:
    """A version with at least a major and a minor number, as Intune wants it: `15` becomes `15.0`."""
    return text if "." in text else f"{text}.0"


def scheduled_actions(scope: Scope) -> Traced:
    """Mail the user at once, and mark the device non-compliant after the role's grace period.

    Intune demands exactly one `block` action, gives `ruleName` back as null whatever was sent, and says "no template" as an empty id.
    """
    asked = scope.role.compliance.grace_hours
    action: dict[str, JSON] = {
        "actionType": "block",
        "gracePeriodHours": because(
            asked.value if asked else DEFAULT_GRACE_HOURS, common_causes.rule(asked, "grace-hours")
        ),
        "notificationTemplateId": "",
        "notificationMessageCCList": [],
    }
    mail: dict[str, JSON] = {
        "actionType": "notification",
        "gracePeriodHours": 0,
        "notificationTemplateId": ref(Address(MESSAGE, NOT_COMPLIANT)),
        "notificationMessageCCList": [],
    }
    actions = [action, because(mail, cause("default", "cause.kind.mail"))]
    return because(
        [{"ruleName": "PasswordRequired", "scheduledActionConfigurations": actions}],
        common_causes.INTUNE_NEEDS,
    )
