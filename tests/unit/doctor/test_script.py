"""The script for app registrations: it parses, does what it says against a stand-in for az, and twice is once."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.limits import HANG

from managed_apparaten.render.script import script as written_for
from managed_apparaten.render.words import Words
from managed_apparaten.workflow.check import Ready
from managed_apparaten.workflow.doctor import grants

STAND_IN = Path(__file__).parent / "fake_az.py"
Runs = list[tuple[subprocess.CompletedProcess[str], dict[str, Any]]]
PREFIX = "repo:zilverdam@12/beleid@34"


@pytest.fixture
def script(example: Ready, tmp_path: Path) -> Path:
    return written(example, tmp_path)


def written(example: Ready, folder: Path) -> Path:
    path = folder / "grant.sh"
    path.write_text(written_for("az", grants(example), Words("en")), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def runs(example: Ready, tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """What came of running it, and of running it again."""
    path = written(example, tmp_path_factory.mktemp("az"))
    return [carried_out(path, PREFIX), carried_out(path, PREFIX)]


def carried_out(script: Path, *arguments: str) -> tuple[subprocess.CompletedProcess[str], dict[str, Any]]:
    folder, book = script.parent / "bin", script.parent / "book.json"
    folder.mkdir(exist_ok=True)
    az = folder / "az"
    az.write_text(f'#!/bin/sh\nexec "{sys.executable}" -S -I "{STAND_IN}" "$@"\n', encoding="utf-8")
    az.chmod(az.stat().st_mode | stat.S_IXUSR)
    environment = {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "FAKE_AZ": str(book)}
    done = subprocess.run(
        ["bash", str(script), *arguments],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
        timeout=HANG,
    )
    return done, json.loads(book.read_text()) if book.exists() else {}


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_bash_can_read_it_in_both_languages(lang: Any, example: Ready, tmp_path: Path) -> None:
    path = tmp_path / "grant.sh"
    path.write_text(written_for("az", grants(example), Words(lang)), encoding="utf-8")
    assert subprocess.run(["bash", "-n", str(path)], capture_output=True, text=True, check=False).stderr == ""
    assert max(len(line) for line in path.read_text().splitlines()) <= 140


def test_it_makes_two_applications_with_exactly_the_permissions_and_one_subject_each(
    runs: Runs, example: Ready
) -> None:
    done, book = runs[0]
    assert (done.returncode, done.stderr) == (0, "")
    wanted = {
        f"principal-of-app-of-apparaten-{purpose}": sorted(f"id-of-{need.permission}" for need in needs)
        for purpose, needs in grants(example).items()
    }
    assert {principal: sorted(held) for principal, held in book["held"].items()} == wanted
    assert book["subjects"] == [f"{PREFIX}:environment:apparaten-{purpose}" for purpose in ("plan", "apply")]
    assert "apparaten-plan: client id app-of-apparaten-plan\n" in done.stdout
    assert "tenant id 11111111" in done.stdout


def test_no_secret_is_made(runs: Runs) -> None:
    _, book = runs[0]
    words = {word for call in book["calls"] for word in call}
    assert words.isdisjoint({"credential", "reset", "--password", "create-for-rbac", "--key-value"})


def test_a_second_run_changes_nothing(runs: Runs) -> None:
    (_, first), (done, second) = runs
    again = second["calls"][len(first["calls"]) :]
    assert done.returncode == 0
    assert not [call for call in again if "create" in call or "POST" in call]
    assert {key: second[key] for key in first if key != "calls"} == {
        key: first[key] for key in first if key != "calls"
    }


def test_without_the_repository_nothing_is_called(script: Path) -> None:
    done, book = carried_out(script)
    assert done.returncode != 0
    assert "usage" in done.stderr
    assert book == {}


def test_a_permission_that_graph_does_not_have_stops_it(script: Path) -> None:
    script.write_text(script.read_text().replace("  Device.Read.All", "  Devices.Read.All"))
    done, book = carried_out(script, PREFIX)
    assert done.returncode != 0
    assert "no application permission of this name: Devices.Read.All" in done.stderr
    assert "apparaten-apply" not in book["apps"]


def test_two_applications_of_one_name_stop_it(script: Path) -> None:
    book = script.parent / "book.json"
    book.write_text(
        json.dumps(
            {
                "apps": {"apparaten-plan": "one\ntwo"},
                "principals": {},
                "subjects": [],
                "held": {},
                "calls": [],
            }
        )
    )
    done, after = carried_out(script, PREFIX)
    assert done.returncode != 0
    assert "more than one application has this name: apparaten-plan" in done.stderr
    assert after["held"] == {}
