"""A role: its devices, enforcement step, app protection, compliance and risk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from managed_apparaten.core.span import Span
from managed_apparaten.policy.model.exceptions import Measure
from managed_apparaten.policy.model.values import GroupRef, Located, Platform, Rule, ScopeTag, Text

Step = Literal["advise", "monitor", "block", "remove", "allowlist"]
STEPS: tuple[Step, ...] = ("advise", "monitor", "block", "remove", "allowlist")
"""The enforcement steps from mild to strict; each includes the steps before it."""
Ownership = Literal["corporate", "personal"]
Management = Literal["fully-managed", "corporate-work-profile", "dedicated", "work-profile"]


@dataclass(frozen=True, slots=True)
class DeviceClass:
    """A class of device that people in a role use: one platform, one owner, one way of enrolment."""

    platform: Platform
    ownership: Ownership
    span: Span
    supervised: bool = False
    """iOS and macOS: whether the devices are supervised."""
    management: Management | None = None
    """Android: how the devices are enrolled. A personal Android device without it is not enrolled."""
    groups: tuple[GroupRef, ...] = ()
    """Device groups to assign to; when empty, the user groups of the role are assigned."""
    enforcement: Located[Step] | None = None
    """The step on this class of device; None for the step of the role."""
    applocker: Located[Literal["audit", "enforce"]] | None = None
    """Windows: whether AppLocker only logs what it would stop, or stops it; None leaves that to the step."""
    play_store: Located[Literal["assigned-apps", "open"]] | None = None
    """Android devices of the organisation: which apps the managed Google Play store offers; None for assigned apps only."""


@dataclass(frozen=True, slots=True)
class ProtectedApps:
    """The apps that app protection covers: a group of apps that Microsoft maintains, or one of our lists."""

    group: Literal["core-microsoft", "all-microsoft", "all", "list"]
    list: str | None = None
    """Id of the list when `group` is `list`."""


@dataclass(frozen=True, slots=True)
class Protection:
    """App protection: a level of Microsoft's data protection framework (1 to 3) and the apps that it covers."""

    level: Located[Literal["basic", "enhanced", "high"]]
    apps: Located[ProtectedApps]
    settings: tuple[tuple[str, Located[str | int | bool]], ...] = ()
    """Deviations from the level: Intune's name of a setting, and its value."""


@dataclass(frozen=True, slots=True)
class Compliance:
    """The conditions under which a device is compliant. Each kind has a default for what is None here."""

    os_minimum: Mapping[str, Located[str]] = field(default_factory=dict)
    """Platform -> oldest version of the operating system."""
    passcode: Located[str] | None = None
    grace_hours: Located[int] | None = None
    """Hours that a device may be non-compliant before it loses access."""
    security_patch: Located[str] | None = None
    """Android: the oldest security patch level."""


@dataclass(frozen=True, slots=True)
class Risk:
    """The risk analysis of a role: three ratings from 1 (low) to 4 (very high)."""

    data: int
    persons: int
    locations: int
    reason: Text
    assessed: date
    by: str
    span: Span

    @property
    def rating(self) -> int:
        """The rating of the role: the highest of the three."""
        return max(self.data, self.persons, self.locations)


@dataclass(frozen=True, slots=True)
class AcceptedGap:
    """Approved apps of which a role accepts that they do not open on some platforms."""

    apps: tuple[Located[str], ...]
    platforms: tuple[Platform, ...]
    because: Text
    span: Span
    until: Located[date] | None = None
    """The last day on which this is accepted; None for no end."""


@dataclass(frozen=True, slots=True)
class Role:
    """People with the same work and the same risk, and what holds for them, with the defaults of the organisation filled in."""

    id: str
    title: Text
    priority: Located[int]
    """Somebody in two roles gets the role with the highest number."""
    groups: tuple[GroupRef, ...]
    """User groups whose members have this role."""
    risk: Risk
    enforcement: Located[Step]
    devices: tuple[DeviceClass, ...]
    protection: Protection
    compliance: Compliance
    functions: Mapping[str, Located[str]]
    """Function of a device, for example `usb` -> what is done with it."""
    rules: tuple[Rule, ...]
    span: Span
    protect: bool = False
    """Whether its objects are kept when its file is deleted."""
    private_use: Located[Literal["none", "limited", "own"]] | None = None
    """Whether its people may use a work device privately; `own` when they work on a device of their own."""
    scope_tags: tuple[ScopeTag, ...] = ()
    """Scope tags of its objects; when empty, the tags that administrators set stay."""
    accepted_gaps: tuple[AcceptedGap, ...] = ()
    derived_from: str | None = None
    """Id of the role from which an exception split this one off; None for a role that has a file of its own."""
    isolated: Mapping[Platform, Located[Measure]] = field(default_factory=dict)
    """Platforms on which a derived role gets no app for work and no app protection -> the measure that promises it."""

    def step_on(self, device: DeviceClass) -> Located[Step]:
        """Return the enforcement step on one class of device."""
        return device.enforcement or self.enforcement
