"""What a device does without any policy of ours: the defaults of the service and of the platforms, each with its source.

A step of the ladder may never leave a device looser than this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from .question import Enrolment, Side

Sort = Literal["everything", "assigned apps only"]


@dataclass(frozen=True, slots=True)
class Default:
    """Which apps somebody can get and open there."""

    apps: Sort
    source: str


_PLAY = Default(
    "assigned apps only",
    "Microsoft, Control AI features on Android Enterprise devices (2025-11-11): with the default store mode no app can be installed unless "
    "an administrator assigned it; Microsoft Learn, Android Enterprise device restrictions, Allow access to all apps in Google Play store: "
    "Not configured shows approved apps only; Google, Android Management API, playStoreMode: unspecified is WHITELIST",
)
_WORK_PROFILE = Default(
    "assigned apps only",
    "Microsoft Learn, Android Enterprise device restrictions: managed Google Play in a work profile shows assigned apps only",
)
_PRIVATE_SIDE = Default(
    "everything",
    "Microsoft Learn, Android Enterprise device restrictions, Personal profile, Type of restricted apps list: Not configured leaves the "
    "private store as it is; Google, Android Management API, personalPlayStoreMode: unspecified is BLOCKLIST, all but the listed",
)
_APPLE = Default(
    "everything",
    "Apple, Restrictions, allowListedAppBundleIDs and blockedAppBundleIDs: without a list every app is shown and can be launched; "
    "allowUIAppInstallation: true by default, the App Store is there. System apps come with the device",
)
_UNSUPERVISED = Default(
    "everything", "Apple, Restrictions: the lists of apps and allowUIAppInstallation need supervision"
)
_PRIVATE_PHONE = Default(
    "everything",
    "Microsoft Learn, App protection policies overview: no management of a device that is not enrolled",
)
_WINDOWS = Default(
    "everything",
    "Microsoft Learn, Working with AppLocker rules: where a rule collection holds no rules, every file of that sort may run; "
    "the mode of enforcement holds for each rule collection apart",
)
_MAC = Default(
    "everything",
    "Apple, App Settings: without AllowedBinaries and DeniedBinaries every program runs; Intune has no other list of programs for a Mac",
)

WITHOUT: Mapping[tuple[Enrolment, Side], Default] = {
    ("supervised", "device"): _APPLE,
    ("unsupervised", "device"): _UNSUPERVISED,
    ("unenrolled", "device"): _PRIVATE_PHONE,
    ("fully-managed", "device"): _PLAY,
    ("dedicated", "device"): _PLAY,
    ("corporate-work-profile", "work"): _PLAY,
    ("corporate-work-profile", "private"): _PRIVATE_SIDE,
    ("work-profile", "work"): _WORK_PROFILE,
    ("work-profile", "private"): _PRIVATE_PHONE,
    ("joined", "device"): _WINDOWS,
    ("mac", "device"): _MAC,
}
"""By sort of device and side; every pair that `question.CONTROLLED` knows."""

_PORTAL, _AGENTS = (
    "com.microsoft.windowsintune.companyportal",
    ("com.microsoft.intune", "com.azure.authenticator"),
)
BY_ENROLMENT: Mapping[Enrolment, frozenset[str]] = {
    "fully-managed": frozenset({_PORTAL, *_AGENTS}),
    "corporate-work-profile": frozenset({_PORTAL, *_AGENTS}),
    "dedicated": frozenset({_PORTAL, *_AGENTS}),
    "work-profile": frozenset({_PORTAL}),
}
"""Packages that enrolment puts on a device by itself: Microsoft Learn, Add managed Google Play apps (Intune, Authenticator, Company Portal;
the first two cannot be uninstalled), and Set up enrollment of personal devices with a work profile (Company Portal)."""
