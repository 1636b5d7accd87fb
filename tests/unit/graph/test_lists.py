"""The list of a collection: in few pages, whole, and not while somebody changes it."""

import pytest
from tests.unit.graph.scripted import ROOT, Answer, Scripted, no, ok

from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse
from managed_apparaten.graph.read import collections
from managed_apparaten.graph.read.paging import GRAPH
from managed_apparaten.graph.read.rounds import run_read

PLAIN, LARGE = "GET /things", "GET /things?$top=999"
NEXT = f"{ROOT}/beta/things?page=2"


def listed(transport: Scripted) -> list[str]:
    return [
        item["id"] for item in run_read(transport, collections.read_collection("things", "beta", "", GRAPH))
    ]


def things(*ids: str, more: bool = False) -> GraphResponse:
    return ok(*({"id": i} for i in ids), link=NEXT if more else None)


def test_a_list_in_one_page_is_read_once() -> None:
    transport = Scripted({LARGE: [things("a", "b")]})
    assert (listed(transport), transport.rounds) == (["a", "b"], 1)


def test_a_service_that_refuses_large_pages_is_asked_for_its_own() -> None:
    transport = Scripted({LARGE: [no(400)], PLAIN: [things("a")]})
    assert (listed(transport), transport.rounds) == (["a"], 2)


def test_a_refusal_for_another_reason_still_fails_the_reading() -> None:
    with pytest.raises(ReadFailed) as failed:
        listed(Scripted({LARGE: [no(400)], PLAIN: [no(400)]}))
    assert failed.value.status == 400
    with pytest.raises(ReadFailed):
        listed(Scripted({LARGE: [no(403)], PLAIN: [things("a")]}))


def test_a_full_page_without_a_next_link_is_not_taken_for_the_whole() -> None:
    """A service that reads `$top` as the most that is wanted would hide the rest."""
    many = [f"{n:04d}" for n in range(999)]
    transport = Scripted({LARGE: [things(*many)], PLAIN: [things(*many, "more")]})
    assert len(listed(transport)) == 1000


def test_a_full_page_with_a_next_link_is_a_page() -> None:
    many = [f"{n:04d}" for n in range(999)]
    transport = Scripted({LARGE: [things(*many, more=True)], "GET /things?page=2": [things("more")]})
    assert len(listed(transport)) == 1000


MOVING: dict[str, tuple[list[Answer], list[Answer], list[str], int]] = {
    "still": ([things("a", more=True)], [things("b")], ["a", "b"], 4),
    "b was between the pages": ([things("a", more=True)], [things(), things("b")], ["a", "b"], 6),
    "c came": ([things("a", more=True)], [things("b"), things("b", "c")], ["a", "b", "c"], 6),
    "it became one page": ([things("a", more=True), things("a")], [things("b")], ["a"], 3),
}


@pytest.mark.parametrize("name", MOVING)
def test_a_list_in_pages_is_read_until_it_shows_the_same_twice(name: str) -> None:
    first, second, ids, rounds = MOVING[name]
    transport = Scripted({LARGE: list(first), "GET /things?page=2": list(second)})
    assert (listed(transport), transport.rounds) == (ids, rounds)


def test_a_list_that_does_not_come_to_rest_is_no_list() -> None:
    transport = Scripted(
        {LARGE: [things("a", more=True)], "GET /things?page=2": [things(str(n)) for n in range(9)]}
    )
    with pytest.raises(ReadFailed) as failed:
        listed(transport)
    assert (failed.value.code, transport.rounds) == ("ChangedMeanwhile", 8)


def test_the_question_keeps_its_expansion_and_its_preference() -> None:
    transport = Scripted(
        {
            "GET /things?$expand=a($expand=b)&$top=999": [no(400)],
            "GET /things?$expand=a($expand=b)": [things("a")],
        }
    )
    run_read(transport, collections.read_collection("things", "beta", "a($expand=b)", GRAPH))
    assert {request.headers["Prefer"] for request in transport.seen} == {"include-unknown-enum-members"}
    assert transport.seen[1] == GraphRequest(
        "GET", "/things?$expand=a($expand=b)", "beta", headers=collections.KEEP_UNKNOWN
    )


MORE = {
    f"{option} {expand}": f"GET /things?$expand={expand}" + ("&$top=999" if option == "large" else "")
    for option in ("large", "plain")
    for expand in ("rules,groups", "rules")
}
FULL = ok(*({"id": f"{n:04d}"} for n in range(999)))
SHOWN: dict[str, tuple[dict[str, GraphResponse], int]] = {
    "all of it": ({}, 1),
    "no expansion too many": ({"large rules,groups": no(400), "plain rules,groups": no(400)}, 2),
    "no large page": ({"large rules,groups": no(400), "large rules": no(400)}, 2),
    "neither": ({"large rules,groups": no(400), "plain rules,groups": no(400), "large rules": no(400)}, 2),
    "a page that may be cut off": ({"large rules,groups": FULL, "large rules": FULL}, 2),
}
LEFT = {"all of it": "large rules,groups", "no expansion too many": "large rules", "neither": "plain rules"}
"""What the list was asked for in the end, where it is not `plain rules,groups`."""


@pytest.mark.parametrize("name", SHOWN)
def test_what_a_list_may_show_is_asked_for_and_given_up_in_one_round(name: str) -> None:
    refused, rounds = SHOWN[name]
    transport = Scripted({path: [refused.get(key, ok({"id": key}))] for key, path in MORE.items()})
    (found,) = run_read(transport, collections.read_collection("things", "beta", "rules", GRAPH, "groups"))
    assert (found["id"], transport.rounds) == (LEFT.get(name, "plain rules,groups"), rounds)


def test_a_list_that_refuses_what_it_must_show_is_not_read() -> None:
    transport = Scripted({path: [no(400)] for path in MORE.values()})
    with pytest.raises(ReadFailed) as failed:
        run_read(transport, collections.read_collection("things", "beta", "rules", GRAPH, "groups"))
    assert (failed.value.status, transport.rounds) == (400, 2)
    with pytest.raises(ReadFailed):
        run_read(
            Scripted({MORE["large rules,groups"]: [no(403)]}),
            collections.read_collection("things", "beta", "rules", GRAPH, "groups"),
        )
