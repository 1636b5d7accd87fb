"""`$batch`: up to 20 requests in one body, each judged alone, answered in any order.

Reference: https://learn.microsoft.com/graph/json-batching; that no part is a batch itself:
https://microsoftgraph.github.io/msgraph-sdk-design/content/BatchRequestContent.html
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace

import orjson

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.core.http import JSON, Request, Response
from managed_apparaten.emulator.odata.media_type import WITH_BODY
from managed_apparaten.emulator.odata.urls import is_batch, root

LIMIT = 20
FAILED = 424


def run(
    outer: Request,
    version: str,
    body: Mapping[str, JSON],
    behaviours: Behaviours,
    handle: Callable[[Request], Response],
    *,
    sound: bool,
) -> JSON:
    """Answer a batch; raises GraphError when the batch as a whole is not acceptable. `sound`: no fault touches what the parts say,
    so what claims to be JSON need not be read to be passed on.

    Text for too many parts: microsoftgraph-postman-collections#9; the other texts are chosen (behaviour `batch-texts`).
    """
    parts = _parts(body, behaviours)
    done: dict[str, dict[str, JSON]] = {}
    for part in _ordered(parts):
        waited = part.get("dependsOn") or []
        if behaviours.on("batch-depends") and any(done[name]["status"] >= 400 for name in waited):
            done[part["id"]] = _refused(
                part["id"], FAILED, "FailedDependency", "A request that this one depends on failed."
            )
        elif is_batch(f"/{version}/{part['url'].lstrip('/')}"):
            done[part["id"]] = _refused(part["id"], 400, "BadRequest", "Invalid batch payload format.")
        else:
            done[part["id"]] = _answer(part["id"], handle(_request(outer, version, part)), sound)
    answers = list(done.values())
    if behaviours.on("batch-shuffled"):
        answers.sort(
            key=lambda answer: hashlib.blake2b(
                orjson.dumps([answer["id"], len(answers)]), digest_size=8
            ).digest()
        )
    return {"responses": answers}


def _parts(body: Mapping[str, JSON], behaviours: Behaviours) -> list[dict[str, JSON]]:
    parts = body.get("requests")
    if not isinstance(parts, list) or not parts:
        raise errors.bad_request("Invalid batch payload format.")
    if behaviours.on("batch-number-ids"):
        parts = [_with_text_ids(part) for part in parts]
    if len(parts) > LIMIT and behaviours.on("batch-of-20"):
        raise errors.bad_request("Number of requests inside batch exceeds the limit.")
    seen: set[str] = set()
    for part in parts:
        if not _well_formed(part):
            raise errors.bad_request("Invalid batch payload format.")
        if part["id"] in seen:
            named = behaviours.on("batch-texts")
            raise errors.bad_request(
                f"Duplicate request id '{part['id']}' in the batch."
                if named
                else "Invalid batch payload format."
            )
        seen.add(part["id"])
        if behaviours.on("batch-content-type") and _untyped(part):
            raise errors.bad_request(
                f"Write request with id '{part['id']}' does not contain a Content-Type header."
            )
    return parts


def _untyped(part: Mapping[str, JSON]) -> bool:
    """Whether a part brings a body and does not say what it is."""
    named = any(name.lower() == "content-type" for name in part.get("headers") or {})
    return part["method"].upper() in WITH_BODY and part.get("body") is not None and not named


def _with_text_ids(part: JSON) -> JSON:
    """Ids that came as numbers, as the strings with which the answers carry them."""
    if not isinstance(part, dict):
        return part
    waited = part.get("dependsOn")
    named = {"dependsOn": [_text_id(name) for name in waited]} if isinstance(waited, list) else {}
    return {**part, **named, "id": _text_id(part.get("id"))}


def _text_id(value: JSON) -> JSON:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _well_formed(part: JSON) -> bool:
    if not isinstance(part, dict) or not all(
        isinstance(part.get(key), str) and part[key] for key in ("id", "method", "url")
    ):
        return False
    waited, headers = part.get("dependsOn") or [], part.get("headers") or {}
    if not isinstance(headers, dict) or not all(isinstance(value, str) for value in headers.values()):
        return False
    return isinstance(waited, list) and all(isinstance(name, str) for name in waited)


def _ordered(parts: list[dict[str, JSON]]) -> list[dict[str, JSON]]:
    """Parts after those that they depend on; an unknown or circular dependency is refused."""
    ordered: list[dict[str, JSON]] = []
    placed: set[str] = set()
    left = list(parts)
    while left:
        ready = [part for part in left if placed.issuperset(part.get("dependsOn") or [])]
        if not ready:
            raise errors.bad_request(
                "Invalid dependsOn: a batch request depends on an id that does not exist or on itself."
            )
        ordered += ready
        placed |= {part["id"] for part in ready}
        left = [part for part in left if part["id"] not in placed]
    return ordered


def _request(outer: Request, version: str, part: Mapping[str, JSON]) -> Request:
    body = part.get("body")
    url = "/" + str(part["url"]).lstrip("/")
    headers = {
        **{key: value for key, value in outer.headers.items() if key.lower() == "client-request-id"},
        **(part.get("headers") or {}),
    }
    try:
        data = b"" if body is None else orjson.dumps(body)
    except orjson.JSONEncodeError:  # it reads a thousand levels and writes 254
        raise errors.bad_request("Invalid batch payload format.") from None
    return replace(
        outer,
        method=str(part["method"]).upper(),
        url=f"{root(outer.url)}/{version}{url}",
        headers=headers,
        body=data,
    )


def _answer(part_id: str, response: Response, sound: bool) -> dict[str, JSON]:
    kept = {
        key: value
        for key, value in response.headers.items()
        if key in ("Content-Type", "Location", "Retry-After")
    }
    passed = sound and response.headers.get("Content-Type", "").startswith("application/json")
    body = (orjson.Fragment(response.body) if passed else _carried(response.body)) if response.body else None
    return {
        "id": part_id,
        "status": response.status,
        "headers": kept,
        **({} if body is None else {"body": body}),
    }


def _carried(body: bytes) -> JSON:
    """JSON as it is; anything else, which only a fault makes, as base64url, the way the page describes for images."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return base64.urlsafe_b64encode(body).decode()


def _refused(part_id: str, status: int, code: str, text: str) -> dict[str, JSON]:
    """The answer to a part that is refused before it is carried out."""
    error = {"code": code, "message": text}
    return {
        "id": part_id,
        "status": status,
        "headers": {"Content-Type": "application/json"},
        "body": {"error": error},
    }
