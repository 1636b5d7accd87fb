"""Reads that wait for each other, in as few rounds as the longest chain of them has links.

A talk is a generator: it yields the requests that it can send now, is given their answers in that order, and returns what it made
of them. It knows nothing of other talks, so it is read and tested alone; `gather` and `gather_two` let talks run side by side, and what
they want at one moment goes out at one moment. Only what depends on an answer waits for it.
"""

from collections.abc import Callable, Generator, Sequence
from itertools import islice
from typing import Generic, TypeVar

from managed_apparaten.graph.http.batch import read_batched
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, Transport
from managed_apparaten.graph.http.size_limit import SizeCounter, SizeLimit, size_limit_of

A = TypeVar("A")
B = TypeVar("B")
ReadTask = Generator[list[GraphRequest], list[GraphResponse], A]


class _Open(Generic[A]):
    """A talk under way."""

    def __init__(self, talk: ReadTask[A]) -> None:
        self._talk = talk
        self.wants: list[GraphRequest] = []
        """Empty when it is done."""
        self.found: list[A] = []
        """What it returned, once it has."""
        self._step(lambda: next(talk))

    def answer(self, answers: list[GraphResponse]) -> None:
        """Let it go on with the answers to what it wanted."""
        self._step(lambda: self._talk.send(answers))

    def _step(self, step: Callable[[], list[GraphRequest]]) -> None:
        try:
            self.wants = step()
            while not self.wants:
                self.wants = self._talk.send([])
        except StopIteration as end:
            self.wants, self.found = [], [end.value]


def run_read(transport: Transport, talk: ReadTask[A], ceiling: SizeLimit | None = None) -> A:
    """Have a talk with a tenant. Raises what the talk raises, and `ReadFailed` when a request got no answer or all of them too much."""
    talking, read = _Open(talk), SizeCounter(ceiling or size_limit_of(None))
    while talking.wants:
        answers = read_batched(transport, talking.wants)
        read.count(talking.wants, answers)
        talking.answer(answers)
    return talking.found[0]


def gather(talks: Sequence[ReadTask[A]]) -> ReadTask[list[A]]:
    """All of them side by side; what they found, in their order."""
    talking = [_Open(talk) for talk in talks]
    while waiting := [one for one in talking if one.wants]:
        answers = iter((yield [request for one in waiting for request in one.wants]))
        for one in waiting:
            one.answer(list(islice(answers, len(one.wants))))
    return [one.found[0] for one in talking]


def gather_two(one: ReadTask[A], other: ReadTask[B]) -> ReadTask[tuple[A, B]]:
    """Two side by side that find different things."""
    first, second = _Open(one), _Open(other)
    while first.wants or second.wants:
        mine = len(first.wants)
        answers = yield [*first.wants, *second.wants]
        for talking, part in ((first, answers[:mine]), (second, answers[mine:])):
            if talking.wants:
                talking.answer(part)
    return first.found[0], second.found[0]
