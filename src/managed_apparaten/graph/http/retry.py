"""Waiting when the service asks for it: the only place that sends a request again.

Reads are repeated when the service is busy or gone for a moment. A write is repeated only when it certainly did not
happen: 429, or a connection that was never made. Everything else about a write is for apply to judge, by looking.
Sources: https://learn.microsoft.com/graph/throttling (whose own sample has `Retry-After: 2.128`).
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
_UNFINISHED = 2
"""How often an exchange may take all of its time: each is minutes in which nothing else is done."""
_SPREAD = 0.1
"""Of a wait that was asked for: so much later at most, so that two runs that were told the same do not come back together."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How patient we are, in tries and seconds."""

    tries: int = 6
    longest: float = 300.0
    """A service that asks for more than this is not waited for."""
    budget: float = 600.0
    """Seconds of waiting for one request, all tries together."""
    overall: float = 3600.0
    """Seconds of sending and waiting for one tenant, all requests together. What people take to answer a question does not count."""


class _Try:
    """One request of a round: its last outcome, and whether it may go again."""

    def __init__(self, request: GraphRequest) -> None:
        self.exchange = BatchProgress(request)
        self.outcome: GraphResponse | TransportFailed = OutOfTime()
        self.waited = 0.0
        self.send_count = 0
        self.unfinished = 0
        self.asks: float | None = None
        """Seconds to wait before the next try, before spread; None when this is the end."""
        self.spread = 1.0
        self.why: Why = "unreachable"
        self.where = counted_parts(request)[0][1]

    def take(self, answer: GraphResponse | TransportFailed, attempt: int, clock: Clock) -> None:
        """Judge an answer, or the lack of one."""
        self.asks, before, self.send_count = None, self.send_count, self.send_count + answer.send_count
        answer = with_send_count(answer, before)
        chance = int(digest([self.exchange.request.path, self.where, attempt])[:4], 16) / 0xFFFF
        patience, self.spread = _FIRST_PAUSE * 2.0 ** (attempt - 1), 1 + chance
        if isinstance(answer, TransportFailed):
            self.outcome, self.why = answer, "unreachable"
            self.unfinished += isinstance(answer, Unfinished)
            if self.unfinished >= _UNFINISHED:
                return
            if not answer.lasting and (not answer.sent or is_read(self.exchange.request)):
                self.asks = patience
            return
        self.outcome = self.exchange.take(answer)
        refused = list(retryable_refusals(self.exchange.request, answer))
        if refused:
            asked = max(retry_after(headers, clock) or 0.0 for _, _, headers in refused)
            self.asks = asked or patience
            self.spread = 1 + _SPREAD * chance if asked else self.spread
            self.where, status, _ = refused[0]
            self.why = "asked" if status == 429 else "down"
            self.exchange.narrow(answer)

    def give_up(self, woken: WaitInterrupted) -> None:
        """It is not asked again. A try whose answer was lost may have happened; one that was answered with no did not."""
        sent = isinstance(self.outcome, TransportFailed) and self.outcome.sent
        self.outcome = TransportFailed(str(woken), sent=sent, lasting=True)
        self.outcome.send_count = self.send_count


@dataclass(slots=True)
class RetryingTransport:
    """A transport that waits and asks again, within limits; the last answer is given back as it is."""

    inner: Transport
    clock: Clock
    limits: Limits = Limits()
    on_wait: OnWait = ignore_wait
    _spent: float = field(default=0.0, init=False)

    def send(self, request: GraphRequest) -> GraphResponse:
        """Send, and send again while that is safe. Raises `TransportFailed` when the last try got no answer."""
        [found] = self.send_all([request])
        if isinstance(found, TransportFailed):
            raise found
        return found

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        """All at once; then those that may go again, after the longest wait that one of them needs; and so on."""
        tries = [_Try(request) for request in requests]
        left, started = tries, self.clock.monotonic()
        for attempt in range(1, self.limits.tries + 1):
            if not left or self._spent + self.clock.monotonic() - started >= self.limits.overall:
                break
            answers = self.inner.send_all([one.exchange.request for one in left])
            for one, answer in zip(left, answers, strict=True):
                one.take(answer, attempt, self.clock)
            left = [one for one in left if self._worth(one)] if attempt < self.limits.tries else []
            if left and not self._waited(left):
                break
        self._spent += self.clock.monotonic() - started
        return [one.outcome for one in tries]

    def _worth(self, one: _Try) -> bool:
        return (
            one.asks is not None
            and one.asks <= self.limits.longest
            and one.waited + one.asks <= self.limits.budget
        )

    def _waited(self, left: Sequence[_Try]) -> bool:
        """Whether there was time to wait. Where there was none, that is why these get no answer."""
        longest = max(left, key=lambda one: (one.asks or 0.0) * one.spread)
        pause = (longest.asks or 0.0) * longest.spread
        self.on_wait(Wait(pause, longest.why, service_behind(longest.where)))
        try:
            self.clock.sleep(pause)
        except WaitInterrupted as woken:
            for one in left:
                one.give_up(woken)
            return False
        for one in left:
            one.waited += pause
        return True
