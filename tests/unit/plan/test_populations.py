"""F16 and versions that no device has, in a municipality of ten people."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.unit.plan.small import (
    COLLEGE,
    DIRECTORY,
    GLASS,
    KINDS,
    ON,
    SPAN,
    STAFF,
    Memory,
    desired,
    device,
    group,
    observed,
    policy,
    role,
)

from managed_apparaten.compile.compiler import Compiled
from managed_apparaten.compile.desired import Desired
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.span import Span
from managed_apparaten.messages import render
from managed_apparaten.plan.planner import Planned, make_plan
from managed_apparaten.policy.model import (
    Approval,
    DeviceClass,
    GrantedException,
    Located,
    PolicySet,
    Role,
    Text,
)
from managed_apparaten.resolve.decide import Resolved, decide

OF_COLLEGE = desired(exclude=())
OF_STAFF = desired("first/staff", include=(group("sg-staff"),), exclude=())


def planned(
    wanted: Sequence[Desired],
    roles: Sequence[Role],
    tenant: Memory | None = None,
    rules: PolicySet | None = None,
) -> Planned:
    compiled, resolved = Compiled(tuple(wanted), ()), Resolved(tuple(roles), {}, ())
    return make_plan(
        compiled,
        KINDS,
        tenant or Memory(),
        policy=rules or policy(),
        resolved=resolved,
        on=ON,
        tool_version="0.1.0",
    )


def ranked(name: str, priority: int, line: int) -> Role:
    return replace(role(name), priority=Located(priority, Span(f"roles/{name}.yaml", line, 1)))


def coded(found: Planned, code: str) -> list[Diagnostic]:
    return [diagnostic for diagnostic in found.diagnostics if diagnostic.code == code]


# F16: one priority, the same people


def test_f16_two_roles_of_one_priority_that_share_people_are_an_error_with_their_number() -> None:
    """F16: both policies reached these people, and nobody was told. p2 is in both groups and has one iPhone of the organisation."""
    found = planned([OF_COLLEGE, OF_STAFF], [ranked("college", 10, 4), ranked("staff", 10, 5)])
    (error,) = coded(found, "PLN085")
    assert (found.plan, error.severity) == (None, "error")
    assert {key: error.args[key] for key in ("people", "devices", "priority")} == {
        "people": "1",
        "devices": "1",
        "priority": "10",
    }
    assert error.span == Span("roles/staff.yaml", 5, 1)
    assert [related.span for related in error.related] == [Span("roles/college.yaml", 4, 1)]
    assert "share 1 people" in render("PLN085", "en", error.args)


@pytest.mark.parametrize(
    "wanted", [[OF_COLLEGE], [OF_COLLEGE, desired("second/staff", include=(group("sg-staff"),), exclude=())]]
)
def test_f16_nobody_has_two_objects_of_one_kind_where_the_roles_get_different_kinds(
    wanted: list[Desired],
) -> None:
    found = planned(wanted, [ranked("college", 10, 4), ranked("staff", 10, 5)])
    assert (coded(found, "PLN085"), found.plan is None) == ([], False)


@pytest.mark.parametrize(
    ("first", "second", "out"),
    [(20, 10, ()), (10, 10, (group("sg-college"),))],
    ids=["another priority", "left out by hand"],
)
def test_f16_roles_that_are_kept_apart_are_no_error(first: int, second: int, out: tuple[Any, ...]) -> None:
    staff = desired("first/staff", include=(group("sg-staff"),), exclude=out)
    found = planned([OF_COLLEGE, staff], [ranked("college", first, 4), ranked("staff", second, 5)])
    assert (coded(found, "PLN085"), found.plan is None) == ([], False)


def test_f16_devices_of_two_groups_of_devices_count_as_well() -> None:
    fields = [
        desired(f"first/{name}.devices", include=(group("dg-field"),), exclude=(), devices=True)
        for name in ("college", "staff")
    ]
    (error,) = coded(planned(fields, [ranked("college", 10, 4), ranked("staff", 10, 5)]), "PLN085")
    assert error.args["devices"] == "1"


# F16: an exception for people outside the role


def exception(number: str, group_name: str, line: int = 3) -> GrantedException:
    return GrantedException(
        id=number,
        apps=(Located("tiktok", SPAN),),
        platforms=("ios",),
        role=Located("college", SPAN),
        group=group(group_name, line=line),
        purpose=Text("x"),
        primary_task=Located(True, SPAN),
        alternatives=Located(Text(), SPAN),
        measures=(Located("archived", SPAN),),
        approvals=(Approval("college", "B&W", date(2026, 1, 1), SPAN),),
        starts=Located(ON - timedelta(days=1), SPAN),
        ends=Located(ON + timedelta(days=1), SPAN),
        span=Span(f"exceptions/{number}.yaml", 1, 1),
    )


def with_exception(found: GrantedException, *others: Role) -> tuple[PolicySet, Resolved]:
    rules = policy(exceptions=[found])
    devices = (DeviceClass("ios", "corporate", SPAN, supervised=True),)
    rules = replace(
        rules, roles={one.id: one for one in (replace(role("college"), devices=devices), *others)}
    )
    return rules, decide(rules, ON)


def excepted(found: GrantedException, *others: Role, members: dict[str, set[str]] | None = None) -> Planned:
    rules, resolved = with_exception(found, *others)
    people = {group_id: frozenset(some) for group_id, some in (members or {}).items()}
    tenant = Memory(directory_=replace(DIRECTORY, people=DIRECTORY.people | people))
    compiled = Compiled(
        (desired(include=(group("sg-college"), found.group or group("sg-staff")), exclude=()),), ()
    )
    return make_plan(compiled, KINDS, tenant, policy=rules, resolved=resolved, on=ON, tool_version="0.1.0")


def test_f16_an_exception_for_a_group_outside_its_role_is_an_error_with_the_number_of_people() -> None:
    """F16: 63 people got TikTok, silently. Of the staff p3, p4 and p5 are not in the role, p2 is."""
    (error,) = coded(excepted(exception("2026-020", "sg-staff")), "PLN086")
    assert error.severity == "error"
    assert (error.args["people"], error.args["all"], error.args["group"], error.args["role"]) == (
        "3",
        "4",
        "sg-staff",
        "college",
    )
    assert error.span == group("sg-staff", line=3).span


def test_f16_an_exception_for_a_part_of_its_role_is_none() -> None:
    found = excepted(exception("2026-020", "sg-staff"), members={STAFF: {"p1", "p2"}})
    assert (coded(found, "PLN086"), found.plan is None) == ([], False)


def test_f16_people_that_another_role_takes_or_that_are_protected_get_nothing_of_the_exception() -> None:
    higher = replace(role("glass"), groups=(group("sg-glass"),), priority=Located(90, SPAN))
    members = {STAFF: {"p2", "p0"}, COLLEGE: {"p1", "p2"}, GLASS: {"p0"}}
    assert coded(excepted(exception("2026-020", "sg-staff"), higher, members=members), "PLN086") == []
    assert (
        coded(excepted(exception("2026-020", "sg-staff"), members=members | {GLASS: set()}), "PLN086") != []
    )


def test_an_isolated_device_of_somebody_with_two_devices_is_told() -> None:
    """PLN075: the measure would hold on the ordinary work phone as well."""
    one = replace(
        exception("2026-020", "sg-college"), measures=(Located("isolated-device", Span("e.yaml", 9, 1)),)
    )
    found = excepted(one)
    assert coded(found, "PLN075") == []
    phones = (*DIRECTORY.devices, device(8, "p1"), device(9, "p3"), device(10, "p2", "windows"))
    rules, resolved = with_exception(one)
    compiled, tenant = Compiled((), ()), Memory(directory_=replace(DIRECTORY, devices=phones))
    planned_ = make_plan(
        compiled, KINDS, tenant, policy=rules, resolved=resolved, on=ON, tool_version="0.1.0"
    )
    (warning,) = coded(planned_, "PLN075")
    assert (warning.severity, warning.args["people"], warning.args["devices"]) == ("warning", "1", "2")
    assert warning.span == Span("e.yaml", 9, 1)


# A version that no device has

NEWEST = replace(
    DIRECTORY,
    devices=tuple(
        replace(d, version=v)
        for d, v in zip(DIRECTORY.devices, ("18.1", "17.6", "99", "26.2", ""), strict=True)
    ),
)


def asking(version: str, name: str = "osMinimumVersion") -> Planned:
    wanted: dict[str, Any] = {name: version}
    return planned([desired(exclude=(), **wanted)], [role("college")], Memory(directory_=NEWEST))


@pytest.mark.parametrize("name", ["osMinimumVersion", "minimumRequiredOsVersion"])
def test_a_version_that_no_device_of_the_platform_has_is_an_error_with_the_number_of_devices(
    name: str,
) -> None:
    """An os-minimum that no device can meet. The phone with Android 99 is no evidence for iOS."""
    found = asking("26.3", name)
    (error,) = coded(found, "PLN087")
    assert (found.plan, error.severity) == (None, "error")
    assert dict(error.args) == {"platform": "ios", "version": "26.3", "devices": "2", "newest": "26.2"}


def test_a_version_that_a_device_of_another_role_has_exists() -> None:
    """That the role's own devices are all older is told by PLN032."""
    assert coded(asking("26.2"), "PLN087") == []


def test_without_a_known_version_nothing_can_be_said() -> None:
    found = planned([desired(exclude=(), osMinimumVersion="99")], [role("college")])
    assert (coded(found, "PLN087"), found.plan is None) == ([], False)


def test_an_object_that_asks_nothing_is_no_error() -> None:
    tenant = Memory([observed(desired(exclude=()))], directory_=NEWEST)
    assert coded(planned([desired(exclude=())], [role("college")], tenant), "PLN087") == []
