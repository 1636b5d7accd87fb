"""Hundreds of tenants in one run: plan, apply, plan again, with some of them broken. `make fleet`; a small one is in `make test`.

Every tenant is an embedded one of its own on a virtual clock of its own; all of them get the same files, so what follows from files
alone is compiled once, as it depends on nothing but their digest and the day. The engine is the product's: `workflow.fleet.each`.
"""

import argparse
import gc
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from managed_apparaten.apply.outcome import Options
from managed_apparaten.cli.main import OBJECTS
from managed_apparaten.cli.target import EmbeddedTransport
from managed_apparaten.core.clock import Clock, VirtualClock
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.emulator.doors.in_process import InProcess
from managed_apparaten.emulator.faults.fault_table import Fault
from managed_apparaten.emulator.tenant import SavedState, Tenant, seeded_ids
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.http.deadline import DeadlineClock, DeadlineTransport
from managed_apparaten.graph.http.rate_limit import retrying_transport
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, Transport, send_one_by_one
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.write.writer import Writer
from managed_apparaten.plan.change import Plan
from managed_apparaten.plan.planfile import dump, load
from managed_apparaten.plan.stale import stale
from managed_apparaten.workflow.apply import RunLocation, apply, locked
from managed_apparaten.workflow.check import Ready, check
from managed_apparaten.workflow.fleet import GRACE, each, exit_code
from managed_apparaten.workflow.plan import plan

ROOT = Path(__file__).resolve().parents[2]
ON = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
MUNICIPALITIES, BROKEN = 342, 17
SLOW = 30.0
"""Seconds a request takes in a slow service (fault F38)."""
MEMORY = 500
"""MiB that a process may take, however many tenants it serves."""
APPS = r"deviceAppManagement/mobileApps"
WRITES = ("POST", "PATCH", "PUT", "DELETE")
FAULTS: tuple[tuple[str, Fault], ...] = (
    ("token refused", Fault("F15", "401", times=None)),
    ("throttled for ever", Fault("F1", times=None)),
    ("throttled for ever without a time", Fault("F2", times=None)),
    ("no answers", Fault("F4", "timeout", times=None)),
    ("connections break", Fault("F4", "reset", times=None)),
    ("a web page for an answer", Fault("F5", "html", times=None)),
    ("half answers", Fault("F5", "cut", times=None)),
    ("no permission for apps", Fault("F16", path=APPS, times=None)),
    ("service down", Fault("F3", "503", times=None)),
    ("next links that repeat", Fault("F19", "loop", path=r"managedDevices", times=None)),
    ("a captive portal", Fault("F36", "captive-portal", times=None)),
    ("a proxy that wants a password", Fault("F36", "proxy", times=None)),
    ("no name resolution", Fault("F36", "dns", times=None)),
    (
        "permission taken away while writing",
        Fault("F17", methods=WRITES, path=r"deviceManagement", skip=20, times=None),
    ),
    ("down while writing", Fault("F3", "500", methods=WRITES, path=r"assign$", skip=5, times=None)),
    (
        "token ends while writing",
        Fault("F15", "401", methods=WRITES, path=r"^(?!.*batch)", skip=30, times=None),
    ),
    ("no permission to assign", Fault("F9", "403", times=None)),
)
"""What is wrong with a tenant; each for good, so that no patience helps."""


@dataclass(frozen=True, slots=True)
class Slow:
    """A way on which each request takes its time."""

    inner: Transport
    clock: Clock
    seconds: float

    def send(self, request: GraphRequest) -> GraphResponse:
        self.clock.sleep(self.seconds)
        return self.inner.send(request)

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        return send_one_by_one(self.send, requests)


@dataclass(frozen=True, slots=True)
class Ended:
    """What came of one tenant."""

    code: int
    why: str
    writes: int
    seconds: float


@dataclass
class Campaign:
    """All that tenants share: the compiled files, the state that each begins with, and where plans and journals go."""

    ready: Ready
    seeded: SavedState
    place: Path
    faults: Mapping[str, Fault] = field(default_factory=dict)
    slow: float = 0.0
    clock: VirtualClock | None = None
    """One clock for all, for a deadline; else each tenant has its own."""
    end: float | None = None

    def live(self, name: str) -> Ended:
        """Plan, keep the plan, apply what was kept, and plan again: nothing may be left to do."""
        began = time.perf_counter()
        clock = self.clock or VirtualClock(NOW)
        tenant = Tenant.open(None, clock=clock.now, new_id=seeded_ids(name))
        try:
            tenant.restore(self.seeded)
            if name in self.faults:
                tenant.faults.inject(self.faults[name])
            code, why = self.lived(name, tenant, clock)
            writes = sum(1 for entry in tenant.audit() if entry.status < 400)
        finally:
            tenant.close()
        return Ended(code, why, writes, time.perf_counter() - began)

    def over(self) -> bool:
        return self.end is not None and self.clock is not None and self.clock.monotonic() >= self.end

    def lived(self, name: str, tenant: Tenant, clock: VirtualClock) -> tuple[int, str]:
        file = self.place / f"{name}.json"
        way = self._way(tenant, clock, 0.0)
        code, why, made = self._planned(way)
        if made is None:
            return code, why
        file.write_bytes(dump(made))
        way = self._way(tenant, clock, GRACE)
        code, why = self._applied(name, file, way, clock)
        if code:
            return code, why
        code, why, again = self._planned(way)
        left = [change for change in again.changes if change.action != "none"] if again else []
        return (code, why) if again is None else (9, f"{len(left)} changes left") if left else (0, "")

    def _way(self, tenant: Tenant, clock: VirtualClock, grace: float) -> Transport:
        way: Transport = Slow(EmbeddedTransport(InProcess(tenant)), clock, self.slow)
        if self.end is None:
            return retrying_transport(way, clock)
        end = self.end + grace
        return DeadlineTransport(retrying_transport(way, DeadlineClock(clock, end)), clock, end)

    def _planned(self, way: Transport) -> tuple[int, str, Plan | None]:
        made = plan(self.ready, Reader(way), ON)
        return (0, "", made.plan) if made.plan else (1, _codes(made.diagnostics), None)

    def _applied(self, name: str, file: Path, way: Transport, clock: VirtualClock) -> tuple[int, str]:
        """As the command does: plan again, compare with what was kept, then write."""
        code, why, now = self._planned(way)
        if now is None:
            return code, why
        if stale(load(file.read_bytes()), now):
            return 4, "stale"
        desk = RunLocation(self.place / name, clock, os.getpid(), "campaign")
        lock = locked(desk)
        if isinstance(lock, Diagnostic):
            return 4, lock.code
        lifted = frozenset({"PLN021", "PLN022"})
        ended = apply(
            self.ready,
            now,
            Reader(way),
            Writer(way),
            desk,
            Options(lifted, now.digest, stop=self.over),
            lambda _event: None,
        )
        lock.release()
        if isinstance(ended, Diagnostic):
            return 1, ended.code
        return ended.exit_code, _codes(ended.diagnostics) or ("stopped" if ended.exit_code else "")


Tell = Callable[[str, "Ended | None"], None]


def campaign(policies: Path, place: Path, number: int, broken: int) -> Campaign:
    """Tenants by number; the broken ones are spread evenly over them, each with a fault of its own."""
    ready = check(policies, ON).ready
    assert ready is not None, f"{policies} has errors"
    first = Tenant.open(None, clock=lambda: NOW, new_id=seeded_ids("zilverdam"))
    seed(first)
    names = [name_of(n) for n in range(number)]
    hit = [names[(2 * i + 1) * number // (2 * broken)] for i in range(broken)]
    faults = {name: FAULTS[i % len(FAULTS)][1] for i, name in enumerate(hit)}
    return Campaign(ready, first.snapshot(), place, faults)


def name_of(number: int) -> str:
    return f"gemeente-{number + 1:03d}"


def run(found: Campaign, number: int, workers: int = 1, tell: Tell | None = None) -> dict[str, Ended | None]:
    """Every tenant in turn; a mistake of ours in one of them is raised at the end, after the others had theirs."""
    ended: dict[str, Ended | None] = {}
    crashes: list[BaseException] = []
    for name, future in each([name_of(n) for n in range(number)], found.live, workers, found.over):
        crash = future.exception()
        crashes += [crash] if crash else []
        ended[name] = None if crash else future.result()
        if tell:
            tell(name, ended[name])
    for crash in crashes:
        raise crash
    return ended


def peak() -> float:
    """The most memory that this process ever had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """The whole campaign."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tenants", type=int, default=MUNICIPALITIES)
    options.add_argument("--broken", type=int, default=BROKEN)
    asked = options.parse_args()
    gc.set_threshold(OBJECTS)
    with tempfile.TemporaryDirectory() as folder:
        found = campaign(ROOT / "policies", Path(folder), asked.tenants, asked.broken)
        began = time.perf_counter()

        def tell(name: str, ended: Ended | None) -> None:
            if ended and (ended.code or name in found.faults):
                print(f"{name}  exit {ended.code}  {ended.writes} writes  {ended.why}", flush=True)
            elif ended and name.endswith("0"):
                print(
                    f"{name}  done  {ended.seconds:.1f} s  {peak():.0f} MiB  {time.perf_counter() - began:.0f} s so far",
                    flush=True,
                )

        ended = run(found, asked.tenants, tell=tell)
    sys.exit(judged(found, ended, time.perf_counter() - began, peak()))


def judged(found: Campaign, ended: Mapping[str, Ended | None], seconds: float, most: float) -> int:
    """Print what came of it; 0 when it is as it should be. `most`: the memory that it took, in MiB."""
    rows = {name: row for name, row in ended.items() if row is not None}
    bad = sorted(name for name, row in rows.items() if row.code)
    code = exit_code([row.code for row in rows.values()])
    each_took = statistics.median(row.seconds for row in rows.values() if not row.code)
    print(f"{len(rows) - len(bad)} of {len(rows)} tenants done, {len(bad)} broken and named, exit {code}.")
    print(f"{each_took:.1f} s a tenant (median), {seconds:.0f} s in all, at most {most:.0f} MiB.")
    return 0 if bad == sorted(found.faults) and code == (3 if bad else 0) and most < MEMORY else 1


def _codes(diagnostics: Sequence[Diagnostic]) -> str:
    return " ".join(dict.fromkeys(d.code for d in diagnostics if d.severity == "error"))


if __name__ == "__main__":
    main()
