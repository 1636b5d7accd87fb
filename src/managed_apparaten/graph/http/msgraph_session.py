"""Exchanges requests with Graph: msgraph-sdk's request adapter and authentication provider, over an HTTP
client of our own.

We use from the SDK: the authentication provider with its list of allowed hosts, the claims challenges of
continuous access evaluation, and `BaseGraphRequestAdapter` with `RequestInformation`. (The
`GraphRequestAdapter` of the package `msgraph` adds nothing to it, and importing it loads the typed models.)
We leave out its middleware: its retry repeats a POST after 504, and redirects, URL rewriting and telemetry
have no place between a plan and a tenant. Answers are returned raw, because the typed models lose nulls and
flags, and only the typed client registers the SDK's JSON reader.
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
"""Largest answer in bytes, after unpacking. The longest page of Intune is a few megabytes."""
_PACKINGS = frozenset({"", "identity", "gzip"})
"""Content encodings that we accept. httpx also unpacks several layers, each completely: 64 kB on the wire
could become gigabytes before we count them."""
PRODUCT = f"managed-apparaten/{__version__}"
_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
"""Failures before the request left."""
_NUMBER = "client-request-id"
"""Header with the id that we give each request."""
_BOM = b"\xef\xbb\xbf"
_ESCAPED_CHARACTER = b"\\u00"


class Session:
    """One client, adapter and set of tokens: everything asynchronous."""

    def __init__(self, cloud: Cloud, tokens: Tokens, line: HttpSettings, clock: Clock) -> None:
        self._root, self._tokens, self._exchange_timeout = cloud.graph, tokens, line.exchange_timeout
        self._clock, self._end = clock, line.end
        self._free_connections = asyncio.Semaphore(line.max_connections)
        self._client = _Client(cloud.graph, line)
        host = httpx.URL(cloud.graph).host
        provider = AzureIdentityAuthenticationProvider(tokens, scopes=[cloud.scope], allowed_hosts=[host])
        self._adapter = BaseGraphRequestAdapter(provider, http_client=self._client)
        # Spans, for a host that collects them, without addresses: a next link is one, and what a filter asks for.
        self._adapter.observability_options.include_euii_attributes = False

    async def exchange(self, request: GraphRequest) -> GraphResponse | TransportFailed:
        """Send a request and return its answer.

        After a 401 it is sent once more with another token, if there is one; of a batch only the parts that
        were refused so. A failure is returned, not raised: the exception that caused it holds the token, and
        must not be passed on.
        """
        async with self._free_connections:
            generation = self._tokens.generation
            answer = await self._exchange_once(request)
            if (
                isinstance(answer, TransportFailed)
                or not has_refused_token(request, answer)
                or not await self._tokens.renew(generation)
            ):
                return answer
            progress = BatchProgress(request)
            progress.narrow_to_outdated(answer)
            second_answer = await self._exchange_once(progress.request)
            return with_send_count(
                second_answer if isinstance(second_answer, TransportFailed) else progress.take(second_answer),
                answer.send_count,
            )

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.__aexit__(kind, problem, trace)

    async def _exchange_once(self, request: GraphRequest) -> GraphResponse | TransportFailed:
        """Return the answer, with the number of times that the adapter sent the request: it answers a claims
        challenge by itself."""
        number = str(uuid.uuid4())
        answer = await self._send_within_time(request, number)
        return with_send_count(answer, max(self._client.sent.pop(number, 1) - 1, 0))

    async def _send_within_time(self, request: GraphRequest, number: str) -> GraphResponse | TransportFailed:
        """Send the request once, within the time for one exchange and before the deadline; turn every
        exception into a `TransportFailed`."""
        remaining = self._end - self._clock.monotonic()
        if remaining <= 0:
            return TransportFailed(DEADLINE_PASSED, sent=False, lasting=True)
        try:
            async with asyncio.timeout(min(self._exchange_timeout, remaining)):
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
            if remaining <= self._exchange_timeout:
                return TransportFailed(DEADLINE_PASSED, sent=True, lasting=True)
            return Unfinished(
                f"no whole answer within {self._exchange_timeout:g} seconds (client-request-id {number})"
            )
        except httpx.HTTPError as problem:
            return _failure(problem, number)
        except Exception as problem:  # noqa: BLE001 - whatever a library makes of an answer that breaks the rules, it was sent
            return TransportFailed(
                f"an answer that cannot be read: {type(problem).__name__} (client-request-id {number})",
                sent=True,
            )

    def _information(self, request: GraphRequest, number: str) -> RequestInformation:
        """Return the request in the form of the SDK."""
        information = RequestInformation(Method(request.method))
        information.url = f"{self._root}/{request.api}{request.path}"
        own_headers = {"Accept": "application/json", _NUMBER: number, "SdkVersion": PRODUCT}
        for name, value in {**own_headers, **request.headers}.items():
            information.headers.try_add(name, value)
        if request.body is not None:
            information.set_stream_content(body_bytes(request), "application/json")
        information.add_request_options([ResponseHandlerOption(NativeResponseHandler())])
        return information


class _Client(httpx.AsyncClient):
    """An HTTP client for one host, without redirects and with a limit on the size of answers: a small packed
    body can unpack to more than the memory."""

    def __init__(self, root: str, line: HttpSettings) -> None:
        self._origin_of_graph = _origin(httpx.URL(root))
        self.sent = Counter[str]()
        """Our id of a request -> how often it was sent."""
        try:
            super().__init__(
                verify=_tls_settings(line.ca) if line.ca else True,
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
        """Send a request of the adapter and read its answer to the end; refuse another host than Graph."""
        if _origin(request.url) != self._origin_of_graph:
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
        headers = [
            (name, value) for name, value in answer.headers.multi_items() if name not in _TRANSPORT_HEADERS
        ]
        headers = [(name, value.encode("ascii", "replace").decode()) for name, value in headers]
        headers.append(("content-type", _known_content_type(answer.headers.get("content-type", ""))))
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
"""Content types that are shown; any other is text that the other side chose."""
_JSON, _OTHER = "application/json", "application/x-other"
_TRANSPORT_HEADERS = frozenset(
    {"content-encoding", "content-length", "transfer-encoding", "set-cookie", "content-type"}
)
"""Headers that only say how the answer was transported, and the content type, which the adapter writes into a
span."""


def _closing_when_cut() -> Callable[[str, dict[str, Any]], Awaitable[None]]:
    """Return a callback that closes the connection of a request whose TLS handshake was cut off by the
    deadline or by closing.

    httpcore closes it when the handshake fails, but not when it is cancelled. The callback is for its
    extension `trace`.
    """
    opened: list[Any] = []

    async def trace_event(event: str, details: dict[str, Any]) -> None:
        if event.endswith(".connect_tcp.complete"):
            opened.append(details["return_value"])
        elif event.endswith(".start_tls.failed"):
            while opened:
                await opened.pop().aclose()

    return trace_event


def _tls_settings(ca: Path) -> ssl.SSLContext:
    """Return the TLS settings that trust the certificates in a file or directory."""
    return ssl.create_default_context(capath=ca) if ca.is_dir() else ssl.create_default_context(cafile=ca)


def _origin(url: httpx.URL) -> tuple[str, str, int]:
    """Return scheme, host and port."""
    return url.scheme, url.host, url.port or 443


def _known_content_type(text: str) -> str:
    """Return the content type of an answer as one of those that we know."""
    named = text.partition(";")[0].strip().lower()
    return _JSON if named.endswith("json") else named if named in _KNOWN or not named else _OTHER


async def _content(answer: httpx.Response) -> bytes:
    """Return the body of an answer; raise `Unreadable` when it cannot be unpacked, `Oversized` when it is too
    large."""
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
    """Return the answer with parsed JSON. An error may have any body; a success with anything but JSON raises
    `Unreadable`."""
    token = native.request.headers.get("authorization", "").rpartition(" ")[2]
    raw, status = _without_token(native.content, token).removeprefix(_BOM), native.status_code
    weight = memory_weight(raw, status)
    try:
        body: JSON = _parsed(raw, native.headers["content-type"])
    except ValueError as problem:
        if native.is_success:
            raise Unreadable(f"{problem} where JSON belongs", status) from None
        body = None
    headers = {name: hide_value(value, token) for name, value in native.headers.items()}
    return GraphResponse(
        status,
        _texts_without_token(body, token) if token and _ESCAPED_CHARACTER in raw else body,
        headers,
        weight,
    )


def _without_token(content: bytes, token: str) -> bytes:
    """Return the body without the token of its request, in any form."""
    return hide_value(content.decode("latin-1"), token).encode("latin-1") if token else content


def _texts_without_token(body: JSON, token: str) -> JSON:
    """Return the parsed body without the token in its texts: JSON can write a character as a number, so the
    raw text may have hidden it."""
    if isinstance(body, dict):
        return {name: _texts_without_token(value, token) for name, value in body.items()}
    if isinstance(body, list):
        return [_texts_without_token(value, token) for value in body]
    return hide_value(body, token) if isinstance(body, str) else body


def _parsed(raw: bytes, sort: str) -> JSON:
    """Return the parsed body; raise ValueError with what was there instead. The bare number of a `$count`
    comes as text."""
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
    """Return what is certain about a request without an answer: either that it did not leave, or nothing."""
    text = redact(str(problem)) or type(problem).__name__
    if isinstance(problem, _NOT_SENT):
        lasting = isinstance(problem, httpx.ProxyError) or any(
            isinstance(cause, ssl.SSLCertVerificationError) for cause in _causes(problem)
        )
        return TransportFailed(text, sent=False, lasting=lasting)
    return TransportFailed(f"{text} (client-request-id {number})", sent=True)


def _causes(problem: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception and its causes."""
    while problem is not None:
        yield problem
        problem = problem.__cause__ or problem.__context__
