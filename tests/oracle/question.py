"""The question: may this person open this app on this device? And what one policy has to say to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Literal

Enrolment = Literal[
    "supervised",
    "unsupervised",
    "unenrolled",
    "fully-managed",
    "dedicated",
    "corporate-work-profile",
    "work-profile",
    "joined",
    "mac",
]
Side = Literal["device", "work", "private"]
"""The part of a device where the app is: Android keeps work and private apart."""

CONTROLLED: Mapping[tuple[Enrolment, Side], bool] = {
    ("supervised", "device"): True,
    ("unsupervised", "device"): False,
    ("unenrolled", "device"): False,
    ("fully-managed", "device"): True,
    ("dedicated", "device"): True,
    ("corporate-work-profile", "work"): True,
    ("corporate-work-profile", "private"): True,
    ("work-profile", "work"): True,
    ("work-profile", "private"): False,
    ("joined", "device"): True,
    ("mac", "device"): True,
}
"""Where Intune has any means to keep an app from being opened: facts on "what really works", per platform and enrolment."""


@dataclass(frozen=True, slots=True)
class Device:
    """A device with what decides which policies reach it."""

    id: str
    platform: str
    enrolment: Enrolment
    user: str | None
    """Its primary user; shared devices have none."""
    entra: str | None
    """Object id in Entra, which is what groups hold; None for a device that is not enrolled."""
    system: tuple[int, ...]
    """Version of its operating system."""
    supervised: bool = False
    personal: bool = False
    """Whether it is the person's own, as Intune has it on record."""

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides of this device."""
        return tuple(side for enrolment, side in CONTROLLED if enrolment == self.enrolment)


@dataclass(frozen=True, slots=True)
class App:
    """An app by one identifier of the device's platform: `bundle-id`, `package`, `package-family-name`, `publisher` and so on."""

    type: str
    value: str
    team: str = ""
    """On a Mac, the team id of its maker, where that is known."""
    signer: str = ""
    """On Windows, the subject of the certificate that a program is signed with, where that is known."""
    called: str = ""
    """On Windows, what somebody called the file of a program; the name that its maker put in it is the identifier."""
    path: str = ""
    """On Windows, the whole path of the file, where that is known."""

    @property
    def plain(self) -> App:
        """The app by its identifier alone."""
        return App(self.type, self.value) if self.team or self.signer or self.called or self.path else self


@dataclass(frozen=True, slots=True)
class Question:
    """May `person` open `app` on this side of `device`?"""

    person: str | None
    device: Device
    side: Side
    app: App


class Answer(Enum):
    """Yes and no are of devices where Intune could have said no."""

    YES = "yes"
    NO = "no"
    NOT_CONTROLLED = "not controlled"


@dataclass(frozen=True, slots=True)
class Says:
    """What one policy says. `opens` None: nothing about opening this app."""

    opens: bool | None = None
    marks: frozenset[str] = frozenset()
    """What else it does when the app is there: `non-compliant`, `reported`, `protected`, `removed`, `installed`; `audited`: Windows writes
    in its event log that a rule would have stopped it. One collection of rules is watched or enforced as a whole, so a step that begins to
    enforce watches less; the log keeps nobody from anything, and is not compared between steps. `preinstalled`, beside a no: the app cannot
    be installed, and may open where it came with the device."""


NOTHING = Says()


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy of the tenant, of a type that some reader knows."""

    id: str
    name: str
    body: Any
    settings: Mapping[str, Any] = field(default_factory=dict)
    """What it sets, by name, where two values for one name would be a conflict."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer, what else happens, and the policies that stop the app."""

    answer: Answer
    marks: frozenset[str] = frozenset()
    stopped_by: tuple[Policy, ...] = ()
