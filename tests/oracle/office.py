"""The example organisation with a tenant: apply it at any step of the ladder, and ask the oracle what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from tests.oracle import oracle
from tests.oracle.oracle import Oracle
from tests.oracle.tenant import Graph

from managed_apparaten.apply.executor import apply
from managed_apparaten.apply.journal import open_journal
from managed_apparaten.apply.outcome import Options, Outcome
from managed_apparaten.cli.target import EmbeddedTransport
from managed_apparaten.compile.compiler import Compiled, compile_policies
from managed_apparaten.core.clock import VirtualClock
from managed_apparaten.emulator.doors.in_process import InProcess
from managed_apparaten.emulator.tenant import Tenant, seeded_ids
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.write.writer import Writer
from managed_apparaten.kinds import all_kinds
from managed_apparaten.plan.change import Plan
from managed_apparaten.plan.planner import make_plan
from managed_apparaten.policy.load import load
from managed_apparaten.policy.model import DeviceClass, Located, PolicySet, Step
from managed_apparaten.resolve.decide import Resolved, decide

ROOT = Path(__file__).resolve().parents[2]
ON = date(2026, 11, 21)
LESS: Step = "remove"
"""The step below an allowlist."""


@dataclass(frozen=True, slots=True)
class Ready:
    """Policies and what follows from them."""

    policy: PolicySet
    resolved: Resolved
    compiled: Compiled


@cache
def example() -> PolicySet:
    """The example organisation."""
    found = load(ROOT / "policies").policy
    assert found is not None
    return found


def ready(policy: PolicySet) -> Ready:
    """Decide and compile."""
    resolved = decide(policy, ON)
    return Ready(policy, resolved, compile_policies(policy, resolved, all_kinds()))


def stepped(policy: PolicySet, steps: Mapping[str, Step]) -> PolicySet:
    """The same policy with these roles on other steps, on all their devices; where an allowlist cannot exist it is remove."""
    roles = dict(policy.roles)
    for name, step in steps.items():
        role = roles[name]
        enforcement = Located(step, role.enforcement.span)
        instead = Located(LESS, role.enforcement.span)
        devices = tuple(
            replace(d, enforcement=instead if step == "allowlist" and not closable(d) else None)
            for d in role.devices
        )
        roles[name] = replace(role, enforcement=enforcement, devices=devices)
    return replace(policy, roles=roles)


def closable(device: DeviceClass) -> bool:
    """Whether the loader lets a role have an allowlist there."""
    return device.ownership == "corporate" and (device.supervised or device.platform not in ("ios", "macos"))


@dataclass(slots=True)
class Office:
    """One tenant and the runs against it."""

    directory: Path
    tenant: Tenant
    clock: VirtualClock

    @property
    def door(self) -> InProcess:
        """The way into the tenant."""
        return InProcess(self.tenant)

    @property
    def _transport(self) -> EmbeddedTransport:
        return EmbeddedTransport(self.door)

    @property
    def reader(self) -> Reader:
        """Reads as the product does them."""
        return Reader(self._transport)

    def plan(self, made: Ready) -> Plan:
        """What would change."""
        found = make_plan(
            made.compiled,
            all_kinds(),
            self.reader,
            policy=made.policy,
            resolved=made.resolved,
            on=ON,
            tool_version="test",
        )
        assert found.plan is not None, found.diagnostics
        return found.plan

    def carry_out(self, made: Ready, plan: Plan) -> Outcome:
        """Apply a plan with every guard lifted."""
        journal = open_journal(self.directory / "journal", plan.digest, self.clock)
        options = Options(frozenset(guard.code for guard in plan.guards), plan.digest)
        try:
            return apply(
                plan, made.compiled, all_kinds(), self.reader, Writer(self._transport),
                journal=journal, clock=self.clock, options=options, on_event=lambda event: None,
            )  # fmt: skip
        finally:
            journal.close()

    def apply(self, made: Ready) -> Outcome:
        """Plan and carry out."""
        outcome = self.carry_out(made, self.plan(made))
        assert outcome.exit_code == 0, outcome.diagnostics
        return outcome

    def oracle(self) -> Oracle:
        """What the tenant does now."""
        return oracle.read(Graph(self.tenant))


@contextmanager
def office(directory: Path) -> Iterator[Office]:
    """A new tenant with the example's people in it."""
    clock = VirtualClock(datetime(2026, 11, 21, 9, 0, tzinfo=UTC))
    tenant = Tenant.open(None, clock=clock.now, new_id=seeded_ids("oracle"))
    seed(tenant)
    try:
        yield Office(directory, tenant, clock)
    finally:
        tenant.close()


def active(plan: Plan) -> Iterable[str]:
    """Addresses that a plan would change."""
    return [str(change.address) for change in plan.changes if change.action != "none"]
