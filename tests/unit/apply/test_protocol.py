"""What a run writes and in which order, seen from the tenant's own log; and what it does when answers are lost or it dies."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.apply.world import (
    COMPLIANCE,
    SETTINGS,
    Desk,
    Entry,
    Fault,
    Killed,
    Tenant,
    Wanted,
    after_wanted,
    at,
    before_wanted,
    desired,
    group,
    make_plan,
)

from managed_apparaten.apply.outcome import Options
from managed_apparaten.core.digest import canonical
from managed_apparaten.graph.errors import Ambiguous, Refused
from managed_apparaten.resource.marker import split


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of runs: what a sync costs is not what they are about."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


def applied(desk: Desk) -> Desk:
    """The tenant of last year, with an empty log."""
    assert desk.run(before_wanted()).exit_code == 0
    desk.tenant.log.clear()
    desk.tenant.names.clear()
    desk.events.clear()
    desk.tenant.calls = 0
    return desk


def history_faults(log: list[Entry]) -> list[str]:
    """Every moment in the log that the invariants of apply forbid."""
    found = []
    for number, entry in enumerate(log):
        here = f"{number} {entry.op} {entry.id}"
        if entry.before and entry.before.marker() is None:
            found.append(f"{here}: written without a marker")
        if entry.op == "create" and entry.after and entry.after.assignments:
            found.append(f"{here}: created with assignments")
        if entry.op == "assign" and entry.after and entry.after.assignments:
            body = entry.after.body
            if body.get("appGroupType") == "selectedPublicApps" and not entry.after.apps:
                found.append(f"{here}: assigned without apps")
            if not entry.read:
                found.append(f"{here}: assigned before it was read back")
            if not entry.listed and any(e.op == "create" and e.id == entry.id for e in log[:number]):
                found.append(f"{here}: assigned before a list had shown it")
        if entry.op == "delete" and entry.before and entry.before.assignments:
            found.append(f"{here}: deleted while assigned")
    return found


def duplicates(tenant: Tenant) -> list[str]:
    addresses = [str(m.address) for o in tenant.objects.values() if (m := o.marker())]
    return sorted(a for a in set(addresses) if addresses.count(a) > 1)


def shown(tenant: Tenant) -> bytes:
    """The tenant without ids and counters."""
    return canonical(
        sorted(
            [o.kind, canonical([o.body, o.assignments, sorted(o.apps)]).decode()]
            for o in tenant.objects.values()
        )
    )


def goal(tmp_path: Path) -> bytes:
    """What a fresh run to the new policy gives."""
    fresh = Desk(tmp_path / "goal")
    assert fresh.run(after_wanted()).exit_code == 0
    return shown(fresh.tenant)


def test_a_first_apply_creates_all_and_a_second_plan_is_empty(desk: Desk) -> None:
    outcome = desk.run(before_wanted())
    assert (outcome.exit_code, outcome.count("done")) == (0, 5)
    assert desk.empty(before_wanted())
    assert not history_faults(desk.tenant.log)


def test_the_second_year_ends_where_a_fresh_apply_would(desk: Desk, tmp_path: Path) -> None:
    assert applied(desk).run(after_wanted()).exit_code == 0
    assert desk.empty(after_wanted())
    assert shown(desk.tenant) == goal(tmp_path)
    assert not history_faults(desk.tenant.log)


def test_an_empty_plan_asks_for_no_write(desk: Desk) -> None:
    assert applied(desk).run(before_wanted()).exit_code == 0
    assert desk.tenant.log == []


def test_a_new_object_is_read_back_and_sought_for_twins_before_apps_and_assigned_last(desk: Desk) -> None:
    desk.run((before_wanted()[1],))
    assert desk.tenant.names == [
        "list",
        "create",
        "read",
        "list",
        "target-apps",
        "read",
        "assign",
        "read",
        "read",
    ]


def test_new_protection_is_on_before_the_old_goes_off(desk: Desk) -> None:
    applied(desk).run(after_wanted())
    ops = [(entry.op, bool(entry.after and entry.after.assignments)) for entry in desk.tenant.log]
    last_on = max(
        i
        for i, (op, on) in enumerate(ops)
        if op in ("create", "update", "target-apps", "act") or (op == "assign" and on)
    )
    first_off = min(i for i, (op, on) in enumerate(ops) if op == "delete" or (op == "assign" and not on))
    assert last_on < first_off


def test_what_loosens_comes_after_what_protects(desk: Desk) -> None:
    one = Wanted(desired(COMPLIANCE, "a", {"passcode": True, "rules": [1]}), (group("g1"), group("g2")))
    desk.run((one,))
    less = Wanted(desired(COMPLIANCE, "a", {"passcode": False, "rules": [1]}), (group("g1"),))
    more = Wanted(desired(SETTINGS, "b", {"blocked": ["q"]}), (group("g2"),))
    desk.tenant.log.clear()
    assert desk.run((less, more)).exit_code == 0
    assert [e.op for e in desk.tenant.log] == ["create", "assign", "update", "assign"]


def test_a_patch_carries_changed_properties_and_the_type_only(desk: Desk) -> None:
    applied(desk).run(after_wanted())
    assert ("compliance", ["@odata.type", "blocked", "description"]) in desk.tenant.updates
    assert ("settings", ["@odata.type", "blocked", "description", "displayName"]) in desk.tenant.updates


def test_rules_go_by_their_action_and_never_by_patch(desk: Desk) -> None:
    applied(desk).run(after_wanted())
    changed = [
        e
        for e in desk.tenant.log
        if e.before and e.after and e.before.body.get("rules") != e.after.body.get("rules")
    ]
    assert [e.op for e in changed] == ["act"]


def test_assignments_of_a_policy_set_are_never_sent_and_never_seen_as_foreign(desk: Desk) -> None:
    applied(desk)
    college = desk.tenant.objects[desk.tenant.id_of("compliance/college")]
    college.assignments.append({**group("g-set"), "source": "policySets"})
    assert desk.run(after_wanted()).exit_code == 0
    assert {t["groupId"]: t.get("source") for t in college.assignments} == {
        "g-set": "policySets",
        "g-college": None,
        "g-griffie": None,
    }


# stopping


@pytest.mark.parametrize("op", ["create", "update", "target-apps", "assign", "delete"])
def test_stopping_finishes_the_request_in_hand_and_says_what_is_done(op: str, desk: Desk) -> None:
    applied(desk)
    outcome = desk.run(after_wanted(), options=Options(stop=lambda: op in desk.tenant.names))
    assert outcome.exit_code == 3
    assert desk.tenant.names.count(op) == 1
    assert {d.code for d in outcome.diagnostics} == {"APL050"}
    assert len(outcome.results) == 7
    assert desk.run(after_wanted()).exit_code == 0
    assert not duplicates(desk.tenant)


# lost answers


@pytest.mark.usefixtures("quick_disk")
@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
def test_a_lost_answer_at_any_call_is_settled_within_the_run(done: bool, tmp_path: Path) -> None:
    reference = applied(Desk(tmp_path / "count"))
    reference.run(after_wanted())
    writes = [k for k, name in enumerate(reference.tenant.names, 1) if name not in ("read", "list")]
    assert len(writes) > 12
    for k in writes:
        desk = applied(Desk(tmp_path / f"{k}"))
        desk.tenant.fault = at(k, "", Ambiguous, done=done)
        assert desk.run(after_wanted()).exit_code == 0, k
        assert desk.empty(after_wanted())
        assert not duplicates(desk.tenant)
        assert not history_faults(desk.tenant.log)
        assert sum(e.op == "create" for e in desk.tenant.log) == 2


def test_a_lost_create_is_adopted_even_when_the_list_lags_almost_as_long_as_we_wait(desk: Desk) -> None:
    desk.tenant.lag = 119.0
    desk.tenant.fault = at(2, "create", Ambiguous, done=True)
    assert desk.run(before_wanted()[:1]).exit_code == 0
    assert len(desk.tenant.objects) == 1
    assert any(e.kind == "adopted" for e in desk.events)


def test_a_create_that_is_sent_again_and_lost_again_is_looked_for_before_the_next(desk: Desk) -> None:
    """The first one never arrived, the second one did: whoever sends a third without looking makes a twin."""
    sent: list[bool] = []

    def fault(call: int, name: str, done: bool) -> None:
        if name == "create":
            sent.append(done)
            if sent in ([False], [False, False, True]):
                raise Ambiguous(504, "X", "no answer")

    desk.tenant.fault = fault
    assert desk.run(before_wanted()[:1]).exit_code == 0
    assert sent == [False, False, True]
    assert [entry.op for entry in desk.tenant.log].count("create") == 1


def naive(tenant: Tenant, wanted: Wanted) -> None:
    """What usual clients do: send again when no answer comes."""
    for _ in range(3):
        try:
            tenant.create(COMPLIANCE, wanted.resource.body)
            return
        except Ambiguous:
            continue


def test_control_a_client_that_repeats_a_create_makes_duplicates_here(desk: Desk) -> None:
    desk.tenant.fault = at(1, "create", Ambiguous, done=True)
    naive(desk.tenant, before_wanted()[0])
    assert duplicates(desk.tenant) == ["compliance/college"]


def test_a_twin_that_the_list_shows_late_is_taken_away_before_anybody_is_assigned(desk: Desk) -> None:
    """The lag is longer than we wait: a second create happens, and the twin is found when both are listed."""
    wanted = before_wanted()[:1]
    desk.tenant.lag = 100.0
    desk.tenant.fault = at(2, "create", Ambiguous, done=True)
    outcome = desk.run(wanted, options=Options(settle=60.0))
    while outcome.exit_code:
        assert not any(o.assignments for o in desk.tenant.objects.values())
        desk.clock.sleep(100)
        outcome = desk.run(wanted)
    assert len(desk.tenant.objects) == 1
    assert desk.empty(wanted)


def test_twins_are_swept_when_both_are_listed(desk: Desk) -> None:
    wanted = before_wanted()[0]
    plan = make_plan(desk.tenant, (wanted,))
    desk.tenant.create(COMPLIANCE, wanted.resource.body)
    desk.clock.sleep(10)
    desk.tenant.create(COMPLIANCE, wanted.resource.body)
    outcome = desk.run((wanted,), plan=plan)
    assert outcome.exit_code == 0
    assert sorted(desk.tenant.objects) == ["id-001"], "the oldest stays"
    assert [d.code for d in outcome.diagnostics] == ["APL015"]
    assert not history_faults(desk.tenant.log)


def test_an_object_with_our_marker_but_other_content_is_not_adopted(desk: Desk) -> None:
    wanted = before_wanted()[0]
    plan = make_plan(desk.tenant, (wanted,))
    desk.tenant.create(COMPLIANCE, {**wanted.resource.body, "passcode": False})
    desk.tenant.log.clear()
    outcome = desk.run((wanted,), plan=plan)
    assert (outcome.exit_code, outcome.diagnostics[0].code) == (4, "APL010")
    assert [d.field for d in outcome.results[0].differences] == ["/passcode"]
    assert desk.tenant.log == []


def test_writes_without_any_answer_end_as_unknown(desk: Desk) -> None:
    def fault(call: int, name: str, done: bool) -> None:
        if name == "update" and not done:
            raise Ambiguous(504, "X", "no answer")

    applied(desk).tenant.fault = fault
    outcome = desk.run(after_wanted())
    assert (outcome.exit_code, outcome.diagnostics[0].code) == (3, "APL021")
    assert outcome.count("unknown") == 1


def test_a_refusal_stops_the_run_and_names_the_policy_line(desk: Desk) -> None:
    def fault(call: int, name: str, done: bool) -> None:
        if name == "create" and not done:
            raise Refused(400, "BadRequest", "The property 'passcode' does not exist.")

    desk.tenant.fault = fault
    outcome = desk.run(before_wanted())
    assert outcome.exit_code == 1, "nothing was written"
    assert [r.state for r in outcome.results] == ["failed", "failed", "not-done", "not-done", "not-done"], (
        "two were sent together"
    )
    for diagnostic in outcome.diagnostics:
        assert (diagnostic.code, diagnostic.pointer, str(diagnostic.span)) == (
            "APL020",
            "/passcode",
            "roles/x.yaml:3:1",
        )


# dying


@pytest.mark.usefixtures("quick_disk")
@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("journal_lost", [False, True])
@pytest.mark.parametrize("lag", [0.0, 60.0])
def test_dying_at_any_call_leaves_nothing_that_one_more_run_does_not_mend(
    done: bool, journal_lost: bool, lag: float, tmp_path: Path
) -> None:
    wanted_end = goal(tmp_path)
    k = 0
    while True:
        k += 1
        desk = applied(Desk(tmp_path / f"{k}"))
        desk.clock.sleep(lag)
        desk.tenant.lag = lag
        desk.tenant.fault = at(k, "", Killed, done=done)
        try:
            outcome = desk.run(after_wanted())
        except Killed:
            desk.tenant.fault = lambda number, name, has_happened: None
            if journal_lost:
                (desk.directory / "journal" / "journal.jsonl").unlink()
                desk.clock.sleep(lag)
            outcome = desk.run(after_wanted())
            assert outcome.exit_code == 0, (k, outcome.diagnostics)
            assert not duplicates(desk.tenant), k
            assert desk.empty(after_wanted()), k
            assert shown(desk.tenant) == wanted_end, k
            assert not history_faults(desk.tenant.log), k
        else:
            assert outcome.exit_code == 0
            break
    assert k > 40


def test_with_the_journal_gone_waiting_first_finds_what_a_slow_list_hides(desk: Desk) -> None:
    wanted = before_wanted()[:1]
    desk.tenant.lag = 60.0
    desk.tenant.fault = at(2, "create", Killed, done=True)
    with pytest.raises(Killed):
        desk.run(wanted)
    (desk.directory / "journal" / "journal.jsonl").unlink()
    assert desk.run(wanted, options=Options(settle_first=True)).exit_code == 0
    assert len(desk.tenant.objects) == 1


def test_a_torn_journal_line_is_as_good_as_none(desk: Desk) -> None:
    wanted = before_wanted()[:1]
    desk.tenant.lag = 60.0
    desk.tenant.fault = at(2, "create", Killed, done=True)
    with pytest.raises(Killed):
        desk.run(wanted)
    file = desk.directory / "journal" / "journal.jsonl"
    file.write_bytes(file.read_bytes() + b'{"v":1,"entry":"outc')
    assert desk.run(wanted).exit_code == 0
    assert len(desk.tenant.objects) == 1


def test_a_full_disk_stops_before_the_next_write(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    applied(desk)
    real, count = os.fsync, [0]

    def full(descriptor: int) -> None:
        count[0] += 1
        if count[0] > 8:
            raise OSError(28, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    outcome = desk.run(after_wanted())
    written = len(desk.tenant.log)
    assert outcome.exit_code == 3
    assert [d.code for d in outcome.diagnostics] == ["APL030"]
    assert 0 < written <= 5
    monkeypatch.setattr(os, "fsync", real)
    assert desk.run(after_wanted()).exit_code == 0
    assert not duplicates(desk.tenant)


# others


Edit = Callable[[Tenant, str], None]
EDITS: dict[str, Edit] = {
    "property": lambda t, i: t.portal(i, passcode=False),
    "unowned property": lambda t, i: t.portal(i, roleScopeTagIds=["7"]),
    "assignment": lambda t, i: t.objects[i].assignments.clear(),
    "deleted": lambda t, i: t.objects.__delitem__(i),
    "marker removed": lambda t, i: t.portal(i, description="mine now"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
@pytest.mark.parametrize("address", ["compliance/college", "compliance/oud"], ids=["updated", "deleted"])
def test_an_edit_after_the_plan_stops_before_that_object_is_written(
    edit: Edit, address: str, desk: Desk
) -> None:
    applied(desk)
    plan = make_plan(desk.tenant, after_wanted())
    object_id = desk.tenant.id_of(address)
    edit(desk.tenant, object_id)
    outcome = desk.run(after_wanted(), plan=plan)
    assert outcome.exit_code in (3, 4)
    assert (outcome.exit_code == 3) == bool(desk.tenant.log)
    assert not [e for e in desk.tenant.log if e.id == object_id]
    assert outcome.diagnostics[0].code in ("APL010", "APL011", "APL012")


def editing(desk: Desk, number: int, edit: Edit, address: str) -> Fault:
    def fault(call: int, _: str, done: bool) -> None:
        if call == number and not done:
            edit(desk.tenant, desk.tenant.id_of(address))

    return fault


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (lambda t, i: t.portal(i, passcode=False), "APL010"),
        (lambda t, i: t.portal(i, blocked=["theirs"]), "APL013"),
        (lambda t, i: t.portal(i, description="mine now"), "APL013"),
    ],
    ids=["another property", "the same property", "the marker"],
)
def test_an_edit_between_our_look_and_our_write_is_noticed(edit: Edit, code: str, desk: Desk) -> None:
    applied(desk)
    wanted = (
        Wanted(
            desired(COMPLIANCE, "college", {"passcode": True, "blocked": ["new"], "rules": [1]}),
            before_wanted()[0].targets,
        ),
        *before_wanted()[1:],
    )
    desk.tenant.fault = editing(desk, 2, edit, "compliance/college")
    outcome = desk.run(wanted)
    assert desk.tenant.names[1] == "update"
    assert (outcome.exit_code, outcome.diagnostics[0].code) == (3, code)


def test_objects_without_our_marker_are_never_written_even_under_our_name(desk: Desk) -> None:
    foreign = {"displayName": "MA | college", "passcode": True}
    object_id = desk.tenant.create(COMPLIANCE, foreign)
    desk.tenant.log.clear()
    desk.run(before_wanted())
    assert desk.tenant.objects[object_id].body == foreign
    assert not history_faults(desk.tenant.log)


def test_the_marker_survives_every_write(desk: Desk) -> None:
    applied(desk).run(after_wanted())
    assert all(split(e.after.body["description"])[1] for e in desk.tenant.log if e.after)


def test_progress_names_each_change_and_its_place(desk: Desk) -> None:
    desk.run(before_wanted()[:2])
    assert [(e.kind, e.op, e.position, e.total) for e in desk.events if e.address.kind == "protection"] == [
        ("started", None, 2, 2),
        ("sent", "create", 2, 2),
        ("verified", "create", 2, 2),
        ("sent", "target-apps", 2, 2),
        ("verified", "target-apps", 2, 2),
        ("sent", "assign", 2, 2),
        ("verified", "assign", 2, 2),
        ("finished", None, 2, 2),
    ]


def test_targets_that_lag_are_waited_for(desk: Desk) -> None:
    """F10: assign answers yes, the old list shows for a while."""
    desk.tenant.assignments_shown_at = 20.0
    assert desk.run(before_wanted()[2:3]).exit_code == 0
    assert any(e.kind == "waiting" and e.op == "assign" for e in desk.events)
    assert desk.tenant.names.count("assign") == 1


def test_an_object_that_the_journal_knows_is_not_made_again_while_the_list_hides_it(desk: Desk) -> None:
    wanted = before_wanted()[:1]
    desk.tenant.lag = 60.0
    desk.tenant.fault = at(3, "read", Killed, done=False)
    with pytest.raises(Killed):
        desk.run(wanted)
    assert desk.run(wanted).exit_code == 0
    assert [e.op for e in desk.tenant.log].count("create") == 1


def test_an_object_that_the_journal_knows_but_that_lost_its_marker_is_left_alone(desk: Desk) -> None:
    wanted = before_wanted()[:1]
    desk.run(wanted)
    desk.tenant.portal("id-001", description="mine now")
    assert desk.run(wanted).exit_code == 0
    assert sorted(desk.tenant.objects) == ["id-001", "id-002"]
    assert desk.tenant.objects["id-001"].body["description"] == "mine now"


def test_two_objects_with_one_address_and_other_content_are_for_people_to_judge(desk: Desk) -> None:
    wanted = before_wanted()[0]
    other = desired(COMPLIANCE, "college", {"passcode": False})
    plan = make_plan(desk.tenant, (wanted,))
    desk.tenant.create(COMPLIANCE, wanted.resource.body)
    desk.clock.sleep(10)
    desk.tenant.create(COMPLIANCE, other.body)
    outcome = desk.run((wanted,), plan=plan)
    assert [d.code for d in outcome.diagnostics] == ["APL014"]
    assert len(desk.tenant.objects) == 2
    assert not any(o.assignments for o in desk.tenant.objects.values())


def test_the_marker_alone_decides_even_when_nothing_else_shows_an_edit(desk: Desk) -> None:
    applied(desk)
    plan = make_plan(desk.tenant, after_wanted())
    stored = desk.tenant.objects[desk.tenant.id_of("compliance/college")]
    stored.body["description"] = "made by policy"
    outcome = desk.run(after_wanted(), plan=plan)
    assert outcome.diagnostics[0].code == "APL011"
    assert not history_faults(desk.tenant.log)


def test_a_write_without_an_answer_is_not_repeated_over_somebody_else(desk: Desk) -> None:
    applied(desk)
    wanted = (
        Wanted(
            desired(COMPLIANCE, "college", {"passcode": True, "blocked": ["new"], "rules": [1]}),
            before_wanted()[0].targets,
        ),
        *before_wanted()[1:],
    )

    def fault(call: int, name: str, done: bool) -> None:
        if name == "update" and not done:
            desk.tenant.portal(desk.tenant.id_of("compliance/college"), blocked=["theirs"])
            raise Ambiguous(504, "X", "no answer")

    desk.tenant.fault = fault
    outcome = desk.run(wanted)
    assert (outcome.exit_code, outcome.diagnostics[0].code) == (3, "APL010")
    assert desk.tenant.names.count("update") == 1
    assert desk.tenant.objects[desk.tenant.id_of("compliance/college")].body["blocked"] == ["theirs"]


def test_what_never_shows_ends_as_unknown_within_the_time_allowed(desk: Desk) -> None:
    desk.tenant.assignments_shown_at = 10_000.0
    outcome = desk.run(before_wanted()[:1])
    assert (outcome.exit_code, outcome.results[0].state, outcome.diagnostics[0].code) == (
        3,
        "unknown",
        "APL023",
    )
    assert next(d.field for d in outcome.results[0].differences).startswith("assignments")
    assert desk.clock.monotonic() < 200


def test_a_list_that_is_slower_than_half_of_what_we_trust_is_reported(desk: Desk) -> None:
    desk.tenant.lag = 70.0
    outcome = desk.run(before_wanted()[:1])
    assert (outcome.exit_code, [(d.code, d.severity) for d in outcome.diagnostics]) == (
        0,
        [("APL025", "warning")],
    )


def no_to_write(number: int, *, done: bool) -> Fault:
    """A 4xx to the k-th write."""
    seen = [0]

    def fault(_: int, name: str, has_happened: bool) -> None:
        if name not in ("read", "list") and has_happened == done:
            seen[0] += 1
            if seen[0] == number:
                raise Refused(403, "Forbidden", "no")

    return fault


@pytest.mark.parametrize("number", range(1, 14))
@pytest.mark.parametrize("wanted", [before_wanted, after_wanted])
@pytest.mark.usefixtures("quick_disk")
def test_a_refusal_after_the_work_was_done_counts_as_a_write(
    number: int, wanted: Callable[[], tuple[Wanted, ...]], desk: Desk
) -> None:
    """M1: exit 1 says that nothing was written, so it must be true whatever the answer was."""
    if wanted is after_wanted:
        applied(desk)
    desk.tenant.fault = no_to_write(number, done=True)
    outcome = desk.run(wanted())
    assert outcome.exit_code in ((0, 3) if number > 9 else (3,))
    assert outcome.writes >= number or outcome.exit_code == 0
    assert (outcome.exit_code == 3) == ("APL060" in {d.code for d in outcome.diagnostics})
    desk.tenant.fault = lambda number, name, done: None
    assert desk.run(wanted()).exit_code == 0
    assert desk.empty(wanted())


@pytest.mark.usefixtures("quick_disk")
def test_control_a_refusal_that_is_true_is_no_write(desk: Desk) -> None:
    """M1: the same answer before any work."""
    desk.tenant.fault = no_to_write(1, done=False)
    outcome = desk.run((before_wanted()[2],))
    assert (outcome.exit_code, outcome.writes, desk.tenant.log) == (1, 0, [])
    assert {d.code for d in outcome.diagnostics} == {"APL020"}
