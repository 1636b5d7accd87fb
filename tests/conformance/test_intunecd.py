"""IntuneCD 2.6.0 as it comes from PyPI: its backup and its update believe that the embedded tenant is Graph.

IntuneCD knows one host only, so `responses` catches its requests and hands them to the tenant; `-t` gives it a token and
skips its login. It prints failures instead of raising them: its output is read too.
"""

from __future__ import annotations

import importlib
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import responses
from tests.conformance.conftest import Tally
from tests.conformance.world import objects, populated
from tests.unit.emulator.conftest import Client, open_tenant

from managed_apparaten.emulator.doors import InProcess
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds.intake import take

pytestmark = [pytest.mark.conformance, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
GROUP = "IntuneCD 2.6.0"
HOST = re.compile(r"https://graph\.microsoft\.com/.*")
SERVED = {
    "Applications": "deviceAppManagement/mobileApps", "App Protection": "deviceAppManagement/managedAppPolicies",
    "Compliance Policies/Message Templates": "deviceManagement/notificationMessageTemplates",
    "Compliance Policies/Policies": "deviceManagement/deviceCompliancePolicies",
    "Device Configurations": "deviceManagement/deviceConfigurations", "Filters": "deviceManagement/assignmentFilters",
    "Scope Tags": "deviceManagement/roleScopeTags", "Settings Catalog": "deviceManagement/configurationPolicies",
}  # fmt: skip
"""Folder that IntuneCD writes -> collection."""
NOT_SERVED = ("AppleEnrollmentProfile", "ConditionalAccess", "Intents", "WindowsEnrollmentProfile")
"""Parts of Intune that no app or device policy of ours touches."""
NOT_SERVED_IN_BACKUP = ("APNs", "CompliancePartner", "ManagementPartner", "RemoteAssistancePartner")
SETTINGS = {"Apple VPP Tokens", "Device Management Settings", "Managed Google Play"}
"""Folders with settings of the tenant itself, which are no objects to import."""


class IntuneCD:
    """The two programs, run against a tenant."""

    def __init__(self, tenant: Tenant, folder: Path, output: Callable[[], str]) -> None:
        self.tenant, self.folder, self.output = tenant, folder, output
        self.refused: list[str] = []

    def backup(self, folder: Path, form: str = "json") -> None:
        """IntuneCD-startbackup."""
        folder.mkdir(exist_ok=True)
        self._run("run_backup", ["-p", str(folder), "-o", form, "-e", *NOT_SERVED, *NOT_SERVED_IN_BACKUP, "--append-id"])

    def update(self, *options: str) -> None:
        """IntuneCD-startupdate, assignments included."""
        self._run("run_update", ["-p", str(self.folder), "-u", *options, "-e", *NOT_SERVED])

    def _run(self, module: str, arguments: list[str]) -> None:
        program = importlib.import_module(f"IntuneCD.{module}")
        self.output()
        with self._caught():
            program.start(program.get_parser().parse_args(["-t", "token", "-m", "1", *arguments]))
        printed = self.output()
        assert self.refused == []
        assert "[ERROR]" not in printed, printed

    @contextmanager
    def _caught(self) -> Iterator[None]:
        door = InProcess(self.tenant, "IntuneCD")

        def answer(request: Any) -> Any:
            found = door.respond(request)
            if found[0] >= 400:
                self.refused.append(f"{request.method} {request.url}: {found[0]} {found[2].decode()}")
            return found

        with responses.RequestsMock(assert_all_requests_are_fired=False) as caught:
            for method in ("GET", "POST", "PATCH", "PUT", "DELETE"):
                caught.add_callback(method, HOST, callback=answer)
            yield

    def writes(self) -> list[tuple[str, str, int]]:
        """What IntuneCD wrote so far."""
        return [(entry.method, entry.url, entry.status) for entry in self.tenant.audit() if entry.actor == "IntuneCD"]

    def change(self, folder: str, edit: Callable[[dict[str, Any]], None]) -> str:
        """Edit the first backed-up object of a folder; its id.

        Not one with several settings of the catalog: IntuneCD tells them apart by their place in the list, and the tenant gives them in
        another order after a write (`lists-reordered`), so that IntuneCD would write them again each time.
        """
        files = [(path, json.loads(path.read_text("utf-8"))) for path in sorted((self.folder / folder).glob("*.json"))]
        path, saved = next((path, saved) for path, saved in files if len(saved.get("settings") or ()) <= 1)
        edit(saved)
        path.write_text(json.dumps(saved), "utf-8")
        return path.stem.rsplit("__", 1)[1]


@pytest.fixture
def stranger(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[IntuneCD]:
    """A populated tenant, backed up."""
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    tenant, _ = populated()
    program = IntuneCD(tenant, tmp_path / "backup", lambda: "".join(capsys.readouterr()))
    program.backup(program.folder)
    yield program
    tenant.close()


def backed_up(folder: Path) -> dict[str, Any]:
    return {path.relative_to(folder).as_posix(): json.loads(path.read_text("utf-8")) for path in sorted(folder.rglob("*.json"))}


def test_backup_holds_every_object_of_every_collection(stranger: IntuneCD, tally: Tally) -> None:
    client = Client(stranger.tenant)
    for folder, collection in SERVED.items():
        saved = {path.stem.rsplit("__", 1)[1] for path in (stranger.folder / folder).rglob("*.json")}
        assert saved == {found["id"] for found in objects(client, collection)}, folder
        tally(GROUP, f"objects in its backup of {collection}", len(saved))


def test_update_without_a_change_writes_nothing(stranger: IntuneCD, tally: Tally) -> None:
    stranger.update()
    assert stranger.writes() == []
    tally(GROUP, "updates without a change that wrote nothing", 1)


def test_backup_after_update_is_the_same_backup(stranger: IntuneCD, tmp_path: Path, tally: Tally) -> None:
    stranger.update()
    stranger.backup(tmp_path / "again")
    assert backed_up(tmp_path / "again") == backed_up(stranger.folder)
    tally(GROUP, "files that are the same in a second backup", len(backed_up(stranger.folder)))


def described(saved: dict[str, Any]) -> None:
    saved["description"] = "changed in the backup"


CHANGES = {
    "App Protection": ("PATCH", "deviceAppManagement/iosManagedAppProtections/", 204),
    "Compliance Policies/Policies": ("PATCH", "deviceManagement/deviceCompliancePolicies/", 204),
    "Device Configurations": ("PATCH", "deviceManagement/deviceConfigurations/", 204),
    "Compliance Policies/Message Templates": ("PATCH", "deviceManagement/notificationMessageTemplates/", 200),
    "Filters": ("PATCH", "deviceManagement/assignmentFilters/", 200),
    "Scope Tags": ("PATCH", "deviceManagement/roleScopeTags/", 200),
    "Settings Catalog": ("PUT", "deviceManagement/configurationPolicies/", 204),
}  # fmt: skip


@pytest.mark.parametrize("folder", CHANGES)
def test_update_with_one_change_makes_that_write(stranger: IntuneCD, folder: str, tally: Tally) -> None:
    object_id = stranger.change(folder, described)
    method, collection, status = CHANGES[folder]
    stranger.update()
    assert stranger.writes() == [(method, f"/beta/{collection}{object_id}", status)]
    assert Client(stranger.tenant)("GET", f"/beta/{collection}{object_id}").body["description"] == "changed in the backup"
    stranger.update()
    assert len(stranger.writes()) == 1
    tally(GROUP, "updates with one change that made that one write", 1)


def test_update_of_one_assignment_makes_that_assign(stranger: IntuneCD, tally: Tally) -> None:
    everyone = {"target": {"@odata.type": "#microsoft.graph.allDevicesAssignmentTarget"}}
    object_id = stranger.change("Compliance Policies/Policies", lambda saved: saved.update(assignments=[everyone]))
    stranger.update()
    assert stranger.writes() == [("POST", f"/beta/deviceManagement/deviceCompliancePolicies/{object_id}/assign", 200)]
    tally(GROUP, "updates with one assignment that made that one assign", 1)


REMOVED = {
    "App Protection": "deviceAppManagement/iosManagedAppProtections/",
    "Compliance Policies/Policies": "deviceManagement/deviceCompliancePolicies/",
    "Device Configurations": "deviceManagement/deviceConfigurations/", "Settings Catalog": "deviceManagement/configurationPolicies/",
}  # fmt: skip


@pytest.mark.parametrize("folder", REMOVED)
def test_update_with_remove_deletes_what_is_not_in_the_backup_and_nothing_else(stranger: IntuneCD, folder: str, tally: Tally) -> None:
    path = sorted((stranger.folder / folder).glob("*.json"))[0]
    object_id = path.stem.rsplit("__", 1)[1]
    path.unlink()
    stranger.update()
    assert stranger.writes() == [], "without --remove nothing goes"
    stranger.update("--remove")
    [(method, url, status)] = stranger.writes()
    assert (method, url.rsplit("/", 1)[1]) == ("DELETE", object_id)
    assert status < 300
    assert Client(stranger.tenant)("GET", f"/beta/{REMOVED[folder]}{object_id}").status == 404
    tally(GROUP, "updates with --remove that made that one delete", 1)


OTHER = frozenset({"@odata.type", "id", "createdDateTime", "lastModifiedDateTime", "version", "description", "deployedAppCount"})
"""What another tenant gives anew, or IntuneCD does not keep: descriptions of apps, and apps of app protection policies."""
REFERRED = ("roleScopeTagIds", "notificationTemplateId", "secretReferenceValueId")


def comparable(client: Client, collection: str) -> list[str]:
    """Objects of a collection as text, without what differs between two tenants."""
    found = [
        {key: value for key, value in one.items() if key not in OTHER} for one in objects(client, collection) if not one.get("isBuiltIn")
    ]
    texts = [json.dumps(one, sort_keys=True) for one in found]
    return sorted(re.sub(rf'("(?:{"|".join(REFERRED)})": )("[^"]*"|\[[^]]*\])', r"\1null", text) for text in texts)


def assigned(client: Client, collection: str) -> int:
    """How many assignments the objects of a collection have."""
    found = [one["id"] for one in objects(client, collection)]
    return sum(len(client("GET", f"/beta/{collection}/{one}/assignments").body["value"]) for one in found)


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_its_backup_makes_the_same_objects_in_an_empty_tenant(stranger: IntuneCD, tmp_path: Path, form: str, tally: Tally) -> None:
    folder = stranger.folder if form == "json" else tmp_path / form
    if form != "json":
        stranger.backup(folder, form)
    tenant = open_tenant()
    report = take(tenant, folder, make_groups=True)
    assert {outcome.path.split("/")[0] for outcome in report.outcomes if outcome.result == "not-served"} == SETTINGS
    assert report.counts().keys() == {"imported", "built-in", "beside", "not-served"}
    assert [outcome for outcome in report.outcomes if outcome.remarks] == []
    before, after = Client(stranger.tenant), Client(tenant)
    for collection in SERVED.values():
        assert comparable(after, collection) == comparable(before, collection), collection
    for collection in ("deviceManagement/deviceCompliancePolicies", "deviceManagement/configurationPolicies"):
        assert assigned(after, collection) == assigned(before, collection) > 0
    tally(GROUP, f"objects of its {form} backup that came into an empty tenant as they were", report.counts()["imported"])
    tenant.close()
