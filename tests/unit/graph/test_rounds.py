"""Talks side by side: what goes out together, what waits, and whose answer is whose."""

import pytest
from tests.unit.graph.scripted import Scripted, no

from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.http.error_body import refusal_error
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse
from managed_apparaten.graph.read.rounds import ReadTask, gather, gather_two, run_read


def asked(name: str) -> GraphRequest:
    return GraphRequest("GET", f"/{name}")


def chain(*names: str) -> ReadTask[str]:
    """Asks for one after the other and puts the answers together."""
    found = ""
    for name in names:
        [answer] = yield [asked(name)]
        if answer.status != 200:
            raise refusal_error(ReadFailed, asked(name), answer)
        found += answer.body
    return found


def nothing() -> ReadTask[str]:
    """Asks for nothing, twice."""
    answers = yield []
    assert answers == []
    yield []
    return "-"


def letters(names: str) -> Scripted:
    return Scripted({f"GET /{name}": [GraphResponse(200, name.upper())] for name in names})


def test_the_longest_chain_is_what_it_takes_and_each_gets_its_own_answers() -> None:
    transport = letters("abcdef")
    assert run_read(transport, gather([chain("a"), chain("b", "c", "d"), nothing(), chain("e", "f")])) == [
        "A",
        "BCD",
        "-",
        "EF",
    ]
    assert transport.rounds == 3


def test_what_follows_a_pair_does_not_wait_for_strangers() -> None:
    """`b` comes after `a` though the chain beside it is long, so the whole takes as long as that chain."""

    def after() -> ReadTask[str]:
        found = yield from gather([chain("a"), nothing()])
        return found[0] + (yield from chain("b"))

    transport = letters("abcdef")
    assert run_read(transport, gather_two(after(), chain("c", "d", "e"))) == ("AB", "CDE")
    assert transport.rounds == 3


def test_a_talk_may_ask_for_much_at_once() -> None:
    def many() -> ReadTask[list[str]]:
        answers = yield [asked(name) for name in "abc"]
        return [answer.body for answer in answers]

    transport = letters("abcde")
    assert run_read(transport, gather_two(chain("d", "e"), many())) == ("DE", ["A", "B", "C"])
    assert transport.rounds == 2


@pytest.mark.parametrize("talks", [[], [nothing()]])
def test_who_asks_nothing_costs_no_round(talks: list[ReadTask[str]]) -> None:
    transport = letters("")
    run_read(transport, gather(talks))
    assert transport.rounds == 0


def test_one_failure_ends_the_reading() -> None:
    transport = Scripted({"GET /a": [no(403)], **letters("bc").answers})
    with pytest.raises(ReadFailed):
        run_read(transport, gather([chain("b", "c"), chain("a")]))
    assert transport.rounds == 1
