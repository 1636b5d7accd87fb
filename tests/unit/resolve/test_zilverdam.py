"""The example organisation in `policies/`, decided as it stands."""

import sys
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from types import FrameType

import pytest

from managed_apparaten.messages import render
from managed_apparaten.policy.load import load
from managed_apparaten.policy.model import PolicySet
from managed_apparaten.resolve.decide import Resolved, decide
from managed_apparaten.resolve.explain import explain

POLICIES = Path(__file__).resolve().parents[3] / "policies"
ADVICE = "offensief-cyberprogramma"
DAYS = [date(2026, 5, 1), date(2026, 6, 15), date(2026, 11, 21), date(2027, 1, 9), date(2027, 6, 1)]


@cache
def policy() -> PolicySet:
    loaded = load(POLICIES).policy
    assert loaded is not None
    return loaded


@cache
def resolved(on: date) -> Resolved:
    return decide(policy(), on)


@pytest.mark.parametrize("on", DAYS)
def test_nothing_in_the_example_contradicts_itself(on: date) -> None:
    assert resolved(on).diagnostics == ()


@pytest.mark.parametrize("on", DAYS)
def test_every_app_is_decided_for_every_role_on_each_of_its_platforms(on: date) -> None:
    for role in resolved(on).roles:
        decisions = resolved(on).decisions[role.id]
        assert set(decisions) == {device.platform for device in role.devices}
        assert all(list(apps) == sorted(policy().apps) for apps in decisions.values())


def test_the_advice_names_all_sixty_lines_of_bijlage_a() -> None:
    named = policy().advisories[ADVICE].named
    assert len(named) == 60
    assert len({line.app for line in named}) == 58


@pytest.mark.parametrize("on", DAYS)
def test_every_app_of_bijlage_a_is_blocked_for_every_role_but_where_an_exception_runs(on: date) -> None:
    named = {line.app for line in policy().advisories[ADVICE].named}
    let_through = set()
    for role in resolved(on).roles:
        for platform, apps in resolved(on).decisions[role.id].items():
            let_through |= {(role.id, platform, app) for app in named if not apps[app].blocked}
    expected = set()
    if date(2026, 6, 15) <= on <= date(2026, 12, 14):
        expected.add(("veiligheid-2026-009", "android", "tiktok"))
    if date(2026, 10, 12) <= on <= date(2027, 1, 9):
        expected.add(("bestuursadvies-comm-2026-014", "ios", "tiktok"))
    assert let_through == expected


def test_every_confirmed_app_from_a_country_of_the_advice_is_blocked_and_a_contested_one_is_not() -> None:
    countries = {country.value for country in policy().advisories[ADVICE].countries}
    assert countries == {"RU", "CN", "IR", "KP"}
    college = resolved(DAYS[2]).decisions["college"]["ios"]
    of_class = [app for app in policy().apps.values() if app.control.country in countries]
    assert len(of_class) > 100
    for app in of_class:
        if app.control.confidence == "confirmed":
            assert college[app.id].winner.kind == "locked-block"
    assert not college["telegram"].blocked


def test_every_management_app_is_approved_for_everyone() -> None:
    management = [app.id for app in policy().apps.values() if app.management]
    assert len(management) >= 4
    for platforms in resolved(DAYS[2]).decisions.values():
        for apps in platforms.values():
            assert {apps[app].winner.kind for app in management} == {"built-in"}
            assert all(apps[app].approved for app in management)


def test_explain_college_tiktok_cites_the_advice_its_date_and_the_line() -> None:
    for found in explain(policy(), resolved(DAYS[2]), "college", "tiktok"):
        rule, advice = found.lines[0].causes
        assert rule.span is not None
        assert rule.span.file == "organisation.yaml"
        assert "VNG-advies van 17 mei 2023" in render(rule.message, "nl", dict(rule.args))
        assert advice.span is not None
        assert advice.span.file == "catalogue/advisories.yaml"
        assert render(advice.message, "nl", dict(advice.args)) == (
            'Apps uit landen met een offensief cyberprogramma (2023-05-17) noemt de app: "TikTok", top, regel 1'
        )
        line = found.lines[0].advisory
        assert line is not None
        assert line.source


def test_loading_and_deciding_twice_gives_equal_decisions() -> None:
    again = load(POLICIES).policy
    assert again is not None
    assert decide(again, DAYS[2]) == resolved(DAYS[2])


def test_work_grows_with_the_number_of_roles_and_not_faster() -> None:
    def calls(times: int) -> int:
        roles = {
            f"{r.id}-{i}": replace(r, id=f"{r.id}-{i}") for i in range(times) for r in policy().roles.values()
        }
        many = replace(policy(), roles=roles, exceptions={})
        counted = 0

        def count(frame: FrameType, event: str, argument: object) -> None:
            nonlocal counted
            counted += event == "call"

        before = sys.getprofile()
        sys.setprofile(count)
        try:
            decide(many, DAYS[2])
        finally:
            sys.setprofile(before)
        return counted

    assert calls(20) < 10.5 * calls(2)
