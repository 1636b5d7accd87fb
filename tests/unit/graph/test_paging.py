"""A list is whole or it is nothing."""

import pytest
from tests.unit.graph.scripted import ROOT, Scripted, no, ok

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph import paging
from managed_apparaten.graph.errors import ReadFailed, TransportFailed
from managed_apparaten.graph.request import GraphRequest, GraphResponse
from managed_apparaten.graph.rounds import run

LIST = GraphRequest("GET", "/things")


def test_pages_are_joined_in_order_and_an_empty_page_is_not_the_end() -> None:
    transport = Scripted(
        {
            "GET /things": [ok({"id": "1"}, link=f"{ROOT}/beta/things?$skiptoken=a%20b")],
            "GET /things?$skiptoken=a%20b": [ok(link=f"{ROOT}/beta/things?$skiptoken=c")],
            "GET /things?$skiptoken=c": [ok({"id": "2"}, {"id": "3"})],
        }
    )
    assert [item["id"] for item in run(transport, paging.whole(LIST))] == ["1", "2", "3"]


def test_headers_go_with_every_page() -> None:
    transport = Scripted({"GET /things": [ok(link=f"{ROOT}/beta/things?p=2")], "GET /things?p=2": [ok()]})
    run(transport, paging.whole(GraphRequest("GET", "/things", headers={"ConsistencyLevel": "eventual"})))
    assert [request.headers for request in transport.seen] == [{"ConsistencyLevel": "eventual"}] * 2


@pytest.mark.parametrize(
    "link",
    [
        "https://graph.microsoft.com.evil.example/beta/things?p=2",
        "https://evil.example/beta/things?p=2",
        "http://graph.microsoft.com/beta/things?p=2",
        "https://graph.microsoft.com:444/beta/things?p=2",
        "https://user@graph.microsoft.com/beta/things?p=2",
        "https://graph.microsoft.com/v1.0/things?p=2",
        "https://graph.microsoft.com/betaa/things?p=2",
        "https://graph.microsoft.com/beta/../v1.0/things",
        "https://graph.microsoft.com/beta/things?p=2#x",
        "/beta/things?p=2",
        "https://graph.microsoft.com:port/beta/things",
        "https://[graph/beta/things",
        "",
        7,
        ["x"],
    ],
)
def test_a_next_link_that_leads_elsewhere_is_never_followed(link: JSON) -> None:
    transport = Scripted({"GET /things": [GraphResponse(200, {"value": [], "@odata.nextLink": link})]})
    with pytest.raises(ReadFailed) as failed:
        run(transport, paging.whole(LIST))
    assert failed.value.code == "LinkElsewhere"
    assert len(transport.seen) == 1


@pytest.mark.parametrize("back_to", ["things?p=2", "things"])
def test_a_loop_of_links_ends(back_to: str) -> None:
    transport = Scripted(
        {
            "GET /things": [ok({"id": "1"}, link=f"{ROOT}/beta/things?p=2")],
            "GET /things?p=2": [ok({"id": "2"}, link=f"{ROOT}/beta/{back_to}")],
        }
    )
    with pytest.raises(ReadFailed, match="LinkRepeats"):
        run(transport, paging.whole(LIST))


def test_pages_without_end_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "MAX_PAGES", 3)
    transport = Scripted({f"GET /things{q}": [ok(link=f"{ROOT}/beta/things?p={n}")] for n, q in enumerate(["", "?p=0", "?p=1", "?p=2"])})
    with pytest.raises(ReadFailed, match="TooManyPages: 3"):
        run(transport, paging.whole(LIST))


@pytest.mark.parametrize("body", [None, [], "html", {}, {"value": None}, {"value": {}}, {"value": ["text"]}])
def test_a_page_that_is_no_list_is_not_an_empty_list(body: JSON) -> None:
    with pytest.raises(ReadFailed) as failed:
        run(Scripted({"GET /things": [GraphResponse(200, body)]}), paging.whole(LIST))
    assert failed.value.code == "InvalidResponse"


@pytest.mark.parametrize("answer", [no(403), no(500), GraphResponse(204, None), TransportFailed("reset", sent=True)])
def test_a_failing_later_page_fails_the_whole_list(answer: GraphResponse | Exception) -> None:
    transport = Scripted({"GET /things": [ok({"id": "1"}, link=f"{ROOT}/beta/things?p=2")], "GET /things?p=2": [answer]})
    with pytest.raises(ReadFailed):
        run(transport, paging.whole(LIST))


def test_another_root_is_the_only_one_allowed_when_it_is_given() -> None:
    local = "http://127.0.0.1:8080"
    transport = Scripted({"GET /things": [ok({"id": "1"}, link=f"{local}/beta/things?p=2")], "GET /things?p=2": [ok({"id": "2"})]})
    assert len(run(transport, paging.whole(LIST, local))) == 2
    with pytest.raises(ReadFailed):
        run(Scripted({"GET /things": [ok(link=f"{ROOT}/beta/things?p=2")]}), paging.whole(LIST, local))
