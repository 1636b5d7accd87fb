"""The control door: each fault does what its row says, to the requests that fit, as often as asked, and then no more."""

from __future__ import annotations

import gzip
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import orjson
import pytest
from tests.unit.emulator.conftest import (
    CATALOG,
    COMPLIANCE,
    CONFIGURATIONS,
    GROUP,
    IOS_MAM,
    NOW,
    Answer,
    Client,
    Clock,
    catalog_body,
    group_target,
    valid,
)

from managed_apparaten.emulator.core.http import Request, Response
from managed_apparaten.emulator.faults.fault_table import ELSEWHERE, TABLE, Fault, Faults, Unanswered, rows
from managed_apparaten.emulator.worlds.zilverdam import group_id

COUNCIL = group_id("sg-rol-college")
MEMBERS = f"/v1.0/groups/{COUNCIL}/transitiveMembers"


@pytest.fixture
def client(zilverdam_in_time: Client) -> Client:
    return zilverdam_in_time


@pytest.fixture
def faults(client: Client) -> Faults:
    return client.tenant.faults


def raw(client: Client, url: str, method: str = "GET") -> Response:
    return client.tenant.handle(Request(method, url, {}))


def names(answer: Answer) -> list[str]:
    return [str(item.get("displayName") or item.get("name")) for item in answer.body["value"]]


def test_every_fault_is_an_injection_or_has_its_place_elsewhere() -> None:
    numbers = [f"F{number}" for number in range(1, len(TABLE) + len(ELSEWHERE) + 1)]
    assert {*TABLE, *ELSEWHERE} == {*numbers}
    assert not set(TABLE) & set(ELSEWHERE)
    assert [name for name, _, _ in rows()] == numbers
    required = [*range(1, 12), *range(15, 20), 21, 22, 25, 26, 27, 28, 29, 36, 37, 38]
    assert all(f"F{number}" in TABLE for number in required)


def test_unknown_faults_and_forms_are_bugs(faults: Faults) -> None:
    for wrong in (Fault("F99"), Fault("F1", "soonish"), Fault("F12"), Fault("F26")):
        with pytest.raises(KeyError):
            faults.inject(wrong)
    assert faults.active == []


def test_a_fault_waits_for_its_request_lets_some_pass_and_is_spent(client: Client, faults: Faults) -> None:
    active = faults.inject(Fault("F3", methods=("GET",), path=r"/groups$", skip=1, times=2))
    assert [client("GET", "/v1.0/users").status, client("POST", "/v1.0/groups", {}).status] == [200, 400]
    assert [client("GET", "/v1.0/groups?$top=1").status for _ in range(5)] == [200, 503, 503, 200, 200]
    assert (active.hits, active.spent) == (2, True)


def test_clearing_ends_everything(client: Client, faults: Faults) -> None:
    faults.inject(Fault("F3", times=None))
    faults.inject(Fault("F6"))
    faults.clear()
    assert client("GET", "/v1.0/groups").status == 200
    assert not faults.lag.rules


@pytest.mark.parametrize(("form", "header"), [
    ("whole", "3"), ("fraction", "3.001"), ("zero", "0"), ("negative", "-5"), ("endless", "1000000000"), ("junk", "soon"),
])  # fmt: skip
def test_f1_throttles_with_each_form_of_the_header(
    client: Client, faults: Faults, form: str, header: str
) -> None:
    faults.inject(Fault("F1", form))
    answer = client("POST", *valid("ios_compliance"))
    assert (answer.status, answer.code, answer.headers["Retry-After"]) == (429, "TooManyRequests", header)
    assert client("POST", *valid("ios_compliance")).status == 201


def test_f1_as_a_date_and_f2_without_any(client: Client, faults: Faults) -> None:
    faults.inject(Fault("F1", "date"))
    assert parsedate_to_datetime(client("GET", "/v1.0/groups").headers["Retry-After"]) > NOW
    faults.inject(Fault("F2"))
    answer = client("GET", "/v1.0/groups")
    assert (answer.status, "Retry-After" in answer.headers) == (429, False)


@pytest.mark.parametrize("form", ["500", "502", "503", "504"])
def test_f3_fails_before_anything_is_done(client: Client, faults: Faults, form: str) -> None:
    faults.inject(Fault("F3", form))
    assert client("POST", *valid("ios_app_protection")).status == int(form)
    assert client.tenant.audit() == []


def test_f4_loses_the_answer_after_the_work_was_done(client: Client, faults: Faults) -> None:
    before = len(client("GET", COMPLIANCE).body["value"])
    faults.inject(Fault("F4"))
    assert client("POST", *valid("ios_compliance")).status == 504
    for kind in ("reset", "timeout"):
        faults.inject(Fault("F4", kind))
        with pytest.raises(Unanswered, match=kind):
            client("POST", *valid("ios_compliance"))
    assert len(client("GET", COMPLIANCE).body["value"]) == before + 3


def test_f5_spoils_the_body(client: Client, faults: Faults) -> None:
    whole = raw(client, "/v1.0/organization").body
    for form in ("cut", "malformed"):
        faults.inject(Fault("F5", form))
        found = raw(client, "/v1.0/organization")
        assert found.status == 200
        with pytest.raises(orjson.JSONDecodeError):
            orjson.loads(found.body)
    faults.inject(Fault("F5", "empty"))
    assert raw(client, "/v1.0/organization").body == b""
    faults.inject(Fault("F5", "html"))
    found = raw(client, "/v1.0/organization")
    assert (found.status, found.headers["Content-Type"], found.body[:9]) == (200, "text/html", b"<!DOCTYPE")
    faults.inject(Fault("F5", "content-type"))
    found = raw(client, "/v1.0/organization")
    assert found.headers["Content-Type"] == "text/plain"
    assert len(found.body) == len(whole)
    faults.inject(Fault("F5", "bomb"))
    found = raw(client, "/v1.0/organization")
    assert found.headers["Content-Encoding"] == "gzip"
    assert len(found.body) < 100_000 < 64 * 2**20 < len(gzip.decompress(found.body))


def listed(client: Client, wanted: str) -> list[bool]:
    return [wanted in names(client("GET", CATALOG)) for _ in range(3)]


def test_f6_lists_run_behind_each_replica_by_its_own_share(
    client: Client, faults: Faults, clock: Clock
) -> None:
    faults.inject(Fault("F6", "alike", seconds=60))
    url = client.make(CATALOG, catalog_body(name="fresh"))
    assert client("GET", url).status == 200
    assert listed(client, "fresh") == [False, False, False]
    clock.wait(21)
    assert sorted(listed(client, "fresh")) == [False, False, True]
    clock.wait(20)
    assert sorted(listed(client, "fresh")) == [False, True, True]
    clock.wait(19)
    assert listed(client, "fresh") == [True, True, True]


def test_f7_a_created_object_is_not_found_by_id_for_a_while(
    client: Client, faults: Faults, clock: Clock
) -> None:
    faults.inject(Fault("F7", seconds=60))
    url = client.make(CATALOG, catalog_body(name="fresh"))
    assert client("GET", url).status == 404
    assert "fresh" in names(client("GET", CATALOG))
    assert client("PATCH", url, {"description": "writes are not behind"}).status == 200
    clock.wait(60)
    assert [client("GET", url).status for _ in range(3)] == [200, 200, 200]


def test_f8_a_deleted_object_is_listed_for_a_while_in_its_old_place(
    client: Client, faults: Faults, clock: Clock
) -> None:
    before = names(client("GET", CATALOG))
    [first, *_] = client("GET", CATALOG).body["value"]
    faults.inject(Fault("F8", "exact", seconds=60))
    assert client("DELETE", f"{CATALOG}/{first['id']}").status == 204
    assert client("GET", f"{CATALOG}/{first['id']}").status == 404
    assert names(client("GET", CATALOG)) == before
    clock.wait(60)
    assert names(client("GET", CATALOG)) == before[1:]


def test_f10_assignments_read_as_before_for_a_while(client: Client, faults: Faults, clock: Clock) -> None:
    url = client.make(*valid("ios_compliance"))
    faults.inject(Fault("F10", "exact", seconds=60))
    assert client("POST", f"{url}/assign", {"assignments": [group_target()]}).status == 200
    assert client("GET", f"{url}/assignments").body["value"] == []
    assert client("GET", f"{url}?$expand=assignments").body["assignments"] == []
    clock.wait(60)
    assert len(client("GET", f"{url}/assignments").body["value"]) == 1


def test_an_hour_of_lag_costs_no_second(client: Client, faults: Faults, clock: Clock) -> None:
    faults.inject(Fault("F6", seconds=3600))
    client.make(CATALOG, catalog_body(name="fresh"))
    clock.wait(3600)
    assert listed(client, "fresh") == [True, True, True]
    client.make(CATALOG, catalog_body(name="fresher"))
    assert [trace.after.body["name"] for trace in faults.lag.traces if trace.after] == ["fresher"]


def test_f9_and_f11_fail_between_create_and_assignment(client: Client, faults: Faults) -> None:
    url = client.make(*valid("ios_app_protection"))
    faults.inject(Fault("F11"))
    assert client("POST", f"{url}/targetApps", {"apps": []}).status == 503
    for form in ("400", "403", "500", "503"):
        faults.inject(Fault("F9", form))
        assert client("POST", f"{url}/assign", {"assignments": [group_target()]}).status == int(form)
    assert client("GET", f"{url}/assignments").body["value"] == []
    assert client("POST", f"{url}/assign", {"assignments": [group_target()]}).status == 204


def test_f13_somebody_edits_just_before_the_request_that_fits(client: Client, faults: Faults) -> None:
    url = client.make(*valid("ios_app_protection"))
    portal = Client(client.tenant, "portal")

    def edit() -> None:
        portal("PATCH", url, {"pinRequired": False})

    faults.inject(Fault("F13", methods=("POST",), path="/assign$", act=edit))
    assert client("GET", url).body["pinRequired"] is True
    assert client("POST", f"{url}/assign", {"assignments": []}).status == 204
    assert client("GET", url).body["pinRequired"] is False
    assert [(entry.actor, entry.method) for entry in client.tenant.audit()][1:] == [
        ("portal", "PATCH"),
        ("tester", "POST"),
    ]


def test_f15_the_token_ends_and_the_clock_is_off(client: Client, faults: Faults) -> None:
    faults.inject(Fault("F15"))
    answer = client("GET", "/v1.0/groups")
    assert (answer.status, answer.code) == (401, "InvalidAuthenticationToken")
    faults.inject(Fault("F15", "skewed", seconds=-86_400))
    assert parsedate_to_datetime(client("GET", "/v1.0/groups").headers["Date"]) == NOW - timedelta(days=1)


def test_f16_and_f17_take_a_permission_away_and_name_it(client: Client, faults: Faults) -> None:
    faults.inject(Fault("F16", path="/configurationPolicies", times=None))
    assert client("GET", CATALOG).status == 403
    assert "DeviceManagementConfiguration.Read.All" in client("GET", CATALOG).message
    faults.inject(Fault("F17", methods=("POST",), path="/deviceCompliancePolicies", skip=1, times=None))
    assert [client("POST", *valid("ios_compliance")).status for _ in range(3)] == [201, 403, 403]
    assert client("GET", "/v1.0/groups").status == 200


def pages(client: Client, url: str, most: int = 10) -> list[list[str]]:
    found: list[list[str]] = []
    while url and len(found) < most:
        body = client("GET", url).body
        found.append([item["id"] for item in body["value"]])
        url = body.get("@odata.nextLink", "")
    return found


def test_f18_the_list_changes_under_the_pages(client: Client, faults: Faults) -> None:
    url = f"{MEMBERS}?$top=3"
    whole = pages(client, url)
    assert [len(page) for page in whole] == [3, 3]
    faults.inject(Fault("F18", "twice", path="/transitiveMembers", times=None))
    assert pages(client, url) == [whole[0], [whole[0][-1], *whole[1]]]
    faults.clear()
    faults.inject(Fault("F18", "none", path="/transitiveMembers", skip=1))
    assert pages(client, url) == [whole[0], whole[1][1:]]
    faults.inject(Fault("F18", "reordered"))
    assert pages(client, url)[0] == whole[0][::-1]


def test_f19_next_links_lead_astray(client: Client, faults: Faults) -> None:
    url = f"https://graph.microsoft.com{MEMBERS}?$top=3"
    proper = client("GET", url).body["@odata.nextLink"]
    faults.inject(Fault("F19", times=None))
    assert client("GET", url).body["@odata.nextLink"] == url
    assert len(pages(client, url)) == 10
    faults.clear()
    expected = {"host": proper.replace("graph.microsoft.com", "graph.elsewhere.example"), "http": proper.replace("https", "http"),
                "relative": proper.removeprefix("https://graph.microsoft.com")}  # fmt: skip
    for form, link in expected.items():
        faults.inject(Fault("F19", form))
        assert client("GET", url).body["@odata.nextLink"] == link
    faults.inject(Fault("F19", "endless", times=None))
    links = [url]
    for _ in range(5):
        links.append(client("GET", links[-1]).body["@odata.nextLink"])
    assert len(set(links)) == 6


def test_f20_the_count_lies(client: Client, faults: Faults) -> None:
    faults.inject(Fault("F20"))
    assert client("GET", CATALOG).body["@odata.count"] == 1000


@pytest.mark.parametrize(("form", "key", "value"), [
    ("property", "propertyOfTomorrow", {"a": [1]}), ("enum", "pinCharacterSet", "memberOfTomorrow"), ("null", "pinCharacterSet", None),
    ("type", "@odata.type", "#microsoft.graph.typeOfTomorrow"),
])  # fmt: skip
def test_f21_things_of_tomorrow_on_items_and_in_lists(
    client: Client, faults: Faults, form: str, key: str, value: Any
) -> None:
    url = client.make(*valid("ios_app_protection"))
    faults.inject(Fault("F21", form, methods=("GET",), times=2, prop="pinCharacterSet"))
    assert client("GET", url).body[key] == value
    assert client("GET", IOS_MAM).body["value"][0][key] == value
    assert client("GET", url).body.get(key) != value


def batch(client: Client, *ids: str) -> Answer:
    return client(
        "POST",
        "/v1.0/$batch",
        {"requests": [{"id": name, "method": "GET", "url": "/organization"} for name in ids]},
    )


def test_f22_batches_come_back_otherwise(client: Client, faults: Faults) -> None:
    proper = [part["id"] for part in batch(client, "1", "2", "3").body["responses"]]
    for form, expected in (
        ("missing", proper[1:]),
        ("reordered", proper[::-1]),
        ("duplicate", [*proper, proper[0]]),
    ):
        faults.inject(Fault("F22", form, path=r"\$batch"))
        assert [part["id"] for part in batch(client, "1", "2", "3").body["responses"]] == expected
    for form in ("429", "424"):
        faults.inject(Fault("F22", form, path=r"\$batch"))
        statuses = {part["id"]: part["status"] for part in batch(client, "1", "2").body["responses"]}
        assert statuses == {"1": int(form), "2": 200}
    for form, status in (("outer-424", 424), ("outer-503", 503)):
        faults.inject(Fault("F22", form, path=r"\$batch"))
        assert batch(client, "1").status == status


def test_a_fault_hits_parts_of_a_batch_alone(client: Client, faults: Faults) -> None:
    faults.inject(Fault("F1", path="/organization$", skip=1))
    found = {part["id"]: part for part in batch(client, "1", "2", "3").body["responses"]}
    assert {name: part["status"] for name, part in found.items()} == {"1": 200, "2": 429, "3": 200}
    assert found["2"]["headers"]["Retry-After"] == "3"


def test_f26_a_group_is_deleted_and_comes_back_with_its_members(client: Client, faults: Faults) -> None:
    members = client("GET", MEMBERS).body["value"]
    assigned = client("GET", f"{CATALOG}?$select=id").body["value"][0]["id"]
    before = client("GET", f"{CATALOG}/{assigned}/assignments").body["value"]
    faults.inject(Fault("F26", group=COUNCIL))
    assert client("GET", MEMBERS).status == 404
    assert client("GET", f"{CATALOG}/{assigned}/assignments").body["value"] == before
    faults.inject(Fault("F26", "restored", group=COUNCIL))
    assert client("GET", MEMBERS).body["value"] == members
    with pytest.raises(KeyError):
        faults.inject(Fault("F26", group=GROUP))


def test_f27_to_f29_a_group_is_renamed_doubled_emptied_and_filled(client: Client, faults: Faults) -> None:
    faults.inject(Fault("F27", group=COUNCIL, value="sg-rol-nieuw"))
    assert client("GET", f"/v1.0/groups/{COUNCIL}").body["displayName"] == "sg-rol-nieuw"
    faults.inject(Fault("F28", group=COUNCIL))
    assert len(client("GET", "/v1.0/groups?$filter=displayName eq 'sg-rol-nieuw'").body["value"]) == 2
    faults.inject(Fault("F29", "grows", group=COUNCIL, value="600"))
    count = client("GET", f"{MEMBERS}/$count", ConsistencyLevel="eventual")
    assert int(count.body) == 600
    faults.inject(Fault("F29", group=COUNCIL))
    assert client("GET", MEMBERS).body["value"] == []


def test_f36_the_network_itself(client: Client, faults: Faults) -> None:
    for form in ("dns", "tls"):
        faults.inject(Fault("F36", form))
        with pytest.raises(Unanswered, match=form):
            client("POST", *valid("ios_compliance"))
    for form, status in (("proxy", 407), ("captive-portal", 200)):
        faults.inject(Fault("F36", form))
        found = raw(client, "/v1.0/groups")
        assert (found.status, found.headers["Content-Type"]) == (status, "text/html")
    assert client.tenant.audit() == []


@pytest.mark.parametrize(("form", "expected"), [
    ("truncated", "  " + "x" * 38), ("trimmed", "x" * 60), ("case", "  " + "X" * 60 + " "),
])  # fmt: skip
def test_f37_the_service_writes_it_down_otherwise(
    client: Client, faults: Faults, form: str, expected: str
) -> None:
    url = client.make(CONFIGURATIONS, {"@odata.type": "#microsoft.graph.iosGeneralDeviceConfiguration", "displayName": "n",
                                       "description": "  " + "x" * 60 + " "})  # fmt: skip
    faults.inject(Fault("F37", form, times=None))
    assert client("GET", url).body["description"] == expected
    assert client("GET", CONFIGURATIONS).body["value"][-1]["description"] == expected


def test_f39_and_f40(client: Client, faults: Faults) -> None:
    url = client.make(*valid("ios_app_protection"))
    faults.inject(Fault("F39", prop="pinRequired"))
    assert "pinRequired" not in client("GET", url).body
    faults.inject(Fault("F40", methods=("POST",)))
    assert client("POST", *valid("ios_app_protection")).status == 413


def test_f25_leaves_the_object_of_a_refused_create_behind(client: Client, faults: Faults) -> None:
    client.tenant.approvals.require("compliance")
    url, body = valid("ios_compliance")
    faults.inject(Fault("F25", methods=("POST",), path="/deviceCompliancePolicies$", times=2))
    before = names(client("GET", url))
    assert client("POST", url, {**body, "displayName": "orphan"}).status == 400
    assert client("POST", url, {"displayName": "not even valid"}).status == 400
    assert sorted(names(client("GET", url))) == sorted([*before, "orphan"])
    assert client("POST", url, body).status == 400
    assert len(names(client("GET", url))) == len(before) + 1


def test_f38_takes_its_time_on_the_clock_of_the_tenant(client: Client, faults: Faults, clock: Clock) -> None:
    with pytest.raises(KeyError, match="pause"):
        faults.inject(Fault("F38", seconds=30))
    faults.pause = clock.wait
    faults.inject(Fault("F38", seconds=30, times=2))
    dates = [parsedate_to_datetime(client("GET", "/v1.0/organization").headers["Date"]) for _ in range(3)]
    assert [(date - NOW).total_seconds() for date in dates] == [30, 60, 60]


def test_two_faults_spoil_one_answer_in_turn(client: Client, faults: Faults) -> None:
    faults.inject(Fault("F20"))
    faults.inject(Fault("F21", "property"))
    body = client("GET", CATALOG).body
    assert body["@odata.count"] == 1000
    assert all("propertyOfTomorrow" in item for item in body["value"])


def test_f48_and_f49_a_page_hangs_and_a_list_ends_too_early(client: Client, faults: Faults) -> None:
    faults.inject(Fault("F48", skip=1))
    assert client("GET", "/v1.0/deviceManagement/auditEvents").status == 200
    with pytest.raises(Unanswered, match="timeout"):
        client("GET", "/v1.0/deviceManagement/auditEvents")
    url = f"{MEMBERS}?$top=3"
    faults.inject(Fault("F49"))
    assert [len(page) for page in pages(client, url)] == [3]
    assert [len(page) for page in pages(client, url)] == [3, 3]
