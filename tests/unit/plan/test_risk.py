"""H2: what loosens for a role that the policy calls risky or protects is told, however few people it has."""

from dataclasses import replace
from datetime import date

import pytest
from tests.unit.plan.small import KINDS, ON, SPAN, Memory, desired, group, observed, policy, role

from managed_apparaten.compile.compiler import Compiled
from managed_apparaten.compile.desired import Desired
from managed_apparaten.plan.change import Plan
from managed_apparaten.plan.planner import make_plan
from managed_apparaten.policy.model import Located, Risk, Text
from managed_apparaten.resolve.decide import Resolved

STRICT = desired(blocked=["com.a", "com.b"], pin=True)
STAFF = desired("first/staff", include=(group("sg-staff"),), blocked=["com.a", "com.b"])
"""As strict: `pin` is true as well."""
LOOSENED = {
    "an app that is no longer blocked": (desired(blocked=["com.a"], pin=True), "MA | first/college: com.b"),
    "a switch that opens": (desired(blocked=["com.a", "com.b"], pin=False), "MA | first/college: pin"),
    "a group that it leaves": (
        desired(include=(group("sg-glass"),), exclude=(), blocked=["com.a", "com.b"], pin=True),
        "MA | first/college",
    ),
}


def made(
    wanted: list[Desired], rating: int, protect: bool, was: Desired = STRICT, staff_rating: int = 1
) -> Plan:
    college = replace(
        role("college"), risk=Risk(rating, 1, 1, Text(), date(2026, 1, 1), "CISO", SPAN), protect=protect
    )
    staff = replace(
        role("staff"),
        priority=Located(20, SPAN),
        risk=Risk(staff_rating, 1, 1, Text(), date(2026, 1, 1), "CISO", SPAN),
    )
    resolved = Resolved((college, staff), {}, ())
    there = Memory([observed(was), observed(STAFF, 2)])
    found = make_plan(
        Compiled(tuple(wanted), ()),
        KINDS,
        there,
        policy=policy(),
        resolved=resolved,
        on=ON,
        tool_version="0.1.0",
    ).plan
    assert found is not None
    return found


def told(found: Plan) -> list[tuple[str, str, str, str]]:
    risky = [d for d in found.diagnostics if d.code in ("PLN050", "PLN052")]
    return [(d.code, d.args["role"], d.args["people"], d.args["what"]) for d in risky]


@pytest.mark.parametrize("name", LOOSENED)
@pytest.mark.parametrize(
    ("rating", "protect", "code"), [(3, False, "PLN050"), (4, True, "PLN050"), (2, True, "PLN052")]
)
def test_a_risky_or_protected_role_that_is_loosened_is_told_with_people_and_what(
    name: str, rating: int, protect: bool, code: str
) -> None:
    """H2: one or two people are below every limit. p2 is in both roles and keeps what the other one says."""
    wanted, what = LOOSENED[name]
    assert told(made([wanted, STAFF], rating, protect)) == [(code, "college", "1", what)]


def test_nothing_is_told_of_a_milder_role_nor_of_what_is_no_loosening() -> None:
    """H2, the control."""
    milder = LOOSENED["a switch that opens"][0]
    assert told(made([milder, STAFF], 2, False)) == []
    assert told(made([STRICT, STAFF], 4, True)) == []
    assert told(made([desired(blocked=["com.a", "com.b", "com.c"], pin=True), STAFF], 4, True)) == []


def test_a_role_of_which_nothing_changes_is_not_told_of_another_role() -> None:
    wanted = LOOSENED["a switch that opens"][0]
    assert [role for _, role, _, _ in told(made([wanted, STAFF], 4, False, staff_rating=4))] == ["college"]


WHAT: dict[str, tuple[Desired, Desired, str]] = {
    "only what gets weaker": (
        desired(blocked=["com.a", "com.b"], pin=False),
        desired(blocked=["com.a", "com.c"], pin=True),
        "com.b",
    ),
    "three": (
        desired(blocked=["com.a", "com.b", "com.c", "com.d"]),
        desired(blocked=["com.d"]),
        "com.a, com.b, com.c",
    ),
    "more than three": (
        desired(blocked=["com.a", "com.b", "com.c", "com.d"]),
        desired(blocked=[]),
        "com.a, com.b, com.c, …",
    ),
}


@pytest.mark.parametrize("name", WHAT)
def test_what_gets_weaker_is_named_by_its_first_three_values(name: str) -> None:
    was, wanted, what = WHAT[name]
    assert [said for _, _, _, said in told(made([wanted, STAFF], 4, False, was))] == [
        f"MA | first/college: {what}"
    ]
