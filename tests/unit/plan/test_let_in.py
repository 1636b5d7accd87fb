"""Apps that somebody gets on Android through a role below their own, as the groups of their role cannot be left out (PLN077)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.apply.test_embedded import ON, Door, Office, opened, policy

from managed_apparaten.compile.compiler import compile_policies
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.span import Span
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.kinds import all_kinds
from managed_apparaten.plan.planner import make_plan
from managed_apparaten.policy.model import (
    DeviceClass,
    GroupRef,
    Located,
    PolicySet,
    Role,
    Rule,
    RuleEffect,
    Selector,
    Step,
)
from managed_apparaten.resolve.decide import decide

APP = "temu"
"""The tenant holds it for Android, and nobody assigns it."""
PHONES, TEAM, COLLEGE = "sg-iso-onderzoek", "sg-rol-veiligheid", "sg-rol-college"
"""Four people with a phone of the organisation, their team, and others."""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = opened(tmp_path)
    yield made
    made.tenant.close()


def role(
    whole: PolicySet, name: str, group: str, priority: int, step: Step, effect: RuleEffect | None
) -> Role:
    span = Span(f"roles/{name}.yaml", 1, 1)
    rules = (Rule(effect, (Selector("app", APP, span),), span, name),) if effect else ()
    device = DeviceClass("android", "corporate", span, management="corporate-work-profile")
    return replace(
        whole.roles["veiligheid"], id=name, groups=(GroupRef(group, None, span),), priority=Located(priority, span), rules=rules,
        enforcement=Located(step, span), devices=(device,), span=span, functions={},
    )  # fmt: skip


def told(office: Office, *asked: tuple[str, str, int, Step, RuleEffect | None]) -> list[Diagnostic]:
    whole = policy()
    roles = {
        name: role(whole, name, group, priority, step, effect)
        for name, group, priority, step, effect in asked
    }
    part = replace(whole, roles=roles, exceptions={}, organisation=replace(whole.organisation, rules=()))
    resolved = decide(part, ON)
    made = compile_policies(part, resolved, all_kinds())
    found = make_plan(
        made,
        all_kinds(),
        Reader(Door(office.tenant)),
        policy=part,
        resolved=resolved,
        on=ON,
        tool_version="test",
    )
    assert found.plan, found.diagnostics
    return [diagnostic for diagnostic in found.diagnostics if diagnostic.code == "PLN077"]


MINE, LOW, HIGH = (PHONES, 60, "allowlist"), (TEAM, 40, "remove"), (COLLEGE, 80, "remove")


def test_a_role_above_that_gets_the_app_as_well_keeps_the_group_in_and_the_people_are_counted(
    office: Office,
) -> None:
    (warning,) = told(office, ("mine", *MINE, None), ("low", *LOW, "require"), ("high", *HIGH, "require"))  # type: ignore[arg-type]
    assert (warning.severity, warning.args["role"], warning.args["people"], warning.args["apps"]) == (
        "warning",
        "mine",
        "4",
        "Temu",
    )
    assert warning.span == Span("roles/mine.yaml", 1, 1)


def test_without_a_role_above_the_group_is_left_out(office: Office) -> None:
    assert told(office, ("mine", *MINE, None), ("low", *LOW, "require")) == []  # type: ignore[arg-type]


def test_a_role_that_allows_the_app_lets_nobody_in_by_another(office: Office) -> None:
    given = told(office, ("mine", *MINE, "allow"), ("low", *LOW, "require"), ("high", *HIGH, "require"))  # type: ignore[arg-type]
    assert given == []


def test_the_group_of_an_isolated_device_is_left_out_of_apps_for_work_that_a_higher_role_has_as_well() -> (
    None
):
    """F17: with a phone of the college in the policy, isolated phones were offered nineteen apps for work. Uninstall beats an offer."""
    whole = policy()
    phone = next(device for device in whole.roles["veiligheid"].devices if device.platform == "android")
    college = replace(whole.roles["college"], devices=(*whole.roles["college"].devices, phone))
    part = replace(whole, roles={**whole.roles, "college": college})
    resolved = decide(part, ON)
    decisions = resolved.decisions["veiligheid-2026-009"]["android"]
    found = [
        one
        for one in compile_policies(part, resolved, all_kinds()).resources
        if one.match and one.match.platform == "android"
    ]
    given = 0
    for desired in found:
        removed = any(a.group.name == PHONES and a.intent == "uninstall" for a in desired.assignments)
        if not removed and not decisions[desired.address.key.split(".")[1]].approved:
            for intent in {a.intent for a in desired.assignments if not a.exclude and not a.devices} - {
                "uninstall"
            }:
                given += 1
                assert PHONES in {
                    a.group.name for a in desired.assignments if a.exclude and a.intent == intent
                }, desired.address
    assert given > 10
