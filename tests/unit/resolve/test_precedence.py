"""Which of two grounds decides, whatever the order they are written in; and which of two roles somebody gets."""

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from managed_apparaten.policy.model import Located, Rule, RuleEffect
from managed_apparaten.resolve.decision import Decision
from managed_apparaten.resolve.precedence import outranks, role_rank

if TYPE_CHECKING:
    from tests.unit.resolve.conftest import World

# Each row: the ground and the effect it gives. Strongest first; every pair is tried.
LADDER = {
    "built-in": "allow",
    "exception": "allow",
    "locked block of the organisation": "block",
    "block of the role": "block",
    "block of the organisation": "block",
    "caution of the role": "caution",
    "allow of the role": "allow",
    "caution of the organisation": "caution",
    "allow of the organisation": "allow",
    "ladder": "refuse",
}


def decided_by(world: "World", grounds: tuple[str, ...], *, backwards: bool) -> Decision:
    """The decision on TikTok under an allowlist, with these grounds written in that order."""
    world.app("tiktok", management="built-in" in grounds)
    written = list(reversed(grounds)) if backwards else list(grounds)
    rules = {name: rule(world, name) for name in written if " of the " in name}
    world.rules = tuple(rule for name, rule in rules.items() if name.endswith("organisation"))
    world.role("college", *(rule for name, rule in rules.items() if name.endswith("role")), step="allowlist")
    if "exception" in grounds:
        world.exception("2026-001", "tiktok")
    return world.decision()


def rule(world: "World", name: str) -> Rule:
    effects: tuple[RuleEffect, ...] = ("block", "caution", "allow")
    effect = next(word for word in effects if word in name)
    return world.rule(
        effect, "tiktok", owner="college" if name.endswith("role") else None, locked="locked" in name
    )


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize(("stronger", "weaker"), list(combinations(LADDER, 2)))
def test_the_stronger_ground_decides(world: "World", stronger: str, weaker: str, backwards: bool) -> None:
    decision = decided_by(world, (stronger, weaker), backwards=backwards)
    assert decision.effect == LADDER[stronger]
    assert decision.winner.effect == LADDER[stronger]
    assert [ground.effect for ground in decision.losers] == (
        [LADDER[weaker]] if weaker == "ladder" else [LADDER[weaker], "refuse"]
    )
    expected = {"built-in", "exception", "ladder"} & {stronger}
    assert decision.winner.kind in expected or decision.winner.rule is not None
    if decision.winner.rule:
        assert (decision.winner.rule.owner is not None) is stronger.endswith("role")
        assert decision.winner.rule.locked is ("locked" in stronger)


@pytest.mark.parametrize("backwards", [False, True])
def test_all_losers_are_kept_in_order(world: "World", backwards: bool) -> None:
    decision = decided_by(world, tuple(LADDER), backwards=backwards)
    kinds = ["exception", "locked-block", "block", "block", "caution", "allow", "caution", "allow", "ladder"]
    assert decision.winner.kind == "built-in"
    assert [ground.kind for ground in decision.losers] == kinds
    owners = [ground.rule.owner for ground in decision.losers if ground.rule]
    assert owners == [None, "college", None, "college", "college", None, None]


def test_of_equal_blocks_the_one_that_names_the_app_gives_the_reason(world: "World") -> None:
    world.app("tiktok", "CN")
    world.list("social", "tiktok")
    by_list, by_country, by_name = (world.rule("block", s) for s in ("list:social", "country:CN", "tiktok"))
    world.rules = (by_country, by_list, by_name)
    world.role()
    decision = world.decision()
    assert [ground.rule for ground in (decision.winner, *decision.losers)] == [
        by_name,
        by_list,
        by_country,
        None,
    ]


def test_a_derived_role_stands_between_its_base_and_the_next(world: "World") -> None:
    base, higher = world.role("griffie", priority=60), world.role("college", priority=61)
    derived = replace(base, id="griffie-2026-001", derived_from="griffie")
    assert sorted((base, derived, higher), key=role_rank) == [higher, derived, base]
    assert outranks(higher, derived)
    assert outranks(derived, base)
    assert not outranks(base, derived)
    assert not outranks(derived, higher)


def test_written_roles_of_equal_priority_do_not_outrank_each_other(world: "World") -> None:
    one, other = world.role("griffie", priority=60), world.role("kcc", priority=60)
    assert not outranks(one, other)
    assert not outranks(other, one)
    assert outranks(replace(one, priority=Located(61, one.span)), other)


def test_of_two_derived_roles_exactly_one_outranks_the_other(world: "World") -> None:
    base = world.role("griffie", priority=60)
    one, other = (replace(base, id=f"griffie-{n}", derived_from="griffie") for n in (1, 2))
    assert outranks(one, other)
    assert not outranks(other, one)
