"""Somebody in two roles gets one policy of a kind, however the groups are nested."""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tests.oracle.directory import Directory
from tests.oracle.office import Ready, example, office, ready
from tests.oracle.oracle import Oracle, conflicting, ours
from tests.oracle.question import Device, Enrolment

from managed_apparaten.compile.desired import Assignment, Desired
from managed_apparaten.kinds import all_kinds
from managed_apparaten.policy.model import DeviceClass, GrantedException, GroupRef, Located, PolicySet, Role

STRUCTURES = 200
PLATFORM = {kind.name: kind.platform for kind in all_kinds()}


def bases(keys: Sequence[tuple[str, str]], platform: str) -> dict[str, set[str]]:
    """Kind -> the roles whose object of that kind is for somebody; a second chunk of one role's list is not a second policy."""
    found: dict[str, set[str]] = defaultdict(set)
    for kind, key in keys:
        if PLATFORM[kind] == platform:
            found[kind].add(".".join(part for part in key.split(".") if not part.isdigit()))
    return found


def twice(oracle: Oracle) -> list[str]:
    """People who get two policies of ours of one kind on one of their devices, or two values of ours for one setting."""
    found = []
    for device in oracle.directory.devices:
        mine = [policy for policy in oracle.reaching(device.user, device) if ours(policy)]
        keys = [key for policy in mine if (key := ours(policy))]
        found += [
            f"{device.user} {device.platform} {kind}: {sorted(roles)}"
            for kind, roles in bases(keys, device.platform).items()
            if len(roles) > 1
        ]
        found += [f"{device.user} {setting}" for setting, _ in conflicting(mine)]
    return found


def test_nobody_in_the_example_gets_two_policies_of_one_kind(tmp_path: Path) -> None:
    with office(tmp_path) as one:
        one.apply(ready(example()))
        oracle = one.oracle()
        assert twice(oracle) == []
        doubly = [
            d
            for d in oracle.directory.devices
            if d.enrolment == "unenrolled" and len(_roles(oracle.directory, d.user)) > 1
        ]
        assert len(doubly) > 50, "the world should hold people in two roles"


def _roles(directory: Directory, person: str | None) -> list[str]:
    groups = [(role.id, g.id) for role in example().roles.values() for g in role.groups if g.id]
    return [role for role, group in groups if person in directory.members[group]]


class Structure:
    """Random people in random groups in groups, and the example's roles for some of those groups, in random order of priority."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.people = [f"p{n}" for n in range(12)]
        self.groups = [f"00000000-0000-4000-9000-{n:012d}" for n in range(10)]
        self.inside = {group: self._members(place) for place, group in enumerate(self.groups)}
        self.policy = self._policy()
        self.directory = Directory(
            tuple(self.people), tuple(self._devices()), {g: frozenset(self._all(g)) for g in self.groups}
        )

    def _members(self, place: int) -> list[str]:
        """People, and groups further on: nesting without a circle."""
        later = self.groups[place + 1 :]
        return self.dice.sample(self.people, self.dice.randint(0, 5)) + self.dice.sample(
            later, min(len(later), self.dice.randint(0, 3))
        )

    def _all(self, group: str) -> Iterator[str]:
        for member in self.inside[group]:
            yield from self._all(member) if member in self.inside else [member]

    def _policy(self) -> PolicySet:
        whole = example()
        chosen = self.dice.sample(sorted(whole.roles), 5)
        priorities = self.dice.sample(range(1, 1000), len(chosen))
        free = self.dice.sample(self.groups, len(self.groups))
        roles = {}
        for name, priority in sorted(zip(chosen, priorities, strict=True)):
            role = whole.roles[name]
            groups = tuple(self._ref(role.groups[0], free.pop()) for _ in range(self.dice.randint(1, 2)))
            devices = tuple(without_device_groups(role.devices))
            roles[name] = replace(
                role, groups=groups, priority=Located(priority, role.priority.span), devices=devices
            )
        organisation = replace(
            whole.organisation,
            protected_groups=(self._ref(whole.organisation.protected_groups[0], self.groups[-1]),),
        )
        return replace(whole, organisation=organisation, roles=roles, exceptions=self._exceptions(roles))

    def _exceptions(self, roles: Mapping[str, object]) -> dict[str, GrantedException]:
        """The example's exceptions, for roles and groups of this structure: a derived role is one more that may overlap."""
        found = {}
        for name, exception in example().exceptions.items():
            role = self.dice.choice(sorted(roles))
            group = (
                self._ref(example().organisation.protected_groups[0], self.dice.choice(self.groups))
                if exception.group
                else None
            )
            found[name] = replace(exception, role=Located(role, exception.role.span), group=group)
        return found

    def _ref(self, like: GroupRef, group: str) -> GroupRef:
        return GroupRef(f"g{group[-2:]}", group, like.span)

    def _devices(self) -> Iterator[Device]:
        sorts: tuple[tuple[str, Enrolment], ...] = (
            ("ios", "supervised"), ("ios", "unenrolled"), ("android", "corporate-work-profile"), ("android", "unenrolled"),
            ("windows", "joined"),
        )  # fmt: skip
        for person in self.people:
            for platform, enrolment in sorts:
                yield Device(f"{person}-{platform}-{enrolment}", platform, enrolment, person, None, (26,))


def without_device_groups(devices: Sequence[DeviceClass]) -> Iterator[DeviceClass]:
    """Classes that are reached through people: across the line between people and devices Intune honours no exclusion."""
    yield from (device for device in devices if not device.groups)


def targets(assignments: Sequence[Assignment]) -> list[dict[str, dict[str, str | None]]]:
    """Assignments as Graph shows them."""
    sorts = {
        False: "#microsoft.graph.groupAssignmentTarget",
        True: "#microsoft.graph.exclusionGroupAssignmentTarget",
    }
    return [{"target": {"@odata.type": sorts[a.exclude], "groupId": a.group.id}} for a in assignments]


def reached(made: Ready, directory: Directory, device: Device) -> dict[str, set[str]]:
    """Kind -> roles whose object is for the owner of a device."""
    found = [
        d for d in made.compiled.resources if directory.reaches(targets(d.assignments), device.user, device)
    ]
    return bases([(d.address.kind, d.address.key) for d in found], device.platform)


def meant(made: Ready, directory: Directory, device: Device) -> Iterator[tuple[Desired, str]]:
    """Apps of the policy and the intents with which one of them is for the owner of a device."""
    for app in (d for d in made.compiled.resources if d.address.kind == "app_assignment" and d.match):
        for intent in sorted({a.intent for a in app.assignments}):
            given = targets([a for a in app.assignments if a.intent == intent])
            if (
                app.match
                and app.match.platform == device.platform
                and directory.reaches(given, device.user, device)
            ):
                yield app, intent


@pytest.mark.parametrize("block", range(10))
def test_in_random_nested_groups_no_intent_of_any_app_reaches_a_protected_group(block: int) -> None:
    """E12 of the evidence list: the schema promises that every assignment leaves protected groups out, so each intent of an app does."""
    protected, several = 0, 0
    for seed in range(block * STRUCTURES // 50, (block + 1) * STRUCTURES // 50):
        structure = Structure(seed)
        made = ready(structure.policy)
        spared = structure.directory.members[structure.groups[-1]]
        several += sum(
            len({a.intent for a in d.assignments if not a.exclude}) > 1 for d in made.compiled.resources
        )
        for device in structure.directory.devices:
            found = list(meant(made, structure.directory, device))
            protected += device.user in spared
            assert not (device.user in spared and found), (seed, device.id, found[0][0].address, found[0][1])
    assert protected > 10
    assert several > 3


def test_in_the_example_every_intent_that_people_have_leaves_the_protected_groups_out() -> None:
    """E12: of an app with several intents only one left them out."""
    policy, several = example(), 0
    for app in (d for d in ready(policy).compiled.resources if d.address.kind == "app_assignment"):
        given = {a.intent for a in app.assignments if not a.exclude and not a.devices}
        several += len(given) > 1
        for protected in policy.organisation.protected_groups:
            assert given <= {a.intent for a in app.assignments if a.exclude and a.group == protected}, (
                app.address
            )
    assert several > 5


def alone(role: Role, platform: str) -> bool:
    """Whether a measure of an exception keeps work data off devices of people of this role."""
    return platform in role.isolated and any(
        d.platform == platform and not d.groups and d.management != "dedicated" for d in role.devices
    )


@pytest.mark.parametrize("block", range(10))
def test_in_random_nested_groups_everybody_gets_at_most_one_policy_of_a_kind_and_the_highest(
    block: int,
) -> None:
    several = 0
    for seed in range(block * STRUCTURES // 10, (block + 1) * STRUCTURES // 10):
        structure = Structure(seed)
        made = ready(structure.policy)
        ranked = [
            role.id
            for role in sorted(
                made.resolved.roles, key=lambda r: (-r.priority.value, r.derived_from is None, r.id)
            )
        ]
        members = {
            role.id: {p for g in role.groups for p in structure.directory.members[g.id or ""]}
            for role in made.resolved.roles
        }
        protected = structure.directory.members[structure.groups[-1]]
        having = {(d.address.kind, d.role) for d in made.compiled.resources}
        for device in structure.directory.devices:
            mine = [role for role in ranked if device.user in members[role] and device.user not in protected]
            several += len(mine) > 1
            got = reached(made, structure.directory, device)
            for kind in (kind for kind, platform in PLATFORM.items() if platform == device.platform):
                isolated = {
                    role.id
                    for role in made.resolved.roles
                    if kind.endswith("_app_protection") and alone(role, device.platform)
                }
                wanted = next((role for role in mine if (kind, role) in having or role in isolated), "")
                assert got.get(kind, set()) == {wanted} - isolated - {""}, (seed, device.id, kind)
    assert several > 100
