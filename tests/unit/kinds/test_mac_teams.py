"""F6, F20: an app of which only the team id is known on a Mac is denied and allowed like any other."""

from collections.abc import Mapping

import pytest
from tests.golden.world import SUPERVISED_MAC, Built, build, role
from tests.unit.kinds.test_apple import MACOS_27, organisation, settings

TEAM = "JQ525L2MZD"
OTHER = "88L2Q4487U"


def app(
    name: str, country: str, *, team: str, bundle: str = "", verified: bool = True, publisher: str = "Maker"
) -> Mapping[str, str]:
    """A catalogue file with one Mac app, known by its team id and perhaps by its bundle id."""
    known = f"bundle-ids: [{bundle}], " if bundle else ""
    sources = [value for value in (bundle, team) if value and verified]
    lines = [
        f"kind: Apps\napps:\n  - id: {name}\n    name: {name.title()}\n    publisher: {publisher}\n    category: tools",
        f"    control: {{entity: Maker, country: {country}, confidence: confirmed, basis: register}}",
        f'    identifiers:\n      macos: {{{known}team-id: "{team}"}}',
        *(["    verified:"] if sources else []),
        *(f'      "macos:{value}": {{source: codesign, date: 2026-11-21}}' for value in sources),
    ]
    return {f"catalogue/apps/{name}.yaml": "\n".join(lines) + "\n"}


def built(step: str, rules: str, *files: Mapping[str, str], **assumptions: str) -> Built:
    extra = MACOS_27 + (f"\nrules:\n  - {rules}" if rules else "")
    stated = organisation(**assumptions) if assumptions else {}
    return build(role("team", SUPERVISED_MAC, step=step, extra=extra), stated, *files)


def listed(one: Built) -> Mapping[str, list[Mapping[str, str]]]:
    found = settings(one.body("macos_app_settings/team"))
    return {"allowed": found.get("allowedbinaries", []), "denied": found.get("deniedbinaries", [])}


@pytest.mark.parametrize("step", ["block", "remove", "allowlist"])
def test_a_blocked_app_known_by_its_team_alone_is_denied(step: str) -> None:
    one = built(step, "", app("meeting", "CN", team=OTHER))
    assert {"teamid": OTHER} in listed(one)["denied"]
    assert "KND400" not in one.codes()


@pytest.mark.parametrize("by", ["team-id", "signing-id"])
def test_an_approved_app_known_by_its_team_alone_is_allowed(by: str) -> None:
    one = built("allowlist", "allow: [reader]", app("reader", "US", team=TEAM), macos_allowed_by=by)
    assert {"teamid": TEAM} in listed(one)["allowed"]


@pytest.mark.parametrize(("step", "rules"), [("block", ""), ("remove", ""), ("allowlist", "allow: [reader]")])
def test_a_team_of_which_something_runs_is_not_denied_whole_and_the_blocked_app_is_named(
    step: str, rules: str
) -> None:
    one = built(
        step,
        rules,
        app("meeting", "CN", team=TEAM),
        app("reader", "US", team=TEAM, bundle="com.maker.reader"),
    )
    assert {"teamid": TEAM} not in listed(one)["denied"]
    assert [args["apps"] for args in one.args("KND400")] == ["Meeting"]


def test_the_team_that_keeps_a_mac_managed_is_never_denied() -> None:
    one = built("block", "", app("meeting", "CN", team="UBF8T346G9"))
    assert {"teamid": "UBF8T346G9"} not in listed(one)["denied"]
    assert [args["apps"] for args in one.args("KND400")] == ["Meeting"]


def test_a_blocked_team_that_only_apps_share_which_may_not_run_is_denied() -> None:
    one = built(
        "allowlist",
        "",
        app("meeting", "CN", team=OTHER),
        app("idle", "US", team=OTHER, bundle="com.maker.idle"),
    )
    assert {"teamid": OTHER} in listed(one)["denied"]


def test_an_app_that_nobody_approved_and_that_shares_its_team_with_an_approved_one_is_named() -> None:
    one = built(
        "allowlist", "allow: [reader]", app("reader", "US", team=TEAM), app("studio", "US", team=TEAM)
    )
    assert [args["apps"] for args in one.args("KND400")] == ["Studio"]


def test_a_team_that_nobody_saw_in_a_source_does_not_block_and_is_said() -> None:
    """F20: team ids count on a Mac: KND426 for one without a source, KND425 for no identifier at all."""
    one = built("block", "", app("meeting", "CN", team=OTHER, verified=False))
    assert {"teamid": OTHER} not in listed(one)["denied"]
    assert {"app": "Meeting", "identifier": OTHER} in [
        related.args for found in one.remarks("KND426") for related in found.related
    ]
    trusting = built(
        "block", "{block: meeting, unverified: true}", app("meeting", "CN", team=OTHER, verified=False)
    )
    assert {"teamid": OTHER} in listed(trusting)["denied"]


def test_a_team_id_is_an_identifier_in_what_is_said_of_a_mac() -> None:
    """F20: an app with a team id is not among those without an identifier on macOS."""
    one = built("block", "", app("meeting", "CN", team=OTHER))
    (without,) = [found.args["names"] for found in one.remarks("KND425") if found.args["platform"] == "macos"]
    assert "Meeting" not in without.split(", ")
    assert "TikTok" in without.split(", ")
