"""The words for what happens to an app on a device. What a rule asks for is another thing, and is never said with these."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from managed_apparaten.compile.effect import Side
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
Reason = Literal[
    "no-identifier", "no-identifier-there", "unverified", "audited", "personal", "private-side", "unsupervised", "older-mac", "step",
    "if-held", "shared", "partly", "own-device", "not-assigned", "not-offered", "not-listed", "not-named", "place", "maker-decides",
    "no-object", "preinstalled",
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
    apps: Mapping[str, OnApp] = field(repr=False)
    """By id, sorted."""

    @property
    def forbidden(self) -> list[OnApp]:
        """Apps that a rule forbids."""
        return [found for found in self.apps.values() if found.decision.blocked]

    @property
    def approved(self) -> list[OnApp]:
        """Apps that are approved, without management apps that the catalogue does not know on the platform: they are for another one."""
        return [found for found in self.apps.values() if found.decision.approved and not _elsewhere(found)]


def _elsewhere(found: OnApp) -> bool:
    return found.app.management and not any(identifier.platform == found.decision.platform for identifier in found.app.identifiers)


def counted(found: list[OnApp]) -> dict[Effect, int]:
    """How many of these apps have each effect, without those that none has."""
    numbers = {effect: sum(one.effect is effect for one in found) for effect in Effect}
    return {effect: number for effect, number in numbers.items() if number}
