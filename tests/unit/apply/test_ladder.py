"""A role with every Apple device and a work profile walks up and down the ladder in the embedded tenant; nothing is left behind."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from tests.unit.apply.test_embedded import Door, policy

from managed_apparaten.apply.executor import apply
from managed_apparaten.apply.journal import open_journal
from managed_apparaten.apply.outcome import Options
from managed_apparaten.compile.compiler import Compiled, compile_policies
from managed_apparaten.core.clock import VirtualClock
from managed_apparaten.core.span import Span
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.write.writer import Writer
from managed_apparaten.kinds import all_kinds
from managed_apparaten.plan.change import Plan
from managed_apparaten.plan.planner import make_plan
from managed_apparaten.policy.model import STEPS, DeviceClass, Located, PolicySet, Step
from managed_apparaten.resolve.decide import Resolved, decide

ON = date(2026, 11, 21)
HERE = Span("roles/college.yaml", 1, 1)
Place = tuple[Step, str]
"""A step of the ladder and the oldest version that compliance lets in."""
PLACES: tuple[Place, ...] = tuple((step, oldest) for step in STEPS for oldest in ("26.0", "27.0"))
APP_SETTINGS = {"ios_app_settings/college", "macos_app_settings/college"}


@cache
def wanted(place: Place) -> tuple[PolicySet, Resolved, Compiled]:
    """The board of the example with these devices, on a step."""
    step, oldest = place
    devices = (
        DeviceClass("ios", "corporate", HERE, supervised=True),
        DeviceClass("macos", "corporate", HERE, supervised=True),
        DeviceClass(
            "android", "personal", HERE, management="work-profile", enforcement=Located("advise", HERE)
        ),
    )
    role = policy().roles["college"]
    minimum = {platform: Located(oldest, HERE) for platform in ("ios", "macos")}
    role = replace(
        role,
        devices=devices,
        enforcement=Located(step, HERE),
        compliance=replace(role.compliance, os_minimum=minimum),
    )
    part = replace(policy(), roles={"college": role}, exceptions={})
    resolved = decide(part, ON)
    return part, resolved, compile_policies(part, resolved, all_kinds())


@pytest.fixture
def tenant() -> Iterator[Tenant]:
    opened = Tenant.open(None, clock=lambda: datetime(2026, 11, 21, tzinfo=UTC))
    seed(opened)
    _newer(opened)
    yield opened
    opened.close()


def _newer(tenant: Tenant) -> None:
    """Add a device of nobody with system version 27 for each platform of Apple, or the plan refuses to ask for that version."""
    for number, system in enumerate(("iOS", "macOS")):
        collection, key = "deviceManagement/managedDevices", f"0000000{number}-2727-4727-8727-272727272727"
        body = {
            "id": key,
            "operatingSystem": system,
            "osVersion": "27.0",
            "managedDeviceOwnerType": "company",
            "deviceName": system,
        }
        tenant.insert([Stored(collection, key, "managedDevice", body, {})])


def planned(tenant: Tenant, place: Place) -> Plan:
    part, resolved, made = wanted(place)
    found = make_plan(
        made, all_kinds(), Reader(Door(tenant)), policy=part, resolved=resolved, on=ON, tool_version="test"
    )
    assert found.plan is not None, found.diagnostics
    return found.plan


def carry_out(tenant: Tenant, place: Place, directory: Path) -> None:
    plan, clock = planned(tenant, place), VirtualClock(datetime(2026, 11, 21, tzinfo=UTC))
    journal = open_journal(directory, plan.digest, clock)
    options = Options(frozenset(guard.code for guard in plan.guards), plan.digest)
    door = Door(tenant)
    outcome = apply(
        plan, wanted(place)[2], all_kinds(), Reader(door), Writer(door), journal=journal, clock=clock, options=options,
        on_event=lambda event: None,
    )  # fmt: skip
    journal.close()
    assert outcome.exit_code == 0, outcome.diagnostics


def left(tenant: Tenant, place: Place) -> list[str]:
    return [str(change.address) for change in planned(tenant, place).changes if change.action != "none"]


def test_a_random_walk_over_the_ladder_leaves_nothing_behind(tenant: Tenant, tmp_path: Path) -> None:
    walk = [*PLACES, *random.Random(27).choices(PLACES, k=6)]
    random.Random(3).shuffle(walk)
    for number, place in enumerate(walk):
        carry_out(tenant, place, tmp_path / str(number))
        assert left(tenant, place) == [], place
        ours = {str(change.address) for change in planned(tenant, place).changes}
        assert APP_SETTINGS & ours == (APP_SETTINGS if place[1] == "27.0" else set())
