"""IntuneCD 2.6.0: its backup and its update believe that the embedded tenant is Graph."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conformance.conftest import Tally
from tests.conformance.intunecd import SERVED, IntuneCD, backed_up, described
from tests.conformance.world import objects, populated
from tests.unit.emulator.conftest import Client, open_tenant

from managed_apparaten.emulator.worlds.intake import take

pytestmark = [pytest.mark.conformance, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
GROUP = "IntuneCD 2.6.0"
SETTINGS = {"Apple Push Notification", "Managed Google Play"}
"""Folders with settings of the tenant itself, which are no objects to import."""


@pytest.fixture
def stranger(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[IntuneCD]:
    """A populated tenant, backed up."""
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    tenant, _ = populated()
    program = IntuneCD(tenant, tmp_path / "backup", lambda: "".join(capsys.readouterr()))
    program.backup(program.folder)
    yield program
    tenant.close()


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
    assert (
        Client(stranger.tenant)("GET", f"/beta/{collection}{object_id}").body["description"]
        == "changed in the backup"
    )
    stranger.update()
    assert len(stranger.writes()) == 1
    tally(GROUP, "updates with one change that made that one write", 1)


def test_update_of_one_assignment_makes_that_assign(stranger: IntuneCD, tally: Tally) -> None:
    everyone = {"target": {"@odata.type": "#microsoft.graph.allDevicesAssignmentTarget"}}
    object_id = stranger.change(
        "Compliance Policies/Policies", lambda saved: saved.update(assignments=[everyone])
    )
    stranger.update()
    assert stranger.writes() == [
        ("POST", f"/beta/deviceManagement/deviceCompliancePolicies/{object_id}/assign", 200)
    ]
    tally(GROUP, "updates with one assignment that made that one assign", 1)


REMOVED = {
    "App Protection": "deviceAppManagement/iosManagedAppProtections/",
    "Compliance Policies/Policies": "deviceManagement/deviceCompliancePolicies/",
    "Device Configurations": "deviceManagement/deviceConfigurations/", "Settings Catalog": "deviceManagement/configurationPolicies/",
}  # fmt: skip


@pytest.mark.parametrize("folder", REMOVED)
def test_update_with_remove_deletes_what_is_not_in_the_backup_and_nothing_else(
    stranger: IntuneCD, folder: str, tally: Tally
) -> None:
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


OTHER = frozenset(
    {
        "@odata.type",
        "id",
        "createdDateTime",
        "lastModifiedDateTime",
        "version",
        "description",
        "deployedAppCount",
    }
)
"""What another tenant gives anew, or IntuneCD does not keep: descriptions of apps, and apps of app protection policies."""
REFERRED = ("roleScopeTagIds", "notificationTemplateId", "secretReferenceValueId")


def comparable(client: Client, collection: str) -> list[str]:
    """Objects of a collection as text, without what differs between two tenants."""
    found = [
        {key: value for key, value in one.items() if key not in OTHER}
        for one in objects(client, collection)
        if not one.get("isBuiltIn")
    ]
    texts = [json.dumps(one, sort_keys=True) for one in found]
    return sorted(
        re.sub(rf'("(?:{"|".join(REFERRED)})": )("[^"]*"|\[[^]]*\])', r"\1null", text) for text in texts
    )


def assigned(client: Client, collection: str) -> int:
    """How many assignments the objects of a collection have."""
    found = [one["id"] for one in objects(client, collection)]
    return sum(len(client("GET", f"/beta/{collection}/{one}/assignments").body["value"]) for one in found)


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_its_backup_makes_the_same_objects_in_an_empty_tenant(
    stranger: IntuneCD, tmp_path: Path, form: str, tally: Tally
) -> None:
    folder = stranger.folder if form == "json" else tmp_path / form
    if form != "json":
        stranger.backup(folder, form)
    tenant = open_tenant()
    report = take(tenant, folder, make_groups=True)
    assert {
        outcome.path.split("/")[0] for outcome in report.outcomes if outcome.result == "not-served"
    } == SETTINGS
    refused = [outcome for outcome in report.outcomes if outcome.result == "refused"]
    assert [(outcome.type, "needs the content of the token" in outcome.why) for outcome in refused] == [
        ("vppToken", True)
    ], "no backup has it"
    assert report.counts().keys() == {"imported", "built-in", "beside", "not-served", "refused"}
    assert [outcome for outcome in report.outcomes if outcome.remarks] == []
    before, after = Client(stranger.tenant), Client(tenant)
    for collection in SERVED.values():
        assert comparable(after, collection) == comparable(before, collection), collection
    for collection in ("deviceManagement/deviceCompliancePolicies", "deviceManagement/configurationPolicies"):
        assert assigned(after, collection) == assigned(before, collection) > 0
    tally(
        GROUP,
        f"objects of its {form} backup that came into an empty tenant as they were",
        report.counts()["imported"],
    )
    tenant.close()
