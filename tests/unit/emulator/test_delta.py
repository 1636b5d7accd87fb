"""`groups/delta`: everything once, then what changed (E15; learn.microsoft.com/graph/api/group-delta)."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.emulator.conftest import Answer, Client

DELTA, GROUPS = "/v1.0/groups/delta", "/v1.0/groups"


def made(client: Client, name: str) -> str:
    body = {"displayName": name, "mailEnabled": False, "mailNickname": name, "securityEnabled": True}
    return client.make(GROUPS, body).rsplit("/", 1)[1]


def person(client: Client, name: str) -> str:
    body = {"displayName": name, "userPrincipalName": f"{name}@zilverdam.example", "accountEnabled": True, "mailNickname": name,
            "passwordProfile": {"password": "x"}}  # fmt: skip
    return client.make("/v1.0/users", body).rsplit("/", 1)[1]


def link(answer: Answer) -> str:
    assert answer.status == 200, answer.body
    assert "@odata.nextLink" not in answer.body
    return str(answer.body["@odata.deltaLink"])


def join(client: Client, group: str, member: str) -> None:
    body = {"@odata.id": f"https://graph.microsoft.com/v1.0/directoryObjects/{member}"}
    assert client("POST", f"{GROUPS}/{group}/members/$ref", body).status == 204


def test_the_first_round_shows_all_groups_with_their_members(client: Client) -> None:
    group, empty, who = made(client, "a"), made(client, "b"), person(client, "p")
    join(client, group, who)
    shown = {one["id"]: one for one in client("GET", DELTA).body["value"]}
    assert shown[group]["members@delta"] == [{"@odata.type": "#microsoft.graph.user", "id": who}]
    assert shown[empty]["displayName"] == "b"
    assert "members@delta" not in shown[empty]
    assert client("GET", link(client("GET", DELTA))).body["value"] == []


def test_the_first_round_comes_in_pages_and_misses_nothing_that_happens_between(client: Client) -> None:
    """The link at the end tells what changed since the first page was asked for."""
    groups = [made(client, name) for name in "abc"]
    answer = client("GET", DELTA, Prefer="odata.maxpagesize=2")
    assert [one["id"] for one in answer.body["value"]] == groups[:2]
    assert client("PATCH", f"{GROUPS}/{groups[0]}", {"description": "changed"}).status == 204
    answer = client("GET", answer.body["@odata.nextLink"], Prefer="odata.maxpagesize=2")
    assert [one["id"] for one in answer.body["value"]] == groups[2:]
    assert [one["description"] for one in client("GET", link(answer)).body["value"]] == ["changed"]


def test_a_later_round_shows_what_changed_once(client: Client) -> None:
    old, gone, purged, restored = (made(client, name) for name in ("old", "gone", "purged", "restored"))
    who, other = person(client, "p"), person(client, "q")
    join(client, old, other)
    later = link(client("GET", DELTA))
    join(client, old, who)
    assert client("DELETE", f"{GROUPS}/{old}/members/{other}/$ref").status == 204
    for group in (gone, purged, restored):
        assert client("DELETE", f"{GROUPS}/{group}").status == 204
    assert client("DELETE", f"/v1.0/directory/deletedItems/{purged}").status == 204
    assert client("POST", f"/v1.0/directory/deletedItems/{restored}/restore").status == 200
    new = made(client, "new")
    answer = client("GET", later)
    shown = {one["id"]: one for one in answer.body["value"]}
    assert set(shown) == {old, gone, purged, restored, new}
    user = "#microsoft.graph.user"
    assert shown[old]["members@delta"] == [
        {"@odata.type": user, "id": who}, {"@odata.type": user, "id": other, "@removed": {"reason": "deleted"}}
    ]  # fmt: skip
    assert shown[gone] == {"id": gone, "@removed": {"reason": "changed"}}
    assert shown[purged] == {"id": purged, "@removed": {"reason": "deleted"}}
    assert (shown[restored]["displayName"], shown[new]["displayName"]) == ("restored", "new")
    assert client("GET", link(answer)).body["value"] == []
    assert client("GET", later).body == answer.body, "the older link tells the same again"


def test_a_later_round_comes_in_pages(client: Client) -> None:
    later = link(client("GET", DELTA))
    groups = [made(client, name) for name in "abc"]
    found, url = [], later
    for _ in groups:
        answer = client("GET", url, Prefer="odata.maxpagesize=1")
        found += [one["id"] for one in answer.body["value"]]
        url = answer.body.get("@odata.nextLink", "")
    assert (found, url) == (groups, "")


def test_what_is_selected_is_shown_and_watched(client: Client) -> None:
    group, who = made(client, "a"), person(client, "p")
    answer = client("GET", f"{DELTA}?$select=displayName,description")
    assert answer.body["value"] == [{"id": group, "displayName": "a", "description": None}]
    later = link(answer)
    join(client, group, who)
    client("PATCH", f"{GROUPS}/{group}", {"visibility": "Private"})
    assert client("GET", later).body["value"] == []
    client("PATCH", f"{GROUPS}/{group}", {"description": "d"})
    assert client("GET", later).body["value"] == [{"id": group, "displayName": "a", "description": "d"}]
    assert client("GET", later, Prefer="return=minimal").body["value"] == [{"id": group, "description": "d"}]
    members = client("GET", f"{DELTA}?$select=members").body["value"]
    assert members == [{"id": group, "members@delta": [{"@odata.type": "#microsoft.graph.user", "id": who}]}]


def test_a_round_can_begin_now(client: Client) -> None:
    made(client, "before")
    answer = client("GET", f"{DELTA}?$deltatoken=latest")
    assert answer.body["value"] == []
    after = made(client, "after")
    assert [one["id"] for one in client("GET", link(answer)).body["value"]] == [after]


@pytest.mark.parametrize("query", [
    "$deltatoken=nonsense", "$deltatoken=cDk5OTk", "$skiptoken=nonsense", "$select=nonsense", "$filter=a eq 1", "$top=5",
    "$orderby=displayName",
])  # fmt: skip
def test_what_is_not_understood_is_refused(client: Client, query: str) -> None:
    made(client, "a")
    assert client("GET", f"{DELTA}?{query}").status == 400


@pytest.mark.parametrize(
    ("method", "url", "body"), [("POST", DELTA, {}), ("GET", "/v1.0/users?$deltatoken=latest", None)]
)
def test_delta_is_a_function_of_groups(client: Client, method: str, url: str, body: Any) -> None:
    assert client(method, url, body).status >= 400


def test_what_a_group_does_not_have_is_refused_whatever_the_token(client: Client) -> None:
    """E4."""
    token = link(client("GET", DELTA)).partition("$deltatoken=")[2]
    for asked in ("", "$deltatoken=latest&", f"$deltatoken={token}&"):
        answer = client("GET", f"{DELTA}?{asked}$select=nonsense")
        assert (answer.status, "nonsense" in answer.message) == (400, True)
