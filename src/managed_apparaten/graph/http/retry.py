"""Repeats requests: the only transport that sends a request again after a pause.

Reads are repeated when the service is busy or briefly unavailable. A write is repeated only when it was
certainly not carried out: after 429, or when no connection was made. What happened to any other failed write
is for `apply` to find out, by reading the object. Source: https://learn.microsoft.com/graph/throttling (whose
own sample has `Retry-After: 2.128`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from managed_apparaten.core.clock import Clock
from managed_apparaten.core.digest import digest
from managed_apparaten.graph.errors import TransportFailed, Unfinished
from managed_apparaten.graph.http.exchange import (
    BatchProgress,
    counted_parts,
    is_read,
    retryable_refusals,
    with_send_count,
)
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, Transport
from managed_apparaten.graph.http.wait import (
    OnWait,
    OutOfTime,
    Wait,
    WaitInterrupted,
    Why,
    ignore_wait,
    retry_after,
    service_behind,
)

_FIRST_PAUSE = 1.0
"""Seconds before the second attempt, when the service names no time; each further pause is twice as long."""
_UNFINISHED = 2
"""How many times a request may take all of its time without an answer: each time, minutes pass in which
nothing else is done."""
_SPREAD = 0.1
"""Largest part by which a wait that the service asked for is lengthened, so that two runs do not come back at
the same moment."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How often and how long a request is repeated; times are in seconds."""

    tries: int = 6
    """Attempts for one request, the first included."""
    longest: float = 300.0
    """Longest single wait. When the service asks for more, its answer is returned instead."""
    budget: float = 600.0
    """Time to wait for one request, over all its attempts."""
    overall: float = 3600.0
    """Time to send to one tenant and wait for it, over all requests. Time in which a person answers a
    question does not count."""


class _Try:
    """One request with its attempts: the last outcome, and when it may be sent again."""

    def __init__(self, request: GraphRequest) -> None:
        self.exchange = BatchProgress(request)
        self.outcome: GraphResponse | TransportFailed = OutOfTime()
        self.waited = 0.0
        """Seconds waited for this request so far."""
        self.send_count = 0
        self.unfinished_count = 0
        """How many attempts ended in `Unfinished`."""
        self.next_wait: float | None = None
        """Seconds to wait before the next attempt, before spreading; None when there is no next attempt."""
        self.spread = 1.0
        """Factor by which that wait is multiplied."""
        self.why: Why = "unreachable"
        self.waiting_path = counted_parts(request)[0][1]
        """Path that decides which service the wait is reported for."""

    def take(self, answer: GraphResponse | TransportFailed, attempt: int, clock: Clock) -> None:
        """Record the answer to an attempt, or its failure, and decide whether the request may be sent
        again."""
        self.next_wait, earlier_sends, self.send_count = (
            None,
            self.send_count,
            self.send_count + answer.send_count,
        )
        answer = with_send_count(answer, earlier_sends)
        # A fraction between 0 and 1 that is the same in each run with the same requests: tests need no randomness.
        fraction = int(digest([self.exchange.request.path, self.waiting_path, attempt])[:4], 16) / 0xFFFF
        backoff, self.spread = _FIRST_PAUSE * 2.0 ** (attempt - 1), 1 + fraction
        if isinstance(answer, TransportFailed):
            self.outcome, self.why = answer, "unreachable"
            self.unfinished_count += isinstance(answer, Unfinished)
            # After a failure: repeat when it may help and cannot do something twice.
            if self.unfinished_count >= _UNFINISHED:
                return
            if not answer.lasting and (not answer.sent or is_read(self.exchange.request)):
                self.next_wait = backoff
            return
        self.outcome = self.exchange.take(answer)
        # After an answer: repeat what the service refused for now, as late as it asks or with growing pauses.
        retryable = list(retryable_refusals(self.exchange.request, answer))
        if retryable:
            requested_wait = max(retry_after(headers, clock) or 0.0 for _, _, headers in retryable)
            self.next_wait = requested_wait or backoff
            self.spread = 1 + _SPREAD * fraction if requested_wait else self.spread
            self.waiting_path, status, _ = retryable[0]
            self.why = "asked" if status == 429 else "down"
            self.exchange.narrow(answer)

    def give_up(self, interruption: WaitInterrupted) -> None:
        """End this request because its wait was interrupted.

        If the answer to the last attempt was lost, the request may have been carried out; if it was refused,
        it was not.
        """
        sent = isinstance(self.outcome, TransportFailed) and self.outcome.sent
        self.outcome = TransportFailed(str(interruption), sent=sent, lasting=True)
        self.outcome.send_count = self.send_count


@dataclass(slots=True)
class RetryingTransport:
    """Sends a request again while that is safe and within the limits; returns the last answer as it is."""

    inner: Transport
    clock: Clock
    limits: Limits = Limits()
    on_wait: OnWait = ignore_wait
    _spent: float = field(default=0.0, init=False)
    """Seconds spent on sending and waiting so far."""

    def send(self, request: GraphRequest) -> GraphResponse:
        """Send one request, repeated while that is safe; raise `TransportFailed` when the last attempt got no
        answer."""
        [answer] = self.send_all([request])
        if isinstance(answer, TransportFailed):
            raise answer
        return answer

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        """Send all requests in parallel. Then repeat those that may be sent again, after the longest wait
        that one of them needs, and so on."""
        tries = [_Try(request) for request in requests]
        pending, started = tries, self.clock.monotonic()
        for attempt in range(1, self.limits.tries + 1):
            if not pending or self._spent + self.clock.monotonic() - started >= self.limits.overall:
                break
            answers = self.inner.send_all([one.exchange.request for one in pending])
            for one, answer in zip(pending, answers, strict=True):
                one.take(answer, attempt, self.clock)
            pending = [one for one in pending if self._may_repeat(one)] if attempt < self.limits.tries else []
            if pending and not self._wait_for(pending):
                break
        self._spent += self.clock.monotonic() - started
        return [one.outcome for one in tries]

    def _may_repeat(self, one: _Try) -> bool:
        """Return whether the request may be sent again, and its next wait stays within the limits."""
        return (
            one.next_wait is not None
            and one.next_wait <= self.limits.longest
            and one.waited + one.next_wait <= self.limits.budget
        )

    def _wait_for(self, pending: Sequence[_Try]) -> bool:
        """Wait for the longest pause of these requests, and return True; end them all and return False when
        the wait is interrupted."""
        longest = max(pending, key=lambda one: (one.next_wait or 0.0) * one.spread)
        pause = (longest.next_wait or 0.0) * longest.spread
        self.on_wait(Wait(pause, longest.why, service_behind(longest.waiting_path)))
        try:
            self.clock.sleep(pause)
        except WaitInterrupted as interruption:
            for one in pending:
                one.give_up(interruption)
            return False
        for one in pending:
            one.waited += pause
        return True
