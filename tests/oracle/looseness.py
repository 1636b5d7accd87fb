"""What a device lets people do, as facts that can be compared: apps that open, what happens to them, and where switches stand.

Nothing here knows policies: only answers of the oracle before and after. The same app by two identifiers is two facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from .oracle import Conflict, Oracle
from .question import Answer, App, Device, Question, Side
from .settings import Setting, settled

KEEPS_OFF = frozenset({"removed", "non-compliant", "reported"})
"""What happens to an app that is there, from strong to weak; an app that is stopped needs none of it."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One app on one side of a device."""

    opens: bool
    controlled: bool
    marks: frozenset[str]


@dataclass(frozen=True, slots=True)
class State:
    """One device under some policies."""

    apps: Mapping[tuple[Side, App], Fact]
    switches: Mapping[str, int]
    """Place of each switch, by name."""
    known: Mapping[str, Setting] = field(default_factory=dict)
    conflicts: tuple[str, ...] = ()

    def at(self, name: str, setting: Setting) -> int:
        """Where a switch stands; what no policy turns is at its default."""
        return self.switches.get(name, setting.default)


def state(oracle: Oracle, device: Device, apps: Iterable[App]) -> State:
    """Everything at once. Where two policies contradict each other nothing is promised: the device counts as if neither were there."""
    found: dict[tuple[Side, App], Fact] = {}
    some = tuple(apps)
    conflicts: tuple[str, ...] = ()
    for side in device.sides:
        for app in some:
            try:
                verdict = oracle.ask(Question(device.user, device, side, app))
            except Conflict as conflict:
                conflicts = (str(conflict),)
                verdict = oracle.without_policies().ask(Question(device.user, device, side, app))
            found[side, app] = Fact(
                verdict.answer is not Answer.NO, verdict.answer is not Answer.NOT_CONTROLLED, verdict.marks
            )
    places: dict[str, int] = {}
    known: dict[str, Setting] = {}
    for name, setting, value in settled(oracle.reaching(device.user, device), device):
        known[name] = setting
        places[name] = min(places.get(name, setting.place(value)), setting.place(value))
    return State(found, places, known, conflicts)


def opened(before: State, after: State) -> Iterator[tuple[Side, App]]:
    """Apps that open and did not."""
    for key, fact in after.apps.items():
        if fact.opens and not before.apps[key].opens:
            yield key


def let_go(before: State, after: State) -> Iterator[tuple[Side, App, str]]:
    """Apps that were removed or told of and are no longer, without being stopped."""
    for (side, app), fact in before.apps.items():
        now = after.apps[side, app]
        if not fact.opens or not now.opens:
            continue
        if "removed" in fact.marks and "removed" not in now.marks:
            yield side, app, "removed"
        elif fact.marks & {"non-compliant", "reported"} and not now.marks & KEEPS_OFF:
            yield side, app, sorted(fact.marks & KEEPS_OFF)[0]


def turned_open(before: State, after: State) -> Iterator[tuple[str, Setting]]:
    """Switches that stand looser."""
    for name, setting in sorted({**before.known, **after.known}.items()):
        if after.at(name, setting) < before.at(name, setting):
            yield name, setting
