"""What holds for any policy: permission never beats a prohibition, and a prohibition never permits."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from managed_apparaten.policy.model import PLATFORMS, Platform, Rule, RuleEffect, Step
from managed_apparaten.resolve.decide import Resolved

if TYPE_CHECKING:
    from tests.unit.resolve.conftest import World

APPS = ("tiktok", "temu", "telegram", "maps", "portal")
SELECTORS = (*APPS, "list:kit", "advisory:advice", "country:CN", "country:RU", "category:video")

effects: st.SearchStrategy[RuleEffect] = st.sampled_from(("block", "caution", "allow"))
steps: st.SearchStrategy[Step] = st.sampled_from(("advise", "block", "allowlist"))
platforms: st.SearchStrategy[tuple[Platform, ...]] = st.sampled_from((("ios",), ("android",), PLATFORMS))
drafts = st.tuples(effects, st.sampled_from(SELECTORS), st.booleans(), st.booleans(), platforms)
"""Effect, selector, whether a role owns it, whether it is locked, platforms."""

Draft = tuple[RuleEffect, str, bool, bool, tuple[Platform, ...]]


def resolve(world: "World", written: list[Draft], step: Step, excepted: str | None) -> Resolved:
    world.app("tiktok", "CN", category="video")
    world.app("temu", "CN")
    world.app("telegram", "RU", confidence="contested")
    world.app("maps", category="video")
    world.app("portal", "CN", management=True)
    world.list("kit", "temu", "maps")
    world.advisory("advice", ("CN",), ("telegram",))
    rules: dict[bool, list[Rule]] = {True: [], False: []}
    for effect, selector, own, locked, where in written:
        rules[own].append(
            world.rule(effect, selector, owner="college" if own else None, locked=locked, platforms=where)
        )
    world.rules = tuple(rules[False])
    world.role("college", *rules[True], step=step, devices=(world.device("ios"), world.device("android")))
    if excepted:
        world.exception("2026-001", excepted)
    return world.decide()


def effects_of(resolved: Resolved) -> dict[tuple[Platform, str], str]:
    return {
        (platform, app): d.effect
        for platform, apps in resolved.decisions["college"].items()
        for app, d in apps.items()
    }


worlds = st.tuples(st.lists(drafts, max_size=6), steps, st.one_of(st.none(), st.sampled_from(APPS)))


@given(worlds, drafts)
def test_adding_an_allow_or_caution_never_turns_a_blocked_app_into_an_allowed_one(
    new_world: "Callable[[], World]", policy: tuple[list[Draft], Step, str | None], extra: Draft
) -> None:
    written, step, excepted = policy
    softer: Draft = ("allow" if extra[0] == "block" else extra[0], *extra[1:])
    before = effects_of(resolve(new_world(), written, step, excepted))
    after = effects_of(resolve(new_world(), [*written, softer], step, excepted))
    assert {place for place, effect in before.items() if effect == "block"} == {
        p for p, effect in after.items() if effect == "block"
    }


@given(worlds, drafts)
def test_adding_a_block_changes_effects_into_block_only(
    new_world: "Callable[[], World]", policy: tuple[list[Draft], Step, str | None], extra: Draft
) -> None:
    written, step, excepted = policy
    before = effects_of(resolve(new_world(), written, step, excepted))
    after = effects_of(resolve(new_world(), [*written, ("block", *extra[1:])], step, excepted))
    assert {effect for place, effect in after.items() if effect != before[place]} <= {"block"}


@given(worlds)
def test_what_decided_is_never_weaker_than_what_lost(
    new_world: "Callable[[], World]", policy: tuple[list[Draft], Step, str | None]
) -> None:
    strength = ["built-in", "exception", "locked-block", "block", "caution", "allow", "ladder"]
    for apps in resolve(new_world(), *policy).decisions["college"].values():
        for decision in apps.values():
            tiers = [
                min(strength.index(ground.kind), 5 if ground.kind == "allow" else 9)
                for ground in decision.losers
            ]
            winner = strength.index(decision.winner.kind)
            assert all(
                winner <= tier or {strength[winner], strength[tier]} == {"caution", "allow"} for tier in tiers
            )
            assert decision.causes
            assert decision.effect == decision.winner.effect
