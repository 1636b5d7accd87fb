"""The words for what happens to an app on a device. What a rule asks for is another thing, and is never said with these."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from managed_apparaten.compile.app_effect import Side
from managed_apparaten.compile.naming import device_name
from managed_apparaten.core.address import Address
from managed_apparaten.core.cause import Causes
from managed_apparaten.policy.model import App, DeviceClass, Identifier, Role, Step
from managed_apparaten.resolve.decision import Decision


class Effect(Enum):
    """What happens to an app. `effect.<value>` is its message."""

    STOPPED = "stopped"
    """Cannot be opened."""
    REMOVED = "removed"
    """Is taken off, and stays off only where it is also stopped or cannot be installed."""
    REPORTED = "reported"
    """Can be opened; the device becomes non-compliant, or a report names the app."""
    ALLOWED = "allowed"
    """Can be opened."""
    PROTECTED = "work-data-protected"
    """Can be opened; work data in it is protected, the app itself is not controlled."""
    NOT_CONTROLLED = "not-controlled"
    """Nothing in Intune does anything about it."""
    UNKNOWN = "unknown"
    """Cannot be said from the objects."""


Also = Literal["non-compliant", "reported", "audited", "protected", "removed", "installed", "offered"]
"""What happens besides."""
System = Literal["", "newer", "older"]
"""Which devices of a class: all, those that know every object that is made for it, or those with a system from before one of these."""
Reason = Literal[
    "no-identifier", "no-identifier-there", "unverified", "audited", "personal", "private-side", "unsupervised", "unsupervised-mac",
    "older-mac", "older-system", "step", "if-held", "shared", "partly", "own-device", "not-assigned", "not-offered",
    "not-listed", "not-named", "place", "no-team", "maker-decides", "no-object", "preinstalled",
]  # fmt: skip
"""Why an app is not stopped, why an approved one does not open, or why nobody can say: `effect.why.<reason>`."""


@dataclass(frozen=True, slots=True)
class Source:
    """An object that does it, where in it, and the lines of policy behind that."""

    address: Address
    pointer: str
    causes: Causes


@dataclass(frozen=True, slots=True)
class OnApp:
    """What happens to one app on one side of one class of device."""

    app: App
    decision: Decision
    effect: Effect
    reason: Reason | None = None
    also: frozenset[Also] = frozenset()
    sources: tuple[Source, ...] = ()
    """Empty where a tenant does so by default, or where nothing does anything."""
    kept_out: tuple[Identifier, ...] = ()
    """Those of its identifiers that an object stops."""

    @property
    def opens(self) -> bool:
        """Whether people can open it, as far as is known."""
        return self.effect not in (Effect.STOPPED, Effect.UNKNOWN)


@dataclass(frozen=True, slots=True)
class OnDevice:
    """All apps of the catalogue on one side of a class of device of one role."""

    role: Role
    device: DeviceClass
    side: Side
    step: Step
    """The step that holds: the highest of the classes that get the same objects."""
    apps: Mapping[str, OnApp] = field(repr=False)
    """By id, sorted."""
    written: Step | None = None
    """The step that the policy gives this class, where another one holds."""
    system: System = ""
    version: int = 0
    """The version from which devices are newer ones, where they are told apart."""

    @property
    def as_told(self) -> str:
        """The devices of the class in words of the policy files: of all systems, of `macos 27` and later, or `before macos 27`."""
        system = {
            "": "",
            "newer": f"{self.device.platform} {self.version}",
            "older": f"before {self.device.platform} {self.version}",
        }
        return ", ".join(filter(None, (device_name(self.device), system[self.system])))

    @property
    def forbidden(self) -> list[OnApp]:
        """Apps that a rule forbids."""
        return [found for found in self.apps.values() if found.decision.blocked]

    @property
    def unapproved(self) -> list[OnApp]:
        """Apps that no rule approves or forbids, and that a list of allowed apps is to keep out; not parts of the system."""
        return [
            found
            for found in self.apps.values()
            if found.decision.effect == "refuse" and not found.app.system
        ]

    @property
    def approved(self) -> list[OnApp]:
        """Apps that are approved, without management apps that the catalogue does not know on the platform: they are for another one."""
        return [found for found in self.apps.values() if found.decision.approved and not _elsewhere(found)]


def _elsewhere(found: OnApp) -> bool:
    return found.app.management and not any(
        identifier.platform == found.decision.platform for identifier in found.app.identifiers
    )


def counted(found: list[OnApp]) -> dict[Effect, int]:
    """How many of these apps have each effect, without those that none has."""
    numbers = {effect: sum(one.effect is effect for one in found) for effect in Effect}
    return {effect: number for effect, number in numbers.items() if number}
