"""What one object of Intune does to one app on one device: the question that a kind is asked, and the words of its answer.

A kind answers from the body, the apps and nothing else of its own objects (`Kind.effects`); `effects/` puts the answers together with
the assignments and with what a tenant does by default.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from managed_apparaten.compile.desired import Desired
from managed_apparaten.core.assumptions import StatedValue
from managed_apparaten.policy.model import App, DeviceClass, Identifier

Side = Literal["device", "work", "private"]
"""The part of a device on which the app is: Android keeps work and private apart."""
Mark = Literal[
    "non-compliant", "reported", "audited", "protected", "uncertain", "preinstalled", "maker-decides"
]
"""non-compliant: the device is, when it has the app. reported: a report names the app. audited: an event is written when it starts.
protected: work data in it is protected. uncertain: what the identifier tells is not enough. preinstalled: it cannot be installed, and may
open where it came with the device. maker-decides: Microsoft keeps the list of protected apps, and the app may be on it."""


@dataclass(frozen=True, slots=True)
class AppQuestion:
    """May `app` be opened, known by `identifier`, on this side of such a device?"""

    app: App
    identifier: Identifier | None
    """None when the catalogue has none on this platform: lists that let in only what they name keep it out all the same."""
    device: DeviceClass
    side: Side
    intent: str = ""
    """The assignment of the app that counts here: `required`, `uninstall`, `available` or nothing."""
    held: bool | None = None
    """Whether the tenant has the app, without which an assignment does nothing; None when no tenant was asked."""
    stated: Mapping[str, StatedValue] = field(default_factory=dict)
    """What the organisation says of assumptions."""


@dataclass(frozen=True, slots=True)
class Said:
    """The answer of one object. `opens` None: it leaves that to others."""

    opens: bool | None = None
    marks: frozenset[Mark] = frozenset()
    pointer: str = ""
    """Where in the body it says so, for the lines of policy behind it."""


SILENT = Said()
Answer = Callable[[AppQuestion], Said]
Reads = Callable[[Desired], Answer]
"""Reads an object once, to be asked about every app."""


def mark(name: Mark, pointer: str) -> Said:
    """An answer that stops nothing."""
    return Said(marks=frozenset({name}), pointer=pointer)
