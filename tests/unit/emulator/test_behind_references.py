"""What is called and read behind a reference: functions and actions of the object that it leads to, and that object by its key (E17)."""

from __future__ import annotations

import orjson
import pytest
from tests.unit.emulator.conftest import CONFIGURATIONS, Client, group_target

from managed_apparaten.emulator.core.http import Request

DEFINITIONS, TAGS = "/beta/deviceManagement/roleDefinitions", "/beta/deviceManagement/roleScopeTags"
CAST = "microsoft.graph.deviceAndAppManagementRoleAssignment"


@pytest.fixture
def tag(client: Client) -> str:
    return client.make(TAGS, {"displayName": "t"})


@pytest.fixture
def referring(client: Client, tag: str) -> str:
    """A role assignment that refers to the tag, behind its cast."""
    owner = client.make(DEFINITIONS, {"displayName": "d"})
    body = {
        "@odata.type": f"#{CAST}",
        "displayName": "a",
        "roleScopeTags@odata.bind": [f"https://graph.microsoft.com{tag}"],
    }
    return f"{client.make(f'{owner}/roleAssignments', body)}/{CAST}/roleScopeTags"


def test_an_action_behind_a_reference_is_that_of_the_object(client: Client, tag: str, referring: str) -> None:
    """E17, rolescopetagautoassignment: the assignments of a tag are read and made through whatever refers to it."""
    url = f"{referring}/{tag.rsplit('/', 1)[1]}"
    assert client("POST", f"{url}/assign", {"assignments": [group_target()]}).status == 200
    [made] = client("GET", f"{tag}/assignments").body["value"]
    assert client("GET", f"{url}/assignments").body["value"] == [made]
    assert client("POST", f"{url}/assign", {"wrong": []}).status == 400
    assert client("POST", f"{url}/noSuchAction", {}).status == 400


def test_a_function_of_a_collection_is_one_behind_a_list_of_references(
    client: Client, tag: str, referring: str
) -> None:
    name = tag.rsplit("/", 1)[1]
    assert client("GET", f"{referring}/hasCustomRoleScopeTag").body["value"] is True
    found = client("POST", f"{referring}/getRoleScopeTagsById", {"roleScopeTagIds": [name]}).body["value"]
    assert [one["id"] for one in found] == [name]


def test_an_object_behind_a_reference_is_found_by_its_key_and_no_other_is(
    client: Client, tag: str, referring: str
) -> None:
    other = client.make(TAGS, {"displayName": "other"})
    assert client("GET", f"{referring}/{tag.rsplit('/', 1)[1]}").body["displayName"] == "t"
    name = other.rsplit("/", 1)[1]
    assert client("GET", f"{referring}/{name}").status == 404
    assert client("POST", f"{referring}/{name}/assign", {"assignments": [group_target()]}).status == 404
    assert client("GET", f"{other}/assignments").body["value"] == []


def test_an_action_behind_a_reference_asks_for_the_permission_of_the_object(client: Client) -> None:
    """An Autopilot profile leads to a device configuration, which another permission opens."""
    graph, profile, join = (
        "microsoft.graph.",
        "activeDirectoryWindowsAutopilotDeploymentProfile",
        "windowsDomainJoinConfiguration",
    )
    configuration = client.make(CONFIGURATIONS, {"@odata.type": f"#{graph}{join}", "displayName": "j"})
    made = client.make("/beta/deviceManagement/windowsAutopilotDeploymentProfiles", {
        "@odata.type": f"#{graph}{profile}", "displayName": "p",
        "domainJoinConfiguration@odata.bind": f"https://graph.microsoft.com{configuration}",
    })  # fmt: skip
    url, body = (
        f"{made}/{graph}{profile}/domainJoinConfiguration/assign",
        orjson.dumps({"assignments": [group_target()]}),
    )

    def status(*roles: str) -> int:
        return client.tenant.handle(Request("POST", url, {}, body, "tester", roles=frozenset(roles))).status

    service, configurations = (
        "DeviceManagementServiceConfig.ReadWrite.All",
        "DeviceManagementConfiguration.ReadWrite.All",
    )
    assert status(service) == 403
    assert client("GET", f"{configuration}/assignments").body["value"] == []
    assert status(service, configurations) == 200
    assert len(client("GET", f"{configuration}/assignments").body["value"]) == 1
