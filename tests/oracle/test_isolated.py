"""F17: on an isolated device the excepted app is there, and no app and no data of the work; measured on the tenant after apply."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from tests.oracle.matrix import named_apps
from tests.oracle.office import example, office, ready
from tests.oracle.oracle import Oracle, ours
from tests.oracle.question import Answer, App, Device, Policy, Question
from tests.oracle.tenant import Graph

from managed_apparaten.plan.change import Plan
from managed_apparaten.policy.model import Platform

CASES: tuple[tuple[str, str, Platform], ...] = (
    ("bestuursadvies-comm-2026-014", "sg-iso-jongerencampagne", "ios"),
    ("veiligheid-2026-009", "sg-iso-onderzoek", "android"),
)


@dataclass(frozen=True)
class World:
    graph: Graph
    oracle: Oracle
    plan: Plan


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = ready(example())
    with office(tmp_path_factory.mktemp("office")) as one:
        plan = one.plan(made)
        assert one.carry_out(made, plan).exit_code == 0
        yield World(Graph(one.tenant), one.oracle(), plan)


def device_of(graph: Graph, oracle: Oracle, group: str, platform: str) -> Device:
    ids = {found["displayName"]: found["id"] for found in graph.all("groups?$select=id,displayName")}
    people = {person["id"] for person in graph.all(f"groups/{ids[group]}/members")}
    return next(
        d for d in oracle.directory.devices if d.user in people and d.platform == platform and not d.personal
    )


def protected(oracle: Oracle, device: Device) -> list[Policy]:
    """Our app protection for the platform of a device."""
    sort = f"#microsoft.graph.{device.platform}ManagedAppProtection"
    return [
        policy
        for policy in oracle.reaching(device.user, device)
        if policy.body["@odata.type"] == sort and ours(policy)
    ]


@pytest.mark.parametrize(("role", "group", "platform"), CASES)
def test_nothing_of_the_work_opens_on_an_isolated_device(
    world: World, role: str, group: str, platform: Platform
) -> None:
    """But what somebody else assigns on Android, which the plan names (PLN076)."""
    graph, oracle = world.graph, world.oracle
    device = device_of(graph, oracle, group, platform)
    side = device.sides[0]
    policy = example()
    opens = {
        name
        for (on, app), named in named_apps(policy).items()
        if on == platform and app.type in ("bundle-id", "package")
        for name, _ in named
        if oracle.ask(Question(device.user, device, side, app)).answer is Answer.YES
    }
    allowed = {
        app
        for exception in policy.exceptions.values()
        if exception.id in role
        for app in (line.value for line in exception.apps)
    }
    kept = {
        app.id for app in policy.apps.values() if app.management or app.system or app.category == "ios-system"
    }
    others = {
        name for d in world.plan.diagnostics if d.code == "PLN076" for name in d.args["apps"].split(", ")
    }
    assert {policy.apps[app].name for app in opens - kept - allowed} == (
        others if platform == "android" else set()
    )
    if platform == "ios":
        assert allowed <= opens
    assert protected(oracle, device) == []


def test_the_rest_of_the_role_has_its_apps_for_work(world: World) -> None:
    graph, oracle = world.graph, world.oracle
    device = device_of(graph, oracle, "sg-rol-college", "ios")
    outlook = App("bundle-id", "com.microsoft.Office.Outlook")
    assert oracle.ask(Question(device.user, device, device.sides[0], outlook)).answer is Answer.YES
    assert protected(oracle, device)
