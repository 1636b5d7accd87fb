"""Lag per object and replica: each change is missing from some reads for its own time, and from none after the bound."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from tests.unit.emulator.conftest import (
    CATALOG,
    COMPLIANCE,
    GROUP,
    Client,
    Clock,
    catalog_body,
    group_target,
    valid,
)
from tests.unit.emulator.test_faults import names

from managed_apparaten.emulator.core.replication_lag import KINDS
from managed_apparaten.emulator.faults.fault_table import Fault
from managed_apparaten.emulator.tenant import Tenant, seeded_ids

BOUND = 120
IOS = "#microsoft.graph.iosCompliancePolicy"


@pytest.fixture
def clock() -> Clock:
    return Clock()


def opened(clock: Clock, seed: str) -> Client:
    return Client(Tenant.open(None, clock=clock, new_id=seeded_ids(seed)))


@pytest.fixture
def client(clock: Clock) -> Iterator[Client]:
    found = opened(clock, "lag")
    yield found
    found.tenant.close()


def watched(client: Client, clock: Clock, seconds: int, *wanted: str) -> list[tuple[bool, ...]]:
    """Which of these names a list shows, once a second."""
    found = []
    for _ in range(seconds):
        shown = names(client("GET", CATALOG))
        found.append(tuple(name in shown for name in wanted))
        clock.wait(1)
    return found


def test_each_object_is_missing_for_its_own_time_and_comes_and_goes_between_replicas(
    client: Client, clock: Clock
) -> None:
    """H1 of findings/attack.md: objects of one replica lagged alike, so no list could show the newer one alone."""
    client.tenant.faults.inject(Fault("F6", seconds=BOUND))
    wanted = [f"p{number}" for number in range(6)]
    for name in wanted:
        client.make(CATALOG, catalog_body(name=name))
    seen = watched(client, clock, BOUND, *wanted)
    by_object = list(zip(*seen, strict=True))
    assert len({shown.index(True) for shown in by_object}) > 3
    assert any(before and not after for shown in by_object for before, after in pairwise(shown)), (
        "appears and vanishes"
    )
    assert any(not older and newer for older, *others in seen for newer in others), "a newer one shows first"
    assert all(all(row) for row in watched(client, clock, 30, *wanted)), "nothing beyond the bound"


def test_one_object_alone_stays_missing_for_most_of_the_time_while_others_show(
    client: Client, clock: Clock
) -> None:
    """H1: a create whose answer was lost stays out of every list for 110 of 120 seconds, and a second create makes a twin."""
    faults = client.tenant.faults
    faults.inject(Fault("F6", seconds=10))
    faults.inject(Fault("F6", "exact", seconds=110, value="lost"))
    faults.inject(Fault("F4", methods=("POST",), path="/configurationPolicies$"))
    assert client("POST", CATALOG, catalog_body(name="lost")).status == 504
    client.make(CATALOG, catalog_body(name="next"))
    clock.wait(10)
    assert watched(client, clock, 100, "lost", "next") == [(False, True)] * 100
    assert names(client("GET", CATALOG)).count("lost") == 1
    client.make(CATALOG, catalog_body(name="lost"))
    clock.wait(110)
    assert names(client("GET", CATALOG)).count("lost") == 2


def test_the_same_seed_lags_the_same_and_another_one_otherwise() -> None:
    def run(seed: str) -> list[tuple[bool, ...]]:
        clock = Clock()
        client = opened(clock, "same")
        client.tenant.faults.seed = seed
        client.tenant.faults.inject(Fault("F6", seconds=60))
        client.make(CATALOG, catalog_body(name="a"))
        return watched(client, clock, 60, "a")

    assert run("1") == run("1")
    assert len({str(run(str(seed))) for seed in range(5)}) > 1


def test_lists_and_reads_by_id_lag_apart(client: Client, clock: Clock) -> None:
    client.tenant.faults.inject(Fault("F6", seconds=60))
    client.tenant.faults.inject(Fault("F7", seconds=60))
    url = client.make(CATALOG, catalog_body(name="a"))
    pairs = set()
    for _ in range(60):
        pairs.add((client("GET", url).status == 200, names(client("GET", CATALOG)) == ["a"]))
        clock.wait(1)
    assert {(True, False), (False, True)} <= pairs
    assert (client("GET", url).status, names(client("GET", CATALOG))) == (200, ["a"])


def test_filters_counts_and_parts_of_a_batch_follow(client: Client, clock: Clock) -> None:
    client.tenant.faults.inject(Fault("F6", "exact", seconds=60))
    client.make(CATALOG, catalog_body(name="a"))

    def seen() -> list[Any]:
        parts = [{"id": "1", "method": "GET", "url": CATALOG.removeprefix("/beta")}]
        return [len(client("GET", f"{CATALOG}?$filter=name eq 'a'").body["value"]),
                client("GET", f"{CATALOG}?$count=true").body["@odata.count"], client("GET", f"{CATALOG}/$count").body,
                len(client("POST", "/beta/$batch", {"requests": parts}).body["responses"][0]["body"]["value"])]  # fmt: skip

    assert seen() == [0, 0, "0", 0]
    clock.wait(60)
    assert seen() == [1, 1, "1", 1]


def test_a_deleted_object_lags_by_id_and_in_lists_apart(client: Client, clock: Clock) -> None:
    url = client.make(CATALOG, catalog_body(name="a"))
    client.tenant.faults.inject(Fault("F42", "exact", seconds=30))
    client.tenant.faults.inject(Fault("F8", "exact", seconds=60))
    assert client("DELETE", url).status == 204
    assert client("PATCH", url, {"description": "writes are not behind"}).status == 404
    seen = []
    for _ in range(3):
        seen.append((client("GET", url).status, names(client("GET", CATALOG))))
        clock.wait(30)
    assert seen == [(200, ["a"]), (404, ["a"]), (404, [])]


def test_a_change_of_properties_lags_and_leaves_assignments_alone(client: Client, clock: Clock) -> None:
    url = client.make(*valid("ios_compliance"))
    client.tenant.faults.inject(Fault("F41", "exact", seconds=60))
    client("PATCH", url, {"@odata.type": IOS, "description": "one"})
    client("POST", f"{url}/assign", {"assignments": [group_target()]})
    client("PATCH", url, {"@odata.type": IOS, "description": "two"})

    def seen() -> tuple[Any, Any, int]:
        found = client("GET", f"{url}?$expand=assignments").body
        return (
            found["description"],
            client("GET", COMPLIANCE).body["value"][0]["description"],
            len(found["assignments"]),
        )

    assert seen() == (None, None, 1)
    clock.wait(60)
    assert seen() == ("two", "two", 1)


def test_assignments_of_one_object_lag_while_those_of_another_show(client: Client, clock: Clock) -> None:
    first, second = client.make(*valid("ios_compliance")), client.make(*valid("ios_compliance"))
    client.tenant.faults.inject(Fault("F10", "exact", seconds=60, path=first.rpartition("/")[2]))
    for url in (first, second):
        client("POST", f"{url}/assign", {"assignments": [group_target()]})

    def seen() -> list[int]:
        listed = client("GET", f"{COMPLIANCE}?$expand=assignments").body["value"]
        routes = [len(client("GET", f"{url}/assignments").body["value"]) for url in (first, second)]
        return [*routes, *(len(item["assignments"]) for item in listed)]

    assert seen() == [0, 1, 0, 1]
    clock.wait(60)
    assert seen() == [1, 1, 1, 1]


def group(client: Client, name: str) -> str:
    body = {"displayName": name, "mailEnabled": False, "mailNickname": name, "securityEnabled": True}
    return str(client("POST", "/v1.0/groups", body).body["id"])


def test_members_lag_in_every_route_that_shows_them(client: Client, clock: Clock) -> None:
    top, inner, leaf = (group(client, name) for name in ("top", "inner", "leaf"))
    ref = {"@odata.id": f"https://graph.microsoft.com/v1.0/directoryObjects/{leaf}"}
    assert (
        client(
            "POST", f"/v1.0/groups/{top}/members/$ref", {"@odata.id": ref["@odata.id"].replace(leaf, inner)}
        ).status
        == 204
    )
    client.tenant.faults.inject(Fault("F43", "exact", seconds=60))
    assert client("POST", f"/v1.0/groups/{inner}/members/$ref", ref).status == 204

    def seen() -> list[Any]:
        routes = (
            f"{inner}/members",
            f"{top}/transitiveMembers",
            f"{leaf}/memberOf",
            f"{leaf}/transitiveMemberOf",
        )
        found = [len(client("GET", f"/v1.0/groups/{route}").body["value"]) for route in routes]
        return [*found, len(client("GET", f"/v1.0/groups/{inner}?$expand=members").body["members"])]

    assert seen() == [0, 1, 0, 0, 0]
    clock.wait(60)
    assert seen() == [1, 2, 1, 2, 1]
    assert client("DELETE", f"/v1.0/groups/{inner}/members/{leaf}/$ref").status == 204
    assert seen() == [1, 2, 1, 2, 1]
    clock.wait(60)
    assert seen() == [0, 1, 0, 0, 0]


def test_a_new_member_lags_at_each_replica_by_its_own_time(client: Client, clock: Clock) -> None:
    top = group(client, "top")
    client.tenant.faults.inject(Fault("F43", seconds=60))
    others = [group(client, f"g{number}") for number in range(4)]
    for other in others:
        client(
            "POST",
            f"/v1.0/groups/{top}/members/$ref",
            {"@odata.id": f"https://graph.microsoft.com/v1.0/directoryObjects/{other}"},
        )
    sizes = []
    for _ in range(60):
        sizes.append(len(client("GET", f"/v1.0/groups/{top}/members").body["value"]))
        clock.wait(1)
    assert len(set(sizes)) > 2
    assert any(after < before for before, after in pairwise(sizes))
    assert {len(client("GET", f"/v1.0/groups/{top}/members").body["value"]) for _ in range(9)} == {4}


@pytest.mark.parametrize(
    "narrowed", [{"path": "/groups/{0}$"}, {"value": "slow"}, {"path": "^/groups/", "value": "slow"}]
)
def test_members_lag_in_the_groups_alone_that_are_meant(
    narrowed: dict[str, Any], client: Client, clock: Clock
) -> None:
    slow, quick, leaf = (group(client, name) for name in ("slow", "quick", "leaf"))
    client.tenant.faults.inject(
        Fault("F43", "exact", seconds=60, **{key: text.format(slow) for key, text in narrowed.items()})
    )
    client.tenant.faults.inject(Fault("F43", "exact", seconds=600, path="/groups/none"))
    for owner in (slow, quick):
        ref = {"@odata.id": f"https://graph.microsoft.com/v1.0/directoryObjects/{leaf}"}
        assert client("POST", f"/v1.0/groups/{owner}/members/$ref", ref).status == 204

    def seen() -> list[int]:
        return [len(client("GET", f"/v1.0/groups/{owner}/members").body["value"]) for owner in (slow, quick)]

    assert seen() == [0, 1]
    clock.wait(60)
    assert seen() == [1, 1]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("option", [
    {"times": 2}, {"methods": ("GET",)}, {"skip": 1}, {"prop": "state"}, {"group": GROUP}, {"act": list},
])  # fmt: skip
def test_an_option_that_means_nothing_to_a_lag_is_refused(
    kind: str, option: dict[str, Any], client: Client
) -> None:
    with pytest.raises(KeyError, match=f"{kind} is a lag.*{next(iter(option))} has no meaning.*path"):
        client.tenant.faults.inject(Fault(kind, **option))
    assert client.tenant.faults.lag.rules == []


def test_a_new_group_that_is_not_found_has_no_members_either(client: Client, clock: Clock) -> None:
    client.tenant.faults.inject(Fault("F7", "exact", seconds=60))
    made = group(client, "new")
    assert client("GET", f"/v1.0/groups/{made}/members").status == 404
    clock.wait(60)
    assert client("GET", f"/v1.0/groups/{made}/members").status == 200


def test_what_everybody_sees_is_forgotten(client: Client, clock: Clock) -> None:
    lag = client.tenant.faults.lag
    for kind in KINDS:
        client.tenant.faults.inject(Fault(kind, seconds=60))
    for _ in range(3):
        client("DELETE", client.make(CATALOG, catalog_body(name="a")))
        clock.wait(60)
    assert len(lag.traces) == 2
    assert client("GET", f"{CATALOG}/{GROUP}").status == 404
