"""What is asked of the tenant for each role: which groups and people, and on which platforms something must have effect."""

import pytest
from tests.golden.cases import DAY
from tests.golden.world import (
    FULLY_MANAGED,
    LAPTOPS,
    MAC,
    PERSONAL_ANDROID,
    PERSONAL_IOS,
    SUPERVISED,
    WORK_PROFILE,
    Built,
    build,
    role,
)

from managed_apparaten.graph.observed import Directory
from managed_apparaten.graph.read.preconditions import NamedGroup, Preconditions
from managed_apparaten.kinds import all_kinds
from managed_apparaten.preconditions.subject import PreconditionInput, precondition_input
from managed_apparaten.resolve.decide import decide

PERSONAL_MAC = "{platform: macos, ownership: personal}"
BOTH = "protection: {level: enhanced, apps: core-microsoft}\ncompliance: {passcode: basic}"
NOWHERE = Preconditions()


def directory(people: dict[str, str], **more: object) -> Directory:
    """Groups by name, each with its name as its id and a person for each letter."""
    named: dict[str, tuple[str, ...]] = {name: (f"id-{name}",) for name in people}
    ids = {f"id-{name}": name for name in people}
    members = {f"id-{name}": frozenset(who) for name, who in people.items()}
    return Directory(named, ids, members, {}, (), 9, **more)  # type: ignore[arg-type]


def question(built: Built, where: Directory, found: Preconditions = NOWHERE) -> PreconditionInput:
    return precondition_input(
        built.policy, decide(built.policy, DAY), built.compiled, all_kinds(), where, found
    )


def of(device: str, *more: str, step: str = "block") -> PreconditionInput:
    return question(build(role("team", device, *more, step=step, extra=BOTH)), directory({"sg-team": "ab"}))


@pytest.mark.parametrize(
    ("devices", "compliance", "protection", "personal", "apple", "android"),
    [
        ([FULLY_MANAGED], {"android"}, set(), set(), False, True),
        ([LAPTOPS], {"windows"}, set(), set(), False, False),
        ([MAC], {"macos"}, set(), set(), True, False),
        ([SUPERVISED], {"ios"}, set(), set(), True, False),
        ([PERSONAL_IOS], set(), {"ios"}, set(), False, False),
        ([PERSONAL_ANDROID], set(), {"android"}, set(), False, False),
        ([WORK_PROFILE], {"android"}, set(), {"android"}, False, True),
        ([SUPERVISED, PERSONAL_IOS], {"ios"}, {"ios"}, set(), True, False),
        ([FULLY_MANAGED, PERSONAL_IOS], {"android"}, {"ios"}, set(), False, True),
        ([FULLY_MANAGED, WORK_PROFILE], {"android"}, set(), {"android"}, False, True),
        ([MAC, PERSONAL_MAC], {"macos"}, set(), set(), True, False),
        ([WORK_PROFILE, PERSONAL_ANDROID], {"android"}, {"android"}, {"android"}, False, True),
    ],
)
def test_what_must_have_effect_follows_from_the_devices(
    devices: list[str],
    compliance: set[str],
    protection: set[str],
    personal: set[str],
    apple: bool,
    android: bool,
) -> None:
    """Compliance counts on devices that are enrolled; app protection where no compliance policy is for a device."""
    found = of(*devices)
    (one,) = found.subjects
    assert (set(one.compliance), set(one.protection), set(one.personal)) == (compliance, protection, personal)
    assert (found.apple, found.android, found.people_total, found.left_out) == (apple, android, 9, ())


BREAK_GLASS = "00000000-0000-4000-8000-000000000001"


def test_protected_accounts_are_no_people_of_a_role_and_guests_are_told_apart() -> None:
    """Guests elsewhere in the tenant are not those of the role."""
    where = directory({"sg-team": "abcz"}, guests=frozenset("cg"), unsure=frozenset("a"))
    where.group_names[BREAK_GLASS] = "sg-break-glass"
    where.people[BREAK_GLASS] = frozenset("z")
    found = question(build(role("team", SUPERVISED, extra=BOTH)), where)
    (one,) = found.subjects
    assert (set(one.groups), set(one.people), set(one.guests), one.hidden) == (
        {"id-sg-team"},
        set("abc"),
        {"c"},
        False,
    )
    assert (set(found.protected_groups), set(found.protected_people), set(found.unsure)) == (
        {BREAK_GLASS},
        {"z"},
        {"a"},
    )


@pytest.mark.parametrize("hidden", [True, False])
def test_a_group_that_the_plan_did_not_read_is_one_that_was_read_beside_it(hidden: bool) -> None:
    """By id or by name, whatever the case of the name; its guests and whether it hides are known from there."""
    beside = (
        NamedGroup("id-other", "sg-other", ("x",)),
        NamedGroup("id-team", "SG-Team", ("a", "b"), hidden=hidden, guests=("b",)),
        NamedGroup(BREAK_GLASS, "sg-break-glass", ("a",)),
    )
    found = question(
        build(role("team", SUPERVISED, extra=BOTH)), directory({}), Preconditions(role_groups=beside)
    )
    (one,) = found.subjects
    assert (set(one.groups), set(one.people), set(one.guests), one.hidden) == (
        {"id-team"},
        {"b"},
        {"b"},
        hidden,
    )
    assert found.protected_people == {"a"}


@pytest.mark.parametrize("hidden", [{"id-sg-one"}, {"id-sg-two"}, {"id-sg-other"}])
def test_a_role_of_which_one_group_hides_is_hidden(hidden: set[str]) -> None:
    built = build(role("team", SUPERVISED, extra=BOTH, groups=["sg-one", "sg-two"]))
    (one,) = question(built, directory({"sg-one": "a", "sg-two": "b"}, hidden=frozenset(hidden))).subjects
    assert (set(one.people), one.hidden) == ({"a", "b"}, hidden != {"id-sg-other"})


@pytest.mark.parametrize("names", [{}, {"sg-one": ("i",)}, {"sg-one": ("i",), "sg-two": ("j", "k")}])
def test_a_role_with_a_group_that_is_not_there_or_not_certain_is_left_out(
    names: dict[str, tuple[str, ...]],
) -> None:
    built = build(
        role("team", SUPERVISED, extra=BOTH, groups=["sg-one", "sg-two"]),
        role("rest", SUPERVISED, extra=BOTH, priority=10),
    )
    where = Directory({"sg-rest": ("r",), **names}, {}, {}, {}, (), 9)
    found = question(built, where)
    assert ([one.role for one in found.subjects], found.left_out) == (["rest"], ("team",))


def test_a_protected_group_with_an_id_that_is_not_there_protects_nobody() -> None:
    found = question(build(role("team", SUPERVISED, extra=BOTH)), directory({"sg-team": "ab"}))
    assert not found.protected_groups | found.protected_people
