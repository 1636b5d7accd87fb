"""Planted secrets against everything that a command leaves behind, under every fault. `make canary`; a small one is in `make test`.

A run is one command under one fault. What is searched: both outputs, all logging of everybody at DEBUG, warnings, spans, the
traceback if it crashed, and every file that it wrote. The tenant is the embedded one: in process, and over HTTPS with a real sign-in.
"""

from __future__ import annotations

import argparse
import functools
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.campaigns import canaries
from tests.campaigns.canaries import VALUES
from tests.campaigns.canary_https import over_https
from tests.campaigns.faults import EVENTS, NOTHING, SPOKEN, WRITES, Wrong, wrongs
from tests.campaigns.fleet import Campaign, Lossy
from tests.campaigns.heard import heard
from tests.campaigns.searcher import Leak, Searcher
from tests.campaigns.small import small_fleet, small_policies

from managed_apparaten.cli import checking, looking, target
from managed_apparaten.cli.commands import doctor
from managed_apparaten.core.clock import SystemClock, VirtualClock
from managed_apparaten.emulator import faults
from managed_apparaten.emulator.doors import InProcess
from managed_apparaten.emulator.faults import Fault, Row
from managed_apparaten.emulator.seed import seed
from managed_apparaten.emulator.tenant import Snapshot, Tenant, seeded_ids
from managed_apparaten.workflow.check import check

DAY = "2026-11-21"
ALLOWED = ("--allow-people", "--allow-devices", "--allow-delete")
FLEET = ("noord", "zuid")
FLEET_ROLES = frozenset({"buitendienst"})
WRITING = ("apply", "apply unasked", "apply, two organisations")
"""Commands that meet a fault of one write."""
PAGES = 40
"""After so many a list without end has one: the limit of the product would take minutes to reach."""
COMMANDS = ("plan", "plan (markdown)", "plan (json)", "plan -o", "show", "snapshot", "plan on a snapshot", "explain", "doctor",
            "doctor (json)", "doctor (script)", "plan, two organisations", *WRITING)  # fmt: skip


@dataclass
class Tally:
    """What was looked at, and what was found."""

    runs: Counter[str] = field(default_factory=Counter)
    wrong: set[str] = field(default_factory=set)
    leaks: list[tuple[str, str, Leak]] = field(default_factory=list)
    """(command, fault, what)."""
    looked: int = 0
    """Bytes."""

    @property
    def combinations(self) -> int:
        return sum(self.runs.values()) * len(VALUES)

    def add(self, other: Tally) -> None:
        """What another looked at as well."""
        self.runs += other.runs
        self.wrong |= other.wrong
        self.leaks += other.leaks
        self.looked += other.looked

    def line(self) -> str:
        """The last line of the campaign."""
        runs = sum(self.runs.values())
        return (
            f"{len(self.runs)} commands x {len(self.wrong)} faults ({runs} runs) x {len(VALUES)} canaries = "
            f"{self.combinations} combinations, "
            f"{self.looked / 2**20:.0f} MiB searched, leaks {len(self.leaks)}"
        )


Look = Callable[[str, str, Mapping[str, bytes]], None]


def looker(tally: Tally, searcher: Searcher) -> Look:
    """Searches what a run left behind and counts."""

    def look(command: str, wrong: str, left: Mapping[str, bytes]) -> None:
        tally.runs[command] += 1
        tally.wrong.add(wrong)
        for where, data in left.items():
            tally.looked += len(data)
            tally.leaks += [(command, wrong, leak) for leak in searcher.search(where, data)]

    return look


@contextmanager
def world(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Time that passes by waiting alone, an environment with a secret of nobody, and a service that says too much."""
    clock = VirtualClock(datetime.now(UTC))
    patch.setattr(SystemClock, "sleep", lambda _self, seconds: clock.sleep(seconds))
    patch.setattr(SystemClock, "monotonic", lambda _self: clock.monotonic())
    patch.setattr(SystemClock, "now", lambda _self: clock.now())
    known = functools.cache(check)
    patch.setattr(checking, "check", known)
    patch.setattr(doctor, "check", known)
    patch.setenv("APPARATEN_DEBUG", "1")
    patch.setenv("UNRELATED_TOKEN", VALUES["environment variable of nobody"])
    patch.setattr(faults, "TABLE", {**faults.TABLE, "said": Row("the service says too much", SPOKEN)})
    yield


@dataclass
class Town:
    """A tenant that the policy was applied to, with all that is planted in it, and the state that each run begins with."""

    policies: Path
    tenant: Tenant
    begin: Snapshot

    def again(self, wrong: Wrong) -> None:
        """As it was at first, and something goes wrong."""
        self.tenant.restore(self.begin)
        self.tenant.faults.pause = SystemClock().sleep
        if wrong == NOTHING:
            return
        group = next(self.tenant.world.store.objects(("groups",))).id if wrong.name in EVENTS[2:] else ""
        methods, times = (WRITES, 1) if wrong.once else ((), PAGES if wrong.form == "endless" else None)
        path = r"^(?!.*\$batch)" if wrong.once else ""
        value = "3" if wrong.form == "grows" else VALUES["name of a person"]
        act = (lambda: canaries.drift(self.tenant)) if wrong.form == "act" else None
        prop = "description" if wrong.name in ("F21", "F37", "F39") else ""
        self.tenant.faults.inject(Fault(wrong.name, wrong.form, methods, path, times=times, group=group, value=value, prop=prop, act=act))


@contextmanager
def town(folder: Path) -> Iterator[Town]:
    """The example's small policy, applied; then others came."""
    policies, moment = small_policies(folder / "policies"), VirtualClock(datetime.now(UTC))
    ready = check(policies, datetime.fromisoformat(DAY).date()).ready
    assert ready is not None
    tenant = Tenant.open(None, clock=SystemClock().now, new_id=seeded_ids("zilverdam"))
    seed(tenant)
    canaries.fewer(tenant)
    canaries.people(tenant)
    with tempfile.TemporaryDirectory() as place:
        made = Campaign(ready, tenant.snapshot(), Path(place)).lived("zilverdam", tenant, moment)
    assert made == (0, ""), made
    canaries.foreign(tenant)
    canaries.drift(tenant)
    (policies / "roles" / "buitendienst.yaml").unlink()
    try:
        yield Town(policies, tenant, tenant.snapshot())
    finally:
        tenant.close()


def commands(folder: Path, ready: Prepared) -> Mapping[str, Sequence[str]]:
    """What is run, by name; one after the other in one folder, as a snapshot of the first is read by others."""
    plan, snapshot, reviewed = str(folder / "plan.json"), str(folder / "tenant.json"), str(ready.reviewed)
    alone: Mapping[str, Sequence[str]] = {
        "plan": ("plan", "--full"), "plan (markdown)": ("plan", "--format", "markdown", "--full"),
        "plan (json)": ("plan", "--format", "json"), "plan -o": ("plan", "-o", plan),
        "show": ("show", reviewed, "--full"), "snapshot": ("snapshot", "-o", snapshot, "--groups", "all"),
        "plan on a snapshot": ("plan", "--tenant", snapshot, "--full"), "explain": ("explain", "ict-beheer", "tiktok"),
        "doctor": ("doctor", "--for", "apply"), "doctor (json)": ("doctor", "--format", "json"),
        "doctor (script)": ("doctor", "--script", "az"),
        "apply": ("apply", reviewed, *ALLOWED), "apply unasked": ("apply", "--auto-approve"),
    }  # fmt: skip
    together: Mapping[str, Sequence[str]] = {
        "plan, two organisations": ("plan", "--full"), "apply, two organisations": ("apply", str(ready.plans), *ALLOWED),
    }  # fmt: skip
    one, both = ("--policies", str(ready.town.policies)), ("--policies", str(ready.several), "--organisation", "all")
    return {name: (*one, *words) for name, words in alone.items()} | {name: (*both, *words) for name, words in together.items()}


@dataclass(frozen=True, slots=True)
class Prepared:
    """What commands of a run need: policies of one and of two organisations, and plans of both that were made when all was well."""

    town: Town
    several: Path
    reviewed: Path
    plans: Path


def in_process(found: Town, folder: Path, look: Look, chosen: Mapping[Wrong, Sequence[str]], patch: pytest.MonkeyPatch) -> None:
    """Commands by fault, with the tenant in the same process."""

    @contextmanager
    def embedded(_context: object, **_more: object) -> Iterator[Tenant]:
        yield found.tenant

    def way(door: InProcess) -> Lossy:
        return Lossy(REAL(door))

    for module in (target, looking):
        patch.setattr(module, "embedded", embedded)
        patch.setattr(module, "EmbeddedTransport", way)
    ready = _prepared(found, folder)
    for number, (wrong, names) in enumerate(chosen.items()):
        place = folder / f"in-process-{number}"
        (place / "state").mkdir(parents=True)
        (place / "state" / "tenant.sqlite").touch()
        for name in names:
            found.again(wrong)
            look(name, str(wrong), heard([*_options(place / "state", "en" if number % 2 else "nl"), *commands(place, ready)[name]], place))


def _prepared(found: Town, folder: Path) -> Prepared:
    made = Prepared(found, small_fleet(folder / "several", FLEET, FLEET_ROLES), folder / "reviewed.json", folder / "plans")
    found.again(NOTHING)
    options = _options(folder / "before", "en")
    heard([*options, "--policies", str(found.policies), "plan", "-o", str(made.reviewed)], folder)
    heard([*options, "--policies", str(made.several), "--organisation", "all", "plan", "-o", str(made.plans)], folder)
    assert made.reviewed.exists()
    assert len(list(made.plans.iterdir())) == len(FLEET)
    return made


def _options(state: Path, language: str) -> list[str]:
    return ["--state", str(state), "--date", DAY, "--lang", language]


REAL = target.EmbeddedTransport


def table(tally: Tally) -> str:
    """Commands with their runs and leaks."""
    leaks = Counter(command for command, _, _ in tally.leaks)
    rows = [f"{name:<32} {runs:>5} {leaks[name]:>6}" for name, runs in tally.runs.items()]
    return "\n".join([f"{'command':<32} {'runs':>5} {'leaks':>6}", *rows])


def told(tally: Tally) -> str:
    """Each leak once for its place and form, with an example."""
    seen: dict[tuple[str, str, str], list[Any]] = {}
    for command, wrong, leak in tally.leaks:
        entry = seen.setdefault((command, leak.where, leak.form), [0, wrong, leak.around])
        entry[0] += 1
    return "\n".join(
        f"{count}x {command} [{wrong}] {where} ({form}): {around!r}" for (command, where, form), (count, wrong, around) in seen.items()
    )


def campaign(chosen: Sequence[Wrong], signing: bool) -> Tally:
    """A part of the faults, in process and over HTTPS."""
    tally, searcher = Tally(), Searcher()
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as name, world(patch):
        folder = Path(name)
        with town(folder) as found:
            over_https(found, folder, looker(tally, searcher), searcher, chosen, signing)
            with pytest.MonkeyPatch.context() as inner:
                all_of_them = {wrong: WRITING if wrong.once else COMMANDS for wrong in chosen}
                in_process(found, folder, looker(tally, searcher), all_of_them, inner)
    return tally


def main() -> None:
    """The whole campaign."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    workers, began = options.parse_args().workers, time.perf_counter()
    parts = [wrongs()[number :: 2 * workers] for number in range(2 * workers)]
    tally = Tally()
    with ProcessPoolExecutor(workers) as pool:
        for done in as_completed(pool.submit(campaign, part, number == 0) for number, part in enumerate(parts)):
            tally.add(done.result())
            print(done.result().line(), flush=True)
    print(f"{table(tally)}\n{told(tally)}\n{tally.line()}, {time.perf_counter() - began:.0f} s")
    sys.exit(1 if tally.leaks else 0)


if __name__ == "__main__":
    main()
