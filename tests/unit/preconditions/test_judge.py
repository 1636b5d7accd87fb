"""All of it together, row F4: few remarks, roles grouped, people counted, and unknown where nobody may look."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.unit.preconditions.test_access import COMPLIANT, GROUPS, PILOT, ROLE, rule

from managed_apparaten.graph.read.conditional_access import ConditionalAccessPolicy
from managed_apparaten.graph.read.enrolment import Restriction
from managed_apparaten.graph.read.preconditions import (
    ACCESS,
    DEFAULT,
    ENROLMENT,
    GUESTS,
    NOT_READ,
    PLAY,
    PUSH,
    PlatformConnection,
    Preconditions,
    UnreadPart,
)
from managed_apparaten.preconditions.judge import (
    PreconditionRemark,
    describe_places,
    judge_preconditions,
    merge_unread,
)
from managed_apparaten.preconditions.subject import PreconditionInput, RoleSubject

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def subject(role: str, people: str = "abc", **changes: object) -> RoleSubject:
    found = RoleSubject(role, frozenset({ROLE}), frozenset(people), compliance=frozenset({"ios", "windows"}))
    return replace(found, **changes)  # type: ignore[arg-type]


POLICY = PreconditionInput(
    (subject("college"), subject("griffie")), frozenset(), frozenset("z"), 4, apple=True, android=True
)


def restricted(ios: bool) -> tuple[Restriction, ...]:
    """The default: people's own devices are kept out, on iOS as it says."""
    return (
        Restriction("ios", 0, ios),
        *(Restriction(platform, 0, blocked=True) for platform in ("android", "windows", "macos")),
    )


def found(*policies: ConditionalAccessPolicy, **changes: object) -> Preconditions:
    calm = Preconditions(policies, restricted(ios=False), secure_by_default=True, guests=0, groups=GROUPS)
    return replace(calm, **changes)  # type: ignore[arg-type]


def told(around: Preconditions, policy: PreconditionInput = POLICY) -> list[tuple[str, str, dict[str, str]]]:
    return [(one.code, one.level, one.args) for one in judge_preconditions(policy, around, NOW)]


def test_f4_nothing_is_said_where_nobody_looked_and_where_all_is_well() -> None:
    assert judge_preconditions(POLICY, NOT_READ, NOW) == ()
    assert told(found(rule(COMPLIANT))) == []


def test_f4_roles_with_the_same_reason_are_one_remark() -> None:
    """Platforms in the order of the policy language, roles by name; a role that lacks something else stands apart."""
    phones = subject("buitendienst", compliance=frozenset({"android"}))
    policy = replace(POLICY, subjects=(*POLICY.subjects, phones))
    assert told(found(), policy) == [
        ("PLN090", "missing", {"where": "buitendienst: android; college, griffie: ios, windows", "why": ""})
    ]
    assert told(found(rule(COMPLIANT, name="CA", state="enabledForReportingButNotEnforced")), policy) == [
        ("PLN090", "missing", {
            "where": "buitendienst: android; college, griffie: ios, windows", "why": ' ("CA": state enabledForReportingButNotEnforced)',
        }),
    ]  # fmt: skip


def test_f4_a_part_of_the_people_is_a_warning_with_how_many() -> None:
    left_out = rule(COMPLIANT, name="CA", users={"excludeGroups": [PILOT]})
    assert told(found(left_out)) == [
        (
            "PLN091",
            "warning",
            {"where": "college (1/3), griffie (1/3): ios, windows", "why": ' ("CA": excludeGroups sg-pilot)'},
        )
    ]


def test_f4_app_protection_is_told_apart() -> None:
    byod = subject("byod", compliance=frozenset(), protection=frozenset({"android"}))
    policy = replace(POLICY, subjects=(byod,))
    assert [code for code, _, _ in told(found(), policy)] == ["PLN092"]
    assert [
        code for code, _, _ in told(found(rule("compliantApplication", clientAppTypes=["browser"])), policy)
    ] == ["PLN093"]


def test_f4_a_personal_device_counts_as_compliant_only_where_the_default_says_so() -> None:
    access = rule(COMPLIANT)
    assert told(found(access)) == []
    assert told(found(access, secure_by_default=False)) == [
        ("PLN094", "missing", {}),
        ("PLN095", "missing", {"where": "college, griffie: ios"}),
    ]
    kept_out = restricted(ios=True)
    assert [code for code, _, _ in told(found(access, secure_by_default=False, enrolment=kept_out))] == [
        "PLN094"
    ]


def test_f4_connections_count_where_the_policy_has_such_devices() -> None:
    access = rule(COMPLIANT)
    broken = (
        PlatformConnection(PUSH, "", "2026-11-01T00:00:00Z"),
        PlatformConnection(PLAY, "", "", ("bindStatus notBound",)),
    )
    assert [(code, args["name"]) for code, _, args in told(found(access, connections=broken))] == [
        ("PLN096", "Apple MDM push certificate"), ("PLN096", "Managed Google Play"),
    ]  # fmt: skip
    assert told(found(access, connections=broken), replace(POLICY, apple=False, android=False)) == []
    ending = (PlatformConnection(PUSH, "", "2026-12-01T09:00:00Z"),)
    assert told(found(access, connections=ending)) == [
        ("PLN097", "warning", {"name": "Apple MDM push certificate", "date": "2026-12-01", "days": "10"})
    ]
    endless = (PlatformConnection(PUSH, "", ""),)
    assert told(found(access, connections=endless)) == [
        ("PLN099", "unknown", {"paths": "Apple MDM push certificate (expirationDateTime)"})
    ]


@pytest.mark.parametrize(
    ("total", "guests", "expected"),
    [(4, 0, None), (6, 0, ("2", "6")), (6, 2, None), (7, 2, ("1", "5")), (2, 0, None)],
)
def test_f4_people_without_a_role_are_counted_and_not_named(
    total: int, guests: int, expected: tuple[str, str] | None
) -> None:
    """Three people in the roles and one in a protected group; guests are no people of the organisation."""
    remarks = told(found(rule(COMPLIANT), guests=guests), replace(POLICY, people_total=total))
    args = None if expected is None else {"count": expected[0], "total": expected[1]}
    assert remarks == ([] if args is None else [("PLN098", "warning", args)])


def test_f4_a_guest_in_a_role_is_no_person_of_the_organisation() -> None:
    policy = replace(POLICY, subjects=(subject("college", guests=frozenset("c")),), people_total=5)
    assert told(found(rule(COMPLIANT), guests=1), policy) == [
        ("PLN098", "warning", {"count": "1", "total": "4"})
    ]


def test_f4_an_account_that_may_be_off_makes_nobody_else_have_a_role() -> None:
    """The tenant counts accounts that are known to be enabled: four, of which two are in the role."""
    policy = replace(POLICY, people_total=4, unsure=frozenset("az"))
    assert told(found(rule(COMPLIANT)), policy) == [("PLN098", "warning", {"count": "2", "total": "4"})]


def test_f4_who_is_in_a_hidden_group_or_in_one_that_is_not_there_is_unknown() -> None:
    hidden = replace(POLICY, subjects=(subject("college", hidden=True),), people_total=100)
    assert told(found(rule(COMPLIANT)), hidden) == [("PLN099", "unknown", {"paths": "groups (college)"})]
    gone = replace(POLICY, left_out=("byod",), people_total=100)
    assert [(one.area, one.code) for one in judge_preconditions(gone, found(rule(COMPLIANT)), NOW)] == [
        ("access", "PLN099"),
        ("people", "PLN099"),
    ]


def test_f4_what_was_not_read_is_said_as_such() -> None:
    unread = tuple(UnreadPart(path, "403 Forbidden") for path in (ACCESS, ENROLMENT, DEFAULT, PLAY, GUESTS))
    nothing = Preconditions(unread=unread)
    remarks = judge_preconditions(POLICY, nothing, NOW)
    assert {(one.area, one.code, one.level) for one in remarks} == {
        (area, "PLN099", "unknown") for area in ("access", "enrolment", "connections", "people")
    }
    [one] = merge_unread(remarks)
    assert one == PreconditionRemark("access", "PLN099", "unknown", {"paths": one.args["paths"]})
    assert all(
        f"{path} (403 Forbidden)" in one.args["paths"] for path in (ACCESS, ENROLMENT, DEFAULT, PLAY, GUESTS)
    )


@pytest.mark.parametrize(
    ("apple", "android", "expected"),
    [(True, True, [PLAY, PUSH]), (True, False, [PUSH]), (False, True, [PLAY]), (False, False, [])],
)
def test_f4_a_connection_that_no_device_needs_need_not_be_read(
    apple: bool, android: bool, expected: list[str]
) -> None:
    policy = replace(POLICY, apple=apple, android=android)
    nothing = found(
        rule(COMPLIANT), unread=(UnreadPart(PUSH, "403 Forbidden"), UnreadPart(PLAY, "403 Forbidden"))
    )
    paths = ", ".join(f"{path} (403 Forbidden)" for path in expected)
    assert told(nothing, policy) == ([("PLN099", "unknown", {"paths": paths})] if paths else [])


def test_f4_remarks_are_in_the_order_of_their_areas_whatever_was_read_first() -> None:
    unread = tuple(UnreadPart(path, "403 Forbidden") for path in (GUESTS, PLAY, ENROLMENT, DEFAULT, ACCESS))
    broken = replace(Preconditions(unread=unread), secure_by_default=False)
    remarks = judge_preconditions(POLICY, broken, NOW)
    assert [(one.area, one.code) for one in remarks] == [
        ("access", "PLN099"), ("default", "PLN094"), ("enrolment", "PLN099"), ("connections", "PLN099"), ("people", "PLN099"),
    ]  # fmt: skip
    assert remarks[2].args["paths"] == ", ".join(
        sorted(f"{path} (403 Forbidden)" for path in (ENROLMENT, DEFAULT))
    )
    together = merge_unread(remarks)
    assert [(one.area, one.code) for one in together] == [("default", "PLN094"), ("access", "PLN099")]
    assert together[0] == remarks[1]


def test_f4_places_are_in_the_order_of_their_platforms() -> None:
    """`describe_places` is what a person compares between two runs."""
    assert (
        describe_places([("b", "", ["windows"]), ("c", "", ["ios"]), ("a", " (1/3)", ["windows"])])
        == "c: ios; a (1/3), b: windows"
    )
