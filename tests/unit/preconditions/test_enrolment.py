"""Enrolment restrictions, row F4: where people can enrol a device of their own for which there is no policy."""

from typing import Any

import pytest

from managed_apparaten.graph.read.enrolment import parse_restrictions
from managed_apparaten.graph.read.fields import UnexpectedType
from managed_apparaten.graph.read.preconditions import NamedGroup
from managed_apparaten.preconditions.enrolment import open_platforms
from managed_apparaten.preconditions.subject import RoleSubject

GROUPS = {
    "role": NamedGroup("role", "sg-rol", ("a", "b")),
    "part": NamedGroup("part", "sg-part", ("a",)),
    "rest": NamedGroup("rest", "sg-rest", ("b",)),
    "other": NamedGroup("other", "sg-other", ("x",)),
}
SUBJECT = RoleSubject("college", frozenset({"role"}), frozenset("ab"))
PROPERTIES = ("iosRestriction", "androidForWorkRestriction", "windowsRestriction", "macOSRestriction")


def says(*, personal: bool = False, platform: bool = False) -> dict[str, Any]:
    return {"platformBlocked": platform, "personalDeviceEnrollmentBlocked": personal}


def default(**ios: bool) -> dict[str, Any]:
    """Personal devices are kept out but for iOS, unless it says so."""
    kept_out = {name: says(personal=True) for name in PROPERTIES}
    return {
        "@odata.type": "#microsoft.graph.deviceEnrollmentPlatformRestrictionsConfiguration",
        "deviceEnrollmentConfigurationType": "platformRestrictions",
        "priority": 0,
        **kept_out,
        "iosRestriction": says(**ios),
    }


def single(
    priority: int, *groups: str, of: str = "ios", filtered: str = "none", **blocks: bool
) -> dict[str, Any]:
    targets = [
        {"target": {"groupId": group, "deviceAndAppManagementAssignmentFilterType": filtered}}
        for group in groups
    ]
    return {
        "deviceEnrollmentConfigurationType": "singlePlatformRestriction",
        "platformType": of,
        "priority": priority,
        "platformRestriction": says(**blocks),
        "assignments": targets,
    }


def everybody(priority: int, *, personal: bool = False) -> dict[str, Any]:
    target = {"target": {"@odata.type": "#microsoft.graph.allLicensedUsersAssignmentTarget"}}
    return {**single(priority, personal=personal), "assignments": [target]}


CASES: dict[str, tuple[list[dict[str, Any]], bool]] = {
    "the default lets them in": ([default()], True),
    "the default keeps them out": ([default(personal=True)], False),
    "the platform is kept out": ([default(platform=True)], False),
    "a restriction for the role goes first": ([default(), single(1, "ROLE", personal=True)], False),
    "a restriction lets the role in": ([default(personal=True), single(1, "role")], True),
    "the lowest number counts": ([default(), single(2, "role"), single(1, "role", personal=True)], False),
    "the list is in another order": ([single(2, "role", personal=True), single(1, "role"), default(personal=True)], True),
    "a part of the role": ([default(), single(1, "part", personal=True)], True),
    "both parts": ([default(), single(1, "part", personal=True), single(2, "rest", platform=True)], False),
    "both parts, and then the role": (
        [default(), single(1, "part", personal=True), single(2, "rest", personal=True), single(3, "role")], False),
    "a group of others": ([default(personal=True), single(1, "other")], False),
    "assigned to nobody": ([default(), single(1, personal=True)], True),
    "with a filter": ([default(), single(1, "role", filtered="include", personal=True)], True),
    "for all users, open": ([default(personal=True), everybody(1)], True),
    "for all users, kept out": ([default(), everybody(1, personal=True)], False),
    "for all users, after one for the role": ([default(), single(1, "role", personal=True), everybody(2)], False),
    "a group that was not read": ([default(), single(1, "gone", personal=True)], True),
    "for another platform": ([default(), single(1, "role", of="mac", personal=True)], True),
    "device administrator": ([default(personal=True), single(1, "role", of="android")], False),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_f4_people_who_can_enrol_their_own_device(name: str) -> None:
    items, expected = CASES[name]
    assert open_platforms(SUBJECT, parse_restrictions(items), GROUPS) == (("ios",) if expected else ())


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([default()], True),
        ([default(personal=True)], False),
        ([default(), single(1, "role", personal=True)], False),
        ([default(), single(1, "part", personal=True)], True),
        ([default(personal=True), single(1, "role")], True),
        ([default(personal=True), single(1, "part")], False),
        ([default(), everybody(1, personal=True)], False),
        ([default(), single(1, "role", personal=True, filtered="include")], True),
    ],
)
def test_f4_a_role_without_people_is_judged_by_its_groups(
    items: list[dict[str, Any]], expected: bool
) -> None:
    """Of a role that hides who is in it nobody is known either."""
    nobody = RoleSubject("college", frozenset({"role"}), frozenset())
    assert open_platforms(nobody, parse_restrictions(items), GROUPS) == (("ios",) if expected else ())


def test_f4_a_role_without_groups_is_in_no_restriction() -> None:
    nobody = RoleSubject("college", frozenset(), frozenset())
    assert open_platforms(
        nobody, parse_restrictions([default(), single(1, "role", personal=True)]), GROUPS
    ) == ("ios",)


def test_f4_a_device_for_which_there_is_a_policy_is_no_gap() -> None:
    served = RoleSubject("college", frozenset({"role"}), frozenset("ab"), personal=frozenset({"ios"}))
    assert open_platforms(served, parse_restrictions([default()]), GROUPS) == ()


def test_f4_every_platform_is_looked_at() -> None:
    every = {name: says() for name in PROPERTIES}
    assert open_platforms(SUBJECT, parse_restrictions([{**default(), **every}]), GROUPS) == (
        "ios",
        "android",
        "windows",
        "macos",
    )


def test_f4_an_older_name_of_the_mac_counts() -> None:
    named = {**default(personal=True), "macOSRestriction": None, "macRestriction": says()}
    assert open_platforms(SUBJECT, parse_restrictions([named]), GROUPS) == ("macos",)


def test_f4_other_configurations_are_passed_over() -> None:
    limit = {
        "@odata.type": "#microsoft.graph.deviceEnrollmentLimitConfiguration",
        "deviceEnrollmentConfigurationType": "limit",
        "limit": 5,
    }
    assert parse_restrictions([limit]) == ()


@pytest.mark.parametrize(
    "item",
    [
        {**default(), "iosRestriction": None},
        {**default(), "iosRestriction": {"platformBlocked": "no"}},
        {**single(1, "role"), "priority": None},
        {**single(1, "role"), "assignments": None},
    ],
)
def test_f4_a_restriction_of_another_shape_is_not_read_as_one(item: dict[str, Any]) -> None:
    with pytest.raises(UnexpectedType):
        parse_restrictions([item])
