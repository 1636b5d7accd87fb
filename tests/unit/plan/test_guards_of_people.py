"""B2, B4, B5, L1 and what the window and the shrunken groups count, in a municipality of ten people."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.unit.plan.small import (
    COLLEGE,
    DEVICES,
    DIRECTORY,
    FIRST,
    GLASS,
    ON,
    STAFF,
    Memory,
    desired,
    device,
    edited,
    group,
    observed,
    plan,
    policy,
)

from managed_apparaten.core.span import Span
from managed_apparaten.graph.observed import Directory, Observed
from managed_apparaten.plan.change import Plan, Reach
from managed_apparaten.plan.planner import Planned
from managed_apparaten.plan.reach import INCLUDED, Reacher
from managed_apparaten.policy.model import Located
from managed_apparaten.resource.applied import Applied, with_line

ONE, NEW = desired(), desired(blocked=["com.a", "com.b"])
STAFF_OBJECT = desired("first/staff", include=(group("sg-staff"),))
FIELD = desired("first/field.devices", include=(group("dg-field"),), exclude=(), devices=True)


def made(found: Planned) -> Plan:
    assert found.plan is not None, found.diagnostics
    return found.plan


def failed(found: Planned) -> dict[str, str]:
    return {guard.code: guard.measured for guard in made(found).guards if not guard.passed}


def told(found: Planned, code: str) -> list[Any]:
    return [diagnostic for diagnostic in found.diagnostics if diagnostic.code == code]


def directory(**members: set[str]) -> Directory:
    """The directory with other people in some groups."""
    ids = {"glass": GLASS, "college": COLLEGE, "staff": STAFF, "field": DEVICES}
    return replace(
        DIRECTORY,
        people=DIRECTORY.people | {ids[name]: frozenset(people) for name, people in members.items()},
    )


def remembers(one: Observed, people: int = 2, number: int = 1, days: int = 0, **more: Any) -> Observed:
    """The object as an earlier apply left it."""
    note = Applied(
        number,
        ON - timedelta(days=days),
        people,
        more.pop("devices", 2),
        more.pop("limits", (100, 100, 100, 100, 1)),
        **more,
    )
    return edited(one, description=with_line(one.body["description"], note))


# B2


def test_a_device_of_a_protected_person_in_a_group_of_devices_is_reached() -> None:
    """B2: the plan said "not to sg-break-glass", and no guard spoke."""
    theirs = replace(DIRECTORY, devices=(*DIRECTORY.devices, device(9, "p0")))
    assert failed(plan([FIELD], Memory(directory_=theirs))) == {"PLN026": "1"}
    assert failed(plan([FIELD], Memory())) == {}


def test_a_group_with_people_and_their_protected_devices_reaches_them_too() -> None:
    """B2: people are left out of the people of a mixed group, not of its devices."""
    mixed = replace(
        DIRECTORY,
        devices=(*DIRECTORY.devices, device(9, "p0")),
        devices_in=DIRECTORY.devices_in | {COLLEGE: frozenset({"e9"})},
    )
    assert failed(plan([ONE], Memory(directory_=mixed))) == {"PLN026": "1"}


def test_what_a_role_reaches_is_a_union_for_its_people_and_for_its_devices_apart() -> None:
    """B2: it was the largest of its objects, with the exclusions of all."""
    other = desired("second/college", include=(group("sg-staff"),), apps=("com.z",))
    field = desired("first/college.devices", include=(group("dg-field"),), exclude=(), devices=True)
    found = made(plan([ONE, other, field], Memory()))
    assert [(r.role, r.by_device, r.reach) for r in found.reaches] == [
        ("college", False, Reach(2, 5, 3)),
        ("college", True, Reach(1, 1, 1)),
    ]


# B5

NO_DEVICES, NO_PEOPLE = replace(FIRST, device_groups=False), replace(FIRST, user_groups=False)


@pytest.mark.parametrize(
    ("kind", "name", "people", "devices"),
    [
        (FIRST, DEVICES, {"p3"}, {"m4"}),
        (NO_DEVICES, DEVICES, set(), set()),
        (NO_DEVICES, COLLEGE, {"p1", "p2"}, {"m1", "m2"}),
        (NO_PEOPLE, COLLEGE, set(), set()),
        (NO_PEOPLE, DEVICES, {"p3"}, {"m4"}),
    ],
)
def test_a_kind_for_people_reaches_nobody_in_a_group_of_devices(
    kind: Any, name: str, people: set[str], devices: set[str]
) -> None:
    """B5: app protection for a group of devices counted its users."""
    found = Reacher(DIRECTORY).audience([{"@odata.type": INCLUDED, "groupId": name}], kind)
    assert (set(found.people), set(found.devices)) == (people, devices)


def test_a_group_of_the_wrong_sort_is_told_at_its_line() -> None:
    """B5: people where devices are meant, devices where people are meant, and both in one group."""
    wrong = desired("first/wrong.devices", include=(group("sg-college", line=9),), exclude=(), devices=True)
    other = desired("first/other", include=(group("dg-field", line=8),))
    mixed = replace(DIRECTORY, devices_in=DIRECTORY.devices_in | {STAFF: frozenset({"e4"})})
    found = plan([wrong, other, STAFF_OBJECT], Memory(directory_=mixed))
    assert [
        (d.code, d.severity, d.span.line if d.span else 0, d.args["people"], d.args["devices"])
        for d in found.diagnostics
        if d.code in ("PLN036", "PLN037", "PLN038")
    ] == [
        ("PLN036", "warning", 8, "0", "2"),
        ("PLN038", "warning", 9, "2", "0"),
        ("PLN037", "warning", 7, "4", "1"),
    ]


def test_a_group_of_the_wrong_sort_stops_the_plan_where_something_reaches_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """B5: an error where Intune gives the object to nobody."""
    monkeypatch.setattr("tests.unit.plan.small.KINDS", (NO_DEVICES,))
    found = plan([desired("first/other", include=(group("dg-field"),))], Memory())
    assert found.plan is None
    assert [(d.code, d.severity) for d in found.diagnostics] == [("PLN036", "error")]


# B4

VERSIONS = replace(
    DIRECTORY,
    devices=tuple(
        replace(d, version=v)
        for d, v in zip(DIRECTORY.devices, ("18.1", "17.6", "14", "", "19.1"), strict=True)
    ),
)


@pytest.mark.parametrize(
    ("before", "after", "measured"),
    [
        (None, "18.0", "1/2 (50.0%)"),
        ("17.0", "18.0", "1/2 (50.0%)"),
        ("18.0", "18.1", "0/2 (0.0%)"),
        ("18.0", "19", "1/2 (50.0%)"),
        (None, "19", "2/2 (100.0%)"),
        ("19", "18", "0/2 (0.0%)"),
    ],
)
def test_devices_that_a_minimum_turns_away_from_now_on_are_a_share(
    before: str | None, after: str, measured: str
) -> None:
    """B4: every PC became non-compliant, applied without a word."""
    tenant = Memory([observed(desired(osMinimumVersion=before))], directory_=VERSIONS)
    found = made(plan([desired(osMinimumVersion=after)], tenant, policy((100, 49, 100))))
    guard = next(guard for guard in found.guards if guard.code == "PLN032")
    assert (guard.measured, guard.override) == (measured, "--allow-noncompliant")
    assert guard.passed == measured.startswith("0")


# L1


def test_fewer_accounts_than_people_seen_is_no_reading_to_plan_with() -> None:
    """L1: a count that was cut to 3 was believed."""
    found = plan([ONE], Memory(directory_=replace(DIRECTORY, people_total=5)))
    assert found.plan is None
    assert [(d.code, d.args["seen"], d.args["total"]) for d in found.diagnostics] == [("PLN039", "6", "5")]
    assert plan([ONE], Memory(directory_=replace(DIRECTORY, people_total=6))).plan is not None


# M3, M2, M4 with what objects remember


def staff_and_college(**note: Any) -> Memory:
    """The staff's object was applied a while ago, the college's is about to change."""
    return Memory([observed(ONE), remembers(observed(STAFF_OBJECT, 2), people=4, devices=2, **note)])


CASES: dict[str, tuple[dict[str, Any], str]] = {
    "today": ({}, "2+3/5 (100.0%)"),
    "yesterday": ({"days": 1}, "2+3/5 (100.0%)"),
    "before the window": ({"days": 2}, "2/5 (40.0%)"),
    "with an earlier date than today": ({"days": -3}, "2+3/5 (100.0%)"),
    "with a flag": ({"lifted": True}, "2/5 (40.0%)"),
    "in a wider window": ({"days": 2, "limits": (100, 100, 100, 100, 7)}, "2+3/5 (100.0%)"),
}


@pytest.mark.parametrize("name", CASES)
def test_what_was_applied_lately_counts_along(name: str) -> None:
    """M3: three small changes one after the other needed no flag."""
    note, measured = CASES[name]
    found = made(plan([NEW, STAFF_OBJECT], staff_and_college(**note)))
    assert next(guard.measured for guard in found.guards if guard.code == "PLN021") == measured


def test_a_plan_without_changes_is_not_held_against_what_was_applied_lately() -> None:
    """M3: nothing happens, so nothing is refused."""
    tenant = staff_and_college(limits=(1, 1, 1, 1, 1))
    assert failed(plan([ONE, STAFF_OBJECT], tenant, policy((1, 1, 1)))) == {}


def test_the_next_apply_is_remembered_by_each_object_that_is_written() -> None:
    """M3: and by no other."""
    notes = {str(c.address): c.applied for c in made(plan([NEW, STAFF_OBJECT], staff_and_college())).changes}
    limits = "limits=100,100,100,100,1 protected=00000000 policy=dddddddd"
    counted = "seen=2026-11-21/4/2/0 own=2026-11-21/2/2/0"
    assert notes == {
        "first/college": f"[apparaten-applied n=2 on=2026-11-21 people=2 devices=2 {limits} {counted}]",
        "first/staff": "",
    }


def test_what_an_object_remembers_survives_the_mending_of_drift() -> None:
    """M3, M4: who edits a description must not make us forget what was applied."""
    as_applied = remembers(observed(STAFF_OBJECT, 2), people=4)
    [note] = as_applied.body["description"].splitlines()[-2:-1]
    tenant = Memory(
        [observed(ONE), edited(as_applied, description=f"Changed. {as_applied.body['description']}")]
    )
    [change] = [c for c in made(plan([ONE, STAFF_OBJECT], tenant)).changes if c.action == "update"]
    assert (change.reason, change.applied) == ("drift", note)


@pytest.mark.parametrize(
    ("people", "then", "is_told"),
    [({"p1"}, 2, True), (set(), 2, True), ({"p1", "p2"}, 2, False), (set(), 0, False)],
)
def test_a_role_that_reaches_far_fewer_is_told(people: set[str], then: int, is_told: bool) -> None:
    """M2: a group that ran empty was no news."""
    ours = remembers(observed(ONE), people=then, devices=then, limits=(25, 25, 25, 25, 1))
    found = plan([ONE], Memory([ours], directory_=directory(college=people)), policy((25, 25, 25)))
    assert bool(told(found, "PLN035")) == is_told
    assert failed(found) == {}


def test_what_a_shrunken_group_misses_counts_when_its_role_changes() -> None:
    """M2: dropping a rule for a group that was emptied counted nobody."""
    ours = [remembers(observed(NEW), people=2, limits=(25, 25, 25, 25, 1)), observed(STAFF_OBJECT, 2)]
    emptied = Memory(ours, directory_=directory(college=set(), staff={"p3", "p4", "p5"}))
    found = failed(plan([ONE, STAFF_OBJECT], emptied, policy((25, 25, 25))))
    assert (found["PLN021"], found["PLN030"], found["PLN033"]) == ("2/5 (40.0%)", "2/5 (40.0%)", "1")


@pytest.mark.parametrize(
    ("was", "wanted", "loosened"),
    [(ONE, [NEW], False), (NEW, [ONE], True), (NEW, [], True), (ONE, [], True)],
    ids=["stricter", "milder", "gone", "the mild one is gone"],
)
def test_people_who_left_a_group_are_less_protected_where_its_object_gets_weaker(
    was: Any, wanted: list[Any], loosened: bool
) -> None:
    """M2: the two who were in the group of the college are known by number only."""
    ours = [remembers(observed(was), people=2, limits=(25, 25, 25, 25, 1)), observed(STAFF_OBJECT, 2)]
    emptied = Memory(ours, directory_=directory(college=set(), staff={"p3", "p4", "p5"}))
    found = failed(plan([*wanted, STAFF_OBJECT], emptied, policy((25, 25, 25))))
    assert (found["PLN021"], found.get("PLN030")) == ("2/5 (40.0%)", "2/5 (40.0%)" if loosened else None)


def test_an_object_that_lost_its_assignment_is_no_group_that_shrank() -> None:
    """M2: who mends what somebody took away, or finishes what a dead run began, is not told that a group ran empty."""
    ours = remembers(observed(ONE), people=2, devices=2, limits=(25, 25, 25, 25, 1))
    found = plan([ONE], Memory([replace(ours, assignments=())]), policy((25, 25, 25)))
    assert [change.action for change in made(found).changes] == ["update"]
    assert (told(found, "PLN035"), "PLN033" in failed(found)) == ([], False)


def test_a_copy_that_goes_is_no_group_that_shrank() -> None:
    """H1: identical twins go without a flag."""
    ours = remembers(observed(ONE), people=2, limits=(25, 25, 25, 25, 1))
    copy = replace(remembers(observed(ONE, 2), people=2, limits=(25, 25, 25, 25, 1)), assignments=())
    found = plan([ONE], Memory([ours, copy]), policy((25, 25, 25)))
    assert [change.reason for change in made(found).changes if change.action == "delete"] == ["twin"]
    assert (told(found, "PLN035"), failed(found)) == ([], {})


def test_a_wider_window_holds_at_once_and_a_narrower_one_when_it_is_alone() -> None:
    """M4: window-days is a limit like the others, the other way round."""
    rules = policy()
    guards = replace(rules.organisation.guards, window_days=Located(0, Span("organisation.yaml", 1, 1)))
    narrow = replace(rules, organisation=replace(rules.organisation, guards=guards))
    found = plan([NEW, STAFF_OBJECT], staff_and_college(days=1), narrow)
    assert next(guard.measured for guard in made(found).guards if guard.code == "PLN021") == "2+3/5 (100.0%)"
    [warning] = told(found, "PLN034")
    assert (warning.args["asked"], warning.args["held"]) == ("window-days 0", "window-days 1")


def test_who_comes_under_a_milder_role_is_less_protected_and_who_comes_under_an_equal_one_is_not() -> None:
    """H2: no object changed, but whose object they have. What the service filled in on the object that goes says nothing."""
    gone = edited(observed(NEW), filledIn="by the service")
    milder = observed(desired("first/staff", include=(group("sg-staff"),), blocked=["com.a"]), 2)
    equal = observed(desired("first/staff", include=(group("sg-staff"),), blocked=["com.a", "com.b"]), 2)
    both = directory(staff={"p1", "p2", "p3", "p4", "p5"})
    for there, people in ((milder, 2), (equal, 0)):
        wanted = desired("first/staff", include=(group("sg-staff"),), blocked=there.body["blocked"])
        found = made(plan([wanted], Memory([gone, there], directory_=both), policy((100, 100, 100))))
        assert next(guard.measured for guard in found.guards if guard.code == "PLN030").startswith(
            f"{people}/5"
        )
        assert [change.weakens.people for change in found.changes if change.weakens] == (
            [people] if people else []
        )


def test_people_whose_store_opens_with_their_first_object_count_as_less_protected() -> None:
    """F1: without that object the store shows assigned apps only. One that leaves the store as it is takes nothing away."""
    guards = replace(policy().organisation.guards, max_loosened=Located(10, Span("organisation.yaml", 1, 1)))
    limits = replace(policy(), organisation=replace(policy().organisation, guards=guards))
    assert failed(plan([desired(playStoreMode="blockList")], Memory(), limits)) == {"PLN030": "2/2 (100.0%)"}
    assert failed(plan([desired(playStoreMode="notConfigured")], Memory(), limits)) == {}
    there = observed(desired(playStoreMode="blockList"))
    assert failed(plan([desired(playStoreMode="notConfigured")], Memory([there]), limits)) == {}
    assert failed(
        plan(
            [desired(playStoreMode="blockList")],
            Memory([observed(desired(playStoreMode="notConfigured"))]),
            limits,
        )
    ) == {"PLN030": "2/2 (100.0%)"}
