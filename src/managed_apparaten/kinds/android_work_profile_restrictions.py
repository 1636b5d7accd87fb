"""What somebody's own Android device lets its work profile do. No list of apps: a work profile shows assigned apps only.

Nothing is asked of the private side, which is its owner's. Two settings of this type reach it and are written as not configured: the
scan for harmful apps holds "for work and personal profiles", and the other keeps apps from unknown sources out of the personal profile
(Microsoft Learn, Android Enterprise device settings, personally owned devices with a work profile, System security). Values follow
Microsoft's framework for work profiles (github microsoft/Intune-Config-Frameworks, AndroidEnterprise/WorkProfile, level-3 configuration).
https://learn.microsoft.com/graph/api/resources/intune-deviceconfig-androidworkprofilegeneraldeviceconfiguration
"""

from dataclasses import replace

from managed_apparaten.compile.kind import Draft, Scope
from managed_apparaten.compile.traced import because
from managed_apparaten.core.cause import cause
from managed_apparaten.intune import device_configuration
from managed_apparaten.intune.switches import Switch, turned
from managed_apparaten.policy.model import DeviceClass, Text

SWITCHES = (
    Switch(
        "workProfileAllowAppInstallsFromUnknownSources",
        ("sideloading", "alternative-stores"),
        False,
        False,
        False,
    ),
    Switch("workProfileBlockCrossProfileCopyPaste", ("managed-open-in",), True, False, False),
    Switch(
        "workProfileDataSharingType",
        ("managed-open-in",),
        "allowPersonalToWork",
        "deviceDefault",
        "deviceDefault",
    ),
    Switch("workProfileBlockScreenCapture", ("screen-capture",), True, False, False),
)
"""Allowing sideloading is leaving it to Android, which keeps unknown sources off: no role makes a device looser than no policy does."""
ON_BOTH_SIDES = ("securityRequireVerifyApps", "workProfileBlockPersonalAppInstallsFromUnknownSources")


def serves(device: DeviceClass) -> bool:
    """Personal devices that are enrolled with a work profile."""
    return device.management == "work-profile"


def compile_drafts(scope: Scope) -> list[Draft]:
    """One object, the same on every step of the ladder."""
    switches = {switch.name: turned(scope, switch) for switch in SWITCHES}
    private = cause("default", "cause.kind.own-side")
    return [Draft({**switches, **{name: because(False, private) for name in ON_BOTH_SIDES}}, scope.devices)]


KIND = replace(
    device_configuration.POLICY,
    name="android_work_profile_restrictions",
    title=Text(nl="Werkprofiel", en="Work profile"),
    platform="android",
    odata_type="microsoft.graph.androidWorkProfileGeneralDeviceConfiguration",
    serves=serves,
    compile=compile_drafts,
    rivals=frozenset(ON_BOTH_SIDES) | {switch.name for switch in SWITCHES},
    functions=frozenset(name for switch in SWITCHES for name in switch.functions),
)
