"""Two objects that swap their groups: at no moment, and wherever a run dies, is anybody of either without."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.apply.world import (
    COMPLIANCE,
    SETTINGS,
    Desk,
    Entry,
    Killed,
    Stored,
    Wanted,
    at,
    desired,
    group,
    make_plan,
)

from managed_apparaten.apply.outcome import Options
from managed_apparaten.plan.change import Plan
from managed_apparaten.plan.write_order import widened

GROUPS = ("g-college", "g-griffie")


def two(first: str, second: str, rules: int = 1) -> tuple[Wanted, ...]:
    return tuple(
        Wanted(desired(kind, key, body | {"blocked": [str(rules)]}), (group(name),))
        for kind, body in ((COMPLIANCE, {"rules": [rules]}), (SETTINGS, {}))
        for key, name in (("college", first), ("griffie", second))
    )


OLD, NEW = two("g-college", "g-griffie"), two("g-griffie", "g-college", rules=2)


def swapped(desk: Desk, wanted: Sequence[Wanted] = NEW, turn: bool = True) -> Plan:
    """The plan of the test world knows nobody, so the turn that the planner would give is given here."""
    plan = make_plan(desk.tenant, wanted)
    changes = (
        replace(c, turn="twice", meanwhile=widened(c.before.targets, c.after.targets))
        if c.before and c.after and turn
        else c
        for c in plan.changes
    )
    return replace(plan, changes=tuple(changes))


def without(desk: Desk, log: Sequence[Entry]) -> list[str]:
    """Moments at which a group has no object of some kind."""
    now = desk_before(desk, log)
    found = []
    for number, entry in enumerate(log):
        if entry.after is not None:
            now[entry.id] = entry.after
        for kind in (COMPLIANCE, SETTINGS):
            given = {t["groupId"] for o in now.values() if o.kind == kind.name for t in o.assignments}
            found += [f"{number} {entry.op} {kind.name} {name}" for name in GROUPS if name not in given]
    return found


def desk_before(desk: Desk, log: Sequence[Entry]) -> dict[str, Stored]:
    """The objects as they were before the log begins; none is made or deleted in it."""
    first = {entry.id: entry.before for entry in reversed(log) if entry.before}
    return desk.tenant.objects | first


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    found = Desk(tmp_path)
    assert found.run(OLD).exit_code == 0
    found.tenant.log.clear()
    return found


def test_nobody_is_without_and_each_object_is_told_once(desk: Desk) -> None:
    outcome = desk.run(NEW, plan=swapped(desk))
    assert (outcome.exit_code, [r.state for r in outcome.results]) == (0, ["done"] * 4)
    assert without(desk, desk.tenant.log) == []
    assert desk.empty(NEW)
    assert [e.op for e in desk.tenant.log].count("assign") == 8


def test_control_written_once_somebody_is_without(desk: Desk) -> None:
    assert desk.run(NEW, plan=swapped(desk, turn=False)).exit_code == 0
    assert without(desk, desk.tenant.log)


def test_an_object_that_only_leaves_people_comes_after_the_one_that_gets_them(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    old = (
        replace(OLD[0], targets=(group("g-college"), group("g-griffie"))),
        replace(OLD[1], targets=(group("g-x"),)),
    )
    new = (replace(OLD[0], targets=(group("g-college"),)), replace(OLD[1], targets=(group("g-griffie"),)))
    assert desk.run(old).exit_code == 0
    plan = make_plan(desk.tenant, new)
    changes = tuple(
        replace(c, turn="after", removes_protection=False) if c.address.key == "college" else c
        for c in plan.changes
    )
    desk.tenant.log.clear()
    assert desk.run(new, plan=replace(plan, changes=changes)).exit_code == 0
    markers = [entry.after.marker() for entry in desk.tenant.log if entry.after]
    assert [marker.address.key for marker in markers if marker] == ["griffie", "college"]


@pytest.mark.parametrize("done", [True, False])
def test_wherever_a_run_dies_nobody_is_without_and_the_next_one_ends_it(done: bool, tmp_path: Path) -> None:
    number, ended = 0, False
    while not ended:
        number += 1
        desk = Desk(tmp_path / str(number))
        assert desk.run(OLD).exit_code == 0
        desk.tenant.log.clear()
        plan = swapped(desk)
        desk.tenant.fault = at(desk.tenant.calls + number, "any", Killed, done=done)
        try:
            ended = desk.run(NEW, plan=plan).exit_code == 0
        except Killed:
            desk.clock.sleep(300)
            desk.tenant.fault = lambda call, name, done: None
            assert without(desk, desk.tenant.log) == [], number
            assert desk.run(NEW, plan=swapped(desk)).exit_code == 0, number
            assert without(desk, desk.tenant.log) == [], number
        assert desk.empty(NEW)
    assert number > 20


def test_a_run_that_stops_between_the_two_times_says_that_it_began(desk: Desk) -> None:
    plan, sent = swapped(desk), list[int]()

    def fault(call: int, name: str, has_happened: bool) -> None:
        if name == "assign" and has_happened:
            sent.append(call)

    desk.tenant.fault = fault
    outcome = desk.run(NEW, plan=plan, options=Options(stop=lambda: len(sent) >= 4))
    assert outcome.exit_code == 3
    assert {r.state for r in outcome.results} == {"begun"}
    assert without(desk, desk.tenant.log) == []
