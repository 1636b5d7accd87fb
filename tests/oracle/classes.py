"""The sixteen classes of device: as a policy writes them, and a device of each.

Platform, ownership, how it is managed or supervised, and for Apple whether its system knows App Settings (27 and later). A Windows laptop
comes in three, as AppLocker may be left to the step, be told to watch or be told to enforce.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.oracle.compiled import Subject
from tests.oracle.question import Device, Enrolment

from managed_apparaten.policy.model import Platform

OLD, NEW = (26, 4), (27, 0)


@dataclass(frozen=True, slots=True)
class Class:
    """A class of device. `written` is what a role says of it, without the braces."""

    name: str
    platform: Platform
    written: str
    enrolment: Enrolment
    system: tuple[int, ...] = NEW
    supervised: bool = False
    personal: bool = False
    by_device: bool = False
    """Whether groups of devices are needed to reach it."""

    @property
    def closable(self) -> bool:
        """Whether a role may have a list of allowed apps there."""
        return not self.personal and (self.platform not in ("ios", "macos") or self.supervised)

    def yaml(self, role: str) -> str:
        """The class as an item of `devices`."""
        groups = f", groups: [{{name: {self.group(role)}}}]" if self.by_device else ""
        return f"{{platform: {self.platform}, {self.written}{groups}}}"

    def group(self, role: str) -> str:
        """The group of devices of this class of a role."""
        return f"dg-{role}-{self.name}"

    def subject(self, role: str, groups: tuple[str, ...]) -> Subject:
        """Somebody of a role with such a device, in the role's groups and the device in its own."""
        shared = self.enrolment == "dedicated"
        entra = None if self.enrolment == "unenrolled" else f"entra-{role}-{self.name}"
        user = None if shared else f"person-{role}-{self.name}"
        device = Device(
            f"{role}-{self.name}",
            self.platform,
            self.enrolment,
            user,
            entra,
            self.system,
            self.supervised,
            self.personal,
        )
        return Subject(
            device, (*(() if shared else groups), *((self.group(role),) if self.by_device else ()))
        )


CLASSES = (
    Class(
        "ios-supervised-26",
        "ios",
        "ownership: corporate, supervised: true",
        "supervised",
        OLD,
        supervised=True,
    ),
    Class(
        "ios-supervised-27",
        "ios",
        "ownership: corporate, supervised: true",
        "supervised",
        NEW,
        supervised=True,
    ),
    Class("ios-unsupervised", "ios", "ownership: corporate", "unsupervised", OLD),
    Class("ios-personal", "ios", "ownership: personal", "unenrolled", OLD, personal=True),
    Class(
        "android-fully-managed", "android", "ownership: corporate, management: fully-managed", "fully-managed"
    ),
    Class(
        "android-dedicated",
        "android",
        "ownership: corporate, management: dedicated",
        "dedicated",
        by_device=True,
    ),
    Class(
        "android-cope",
        "android",
        "ownership: corporate, management: corporate-work-profile",
        "corporate-work-profile",
    ),
    Class(
        "android-work-profile",
        "android",
        "ownership: personal, management: work-profile",
        "work-profile",
        personal=True,
    ),
    Class("android-personal", "android", "ownership: personal", "unenrolled", personal=True),
    Class("windows", "windows", "ownership: corporate", "joined", by_device=True),
    Class("windows-audit", "windows", "ownership: corporate, applocker: audit", "joined", by_device=True),
    Class("windows-enforce", "windows", "ownership: corporate, applocker: enforce", "joined", by_device=True),
    Class("windows-personal", "windows", "ownership: personal", "unenrolled", personal=True),
    Class("macos-27", "macos", "ownership: corporate, supervised: true", "mac", NEW, supervised=True),
    Class("macos-26", "macos", "ownership: corporate, supervised: true", "mac", OLD, supervised=True),
    Class("macos-unsupervised", "macos", "ownership: corporate", "mac", NEW),
)
BY_NAME = {one.name: one for one in CLASSES}


MINIMUMS = ("26.4", "27.0")


def minimum(classes: tuple[Class, ...], asked: str) -> dict[str, str]:
    """What a role with these classes asks of the systems of Apple's devices. It says nothing of what a device has: one with an older system
    is non-compliant, and there all the same."""
    platforms = ("ios", "macos")
    return {
        platform: asked
        for platform in platforms
        if any(one.platform == platform and not one.personal for one in classes)
    }
