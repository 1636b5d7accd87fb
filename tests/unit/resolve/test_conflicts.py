"""Rules that contradict each other, and rules against apps that may never be stopped."""

from typing import TYPE_CHECKING

import pytest

from managed_apparaten.messages import advice, render
from managed_apparaten.policy.model import Platform, RuleEffect

if TYPE_CHECKING:
    from tests.unit.resolve.conftest import World


@pytest.mark.parametrize("locked", [False, True])
@pytest.mark.parametrize("effect", ["allow", "caution"])
def test_a_role_that_loosens_a_rule_of_the_organisation_is_an_error_with_both_lines(
    world: "World", effect: RuleEffect, locked: bool
) -> None:
    world.app("tiktok", "CN")
    theirs, own = world.rule("block", "tiktok", locked=locked), world.rule(effect, "tiktok", owner="comm")
    world.rules = (theirs,)
    world.role("comm", own)
    (found,) = world.decide().diagnostics
    label = "label.blocked-here-locked" if locked else "label.blocked-here"
    assert (found.code, found.severity, found.span) == ("RES201", "error", own.selectors[0].span)
    assert [(r.span, r.label) for r in found.related] == [(theirs.selectors[0].span, label)]
    assert render("RES201", "en", found.args) == 'role "comm" allows Tiktok, but the organisation blocks that'
    assert (
        render("RES201", "nl", found.args) == 'rol "comm" staat Tiktok toe, maar dat blokkeert de organisatie'
    )
    assert world.decision(role="comm").effect == "block"


def test_a_list_that_holds_blocked_apps_is_one_error_that_names_three_and_counts_the_rest(
    world: "World",
) -> None:
    for app in ("a", "b", "c", "d", "e"):
        world.app(app, "CN")
    world.app("maps")
    kit = world.list("kit", "e", "d", "maps", "c", "b", "a")
    world.advisory("class", ("CN",))
    world.rules = (world.rule("block", "advisory:class"),)
    world.role("comm", world.rule("allow", "list:kit", owner="comm"))
    (found,) = world.decide().diagnostics
    assert (found.args["apps"], found.args["count"]) == ("A, B, C (+2)", "5")
    shown = {kit.apps[i].span for i in (5, 4, 3)} | {world.apps[app].control.span for app in "abc"}
    assert {r.span for r in found.related if r.label == "label.caught-here"} == shown


def test_each_selector_of_each_role_is_told_once_and_derived_roles_not_again(world: "World") -> None:
    world.app("tiktok", "CN")
    world.rules = (world.rule("block", "tiktok"), world.rule("block", "country:CN", locked=True))
    for role in ("comm", "griffie"):
        world.role(
            role, world.rule("allow", "tiktok", owner=role), world.rule("caution", "country:CN", owner=role)
        )
    world.exception("2026-001", "tiktok", role="comm", group="sg-x", platforms=("ios",))
    found = world.decide().diagnostics
    assert [(d.code, d.args["role"]) for d in found] == [("RES201", "comm")] * 2 + [("RES201", "griffie")] * 2


def test_an_exception_does_not_heal_a_contradiction(world: "World") -> None:
    world.app("tiktok")
    world.rules = (world.rule("block", "tiktok"),)
    world.role("comm", world.rule("allow", "tiktok", owner="comm"))
    world.exception("2026-001", "tiktok", role="comm", platforms=("ios",))
    assert [d.code for d in world.decide().diagnostics] == ["RES201"]


NO_CONFLICT: list[tuple[RuleEffect, tuple[Platform, ...], RuleEffect, tuple[Platform, ...]]] = [
    ("block", ("ios",), "allow", ("android",)),
    ("allow", ("ios",), "allow", ("ios",)),
    ("caution", ("ios",), "allow", ("ios",)),
    ("allow", ("ios",), "block", ("ios",)),
    ("block", ("ios",), "block", ("ios",)),
]


@pytest.mark.parametrize(("theirs", "there", "own", "here"), NO_CONFLICT)
def test_what_does_not_loosen_is_no_error(
    world: "World",
    theirs: RuleEffect,
    there: tuple[Platform, ...],
    own: RuleEffect,
    here: tuple[Platform, ...],
) -> None:
    world.app("tiktok")
    world.rules = (world.rule(theirs, "tiktok", platforms=there),)
    world.role("comm", world.rule(own, "tiktok", owner="comm", platforms=here))
    assert world.decide().diagnostics == ()


def test_the_organisation_may_allow_what_it_blocks_elsewhere_and_the_block_wins(world: "World") -> None:
    world.app("tiktok")
    world.rules = (world.rule("allow", "tiktok"), world.rule("block", "tiktok"))
    world.role()
    assert world.decide().diagnostics == ()
    assert world.decision().effect == "block"


MANAGEMENT = [
    ("portal", "RES202", "error"),
    ("list:kit", "RES202", "error"),
    ("advisory:class", "RES203", "warning"),
    ("country:CN", "RES203", "warning"),
    ("category:mdm", "RES203", "warning"),
]


@pytest.mark.parametrize("owner", [None, "college"])
@pytest.mark.parametrize(("selector", "code", "severity"), MANAGEMENT)
def test_a_management_app_is_never_stopped_and_the_rule_is_told(
    world: "World", selector: str, code: str, severity: str, owner: str | None
) -> None:
    app = world.app("portal", "CN", category="mdm", management=True)
    world.app("tiktok", "CN", category="mdm")
    world.list("kit", "tiktok", "portal")
    world.advisory("class", ("CN",))
    rule = world.rule("block", selector, owner=owner, locked=True)
    world.rules = () if owner else (rule,)
    world.role("college", *((rule,) if owner else ()), step="allowlist")
    decision = world.decision("portal")
    assert (decision.effect, decision.winner.kind, decision.winner.span) == ("allow", "built-in", app.span)
    assert [ground.kind for ground in decision.losers] == ["locked-block", "ladder"]
    (found,) = world.decide().diagnostics
    assert (found.code, found.severity, found.span) == (code, severity, rule.selectors[0].span)
    assert [r.span for r in found.related] == [app.span]
    assert found.args == {"apps": "Portal", "count": "1"}


def test_a_management_app_is_approved_without_any_rule(world: "World") -> None:
    world.app("portal", management=True)
    world.role(step="allowlist")
    assert world.decision("portal").approved


def test_a_role_may_allow_a_management_app_that_the_organisation_wrongly_blocks(world: "World") -> None:
    world.app("portal", management=True)
    world.rules = (world.rule("block", "portal"),)
    world.role("college", world.rule("allow", "portal", owner="college"))
    assert [d.code for d in world.decide().diagnostics] == ["RES202"]


def test_what_now_stands_with_each_code_in_both_languages() -> None:
    for code in ("RES201", "RES202", "RES203", "RES204", "RES205", "RES206"):
        assert advice(code, "nl")
        assert advice(code, "en")


@pytest.mark.parametrize(
    ("requires", "blocks", "code"),
    [("comm", "comm", "RES207"), (None, None, "RES207"), (None, "comm", "RES207"), ("comm", None, "RES201")],
)
def test_an_app_that_is_required_and_blocked_for_the_same_people_is_an_error_with_both_lines(
    world: "World", requires: str | None, blocks: str | None, code: str
) -> None:
    world.app("maps")
    wanted, unwanted = (
        world.rule("require", "maps", owner=requires),
        world.rule("block", "maps", owner=blocks),
    )
    world.rules = tuple(rule for rule in (wanted, unwanted) if rule.owner is None)
    world.role("comm", *(rule for rule in (wanted, unwanted) if rule.owner))
    (found,) = world.decide().diagnostics
    assert (found.code, found.severity, found.span) == (code, "error", wanted.selectors[0].span)
    label = "label.blocked-for-role" if blocks else "label.blocked-here"
    assert [(r.span, r.label) for r in found.related] == [(unwanted.selectors[0].span, label)]
    assert world.decision("maps", role="comm").effect == "block"
    assert world.decision("maps", role="comm").required is None


def test_required_on_one_platform_and_blocked_on_another_is_no_contradiction(world: "World") -> None:
    world.app("maps")
    rules = (
        world.rule("require", "maps", owner="comm", platforms=("ios",)),
        world.rule("block", "maps", owner="comm", platforms=("android",)),
    )
    world.role("comm", *rules)
    assert world.decide().diagnostics == ()


def test_requiring_a_management_app_that_a_class_blocks_is_allowed(world: "World") -> None:
    world.app("portal", management=True, category="tools")
    world.rules = (world.rule("block", "category:tools"),)
    world.role("comm", world.rule("require", "portal", owner="comm"))
    assert [d.code for d in world.decide().diagnostics] == ["RES203"]
    assert world.decision("portal", role="comm").required


def test_a_required_app_is_approved_and_conditions_on_it_stay(world: "World") -> None:
    world.app("maps")
    world.app("chat")
    world.role(
        "comm",
        world.rule("require", "maps", "chat", owner="comm"),
        world.rule("caution", "chat", owner="comm"),
        step="allowlist",
    )
    assert (world.decision("maps", role="comm").effect, world.decision("chat", role="comm").effect) == (
        "allow",
        "caution",
    )
    assert world.decision("maps", role="comm").required
    assert world.decision("chat", role="comm").required
