"""A real tenant over HTTPS: many requests at once inside, one call at a time outside.

One event loop in a thread of its own carries all requests of a run, because httpx's connections belong to a loop. What the
loop does stands in `msgraph_client`; the SDK, azure-core and httpx are imported when one of these is made, and not before.
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
    """A `graph.http.request.Transport`. Close it: there is a thread and there are connections behind it.

    Raises `TransportFailed` when certificates or proxies of the environment cannot be used.
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
        self._loop, self._over = asyncio.new_event_loop(), asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="graph", daemon=True)
        self._thread.start()

    def sign_in(self) -> None:
        """Get the first token, in this thread. Done by the first request otherwise. Raises `graph.signin.credential.SignInFailed`."""
        self._tokens.first()

    def claims(self) -> Claims | None:
        """What the token says of itself: who, where, what was granted. Raises `SignInFailed` as `sign_in` does."""
        self._tokens.first()
        return self._tokens.claims()

    def send(self, request: GraphRequest) -> GraphResponse:
        """Send one request, whatever the status of the answer; raises `TransportFailed`, or `SignInFailed` before the first."""
        self._tokens.first()
        answer = self._wait(self._session.exchange(request))
        if isinstance(answer, TransportFailed):
            raise answer
        return answer

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        """All of them at once, up to the ceiling of the line."""
        if requests:
            self._tokens.first()
        return self._wait(_gathered(self._session, requests))

    def close(self) -> None:
        """End connections, loop and thread; what is on its way is abandoned. A second call does nothing."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._over.set)
            self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        if not self._thread.is_alive():
            work.close()
            raise RuntimeError("this way to Graph is closed")
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        finally:
            future.cancel()

    def _run(self) -> None:
        with silenced(HTTP_PACKAGES), asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._until_over())

    async def _until_over(self) -> None:
        async with self._session:
            await self._over.wait()


def _session(cloud: Cloud, tokens: Tokens, line: HttpSettings, clock: Clock) -> Session:
    # httpx loads rich, pygments and click for a command line of its own when they are installed: 40 to 200 ms.
    sys.modules.setdefault("httpx._main", cast(ModuleType, None))
    from managed_apparaten.graph.http import msgraph_session

    return msgraph_session.Session(cloud, tokens, line, clock)


async def _gathered(
    session: Session, requests: Sequence[GraphRequest]
) -> list[GraphResponse | TransportFailed]:
    return list(await asyncio.gather(*(session.exchange(request) for request in requests)))
