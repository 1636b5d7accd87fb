"""The private space of an Android device with a work profile that the organisation owns, through the settings catalog.

A private space (Android 15) is a locked place for apps of its own on the private side. Only such devices get the object. On a fully
managed or dedicated device Android itself allows none: "For users with a device owner set, the default value is true and the device
owner currently cannot change it" (Android reference, `UserManager.DISALLOW_ADD_PRIVATE_PROFILE`); on somebody's own device it is theirs.
Blocking deletes a private space that is there. It is written on every step, and also where nobody asks for it, as allowed.
Id and options: github Lewis-Barry/IntuneSettingsCatalogViewer @3c34643, public/settings-by-category/b6733d23-*.json. Platform and
technology as in an export of a tenant: github UniFy-Endpoint/Android-Enterprise-Baseline @6319bcd, SettingsCatalog_Device_Restrictions.
"""

from collections.abc import Mapping
from dataclasses import replace

from managed_apparaten.compile import common_causes
from managed_apparaten.compile.kind import Draft, Scope
from managed_apparaten.compile.traced import because
from managed_apparaten.core.digest import JSON
from managed_apparaten.intune import settings_catalog
from managed_apparaten.intune.switches import Choice, chosen, shown
from managed_apparaten.policy.model import DeviceClass, Text

OFF, ON = "disallowed", "allowed"
CHOICES = (
    Choice(
        "com.android.devicerestrictionpolicy.privatespacepolicy",
        "private space",
        "private-space",
        {"block": OFF},
        ON,
    ),
)


def serves(device: DeviceClass) -> bool:
    """Devices of the organisation with a private side."""
    return device.management == "corporate-work-profile"


def compile_drafts(scope: Scope) -> list[Draft]:
    """One object, the same on every step of the ladder."""
    settings = [
        because(
            settings_catalog.setting(chosen(scope, choice)), common_causes.function(scope, choice.function)
        )
        for choice in CHOICES
    ]
    body = {
        "platforms": because("androidEnterprise", common_causes.INTUNE_NEEDS),
        "technologies": because("android", common_causes.INTUNE_NEEDS),
        "settings": because(settings, common_causes.INTUNE_NEEDS),
    }
    return [Draft(body, scope.devices)]


def label(_: str, value: JSON, __: Mapping[str, str]) -> str | None:
    """A choice as what it is about: `private space: off`."""
    return shown(value, ((choice.id, choice.label) for choice in CHOICES), OFF)


KIND = replace(
    settings_catalog.POLICY,
    name="android_device_settings",
    title=Text(nl="Apparaatinstellingen", en="Device settings"),
    platform="android",
    serves=serves,
    compile=compile_drafts,
    definitions=frozenset(choice.id for choice in CHOICES),
    functions=frozenset(choice.function for choice in CHOICES),
    labels=label,
)
