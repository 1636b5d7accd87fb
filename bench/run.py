"""Run the benchmarks of `make bench`: ratios and medians with their conditions. Nothing here passes or fails.

Cold commands are whole processes, so that imports count. Everything else runs in this process, with the
example organisation, on the embedded tenant in memory and without a network, so only our own work is
measured.
"""

import gc
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import orjson
from bench.measure import Row, cold, machine, report, resident, timed
from bench.network import going_back, over_http

from managed_apparaten.apply.events import Event
from managed_apparaten.apply.outcome import Options
from managed_apparaten.cli.main import OBJECTS
from managed_apparaten.cli.target import EmbeddedTransport
from managed_apparaten.compile.output import as_json
from managed_apparaten.core.clock import VirtualClock
from managed_apparaten.core.digest import JSON
from managed_apparaten.emulator.core.http import Request
from managed_apparaten.emulator.doors.in_process import InProcess
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds.scale import Size
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.write.writer import Writer
from managed_apparaten.kinds import all_kinds
from managed_apparaten.plan.change import Plan
from managed_apparaten.workflow.apply import RunLocation, apply
from managed_apparaten.workflow.check import Ready, check
from managed_apparaten.workflow.plan import plan

ROOT = Path(__file__).resolve().parents[1]
POLICIES = ROOT / "policies"
DAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
FLEET = 100
FOREIGN = 800
NOBODY = "00000000-0000-0000-0000-000000000000"


def ready(root: Path = POLICIES) -> Ready:
    """Return the compiled policies; policies with errors end the benchmark."""
    checked = check(root, DAY)
    if checked.ready is None:
        raise SystemExit(f"the policies in {root.name} have errors; run apparaten validate")
    return checked.ready


def commands() -> list[Row]:
    """Measure whole processes, beside a Python process that does nothing."""
    apparaten = Path(sys.executable).with_name("apparaten")
    nothing = cold([sys.executable, "-c", "pass"], 9, ROOT)
    rows = [Row("python -c pass", f"{nothing * 1000:.0f} ms")]
    for arguments, goal in ((["--help"], "goal under 100 ms"), (["validate"], "goal under 400 ms")):
        seconds = cold([str(apparaten), *arguments], 9, ROOT)
        rows.append(
            Row(
                f"apparaten {' '.join(arguments)}",
                f"{seconds * 1000:.0f} ms",
                f"{seconds / nothing:.1f}x python -c pass; {goal}",
            )
        )
    return rows


def compiling() -> list[Row]:
    """Measure one organisation, and then a hundred of them one after the other: the last must cost as much as
    the first.
    """
    one = timed(ready, 5)
    before = resident()
    with tempfile.TemporaryDirectory() as folder:
        times = []
        for number in range(FLEET):
            root = Path(folder) / f"zilverdam-{number:03}"
            shutil.copytree(POLICIES, root)
            file = root / "organisation.yaml"
            file.write_text(
                file.read_text(encoding="utf-8").replace("id: zilverdam\n", f"id: zilverdam-{number:03}\n"),
                encoding="utf-8",
            )
            started = time.perf_counter()
            ready(root)
            times.append(time.perf_counter() - started)
            shutil.rmtree(root)
    first, last = statistics.median(times[:10]), statistics.median(times[-10:])
    return [
        Row(
            "load, decide, compile Zilverdam",
            f"{one * 1000:.0f} ms",
            f"{len(ready().compiled.resources)} objects",
        ),
        Row(
            f"the same for {FLEET} Zilverdams",
            f"{sum(times):.1f} s",
            f"{sum(times) / FLEET / one:.2f}x one Zilverdam each",
        ),
        Row("last ten against first ten", f"{last / first:.2f}x", "1.00x is no growth in time"),
        Row("memory held", f"{before:.0f} MB", f"{resident() - before:+.0f} MB after {FLEET} Zilverdams"),
    ]


def planned(policies: Ready, reader: Reader) -> Plan:
    """Return a plan; when none can be made, the benchmark ends."""
    made = plan(policies, reader, DAY)
    if made.plan is None:
        raise SystemExit("no plan could be made")
    return made.plan


def tenant_work() -> list[Row]:
    """Measure plan, apply and plan again on the embedded tenant, on a clock that stands still except during
    waits.
    """
    policies = ready()
    clock = VirtualClock(NOON)
    tenant = Tenant.open(None, clock=clock.now)
    seed(tenant)
    transport = EmbeddedTransport(InProcess(tenant))
    reader, writer = Reader(transport), Writer(transport)
    first = planned(policies, reader)
    allowed = frozenset(guard.code for guard in first.guards if not guard.passed)
    plan_time = timed(lambda: planned(policies, reader), 5)
    before = Counter(tenant.counts().requests)
    with tempfile.TemporaryDirectory() as folder:
        events: list[Event] = []
        started = time.perf_counter()
        outcome = apply(
            policies,
            first,
            reader,
            writer,
            RunLocation(Path(folder), clock, 1, "bench"),
            Options(allowed, first.digest),
            events.append,
        )
        apply_time = time.perf_counter() - started
    code = getattr(outcome, "exit_code", None)
    if code != 0:
        raise SystemExit(f"apply ended with exit code {code}")
    spent = Counter(tenant.counts().requests) - before
    writes = sum(count for method, count in spent.items() if method != "GET")
    again = timed(lambda: planned(policies, reader), 5)
    changes = sum(change.action != "none" for change in planned(policies, reader).changes)
    tenant.close()
    return [
        Row(
            "plan into an empty tenant",
            f"{plan_time * 1000:.0f} ms",
            f"{sum(c.action == 'create' for c in first.changes)} to create",
        ),
        Row(
            "apply, each write read back",
            f"{apply_time:.2f} s",
            f"{writes} writes and batches, {spent['GET']} reads; virtual clock",
        ),
        Row("plan with nothing to do", f"{again * 1000:.0f} ms", f"{changes} changes"),
    ]


def crowded() -> list[Row]:
    """Measure a plan in a tenant that is full of foreign policies. It includes the tenant's work of listing
    them and ours of skipping them.
    """
    policies = ready()
    tenant = Tenant.open(None, clock=lambda: NOON)
    seed(tenant, size=Size(foreign=FOREIGN))
    seconds = timed(lambda: planned(policies, Reader(EmbeddedTransport(InProcess(tenant)))), 5)
    tenant.close()
    return [
        Row(
            f"plan beside {FOREIGN} policies of others",
            f"{seconds * 1000:.0f} ms",
            "the embedded tenant's own work included",
        )
    ]


def emulator_writes() -> list[Row]:
    """Measure what a validated write costs the embedded tenant: real bodies of each kind, created and then
    changed.
    """
    kinds = {kind.name: kind for kind in all_kinds()}
    bodies = [
        as_json(desired, kinds[desired.address.kind])
        for desired in ready().compiled.resources
        if kinds[desired.address.kind].platform
    ]
    bodies = [{**document, "body": _unreferenced(document["body"])} for document in bodies]
    tenant = Tenant.open(None, clock=lambda: NOON)
    posts, patches = [], []
    for document in bodies * 5:
        url = f"https://graph.microsoft.com/{document['apiVersion']}/{document['collection']}"
        created, answer = _write(tenant, "POST", url, document["body"])
        posts.append(created)
        change = {"@odata.type": document["body"]["@odata.type"], "description": "changed"}
        patches.append(_write(tenant, "PATCH", f"{url}/{answer['id']}", change)[0])
    tenant.close()
    size = statistics.median(len(orjson.dumps(document["body"])) for document in bodies)
    goal = "goal 0.5 ms"
    return [
        Row(
            "POST of a policy",
            f"{statistics.median(posts) * 1000:.2f} ms",
            f"{goal}; median body {size / 1024:.1f} kB",
        ),
        Row("PATCH of a policy", f"{statistics.median(patches) * 1000:.2f} ms", goal),
        Row(
            "all of them",
            f"{statistics.mean(posts + patches) * 1000:.2f} ms",
            f"mean of {len(posts) + len(patches)} writes, SQLite in memory",
        ),
    ]


def _unreferenced(value: JSON) -> JSON:
    """Return the body with an id in the place of each reference to another object of ours."""
    if isinstance(value, dict):
        return NOBODY if "$ref" in value else {name: _unreferenced(inner) for name, inner in value.items()}
    return [_unreferenced(inner) for inner in value] if isinstance(value, list) else value


def _write(tenant: Tenant, method: str, url: str, body: object) -> tuple[float, dict[str, str]]:
    payload = orjson.dumps(body)
    started = time.perf_counter()
    response = tenant.handle(Request(method, url, {"Content-Type": "application/json"}, payload, "bench"))
    seconds = time.perf_counter() - started
    if response.status >= 300:
        raise SystemExit(f"{method} {url}: {response.status} {response.body.decode()}")
    return seconds, orjson.loads(response.body) if response.body else {}


def main() -> None:
    """Print all tables, with the garbage collector set as the command sets it."""
    gc.set_threshold(OBJECTS)
    print(machine())
    report("Cold commands (median of 9 processes)", commands())
    report("Compiling (median of 5)", compiling())
    report("The embedded tenant, in process (median of 5)", [*tenant_work(), *crowded()])
    report("A validated write of the embedded tenant", emulator_writes())
    report("The embedded tenant over HTTP", over_http())
    report("The embedded tenant, grown large (median of 9)", going_back())


if __name__ == "__main__":
    main()
