"""Explanations: every ground with the line, the advice and the dates behind it."""

from typing import TYPE_CHECKING, get_args, get_type_hints

import pytest

from managed_apparaten.messages import render
from managed_apparaten.policy.model import Control, Language, Text
from managed_apparaten.resolve.decision import Effect, GroundKind
from managed_apparaten.resolve.explain import Explanation, explain

if TYPE_CHECKING:
    from tests.unit.resolve.conftest import World


def explained(world: "World", app: str = "tiktok", role: str = "college") -> tuple[Explanation, ...]:
    return explain(world.build(), world.decide(), role, app)


def test_there_is_one_explanation_a_platform(world: "World") -> None:
    world.app("tiktok")
    world.role(devices=(world.device("android"), world.device("ios")))
    assert [e.platform for e in explained(world)] == ["ios", "android"]


def test_the_advice_is_cited_with_its_date_source_and_line(world: "World") -> None:
    world.app("maps")
    world.app("tiktok", "CN")
    advice = world.advisory("class", ("CN",), ("maps", "tiktok"))
    because = Text("VNG-advies", "VNG advice")
    world.rules = (world.rule("block", "advisory:class", locked=True, because=because),)
    world.role()
    (found,) = explained(world)
    line = found.lines[0]
    assert (line.won, line.because, line.advisory, line.named) == (True, because, advice, advice.named[1])
    assert line.causes == found.decision.causes
    assert found.app.control.confidence == "confirmed"
    cause = line.causes[1]
    assert cause.span == advice.named[1].span
    assert (
        render(cause.message, "nl", dict(cause.args))
        == 'Advies (2023-05-17) noemt de app: "TIKTOK", overig, regel 2'
    )


def test_an_app_caught_by_its_country_cites_the_advice_without_a_line(world: "World") -> None:
    world.app("maps")
    app = world.app("tiktok", "CN")
    advice = world.advisory("class", ("CN",), ("maps",))
    world.rules = (world.rule("block", "advisory:class"),)
    world.role()
    line = explained(world)[0].lines[0]
    assert (line.advisory, line.named, line.causes[1].span) == (advice, None, app.control.span)
    assert render(line.causes[1].message, "en", dict(line.causes[1].args)) == (
        "controlled by tiktok Ltd. (CN), a country that Advies (2023-05-17) is about"
    )


def test_losers_are_explained_as_fully_as_the_winner(world: "World") -> None:
    world.app("portal", "CN", management=True)
    world.list("kit", "portal")
    world.rules = (
        world.rule("block", "country:CN", locked=True),
        world.rule("allow", "list:kit"),
        world.rule("caution", "portal"),
    )
    world.role(step="allowlist")
    exception = world.exception("2026-001", "portal")
    (found,) = explained(world, "portal")
    assert [line.won for line in found.lines] == [True] + [False] * 5
    keys = [[cause.message for cause in line.causes] for line in found.lines]
    assert keys == [
        ["cause.built-in"],
        ["cause.exception"],
        ["cause.rule.block", "cause.country"],
        ["cause.rule.caution"],
        ["cause.rule.allow", "cause.list"],
        ["cause.ladder.refuse"],
    ]
    assert (found.lines[1].exception, found.lines[1].because) == (exception, exception.purpose)


def test_every_cause_and_label_reads_in_both_languages(world: "World") -> None:
    world.app("portal", "CN", management=True)
    world.advisory("class", ("CN",))
    world.rules = tuple(
        world.rule("block", s) for s in ("country:CN", "category:tools", "advisory:class", "portal")
    )
    world.role()
    world.exception("2026-001", "portal")
    (found,) = explained(world, "portal")
    languages: tuple[Language, ...] = ("nl", "en")
    for lang in languages:
        assert render(found.verdict, lang)
        assert render(found.certainty, lang)
        for line in found.lines:
            assert render(line.label, lang)
            assert all(render(cause.message, lang, dict(cause.args)) for cause in line.causes)


def test_every_effect_ground_and_confidence_has_a_sentence_in_both_languages() -> None:
    words = {
        "decision": get_args(Effect),
        "ground": get_args(GroundKind),
        "confidence": get_args(get_type_hints(Control)["confidence"]),
    }
    for area, values in words.items():
        for value in values:
            assert render(f"{area}.{value}", "nl") != render(f"{area}.{value}", "en")


@pytest.mark.parametrize(("role", "app"), [("nobody", "tiktok"), ("college", "nothing")])
def test_an_unknown_role_or_app_is_a_key_error(world: "World", role: str, app: str) -> None:
    world.app("tiktok")
    world.role()
    with pytest.raises(KeyError):
        explained(world, app, role)
