"""What a device does without any policy of ours, by class and side: whether Intune can stop an app there, and which apps it shows.

Phones and tablets of Apple, Windows and Mac: everything that people install. Android of the organisation, and the work side of any
work profile: only apps that are assigned, as managed Google Play has it unless the whole store is opened.
Sources: Microsoft Learn, "Control AI features on Android Enterprise devices" (2025-11-11) and "Device restriction settings for Android
Enterprise"; "App protection policies overview" for devices that are not enrolled.
"""

from collections.abc import Mapping

from managed_apparaten.compile.app_effect import Side
from managed_apparaten.core import assumptions
from managed_apparaten.core.assumptions import StatedValue
from managed_apparaten.effects.effect import Reason
from managed_apparaten.intune.android_stores import BY_ENROLMENT, IN_WORK_PROFILE
from managed_apparaten.policy.model import DeviceClass, Identifier


def sides(device: DeviceClass) -> tuple[Side, ...]:
    """The parts of a device that are told apart."""
    return (
        ("work", "private")
        if device.management in ("corporate-work-profile", "work-profile")
        else ("device",)
    )


def enrolled(device: DeviceClass) -> bool:
    """Whether Intune manages the device. People's own devices are not enrolled, but for Android with a work profile."""
    return device.ownership == "corporate" or device.management == "work-profile"


def uncontrolled(device: DeviceClass, side: Side) -> Reason | None:
    """Why Intune can stop no app there; None where it can."""
    if not enrolled(device):
        return "personal"
    if device.management == "work-profile" and side == "private":
        return "private-side"
    return "unsupervised" if device.platform == "ios" and not device.supervised else None


def assigned_only(device: DeviceClass, side: Side) -> bool:
    """Whether only apps that are assigned can be there."""
    return device.platform == "android" and enrolled(device) and side != "private"


def left_by_enrolment(device: DeviceClass, side: Side, stated: Mapping[str, StatedValue]) -> bool:
    """Whether apps of its maker may be there that nobody assigned."""
    unsure = assumptions.effective_value(stated, assumptions.SYSTEM_APPS) == "unknown"
    return unsure and assigned_only(device, side) and device.ownership == "corporate"


def enrolled_with(device: DeviceClass, side: Side, identifier: Identifier | None) -> bool:
    """Whether enrolment itself puts the app there, whatever is assigned."""
    packages = BY_ENROLMENT if device.ownership == "corporate" else IN_WORK_PROFILE
    return assigned_only(device, side) and identifier is not None and identifier.value in packages
