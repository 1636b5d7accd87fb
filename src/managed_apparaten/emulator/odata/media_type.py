"""Checks of the size, Content-Type and Accept of a request, and the level of metadata that Accept asks for.

References: learn.microsoft.com/graph/errors (406, 413, 415); OData JSON Format 4.01, section 3.1, for the levels of metadata.
"""

from __future__ import annotations

import re
from typing import Literal

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.core.http import Request

LARGEST = 4 * 2**20
"""Bytes of a request body: microsoft-graph-docs concepts/onenote-images-files.md; Graph's own words: microsoft-graph-docs#11806."""
Level = Literal["none", "minimal", "full"]
LEVELS: tuple[Level, ...] = ("none", "minimal", "full")
WITH_BODY = frozenset({"POST", "PATCH", "PUT"})
JSON_BODY = re.compile(r"application/([\w.-]+\+)?json", re.IGNORECASE)
_RANGE = re.compile(r"\*/\*|application/(\*|json)|text/(\*|plain)", re.IGNORECASE)
"""Media ranges that an answer of Graph fits; counts are plain text."""
_ASKED = re.compile(r"(?:odata\.)?metadata=\s*\"?([\w-]+)", re.IGNORECASE)


def check(request: Request, behaviours: Behaviours) -> None:
    """Refuse a body that is too large or not JSON, and an Accept header that Graph cannot answer."""
    if len(request.body) > LARGEST and behaviours.on("requests-of-4-mb"):
        raise errors.GraphError(413, "BadRequest", "The maximum request length supported is 4MB.")
    content_type = (request.header("Content-Type") or "").partition(";")[0].strip()
    other = (
        request.method in WITH_BODY
        and request.body
        and content_type
        and not JSON_BODY.fullmatch(content_type)
    )
    if other and behaviours.on("content-type-checked"):
        raise _not_json(content_type, behaviours)
    if behaviours.on("accept-checked") and not _acceptable(request.header("Accept") or "*/*"):
        raise errors.GraphError(
            406, "NotAcceptable", "The format requested in the Accept header is not supported."
        )


def check_declared(request: Request, behaviours: Behaviours) -> None:
    """Refuse a body without Content-Type, as Graph does over the network."""
    if (
        request.method in WITH_BODY
        and request.body
        and not request.header("Content-Type")
        and behaviours.on("content-type-needed")
    ):
        raise errors.bad_request(
            "Write requests (excluding DELETE) must contain the Content-Type header declaration."
        )


def level(request: Request, behaviours: Behaviours) -> Level:
    """The level of metadata that an answer has."""
    if not behaviours.on("metadata-levels"):
        return "minimal"
    found = _ASKED.search(request.header("Accept") or "")
    return next((name for name in LEVELS if found and found[1].lower() == name), "minimal")


def _not_json(content_type: str, behaviours: Behaviours) -> errors.GraphError:
    if behaviours.on("content-type-415"):
        return errors.GraphError(
            415, "UnsupportedMediaType", f"The content type '{content_type}' of the request is not supported."
        )
    text = f"A supported MIME type could not be found that matches the content type of the request. None matches '{content_type}'."
    return errors.GraphError(400, "RequestBodyRead", text)


def _acceptable(accept: str) -> bool:
    ranges = [part.strip() for part in accept.split(",") if part.strip()]
    asked = _ASKED.search(accept)
    return any(_RANGE.fullmatch(part.partition(";")[0].strip()) for part in ranges) and (
        asked is None or asked[1].lower() in LEVELS
    )
