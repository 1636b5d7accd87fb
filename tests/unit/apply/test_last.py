"""L7 and M9: what somebody else does to an object of a run, before its write, at the write, and after it was verified."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.apply.world import (
    PROTECTION,
    Desk,
    Fault,
    Wanted,
    after_wanted,
    before_wanted,
    desired,
    group,
)

from managed_apparaten.apply.outcome import Outcome
from managed_apparaten.graph.errors import ReadFailed


@pytest.fixture(autouse=True)
def _quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


NAMES = ("college", "griffie", "raad")
EDITS: dict[str, Callable[[Desk, str], None]] = {
    "a property of ours": lambda desk, there: desk.tenant.portal(there, pin=True),
    "the marker": lambda desk, there: desk.tenant.portal(there, description="mine"),
    "who gets it": lambda desk, there: desk.tenant.objects[there].assignments.append(group("g-vreemd")),
    "nobody gets it": lambda desk, there: desk.tenant.objects[there].assignments.clear(),
    "its apps": lambda desk, there: desk.tenant.objects[there].apps.append("vreemd"),
    "it is deleted": lambda desk, there: desk.tenant.objects.__delitem__(there),
}


def protections(*names: str, pin: bool) -> tuple[Wanted, ...]:
    body = {"pin": pin, "appGroupType": "selectedPublicApps"}
    return tuple(
        Wanted(desired(PROTECTION, name, body, ["app.one"]), (group(f"g-{name}"),)) for name in names
    )


def after(desk: Desk, name: str, count: int, act: Callable[[], None]) -> Fault:
    """Something happens once, after the k-th call of that name."""
    seen = [0]

    def fault(_: int, called: str, done: bool) -> None:
        if called == name and done:
            seen[0] += 1
            if seen[0] == count:
                act()

    return fault


def edited(desk: Desk, edit: str, name: str, count: int) -> Outcome:
    """A run in which somebody edits the first object after a call."""
    assert desk.run(protections(*NAMES, pin=True)).exit_code == 0
    there = desk.tenant.id_of("protection/college")
    desk.tenant.fault = after(desk, name, count, lambda: EDITS[edit](desk, there))
    return desk.run(protections(*NAMES, pin=False))


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_after_an_object_was_verified_is_told(edit: str, tmp_path: Path) -> None:
    """L7: the fourth read is the reading back, after one of all and one before each write but the first."""
    outcome = edited(Desk(tmp_path), edit, "read", 4)
    assert (outcome.exit_code, [d.code for d in outcome.diagnostics]) == (3, ["APL061"])
    assert outcome.diagnostics[0].address == "protection/college"
    assert {result.state for result in outcome.results} == {"done"}


@pytest.mark.parametrize("seconds", [0, 3])
@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_right_before_its_write_stops_the_run_and_stays(
    edit: str, seconds: int, tmp_path: Path
) -> None:
    """M9: there is another look after each write, whether or not the service took its time over that."""
    desk = Desk(tmp_path)
    assert desk.run(protections(*NAMES, pin=True)).exit_code == 0
    there = desk.tenant.id_of("protection/griffie")

    def late() -> None:
        desk.clock.sleep(seconds)
        EDITS[edit](desk, there)

    desk.tenant.fault = after(desk, "update", 1, late)
    kept = len(desk.tenant.log)
    outcome = desk.run(protections(*NAMES, pin=False))
    assert outcome.exit_code == 3
    assert outcome.diagnostics[0].code in ("APL010", "APL011", "APL012")
    assert [entry.id for entry in desk.tenant.log[kept:]] == [desk.tenant.id_of("protection/college")]


def test_nothing_is_said_when_nobody_edits(tmp_path: Path) -> None:
    """L7, the control."""
    desk = Desk(tmp_path)
    assert desk.run(before_wanted()).exit_code == 0
    outcome = desk.run(after_wanted())
    assert (outcome.exit_code, outcome.diagnostics) == (0, ())


def test_a_replica_that_is_late_is_waited_for(tmp_path: Path) -> None:
    """L7: an old value in the last look is no edit until the settle time has passed."""
    desk = Desk(tmp_path)
    desk.tenant.fault = after(desk, "assign", 1, lambda: None)
    calls = [0]

    def fault(_: int, name: str, done: bool) -> None:
        calls[0] += name == "read" and done
        if calls[0] == 3 and name == "read" and done:
            desk.tenant.assignments_shown_at = desk.clock.monotonic() + 20

    desk.tenant.fault = fault
    outcome = desk.run(protections("college", pin=True))
    assert (outcome.exit_code, outcome.diagnostics) == (0, ())
    assert desk.clock.elapsed >= 20


def test_a_replica_that_is_late_before_a_second_write_is_waited_for(tmp_path: Path) -> None:
    """M9: an object that shows what was there before our own first write was not edited."""
    desk = Desk(tmp_path)
    assert desk.run(protections(*NAMES, pin=True)).exit_code == 0
    wanted = tuple(
        replace(one, targets=(*one.targets, group("g-more"))) for one in protections(*NAMES, pin=False)
    )
    there = desk.tenant.id_of("protection/griffie")
    held = list[object]()

    def fault(_: int, name: str, done: bool) -> None:
        if name == "assign" and done and not held:
            held.append(desk.tenant.objects[there].body["pin"])
            desk.tenant.objects[there].body["pin"] = True
        elif name == "read" and not done and held and desk.clock.monotonic() >= late:
            desk.tenant.objects[there].body["pin"] = False

    late = desk.clock.monotonic() + 20
    desk.tenant.fault = fault
    outcome = desk.run(wanted)
    assert (outcome.exit_code, outcome.diagnostics) == (0, ())
    assert held == [False]
    assert desk.clock.monotonic() >= late


def test_a_last_look_that_fails_takes_nothing_back_and_is_said(tmp_path: Path) -> None:
    """L7."""
    desk = Desk(tmp_path)
    calls = [0]

    def fault(_: int, name: str, done: bool) -> None:
        calls[0] += name == "read" and not done
        if calls[0] > 3:
            raise ReadFailed(503, "UnknownError", "busy")

    desk.tenant.fault = fault
    outcome = desk.run(protections("college", pin=True))
    assert (outcome.exit_code, [(d.code, d.severity) for d in outcome.diagnostics]) == (
        0,
        [("APL062", "warning")],
    )
    assert replace(outcome.diagnostics[0]).args["message"] == "busy"
