"""The seeded municipality: the numbers that the example policies count on, and nothing that Graph could not hold."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import Any

import pytest
from tests.unit.emulator.conftest import CATALOG, Client, open_tenant
from tests.work import calls

from managed_apparaten.emulator.odata.metadata import load
from managed_apparaten.emulator.odata.validate import Validator
from managed_apparaten.emulator.service.intune.check_ins import SCHEDULE
from managed_apparaten.emulator.service.intune.inventory import IDENTIFIER
from managed_apparaten.emulator.worlds import zilverdam as world

PEOPLE = {
    "college": 6, "ambtelijke-top": 14, "veiligheid": 12, "bestuursadvies-comm": 22, "griffie": 5, "raadsleden": 33, "ict-beheer": 18,
    "sociaal-domein": 140, "kcc": 62, "toezicht-boa": 34, "fysiek-belast": 180, "buitendienst": 78, "bedrijfsvoering": 93,
    "extern-inhuur": 90, "byod": 150,
}  # fmt: skip
DEVICES = {
    "iphone": 520,
    "ipad": 70,
    "cope": 110,
    "dedicated": 50,
    "windows": 560,
    "mac": 6,
    "workprofile": 15,
}
EVENTUAL = {"ConsistencyLevel": "eventual"}


def members(client: Client, name: str, route: str = "transitiveMembers") -> list[Any]:
    url = f"/v1.0/groups/{world.group_id(name)}/{route}?$top=999"
    return list(client("GET", url).body["value"])


@pytest.mark.parametrize("role", PEOPLE)
def test_role_group_holds_its_people(zilverdam: Client, role: str) -> None:
    url = f"/v1.0/groups/{world.group_id(f'sg-rol-{role}')}/transitiveMembers/microsoft.graph.user/$count"
    assert zilverdam("GET", url, **EVENTUAL).body == str(PEOPLE[role])


def test_group_ids_follow_from_names(zilverdam: Client) -> None:
    found = zilverdam("GET", "/v1.0/groups?$filter=displayName eq 'sg-rol-college'").body["value"]
    assert [group["id"] for group in found] == [
        str(uuid.uuid5(uuid.NAMESPACE_URL, "urn:zilverdam:group:sg-rol-college"))
    ]


def test_byod_people_work_in_the_five_roles(zilverdam: Client) -> None:
    byod = {person["id"] for person in members(zilverdam, "sg-rol-byod")}
    roles = ("kcc", "sociaal-domein", "bedrijfsvoering", "fysiek-belast", "buitendienst")
    assert byod <= {person["id"] for role in roles for person in members(zilverdam, f"sg-rol-{role}")}


def test_nested_group_shows_groups_directly_and_people_transitively(zilverdam: Client) -> None:
    direct = Counter(found["@odata.type"] for found in members(zilverdam, "sg-rol-fysiek-belast", "members"))
    assert direct == {"#microsoft.graph.user": 100, "#microsoft.graph.group": 2}
    people = [
        found
        for found in members(zilverdam, "sg-rol-fysiek-belast")
        if found["@odata.type"] == "#microsoft.graph.user"
    ]
    assert len({person["id"] for person in people}) == 180


def test_devices_per_role_add_up(zilverdam: Client) -> None:
    devices: list[Any] = []
    url = "/beta/deviceManagement/managedDevices?$top=1000"
    while url:
        body = zilverdam("GET", url).body
        devices += body["value"]
        url = body.get("@odata.nextLink", "")
    kinds = Counter(
        "dedicated" if device["deviceEnrollmentType"] == "androidEnterpriseDedicatedDevice" else
        {"iPhone": "iphone", "iPad": "ipad", "androidEnterprise": "cope",
        "androidForWork": "workprofile", "macMDM": "mac"}.get(device["deviceType"], "windows") for device in devices
    )  # fmt: skip
    assert kinds == DEVICES
    people = {person["id"] for person in members(zilverdam, "sg-rol-college")}
    assert Counter(device["operatingSystem"] for device in devices if device["userId"] in people) == {
        "iOS": 12,
        "Windows": 6,
    }
    assert all(
        device["isSupervised"]
        for device in devices
        if (device["operatingSystem"], device["ownerType"]) == ("iOS", "company")
    )
    assert {"'s-Hertogenbosch", "<b>laptop</b>", "tablet | raadzaal"} <= {
        device["deviceName"] for device in devices
    }


DEVICE_GROUPS = [
    ("dg-android-buitendienst", 40), ("dg-android-toezicht-boa", 10), ("dg-windows-alle", 560), ("dg-windows-college", 6),
    ("dg-windows-fysiek-belast", 148), ("dg-windows-extern-inhuur", 40),
]  # fmt: skip


@pytest.mark.parametrize(("name", "number"), DEVICE_GROUPS)
def test_device_groups_hold_devices(zilverdam: Client, name: str, number: int) -> None:
    found = members(zilverdam, name)
    assert (len(found), {device["@odata.type"] for device in found}) == (number, {"#microsoft.graph.device"})


def test_small_groups(zilverdam: Client) -> None:
    assert len(members(zilverdam, "sg-break-glass")) == 2
    [person] = members(zilverdam, "sg-iso-jongerencampagne")
    assert person["id"] in {found["id"] for found in members(zilverdam, "sg-rol-bestuursadvies-comm")}
    assert len(zilverdam("GET", "/v1.0/groups?$filter=displayName eq 'sg-projecten'").body["value"]) == 2


def test_foreign_objects_are_there_and_one_has_our_name(zilverdam: Client) -> None:
    names = [policy["name"] for policy in zilverdam("GET", CATALOG).body["value"]]
    assert "MA | College van B en W | iOS | App-beperkingen" in names
    sizes = zilverdam.tenant.counts().objects
    kinds = (
        "configurationPolicies",
        "deviceConfigurations",
        "deviceCompliancePolicies",
        "ManagedAppProtections",
    )
    assert sum(number for path, number in sizes.items() if path.endswith(kinds)) >= 7


def test_every_seeded_body_fits_the_metadata() -> None:
    metadata = load("beta")
    validator = Validator(metadata)
    objects, edges = world.world()
    for item in objects:
        found = metadata.get(item.type)
        validator.entity(item.body, found)
        assert not found.abstract
        assert set(item.nav) - {IDENTIFIER, SCHEDULE} <= set(found.navigation)
    ids = {item.id for item in objects}
    assert len(ids) == len(objects)
    assert {end for edge in edges for end in edge[:2]} <= ids


def test_seed_is_reproducible_of_little_work_and_not_in_the_audit_log() -> None:
    from managed_apparaten.emulator.worlds.seed import seed

    objects, edges = world.world()
    assert world.world() == (objects, edges)
    tenant = open_tenant()
    assert calls(lambda: seed(tenant)) < 50 * (len(objects) + len(edges)), (
        "what it takes to make and keep each of them, and no more"
    )
    assert tenant.audit() == []
    with pytest.raises(KeyError):
        seed(tenant, world="atlantis")
