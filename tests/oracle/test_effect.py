"""Ten thousand questions about the example: what its tenant does is what its decisions say, as far as Intune can."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.oracle.matrix import REASONS, Matrix, named_apps, programs
from tests.oracle.office import Office, Ready, example, office, ready, stepped
from tests.oracle.oracle import Conflict, Oracle, ours
from tests.oracle.question import Answer, App, Device, Question
from tests.oracle.tenant import Graph

from managed_apparaten.kinds import all_kinds
from managed_apparaten.policy.model import STEPS, Step

QUESTIONS = 10_000
SEED = 20261121


@dataclass
class World:
    office: Office
    ready: Ready
    oracle: Oracle

    @property
    def matrix(self) -> Matrix:
        groups = {
            group["displayName"]: group["id"]
            for group in Graph(self.office.tenant).all("groups?$select=id,displayName")
        }
        kinds = frozenset(kind.name for kind in all_kinds())
        named = named_apps(self.ready.policy)
        return Matrix(
            self.ready.policy,
            self.ready.resolved,
            kinds,
            self.oracle.directory,
            self.oracle.intents,
            groups,
            named,
        )


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = ready(example())
    with office(tmp_path_factory.mktemp("office")) as one:
        one.apply(made)
        yield World(one, made, one.oracle())


def questions(oracle: Oracle, apps: Mapping[str, list[App]], number: int, seed: int) -> Iterator[Question]:
    """Random triples. Sorts of device come up equally often, or the rare ones would hardly be asked about."""
    dice = random.Random(seed)
    sorts: dict[object, list[Device]] = defaultdict(list)
    for device in oracle.directory.devices:
        if apps[device.platform]:
            sorts[device.platform, device.enrolment].append(device)
    for _ in range(number):
        device = dice.choice(sorts[dice.choice(sorted(sorts, key=str))])
        yield Question(device.user, device, dice.choice(device.sides), dice.choice(apps[device.platform]))


def catalogue() -> dict[str, list[App]]:
    """The identifiers by which a platform's lists know apps."""
    sorts = {
        "ios": ("bundle-id",),
        "android": ("package",),
        "windows": ("package-family-name", "executable", "winget-id"),
    }
    found = {
        platform: [app for on, app in named_apps(example()) if on == platform and app.type in sorts[platform]]
        for platform in sorts
    }
    return {**found, "macos": programs(example())}


def everything(world: World) -> Iterator[Question]:
    """Every app on one device of each sort of each role: what chance could miss."""
    matrix, apps, seen = world.matrix, catalogue(), set[object]()
    for device in world.oracle.directory.devices:
        role = matrix.role(device.user, device)
        sort = (role.id if role else "", device.platform, device.enrolment)
        if sort not in seen:
            seen.add(sort)
            yield from (
                Question(device.user, device, side, app)
                for side in device.sides
                for app in apps[device.platform]
            )


def disagreements(world: World, asked: Iterator[Question]) -> tuple[list[str], Counter[str]]:
    """Where the tenant does not do what was promised, and how often which reason stood for a difference."""
    matrix, wrong, reasons = world.matrix, list[str](), Counter[str]()
    for question in asked:
        promise = matrix.promise(question)
        found, reason = answered(world.oracle, question)
        reasons[reason or promise.reason] += 1
        wanted = promise.answer, matrix.non_compliant(question)
        if found != wanted and not reason:
            role = matrix.role(question.person, question.device)
            where = f"{role.id if role else '-'} {question.device.platform} {question.device.enrolment}/{question.side}"
            wrong.append(f"{where} {question.app.value}: {wanted}, {promise.reason}, but {found}")
    return wrong, reasons


def answered(oracle: Oracle, question: Question) -> tuple[tuple[Answer, bool] | None, str]:
    """The oracle's answer, whether the device is non-compliant by it, and the reason when policies that are not ours have a hand in it."""
    try:
        verdict = oracle.ask(question)
    except Conflict as conflict:
        return None, "" if conflict.ours_alone else "set by somebody else as well"
    theirs = bool(verdict.stopped_by) and not any(
        policy.id == "" or ours(policy) for policy in verdict.stopped_by
    )
    return (
        verdict.answer,
        "non-compliant" in verdict.marks,
    ), "set by somebody else as well" if theirs else ""


def test_ten_thousand_random_questions_agree_with_the_decisions(world: World) -> None:
    wrong, reasons = disagreements(world, questions(world.oracle, catalogue(), QUESTIONS, SEED))
    assert wrong == []
    assert reasons.total() == QUESTIONS
    assert set(reasons) - {""} <= set(REASONS)
    assert reasons[""] > QUESTIONS / 2, reasons


def test_what_a_rule_requires_is_installed_on_every_device_of_the_organisation_that_the_role_has(
    world: World,
) -> None:
    matrix, asked = world.matrix, 0
    for question in everything(world):
        role, device = matrix.role(question.person, question.device), question.device
        ours_to_install = (
            role is not None
            and device.enrolment not in ("unenrolled", "work-profile")
            and question.side != "private"
        )
        if (
            role
            and ours_to_install
            and world.oracle.intents.knows(question.app)
            and matrix.required(role, question)
        ):
            asked += 1
            assert "installed" in world.oracle.ask(question).marks, (role.id, question)
    assert asked > 3


def test_nothing_is_required_that_no_rule_requires_but_where_nobody_can_pick_it(world: World) -> None:
    """F19: dedicated Android devices have every approved app of their allowlist that the tenant holds, and no other group does."""
    roles = world.ready.resolved.roles
    dedicated = {
        world.matrix.groups[g.name]: role
        for role in roles
        for c in role.devices
        if c.management == "dedicated"
        for g in c.groups
    }
    given = world.oracle.intents.assignments
    found = {
        (app.value, a["target"].get("groupId"))
        for app, some in given.items()
        for a in some
        if a["intent"] == "required"
    }
    elsewhere = {app for app, group in found if group and group not in dedicated}
    assert elsewhere == {"com.microsoft.skype.teams", "com.microsoft.teams", "org.whispersystems.signal"}
    for group, role in dedicated.items():
        decisions = world.ready.resolved.decisions[role.id]["android"]
        approved = [app for app in world.ready.policy.apps.values() if decisions[app.id].approved]
        wanted = {
            i.value
            for app in approved
            for i in app.on("android", "package")
            if i.verified and App("package", i.value) in given
        }
        assert {app for app, to in found if to == group} == wanted
    assert len(dedicated) == 2


@pytest.mark.parametrize("step", STEPS)
def test_at_every_step_each_app_does_on_each_sort_of_device_what_the_matrix_says(
    step: Step, tmp_path: Path
) -> None:
    whole = example()
    made = ready(stepped(whole, dict.fromkeys(whole.roles, step)))
    with office(tmp_path) as one:
        one.apply(made)
        stood = World(one, made, one.oracle())
        wrong, reasons = disagreements(stood, everything(stood))
    assert wrong == []
    assert reasons.total() > 5_000
    assert set(reasons) - {""} <= set(REASONS)
