"""`snapshot --record` as somebody with a tenant runs it, and what that shows to who has none."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.campaigns.small import small_policies
from tests.unit.emulator.shapes import leaks
from tests.unit.graph.https import Place, place, signed_in

from managed_apparaten.cli.context import Context
from managed_apparaten.cli.main import run
from managed_apparaten.cli.shape_recording import keep
from managed_apparaten.emulator.faults.fault_table import Fault
from managed_apparaten.emulator.recording.file import RecordedExchange, load
from managed_apparaten.emulator.recording.shape import Outline
from managed_apparaten.render.words import Words

APPLY = "apparaten-apply"
OWN_TO_GRAPH = frozenset({"Member", "Private"})
"""Values in the directory of the example that are also parts of property names."""


@pytest.fixture(scope="module")
def policies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_policies(tmp_path_factory.mktemp("policies"))


def apparaten(policies: Path, folder: Path, *arguments: str, lang: str = "en") -> tuple[int, str, str]:
    options = [
        "--policies",
        str(policies),
        "--lang",
        lang,
        "--state",
        str(folder / "state"),
        "--date",
        "2026-11-21",
    ]
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        code = run([*options, *arguments])
    return code, out.getvalue(), err.getvalue()


def recorded(
    there: Place, policies: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, *more: str
) -> tuple[int, str, str]:
    with signed_in(there, monkeypatch, APPLY):
        return apparaten(
            policies,
            folder,
            "--tenant",
            there.cloud.graph,
            "snapshot",
            "--record",
            str(folder / "rec.jsonl"),
            *more,
        )


def exchanges(folder: Path) -> list[RecordedExchange]:
    return list(load((folder / "rec.jsonl").read_bytes().splitlines()))


def differences(policies: Path, folder: Path) -> tuple[int, dict[str, int], set[tuple[str, str]]]:
    _, out, _ = apparaten(policies, folder, "tenant", "replay", str(folder / "rec.jsonl"), "--format", "json")
    found = json.loads(out)
    return (
        found["compared"],
        found["skipped"],
        {(row["what"], row["where"].rpartition(".")[2]) for row in found["differences"]},
    )


@pytest.mark.usefixtures("lists_at_once")
def test_a_tenant_over_https_is_recorded_without_its_people_and_plays_back_without_a_difference(
    policies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with place(tmp_path) as there:
        with signed_in(there, monkeypatch, APPLY):
            reviewed, served = str(tmp_path / "plan.json"), ("--tenant", there.cloud.graph)
            assert apparaten(policies, tmp_path, *served, "plan", "-o", reviewed)[0] == 0
            assert (
                apparaten(
                    policies, tmp_path, *served, "apply", reviewed, "--allow-people", "--allow-devices"
                )[0]
                == 0
            )
        assert recorded(there, policies, tmp_path, monkeypatch, "-o", str(tmp_path / "snap.json"))[0] == 0
        words = {text for item in there.tenant.world.store.objects(("users", "groups", "organization")) for text in item.body.values()
                 if isinstance(text, str) and len(text) > 3}  # fmt: skip
        tenant_id = there.tenant.identity()[0]
    assert json.loads((tmp_path / "snap.json").read_bytes())["organisation"] == "zilverdam"
    lines = (tmp_path / "rec.jsonl").read_bytes().splitlines()
    text = (tmp_path / "rec.jsonl").read_text("utf-8")
    assert [leak for row in lines for leak in leaks(row)] == []
    assert len(words) > 1000
    assert [
        word
        for word in (*words, tenant_id, "Bearer", "eyJ", "localhost", "127.0.0.1")
        if word in text and word not in OWN_TO_GRAPH
    ] == []
    assert (tmp_path / "rec.jsonl").stat().st_mode & 0o077 == 0
    found = exchanges(tmp_path)
    assert {"GET"} == {one.method for one in found}
    assert any(one.path.endswith("/assignments") for one in found)
    compared, skipped, differing = differences(policies, tmp_path)
    assert (compared, skipped, differing) == (len(found), {}, set())


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place(tmp_path_factory.mktemp("there")) as found:
        yield found


@pytest.mark.parametrize(("fault", "code", "expected"), [
    (Fault("F21", "property", path="/deviceCompliancePolicies"), 0, {("missing", "unknown1")}),
    (Fault("F21", "type", path="/deviceConfigurations"), 0, {("missing", "unknown1]")}),
    (Fault("F39", "gone", path="/assignmentFilters", prop="rule"), 0, {("extra", "rule")}),
    (Fault("F16", "403", path="/configurationPolicies"), 3, set()),
])  # fmt: skip
def test_what_a_tenant_does_otherwise_is_seen_here_and_a_reading_that_fails_is_recorded_too(
    fault: Fault,
    code: int,
    expected: set[tuple[str, str]],
    there: Place,
    policies: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there.tenant.faults.inject(replace(fault, times=None))
    found, _, told = recorded(there, policies, tmp_path, monkeypatch)
    there.tenant.faults.clear()
    assert (found, code == 3) == (code, "GRA" in told), "the recording was written, the snapshot was not"
    assert ("unknown1 = " in told) == any("unknown1" in where for _, where in expected)
    assert [leak for row in (tmp_path / "rec.jsonl").read_bytes().splitlines() for leak in leaks(row)] == []
    _, skipped, differing = differences(policies, tmp_path)
    assert (differing, skipped) == (expected, {"permission": 1} if code else {})


def test_a_recording_is_of_one_tenant_and_a_snapshot_needs_a_place(policies: Path, tmp_path: Path) -> None:
    assert "-o FILE" in apparaten(policies, tmp_path, "snapshot")[2]
    assert not (tmp_path / "state").exists()


def test_what_is_said_is_said_in_dutch_too(policies: Path, tmp_path: Path) -> None:
    code, out, err = apparaten(
        policies, tmp_path, "snapshot", "--record", str(tmp_path / "rec.jsonl"), lang="nl"
    )
    assert (code, "uitwisselingen, de andere hebben dezelfde vorm." in " ".join(out.split())) == (0, True)
    assert "Er staan vormen in" in err
    assert differences(policies, tmp_path)[1:] == ({}, set())


def test_on_the_screen_stand_only_names_that_look_like_those_of_graph(tmp_path: Path) -> None:
    outline = Outline()
    outline.note(
        "GET",
        "/v1.0/users",
        {},
        200,
        {"colourOfTomorrow": 1, "Jan de Vries": 2, "eyJ0eXAi.x": 3, "q7f3c19": 4, "\x1b[31m": 5},
    )
    context = Context(Words("en"), tmp_path, "embedded", tmp_path, date(2026, 11, 21))
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()) as err:
        keep(outline, tmp_path / "rec.jsonl", context)
    assert [line for line in err.getvalue().splitlines() if "=" in line] == ["  unknown1 = colourOfTomorrow"]
