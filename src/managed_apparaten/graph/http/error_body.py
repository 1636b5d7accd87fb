"""Turns answers with an error status into exceptions, and exceptions into messages. Reads Graph's error shape
and Intune's inside it.

Intune's front end puts a JSON document, as text, into `error.message`. Its `Message` holds the sentence for
people, followed by an operation id, an activity id and an internal URL. We keep the sentence and the activity
id, with secrets removed: a service can repeat the header that it rejected. Shape:
https://learn.microsoft.com/graph/errors; the inner document is known from many public reports only.
"""

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import unquote

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import GraphFailed, Oversized, TransportFailed, Unreadable
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse
from managed_apparaten.graph.http.wait import OutOfTime
from managed_apparaten.graph.redaction import redact, valid_request_id

F = TypeVar("F", bound=GraphFailed)

_OPERATION = " - Operation ID"
_ACTIVITY = re.compile(r"Activity ID: ([0-9a-fA-F-]{36})")
_MAX_TEXT, _MAX_CODE = 2000, 64
_DOCUMENTS = 3
"""Most JSON documents inside one another: a 504 of Intune has its usual document inside a second one."""
_STATUSES = {
    400: "GRA400",
    401: "GRA401",
    403: "GRA403",
    404: "GRA404",
    405: "GRA405",
    409: "GRA409",
    412: "GRA412",
    413: "GRA413",
    423: "GRA423",
    429: "GRA429",
}
"""HTTP status -> code of our message."""
APPROVAL_CODE = "x-msft-approval-code"
"""Header with the code of a Multi Admin Approval request."""


@dataclass(frozen=True, slots=True)
class ServiceError:
    """The error in an answer, as the service describes it."""

    code: str
    message: str
    request_id: str
    activity_id: str


def service_error(response: GraphResponse) -> ServiceError:
    """Return the error in an answer of any shape: a body that is no Graph error gives empty texts, never an
    exception."""
    error = _dict(_dict(response.body).get("error"))
    inner = _dict(error.get("innerError") or error.get("innererror"))
    text, activity = _sentence(str(error.get("message") or ""))
    request_id = valid_request_id(str(inner.get("request-id") or "")) or valid_request_id(
        response.headers.get("request-id") or ""
    )
    return ServiceError(redact(str(error.get("code") or ""))[:_MAX_CODE], redact(text), request_id, activity)


def refusal_error(error_type: type[F], request: GraphRequest, response: GraphResponse) -> F:
    """Return an exception of this type for an answer; an approval code of Multi Admin Approval goes into its
    `details`."""
    error = service_error(response)
    code = response.headers.get(APPROVAL_CODE)
    return error_type(
        status=response.status,
        code=error.code or "NoErrorBody",
        message=error.message,
        method=request.method,
        path=shown_path(request.path),
        request_id=error.request_id,
        activity_id=error.activity_id,
        details={"approval-code": code} if code else {},
    )


def unusable_answer_error(
    error_type: type[F], request: GraphRequest, code: str, message: str = "", status: int = 0
) -> F:
    """Return an exception of this type for an answer that we cannot use although the service did not refuse.

    `code` is a name of ours; `message` is data, not a sentence: the property that was missing, or what the
    transport said.
    """
    return error_type(status, code, message, request.method, shown_path(request.path))


def no_answer_error(error_type: type[F], request: GraphRequest, error: TransportFailed) -> F:
    """Return an exception of this type for a request without an answer, or with one that is not Graph's."""
    if isinstance(error, Oversized):
        return unusable_answer_error(error_type, request, "TooLarge", error.limit, error.status)
    if isinstance(error, Unreadable):
        return unusable_answer_error(error_type, request, "InvalidResponse", str(error), error.status)
    code = "OutOfTime" if isinstance(error, OutOfTime) else "NoAnswer" if error.sent else "NoConnection"
    return unusable_answer_error(error_type, request, code, str(error))


def diagnostic(failed: GraphFailed, address: str | None = None) -> Diagnostic:
    """Return the failure as a message for people.

    Its code is `GRA` with the HTTP status for a refusal, GRA500 for all statuses from 500, and GRA0xx for
    what is not an answer of Graph.
    """
    args = {
        "status": str(failed.status),
        "code": failed.code,
        "message": failed.message,
        "request": f"{failed.method} {failed.path}",
        "request_id": failed.request_id or "-",
        "activity_id": failed.activity_id or "-",
    }
    return Diagnostic(_code(failed), args=args, address=address)


def shown_path(path: str) -> str:
    """Return a path for people: decoded and without its query."""
    return unquote(path.partition("?")[0])


def _code(failed: GraphFailed) -> str:
    """Return the code of the message for a failure."""
    if failed.code in _OWN:
        return _OWN[failed.code]
    return _STATUSES.get(failed.status, "GRA500" if failed.status >= 500 else "GRA002")


_OWN = {
    "NoAnswer": "GRA001",
    "NoConnection": "GRA001",
    "OutOfTime": "GRA006",
    "InvalidResponse": "GRA002",
    "NoErrorBody": "GRA002",
    "LinkRepeats": "GRA003",
    "LinkElsewhere": "GRA003",
    "PagesRepeat": "GRA003",
    "EmptyPages": "GRA003",
    "TooManyPages": "GRA003",
    "MissingPart": "GRA004",
    "IncompleteObject": "GRA005",
    "ChangedMeanwhile": "GRA005",
    "HiddenProperties": "GRA007",
    "MaskedValue": "GRA008",
    "TooLarge": "GRA009",
    "TooMuch": "GRA009",
    "NotInSnapshot": "GRA570",
}
"""Our names of failures that are not in a Graph error body -> code of our message."""


def _sentence(message: str) -> tuple[str, str]:
    """Return the sentence for people and the activity id in an error message, after opening the JSON
    documents around them."""
    for _ in range(_DOCUMENTS):
        if message.lstrip().startswith("{"):
            with suppress(ValueError, RecursionError):
                message = str(_dict(json.loads(message)).get("Message") or message)
    activity = _ACTIVITY.search(message)
    return message.partition(_OPERATION)[0].strip()[:_MAX_TEXT], activity[1] if activity else ""


def _dict(value: JSON) -> dict[str, JSON]:
    """Return the value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}
