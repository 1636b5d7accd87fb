"""Runs reads that depend on each other in as few rounds as the longest chain of them has steps.

A read task is a generator: it yields the requests that it can send now, receives their answers in the same
order, and returns its result. It knows nothing of other tasks, so it can be read and tested alone. `gather`
and `gather_two` run tasks side by side: what they request at the same moment goes out together in one round
of batches. Only a request that depends on an answer waits for it.
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
"""A read task: yields requests, receives their answers, returns its result."""


class _StartedTask(Generic[A]):
    """A read task that has been started."""

    def __init__(self, task: ReadTask[A]) -> None:
        self._task = task
        self.requests: list[GraphRequest] = []
        """The requests that it waits for; empty when it has ended."""
        self.results: list[A] = []
        """Its result as the only element, once it has ended."""
        self._step(lambda: next(task))

    def answer(self, answers: list[GraphResponse]) -> None:
        """Continue the task with the answers to its requests."""
        self._step(lambda: self._task.send(answers))

    def _step(self, step: Callable[[], list[GraphRequest]]) -> None:
        """Run one step of the task; a step that requests nothing is continued at once."""
        try:
            self.requests = step()
            while not self.requests:
                self.requests = self._task.send([])
        except StopIteration as end:
            self.requests, self.results = [], [end.value]


def run_read(transport: Transport, task: ReadTask[A], size_limit: SizeLimit | None = None) -> A:
    """Run a read task to its end and return its result.

    Raises what the task raises, and `ReadFailed` when a request gets no answer or when all answers together
    exceed the size limit.
    """
    started, counter = _StartedTask(task), SizeCounter(size_limit or size_limit_of(None))
    while started.requests:
        answers = read_batched(transport, started.requests)
        counter.count(started.requests, answers)
        started.answer(answers)
    return started.results[0]


def gather(tasks: Sequence[ReadTask[A]]) -> ReadTask[list[A]]:
    """Run these tasks side by side; return their results in the same order."""
    started = [_StartedTask(task) for task in tasks]
    while waiting := [one for one in started if one.requests]:
        answers = iter((yield [request for one in waiting for request in one.requests]))
        for one in waiting:
            one.answer(list(islice(answers, len(one.requests))))
    return [one.results[0] for one in started]


def gather_two(first_task: ReadTask[A], second_task: ReadTask[B]) -> ReadTask[tuple[A, B]]:
    """Run two tasks with different results side by side."""
    first, second = _StartedTask(first_task), _StartedTask(second_task)
    while first.requests or second.requests:
        first_count = len(first.requests)
        answers = yield [*first.requests, *second.requests]
        for started, part in ((first, answers[:first_count]), (second, answers[first_count:])):
            if started.requests:
                started.answer(part)
    return first.results[0], second.results[0]
