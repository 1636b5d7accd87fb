"""What somebody's own Android device lets its work profile do. No list of apps: a work profile shows assigned apps only.

The private side is invisible to Intune. The one thing asked of it is where its apps come from, because an app from
outside a store on the same device is a way to the work data. Values follow Microsoft's framework for work profiles
(github microsoft/Intune-Config-Frameworks, AndroidEnterprise/WorkProfile, level-3 configuration).
https://learn.microsoft.com/graph/api/resources/intune-deviceconfig-androidworkprofilegeneraldeviceconfiguration
"""

from dataclasses import replace

from managed_apparaten.compile import configuration, reasons
from managed_apparaten.compile.kind import Draft, Scope
from managed_apparaten.compile.switches import Switch, turned
from managed_apparaten.compile.traced import because
from managed_apparaten.policy.model import DeviceClass, Text

SWITCHES = (
    Switch("workProfileAllowAppInstallsFromUnknownSources", ("sideloading", "alternative-stores"), False, True, False),
    Switch("workProfileBlockPersonalAppInstallsFromUnknownSources", ("sideloading", "alternative-stores"), True, False, False),
    Switch("workProfileBlockCrossProfileCopyPaste", ("managed-open-in",), True, False, False),
    Switch("workProfileDataSharingType", ("managed-open-in",), "allowPersonalToWork", "deviceDefault", "deviceDefault"),
    Switch("workProfileBlockScreenCapture", ("screen-capture",), True, False, False),
)


def serves(device: DeviceClass) -> bool:
    """Personal devices that are enrolled with a work profile."""
    return device.management == "work-profile"


def compile_drafts(scope: Scope) -> list[Draft]:
    """One object, the same on every step of the ladder."""
    switches = {switch.name: turned(scope, switch) for switch in SWITCHES}
    return [Draft({**switches, "securityRequireVerifyApps": because(True, reasons.BASELINE)}, scope.devices)]


KIND = replace(
    configuration.POLICY,
    name="android_work_profile_restrictions",
    title=Text(nl="Werkprofiel", en="Work profile"),
    platform="android",
    odata_type="microsoft.graph.androidWorkProfileGeneralDeviceConfiguration",
    serves=serves,
    compile=compile_drafts,
    rivals=frozenset({"securityRequireVerifyApps"}) | {switch.name for switch in SWITCHES},
    functions=frozenset(name for switch in SWITCHES for name in switch.functions),
)
