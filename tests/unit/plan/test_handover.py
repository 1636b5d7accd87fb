"""Who goes from one object to another is never without: what leaves people is written after what gets them."""

from dataclasses import replace

import pytest
from tests.unit.plan.small import COLLEGE, DIRECTORY, GLASS, STAFF, Memory, desired, group, observed, plan

from managed_apparaten.compile.desired import Desired
from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.observed import Directory
from managed_apparaten.plan.change import Plan
from managed_apparaten.plan.reach import EXCLUDED, INCLUDED
from managed_apparaten.plan.write_order import widened

HIDING = replace(DIRECTORY, people=DIRECTORY.people | {COLLEGE: frozenset()}, hidden=frozenset({COLLEGE}))


def one(key: str, *include: str, exclude: tuple[str, ...] = ()) -> Desired:
    return desired(
        f"first/{key}", tuple(group(name) for name in include), tuple(group(name) for name in exclude)
    )


def planned(before: list[Desired], after: list[Desired], directory: Directory = DIRECTORY) -> Plan:
    found = plan(
        after, Memory([observed(o, number) for number, o in enumerate(before, 1)], directory_=directory)
    )
    assert found.plan is not None, found.diagnostics
    return found.plan


A, B = one("a", "sg-college"), one("b", "sg-staff")
BOTH, NONE = one("a", "sg-college", "sg-staff"), one("b", "sg-glass")
MOVES: dict[str, tuple[list[Desired], list[Desired], dict[str, str], set[str]]] = {
    "nothing moves": ([A, B], [A, B], {"a": "once", "b": "once"}, set()),
    "a group moves to another": (
        [BOTH, NONE],
        [A, one("b", "sg-glass", "sg-staff")],
        {"a": "after", "b": "once"},
        set(),
    ),
    "a group moves to a new one": ([BOTH], [A, B], {"a": "after", "b": "once"}, set()),
    "a group is let go": ([BOTH], [A], {"a": "once"}, set()),
    "a group is left out because another gets it": (
        [one("a", "sg-staff")],
        [one("a", "sg-staff", exclude=("sg-college",)), one("b", "sg-college")],
        {"a": "after", "b": "once"},
        set(),
    ),
    "two swap": (
        [A, B],
        [one("a", "sg-staff"), one("b", "sg-college")],
        {"a": "twice", "b": "twice"},
        {"PLN071"},
    ),
    "three go round": (
        [A, B, one("c", "sg-glass")],
        [one("a", "sg-staff"), one("b", "sg-glass"), one("c", "sg-college")],
        {"a": "twice", "b": "twice", "c": "twice"},
        {"PLN071"},
    ),
    "one gets what another leaves, and lets others go": (
        [A, one("b", "sg-staff", "sg-glass")],
        [one("a", "sg-staff"), NONE],
        {"a": "twice", "b": "after"},
        {"PLN071"},
    ),
    "a swap that would reach who is left out of both": (
        [one("a", "sg-staff", exclude=("sg-college",)), NONE],
        [one("a", "sg-glass"), one("b", "sg-staff", exclude=("sg-college",))],
        {"a": "gap", "b": "gap"},
        {"PLN072"},
    ),
    "another kind gets them": (
        [BOTH, desired("second/b", (group("sg-glass"),), ())],
        [A, desired("second/b", (group("sg-staff"),), ())],
        {"a": "once", "b": "once"},
        set(),
    ),
}


@pytest.mark.parametrize("name", MOVES)
def test_each_object_has_its_turn(name: str) -> None:
    before, after, turns, told = MOVES[name]
    found = planned(before, after)
    assert {change.address.key: change.turn for change in found.changes} == turns
    assert {d.code for d in found.diagnostics} & {"PLN071", "PLN072"} == told
    assert all(bool(change.meanwhile) == (change.turn == "twice") for change in found.changes)


def test_whoever_is_in_a_group_that_hides_it_may_be_whom_another_gets() -> None:
    found = planned(
        [one("a", "sg-college", "sg-glass"), B],
        [one("a", "sg-glass"), one("b", "sg-staff", "sg-college")],
        HIDING,
    )
    assert {change.address.key: change.turn for change in found.changes} == {"a": "after", "b": "once"}
    found = planned(
        [one("a", "sg-college", "sg-glass"), B],
        [one("a", "sg-glass"), one("b", "sg-staff", "sg-glass")],
        HIDING,
    )
    assert {change.address.key: change.turn for change in found.changes} == {"a": "after", "b": "once"}


def target(sort: str, group_id: str, **more: JSON) -> JSON:
    return {"@odata.type": sort, "groupId": group_id, **more}


def test_in_between_it_is_for_all_of_both_and_leaves_out_who_is_left_out_of_both() -> None:
    before = (target(INCLUDED, COLLEGE), target(EXCLUDED, GLASS), target(EXCLUDED, STAFF))
    after = (target(INCLUDED, STAFF), target(EXCLUDED, GLASS))
    assert widened(before, after) == (
        target(EXCLUDED, GLASS),
        target(INCLUDED, COLLEGE),
        target(INCLUDED, STAFF),
    )


def test_in_between_a_group_has_one_filter_the_one_that_it_will_have() -> None:
    old, new = (
        {
            "deviceAndAppManagementAssignmentFilterId": i,
            "deviceAndAppManagementAssignmentFilterType": "include",
        }
        for i in ("f-1", "f-2")
    )
    assert widened((target(INCLUDED, COLLEGE, **old),), (target(INCLUDED, COLLEGE, **new),)) == (
        target(INCLUDED, COLLEGE, **new),
    )
