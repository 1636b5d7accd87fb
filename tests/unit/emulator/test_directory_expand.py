"""$expand on objects of the directory: at most twenty others, shown as a read of them shows them."""

from __future__ import annotations

import pytest
from tests.unit.emulator.conftest import NOW, Client

from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.core.http import Request
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.emulator.worlds.zilverdam import group_id

GROUP = f"/v1.0/groups/{group_id('sg-afd-belastingen')}"


def test_it_shows_twenty_members_and_no_link_to_the_others(zilverdam: Client) -> None:
    """https://developer.microsoft.com/graph/known-issues/?search=13635."""
    body = zilverdam("GET", f"{GROUP}?$expand=members").body
    listed = zilverdam("GET", f"{GROUP}/members").body["value"]
    assert len(listed) > 20
    assert body["members"] == listed[:20]
    assert "members@odata.nextLink" not in body


def test_without_the_behaviour_it_shows_them_all() -> None:
    tenant = Tenant.open(None, clock=lambda: NOW, behaviours=Behaviours().without("directory-expand-of-20"))
    seed(tenant)
    client = Client(tenant)
    assert len(client("GET", f"{GROUP}?$expand=members").body["members"]) == len(
        client("GET", f"{GROUP}/members").body["value"]
    )
    tenant.close()


@pytest.mark.parametrize("select", ["displayName", "id,userType", "accountEnabled"])
def test_a_selection_inside_is_that_of_a_list_of_the_members(zilverdam: Client, select: str) -> None:
    listed = zilverdam("GET", f"{GROUP}/members?$select={select}").body["value"]
    assert zilverdam("GET", f"{GROUP}?$expand=members($select={select})").body["members"] == listed[:20]


def test_the_groups_of_a_person_keep_their_key(zilverdam: Client) -> None:
    user = zilverdam("GET", f"{GROUP}/members").body["value"][0]["id"]
    groups = zilverdam("GET", f"/v1.0/users/{user}?$expand=memberOf($select=displayName)").body["memberOf"]
    assert groups
    assert all(set(group) == {"@odata.type", "id", "displayName"} for group in groups)


@pytest.mark.parametrize(
    "path", ["groups?$expand=owners", "users?$expand=directReports", "devices?$expand=registeredOwners"]
)
def test_the_relationships_that_the_reference_says_are_expanded(zilverdam: Client, path: str) -> None:
    answer = zilverdam("GET", f"/v1.0/{path}&$top=1")
    assert isinstance(answer.body["value"][0][path.partition("=")[2]], list)


def test_members_that_the_caller_may_not_read_are_limited_inside_an_expand_too(zilverdam: Client) -> None:
    request = Request("GET", f"{GROUP}?$expand=members", {}, b"", "app", roles=frozenset({"Group.Read.All"}))
    found = zilverdam.tenant.handle(request)
    assert found.status == 200
    assert b'"displayName":null' in found.body
