"""F17: measures of an exception that are compiled, and promises that the rest of the policy breaks."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.unit.resolve.conftest import DAY, World

from managed_apparaten.policy.model import DeviceClass
from managed_apparaten.resolve.decide import Resolved

APPS = ("tiktok", "outlook", "news", "portal", "phone")


def world(**more: Any) -> World:
    made = World()
    made.app("tiktok", "CN")
    for app in ("outlook", "news", "phone"):
        made.app(app)
    made.apps["phone"] = replace(made.apps["phone"], system=True)
    made.app("portal", management=True)
    made.rules = (made.rule("block", "country:CN", locked=True),)
    made.role("college", made.rule("allow", "outlook", "news", "phone", owner="college"), **more)
    return made


def effects(resolved: Resolved, role: str, platform: Any = "ios") -> dict[str, str]:
    return {app: resolved.decisions[role][platform][app].effect for app in APPS}


def found(resolved: Resolved, code: str) -> list[Any]:
    return [diagnostic for diagnostic in resolved.diagnostics if diagnostic.code == code]


@pytest.mark.parametrize("step", ["advise", "block", "allowlist"])
@pytest.mark.parametrize("measure", ["isolated-device", "no-work-account"])
def test_on_an_isolated_device_stands_the_excepted_app_and_no_app_for_work(step: Any, measure: Any) -> None:
    """F17: TikTok, Outlook and Teams stood side by side on a tablet that was promised to be isolated."""
    made = world(step=step)
    made.exception("e-1", "tiktok", group="sg-iso", platforms=("ios",), measures=("archived", measure))
    resolved = made.decide()
    assert effects(resolved, "college-e-1") == {
        "tiktok": "allow",
        "outlook": "refuse",
        "news": "refuse",
        "portal": "allow",
        "phone": "allow",
    }
    (device,) = resolved.role("college-e-1").devices
    assert resolved.role("college-e-1").step_on(device).value == "allowlist"
    assert effects(resolved, "college")["outlook"] == "allow"
    assert resolved.diagnostics == ()


def test_on_other_platforms_of_the_same_people_nothing_changes() -> None:
    made = world(devices=(World().device("ios"), World().device("android")))
    made.exception("e-1", "tiktok", group="sg-iso", platforms=("ios",), measures=("isolated-device",))
    resolved = made.decide()
    assert effects(resolved, "college-e-1", "android") == effects(resolved, "college", "android")
    assert [
        resolved.role("college-e-1").step_on(device).value for device in resolved.role("college-e-1").devices
    ] == ["allowlist", "block"]


def test_another_measure_isolates_nothing() -> None:
    made = world()
    made.exception(
        "e-1", "tiktok", group="sg-iso", platforms=("ios",), measures=("guest-network", "no-work-data")
    )
    resolved = made.decide()
    assert effects(resolved, "college-e-1")["outlook"] == "allow"
    assert not resolved.role("college-e-1").isolated


def test_an_app_that_is_blocked_stays_blocked_on_an_isolated_device() -> None:
    made = world()
    made.app("wechat", "CN")
    made.exception("e-1", "tiktok", group="sg-iso", platforms=("ios",), measures=("isolated-device",))
    assert made.decide().decisions["college-e-1"]["ios"]["wechat"].effect == "block"


def test_a_whole_role_is_never_isolated() -> None:
    """RES210: it would take away every app for work from all people of the role."""
    made = world()
    made.exception("e-1", "tiktok", measures=("no-work-account",))
    (error,) = found(made.decide(), "RES210")
    assert (error.severity, error.args["measure"]) == ("error", "no-work-account")
    assert effects(made.decide(), "college")["outlook"] == "allow"


@pytest.mark.parametrize(
    ("device", "wrong"),
    [
        ({"ownership": "personal"}, True),
        ({"supervised": False}, True),
        ({"platform": "android"}, False),
        ({}, False),
    ],
)
def test_a_device_that_cannot_be_closed_is_not_isolated(device: Any, wrong: bool) -> None:
    """RES211."""
    made = world()
    own = DeviceClass(
        **{
            "platform": "ios",
            "ownership": "corporate",
            "supervised": True,
            "span": made.at("roles/college.yaml"),
            **device,
        }
    )
    made.roles["college"] = replace(made.roles["college"], devices=(own,))
    made.exception("e-1", "tiktok", group="sg-iso", platforms=(own.platform,), measures=("isolated-device",))
    assert [d.span for d in found(made.decide(), "RES211")] == (
        [made.exceptions["e-1"].measures[0].span] if wrong else []
    )


def test_after_its_last_day_the_exception_isolates_nothing() -> None:
    made = world()
    made.exception("e-1", "tiktok", group="sg-iso", platforms=("ios",), measures=("isolated-device",))
    assert [role.id for role in made.decide(DAY + timedelta(days=1)).roles] == ["college"]


def test_a_decision_that_is_yet_to_be_taken_is_said() -> None:
    """RES213: nobody read the date of the decision that a policy rests on."""
    made = world()
    made.decided = DAY
    assert found(made.decide(), "RES213") == []
    made.decided = date(2026, 12, 1)
    (warning,) = found(made.decide(), "RES213")
    assert (warning.severity, warning.args["date"], warning.args["on"]) == (
        "warning",
        "2026-12-01",
        DAY.isoformat(),
    )


@pytest.mark.parametrize(
    ("access", "data", "told"),
    [
        (("contacts", "location"), 4, "News (contacts)"),
        (("keystrokes", "files"), 4, "News (files, keystrokes)"),
        (("location",), 4, None),
        (("contacts",), 3, None),
        ((), 4, None),
    ],
)
def test_approved_apps_that_read_much_beside_data_of_very_high_risk_are_said(
    access: tuple[str, ...], data: int, told: str | None
) -> None:
    """RES214: data-access passed the schema and nothing read it."""
    made = world()
    made.apps["news"] = replace(made.apps["news"], data_access=access)
    made.apps["portal"] = replace(made.apps["portal"], data_access=("contacts",))
    made.apps["tiktok"] = replace(made.apps["tiktok"], data_access=("contacts",))
    role = made.roles["college"]
    made.roles["college"] = replace(role, risk=replace(role.risk, data=data))
    assert [d.args["apps"] for d in found(made.decide(), "RES214")] == ([told] if told else [])
