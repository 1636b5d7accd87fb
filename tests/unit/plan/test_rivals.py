"""A policy of somebody else that says something else to the same devices is named, and no other."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from managed_apparaten.cli.target import EmbeddedTransport
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.emulator.doors.in_process import InProcess
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.graph.http.request import GraphRequest
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.kinds import all_kinds
from managed_apparaten.workflow.check import Ready, check
from managed_apparaten.workflow.plan import plan

ROOT = Path(__file__).resolve().parents[3]
ON = date(2026, 11, 21)
ANDROID, IOS, WINDOWS = (
    f"#microsoft.graph.{name}"
    for name in (
        "androidDeviceOwnerGeneralDeviceConfiguration",
        "iosGeneralDeviceConfiguration",
        "windows10CustomConfiguration",
    )
)
RULES = "./Vendor/MSFT/AppLocker/ApplicationLaunchRestrictions/elsewhere/EXE/Policy"
BESIDE = {"displayName", "description", "@odata.type", "roleScopeTagIds"}


@pytest.fixture(scope="module")
def ready() -> Ready:
    found = check(ROOT / "policies", ON).ready
    assert found is not None
    return found


class Office:
    """A tenant in which somebody else makes policies."""

    def __init__(self) -> None:
        self.tenant = Tenant.open(None, clock=lambda: datetime(2026, 11, 21, tzinfo=UTC))
        seed(self.tenant)
        self.door = EmbeddedTransport(InProcess(self.tenant))

    def group(self, name: str) -> str:
        found = self.door.send(
            GraphRequest("GET", f"/groups?$filter=displayName%20eq%20%27{name}%27", "v1.0")
        ).body["value"]
        return str(found[0]["id"])

    def makes(self, body: Mapping[str, JSON], *targets: Mapping[str, JSON]) -> None:
        path = "/deviceManagement/deviceConfigurations"
        made = self.door.send(GraphRequest("POST", path, "beta", {"displayName": "Van een ander", **body}))
        assert made.status == 201, made.body
        body = {"assignments": [{"target": dict(target)} for target in targets]}
        assert (
            self.door.send(GraphRequest("POST", f"{path}/{made.body['id']}/assign", "beta", body)).status
            == 200
        )

    def told(self, ready: Ready) -> list[Diagnostic]:
        found = plan(ready, Reader(self.door), ON)
        assert found.plan is not None, found.diagnostics
        return [d for d in found.plan.diagnostics if d.code == "PLN073" and d.args["name"] == "Van een ander"]


@pytest.fixture(scope="module")
def office() -> Office:
    return Office()


def to(group: str, exclude: bool = False) -> dict[str, JSON]:
    return {
        "@odata.type": f"#microsoft.graph.{'exclusionG' if exclude else 'g'}roupAssignmentTarget",
        "groupId": group,
    }


EVERYBODY = {"@odata.type": "#microsoft.graph.allLicensedUsersAssignmentTarget"}


def test_a_store_that_another_policy_opens_for_the_same_group_is_named_with_every_object_of_ours(
    ready: Ready, office: Office
) -> None:
    group = office.group("sg-rol-veiligheid")
    office.makes(
        {"@odata.type": ANDROID, "playStoreMode": "blockList", "screenCaptureBlocked": False}, to(group)
    )
    [found] = office.told(ready)
    assert found.severity == "warning"
    assert found.args["properties"] == "playStoreMode"
    assert found.args["addresses"] == "android_device_owner_restrictions/veiligheid"
    assert "blockList" not in str(found), "what is not ours has no value"


CASES: dict[str, tuple[str, dict[str, JSON], str | None]] = {
    "another group": (ANDROID, {"playStoreMode": "blockList"}, "sg-rol-college"),
    "nobody": (ANDROID, {"playStoreMode": "blockList"}, None),
    "the same value": (ANDROID, {"playStoreMode": "allowList"}, "sg-rol-veiligheid"),
    "a setting that we do not have": (ANDROID, {"cameraBlocked": True}, "sg-rol-veiligheid"),
    "a custom profile without rules": (
        WINDOWS,
        {
            "omaSettings": [
                {
                    "@odata.type": "#microsoft.graph.omaSettingString",
                    "displayName": "x",
                    "omaUri": "./Device/X",
                    "value": "geheim",
                }
            ]
        },
        "dg-windows-college",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_contradicts_nothing_is_not_named(name: str, ready: Ready) -> None:
    office = Office()
    sort, body, group = CASES[name]
    office.makes({"@odata.type": sort, **body}, *([to(office.group(group))] if group else []))
    assert office.told(ready) == []


def test_rules_of_another_profile_on_the_same_devices_are_named_whatever_they_say(ready: Ready) -> None:
    office = Office()
    rule = {
        "@odata.type": "#microsoft.graph.omaSettingString",
        "displayName": "x",
        "omaUri": RULES,
        "value": "geheim",
    }
    office.makes({"@odata.type": WINDOWS, "omaSettings": [rule]}, to(office.group("dg-windows-college")))
    [found] = office.told(ready)
    assert (found.args["properties"], found.args["addresses"]) == (
        "omaSettings",
        "windows_applocker/college.devices",
    )
    foreign = Reader(office.door).objects(all_kinds(), "zilverdam").foreign
    assert [one.rivals for one in foreign if one.name == "Van een ander"] == [{"omaSettings": [RULES]}], (
        "where, and not what"
    )


def test_all_users_are_everybody_but_for_who_is_left_out(ready: Ready) -> None:
    office = Office()
    group = office.group("sg-rol-veiligheid")
    office.makes(
        {"@odata.type": ANDROID, "screenCaptureBlocked": True, "playStoreMode": "blockList"},
        EVERYBODY,
        to(group, exclude=True),
    )
    [found] = office.told(ready)
    addresses = found.args["addresses"].split(", ")
    assert len(addresses) > 1
    assert "android_device_owner_restrictions/veiligheid" not in addresses


def test_a_kind_names_as_rivals_all_that_it_writes(ready: Ready) -> None:
    kinds = {kind.name: kind for kind in all_kinds() if kind.rivals}
    written = {name: frozenset[str]() for name in kinds}
    for desired in ready.compiled.resources:
        if desired.address.kind in written:
            written[desired.address.kind] |= frozenset(desired.body) - BESIDE
    assert written == {name: kind.rivals for name, kind in kinds.items()}
    assert (
        {kind.collection for kind in all_kinds()}
        > {kind.collection for kind in kinds.values()}
        == {"deviceManagement/deviceConfigurations"}
    )
