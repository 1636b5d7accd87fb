"""A list is whole or it is nothing."""

import pytest
from tests.unit.graph.scripted import ROOT, Answer, Scripted, no, ok

from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import ReadFailed, TransportFailed
from managed_apparaten.graph.http.error_body import diagnostic
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse
from managed_apparaten.graph.read import paging
from managed_apparaten.graph.read.rounds import run_read

LIST = GraphRequest("GET", "/things")


def test_pages_are_joined_in_order_and_an_empty_page_is_not_the_end() -> None:
    transport = Scripted(
        {
            "GET /things": [ok({"id": "1"}, link=f"{ROOT}/beta/things?$skiptoken=a%20b")],
            "GET /things?$skiptoken=a%20b": [ok(link=f"{ROOT}/beta/things?$skiptoken=c")],
            "GET /things?$skiptoken=c": [ok({"id": "2"}, {"id": "3"})],
        }
    )
    assert [item["id"] for item in run_read(transport, paging.read_list(LIST))] == ["1", "2", "3"]


def test_headers_go_with_every_page() -> None:
    transport = Scripted({"GET /things": [ok(link=f"{ROOT}/beta/things?p=2")], "GET /things?p=2": [ok()]})
    run_read(
        transport, paging.read_list(GraphRequest("GET", "/things", headers={"ConsistencyLevel": "eventual"}))
    )
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
        run_read(transport, paging.read_list(LIST))
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
        run_read(transport, paging.read_list(LIST))


def test_pages_without_end_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "MAX_PAGES", 3)
    transport = Scripted(
        {
            f"GET /things{q}": [ok(link=f"{ROOT}/beta/things?p={n}")]
            for n, q in enumerate(["", "?p=0", "?p=1", "?p=2"])
        }
    )
    with pytest.raises(ReadFailed, match="TooManyPages: 3"):
        run_read(transport, paging.read_list(LIST))


def endless(*pages: list[JSON]) -> Scripted:
    """Pages that each lead to another; the last one comes for ever, under links of its own."""
    transport, numbers = Scripted({}), iter(range(10**6))
    turns = [*pages]

    def answer(_request: GraphRequest) -> GraphResponse:
        number = next(numbers)
        transport.answers[f"GET /things?p={number}"] = [answer]
        items: list[JSON] = turns.pop(0) if len(turns) > 1 else turns[0]
        return ok(*items, link=f"{ROOT}/beta/things?p={number}")

    transport.answers["GET /things"] = [answer]
    return transport


ROUND: dict[str, tuple[list[list[JSON]], str, int]] = {
    "one page again and again": ([[{"id": "1"}, {"id": "2"}]], "PagesRepeat", 4),
    "two pages in turn": (
        [[{"id": "1"}], [{"id": "2"}], [{"id": "1"}], [{"id": "2"}], [{"id": "1"}]],
        "PagesRepeat",
        5,
    ),
    "items without an id": ([[{"name": "a"}]], "PagesRepeat", 4),
    "an empty page between": ([[{"id": "1"}], [{"id": "1"}], [], [{"id": "1"}]], "PagesRepeat", 5),
    "nothing at all": ([[]], "EmptyPages", paging.MAX_EMPTY),
    "nothing any more": ([[{"id": "1"}], []], "EmptyPages", paging.MAX_EMPTY + 1),
}


@pytest.mark.parametrize("name", ROUND)
def test_pages_that_lead_on_and_bring_nothing_are_a_loop_whatever_their_links_say(name: str) -> None:
    pages, code, requests = ROUND[name]
    transport = endless(*pages)
    with pytest.raises(ReadFailed) as failed:
        run_read(transport, paging.read_list(LIST))
    assert (failed.value.code, len(transport.seen)) == (code, requests)
    assert diagnostic(failed.value).code == "GRA003"


def test_a_page_of_what_moved_meanwhile_is_no_loop() -> None:
    pages = ["1", "1", "1", "2", "2", "1", "", "3", "1"]
    script: dict[str, list[Answer]] = {
        f"GET /things?p={n}": [ok(*([{"id": name}] if name else []), link=f"{ROOT}/beta/things?p={n + 1}")]
        for n, name in enumerate(pages)
    }
    script |= {"GET /things": script["GET /things?p=0"], "GET /things?p=9": [ok({"id": "4"})]}
    assert [item["id"] for item in run_read(Scripted(script), paging.read_list(LIST))] == [
        "1",
        "1",
        "1",
        "2",
        "2",
        "1",
        "3",
        "1",
        "4",
    ]


@pytest.mark.parametrize("body", [None, [], "html", {}, {"value": None}, {"value": {}}, {"value": ["text"]}])
def test_a_page_that_is_no_list_is_not_an_empty_list(body: JSON) -> None:
    with pytest.raises(ReadFailed) as failed:
        run_read(Scripted({"GET /things": [GraphResponse(200, body)]}), paging.read_list(LIST))
    assert failed.value.code == "InvalidResponse"


@pytest.mark.parametrize(
    "answer", [no(403), no(500), GraphResponse(204, None), TransportFailed("reset", sent=True)]
)
def test_a_failing_later_page_fails_the_whole_list(answer: GraphResponse | Exception) -> None:
    transport = Scripted(
        {"GET /things": [ok({"id": "1"}, link=f"{ROOT}/beta/things?p=2")], "GET /things?p=2": [answer]}
    )
    with pytest.raises(ReadFailed):
        run_read(transport, paging.read_list(LIST))


def test_another_root_is_the_only_one_allowed_when_it_is_given() -> None:
    local = "http://127.0.0.1:8080"
    transport = Scripted(
        {
            "GET /things": [ok({"id": "1"}, link=f"{local}/beta/things?p=2")],
            "GET /things?p=2": [ok({"id": "2"})],
        }
    )
    assert len(run_read(transport, paging.read_list(LIST, local))) == 2
    with pytest.raises(ReadFailed):
        run_read(
            Scripted({"GET /things": [ok(link=f"{ROOT}/beta/things?p=2")]}), paging.read_list(LIST, local)
        )
