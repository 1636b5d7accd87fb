"""The organisation that `apparaten init` writes, against an embedded tenant, applied as often as a test wants."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.frozen_kinds import only_frozen_kinds

from managed_apparaten.apply.events import Event
from managed_apparaten.apply.executor import apply
from managed_apparaten.apply.journal import open_journal
from managed_apparaten.apply.outcome import Options, Outcome
from managed_apparaten.cli.target import EmbeddedTransport
from managed_apparaten.core.clock import VirtualClock
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.doors.in_process import InProcess
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.write.writer import Writer
from managed_apparaten.kinds import all_kinds
from managed_apparaten.plan.change import Plan
from managed_apparaten.render.starter import Answers, starter
from managed_apparaten.render.words import Words
from managed_apparaten.workflow.check import Ready, check
from managed_apparaten.workflow.plan import plan

LIMITS = "max-people: 25%, max-devices: 25%, max-deletes: 30%, max-loosened: 10%"
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
ON = NOW.date()
FIRST = frozenset({"PLN021", "PLN022"})
"""What a first apply needs."""


@dataclass
class Starter:
    """A folder with policies and a tenant."""

    folder: Path
    tenant: Tenant
    day: date = ON
    runs: int = 0

    def edit(self, file: str, old: str, new: str) -> None:
        """Change a policy file."""
        path = self.folder / "policies" / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} does not say {old}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def plan(self) -> Plan:
        found = plan(self.ready(), self.reader, self.day)
        assert found.plan is not None, found.diagnostics
        return found.plan

    def failed(self) -> dict[str, str]:
        """The guards that refuse what the files say now, with what they measured."""
        return {guard.code: guard.measured for guard in self.plan().guards if not guard.passed}

    def apply(self, *allowed: str, writes: int | None = None) -> Outcome:
        """Plan and apply, on a machine that has never applied before, and that stops after so many writes."""
        self.runs += 1
        found, clock = self.plan(), VirtualClock(NOW)
        journal = open_journal(self.folder / f"run-{self.runs}", found.digest, clock)
        writer = Writer(EmbeddedTransport(InProcess(self.tenant)))
        told: list[Event] = []
        options = Options(
            allowed=frozenset(allowed),
            digest=found.digest,
            stop=lambda: writes is not None and sum(event.kind == "sent" for event in told) >= writes,
        )
        return apply(
            found, self.ready().compiled, all_kinds(), self.reader, writer,
            journal=journal, clock=clock, options=options, on_event=told.append,
        )  # fmt: skip

    def done(self, *allowed: str) -> None:
        """Apply, which must succeed."""
        outcome = self.apply(*allowed)
        assert outcome.exit_code == 0, outcome.diagnostics

    @property
    def reader(self) -> Reader:
        return Reader(EmbeddedTransport(InProcess(self.tenant)))

    def ready(self) -> Ready:
        found = check(self.folder / "policies", self.day)
        assert found.ready is not None, found.diagnostics
        return found.ready

    def group(self, name: str) -> Stored:
        return next(
            one for one in self.tenant.world.store.objects(("groups",)) if one.body["displayName"] == name
        )

    def empty(self, name: str) -> list[str]:
        """Take everybody out of a group; give back who they were."""
        group = self.group(name)
        members = [child for child, _ in self.tenant.world.store.children(group.id, deep=False)]
        for member in members:
            self.tenant.world.store.disconnect(group.id, member)
        return members

    def guests(self, number: int) -> list[str]:
        """Invite people."""
        account = next(
            one for one in self.tenant.world.store.objects(("users",)) if one.body["userType"] == "Member"
        )
        made = [f"00000000-0000-4000-9000-{n:012d}" for n in range(number)]
        self.tenant.world.store.insert(
            replace(
                account,
                id=one,
                body={**account.body, "userType": "Guest", "userPrincipalName": f"{one}@elsewhere.example"},
            )
            for one in made
        )
        return made


def started(folder: Path) -> Iterator[Starter]:
    """For a fixture: the files are there, and nothing of ours is in the tenant."""
    answers = Answers(
        "voorbeeld",
        "Gemeente Voorbeeld",
        "gemeente",
        "meldpunt@voorbeeld.example",
        "@OWNER/beheer",
        ON,
        "",
        "",
        "",
    )
    for path, text in starter(answers, Words("en")).items():
        text = re.sub("(?m)^guards: .*$", f"guards: {{{LIMITS}}}", text)
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    tenant = Tenant.open(None, clock=lambda: NOW)
    seed(tenant)
    with only_frozen_kinds():
        yield Starter(folder, tenant)
    tenant.close()


def block_rule(text: Any) -> tuple[str, str]:
    """The national rule in the organisation file, and what is left when it goes."""
    start, end = text.index("  # Locked: a role"), text.index("  - caution:")
    return text[start:end], ""
