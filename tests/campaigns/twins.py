"""Kills at any request, the journal gone, and lag per object and replica: no twin, no loss, nothing of others. `make twins`.

A trial begins with a tenant that has an older policy, and lets it lag up to the settle time: lists, reads, deletes, properties and
assignments, each object at each replica by its own time. Runs are started on a machine without a journal and killed at a request, a few
times over, with little time in between; then runs are started until one ends well and the plan after it is empty. The control does not
wait for lists to settle. Time is virtual, and all that happens follows from the number of the trial.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from unittest.mock import patch

import orjson

from managed_apparaten.apply.outcome import Options, Outcome
from managed_apparaten.compile.compiler import Compiled, compile_policies
from managed_apparaten.core.clock import VirtualClock
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.emulator.doors.in_process import InProcess
from managed_apparaten.emulator.faults.fault_table import Fault
from managed_apparaten.emulator.tenant import SavedState, Tenant, seeded_ids
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, send_one_by_one
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.write.writer import Writer
from managed_apparaten.kinds import all_kinds
from managed_apparaten.policy.load import load
from managed_apparaten.policy.model import PolicySet
from managed_apparaten.resolve.decide import decide
from managed_apparaten.resource.marker import split
from managed_apparaten.workflow import apply as workflow
from managed_apparaten.workflow.apply import RunLocation, settle_seconds
from managed_apparaten.workflow.check import Ready
from managed_apparaten.workflow.plan import plan

ROOT = Path(__file__).resolve().parents[2]
ON, BEGIN = date(2026, 11, 21), datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
OLD, NEW = ("byod",), ("byod", "raadsleden")
"""Roles before and after: two objects that stay, and eight that come, of seven kinds that refer to each other."""
LAGS = ("F7", "F8", "F10", "F41", "F42")
"""Besides F6, objects that a list does not show yet: reads, deletes, assignments and properties."""
TRIALS, RUNS = 500, 30
SORTS = ("duplicates", "left", "lost", "foreign", "uncovered", "stuck")
HALF, MOSTLY, REFUSED = 0.5, 0.8, 400
ACTOR = "apparaten"


class Killed(Exception):
    """The process dies here; nothing of ours catches it."""


@dataclass(slots=True)
class Door:
    """The way to the tenant: a request takes a tenth of a second, and one of them is the last."""

    tenant: Tenant
    clock: VirtualClock
    last: int = 0
    done: bool = True
    """Whether the last one still arrives."""
    sent: int = 0

    def send(self, request: GraphRequest) -> GraphResponse:
        self.sent += 1
        self.clock.sleep(0.1)
        if self.sent == self.last and not self.done:
            raise Killed
        body = b"" if request.body is None else orjson.dumps(request.body)
        url = f"https://graph.microsoft.com/{request.api}{request.path}"
        headers = {"Content-Type": "application/json", **request.headers}
        status, answered, raw = InProcess(self.tenant, ACTOR).send(request.method, url, headers, body)
        if self.sent == self.last:
            raise Killed
        return GraphResponse(
            status, orjson.loads(raw) if raw else None, {k.lower(): v for k, v in answered.items()}
        )

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        return send_one_by_one(self.send, requests)


@cache
def _policy() -> PolicySet:
    found = load(ROOT / "policies").policy
    assert found is not None
    return found


@cache
def ready(roles: tuple[str, ...]) -> Ready:
    """The example with these roles alone."""
    whole = _policy()
    chosen = {name: role for name, role in whole.roles.items() if name in roles}
    part = replace(
        whole, roles=chosen, exceptions={n: e for n, e in whole.exceptions.items() if e.role.value in chosen}
    )
    resolved = decide(part, ON)
    compiled: Compiled = compile_policies(part, resolved, all_kinds())
    return Ready(part, resolved, compiled)


@cache
def names() -> tuple[str, ...]:
    """Of the objects that are made."""
    return tuple(
        str(one.body.get("displayName") or one.body["name"]) for one in ready(NEW).compiled.resources
    )


@dataclass(slots=True)
class Machine:
    """A tenant, and machines that apply to it, each with a disk of its own."""

    folder: Path
    tenant: Tenant
    clock: VirtualClock
    settles: bool = True
    disks: int = 0

    def apply(
        self, roles: tuple[str, ...], last: int = 0, done: bool = True, *, fresh: bool = True
    ) -> Outcome | Diagnostic | None:
        """One run; None when the tenant cannot be read. Raises `Killed`."""
        door = Door(self.tenant, self.clock, last, done)
        made = plan(ready(roles), Reader(door), ON).plan
        if made is None:
            return None
        self.disks += fresh
        desk = RunLocation(self.folder / str(self.disks), self.clock, 1, "runner", behind=self.settles)
        options = Options(frozenset(guard.code for guard in made.guards if guard.override), made.digest)
        return workflow.apply(
            ready(roles), made, Reader(door), Writer(door), desk, options, lambda event: None
        )

    def addresses(self) -> Counter[str]:
        """How many objects of ours each address has, as the tenant itself knows."""
        self.tenant.faults.clear()
        found = Reader(Door(self.tenant, self.clock)).objects(all_kinds(), "zilverdam")
        return Counter(str(one.marker.address) for one in found.ours if one.marker)

    def requests(self, roles: tuple[str, ...]) -> int:
        """How many one whole run sends."""
        door = Door(self.tenant, self.clock)
        made = plan(ready(roles), Reader(door), ON).plan
        assert made is not None
        options = Options(frozenset(guard.code for guard in made.guards), made.digest)
        desk = RunLocation(self.folder / "count", self.clock, 1, "runner", behind=False)
        workflow.apply(ready(roles), made, Reader(door), Writer(door), desk, options, lambda event: None)
        return door.sent


@dataclass(slots=True)
class Tally:
    """What trials ended in."""

    trials: int = 0
    kills: int = 0
    runs: int = 0
    """Runs after the last kill, until all was well."""
    duplicates: list[int] = field(default_factory=list)
    """Numbers of trials in which two objects had one address at any moment, whoever took one away."""
    left: list[int] = field(default_factory=list)
    """In which they have it when reads have caught up and one more run is done."""
    lost: list[int] = field(default_factory=list)
    foreign: list[int] = field(default_factory=list)
    uncovered: list[int] = field(default_factory=list)
    """Trials in which a group had no object of a kind that it had before and has afterwards, at any moment."""
    stuck: list[int] = field(default_factory=list)
    """In which no run ended well, or the one more run did not."""

    def bad(self) -> dict[str, list[int]]:
        """What must not be, with the numbers of its trials."""
        return {name: found for name in SORTS if (found := getattr(self, name))}

    def told(self) -> str:
        """One line of numbers."""
        counts = "  ".join(f"{name} {len(getattr(self, name))}" for name in SORTS)
        return f"{self.trials} trials, {self.kills} kills, {self.runs} runs: {counts}"


@dataclass(slots=True)
class Town:
    """The tenant with the older policy, to begin each trial with."""

    folder: Path
    tenant: Tenant
    clock: VirtualClock
    begin: SavedState
    length: int

    def trial(self, number: int, tally: Tally, *, settles: bool = True, over: float = 1.0) -> None:
        """One trial; `over` is how much longer than the settle time lists lag."""
        rng = random.Random(number)
        self.tenant.restore(self.begin)
        self.tenant.faults.clear()
        self.tenant.faults.seed = str(number)
        settle = settle_seconds(ready(NEW).policy)
        seconds = settle * over
        self.tenant.faults.inject(Fault("F6", seconds=seconds))
        for name in (name for name in LAGS if rng.random() < HALF):
            self.tenant.faults.inject(Fault(name, seconds=settle))
        if rng.random() < HALF:
            self.tenant.faults.inject(
                Fault("F6", "exact", seconds=rng.uniform(0.4, 0.95) * seconds, value=rng.choice(names()))
            )
        start = len(self.tenant.audit())
        machine = Machine(self.folder / str(number), self.tenant, self.clock, settles)
        for _ in range(rng.randint(1, 3)):
            try:
                machine.apply(
                    NEW, rng.randint(1, self.length), rng.random() < MOSTLY, fresh=rng.random() < MOSTLY
                )
            except Killed:
                tally.kills += 1
            self.clock.sleep(rng.choice((0, 5, 40)))
        tally.trials += 1
        for _ in range(RUNS):
            tally.runs += 1
            ended = machine.apply(NEW)
            if isinstance(ended, Outcome) and ended.exit_code == 0:
                break
            self.clock.sleep(rng.choice((0, 40, 130)))
        self.clock.sleep(seconds)
        ended = machine.apply(NEW)
        if not (isinstance(ended, Outcome) and ended.exit_code == 0):
            tally.stuck.append(number)
        self._judge(machine, number, tally, start)

    def _judge(self, machine: Machine, number: int, tally: Tally, start: int) -> None:
        addresses, log = machine.addresses(), self.tenant.audit()[start:]
        wanted = {str(one.address) for one in ready(NEW).compiled.resources if not one.match}
        if any(count > 1 for count in addresses.values()):
            tally.left.append(number)
        if wanted - {*addresses}:
            tally.lost.append(number)
        done = [(e.before, e.after) for e in log if e.status < REFUSED]
        if not all(any(split((state or {}).get("description"))[1] for state in states) for states in done):
            tally.foreign.append(number)
        history = History(self.tenant, log)
        if history.twins:
            tally.duplicates.append(number)
        if history.bare:
            tally.uncovered.append(number)


class History:
    """Every moment of a trial, as its audit log tells it."""

    def __init__(self, tenant: Tenant, log: Sequence[JSON]) -> None:
        self.twins = self.bare = False
        there: dict[str, tuple[str, bool]] = {}
        had: set[str] = set()
        for entry in log:
            state = entry.after
            marker = split((state or entry.before or {}).get("description"))[1]
            if marker is None or marker.address.kind == "app_assignment":
                continue
            address = str(marker.address)
            if entry.method == "DELETE" and "/localizedNotificationMessages" not in entry.url:
                there.pop(entry.object_id, None)
            elif state is not None:
                known = there.get(entry.object_id, (address, bool((entry.before or {}).get("assignments"))))[
                    1
                ]
                assigned = bool(state.get("assignments")) if "assignments" in state else known
                there[entry.object_id] = (address, assigned)
            everywhere = Counter(known for known, _ in there.values())
            self.twins = self.twins or any(count > 1 for count in everywhere.values())
            covered = {known for known, assigned in there.values() if assigned}
            self.bare = self.bare or bool(had - covered)
            had |= covered


def opened(folder: Path) -> Town:
    """A tenant with people, groups, objects of others, and the older policy of ours."""
    clock = VirtualClock(BEGIN)
    tenant = Tenant.open(None, clock=clock.now, new_id=seeded_ids("twins"))
    seed(tenant)
    _without_people(tenant)
    machine = Machine(folder / "old", tenant, clock, settles=False)
    ended = machine.apply(OLD)
    assert isinstance(ended, Outcome), ended
    assert ended.exit_code == 0, ended.diagnostics
    begin = tenant.snapshot()
    length = machine.requests(NEW)
    tenant.restore(begin)
    return Town(folder, tenant, clock, begin, length)


def _without_people(tenant: Tenant) -> None:
    """Take people and devices away: who is reached is not what this is about, and reading them is most of the time."""
    store = tenant.world.store
    for collection in ("deviceManagement/managedDevices", "devices", "users"):
        for item in list(store.objects((collection,))):
            for group in store.parents(item.id, deep=False):
                store.disconnect(group, item.id)
            store.delete(collection, item.id)


def campaign(numbers: Sequence[int], *, settles: bool = True, over: float = 1.0) -> Tally:
    """Trials of these numbers, with or without waiting for lists to settle."""
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="apparaten-twins-") as folder, patch("os.fsync"):
        town = opened(Path(folder))
        for number in numbers:
            town.trial(number, tally, settles=settles, over=over)
        town.tenant.close()
    return tally


def main(arguments: Sequence[str]) -> int:
    """Run the campaign and its control, and tell; 0 when it is as claimed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=TRIALS)
    parser.add_argument("--first", type=int, default=1)
    wished = parser.parse_args(arguments)
    numbers = range(wished.first, wished.first + wished.trials)
    found, control = campaign(numbers), campaign(numbers[: max(20, wished.trials // 10)], settles=False)
    print(f"settling   {found.told()}")
    print(f"control    {control.told()}")
    for name, bad in found.bad().items():
        print(f"  {name}: python -m tests.campaigns.twins --trials 1 --first {bad[0]}  ({len(bad)})")
    return 1 if found.bad() or not control.duplicates else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
