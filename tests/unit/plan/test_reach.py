"""Whom targets reach, as Intune honours includes and excludes."""

from dataclasses import replace

import pytest
from tests.unit.plan.small import COLLEGE, DEVICES, DIRECTORY, FIRST, GLASS, STAFF, identifier

from managed_apparaten.core.digest import JSON
from managed_apparaten.plan.reach import ALL_DEVICES, ALL_USERS, EXCLUDED, INCLUDED, Reacher, ownerships


def to(group: str) -> JSON:
    return {"@odata.type": INCLUDED, "groupId": group}


def not_to(group: str) -> JSON:
    return {"@odata.type": EXCLUDED, "groupId": group}


MIXED = identifier(5)
CASES: dict[str, tuple[list[JSON], set[str], set[str]]] = {
    "nobody": ([], set(), set()),
    "a group and its devices on the platform": ([to(COLLEGE)], {"p1", "p2"}, {"m1", "m2"}),
    "people in two groups once": (
        [to(COLLEGE), to(STAFF)],
        {"p1", "p2", "p3", "p4", "p5"},
        {"m1", "m2", "m4"},
    ),
    "exclusion wins": ([to(COLLEGE), not_to(STAFF)], {"p1"}, {"m1"}),
    "only an exclusion": ([not_to(COLLEGE)], set(), set()),
    "private devices are not for this kind": ([to(STAFF)], {"p2", "p3", "p4", "p5"}, {"m2", "m4"}),
    "a device group and who uses them": ([to(DEVICES)], {"p3"}, {"m4"}),
    "people are not excluded from a device group": ([to(DEVICES), not_to(STAFF)], {"p3"}, {"m4"}),
    "devices are not excluded from a group of people": (
        [to(STAFF), not_to(DEVICES)],
        {"p2", "p3", "p4", "p5"},
        {"m2", "m4"},
    ),
    "a group that is gone": ([to(identifier(99))], set(), set()),
    "all users": (
        [{"@odata.type": ALL_USERS}, not_to(GLASS)],
        {"p1", "p2", "p3", "p4", "p5"},
        {"m1", "m2", "m4"},
    ),
    "all devices": ([{"@odata.type": ALL_DEVICES}], {"p1", "p2", "p3"}, {"m1", "m2", "m4"}),
    "people and devices in one group": ([to(MIXED)], {"p1", "p3"}, {"m1", "m4"}),
}


@pytest.mark.parametrize("name", CASES)
def test_reach_follows_the_rules_of_assignment(name: str) -> None:
    targets, people, devices = CASES[name]
    directory = replace(
        DIRECTORY,
        people=DIRECTORY.people | {MIXED: frozenset({"p1"})},
        devices_in=DIRECTORY.devices_in | {MIXED: frozenset({"e4"})},
    )
    found = Reacher(directory).audience(targets, FIRST)
    assert (set(found.people), set(found.devices)) == (people, devices)


def test_a_kind_says_whose_devices_it_is_for() -> None:
    assert ownerships(FIRST) == {"corporate"}
    assert ownerships(replace(FIRST, serves=lambda device: True)) == {"corporate", "personal"}
    assert ownerships(
        replace(FIRST, platform="android", serves=lambda d: d.management == "work-profile")
    ) == {"corporate", "personal"}
    assert ownerships(replace(FIRST, serves=lambda device: False)) == frozenset()


@pytest.mark.parametrize(
    ("system", "counts"),
    [("BeOS", True), ("", True), ("android", False), ("linux", False), ("chromeos", False)],
)
def test_a_device_of_which_the_platform_is_not_known_counts_for_each(system: str, counts: bool) -> None:
    """B3: such a device counted for none, and guards and "removes protection" vanished."""
    strange = replace(
        DIRECTORY, devices=tuple(replace(device, platform=system) for device in DIRECTORY.devices)
    )
    found = Reacher(strange).audience([to(COLLEGE)], FIRST)
    assert bool(found.devices) is counts
