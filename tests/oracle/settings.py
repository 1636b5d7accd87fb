"""Functions of a device that a policy turns: from loose to strict, with what holds where no policy says anything, and the source of that.

The values of one setting stand in the order of what they let people do; values in one place do the same. A setting that is not known here
stops the reading, so that nothing that the product writes goes unjudged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .directory import Unknown
from .question import Device, Policy

PAYLOAD = "com.apple.applicationaccess_"
ANDROID_PAGE = "Microsoft Learn, Android Enterprise device settings to allow or restrict features"

WORK_TO_PRIVATE_BLOCKED = "dataSharingFromWorkToPersonalBlocked"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `default` is the place in `values` of a device without a policy."""

    values: tuple[frozenset[Any], ...]
    default: int
    functions: tuple[str, ...]
    """Functions of a role by which somebody may open it on purpose."""
    source: str

    def place(self, value: Any) -> int:
        """How strict a value is."""
        for place, some in enumerate(self.values):
            if value in some:
                return place
        raise Unknown(f"{value} of a setting that knows {self.values}")


def _places(*values: Any) -> tuple[frozenset[Any], ...]:
    return tuple(frozenset(value) if isinstance(value, set) else frozenset({value}) for value in values)


_STRANGE = ("sideloading", "alternative-stores")
_SHUT, _OPEN = _places(False, {True}), _places(True, {False, None})
"""A switch that closes something, and one that opens something."""


def _closes(*functions: str, source: str = f"{ANDROID_PAGE}: Not configured leaves it open") -> Setting:
    return Setting(_places({False, None}, True), 0, functions, source)


ANDROID: Mapping[str, Setting] = {
    "appsAllowInstallFromUnknownSources": Setting(
        _OPEN, 1, _STRANGE, f"{ANDROID_PAGE}, Applications: Not configured, the OS might prevent users from turning on Unknown sources"
    ),
    "personalProfileAppsAllowInstallFromUnknownSources": Setting(
        _OPEN,
        1,
        _STRANGE,
        f"{ANDROID_PAGE}, Personal profile: Not configured, the OS might prevent users from installing apps from unknown sources in the "
        "personal profile; Google, Android Management API, untrustedAppsPolicy: unspecified is DISALLOW_INSTALL on the entire device",
    ),
    "crossProfilePoliciesAllowDataSharing": Setting(
        _places("crossProfileDataSharingAllowed", {"notConfigured", None, WORK_TO_PRIVATE_BLOCKED}, "crossProfileDataSharingBlocked"),
        1,
        ("managed-open-in",),
        "Google, Android Management API, crossProfileDataSharing: unspecified is DATA_SHARING_FROM_WORK_TO_PERSONAL_DISALLOWED",
    ),
    "screenCaptureBlocked": _closes("screen-capture"),
    "storageBlockExternalMedia": _closes("usb"),
    "storageBlockUsbFileTransfer": _closes("usb"),
    "securityRequireVerifyApps": _closes(source="Google, Android Management API, googlePlayProtectVerifyApps; off counts as default"),
    "workProfileAllowAppInstallsFromUnknownSources": Setting(
        _OPEN, 1, _STRANGE, f"{ANDROID_PAGE}, Work profile: Not configured, apps from unknown sources do not install in the work profile"
    ),
    "workProfileBlockPersonalAppInstallsFromUnknownSources": _closes(*_STRANGE),
    "workProfileBlockCrossProfileCopyPaste": _closes("managed-open-in"),
    "workProfileDataSharingType": Setting(
        _places("noRestrictions", {"deviceDefault", None}, "allowPersonalToWork", "preventAny"),
        1,
        ("managed-open-in",),
        f"{ANDROID_PAGE}, Data sharing",
    ),
    "workProfileBlockScreenCapture": _closes("screen-capture"),
}  # fmt: skip
"""Properties of the two device configurations for Android Enterprise, apart from the lists of apps."""
LISTS = frozenset({"playStoreMode", "personalProfilePlayStoreMode", "personalProfilePersonalApplications"})
ANDROID_TYPES: Mapping[str, frozenset[str]] = {
    "androidDeviceOwnerGeneralDeviceConfiguration": frozenset(
        {"fully-managed", "dedicated", "corporate-work-profile"}
    ),
    "androidWorkProfileGeneralDeviceConfiguration": frozenset({"work-profile"}),
}
COMMON = frozenset(
    {"@odata.type", "id", "description", "displayName", "roleScopeTagIds", "assignments", "version"}
)

_APPLE = "Apple, Restrictions: true by default"
APPLE: Mapping[str, tuple[str, ...]] = {
    "allowairdrop": ("airdrop",),
    "forceairdropunmanaged": ("airdrop",),
    "allowcloudbackup": ("cloud-backup",),
    "allowmanagedappscloudsync": ("cloud-backup",),
    "allowenterpriseapptrust": ("sideloading",),
    "allowfilesusbdriveaccess": ("usb",),
    "allowhostpairing": ("usb",),
    "allowmarketplaceappinstallation": ("alternative-stores",),
    "allowwebdistributionappinstallation": ("alternative-stores",),
    "allowopenfrommanagedtounmanaged": ("managed-open-in",),
    "requiremanagedpasteboard": ("managed-open-in",),
    "allowscreenshot": ("screen-capture",),
}
"""Functions of Apple's restrictions; those without one are here by the form of their name."""
ANYWHERE = frozenset(
    {
        "allowenterpriseapptrust", "allowopenfrommanagedtounmanaged", "allowscreenshot", "allowcloudbackup", "allowmanagedappscloudsync",
        "forceairdropunmanaged", "requiremanagedpasteboard",
    }
)  # fmt: skip
"""Restrictions that Apple obeys without supervision."""
WINDOWS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "applicationmanagement_allowalltrustedapps": (("1",), ("65535",), ("0",)),
    "applicationmanagement_allowdeveloperunlock": (("1",), ("65535",), ("0",)),
    "desktopappinstaller_enabledefaultsource": (("1",), ("0",)),
    "applicationmanagement_blocknonadminuserinstall": (("0",), ("1",)),
}
"""Microsoft Learn, Policy CSP, ApplicationManagement and DesktopAppInstaller: 65535 is not configured; winget has its source by default."""
WINDOWS_FUNCTIONS = {
    "applicationmanagement": ("sideloading",),
    "desktopappinstaller": ("alternative-stores",),
    "admx": ("usb",),
}
NOT_SWITCHES = re.compile(
    r"(allowlisted|blocked)appbundleids$|^app_allowed|^app_app|_com\.apple\.applicationaccess$"
)


def settled(policies: tuple[Policy, ...], device: Device) -> Iterator[tuple[str, Setting, Any]]:
    """Every switch that policies turn on a device, by name. Where the device does not obey a switch it is not there."""
    for policy in policies:
        sort = policy.body["@odata.type"].rsplit(".", 1)[-1]
        if device.enrolment in ANDROID_TYPES.get(sort, ()):
            private = device.enrolment == "corporate-work-profile"
            yield from (
                found
                for found in _android(policy.body)
                if private or not found[0].startswith("personalProfile")
            )
        elif sort == "deviceManagementConfigurationPolicy":
            yield from _catalog(policy.settings, device)


def _android(body: Any) -> Iterator[tuple[str, Setting, Any]]:
    for name, value in sorted(body.items()):
        if name in ANDROID:
            yield name, ANDROID[name], value
        elif (
            name not in LISTS
            and name not in COMMON
            and not name.startswith(("password", "workProfilePassword"))
        ):
            raise Unknown(f"setting {name}")


def _catalog(settings: Mapping[str, Any], device: Device) -> Iterator[tuple[str, Setting, Any]]:
    for name, value in sorted(settings.items()):
        found = _of(name)
        if found is None:
            continue
        short = name.removeprefix(PAYLOAD)
        if (
            device.platform == "ios"
            and device.enrolment != "supervised"
            and not (device.enrolment == "unsupervised" and short in ANYWHERE)
        ):
            continue
        yield name, found, value.removeprefix(f"{name}_") if isinstance(value, str) else value


def _of(name: str) -> Setting | None:
    """A setting of the catalog, or None for what is no switch."""
    if NOT_SWITCHES.search(name):
        return None
    if name.startswith(PAYLOAD):
        short = name.removeprefix(PAYLOAD)
        opens = short.startswith("allow")
        values = _places("true", "false") if opens else _places("false", "true")
        return Setting(
            values, 0, APPLE.get(short, ()), _APPLE if opens else "Apple, Restrictions: false by default"
        )
    if name.startswith("com.android.devicerestrictionpolicy."):
        return _android_catalog(name.rsplit(".", 1)[-1])
    if name.startswith("device_vendor_msft_policy_config_"):
        short = name.removeprefix("device_vendor_msft_policy_config_")
        functions = WINDOWS_FUNCTIONS.get(short.split("_")[0], ())
        if short in WINDOWS:
            values = _places(*({*some} for some in WINDOWS[short]))
            return Setting(
                values, len(values) // 2 if len(values) > 2 else 0, functions, "Microsoft Learn, Policy CSP"
            )
        if short.startswith("admx_removablestorage"):
            return Setting(
                _places("0", "1"),
                0,
                functions,
                "Microsoft Learn, Policy CSP, ADMX_RemovableStorage: Not configured lets everything",
            )
    raise Unknown(f"setting {name}")


def _android_catalog(short: str) -> Setting:
    orders = {
        "privatespacepolicy": ("allowed", "disallowed"),
        "usbdataaccess": ("allowusbdatatransfer", "disallowusbfiletransfer", "disallowusbdatatransfer"),
    }
    if short not in orders:
        raise Unknown(f"setting {short}")
    return Setting(
        _places(*orders[short]),
        0,
        ("usb",) if short == "usbdataaccess" else (),
        "the setting's default option in the catalog",
    )
