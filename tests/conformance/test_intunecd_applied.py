"""IntuneCD 2.6.0 in the tenant that `apparaten apply` made of the example: two tools at one tenant."""

from __future__ import annotations

import io
import json
import shutil
import time
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.conformance.bodies import ROOT
from tests.conformance.conftest import Tally
from tests.conformance.intunecd import SERVED, IntuneCD, backed_up, described
from tests.conformance.world import objects, with_push_certificate
from tests.unit.emulator.conftest import Client

from managed_apparaten.cli.main import run
from managed_apparaten.emulator.tenant import Tenant, seeded_ids
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.graph.read.observe import marker_of

pytestmark = [pytest.mark.conformance, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
GROUP = "IntuneCD 2.6.0 after our own apply"
DAY = "2026-11-21"
CHANGED = 2
"""Exit code of `plan --detailed-exitcode` when there is something to do."""


def ours(*arguments: str) -> tuple[int, str]:
    """Our own command in the current directory."""
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        code = run(["--date", DAY, "--lang", "en", *arguments])
    return code, printed.getvalue()


def opened(place: Path) -> Tenant:
    return Tenant.open(
        place / ".apparaten" / "tenant.sqlite",
        clock=lambda: datetime(2026, 11, 21, 9, 0, tzinfo=UTC),
        new_id=seeded_ids("zilverdam"),
    )


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the example policies, and the tenant that they were applied to."""
    place = tmp_path_factory.mktemp("applied")
    shutil.copytree(ROOT / "policies", place / "policies")
    (place / ".apparaten").mkdir()
    tenant = opened(place)
    seed(tenant)
    with_push_certificate(tenant)
    tenant.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        for variable in ("APPARATEN_STATE", "APPARATEN_DEBUG"):
            patch.delenv(variable, raising=False)
        assert ours("plan", "-o", "plan.json")[0] == 0
        code, printed = ours("apply", "plan.json", "--allow-people", "--allow-devices")
        assert code == 0, printed
        (place / "plan.json").unlink()
    return place


@pytest.fixture
def place(applied: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, to work in."""
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    copy = tmp_path / "place"
    shutil.copytree(applied, copy)
    monkeypatch.chdir(copy)
    return copy


@pytest.fixture
def stranger(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[IntuneCD]:
    """The tenant after apply, backed up by IntuneCD."""
    tenant = opened(place)
    program = IntuneCD(tenant, tmp_path / "backup", lambda: "".join(capsys.readouterr()))
    program.backup(program.folder)
    yield program
    tenant.close()


def planned() -> int:
    """Exit code of our next plan."""
    code, printed = ours("plan", "--detailed-exitcode")
    assert code in (0, CHANGED), printed
    return code


def test_backup_holds_every_object_of_ours(stranger: IntuneCD, tally: Tally) -> None:
    """E5: the name of a filter that an assignment refers to is read by `$select=displayName`, and its id with it."""
    client, marked = Client(stranger.tenant), 0
    for folder, collection in SERVED.items():
        saved = {path.stem.rsplit("__", 1)[1] for path in (stranger.folder / folder).rglob("*.json")}
        found = list(objects(client, collection))
        assert saved == {one["id"] for one in found}, folder
        marked += sum(marker_of(one) is not None for one in found)
        tally(GROUP, f"objects in its backup of {collection}", len(saved))
    assert marked > 0


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_backup_names_the_filters_of_our_assignments(
    stranger: IntuneCD, tmp_path: Path, form: str, tally: Tally
) -> None:
    """E5."""
    folder = tmp_path / form
    stranger.backup(folder, form)
    names = {
        one["displayName"] for one in objects(Client(stranger.tenant), "deviceManagement/assignmentFilters")
    }
    text = "".join(
        path.read_text("utf-8") for path in folder.rglob(f"*.{form}") if path.parent.name != "Filters"
    )
    assert {name for name in names if name in text} != set()
    tally(GROUP, f"files of its backup as {form}", len(list(folder.rglob(f"*.{form}"))))


def test_backup_changes_nothing_and_our_next_plan_is_empty(stranger: IntuneCD, tally: Tally) -> None:
    assert stranger.writes() == []
    assert planned() == 0
    tally(GROUP, "empty plans of ours after its backup", 1)


def test_update_without_a_change_writes_nothing(stranger: IntuneCD, tally: Tally) -> None:
    stranger.update()
    assert stranger.writes() == []
    assert planned() == 0
    tally(GROUP, "updates without a change that wrote nothing, and after which our plan is empty", 1)


CHANGES = (
    "App Protection",
    "Compliance Policies/Policies",
    "Device Configurations",
    "Filters",
    "Settings Catalog",
    "Scope Tags",
)


@pytest.mark.parametrize("folder", CHANGES)
def test_update_with_one_change_makes_that_write(stranger: IntuneCD, folder: str, tally: Tally) -> None:
    object_id = stranger.change(folder, described)
    stranger.update()
    [(method, url, status)] = stranger.writes()
    assert (method in ("PATCH", "PUT"), url.rsplit("/", 1)[1], status < 300) == (True, object_id, True)
    assert Client(stranger.tenant)("GET", url).body["description"] == "changed in the backup"
    tally(GROUP, "updates with one change that made that one write", 1)


def test_update_undoes_an_edit_in_the_portal_and_our_next_plan_is_empty(
    stranger: IntuneCD, tmp_path: Path, tally: Tally
) -> None:
    """What IntuneCD puts back from its backup is what we applied."""
    client = Client(stranger.tenant)
    [*policies] = objects(client, "deviceManagement/deviceCompliancePolicies")
    mine = next(one for one in policies if marker_of(one))
    url = f"/beta/deviceManagement/deviceCompliancePolicies/{mine['id']}"
    before = client("GET", url).body
    edit = {"@odata.type": mine["@odata.type"], "description": "edited in the portal"}
    assert Client(stranger.tenant, "beheer@zilverdam.example")("PATCH", url, edit).status < 300
    stranger.update()
    assert [(method, where) for method, where, _ in stranger.writes()] == [("PATCH", url)]
    after = client("GET", url).body
    own = ("version", "lastModifiedDateTime")
    assert {key: value for key, value in after.items() if key not in own} == {
        key: value for key, value in before.items() if key not in own
    }
    stranger.backup(tmp_path / "again")
    assert json.dumps(backed_up(tmp_path / "again"), sort_keys=True) == json.dumps(
        backed_up(stranger.folder), sort_keys=True
    )
    assert planned() == 0
    tally(GROUP, "edits in the portal that its update undid, after which our plan is empty", 1)


def test_our_plan_sees_what_its_update_changed_and_apply_puts_it_back(
    stranger: IntuneCD, tally: Tally
) -> None:
    """The marker stays at the end of the description, so that the object stays ours."""
    object_id = stranger.change(
        "Filters", lambda saved: saved.update(description=f"Changed. {saved['description']}")
    )
    url = f"/beta/deviceManagement/assignmentFilters/{object_id}"
    before = Client(stranger.tenant)("GET", url).body["description"]
    stranger.update()
    assert planned() == CHANGED
    assert ours("plan", "-o", "plan.json")[0] == 0
    code, printed = ours("apply", "plan.json", "--allow-people", "--allow-devices")
    assert code == 0, printed
    assert Client(stranger.tenant)("GET", url).body["description"] == before
    assert planned() == 0
    tally(GROUP, "changes by its update that our next plan shows and our apply takes back", 1)
