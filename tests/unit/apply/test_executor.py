"""What keeps an apply from starting at all."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.apply.world import Desk, before_wanted, make_plan

from managed_apparaten.apply.executor import refusals
from managed_apparaten.apply.outcome import Options
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.plan.change import Guard, Plan

DELETES = Guard("PLN020", False, "3 deletes", "0", "--allow-delete")
PEOPLE = Guard("PLN010", False, "40%", "25%", "--allow-people")
FINE = Guard("PLN011", True, "1%", "25%", "--allow-devices")
BOTH = frozenset({"PLN010", "PLN020"})


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def planned(desk: Desk, *guards: Guard) -> Plan:
    return make_plan(desk.tenant, before_wanted(), guards)


@pytest.mark.parametrize(
    ("allowed", "digest", "refused"),
    [
        (frozenset(), "this", ["PLN020", "PLN010"]),
        (frozenset({"PLN020"}), "this", ["PLN010"]),
        (BOTH, "this", []),
        (BOTH, "another", ["PLN020", "PLN010"]),
        (BOTH, "", ["PLN020", "PLN010"]),
    ],
)
def test_a_failed_guard_needs_its_own_flag_for_this_very_plan(
    allowed: frozenset[str], digest: str, refused: list[str], desk: Desk
) -> None:
    plan = planned(desk, DELETES, PEOPLE, FINE)
    options = Options(allowed=allowed, digest=plan.digest if digest == "this" else digest)
    assert [guard.code for guard in refusals(plan, options)] == refused
    outcome = desk.run(before_wanted(), plan=plan, options=options)
    assert [guard.code for guard in outcome.refused] == refused
    assert outcome.exit_code == (4 if refused else 0)
    assert bool(desk.tenant.log) == (not refused)
    codes = [d.code for d in outcome.diagnostics]
    assert codes == ["APL001"] * len(refused) + ["APL002"] * (digest != "this")


def test_a_plan_with_errors_is_refused(desk: Desk) -> None:
    plan = replace(planned(desk), diagnostics=(Diagnostic("PLN001"),))
    outcome = desk.run(before_wanted(), plan=plan)
    assert (outcome.exit_code, [d.code for d in outcome.diagnostics], desk.tenant.log) == (4, ["APL003"], [])


def test_a_plan_for_another_tenant_is_refused(desk: Desk) -> None:
    outcome = desk.run(before_wanted(), plan=replace(planned(desk), tenant_id="tenant-2"))
    assert (outcome.exit_code, [d.code for d in outcome.diagnostics], desk.tenant.log) == (4, ["APL004"], [])


def test_a_warning_in_the_plan_stops_nothing(desk: Desk) -> None:
    plan = replace(planned(desk), diagnostics=(Diagnostic("PLN002", "warning"),))
    assert desk.run(before_wanted(), plan=plan).exit_code == 0


def test_stopping_before_the_first_write_is_an_error_and_not_a_partial_apply(desk: Desk) -> None:
    outcome = desk.run(before_wanted(), options=Options(stop=lambda: True))
    assert (outcome.exit_code, outcome.count("not-done"), outcome.writes) == (1, 5, 0)


def test_a_journal_that_cannot_be_kept_stops_before_the_first_write(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = planned(desk)

    def full(descriptor: int, data: bytes) -> int:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(os, "write", full)
    outcome = desk.run(before_wanted(), plan=plan)
    assert (outcome.exit_code, [d.code for d in outcome.diagnostics], desk.tenant.log) == (1, ["APL030"], [])
