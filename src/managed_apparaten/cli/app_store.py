"""Apple's public lookup service over HTTPS: a few requests, slowly, within one time limit. No account, nothing about the organisation."""

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from managed_apparaten import __version__
from managed_apparaten.core.clock import Clock
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.policy.app_store import (
    By,
    Listing,
    NotAnAnswer,
    Proposal,
    StoreLookup,
    listings,
    proposals,
    requests,
)

APPLE = "https://itunes.apple.com"
PAUSE = 3.0
"""Seconds between two requests: Apple takes "approximately 20 calls per minute" (iTunes Search API, Overview)."""
ONE_ANSWER = 20.0
"""Seconds for one of them, at most."""
MAX_BYTES = 8 * 1024 * 1024
_CHUNK = 64 * 1024
_HERE = frozenset({"127.0.0.1", "localhost", "::1"})


class NoAnswer(Exception):
    """The lookup service could not be asked."""

    def __init__(self, code: str, **args: str) -> None:
        super().__init__(code)
        self.diagnostic = Diagnostic(code, args=args)


@dataclass(slots=True)
class Lookup:
    """Questions to one service, until a moment on the monotonic clock."""

    clock: Clock
    seconds: float
    base: str = APPLE
    asked: int = 0
    """Requests made."""
    _end: float = field(init=False)

    def __post_init__(self) -> None:
        where = urlsplit(self.base)
        if where.scheme != "https" and not (where.scheme == "http" and where.hostname in _HERE):
            raise ValueError(self.base)
        self._end = self.clock.monotonic() + self.seconds

    def ask(self, questions: Sequence[StoreLookup], countries: Iterable[str]) -> tuple[Proposal, ...]:
        """What the stores answer, store by store for what is still open. Raises NoAnswer; then nothing is told of what was found before."""
        found: list[Listing] = []
        sources: dict[Listing, str] = {}
        for country in countries:
            left = [question for question in questions if not any(one.asked_by(question) for one in found)]
            for by, values in requests(left):
                for listing in self._listings(by, values, country):
                    found.append(listing)
                    sources[listing] = self._address("id", (listing.number,), country)
        return proposals(questions, found, sources)

    def _address(self, by: By, values: Sequence[str], country: str) -> str:
        query = urlencode({by: ",".join(values), "country": country}, safe=",")
        return f"{self.base}/lookup?{query}"

    def _listings(self, by: By, values: Sequence[str], country: str) -> tuple[Listing, ...]:
        if self.asked:
            self.clock.sleep(max(0.0, min(PAUSE, self._left())))
        self.asked += 1
        try:
            return listings(self._json(self._address(by, values, country)), country)
        except NotAnAnswer as wrong:
            raise NoAnswer("POL362", host=self._host, problem=str(wrong)) from wrong

    def _json(self, address: str) -> JSON:
        body = self._body(address)
        try:
            answer: JSON = json.loads(body)
        except (ValueError, RecursionError) as wrong:
            raise NotAnAnswer("JSON") from wrong
        return answer

    def _body(self, address: str) -> bytes:
        """The body, within the time that is left for all of it."""
        if self._left() <= 0:
            raise self._late()
        headers = {"User-Agent": f"apparaten/{__version__}", "Accept": "application/json"}
        request = urllib.request.Request(address, headers=headers)  # noqa: S310 - `__post_init__` saw the scheme
        try:
            with urllib.request.urlopen(request, timeout=min(ONE_ANSWER, self._left())) as answer:  # noqa: S310 - as above
                return self._read(answer)
        except urllib.error.HTTPError as refused:
            with refused:  # it holds the connection
                raise NoAnswer("POL361", host=self._host, status=str(refused.code)) from refused
        except TimeoutError as late:
            raise self._late() from late
        except (OSError, http.client.HTTPException) as failed:
            reason = getattr(failed, "reason", failed)
            if isinstance(reason, TimeoutError):
                raise self._late() from failed
            problem = (
                (isinstance(reason, OSError) and reason.strerror) or str(reason) or type(reason).__name__
            )
            raise NoAnswer("POL360", host=self._host, problem=problem) from failed

    def _read(self, answer: http.client.HTTPResponse) -> bytes:
        body = b""
        while chunk := answer.read1(_CHUNK):
            body += chunk
            if len(body) > MAX_BYTES:
                raise NotAnAnswer(f"> {MAX_BYTES} bytes")
            if self._left() <= 0:
                raise self._late()
        return body

    def _left(self) -> float:
        return self._end - self.clock.monotonic()

    def _late(self) -> NoAnswer:
        return NoAnswer("POL363", host=self._host, seconds=f"{self.seconds:g}")

    @property
    def _host(self) -> str:
        return urlsplit(self.base).hostname or self.base
