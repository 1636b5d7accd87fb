"""What `explain` and `plan` say of effects: F14, never an intention where nothing is done."""

import json
from pathlib import Path

import pytest

from managed_apparaten.cli.main import run
from managed_apparaten.core.digest import JSON

ROOT = Path(__file__).resolve().parents[3]


def explained(state: Path, capsys: pytest.CaptureFixture[str], *arguments: str, form: str = "text") -> str:
    options = ["--lang", "en", "--policies", str(ROOT / "policies"), "--state", str(state / "none"), "--date", "2026-11-21"]
    assert run([*options, "explain", *arguments, "--format", form]) == 0
    return capsys.readouterr().out


def effects(state: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> list[JSON]:
    return [found for v in json.loads(explained(state, capsys, *arguments, form="json"))["verdicts"] for found in v["effects"]]


def test_f14_on_a_private_phone_nothing_stops_tiktok(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
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


def test_f14_an_identifier_without_a_source_is_reported_and_not_stopped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = effects(tmp_path, capsys, "raadsleden", "ozon", "--platform", "ios")[:1]
    assert (found["effect"], found["reason"], found["also"]) == ("reported", "unverified", ["reported"])
    assert [one["address"] for one in found["objects"]] == ["ios_restricted_apps_report/raadsleden"]


def test_f14_what_is_stopped_names_the_object_and_the_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = next(one for one in effects(tmp_path, capsys, "college", "tiktok") if one["devices"].startswith("ios"))
    assert found["effect"] == "stopped"
    (by,) = found["objects"]
    assert (by["address"], by["places"][0]["file"]) == ("ios_app_restrictions/college", "roles/college.yaml")


def test_no_line_is_longer_than_80_columns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = explained(tmp_path, capsys, "bestuursadvies-comm", "capcut", "--platform", "macos")
    assert [line for line in text.splitlines() if len(line) > 80] == []
