"""Runs every transcript in this folder against a copy of the example policies and a fresh embedded tenant."""

import io
import shlex
import shutil
import subprocess
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from tests.frozen_kinds import only_frozen_kinds
from tests.scenarios.transcript import Step, matches, read

from managed_apparaten.cli.main import run
from managed_apparaten.emulator.doors.in_process import InProcess
from managed_apparaten.emulator.tenant import Tenant, seeded_ids
from managed_apparaten.emulator.worlds.seed import seed

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DAY = "2026-11-21"
PORTAL_ACTOR = "beheer@zilverdam.example"
COLLECTIONS = (
    "deviceAppManagement/androidManagedAppProtections", "deviceAppManagement/iosManagedAppProtections",
    "deviceManagement/configurationPolicies", "deviceManagement/deviceCompliancePolicies", "deviceManagement/deviceConfigurations",
)  # fmt: skip


@pytest.fixture(scope="session")
def states(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Directories to start from: with a seeded tenant, and with one that the example policies were applied to."""
    home = tmp_path_factory.mktemp("states")
    seeded, applied = home / "seeded", home / "applied"
    for directory in (seeded, applied):
        shutil.copytree(ROOT / "policies", directory / "policies")
        (directory / ".apparaten").mkdir()
        tenant = _tenant(directory)
        seed(tenant, world="zilverdam")
        tenant.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(applied)
        assert _apparaten(["plan", "-o", "plan.json"])[0] == 0
        code, printed = _apparaten(["apply", "plan.json", "--allow-people", "--allow-devices"])
        assert code == 0, printed
        (applied / "plan.json").unlink()
    empty = home / "empty"
    shutil.copytree(ROOT / "policies", empty / "policies")
    return {"seeded": seeded, "applied": applied, "empty": empty}


@pytest.mark.parametrize("path", sorted(HERE.glob("*.txt")), ids=lambda path: path.stem)
def test_the_program_answers_as_the_transcript_says(
    path: Path, states: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    transcript = read(path)
    place = tmp_path / "place"
    shutil.copytree(states[transcript.given], place)
    monkeypatch.chdir(place)
    for variable in ("APPARATEN_STATE", "APPARATEN_DEBUG", "NO_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    for step in transcript.steps:
        code, printed = _run(step, place)
        assert matches(step.expected, printed), _difference(path, step, printed)
        assert code == step.exit_code, f"{path.name}:{step.number} ended with {code}\n{printed}"


def _run(step: Step, place: Path) -> tuple[int, str]:
    """Our own command in this process, `portal` as somebody else at work, and everything else in a shell."""
    if step.command.startswith("portal "):
        return _portal(place, *shlex.split(step.command)[1:])
    own, pipe, rest = (
        step.command.partition(" | ") if " | " in step.command else step.command.partition(" > ")
    )
    words = shlex.split(own)
    if words[0] != "apparaten":
        return _shell(step.command, "", place)
    if not pipe:
        return _apparaten(words[1:])
    printed, told = io.StringIO(), io.StringIO()
    _apparaten(words[1:], printed, told)
    code, answer = _shell(rest if pipe == " | " else f"cat > {rest}", printed.getvalue(), place)
    return code, told.getvalue() + answer


def _shell(command: str, given: str, place: Path) -> tuple[int, str]:
    done = subprocess.run(
        ["bash", "-c", command], cwd=place, input=given, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def _apparaten(
    arguments: list[str], out: io.StringIO | None = None, err: io.StringIO | None = None
) -> tuple[int, str]:
    """The command with the date of the scenarios, in English unless it says otherwise; stdout and stderr as they come."""
    printed = out or io.StringIO()
    before = [] if "--date" in arguments else ["--date", DAY]
    language = [] if "--lang" in arguments else ["--lang", "en"]
    with only_frozen_kinds(), redirect_stdout(printed), redirect_stderr(err or printed):
        code = run([*before, *language, *arguments])
    return code, printed.getvalue()


def _tenant(place: Path) -> Tenant:
    return Tenant.open(
        place / ".apparaten" / "tenant.sqlite",
        clock=lambda: datetime(2026, 11, 21, 9, 0, tzinfo=UTC),
        new_id=seeded_ids("zilverdam"),
    )


def _portal(place: Path, verb: str, name: str, *change: str) -> tuple[int, str]:
    """Somebody else at work in the portal: `portal set NAME PROPERTY VALUE`, `portal delete NAME`."""
    tenant = _tenant(place)
    try:
        door = InProcess(tenant, PORTAL_ACTOR)
        headers = {"Content-Type": "application/json"}
        collection, found = _by_name(door, name)
        url = f"/beta/{collection}/{found['id']}"
        body = (
            b""
            if verb == "delete"
            else orjson.dumps({"@odata.type": found["@odata.type"], change[0]: orjson.loads(change[1])})
        )
        status, _, answer = door.send("DELETE" if verb == "delete" else "PATCH", url, headers, body)
        assert status < 300, answer
    finally:
        tenant.close()
    return 0, ""


def _by_name(door: InProcess, name: str) -> tuple[str, dict[str, str]]:
    for collection in COLLECTIONS:
        _, _, answer = door.send("GET", f"/beta/{collection}", {})
        for found in orjson.loads(answer)["value"]:
            if name in (found.get("displayName"), found.get("name")):
                return collection, found
    raise LookupError(name)


def _difference(path: Path, step: Step, printed: str) -> str:
    return (
        f"{path.name}:{step.number} $ {step.command}\n--- expected\n"
        + "\n".join(step.expected)
        + f"\n--- printed\n{printed}"
    )
