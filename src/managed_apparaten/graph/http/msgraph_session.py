"""msgraph-sdk's request adapter and authentication provider, over a client of our own.

Of the SDK this uses what is good: the authentication provider with its allow-list of hosts, the claims challenges of
continuous access evaluation, and `BaseGraphRequestAdapter` with `RequestInformation` (the `GraphRequestAdapter` of the
package `msgraph` adds nothing to it, and importing it loads the typed models). Left out is its middleware: the retry repeats
a POST after 504, and redirects, URL rewriting and telemetry have no place between a plan and a tenant. Answers come back
raw, because the typed models lose nulls and flags, and the SDK's own JSON reader is registered by the typed client only.
"""

from __future__ import annotations

import asyncio
import ssl
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
import orjson
from kiota_abstractions.method import Method
from kiota_abstractions.native_response_handler import NativeResponseHandler
from kiota_abstractions.request_information import RequestInformation
from kiota_http.middleware.options import ResponseHandlerOption
from msgraph_core import BaseGraphRequestAdapter
from msgraph_core.authentication import AzureIdentityAuthenticationProvider

from managed_apparaten import __version__
from managed_apparaten.core.clock import Clock
from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import Oversized, TransportFailed, Unfinished, Unreadable
from managed_apparaten.graph.http.deadline import DEADLINE_PASSED
from managed_apparaten.graph.http.exchange import BatchProgress, has_refused_token, with_send_count
from managed_apparaten.graph.http.msgraph_tokens import Tokens
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, body_bytes
from managed_apparaten.graph.http.settings import HttpSettings
from managed_apparaten.graph.http.size_limit import memory_weight
from managed_apparaten.graph.redaction import hide_value, redact
from managed_apparaten.graph.signin.clouds import Cloud
from managed_apparaten.graph.signin.request import SignInFailed

LARGEST = 64 * 2**20
"""Bytes of an answer, unpacked. The longest page of Intune is a few megabytes."""
_PACKINGS = frozenset({"", "identity", "gzip"})
"""What we ask for. httpx unpacks layer in layer as well, each whole: 64 kB of the line could be gigabytes before we count."""
PRODUCT = f"managed-apparaten/{__version__}"
_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
_NUMBER = "client-request-id"
_BOM = b"\xef\xbb\xbf"
_BY_NUMBER = b"\\u00"


class Session:
    """One client, one adapter, one set of tokens; everything asynchronous about the way to Graph."""

    def __init__(self, cloud: Cloud, tokens: Tokens, line: HttpSettings, clock: Clock) -> None:
        self._root, self._tokens, self._whole = cloud.graph, tokens, line.exchange_timeout
        self._clock, self._end = clock, line.end
        self._ceiling = asyncio.Semaphore(line.max_connections)
        self._client = _Client(cloud.graph, line)
        host = httpx.URL(cloud.graph).host
        provider = AzureIdentityAuthenticationProvider(tokens, scopes=[cloud.scope], allowed_hosts=[host])
        self._adapter = BaseGraphRequestAdapter(provider, http_client=self._client)
        # Spans, for a host that collects them, without addresses: a next link is one, and what a filter asks for.
        self._adapter.observability_options.include_euii_attributes = False

    async def exchange(self, request: GraphRequest) -> GraphResponse | TransportFailed:
        """The answer to one request; after a 401 it, or the parts of a batch that were refused so, is sent once more with another
        token, if there is one. A failure is given back, not raised: what it was made from holds the token, and must not travel along."""
        async with self._ceiling:
            seen = self._tokens.generation
            answer = await self._asked(request)
            if (
                isinstance(answer, TransportFailed)
                or not has_refused_token(request, answer)
                or not await self._tokens.renewed(seen)
            ):
                return answer
            asking = BatchProgress(request)
            asking.narrow_to_outdated(answer)
            again = await self._asked(asking.request)
            return with_send_count(
                again if isinstance(again, TransportFailed) else asking.take(again), answer.send_count
            )

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.__aexit__(kind, problem, trace)

    async def _asked(self, request: GraphRequest) -> GraphResponse | TransportFailed:
        """The answer, with how often the adapter sent the request: it answers a claims challenge by itself."""
        number = str(uuid.uuid4())
        answer = await self._heard(request, number)
        return with_send_count(answer, max(self._client.sent.pop(number, 1) - 1, 0))

    async def _heard(self, request: GraphRequest, number: str) -> GraphResponse | TransportFailed:
        left = self._end - self._clock.monotonic()
        if left <= 0:
            return TransportFailed(DEADLINE_PASSED, sent=False, lasting=True)
        try:
            async with asyncio.timeout(min(self._whole, left)):
                # The response handler makes this return the httpx response, whatever its status.
                native: Any = await self._adapter.send_no_response_content_async(
                    self._information(request, number), None
                )
                return _response(native)
        except TransportFailed as failed:
            return failed.with_traceback(None)
        except SignInFailed as failed:
            return TransportFailed(f"sign-in ended: {failed}", sent=False, lasting=True)
        except TimeoutError:
            if left <= self._whole:
                return TransportFailed(DEADLINE_PASSED, sent=True, lasting=True)
            return Unfinished(f"no whole answer within {self._whole:g} seconds (client-request-id {number})")
        except httpx.HTTPError as problem:
            return _failure(problem, number)
        except Exception as problem:  # noqa: BLE001 - whatever a library makes of an answer that breaks the rules, it was sent
            return TransportFailed(
                f"an answer that cannot be read: {type(problem).__name__} (client-request-id {number})",
                sent=True,
            )

    def _information(self, request: GraphRequest, number: str) -> RequestInformation:
        found = RequestInformation(Method(request.method))
        found.url = f"{self._root}/{request.api}{request.path}"
        own = {"Accept": "application/json", _NUMBER: number, "SdkVersion": PRODUCT}
        for name, value in {**own, **request.headers}.items():
            found.headers.try_add(name, value)
        if request.body is not None:
            found.set_stream_content(body_bytes(request), "application/json")
        found.add_request_options([ResponseHandlerOption(NativeResponseHandler())])
        return found


class _Client(httpx.AsyncClient):
    """One host, no redirects, and answers of a bounded size: a small packed body can unpack to more than there is memory."""

    def __init__(self, root: str, line: HttpSettings) -> None:
        self._own = _origin(httpx.URL(root))
        self.sent = Counter[str]()
        """How often each request was sent, by its number."""
        try:
            super().__init__(
                verify=_trusting(line.ca) if line.ca else True,
                http2=True,
                timeout=httpx.Timeout(line.read_timeout, connect=line.connect_timeout),
                limits=httpx.Limits(max_connections=line.max_connections, keepalive_expiry=line.idle_timeout),
                headers={"User-Agent": PRODUCT, "Accept-Encoding": "gzip"},
                follow_redirects=False,
            )
        except OSError as problem:
            raise TransportFailed(problem.strerror or str(problem), sent=False, lasting=True) from None
        except (ValueError, httpx.InvalidURL):
            # Without its text: that of a proxy's address may hold a password.
            raise TransportFailed("the address of a proxy is no address", sent=False, lasting=True) from None

    async def send(self, request: httpx.Request, **_how: Any) -> httpx.Response:
        """What the adapter calls; the answer is read to its end."""
        if _origin(request.url) != self._own:
            raise TransportFailed(
                "a request to another host than Graph was stopped", sent=False, lasting=True
            )
        request.extensions = {**request.extensions, "trace": _closing_when_cut()}
        self.sent[request.headers.get(_NUMBER, "")] += 1
        answer = await super().send(request, stream=True, auth=None, follow_redirects=False)
        try:
            content = await _content(answer)
        finally:
            await answer.aclose()
        headers = [(name, value) for name, value in answer.headers.multi_items() if name not in _OF_THE_WAY]
        headers = [(name, value.encode("ascii", "replace").decode()) for name, value in headers]
        headers.append(("content-type", _sort(answer.headers.get("content-type", ""))))
        version = {"http_version": answer.extensions.get("http_version", b"")}
        return httpx.Response(
            answer.status_code, headers=headers, content=content, request=request, extensions=version
        )


_KNOWN = frozenset(
    {
        "text/html",
        "text/plain",
        "text/xml",
        "application/xml",
        "application/xhtml+xml",
        "application/octet-stream",
    }
)
"""Types that are told; another can be anything that the other side wrote there."""
_JSON, _OTHER = "application/json", "application/x-other"
_OF_THE_WAY = frozenset(
    {"content-encoding", "content-length", "transfer-encoding", "set-cookie", "content-type"}
)
"""Headers that say how the answer travelled, which is over; and its type, which the adapter writes into a span."""


def _closing_when_cut() -> Callable[[str, dict[str, Any]], Awaitable[None]]:
    """Close the connection of a request whose TLS handshake was cut off by the deadline, or by the end of the line.

    httpcore closes it when the handshake fails, and not when it is cancelled. This is the function that its extension `trace` calls.
    """
    opened: list[Any] = []

    async def heard(event: str, told: dict[str, Any]) -> None:
        if event.endswith(".connect_tcp.complete"):
            opened.append(told["return_value"])
        elif event.endswith(".start_tls.failed"):
            while opened:
                await opened.pop().aclose()

    return heard


def _trusting(ca: Path) -> ssl.SSLContext:
    return ssl.create_default_context(capath=ca) if ca.is_dir() else ssl.create_default_context(cafile=ca)


def _origin(url: httpx.URL) -> tuple[str, str, int]:
    return url.scheme, url.host, url.port or 443


def _sort(text: str) -> str:
    """The type of an answer as one of those that we know."""
    named = text.partition(";")[0].strip().lower()
    return _JSON if named.endswith("json") else named if named in _KNOWN or not named else _OTHER


async def _content(answer: httpx.Response) -> bytes:
    if answer.headers.get("content-encoding", "").strip().lower() not in _PACKINGS:
        raise Unreadable("an answer packed as nobody asked", answer.status_code)
    parts, size = list[bytes](), 0
    try:
        async for part in answer.aiter_bytes():
            parts.append(part)
            size += len(part)
            if size > LARGEST:
                raise Oversized(f"{LARGEST // 2**20} MiB", answer.status_code)
    except httpx.DecodingError:
        raise Unreadable("an answer that cannot be unpacked", answer.status_code) from None
    return b"".join(parts)


def _response(native: httpx.Response) -> GraphResponse:
    """The answer as JSON. A refusal may have any body, a success none but Graph's."""
    token = native.request.headers.get("authorization", "").rpartition(" ")[2]
    raw, status = _without(native.content, token).removeprefix(_BOM), native.status_code
    heavy = memory_weight(raw, status)
    try:
        body: JSON = _parsed(raw, native.headers["content-type"])
    except ValueError as problem:
        if native.is_success:
            raise Unreadable(f"{problem} where JSON belongs", status) from None
        body = None
    headers = {name: hide_value(value, token) for name, value in native.headers.items()}
    return GraphResponse(status, _said(body, token) if token and _BY_NUMBER in raw else body, headers, heavy)


def _without(content: bytes, token: str) -> bytes:
    """An answer that does not repeat the token of its request, in any form."""
    return hide_value(content.decode("latin-1"), token).encode("latin-1") if token else content


def _said(body: JSON, token: str) -> JSON:
    """The texts of an answer, once more when they are read: a document can write a character as a number."""
    if isinstance(body, dict):
        return {name: _said(value, token) for name, value in body.items()}
    if isinstance(body, list):
        return [_said(value, token) for value in body]
    return hide_value(body, token) if isinstance(body, str) else body


def _parsed(raw: bytes, sort: str) -> JSON:
    """Raises ValueError with what was found instead; the bare number of a `$count` comes as text."""
    if not raw:
        return None
    if sort == _JSON or (sort == "text/plain" and raw.isdigit()):
        try:
            return orjson.loads(raw)
        except orjson.JSONDecodeError:
            raise ValueError("a spoiled document") from None
    raise ValueError(
        sort if sort in _KNOWN else "a body of another type" if sort else "a body without a type"
    )


def _failure(problem: httpx.HTTPError, number: str) -> TransportFailed:
    """What is certain about a request without an answer: that it did not leave, or nothing."""
    text = redact(str(problem)) or type(problem).__name__
    if isinstance(problem, _NOT_SENT):
        lasting = isinstance(problem, httpx.ProxyError) or any(
            isinstance(cause, ssl.SSLCertVerificationError) for cause in _causes(problem)
        )
        return TransportFailed(text, sent=False, lasting=lasting)
    return TransportFailed(f"{text} (client-request-id {number})", sent=True)


def _causes(problem: BaseException | None) -> Iterator[BaseException]:
    while problem is not None:
        yield problem
        problem = problem.__cause__ or problem.__context__
