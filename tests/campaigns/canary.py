"""Planted secrets against everything that a command leaves behind, under every fault. `make canary`; a small one is in `make test`.

A run is one command under one fault. What is searched: both outputs, all logging of everybody at DEBUG, warnings, spans, the
traceback if it crashed, and every file that it wrote. The tenant is the embedded one: in process, and over HTTPS with a real sign-in.
"""

from __future__ import annotations

import argparse
import functools
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from tests.campaigns import canaries
from tests.campaigns.canaries import VALUES
from tests.campaigns.canary_https import HTTPS, MODES, TROUBLES, over_https
from tests.campaigns.faults import EVENTS, NOTHING, SPOKEN, WRITES, Wrong, mistaken, wrongs
from tests.campaigns.fleet import Campaign
from tests.campaigns.heard import heard
from tests.campaigns.searcher import Searcher
from tests.campaigns.small import small_fleet, small_policies
from tests.campaigns.tally import Look, Tally, looker
from tests.clock import now

from managed_apparaten.cli import diagnostics, looking, target
from managed_apparaten.cli.commands import doctor
from managed_apparaten.cli.context import Context
from managed_apparaten.core.clock import SystemClock, VirtualClock
from managed_apparaten.emulator.core.replication_lag import KINDS as LAGS
from managed_apparaten.emulator.faults import fault_table as faults
from managed_apparaten.emulator.faults.fault_table import Fault, FaultDefinition
from managed_apparaten.emulator.tenant import SavedState, Tenant, seeded_ids
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.workflow.check import check

DAY = "2026-11-21"
ALLOWED = ("--allow-people", "--allow-devices", "--allow-delete", "--allow-loosening")
FLEET = ("noord", "zuid")
FLEET_ROLES = frozenset({"buitendienst"})
_HAPPENS = {"grows": "3", "renamed": "sg-andere-naam"}
"""What becomes of a group; its name is no secret, plans and snapshots tell it."""
WRITING = ("apply", "apply unasked", "apply, two organisations")
"""Commands that meet a fault of one write."""
PARTS = 8
"""Of the campaign; as each is done, a line is printed."""
COMMANDS = ("plan", "plan (markdown)", "plan (json)", "plan -o", "show", "snapshot", "plan on a snapshot", "explain", "doctor",
            "doctor (json)", "doctor (script)", "doctor (PowerShell)", "plan, two organisations", *WRITING)  # fmt: skip


class _Time:
    """The time of the run at hand: one that waited for hours must not make the sign-in of the next one late."""

    def afresh(self) -> None:
        self.clock = VirtualClock(now())


TIME = _Time()


@contextmanager
def world(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Time that passes by waiting alone, an environment with a secret of nobody, and a service that says too much."""
    TIME.afresh()
    patch.setattr(SystemClock, "sleep", lambda _self, seconds: TIME.clock.sleep(seconds))
    patch.setattr(SystemClock, "monotonic", lambda _self: TIME.clock.monotonic())
    patch.setattr(SystemClock, "now", lambda _self: TIME.clock.now())
    known = functools.cache(check)
    patch.setattr(diagnostics, "check", known)
    patch.setattr(doctor, "check", known)
    patch.setenv("APPARATEN_DEBUG", "1")
    patch.setenv("UNRELATED_TOKEN", VALUES["environment variable of nobody"])
    patch.setattr(
        faults, "TABLE", {**faults.TABLE, "said": FaultDefinition("the service says too much", SPOKEN)}
    )
    yield


@dataclass
class Town:
    """A tenant that the policy was applied to, with all that is planted in it, and the state that each run begins with."""

    policies: Path
    whole: Path
    """The same with the role that is taken away in the other: nothing is deleted, so nothing stops an apply that nobody is asked about."""
    tenant: Tenant
    begin: SavedState
    neighbour: Tenant
    """Of the second of two organisations."""

    def again(self, wrong: Wrong) -> None:
        """Both as the first was at first, and something goes wrong."""
        TIME.afresh()
        for tenant in (self.tenant, self.neighbour):
            tenant.restore(self.begin)
            tenant.faults.pause = SystemClock().sleep
            if wrong.name not in (NOTHING.name, "ours"):
                self._inject(tenant, wrong)

    def _inject(self, tenant: Tenant, wrong: Wrong) -> None:
        if wrong.name in LAGS:
            tenant.faults.inject(Fault(wrong.name, wrong.form, times=None))
            return
        group = next(tenant.world.store.objects(("groups",))).id if wrong.name in EVENTS[2:] else ""
        methods, times = (WRITES, 1) if wrong.once else ((), None)
        path = r"^(?!.*\$batch)" if wrong.once else ""
        value = _HAPPENS.get(wrong.form, VALUES["name of a person"])
        act = (lambda: canaries.drift(tenant)) if wrong.form == "act" else None
        if wrong.form == "restored":
            tenant.faults.inject(Fault(wrong.name, "deleted", group=group))
        prop = "description" if wrong.name in ("F21", "F37", "F39") else ""
        tenant.faults.inject(
            Fault(
                wrong.name,
                wrong.form,
                methods,
                path,
                times=times,
                group=group,
                value=value,
                prop=prop,
                act=act,
            )
        )


@contextmanager
def town(folder: Path) -> Iterator[Town]:
    """The example's small policy, applied; then others came. Its limits are wide: it reaches two people, and drift is mended unasked."""
    policies, whole, moment = (
        *(small_policies(folder / name) for name in ("policies", "whole")),
        VirtualClock(now()),
    )
    for organisation in (policies / "organisation.yaml", whole / "organisation.yaml"):
        text, found = re.subn(
            r"(max-people|max-devices): 25%", r"\1: 100%", organisation.read_text(encoding="utf-8")
        )
        assert found == 2
        organisation.write_text(
            text.replace("max-people: 100%", "max-people: 100%\n  max-loosened: 100%"), encoding="utf-8"
        )
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
    neighbour = Tenant.open(None, clock=SystemClock().now, new_id=seeded_ids("buren"))
    try:
        yield Town(policies, whole, tenant, tenant.snapshot(), neighbour)
    finally:
        tenant.close()
        neighbour.close()


def commands(folder: Path, ready: Prepared) -> Mapping[str, Sequence[str]]:
    """What is run, by name; one after the other in one folder, as a snapshot of the first is read by others."""
    plan, snapshot, reviewed = str(folder / "plan.json"), str(folder / "tenant.json"), str(ready.reviewed)
    recording = str(folder / "recording.jsonl")
    alone: Mapping[str, Sequence[str]] = {
        "plan": ("plan", "--full"), "plan (markdown)": ("plan", "--format", "markdown", "--full"),
        "plan (json)": ("plan", "--format", "json"), "plan -o": ("plan", "-o", plan),
        "show": ("show", reviewed, "--full"), "snapshot": ("snapshot", "-o", snapshot, "--record", recording, "--groups", "all"),
        "plan on a snapshot": ("plan", "--tenant", snapshot, "--full"), "explain": ("explain", "ict-beheer", "tiktok"),
        "doctor": ("doctor", "--for", "apply"), "doctor (json)": ("doctor", "--format", "json"),
        "doctor (script)": ("doctor", "--script", "az"), "doctor (PowerShell)": ("doctor", "--script", "powershell"),
        "apply": ("apply", reviewed, *ALLOWED), "apply unasked": ("--policies", str(ready.town.whole), "apply", "--auto-approve"),
    }  # fmt: skip
    together: Mapping[str, Sequence[str]] = {
        "plan, two organisations": ("plan", "--full"), "apply, two organisations": ("apply", str(ready.plans), *ALLOWED),
    }  # fmt: skip
    one, both = (
        ("--policies", str(ready.town.policies)),
        ("--policies", str(ready.several), "--organisation", "all"),
    )
    return {name: (*one, *words) for name, words in alone.items()} | {
        name: (*both, *words) for name, words in together.items()
    }


@dataclass(frozen=True, slots=True)
class Prepared:
    """What commands of a run need: policies of one and of two organisations, and plans of both that were made when all was well."""

    town: Town
    several: Path
    reviewed: Path
    plans: Path


def in_process(
    found: Town, folder: Path, look: Look, chosen: Mapping[Wrong, Sequence[str]], patch: pytest.MonkeyPatch
) -> None:
    """Commands by fault, with the tenant in the same process."""

    @contextmanager
    def embedded(context: Context, **_more: object) -> Iterator[Tenant]:
        yield found.neighbour if context.organisation == FLEET[1] else found.tenant

    for module in (target, looking):
        patch.setattr(module, "embedded", embedded)
    ready = _prepared(found, folder)
    for number, (wrong, names) in enumerate(chosen.items()):
        place = folder / f"in-process-{number}"
        (place / "state").mkdir(parents=True)
        (place / "state" / "tenant.sqlite").touch()
        for name in names:
            found.again(wrong)
            with mistaken(wrong):
                options = _options(place / "state", "en" if number % 2 else "nl")
                look(name, str(wrong), heard([*options, *commands(place, ready)[name]], place))


def _prepared(found: Town, folder: Path) -> Prepared:
    made = Prepared(
        found, small_fleet(folder / "several", FLEET, FLEET_ROLES), folder / "reviewed.json", folder / "plans"
    )
    found.again(NOTHING)
    options = _options(folder / "before", "en")
    heard([*options, "--policies", str(found.policies), "plan", "-o", str(made.reviewed)], folder)
    heard(
        [*options, "--policies", str(made.several), "--organisation", "all", "plan", "-o", str(made.plans)],
        folder,
    )
    assert made.reviewed.exists()
    assert len(list(made.plans.iterdir())) == len(FLEET)
    return made


def _options(state: Path, language: str) -> list[str]:
    return ["--state", str(state), "--date", DAY, "--lang", language]


def campaign(chosen: Sequence[tuple[int, Wrong]], signing: bool) -> Tally:
    """A part of the faults, each with its number, in process and over HTTPS."""
    tally, searcher = Tally(), Searcher()
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as name, world(patch):
        folder = Path(name)
        with town(folder) as found:
            over_https(found, folder, looker(tally, searcher), searcher, chosen, signing)
            with pytest.MonkeyPatch.context() as inner:
                all_of_them = {wrong: WRITING if wrong.once else COMMANDS for _, wrong in chosen}
                in_process(found, folder, looker(tally, searcher), all_of_them, inner)
    return tally


def expected(faults: Iterable[Wrong]) -> set[tuple[str, str]]:
    """Every command with every fault, in process and over HTTPS; every way to sign in, with its secrets, with every fault for good."""
    pairs = set[tuple[str, str]]()
    for wrong in faults:
        here, there = (WRITING, ("apply",)) if wrong.once else (COMMANDS, HTTPS)
        pairs |= {
            (name, str(wrong))
            for name in (*here, *(f"{name} over HTTPS" for name in there), *(() if wrong.once else MODES))
        }
    return pairs | {(mode, f"Entra: {trouble}") for mode in MODES for trouble in TROUBLES}


def main() -> None:
    """The whole campaign, or one part in so many of it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options.add_argument("--one-in", type=int, default=1, metavar="N", help="every Nth fault only")
    asked, began = options.parse_args(), time.perf_counter()
    faults = list(enumerate(wrongs()))[:: asked.one_in]
    parts = [faults[number::PARTS] for number in range(min(PARTS, len(faults)))]
    tally = Tally()
    with ProcessPoolExecutor(asked.workers) as pool:
        running = [pool.submit(campaign, part, number == 0) for number, part in enumerate(parts)]
        for number, done in enumerate(as_completed(running), 1):
            tally.add(done.result())
            print(
                f"{number} of {len(parts)} parts, {time.perf_counter() - began:.0f} s: {tally.line()}",
                flush=True,
            )
    missed = sorted(expected(wrong for _, wrong in faults) - tally.met)
    if told := tally.told():
        print(told)
    print(
        tally.table(), *(f"never met: {name} and {wrong}" for name, wrong in missed), *tally.failed, sep="\n"
    )
    print(f"{tally.line()}, {time.perf_counter() - began:.0f} s")
    sys.exit(1 if tally.leaks or missed or tally.failed else 0)


if __name__ == "__main__":
    main()
