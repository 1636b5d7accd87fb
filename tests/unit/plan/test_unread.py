"""B16, H2: properties that Graph shows of nobody or of some. Who has none is neither what it would say nor the opposite."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.unit.plan.small import DIRECTORY, STAFF, Memory, desired, device, group, observed, plan, policy

from managed_apparaten.graph.observed import Directory
from managed_apparaten.messages.catalogue import advice, render
from managed_apparaten.plan.change import Plan

ONE, NEW = desired(), desired(blocked=["com.a", "com.b"])
STAFF_OBJECT = desired("first/staff", include=(group("sg-staff"),))
MANY = frozenset(f"x{n}" for n in range(95))
CROWD = replace(
    DIRECTORY, people=DIRECTORY.people | {STAFF: DIRECTORY.people[STAFF] | MANY}, people_total=200
)
MACHINES = (
    *DIRECTORY.devices,
    *(replace(device(n, f"x{n - 100}"), ownership="unknown") for n in range(100, 120)),
)
FIELD = desired("first/field.devices", include=(group("dg-field"),), exclude=(), devices=True)


def made(directory: Directory) -> Plan:
    found = plan(
        [NEW, STAFF_OBJECT],
        Memory([observed(ONE), observed(STAFF_OBJECT, 2)], directory_=directory),
        policy((25, 25, 100)),
    )
    assert found.plan is not None, found.diagnostics
    return found.plan


def measured(found: Plan) -> dict[str, str]:
    return {guard.code: guard.measured for guard in found.guards}


CROWDS = {
    "guests": replace(CROWD, guests=MANY),
    "unsure": replace(CROWD, unsure=MANY),
    "typeless": replace(CROWD, typeless=MANY),
}


@pytest.mark.parametrize("name", CROWDS)
def test_who_may_be_no_person_of_the_organisation_makes_no_share_smaller(name: str) -> None:
    """H2, B16: 95 people of whom a property is null turned 2 of 5 into 2 of 100."""
    assert measured(made(CROWD))["PLN021"] == "2/100 (2.0%)"
    assert measured(made(CROWDS[name]))["PLN021"] == "2/5 (40.0%)"


def test_who_is_touched_is_in_the_whole_whoever_it_is() -> None:
    """H2: no part is more than its whole, of people of whom nothing is known either."""
    directory = replace(DIRECTORY, unsure=frozenset({"p1"}), guests=frozenset({"p2"}))
    assert measured(made(directory))["PLN021"] == "2/5 (40.0%)"
    nobody = replace(DIRECTORY, unsure=frozenset().union(*DIRECTORY.people.values()))
    assert measured(made(nobody))["PLN021"] == "2/2 (100.0%)"


def test_accounts_of_which_nobody_knows_whether_they_are_enabled_are_no_sign_of_an_answer_that_was_cut_short() -> (
    None
):
    """B16: PLN039 stopped the plan and spoke of the network."""
    found = made(replace(CROWD, unsure=MANY, people_total=6))
    (told,) = [d for d in found.diagnostics if d.code == "PLN049"]
    assert dict(told.args) == {
        "property": "user.accountEnabled",
        "count": "95",
        "total": "101",
        "permission": "User.Read.All",
    }
    assert told.severity == "warning"
    for lang in ("en", "nl"):
        assert "accountEnabled" in render(told.code, lang, told.args)
        assert "User.Read.All" in advice(told.code, lang, told.args)


UNREAD: dict[str, tuple[Callable[[], Directory], str, str]] = {
    "user.userType": (lambda: replace(DIRECTORY, typeless=frozenset({"p2"})), "1", "User.Read.All"),
    "device.accountEnabled": (lambda: replace(DIRECTORY, unsure=frozenset({"e4"})), "1", "Device.Read.All"),
    "managedDevice.managedDeviceOwnerType": (
        lambda: replace(DIRECTORY, devices=MACHINES), "20", "DeviceManagementManagedDevices.Read.All",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", UNREAD)
def test_every_property_that_is_empty_is_named_with_what_to_do(name: str) -> None:
    """B16: neighbours of accountEnabled."""
    directory, count, permission = UNREAD[name]
    (told,) = [d for d in made(directory()).diagnostics if d.code == "PLN049"]
    assert (told.args["property"], told.args["count"], told.args["permission"]) == (name, count, permission)
    assert all(
        part in advice(told.code, "en", told.args) + render(told.code, "en", told.args)
        for part in (name, permission)
    )


def test_a_device_of_which_nobody_knows_whose_it_is_counts_where_it_is_touched_only() -> None:
    """B16: null counted as the organisation's, so that twenty such devices made 2 of 3 into 2 of 23."""
    directory = replace(CROWD, devices=MACHINES)
    assert measured(made(directory))["PLN022"] == "2/3 (66.7%)"
    mine = replace(DIRECTORY, devices=tuple(replace(d, ownership="unknown") for d in DIRECTORY.devices))
    assert measured(made(mine))["PLN022"].startswith("2/2 ")


def test_a_device_whose_account_is_unknown_makes_no_share_smaller() -> None:
    """B16: of a group of devices."""
    there = [observed(ONE), observed(FIELD, 2)]
    for unsure, expected in ((frozenset[str](), "2/3 (66.7%)"), (frozenset({"e4"}), "2/2 (100.0%)")):
        found = plan(
            [NEW, FIELD], Memory(there, directory_=replace(DIRECTORY, unsure=unsure)), policy((100, 25, 100))
        ).plan
        assert found is not None
        assert measured(found)["PLN022"] == expected
