"""F1, F2: what counts of the applies within the window is who noticed them, however often and for whom the same objects are written."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.unit.plan.small import (
    COLLEGE,
    DEVICES,
    DIRECTORY,
    ON,
    SPAN,
    STAFF,
    Memory,
    desired,
    edited,
    group,
    observed,
    plan,
    policy,
)

from managed_apparaten.compile.desired import Desired
from managed_apparaten.graph.observed import Observed
from managed_apparaten.plan.change import Plan
from managed_apparaten.plan.guards.window import WindowCounts, counted_day, kept, within
from managed_apparaten.policy.model import Located, PolicySet
from managed_apparaten.resource.applied import Applied, Day, read, with_line

MILD, STRICT = ["com.a"], ["com.a", "com.b"]
PEOPLE = {COLLEGE: {"p1", "p2"}, STAFF: {f"p{n}" for n in range(1, 21)}, DEVICES: {"p3"}}
DESK = replace(
    DIRECTORY,
    people=DIRECTORY.people | {name: frozenset(some) for name, some in PEOPLE.items()},
    people_total=30,
)


def rules(digest: str, loosened: int = 100, people: int = 25) -> PolicySet:
    """A policy of these files."""
    made = policy((people, 100, 100))
    guards = replace(made.organisation.guards, max_loosened=Located(loosened, SPAN))
    return replace(
        made, organisation=replace(made.organisation, guards=guards, protected_groups=()), digest=digest * 64
    )


def staff(blocked: Sequence[str] = MILD, *without: str) -> Desired:
    return desired(
        "first/staff", include=(group("sg-staff"),), exclude=tuple(map(group, without)), blocked=[*blocked]
    )


def field(blocked: Sequence[str] = MILD) -> Desired:
    return desired("first/field", include=(group("dg-field"),), exclude=(), blocked=[*blocked])


def college(blocked: Sequence[str] = MILD, of: str = "sg-college") -> Desired:
    return desired("first/college", include=(group(of),), exclude=(), blocked=[*blocked])


class Town:
    """A tenant that keeps what was applied, with the lines."""

    def __init__(self, *there: Desired) -> None:
        self.objects: dict[str, Observed] = {
            str(one.address): observed(one, n) for n, one in enumerate(there, 1)
        }

    def plan(self, digest: str, *wanted: Desired, **limits: int) -> Plan:
        found = plan(
            wanted,
            Memory([*self.objects.values()], directory_=DESK),
            rules(digest, **limits),
            ("college", "staff"),
        )
        assert found.plan is not None, found.diagnostics
        return found.plan

    def carry_out(self, made: Plan, *wanted: Desired, only: str = "") -> Plan:
        """Write what is planned, of `only` one object when the run is killed after that."""
        by_address = {str(one.address): one for one in wanted}
        for change in made.changes:
            address = str(change.address)
            if change.action == "none" or only not in ("", address):
                continue
            number = int((change.object_id or f"id-{len(self.objects) + 1}").rpartition("-")[2])
            written, line = observed(by_address[address], number), read(change.applied)
            assert line
            self.objects[address] = edited(
                written, description=with_line(str(written.body["description"]), line)
            )
        return made

    def apply(
        self, digest: str, *wanted: Desired, only: str = "", flags: Sequence[str] = (), **limits: int
    ) -> Plan:
        made = self.plan(digest, *wanted, **limits)
        assert {*failed(made)} == {*flags}
        return self.carry_out(made, *wanted, only=only)


def measured(made: Plan, code: str) -> str:
    return next(guard.measured for guard in made.guards if guard.code == code)


def failed(made: Plan) -> dict[str, str]:
    return {guard.code: guard.measured for guard in made.guards if not guard.passed}


def lines(made: Plan) -> dict[str, Applied | None]:
    return {str(c.address): read(c.applied) for c in made.changes if c.applied}


FIRST = staff(MILD, "sg-college"), college()
"""The college goes first: the two of them get another object, and 18 others keep theirs, which is written."""


def test_an_object_that_is_written_for_a_few_does_not_count_all_whom_it_reaches() -> None:
    """F1a: an exclusion on the staff's object made 2+18/20 of the next change for two people."""
    town = Town(staff())
    assert measured(town.apply("a", *FIRST), "PLN021") == "2/20 (10.0%)"
    found = town.plan("b", staff(STRICT, "sg-college"), college())
    assert measured(found, "PLN021") == "18+2/20 (100.0%)"
    town.apply("b", staff(MILD, "sg-college"), college(STRICT))
    assert failed(town.plan("c", *FIRST[:1], college(STRICT), field())) == {}
    assert measured(town.plan("c", *FIRST[:1], college(STRICT), field()), "PLN021") == "1+4/20 (25.0%)"


@pytest.mark.parametrize("written", ["first/staff", "first/college"])
def test_the_rest_of_an_apply_that_was_killed_is_not_counted_against_itself(written: str) -> None:
    """F1b: the rest was refused with 2+18/20, without a flag that anybody had needed."""
    town = Town(staff())
    began = town.apply("a", *FIRST, only=written)
    rest = town.plan("a", *FIRST)
    assert failed(rest) == {}
    assert "+" not in measured(rest, "PLN021")
    [left] = lines(rest)
    assert lines(rest)[left] == lines(began)[left], "a request for approval would change"
    town.carry_out(rest, *FIRST)
    assert measured(town.plan("b", staff(STRICT, "sg-college"), college()), "PLN021") == "18+2/20 (100.0%)", (
        "neither more nor less"
    )


def test_the_rest_of_an_apply_counts_what_was_applied_before_it() -> None:
    """F1b: only the apply itself is left out."""
    town = Town(staff(), field())
    town.apply("a", staff(), field(STRICT))
    town.apply("b", *FIRST, field(STRICT), only="first/staff")
    rest = town.plan("b", *FIRST, field(STRICT))
    assert measured(rest, "PLN021") == "2+1/20 (15.0%)"


def test_a_later_tightening_does_not_hide_what_was_loosened() -> None:
    """F2a: loosen, tighten, loosen the next: each part passed."""
    town = Town(college(STRICT), field(STRICT), staff())
    town.apply("a", college(MILD), field(STRICT), staff(), loosened=14)
    town.apply("b", college(STRICT), field(STRICT), staff(), loosened=14)
    assert failed(town.plan("c", college(STRICT), field(MILD), staff(), loosened=14)) == {
        "PLN030": "1+2/20 (15.0%)"
    }


def test_people_who_left_an_object_stay_counted_as_less_protected() -> None:
    """F2b: the strict object reaches others today, and whom it reached before were forgotten."""
    moved, milder = college(STRICT, "dg-field"), college(MILD, "dg-field")
    town = Town(college(STRICT), staff())
    assert measured(town.apply("a", moved, staff(), loosened=14), "PLN030") == "2/20 (10.0%)"
    assert failed(town.plan("b", milder, staff(), loosened=14)) == {"PLN030": "1+2/20 (15.0%)"}


def test_what_a_flag_lifted_does_not_count_again_and_the_rest_does() -> None:
    """F2: who lifts the people that notice a plan has not lifted what was loosened before it."""
    strict = staff(STRICT, "sg-college")
    town = Town(college(STRICT), staff(MILD, "sg-college"))
    town.apply("a", college(MILD), staff(MILD, "sg-college"))
    made = town.apply("b", college(MILD), strict, flags=["PLN021"])
    line = lines(made)["first/staff"]
    assert line
    assert line.lifted
    assert (line.seen, line.own) == ((Day(ON, 0, 2, 2),), Day(ON, 0, 1, 0))
    again = town.plan("c", college(STRICT), strict)
    assert measured(again, "PLN021") == "2/20 (10.0%)"


def test_the_rest_of_a_lifted_apply_stays_lifted() -> None:
    """F1b: what is written for the rest is the same to the letter."""
    wanted = college(STRICT), staff(STRICT, "sg-college")
    town = Town(college(MILD), staff(MILD, "sg-college"))
    began = town.apply("a", *wanted, only="first/staff", flags=["PLN021"])
    rest = town.apply("a", *wanted)
    assert lines(rest) == {"first/college": lines(began)["first/college"]}


def test_what_was_lifted_when_an_apply_began_stays_so_and_nothing_else() -> None:
    """F1b: of the rest the larger number counts; a share that was 0 for want of people is no flag."""
    began, rest = Day(ON, 0, 5, 0), WindowCounts(3, 2, 1)
    assert counted_day(began, ON + timedelta(days=1), rest, (), lifted=False) == Day(ON, 3, 5, 1)
    assert counted_day(began, ON + timedelta(days=1), rest, (), lifted=True) == Day(ON, 0, 5, 0)
    assert counted_day(began, ON, rest, ("PLN022",), lifted=False) == Day(ON, 3, 0, 1)
    assert counted_day(None, ON, rest, ("PLN021",), lifted=True) == Day(ON, 0, 2, 1)


def test_a_day_of_which_nothing_counts_is_not_kept_and_the_others_are_in_order() -> None:
    before, later = ON - timedelta(days=2), ON - timedelta(days=1)
    days = [Day(later, 1, 0, 0), Day(before, 2, 0, 0), Day(before, 0, 3, 1)]
    assert kept(days, ()) == (Day(before, 2, 3, 1), Day(later, 1, 0, 0))
    assert kept(days, ("PLN021",)) == (Day(before, 0, 3, 1),)


def test_a_day_counts_as_long_as_the_window_is() -> None:
    days = [Day(ON - timedelta(days=n), 1, 0, 0) for n in (8, 7, 0, -1)]
    assert within(days, ON, 7) == days[1:]


def test_days_outside_the_window_are_dropped_and_days_within_it_are_kept() -> None:
    """F2: the line grows no longer than the window."""
    days = tuple(Day(ON - timedelta(days=n), 1, 0, 0) for n in (3, 2, 1))
    line = Applied(3, ON, 20, 4, (25, 100, 100, 100, 2), seen=days, own=Day(ON, 1, 0, 0))
    there = observed(staff())
    town = Town()
    town.objects["first/staff"] = edited(there, description=with_line(str(there.body["description"]), line))
    found = lines(town.plan("a", *FIRST))["first/staff"]
    assert found
    assert found.seen == (*days[1:], Day(ON, 1, 0, 0))
    assert measured(town.plan("a", *FIRST), "PLN021") == "2+3/20 (25.0%)"
