"""`$batch`: at most 20, each part judged alone, answers in any order."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.emulator.conftest import COMPLIANCE, GROUP, Client, valid

BATCH = "/beta/$batch"
LIST = "/deviceManagement/deviceCompliancePolicies?$select=id"
JSON_BODY = {"Content-Type": "application/json"}


def get(number: int, url: str = LIST, **more: Any) -> dict[str, Any]:
    return {"id": str(number), "method": "GET", "url": url, **more}


def statuses(answer: Any) -> dict[str, int]:
    return {part["id"]: part["status"] for part in answer.body["responses"]}


def test_parts_are_judged_alone_and_answered_out_of_order(client: Client) -> None:
    _, body = valid("ios_compliance")
    created = {
        "id": "new",
        "method": "POST",
        "url": "/deviceManagement/deviceCompliancePolicies",
        "headers": JSON_BODY,
        "body": body,
    }
    wrong = {**created, "id": "bad", "body": {}}
    answer = client(
        "POST",
        BATCH,
        {"requests": [get(1), created, wrong, *(get(index) for index in range(2, 12)), get(99, "/groups/x")]},
    )
    assert answer.status == 200
    found = statuses(answer)
    assert (found["1"], found["new"], found["bad"], found["99"]) == (200, 201, 400, 404)
    order = [part["id"] for part in answer.body["responses"]]
    assert order != ["1", "new", "bad", *(str(index) for index in range(2, 12)), "99"]
    assert len(client("GET", COMPLIANCE).body["value"]) == 1


def test_order_of_answers_is_the_same_every_time(client: Client) -> None:
    asked = {"requests": [get(index) for index in range(10)]}
    first, second = (client("POST", BATCH, asked).body["responses"] for _ in range(2))
    assert [part["id"] for part in first] == [part["id"] for part in second]


def test_part_whose_predecessor_failed_answers_424(client: Client) -> None:
    parts = [get(3, dependsOn=["2"]), get(2, dependsOn=["1"]), get(1, f"/groups/{GROUP}"), get(4)]
    assert statuses(client("POST", BATCH, {"requests": parts})) == {"1": 404, "2": 424, "3": 424, "4": 200}


def test_part_runs_after_its_predecessor(client: Client) -> None:
    _, body = valid("ios_compliance")
    count = get(1, "/deviceManagement/deviceCompliancePolicies?$count=true", dependsOn=["2"])
    created = {
        "id": "2",
        "method": "POST",
        "url": "/deviceManagement/deviceCompliancePolicies",
        "headers": JSON_BODY,
        "body": body,
    }
    answers = {
        part["id"]: part for part in client("POST", BATCH, {"requests": [count, created]}).body["responses"]
    }
    assert answers["1"]["body"]["@odata.count"] == 1


def test_number_as_id_is_answered_with_text(client: Client) -> None:
    [answer] = client("POST", BATCH, {"requests": [{"id": 1, "method": "GET", "url": "/groups"}]}).body[
        "responses"
    ]
    assert (answer["id"], answer["status"]) == ("1", 200)


def test_numbered_parts_can_depend_on_each_other(client: Client) -> None:
    parts = [
        {"id": 2, "method": "GET", "url": "/groups", "dependsOn": [1]},
        {"id": 1, "method": "GET", "url": "/groups/x"},
    ]
    answers = {
        part["id"]: part["status"] for part in client("POST", BATCH, {"requests": parts}).body["responses"]
    }
    assert answers == {"1": 404, "2": 424}


WRONG: tuple[tuple[str, Any], ...] = (
    ("21 parts", {"requests": [get(index) for index in range(21)]}), ("same id twice", {"requests": [get(1), get(1)]}),
    ("unknown dependency", {"requests": [get(1, dependsOn=["9"])]}),
    ("circle", {"requests": [get(1, dependsOn=["2"]), get(2, dependsOn=["1"])]}),
    ("no url", {"requests": [{"id": "1", "method": "GET"}]}), ("true as id", {"requests": [{"id": True, "method": "GET",
     "url": "/groups"}]}),
    ("nothing", {"requests": []}), ("no list", {"requests": {}}), ("part that is no object", {"requests": ["x"]}), ("other body", {}),
    ("dependsOn that is no list", {"requests": [get(1, dependsOn="2"), get(2)]}), ("headers", {"requests": [get(1, headers=[1])]}),
)  # fmt: skip


@pytest.mark.parametrize(
    "headers", [{}, {"Content-type": "application/json"}, {"CONTENT-TYPE": "text/plain"}]
)
def test_a_part_with_a_body_says_what_it_is(client: Client, headers: dict[str, str]) -> None:
    """E13: ms-365-mcp-server#677 for a part that says nothing; one that says it is no JSON is refused alone."""
    part = {
        "id": "1",
        "method": "POST",
        "url": "/deviceManagement/deviceCompliancePolicies",
        "headers": headers,
    }
    answer = client("POST", BATCH, {"requests": [get(2), {**part, "body": valid("ios_compliance")[1]}]})
    if headers:
        assert statuses(answer) == {"1": 201 if "Content-type" in headers else 415, "2": 200}
    else:
        assert (answer.status, answer.message) == (
            400,
            "Write request with id '1' does not contain a Content-Type header.",
        )
        assert client("GET", COMPLIANCE).body["value"] == []
    assert (
        client("POST", BATCH, {"requests": [{"id": "1", "method": "DELETE", "url": "/groups/x"}]}).status
        == 200
    )


@pytest.mark.parametrize("body", [row[1] for row in WRONG], ids=[row[0] for row in WRONG])
def test_malformed_batch_is_refused_as_a_whole(client: Client, body: Any) -> None:
    assert client("POST", BATCH, body).status == 400
    assert client.tenant.counts().requests == {"POST": 1}


def test_batch_inside_a_batch_and_strange_methods_do_not_crash(client: Client) -> None:
    parts = [
        get(1, "/$batch"),
        {"id": "2", "method": "POST", "url": "/$batch", "headers": JSON_BODY, "body": {"requests": []}},
        {"id": "3", "method": "BREW", "url": "/groups"},
    ]
    assert all(
        400 <= status < 500 for status in statuses(client("POST", BATCH, {"requests": parts})).values()
    )


def test_twenty_parts_are_fine_and_each_counts(client: Client) -> None:
    assert len(statuses(client("POST", BATCH, {"requests": [get(index) for index in range(20)]}))) == 20
    assert client.tenant.counts().requests == {"GET": 20, "POST": 1}


def test_version_of_the_batch_is_the_version_of_its_parts(client: Client) -> None:
    parts = {"requests": [get(1, "/deviceManagement/configurationPolicies")]}
    assert statuses(client("POST", BATCH, parts)) == {"1": 200}
    assert statuses(client("POST", "/v1.0/$batch", parts)) == {"1": 400}


@pytest.mark.parametrize(
    "url",
    ["/$batch", "/%24batch", "/%24b%61tch", "//%24batch/", "/$BATCH", "/%24Batch?x=1", "/$batch#x", "$batch"],
)
def test_a_batch_in_a_batch_is_one_however_it_is_written(url: str, client: Client) -> None:
    inner = {"id": "1", "method": "POST", "url": url, "headers": JSON_BODY, "body": {"requests": [get(1)]}}
    [answer] = client("POST", BATCH, {"requests": [inner]}).body["responses"]
    assert (answer["status"], answer["body"]["error"]["message"]) == (400, "Invalid batch payload format.")


@pytest.mark.parametrize(
    "option", ["$top=1", "$select=id", "$filter=a eq 'b'", "top=1", "$format=xml", "$unknown=1"]
)
@pytest.mark.parametrize("path", [BATCH, "/beta/%24batch"])
def test_a_batch_takes_no_query_options(path: str, option: str, client: Client) -> None:
    assert client("POST", f"{path}?{option}", {"requests": [get(1)]}).status == 400
    assert client("POST", f"{path}?unknown=1", {"requests": [get(1)]}).status == 200
    assert client.tenant.audit() == []
