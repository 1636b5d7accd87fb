"""Decisions: what is decided where, what a selector catches, which days an exception covers."""

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from managed_apparaten.messages import render
from managed_apparaten.policy.model import STEPS, Step, Text
from managed_apparaten.resolve.claims import Catalogue
from managed_apparaten.resolve.decide import Resolved, decide
from managed_apparaten.resolve.decision import Decision

if TYPE_CHECKING:
    from tests.unit.resolve.conftest import Confidence, World

DAY = date(2026, 11, 21)


def test_every_app_is_decided_on_every_platform_of_a_role_and_on_no_other(world: "World") -> None:
    for app in ("zoom", "adobe", "maps"):
        world.app(app)
    world.role("college", devices=(world.device("windows"), world.device("ios"), world.device("ios")))
    decisions = world.decide().decisions["college"]
    assert list(decisions) == ["ios", "windows"]
    assert all(list(apps) == ["adobe", "maps", "zoom"] for apps in decisions.values())


@pytest.mark.parametrize("step", STEPS)
def test_the_ladder_refuses_only_on_an_allowlist(world: "World", step: Step) -> None:
    world.app("maps")
    role = world.role(step=step)
    decision = world.decision("maps")
    assert decision.effect == ("refuse" if step == "allowlist" else "tolerate")
    assert (decision.winner.kind, decision.winner.span, decision.losers) == (
        "ladder",
        role.enforcement.span,
        (),
    )
    assert not decision.approved
    assert not decision.blocked


def test_the_strictest_class_of_device_sets_the_step_of_its_platform(world: "World") -> None:
    world.app("maps")
    strict = world.device("ios", step="allowlist")
    world.role(step="advise", devices=(world.device("ios"), strict, world.device("android")))
    assert strict.enforcement
    assert world.decision("maps").winner.span == strict.enforcement.span
    assert world.decision("maps").effect == "refuse"
    assert world.decision("maps", platform="android").effect == "tolerate"


def test_a_rule_holds_only_on_its_platforms(world: "World") -> None:
    world.app("tiktok")
    world.rules = (world.rule("block", "tiktok", platforms=("android",)),)
    world.role(devices=(world.device("ios"), world.device("android")))
    assert world.decision(platform="android").effect == "block"
    assert world.decision(platform="ios").effect == "tolerate"


CAUGHT = [
    ("tiktok", True, "cause.rule.block"),
    ("list:social", True, "cause.list"),
    ("advisory:named", True, "cause.advisory"),
    ("advisory:class", True, "cause.advisory-country"),
    ("advisory:both", True, "cause.advisory"),
    ("advisory:other", False, "cause.ladder.tolerate"),
    ("country:CN", True, "cause.country"),
    ("country:RU", False, "cause.ladder.tolerate"),
    ("category:video", True, "cause.category"),
    ("category:games", False, "cause.ladder.tolerate"),
]


@pytest.mark.parametrize(("selector", "blocked", "key"), CAUGHT)
def test_what_a_selector_catches_and_how_it_says_so(
    world: "World", selector: str, blocked: bool, key: str
) -> None:
    world.app("tiktok", "CN", category="video")
    world.app("maps")
    world.list("social", "tiktok")
    world.advisory("named", ("RU",), ("tiktok",))
    world.advisory("class", ("RU", "CN"))
    world.advisory("both", ("CN",), ("tiktok",))
    world.advisory("other", ("RU",), ("maps",))
    world.rules = (world.rule("block", selector),)
    world.role()
    decision = world.decision()
    assert decision.blocked is blocked
    assert decision.causes[-1].message == key
    if blocked:
        assert decision.causes[0].span == world.rules[0].selectors[0].span
        assert decision.winner.span == world.rules[0].span
        assert decision.winner.via == (decision.causes[1].span if len(decision.causes) == 2 else None)


def test_a_link_points_to_the_line_that_makes_it(world: "World") -> None:
    app = world.app("tiktok", "CN")
    social = world.list("social", "maps", "tiktok")
    advice = world.advisory("named", (), ("maps", "tiktok"))
    links = {
        "list:social": social.apps[1].span,
        "advisory:named": advice.named[1].span,
        "country:CN": app.control.span,
    }
    world.app("maps")
    world.role()
    for selector, span in links.items():
        world.rules = (world.rule("block", selector),)
        assert world.decision().winner.via == span


@pytest.mark.parametrize("confidence", ["contested", "recalled", "unknown"])
@pytest.mark.parametrize("selector", ["country:RU", "advisory:class"])
def test_a_country_that_is_not_sure_never_blocks_by_class(
    world: "World", confidence: "Confidence", selector: str
) -> None:
    world.app("telegram", "RU", confidence=confidence)
    world.advisory("class", ("RU",))
    world.rules = (world.rule("block", selector),)
    world.role()
    assert world.decision("telegram").effect == "tolerate"


@pytest.mark.parametrize("confidence", ["contested", "recalled", "unknown"])
@pytest.mark.parametrize("selector", ["telegram", "list:chat", "advisory:named"])
def test_an_app_of_which_the_country_is_not_sure_is_blocked_by_name(
    world: "World", confidence: "Confidence", selector: str
) -> None:
    world.app("telegram", "RU", confidence=confidence)
    world.list("chat", "telegram")
    world.advisory("named", (), ("telegram",))
    world.rules = (world.rule("block", selector),)
    world.role()
    assert world.decision("telegram").blocked


DAYS = [(-1, False), (0, True), (1, True), (30, True), (31, False)]


@pytest.mark.parametrize(("offset", "active"), DAYS)
def test_both_dates_of_an_exception_are_included(world: "World", offset: int, active: bool) -> None:
    world.app("tiktok")
    world.rules = (world.rule("block", "tiktok", locked=True),)
    world.role()
    world.exception("2026-001", "tiktok", starts=DAY, ends=DAY + timedelta(days=30))
    decision = world.decision(on=DAY + timedelta(days=offset))
    assert decision.effect == ("allow" if active else "block")
    assert (decision.winner.exception == "2026-001") is active


def test_an_exception_holds_for_its_apps_platforms_and_role_only(world: "World") -> None:
    for app in ("tiktok", "temu", "maps"):
        world.app(app)
    world.rules = (world.rule("block", "tiktok", "temu", "maps"),)
    devices = (world.device("ios"), world.device("android"))
    world.role("college", devices=devices)
    world.role("griffie", devices=devices, priority=50)
    exception = world.exception("2026-001", "tiktok", "temu", platforms=("android",), ends=date(2026, 12, 1))
    found = world.decide().decisions
    allowed = {
        (r, p, a)
        for r, ps in found.items()
        for p, apps in ps.items()
        for a, d in apps.items()
        if d.effect == "allow"
    }
    assert allowed == {("college", "android", "tiktok"), ("college", "android", "temu")}
    decision = found["college"]["android"]["temu"]
    assert decision.winner.span == exception.apps[1].span
    assert render(decision.causes[0].message, "nl", dict(decision.causes[0].args)) == (
        "uitzondering 2026-001, van 2026-11-21 tot en met 2026-12-01"
    )


def test_the_reason_of_a_rule_is_its_cause_in_the_language_of_the_organisation(world: "World") -> None:
    world.app("tiktok")
    world.rules = (world.rule("block", "tiktok", because=Text("VNG-advies {nr}", "VNG advice")),)
    world.role()
    cause = world.decision().causes[0]
    assert (cause.kind, cause.message, cause.args) == (
        "policy",
        "cause.rule",
        (("because", "VNG-advies {nr}"), ("effect", "block")),
    )
    assert render(cause.message, "en", dict(cause.args)) == "VNG-advies {nr}"


def test_unverified_identifiers_are_used_when_any_block_says_so(world: "World") -> None:
    world.app("tiktok")
    world.rules = (world.rule("block", "tiktok", locked=True),)
    world.role()
    assert not world.decision().unverified
    world.role("college", world.rule("block", "tiktok", owner="college", unverified=True))
    assert world.decision().winner.kind == "locked-block"
    assert world.decision().unverified


def test_an_approval_can_ask_for_unverified_identifiers_and_says_nothing_for_a_block(world: "World") -> None:
    world.app("tiktok")
    world.role()
    world.rules = (world.rule("caution", "tiktok"), world.rule("allow", "tiktok", unverified=True))
    assert world.decision().unverified, "the winner or not, as for a block"
    world.rules = (world.rule("block", "tiktok"), world.rule("caution", "tiktok", unverified=True))
    assert world.decision().blocked
    assert not world.decision().unverified


def test_a_block_that_an_exception_set_aside_uses_no_identifiers(world: "World") -> None:
    world.app("tiktok")
    world.role()
    world.rules = (world.rule("block", "tiktok", unverified=True),)
    world.exception("2026-001", "tiktok")
    assert not world.decision().unverified


def test_a_selector_is_looked_up_once_wherever_it_is_written(world: "World") -> None:
    world.app("tiktok", "CN")
    catalogue = Catalogue(world.build())
    first, again = (
        world.selector("country:CN", file) for file in ("organisation.yaml", "roles/college.yaml")
    )
    assert first != again
    assert catalogue.catch(first) is catalogue.catch(again)


def test_an_unknown_role_is_a_key_error(world: "World") -> None:
    world.role("college")
    with pytest.raises(KeyError):
        world.decide().role("griffie")


def test_roles_come_in_order_of_priority_then_id(world: "World") -> None:
    for role, priority in (("b", 10), ("c", 90), ("a", 10)):
        world.role(role, priority=priority)
    assert [role.id for role in world.decide().roles] == ["c", "a", "b"]


def test_the_order_of_files_and_rules_changes_nothing(world: "World") -> None:
    world.app("tiktok", "CN")
    world.app("maps")
    world.advisory("class", ("CN",), ("tiktok",))
    world.rules = (
        world.rule("block", "advisory:class", locked=True),
        world.rule("block", "country:CN"),
        world.rule("caution", "maps"),
    )
    world.role(
        "griffie",
        world.rule("block", "maps", owner="griffie"),
        world.rule("caution", "maps", owner="griffie"),
        priority=5,
    )
    world.role("college")
    for name in ("2026-001", "2026-002"):
        world.exception(name, "tiktok", role="griffie", group="sg-x")
    policy = world.build()
    turned = replace(
        policy,
        organisation=replace(policy.organisation, rules=policy.organisation.rules[::-1]),
        apps=dict(reversed(list(policy.apps.items()))),
        exceptions=dict(reversed(list(policy.exceptions.items()))),
        roles={
            name: replace(role, rules=role.rules[::-1]) for name, role in reversed(list(policy.roles.items()))
        },
    )
    one, other = decide(policy, DAY), decide(turned, DAY)
    assert (
        [role.id for role in one.roles]
        == [role.id for role in other.roles]
        == ["college", "griffie-2026-001", "griffie"]
    )
    assert one.diagnostics == other.diagnostics
    assert in_full(one) == in_full(other)


def in_full(resolved: Resolved) -> list[Decision]:
    """Every decision, in the order in which they are held."""
    return [
        d for platforms in resolved.decisions.values() for apps in platforms.values() for d in apps.values()
    ]
