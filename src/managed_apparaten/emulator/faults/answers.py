"""Answers spoiled on purpose: each function takes the moment of a request and gives what the client gets to see."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache

import orjson

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON, Request, Response
from managed_apparaten.emulator.odata.urls import root
from managed_apparaten.emulator.service import permissions

HTML = b"<!DOCTYPE html><html><head><title>Sign in to the guest network</title></head><body>...</body></html>"
BOMB = 65 * 2**20
"""Bytes that the small gzip body unpacks to."""


class Unanswered(ConnectionError):
    """The connection ended without an answer, because a fault said so; `args[0]`: reset, timeout, dns or tls."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One request that a fault hits."""

    request: Request
    now: datetime
    refuse: Callable[[errors.GraphError], Response]
    response: Response = field(default_factory=lambda: Response(0, {}, b""))
    """What the tenant answered; status 0 when it was not asked."""
    prop: str = ""
    seconds: float = 0.0
    pages: dict[str, list[JSON]] = field(default_factory=dict)
    """Path -> items of the page given last."""

    @property
    def path(self) -> str:
        """Path of the request, without host and options."""
        return self.request.url.removeprefix(root(self.request.url)).partition("?")[0]


Change = Callable[[Moment], Response]


def refusal(
    status: int, code: str, message: str, *, intune: bool = False, headers: Mapping[str, str] | None = None
) -> Change:
    """A refusal in Graph's shape."""
    return lambda moment: moment.refuse(errors.GraphError(status, code, message, intune, headers or {}))


def throttled(retry_after: Callable[[datetime], str | None]) -> Change:
    """429 with a Retry-After that may depend on the time."""
    return lambda moment: moment.refuse(errors.too_many_requests(retry_after(moment.now)))


def lost(kind: str) -> Change:
    """No answer at all."""

    def change(_moment: Moment) -> Response:
        raise Unanswered(kind)

    return change


def unauthorized(moment: Moment) -> Response:
    """The token is no longer good."""
    return moment.refuse(errors.invalid_token("Lifetime validation failed, the token is expired."))


def forbidden(moment: Moment) -> Response:
    """The permission is not there."""
    segments = tuple(moment.path.strip("/").split("/")[1:])
    names = permissions.find_permissions(moment.request.method, segments) or ()
    return moment.refuse(errors.forbidden(names, intune=moment.path.count("/device") > 0))


def page(status: int) -> Change:
    """A web page where JSON should be: a proxy, or the network of a hotel."""
    return lambda _moment: Response(status, {"Content-Type": "text/html"}, HTML)


def raw(change: Callable[[bytes], bytes], **headers: str) -> Change:
    """The body as bytes made into others."""
    extra = {name.replace("_", "-"): value for name, value in headers.items()}

    def changed(moment: Moment) -> Response:
        return replace(
            moment.response, headers={**moment.response.headers, **extra}, body=change(moment.response.body)
        )

    return changed


def bomb(_body: bytes) -> bytes:
    """White space, well packed."""
    return _packed()


@cache
def _packed() -> bytes:
    return gzip.compress(b" " * BOMB, mtime=0)


def body(change: Callable[[Moment, JSON], JSON]) -> Change:
    """The body as JSON made into another; an answer without a JSON object is left alone."""

    def changed(moment: Moment) -> Response:
        try:
            parsed = orjson.loads(moment.response.body)
        except orjson.JSONDecodeError:
            return moment.response
        if moment.response.status >= 300 or not isinstance(parsed, dict):
            return moment.response
        return replace(moment.response, body=orjson.dumps(change(moment, parsed)))

    return changed


def objects(change: Callable[[Moment, dict[str, JSON]], dict[str, JSON]]) -> Change:
    """Every object in the answer made into another: of a list each item, else the body itself."""

    def changed(moment: Moment, parsed: JSON) -> JSON:
        if isinstance(parsed.get("value"), list):
            return {
                **parsed,
                "value": [
                    change(moment, item) if isinstance(item, dict) else item for item in parsed["value"]
                ],
            }
        return change(moment, parsed)

    return body(changed)


def items(change: Callable[[Moment, list[JSON]], list[JSON]]) -> Change:
    """The items of a list made into others."""
    return body(
        lambda moment, parsed: (
            {**parsed, "value": change(moment, parsed["value"])} if "value" in parsed else parsed
        )
    )


def twice(moment: Moment, found: list[JSON]) -> list[JSON]:
    """The last item of the page before comes again."""
    before = moment.pages.get(moment.path, [])
    moment.pages[moment.path] = found
    return [*before[-1:], *found]


def link(change: Callable[[Moment, str], str]) -> Change:
    """The next link made into another; there is one even on the last page."""

    def changed(moment: Moment, parsed: JSON) -> JSON:
        if "value" not in parsed:
            return parsed
        return {
            **parsed,
            "@odata.nextLink": change(moment, str(parsed.get("@odata.nextLink") or moment.request.url)),
        }

    return body(changed)


def answers(change: Callable[[list[JSON]], list[JSON]]) -> Change:
    """The answers of a batch made into others."""
    return body(
        lambda _moment, parsed: (
            {**parsed, "responses": change(parsed["responses"])} if "responses" in parsed else parsed
        )
    )


def part(status: int, code: str) -> Callable[[list[JSON]], list[JSON]]:
    """The first answer of a batch made into a refusal, although the part was carried out."""

    def changed(found: list[JSON]) -> list[JSON]:
        first, *rest = sorted(found, key=lambda answer: str(answer["id"]))
        error = {"code": code, "message": "Please retry again later."}
        return [{"id": first["id"], "status": status, "headers": {}, "body": {"error": error}}, *rest]

    return changed


def skewed(moment: Moment) -> Response:
    """A clock that is so many seconds off."""
    date = moment.now + timedelta(seconds=moment.seconds or 86_400)
    headers = {**moment.response.headers, "Date": date.strftime("%a, %d %b %Y %H:%M:%S GMT")}
    return replace(moment.response, headers=headers)


def without(moment: Moment, found: dict[str, JSON]) -> dict[str, JSON]:
    """A property that this version of Graph no longer has."""
    return {name: value for name, value in found.items() if name != moment.prop}


def texts(change: Callable[[str], str]) -> Callable[[Moment, dict[str, JSON]], dict[str, JSON]]:
    """A text property (description unless another is named) made into another."""

    def changed(moment: Moment, found: dict[str, JSON]) -> dict[str, JSON]:
        name = moment.prop or "description"
        return {**found, name: change(found[name])} if isinstance(found.get(name), str) else found

    return changed
