"""Sends requests to a real tenant over HTTPS: a synchronous interface around an asynchronous client.

One event loop in its own thread carries all requests of a run, because connections of httpx belong to a loop.
The requests themselves are in `msgraph_session`. The SDK, azure-core and httpx are imported only when an
`MsGraph` is made.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Coroutine, Sequence
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from managed_apparaten.core.clock import Clock, SystemClock
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.http.msgraph_tokens import Tokens
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse
from managed_apparaten.graph.http.settings import HttpSettings
from managed_apparaten.graph.log_silencing import HTTP_PACKAGES, silenced
from managed_apparaten.graph.signin.claims import Claims
from managed_apparaten.graph.signin.clouds import Cloud

if TYPE_CHECKING:
    from azure.core.credentials import TokenCredential

    from managed_apparaten.graph.http.msgraph_session import Session

T = TypeVar("T")


class MsGraph:
    """A `graph.http.request.Transport` over HTTPS. Close it: it holds a thread and connections.

    Raises `TransportFailed` when the certificates or the proxy in the environment cannot be used.
    """

    def __init__(
        self,
        cloud: Cloud,
        credential: TokenCredential,
        line: HttpSettings | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.cloud = cloud
        clock = clock or SystemClock()
        self._tokens = Tokens(credential, cloud.scope, clock)
        self._session = _session(cloud, self._tokens, line or HttpSettings(), clock)
        self._loop, self._closing = asyncio.new_event_loop(), asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="graph", daemon=True)
        self._thread.start()

    def sign_in(self) -> None:
        """Get the first token, in the caller's thread. Otherwise the first request does so. Raises
        `graph.signin.credential.SignInFailed`."""
        self._tokens.first()

    def claims(self) -> Claims | None:
        """Return the claims in the token, such as who signed in and what was granted; None when unreadable.
        Raises `SignInFailed`."""
        self._tokens.first()
        return self._tokens.claims()

    def send(self, request: GraphRequest) -> GraphResponse:
        """Send one request and return the answer, whatever its status.

        Raises `TransportFailed` without a usable answer, and `SignInFailed` when there is no token yet and
        none can be had.
        """
        self._tokens.first()
        answer = self._wait(self._session.exchange(request))
        if isinstance(answer, TransportFailed):
            raise answer
        return answer

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        """Send all requests in parallel, up to the maximum of connections."""
        if requests:
            self._tokens.first()
        return self._wait(_exchange_all(self._session, requests))

    def close(self) -> None:
        """Close connections, loop and thread; requests under way are abandoned. Closing again has no
        effect."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._closing.set)
            self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine in the loop and return its result; cancel it when the wait is interrupted."""
        if not self._thread.is_alive():
            work.close()
            raise RuntimeError("this way to Graph is closed")
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        finally:
            future.cancel()

    def _run(self) -> None:
        """Run the loop until `close` is called; logging of the HTTP packages is silenced in this thread."""
        with silenced(HTTP_PACKAGES), asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._run_until_closed())

    async def _run_until_closed(self) -> None:
        async with self._session:
            await self._closing.wait()


def _session(cloud: Cloud, tokens: Tokens, line: HttpSettings, clock: Clock) -> Session:
    # httpx loads rich, pygments and click for a command line of its own when they are installed: 40 to 200 ms.
    """Return a session; imports httpx."""
    sys.modules.setdefault("httpx._main", cast(ModuleType, None))
    from managed_apparaten.graph.http import msgraph_session

    return msgraph_session.Session(cloud, tokens, line, clock)


async def _exchange_all(
    session: Session, requests: Sequence[GraphRequest]
) -> list[GraphResponse | TransportFailed]:
    """Exchange all requests in parallel."""
    return list(await asyncio.gather(*(session.exchange(request) for request in requests)))
