"""What `explain` and `plan` say of effects: F14, never an intention where nothing is done."""

import json
from pathlib import Path
from typing import get_args

import pytest
from tests.golden.world import (
    DEDICATED,
    FULLY_MANAGED,
    LAPTOPS,
    SUPERVISED,
    SUPERVISED_MAC,
    WITH_PRIVATE_SIDE,
    WORK_PROFILE,
    build,
    role,
)

from managed_apparaten.cli.main import run
from managed_apparaten.core.diagnostic import Diagnostic, Related
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.span import Span
from managed_apparaten.messages.catalogue import Lang, entries
from managed_apparaten.plan.change import ClassEffects, EffectCount
from managed_apparaten.render.effects import effect_lines, plan_effects
from managed_apparaten.render.pieces import paint
from managed_apparaten.render.problems import problem_lines
from managed_apparaten.render.verdict import landed_lines
from managed_apparaten.render.words import Words
from managed_apparaten.workflow.explain import Presence

ROOT = Path(__file__).resolve().parents[3]


def explained(state: Path, capsys: pytest.CaptureFixture[str], *arguments: str, form: str = "text") -> str:
    options = [
        "--lang",
        "en",
        "--policies",
        str(ROOT / "policies"),
        "--state",
        str(state / "none"),
        "--date",
        "2026-11-21",
    ]
    assert run([*options, "explain", *arguments, "--format", form]) == 0
    return capsys.readouterr().out


def effects(state: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> list[JSON]:
    return [
        found
        for v in json.loads(explained(state, capsys, *arguments, form="json"))["verdicts"]
        for found in v["effects"]
    ]


def test_f14_on_a_private_phone_nothing_stops_tiktok(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = explained(tmp_path, capsys, "byod", "tiktok")
    assert "blocked" not in text
    for device in ("personal iPhone or iPad", "personal Android device"):
        assert f"{device} (step advise): not controlled: nothing stops it" in text
    assert "Decision for iOS and Android: a rule forbids it" in text


def test_f14_the_same_for_machines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = effects(tmp_path, capsys, "byod", "tiktok")
    assert {(one["devices"], one["effect"], one["reason"]) for one in found} == {
        ("ios, personal", "not-controlled", "personal"),
        ("android, personal", "not-controlled", "personal"),
    }


def test_f14_an_identifier_without_a_source_is_reported_and_not_stopped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (found,) = effects(tmp_path, capsys, "raadsleden", "ozon", "--platform", "ios")[:1]
    assert (found["effect"], found["reason"], found["also"]) == ("reported", "unverified", ["reported"])
    assert [one["address"] for one in found["objects"]] == ["ios_restricted_apps_report/raadsleden"]


def test_f14_what_is_stopped_names_the_object_and_the_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = next(
        one for one in effects(tmp_path, capsys, "college", "tiktok") if one["devices"].startswith("ios")
    )
    assert found["effect"] == "stopped"
    (by,) = found["objects"]
    assert (by["address"], by["places"][0]["file"]) == ("ios_app_restrictions/college", "roles/college.yaml")


def test_no_line_is_longer_than_80_columns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = explained(tmp_path, capsys, "bestuursadvies-comm", "capcut", "--platform", "macos")
    assert [line for line in text.splitlines() if len(line) > 80] == []


def test_14e_an_unasked_tenant_is_told_once_with_why_and_what_now(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = " ".join(explained(tmp_path, capsys, "college", "tiktok").split())
    assert "tenant not asked" in text
    assert (
        text.count(
            "The tenant was not asked, as the embedded tenant is not there yet: `apparaten plan` makes it"
        )
        == 1
    )


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_14c_every_renderer_keeps_to_80_columns(lang: Lang) -> None:
    """With every class of device there is, roles and addresses with long names, and every state of an object."""
    words = Words(lang)
    long = "a-role-with-quite-a-long-name-of-its-own"
    built = build(
        role(
            long,
            DEDICATED,
            FULLY_MANAGED,
            WITH_PRIVATE_SIDE,
            WORK_PROFILE,
            SUPERVISED,
            SUPERVISED_MAC,
            LAPTOPS,
            step="remove",
        )
    )
    rows = [
        row
        for on in built.effects
        for row in effect_lines([(on, app) for app in on.apps.values()], words, 80)
    ]
    for presence in get_args(Presence):
        rows += landed_lines(
            "android",
            [(f"android_device_owner_restrictions/{long}", "/apps/0", "com.x", presence)],
            words,
            80,
        )
        rows += landed_lines(
            "android", [("android_device_owner_restrictions/t-cope", "/apps/0", "com.x", presence)], words, 80
        )
    rows += problem_lines(built.remarks(), built.sources, words, 80, full=True)
    rows += problem_lines(built.remarks(), built.sources, words, 80)
    app = {"app": "Kaspersky Password Manager", "identifier": "com." + "x" * 60}
    far = Related(Span(f"catalogue/apps/{long}.yaml", 42, 22), "label.weak", app)
    rows += problem_lines(
        [Diagnostic("POL207", args={"sort": "app", "id": "x"}, related=(far,) * 9)], {}, words, 80, full=True
    )
    devices = [key.removeprefix("word.devices.") for key in entries(lang) if key.startswith("word.devices.")]
    found = [
        ClassEffects(long, device, "allowlist", (EffectCount("work-data-protected", 117),), ())
        for device in devices
    ]
    rows += plan_effects(found, words, 80, len(found))
    wide = [
        text
        for text in paint(rows, colour=False).splitlines()
        if len(text) > 80 and " " in text.strip().removeprefix("\u2192 ")
    ]
    assert wide == []
    assert "com." + "x" * 60 in paint(rows, colour=False)
