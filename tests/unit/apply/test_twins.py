"""H1, M5: what is told of twins while a plan is carried out, and what a run without its journal does before it creates."""

import os
from pathlib import Path

import pytest
from tests.unit.apply.test_protocol import duplicates, history_faults
from tests.unit.apply.world import (
    COMPLIANCE,
    Desk,
    Killed,
    Wanted,
    at,
    before_wanted,
    desired,
    group,
    make_plan,
)

from managed_apparaten.apply.journal import EarlierRuns, open_journal
from managed_apparaten.apply.outcome import Options
from managed_apparaten.core.clock import VirtualClock

WANTED = before_wanted()[0]
MANY = tuple(
    Wanted(desired(COMPLIANCE, f"r{n:02}", {"passcode": True, "rules": [1]}), (group(f"g{n}"),))
    for n in range(23)
)
SETTLING = Options(settle_first=True)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    return Desk(tmp_path)


def leave(desk: Desk, **changed: object) -> str:
    """An object with the marker, for nobody."""
    desk.clock.sleep(10)
    return desk.tenant.create(COMPLIANCE, {**WANTED.resource.body, **changed})


# while a plan is carried out


EDITED: dict[str, dict[str, object]] = {
    "a property of ours": {"passcode": False},
    "a property that we do not write": {"camera": "blocked"},
    "the name": {"displayName": "Kopie"},
}


@pytest.mark.parametrize("name", EDITED)
def test_a_twin_that_somebody_changed_is_not_deleted_when_it_appears_during_a_run(
    name: str, desk: Desk
) -> None:
    """M5; the surviving mutant of `create._keep_one`: without the look at its content the changed copy would be deleted."""
    plan = make_plan(desk.tenant, (WANTED,))
    first, changed = leave(desk), leave(desk, **EDITED[name])
    outcome = desk.run((WANTED,), plan=plan)
    assert [d.code for d in outcome.diagnostics] == [
        "APL010" if name != "a property that we do not write" else "APL014"
    ]
    assert outcome.exit_code != 0
    assert sorted(desk.tenant.objects) == [first, changed]
    assert "delete" not in desk.tenant.names
    assert not any(o.assignments for o in desk.tenant.objects.values())


def test_a_twin_that_people_have_is_not_taken_away_before_the_other_has_them_too(desk: Desk) -> None:
    """H1: nobody is without."""
    plan = make_plan(desk.tenant, (WANTED,))
    kept, other = leave(desk), leave(desk)
    desk.tenant.objects[kept].assignments = [group("g-college")]
    desk.tenant.objects[other].assignments = [group("g-griffie")]
    outcome = desk.run((WANTED,), plan=plan)
    assert ([d.code for d in outcome.diagnostics], outcome.exit_code != 0) == (["APL014"], True)
    assert "unassign" not in desk.tenant.names
    assert [len(o.assignments) for o in desk.tenant.objects.values()] == [1, 1]


def twins(desk: Desk) -> tuple[str, str]:
    """Two assigned objects of one address, and an empty log."""
    assert desk.run((WANTED,)).exit_code == 0
    kept = desk.tenant.id_of("compliance/college")
    copy = leave(desk)
    desk.tenant.objects[copy].assignments = list(WANTED.targets)
    desk.tenant.log.clear()
    desk.tenant.names.clear()
    return kept, copy


def test_a_copy_goes_after_the_settle_time_and_a_look_at_what_stays(desk: Desk) -> None:
    """H1: two assigned twins, resolved by the next run itself."""
    kept, copy = twins(desk)
    began = desk.clock.monotonic()
    outcome = desk.run((WANTED,))
    assert (outcome.exit_code, sorted(desk.tenant.objects)) == (0, [kept])
    assert desk.clock.monotonic() - began >= Options().settle
    assert [(e.op, e.id) for e in desk.tenant.log] == [("assign", copy), ("delete", copy)]
    assert desk.tenant.names[:3] == ["read", "read", "assign"]
    assert [e.kind for e in desk.events].count("settling") == 1
    assert desk.empty((WANTED,))


GONE = {
    "deleted": lambda desk, kept: desk.tenant.objects.pop(kept),
    "unassigned": lambda desk, kept: desk.tenant.objects[kept].assignments.clear(),
    "changed": lambda desk, kept: desk.tenant.portal(kept, passcode=False),
    "without our marker": lambda desk, kept: desk.tenant.portal(kept, description="mine"),
}


@pytest.mark.parametrize("name", GONE)
def test_a_copy_stays_when_the_object_that_was_to_stay_is_no_longer_as_planned(name: str, desk: Desk) -> None:
    """H1: an earlier run, or somebody, took the other one away, and the plan was made of a reading that ran behind."""
    kept, copy = twins(desk)
    plan = make_plan(desk.tenant, (WANTED,))
    GONE[name](desk, kept)
    outcome = desk.run((WANTED,), plan=plan)
    assert outcome.exit_code == 4
    assert desk.tenant.log == []
    assert desk.tenant.objects[copy].assignments


def test_a_copy_goes_after_the_one_that_stays_was_given_to_everybody(desk: Desk) -> None:
    """H1: the order of a run in which the kept one is changed as well."""
    kept, copy = twins(desk)
    more = Wanted(WANTED.resource, (*WANTED.targets, group("g-new")))
    assert desk.run((more,)).exit_code == 0
    assert [(e.op, e.id) for e in desk.tenant.log] == [("assign", kept), ("assign", copy), ("delete", copy)]
    assert not history_faults(desk.tenant.log)


def test_waiting_for_lists_stops_when_somebody_asks(desk: Desk) -> None:
    twins(desk)
    began = desk.clock.monotonic()
    outcome = desk.run((WANTED,), options=Options(stop=lambda: desk.clock.monotonic() - began > 5))
    assert ([d.code for d in outcome.diagnostics], desk.tenant.log) == (["APL050"], [])
    assert desk.clock.monotonic() - began < 30
    other = Desk(desk.directory / "other")
    outcome = other.run(
        (WANTED,), options=Options(settle_first=True, stop=lambda: other.clock.monotonic() > 5)
    )
    assert ([d.code for d in outcome.diagnostics], outcome.exit_code, other.tenant.log) == (["APL050"], 1, [])
    assert other.clock.monotonic() < 30


# without the journal of the last run


@pytest.mark.parametrize("settles", [True, False], ids=["settling", "control"])
@pytest.mark.parametrize("killed", [1, 5, 21, 23])
def test_without_its_journal_a_run_makes_nothing_twice_in_any_wave(
    settles: bool, killed: int, desk: Desk
) -> None:
    """H1: objects come into the list 110 seconds late, the run that made them is dead and so is its disk. Those of the first wave that
    show early must not end the wait for the others. The control, which does not wait, makes twins."""
    desk.tenant.lag = 110.0
    plan = make_plan(desk.tenant, MANY)

    def fault(call: int, name: str, done: bool) -> None:
        if name == "create" and done and len(desk.tenant.objects) == killed:
            raise Killed

    desk.tenant.fault = fault
    with pytest.raises(Killed):
        desk.run(MANY, plan=plan)
    desk.tenant.fault = lambda number, name, done: None
    for stored in list(desk.tenant.objects.values())[:20]:
        stored.created -= 110.0
    (desk.directory / "journal" / "journal.jsonl").unlink()
    desk.run(MANY, plan=plan, options=Options(settle_first=settles))
    created = [e.after.body["displayName"] for e in desk.tenant.log if e.op == "create" and e.after]
    assert (len(created) > len({*created})) == (not settles and killed > 20)
    assert not duplicates(desk.tenant), (
        "a list that shows the newer one shows the older one here, and it is taken away"
    )


def test_the_settle_time_is_waited_for_once_in_a_run(desk: Desk) -> None:
    outcome = desk.run(MANY, options=SETTLING)
    assert (outcome.exit_code, len(desk.tenant.objects)) == (0, 23)
    assert 120 <= desk.clock.monotonic() < 130
    assert [e.kind for e in desk.events].count("settling") == 1


def test_nothing_is_waited_for_when_nothing_is_created(desk: Desk) -> None:
    desk.run((WANTED,))
    began = desk.clock.monotonic()
    more = Wanted(WANTED.resource, (*WANTED.targets, group("g-new")))
    assert desk.run((more,), options=SETTLING).exit_code == 0
    assert desk.clock.monotonic() == began


def past(directory: Path) -> EarlierRuns:
    journal = open_journal(directory / "journal", "d", VirtualClock(Desk(directory / "x").clock.now()))
    journal.close()
    return journal.past


def test_a_journal_is_that_of_the_last_run_when_it_knows_what_the_tenant_shows(desk: Desk) -> None:
    """H1: a machine whose disk was restored, and two machines in turn, have a journal, and not that of the last run."""
    assert not past(desk.directory).follows("tenant-1", ())
    desk.run((WANTED,), options=SETTLING)
    kept = desk.tenant.id_of("compliance/college")
    assert past(desk.directory).follows("tenant-1", (kept,)), "it made the object itself"
    assert not past(desk.directory).follows("tenant-2", (kept,))
    assert not past(desk.directory).follows("tenant-1", (kept, "made elsewhere"))
    desk.run((WANTED,))
    assert past(desk.directory).follows("tenant-1", (kept,)), "it saw the object"
    desk.run(before_wanted())
    assert past(desk.directory).follows("tenant-1", {*desk.tenant.objects})


def test_what_the_journal_knows_and_no_read_shows_yet_is_not_made_again(desk: Desk) -> None:
    """H1, found by the campaign: the create was answered, then the process died; the next run has the journal, and reads run behind."""
    desk.tenant.lag = 60.0
    desk.tenant.fault = at(3, "read", Killed, done=True)
    with pytest.raises(Killed):
        desk.run((WANTED,))
    (made,) = desk.tenant.objects
    hidden = desk.tenant.objects.pop(made)

    def fault(call: int, name: str, done: bool) -> None:
        if desk.clock.monotonic() > 60:
            desk.tenant.objects.setdefault(made, hidden)

    desk.tenant.fault = fault
    assert desk.run((WANTED,)).exit_code == 0
    assert [*desk.tenant.objects] == [made]


def test_what_the_journal_knows_and_somebody_deleted_is_made_again(desk: Desk) -> None:
    desk.run((WANTED,))
    desk.tenant.objects.clear()
    assert desk.run((WANTED,)).exit_code == 0
    assert len(desk.tenant.objects) == 1


def test_what_one_replica_shows_and_the_next_does_not_is_there(desk: Desk) -> None:
    """H1: the journal knows the object, a read by id shows it, no list does, and the next read of it goes to another replica."""
    desk.tenant.lag = 60.0
    desk.tenant.fault = at(3, "read", Killed, done=True)
    with pytest.raises(Killed):
        desk.run((WANTED,))
    (made,) = desk.tenant.objects
    hidden, reads = desk.tenant.objects[made], [0]

    def fault(call: int, name: str, done: bool) -> None:
        reads[0] += name == "read" and not done
        if name == "read" and reads[0] == 2 and not done:
            desk.tenant.objects.pop(made)
        elif done or name != "read":
            desk.tenant.objects.setdefault(made, hidden)

    desk.tenant.fault = fault
    desk.run((WANTED,))
    assert [*desk.tenant.objects] == [made]


def test_a_journal_that_began_without_knowing_and_did_not_wait_is_no_better_than_none(desk: Desk) -> None:
    """H1, found by the campaign: one machine died after a create, the next died before its own wait was over, and its disk lived."""
    plan = make_plan(desk.tenant, (WANTED,))
    journal = desk.journal()
    journal.start(plan, known=False)
    journal.close()
    assert not past(desk.directory).follows("tenant-1", ())
    assert desk.run((WANTED,), options=SETTLING).exit_code == 0
    kept = desk.tenant.id_of("compliance/college")
    assert past(desk.directory).follows("tenant-1", (kept,)), "it waited before its create"
