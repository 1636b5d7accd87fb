"""Each part of a batch is judged alone."""

import pytest
from tests.unit.graph.scripted import Scripted, no, ok

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import ReadFailed, TransportFailed
from managed_apparaten.graph.http.batch import read_batched, send_batched
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse


def reads(count: int) -> list[GraphRequest]:
    return [GraphRequest("GET", f"/things/{n}") for n in range(count)]


def outer(*parts: JSON) -> Scripted:
    return Scripted({"POST /$batch": [GraphResponse(200, {"responses": list(parts)})]})


@pytest.mark.parametrize(("count", "batches"), [(0, 0), (1, 1), (20, 1), (21, 2), (45, 3)])
def test_twenty_go_in_one_batch_and_answers_keep_the_order_of_the_requests(count: int, batches: int) -> None:
    transport = Scripted({f"GET /things/{n}": [GraphResponse(200, {"id": n})] for n in range(count)})
    answers = read_batched(transport, reads(count))
    assert [answer.body["id"] for answer in answers] == list(range(count))
    assert len(transport.seen) == batches
    assert all(len(request.body["requests"]) <= 20 for request in transport.seen if count > 1)


def test_versions_never_share_a_batch() -> None:
    requests = [
        GraphRequest("GET", "/a", "v1.0"),
        GraphRequest("GET", "/b", "beta"),
        GraphRequest("GET", "/c", "v1.0"),
    ]
    transport = Scripted({f"GET /{name}": [GraphResponse(200, {"name": name})] for name in "abc"})
    assert [answer.body["name"] for answer in read_batched(transport, requests)] == ["a", "b", "c"]
    assert [(r.api, r.method, r.path) for r in transport.seen] == [
        ("beta", "GET", "/b"),
        ("v1.0", "POST", "/$batch"),
    ]
    assert len(transport.seen[1].body["requests"]) == 2


def test_headers_of_a_part_go_with_it() -> None:
    transport = outer({"id": "0", "status": 200, "body": {}}, {"id": "1", "status": 200, "body": {}})
    send_batched(
        transport,
        [GraphRequest("GET", "/a", headers={"ConsistencyLevel": "eventual"}), GraphRequest("GET", "/b")],
    )
    assert transport.seen[0].body["requests"] == [
        {"id": "0", "method": "GET", "url": "/a", "headers": {"ConsistencyLevel": "eventual"}},
        {"id": "1", "method": "GET", "url": "/b"},
    ]


PARTS: dict[str, list[JSON]] = {
    "missing": [{"id": "1", "status": 200, "body": {}}],
    "twice": [{"id": "0", "status": 200, "body": {}}, {"id": "0", "status": 404}, {"id": "1", "status": 200}],
    "no status": [{"id": "0", "body": {}}, {"id": "1", "status": 200}],
    "status as text": [{"id": "0", "status": "200"}, {"id": "1", "status": 200}],
    "no object": ["nonsense", {"id": "1", "status": 200}],
}


@pytest.mark.parametrize("name", PARTS)
def test_a_part_without_exactly_one_answer_is_unknown(name: str) -> None:
    found = send_batched(outer(*PARTS[name]), reads(2))
    assert found[0] is None
    assert found[1] is not None
    with pytest.raises(ReadFailed) as failed:
        read_batched(outer(*PARTS[name]), reads(2))
    assert failed.value.code == "MissingPart"
    assert failed.value.path == "/things/0"


def test_a_refused_part_does_not_touch_its_neighbours() -> None:
    transport = Scripted({"GET /things/0": [no(404)], "GET /things/1": [ok({"id": "x"})]})
    assert [answer.status for answer in read_batched(transport, reads(2))] == [404, 200]


@pytest.mark.parametrize("body", [None, {}, {"responses": None}, "html"])
def test_an_outer_200_without_parts_says_nothing(body: JSON) -> None:
    assert send_batched(Scripted({"POST /$batch": [GraphResponse(200, body)]}), reads(2)) == [None, None]


def test_a_refused_batch_refuses_all_its_parts() -> None:
    assert [a.status for a in read_batched(Scripted({"POST /$batch": [no(503)]}), reads(2))] == [503, 503]


def test_no_answer_to_a_batch_is_a_failed_read() -> None:
    with pytest.raises(ReadFailed):
        read_batched(Scripted({"POST /$batch": [TransportFailed("reset", sent=True)]}), reads(2))


@pytest.mark.parametrize("path", ["/users/$count", "/users/$count?$filter=accountEnabled%20eq%20true"])
def test_what_is_answered_in_plain_text_goes_by_itself(path: str) -> None:
    transport = Scripted(
        {f"GET {path}": [GraphResponse(200, 7)], **{f"GET /things/{n}": [ok()] for n in range(2)}}
    )
    answers = read_batched(transport, [reads(1)[0], GraphRequest("GET", path), reads(2)[1]])
    assert answers[1].body == 7
    assert sorted(request.path for request in transport.seen) == sorted(["/$batch", path])


def test_batches_of_one_round_are_sent_at_once_and_are_of_one_size() -> None:
    """The slowest batch is what a round takes: 41 parts are not two full batches and a nearly empty one."""
    transport = Scripted({f"GET /things/{n}": [ok()] for n in range(41)})
    read_batched(transport, reads(41))
    assert (transport.rounds, sorted(len(request.body["requests"]) for request in transport.seen)) == (
        1,
        [13, 14, 14],
    )
