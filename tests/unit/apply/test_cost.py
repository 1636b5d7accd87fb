"""What an apply of the example costs a tenant: requests, and time on a clock where each round of requests takes as long as it says."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.unit.apply.test_embedded import ON, compiled, faults

from managed_apparaten.apply.executor import apply
from managed_apparaten.apply.journal import open_journal
from managed_apparaten.apply.outcome import Options, Outcome
from managed_apparaten.cli.target import EmbeddedTransport
from managed_apparaten.core.clock import VirtualClock
from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.core.store import AuditEntry
from managed_apparaten.emulator.doors.in_process import InProcess
from managed_apparaten.emulator.tenant import Tenant, TenantCounts, seeded_ids
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.http.rate_limit import PUBLISHED, retrying_transport
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, Transport
from managed_apparaten.graph.http.retry import RetryingTransport
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.write.writer import Writer
from managed_apparaten.kinds import all_kinds
from managed_apparaten.plan.planner import make_plan

CHAIN = 14
"""Requests of the example that wait for each other whatever else is in flight: who the tenant is; the message template's list, create,
list, two texts and two looks; then, because it names that template, a compliance policy's list, create, list, assign and last look.
Rounded up."""
LOOKS, WRITES = 4, 3
"""At most so many of each for a new object, the last look at the end of the run among them; facts R15 allow as many. A look is all
reads of one object at one moment: an app protection policy takes three of them, itself, its apps and its assignments."""


@dataclass(slots=True)
class Wire:
    """The way to the tenant: each round of requests takes the same time, and everything that passes is counted."""

    inner: Transport
    clock: VirtualClock
    latency: float
    sent: Counter[str] = field(default_factory=Counter)
    """By method; a batch is one `$batch`, and each of its parts a `part`."""
    parts: Counter[str] = field(default_factory=Counter)
    """Reads in batches by path, without options."""
    writes: Counter[str] = field(default_factory=Counter)
    """By the service whose limits count."""

    def send(self, request: GraphRequest) -> GraphResponse:
        [found] = self.send_all([request])
        assert isinstance(found, GraphResponse)
        return found

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        self.clock.sleep(self.latency)
        for request in requests:
            self._count(request)
        return self.inner.send_all(requests)

    def _count(self, request: GraphRequest) -> None:
        if request.path == "/$batch":
            parts = request.body["requests"]
            assert {part["method"] for part in parts} == {"GET"}, "a write travels alone"
            self.sent["$batch"] += 1
            self.parts.update(part["url"].partition("?")[0] for part in parts)
            return
        self.sent[request.method] += 1
        if request.method != "GET":
            self.writes[
                next(budget.name for budget in PUBLISHED if request.path.startswith(budget.paths))
            ] += 1


@dataclass(frozen=True, slots=True)
class Run:
    """The example applied to the seeded tenant."""

    outcome: Outcome
    wire: Wire
    seconds: float
    counts: TenantCounts
    log: list[AuditEntry]


@cache
def example(latency: float, way: Callable[[Transport, VirtualClock], Transport]) -> Run:
    """Plan, forget what that used of the limits, and apply."""
    part, resolved, made = compiled(())
    clock = VirtualClock(datetime(2026, 11, 21, 9, 0, tzinfo=UTC))
    tenant = Tenant.open(
        None, clock=clock.now, behaviours=Behaviours().with_("throttling"), new_id=seeded_ids("cost")
    )
    seed(tenant)
    wire = Wire(EmbeddedTransport(InProcess(tenant)), clock, latency)
    transport = way(wire, clock)
    reader = Reader(transport)
    plan = make_plan(
        made, all_kinds(), reader, policy=part, resolved=resolved, on=ON, tool_version="test"
    ).plan
    assert plan is not None
    clock.sleep(60)
    began = clock.elapsed
    for counted in (wire.sent, wire.parts, wire.writes):
        counted.clear()
    options = Options(frozenset(guard.code for guard in plan.guards), plan.digest)
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda descriptor: None)
        journal = open_journal(Path(folder) / "journal", plan.digest, clock)
        outcome = apply(plan, made, all_kinds(), reader, Writer(transport), journal=journal, clock=clock, options=options,
                        on_event=lambda event: None)  # fmt: skip
        journal.close()
    run = Run(outcome, wire, clock.elapsed - began, tenant.counts(), tenant.audit())
    tenant.close()
    assert outcome.exit_code == 0, outcome.diagnostics
    return run


def gated(wire: Transport, clock: VirtualClock) -> Transport:
    """As a real tenant is reached."""
    return retrying_transport(wire, clock)


def ungated(wire: Transport, clock: VirtualClock) -> Transport:
    """Without the gate: the tenant says when it is too much, and is obeyed."""
    return RetryingTransport(wire, clock)


def windows(writes: int) -> float:
    """Seconds before which the last write cannot be sent, at a hundred in any twenty seconds."""
    return (writes - 1) // 100 * 20.0


def test_a_new_object_takes_at_most_four_looks_and_three_writes() -> None:
    run = example(0.1, gated)
    new = {r.object_id: r.address for r in run.outcome.results if r.action == "create"}
    looks = Counter(
        path.rpartition("/")[2] for path in run.wire.parts.elements() if path.rpartition("/")[2] in new
    )
    writes = Counter(entry.object_id for entry in run.log if entry.object_id in new)
    assert len(new) > 100
    assert {address: n for i, n in looks.items() if n > LOOKS and (address := new[i])} == {}
    assert {address: n for i, n in writes.items() if n > WRITES and (address := new[i])} == {}
    assert faults(run.log) == []


def test_the_example_takes_less_than_three_requests_an_object() -> None:
    """Two writes and a bit for each, and the looks of twenty in one request.

    M9: what was there before is looked at before each of its writes.
    """
    run = example(0.1, gated)
    sent, changes = run.wire.sent, len(run.outcome.results)
    there = sum(result.action != "create" for result in run.outcome.results)
    print(f"{changes} changes: {dict(sent)}, {run.wire.parts.total()} reads in batches")
    assert sum(sent.values()) < 3 * changes
    assert sent["GET"] + sent["$batch"] < 3 / 4 * changes + 2 * there
    assert run.wire.parts.total() < 8 * changes


def test_at_100_ms_the_example_takes_at_most_twice_what_dependency_and_the_write_budget_allow() -> None:
    run = example(0.1, gated)
    busiest, total = max(run.wire.writes.values()), run.wire.writes.total()
    limit = max(CHAIN * 0.1, windows(busiest))
    print(f"{run.seconds:.1f} s; {busiest} of {total} writes to one service allow {windows(busiest):.0f} s, "
          f"a chain of {CHAIN} requests {CHAIN * 0.1:.1f} s, one budget for all services {windows(total):.0f} s")  # fmt: skip
    assert run.seconds <= 2 * limit, f"{run.seconds:.1f} s for a limit of {limit:.1f} s"
    assert (run.counts.throttled, run.counts.early) == (0, 0)


def test_control_without_the_gate_the_tenant_has_to_ask_for_patience_and_counts_who_comes_early() -> None:
    """What is in flight beside a create that is told to wait comes too early."""
    run = example(0.001, ungated)
    assert run.counts.throttled > 0
    assert run.counts.early > 0
