"""Changes that go together: what a wave costs, what it leaves behind wherever it breaks, and how exactly that is named."""

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.apply.test_protocol import duplicates, history_faults, shown
from tests.unit.apply.world import (
    COMPLIANCE,
    KINDS,
    PROTECTION,
    REACH,
    SETTINGS,
    Desk,
    Fault,
    Killed,
    Wanted,
    at,
    desired,
    group,
    make_plan,
)

from managed_apparaten.apply.create import AT_ONCE
from managed_apparaten.apply.outcome import Options
from managed_apparaten.apply.steps import WAVE, ordered, waves
from managed_apparaten.core.address import Address
from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import Ambiguous, Refused
from managed_apparaten.plan.change import Action, Change

NAMES = ("college", "griffie", "raad")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    return Desk(tmp_path)


def protections(*names: str, pin: bool = True) -> tuple[Wanted, ...]:
    body: dict[str, JSON] = {"pin": pin, "appGroupType": "selectedPublicApps"}
    return tuple(
        Wanted(desired(PROTECTION, name, dict(body), ["app.one"]), (group(f"g-{name}"),)) for name in names
    )


def both(*names: str) -> tuple[Wanted, ...]:
    """Two kinds for each."""
    rules = tuple(
        Wanted(desired(COMPLIANCE, name, {"passcode": True, "rules": [1]}), (group(f"g-{name}"),))
        for name in names
    )
    return (*rules, *protections(*names))


def states(desk: Desk, wanted: tuple[Wanted, ...], options: Options | None = None) -> list[tuple[str, str]]:
    outcome = desk.run(wanted, options=options)
    return [(result.address.key, result.state) for result in outcome.results]


def change(kind: str, key: str, action: Action, loosens: bool = False) -> Change:
    return Change(Address(kind, key), action, "new", "n", None, None, None, (), (), (), REACH, loosens)


def test_a_wave_has_one_kind_one_action_and_one_phase_and_is_never_large() -> None:
    changes = [
        *(change("compliance", f"c{number:02}", "create") for number in range(WAVE + 3)),
        change("compliance", "u", "update"),
        change("compliance", "z", "update", loosens=True),
        change("settings", "s", "create"),
        change("settings", "d", "delete", loosens=True),
        change("compliance", "d", "delete", loosens=True),
    ]
    found = [
        [c.address.key for c in wave]
        for wave in waves(ordered(changes, {kind.name: kind.order for kind in KINDS}))
    ]
    assert [len(wave) for wave in found] == [WAVE, 3, 1, 1, 1, 1, 1]
    assert found[2:] == [["u"], ["s"], ["z"], ["d"], ["d"]]
    alone = [change("compliance", "u", "update"), change("compliance", "z", "update", loosens=True)]
    assert [len(wave) for wave in waves(ordered(alone, {kind.name: kind.order for kind in KINDS}))] == [1, 1]


def test_looks_are_shared_by_a_wave_and_writes_are_not(desk: Desk) -> None:
    desk.run(protections(*NAMES))
    assert desk.tenant.names == [
        "list", *["create"] * 3, "read", "list",
        *["target-apps"] * 3, "read",
        *["assign"] * 3, "read",
        "read",
    ]  # fmt: skip


def test_what_a_wave_reads_does_not_grow_with_the_tenant(desk: Desk) -> None:
    def calls(*names: str) -> Counter[str]:
        desk.tenant.names.clear()
        assert desk.run(protections(*(f"old-{n}" for n in range(50)), *names)).exit_code == 0
        return Counter(desk.tenant.names)

    first = calls("a")
    assert (first["list"], first["read"]) == (6, 10), (
        "three waves of two lists and three looks, and a last look"
    )
    second = calls("a", "b")
    assert (second["list"], second["read"]) == (2, 4)


def test_changed_objects_are_looked_at_together_just_before_they_are_written(desk: Desk) -> None:
    desk.run(protections(*NAMES))
    desk.tenant.names.clear()
    assert desk.run(protections(*NAMES, pin=False)).exit_code == 0
    assert desk.tenant.names == ["read", "update", *["read", "update"] * 2, "read", "read"]


def test_nothing_of_a_wave_is_assigned_before_the_content_of_all_of_it_was_seen(desk: Desk) -> None:
    desk.run(protections(*NAMES))
    college, griffie, raad = protections(*NAMES)
    more = (group("g-college"), group("g-more"))
    wanted = (replace(college, targets=more), *protections("griffie", pin=False), replace(raad, targets=more))
    assert griffie.targets == wanted[1].targets
    desk.tenant.names.clear()
    assert desk.run(wanted).exit_code == 0
    assert desk.tenant.names == ["read", "update", "read", "assign", "read", "assign", "read", "read"]


def test_nothing_of_a_wave_is_written_when_an_object_is_not_as_planned_and_each_such_object_is_named(
    desk: Desk,
) -> None:
    desk.run(protections(*NAMES))
    wanted = protections(*NAMES, pin=False)
    plan = make_plan(desk.tenant, wanted)
    desk.tenant.portal(desk.tenant.id_of("protection/raad"), pin="theirs")
    del desk.tenant.objects[desk.tenant.id_of("protection/college")]
    desk.tenant.log.clear()
    outcome = desk.run(wanted, plan=plan)
    assert (outcome.exit_code, desk.tenant.log) == (4, [])
    assert {r.state for r in outcome.results} == {"not-done"}
    assert [d.code for r in outcome.results for d in r.diagnostics] == ["APL012", "APL010"]


# breaking


@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("journal_lost", [False, True])
def test_dying_at_any_call_of_a_wave_leaves_no_duplicate_no_loss_and_nothing_assigned_early(
    done: bool, journal_lost: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    whole = Desk(tmp_path / "whole")
    assert whole.run(both(*NAMES)).exit_code == 0
    for k in range(1, whole.tenant.calls + 1):
        desk = Desk(tmp_path / str(k))
        desk.tenant.fault = at(k, "", Killed, done=done)
        with pytest.raises(Killed):
            desk.run(both(*NAMES))
        desk.tenant.fault = lambda number, name, has_happened: None
        if journal_lost:
            (desk.directory / "journal" / "journal.jsonl").unlink()
        assert desk.run(both(*NAMES)).exit_code == 0, k
        assert (duplicates(desk.tenant), history_faults(desk.tenant.log)) == ([], []), k
        assert [e.op for e in desk.tenant.log].count("create") == 6, k
        assert shown(desk.tenant) == shown(whole.tenant), k


@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
def test_a_lost_answer_at_any_write_of_a_wave_is_settled_within_the_run(
    done: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    whole = Desk(tmp_path / "whole")
    whole.run(both(*NAMES))
    for k in (k for k, name in enumerate(whole.tenant.names, 1) if name not in ("read", "list")):
        desk = Desk(tmp_path / str(k))
        desk.tenant.fault = at(k, "", Ambiguous, done=done)
        assert desk.run(both(*NAMES)).exit_code == 0, k
        assert (duplicates(desk.tenant), history_faults(desk.tenant.log)) == ([], []), k
        assert Counter(e.op for e in desk.tenant.log) == Counter(e.op for e in whole.tenant.log), k
        assert shown(desk.tenant) == shown(whole.tenant), k


def refusing(name: str, number: int) -> Fault:
    """The n-th write of a sort is refused."""
    seen = [0]

    def fault(call: int, called: str, done: bool) -> None:
        if called == name and not done:
            seen[0] += 1
            if seen[0] == number:
                raise Refused(403, "Forbidden", "no")

    return fault


@pytest.mark.parametrize(
    ("op", "left"),
    [
        ("create", ["begun", "failed", "begun"]),
        ("target-apps", ["begun", "failed", "begun"]),
        ("assign", ["done", "failed", "begun"]),
    ],
)
def test_a_refusal_in_a_wave_names_what_of_it_is_done_begun_and_not_begun(
    op: str, left: list[str], desk: Desk
) -> None:
    desk.tenant.fault = refusing(op, 2)
    outcome = desk.run(protections(*NAMES))
    assert (outcome.exit_code, [d.code for d in outcome.diagnostics]) == (3, ["APL020"])
    assert [r.state for r in outcome.results] == left
    assert {r.object_id for r in outcome.results if r.state in ("begun", "done")} <= {*desk.tenant.objects}
    assert all(r.object_id for r in outcome.results if r.state == "begun")
    assert sum(bool(o.assignments) for o in desk.tenant.objects.values()) == left.count("done")
    journal = desk.journal()
    assert journal.past.unresolved() == frozenset(), "each answer is written down, whatever another one was"
    journal.close()
    desk.tenant.fault = lambda number, name, done: None
    created = len(desk.tenant.objects)
    assert desk.run(protections(*NAMES)).exit_code == 0
    assert ([e.op for e in desk.tenant.log].count("create"), created <= 3) == (3, True)
    assert not history_faults(desk.tenant.log)


@pytest.mark.parametrize(
    ("op", "sent", "left"),
    [
        ("create", AT_ONCE, ["begun"] * AT_ONCE + ["not-done"] * 2),
        ("target-apps", 1, ["begun"] * (AT_ONCE + 2)),
        ("assign", 1, ["done"] + ["begun"] * (AT_ONCE + 1)),
    ],
)
def test_stopping_in_a_wave_reads_back_what_was_sent(op: str, sent: int, left: list[str], desk: Desk) -> None:
    wanted = protections(*(f"role-{number}" for number in range(AT_ONCE + 2)))
    outcome = desk.run(wanted, options=Options(stop=lambda: op in desk.tenant.names))
    assert [r.state for r in outcome.results] == left
    assert (outcome.exit_code, [d.code for d in outcome.diagnostics]) == (3, ["APL050"])
    assert desk.tenant.names.count(op) == sent
    assert desk.tenant.names[-1] == "read"


def test_what_cannot_be_read_back_after_a_stop_is_unknown(desk: Desk) -> None:
    desk.tenant.assignments_shown_at = 10_000.0
    found = states(desk, protections(*NAMES), Options(stop=lambda: desk.tenant.names.count("assign") == 2))
    assert found == [("college", "unknown"), ("griffie", "unknown"), ("raad", "begun")]


@pytest.mark.parametrize(
    ("op", "number", "left"),
    [("list", 1, ["not-done"] * 3), ("create", 3, ["begun"] * 3), ("assign", 2, ["done", "done", "begun"])],
)
def test_a_disk_that_fills_within_a_wave_stops_before_the_next_write(
    op: str, number: int, left: list[str], desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        if desk.tenant.names.count(op) == number:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    outcome = desk.run(protections(*NAMES))
    assert [d.code for d in outcome.diagnostics] == ["APL030"]
    assert desk.tenant.names.count(op) == number
    assert [r.state for r in outcome.results] == left


# twins


def leave(desk: Desk, wanted: Wanted, times: int = 1) -> None:
    """What a create whose answer was lost leaves behind."""
    for _ in range(times):
        desk.tenant.create(PROTECTION, wanted.resource.body)
        desk.clock.sleep(1)


def test_what_an_earlier_run_left_of_a_wave_is_found_by_one_list_and_adopted(desk: Desk) -> None:
    wanted = protections(*NAMES)
    plan = make_plan(desk.tenant, wanted)
    for one in wanted[:2]:
        leave(desk, one)
    desk.tenant.names.clear()
    assert desk.run(wanted, plan=plan).exit_code == 0
    assert desk.tenant.names[:5] == ["list", "read", "create", "read", "list"]
    assert len(desk.tenant.objects) == 3
    assert [e.address.key for e in desk.events if e.kind == "adopted"] == ["college", "griffie"]


def test_twins_in_a_wave_are_taken_away_before_anything_of_it_is_assigned(desk: Desk) -> None:
    wanted = protections(*NAMES)
    plan = make_plan(desk.tenant, wanted)
    leave(desk, wanted[0], 2)
    leave(desk, wanted[2], 3)
    outcome = desk.run(wanted, plan=plan)
    assert (outcome.exit_code, [d.code for d in outcome.diagnostics]) == (0, ["APL015"] * 3)
    ops = [e.op for e in desk.tenant.log]
    assert max(i for i, op in enumerate(ops) if op == "delete") < ops.index("assign")
    assert sorted(desk.tenant.objects) == ["id-001", "id-003", "id-006"], "the oldest of each stays"
    assert not history_faults(desk.tenant.log)


def test_a_twin_that_appears_while_the_wave_is_written_is_found_by_the_list_that_follows(desk: Desk) -> None:
    wanted = protections(*NAMES)

    def fault(call: int, name: str, done: bool) -> None:
        if desk.tenant.names.count("create") == 2 and name == "create" and done:
            desk.tenant._create(PROTECTION, wanted[0].resource.body)

    desk.tenant.fault = fault
    assert desk.run(wanted).exit_code == 0
    assert sorted(desk.tenant.objects) == ["id-001", "id-002", "id-004"]
    assert not history_faults(desk.tenant.log)


def test_of_twins_that_are_listed_and_cannot_be_read_neither_is_chosen(desk: Desk) -> None:
    wanted = protections(*NAMES)
    plan = make_plan(desk.tenant, wanted)
    leave(desk, wanted[0], 2)

    def fault(call: int, name: str, done: bool) -> None:
        if name == "read" and not done and desk.tenant.names.count("list") == 2:
            desk.tenant.objects.pop("id-002", None)
            desk.tenant.objects.pop("id-001", None)

    desk.tenant.fault = fault
    outcome = desk.run(wanted, plan=plan)
    assert outcome.exit_code == 3
    assert {d.code for d in outcome.diagnostics} <= {"APL012", "APL024"}
    assert not any(o.assignments for o in desk.tenant.objects.values())


def test_a_list_that_runs_behind_is_waited_for_once_by_the_whole_wave(desk: Desk) -> None:
    desk.tenant.lag = 40.0
    assert desk.run(protections(*NAMES)).exit_code == 0
    assert desk.clock.monotonic() < 60


def test_after_a_crash_the_settle_time_is_waited_for_once_by_the_whole_wave(desk: Desk) -> None:
    """Three creates may have happened and did not: the journal says so of each, and one wait is enough for all."""
    wanted = protections(*NAMES)
    journal = desk.journal()
    for one in wanted:
        journal.intent(one.resource.address, "create", None, {})
    journal.close()
    assert desk.run(wanted).exit_code == 0
    assert 120 <= desk.clock.monotonic() < 130


# the window


def meanwhile(desk: Desk, seconds: float, update: int, done: bool, then: Callable[[], None]) -> Fault:
    """Before or after the k-th update, which takes so long, somebody else does something."""

    def fault(call: int, name: str, after: bool) -> None:
        if name == "update" and after == done and desk.tenant.names.count("update") == update:
            desk.clock.sleep(seconds)
            then()

    return fault


@pytest.mark.parametrize(
    ("seconds", "update", "done", "noticed"),
    [
        (30.0, 1, True, "before"),
        (1.0, 1, True, "before"),
        (0.0, 1, True, "before"),
        (0.0, 2, True, "before"),
        (0.0, 3, False, "after"),
    ],
)
def test_a_look_is_good_for_the_next_request_and_an_edit_is_noticed_in_any_case(
    seconds: float, update: int, done: bool, noticed: str, desk: Desk
) -> None:
    """M9: an edit while others of the wave were written was seen after the write, or not at all. The last case is between the look and
    the write itself."""
    desk.run(protections(*NAMES))
    theirs = desk.tenant.id_of("protection/raad")
    desk.tenant.fault = meanwhile(desk, seconds, update, done, lambda: desk.tenant.portal(theirs, minimum=6))
    desk.tenant.log.clear()
    outcome = desk.run(protections(*NAMES, pin=False))
    codes = {"before": "APL010", "after": "APL013"}
    assert (outcome.exit_code, [d.code for d in outcome.diagnostics]) == (3, [codes[noticed]])
    assert (outcome.results[2].state == "not-done") == (noticed == "before")
    assert (theirs in {e.id for e in desk.tenant.log}) == (noticed == "after")


def test_a_wave_of_settings_keeps_what_others_set_on_each(desk: Desk) -> None:
    """A PUT carries the whole body: each object of a wave must be given back its own."""
    wanted = tuple(
        Wanted(desired(SETTINGS, name, {"blocked": ["x"]}), (group(f"g-{name}"),)) for name in NAMES
    )
    desk.run(wanted)
    for name in NAMES:
        desk.tenant.portal(desk.tenant.id_of(f"settings/{name}"), theirs=name)
    again = tuple(
        Wanted(desired(SETTINGS, name, {"blocked": ["x", "y"]}), (group(f"g-{name}"),)) for name in NAMES
    )
    plan = make_plan(desk.tenant, again)
    plan = replace(plan, changes=tuple(replace(c, not_managed=("/theirs",)) for c in plan.changes))
    assert desk.run(again, plan=plan).exit_code == 0
    assert [
        desk.tenant.objects[desk.tenant.id_of(f"settings/{name}")].body["theirs"] for name in NAMES
    ] == list(NAMES)
