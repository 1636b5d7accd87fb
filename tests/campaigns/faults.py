"""What goes wrong in the canary campaign: every fault of the embedded tenant, and a service that says too much."""

from __future__ import annotations

import base64
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest
from tests.campaigns.canaries import TOKENS, VALUES

from managed_apparaten.emulator.core.http import Response
from managed_apparaten.emulator.faults import answers, fault_table
from managed_apparaten.emulator.faults.answers import Change, Moment
from managed_apparaten.emulator.faults.fault_table import FaultForm


def _bearer(moment: Moment) -> str:
    """What the request had to show; in process nobody shows anything."""
    return moment.request.header("Authorization") or f"Bearer {TOKENS['access token']}"


def _said(
    text: Callable[[str], str], status: int = 400, *, intune: bool = False, code: str = "BadRequest"
) -> FaultForm:
    return FaultForm(lambda m: answers.refusal(status, code, text(_bearer(m)), intune=intune)(m))


def _with(status: int, body: bytes, headers: Callable[[Moment], Mapping[str, str]]) -> FaultForm:
    return FaultForm(lambda m: Response(status, {"Content-Type": "application/json", **headers(m)}, body))


def _spoken(moment: Moment) -> Response:
    """Ids that are no ids."""
    made = answers.refusal(400, "BadRequest", "No", headers={"request-id": VALUES["ids of a refusal"]})(
        moment
    )
    body = made.body.replace(b'"request-id":"', f'"request-id":"{VALUES["ids of a refusal"]}'.encode())
    return replace(made, body=body)


def _link(query: str) -> Change:
    return answers.link(lambda moment, _link: moment.request.url.partition("?")[0] + query)


APPROVAL = "0f5cd9d4-3d3b-4d0a-9a3e-6b7f0f3d2c11"
"""A code is told: people look the request up by it, and it is of no use to anybody without our permission to write."""
_APPROVED = {
    "x-msft-approval-code": APPROVAL,
    "x-msft-approval-justification": VALUES["justification of an approval"],
}
_APPROVAL = f"Approval Required. x-msft-approval-code: {APPROVAL}"
SPOKEN: Mapping[str, FaultForm] = {
    "header": _said(lambda bearer: f"Bad header: Authorization: {bearer}."),
    "intune": _said(lambda bearer: f"Bad header Authorization: {bearer}.", 500, intune=True),
    "token": _said(
        lambda bearer: f"IDX10223: {bearer.partition(' ')[2]} is no good",
        401,
        code="InvalidAuthenticationToken",
    ),
    "coded": _said(lambda bearer: f"Request was {base64.b64encode(bearer.encode()).decode()}", 403),
    "half": _said(lambda bearer: f"Token {bearer.partition(' ')[2][:30]} was cut", 400),
    "secret": _said(lambda _: f"client_secret={VALUES['text of a refusal']}", 409),
    "code": FaultForm(_spoken),
    "approval": FaultForm(answers.refusal(412, "PreconditionFailed", f"{_APPROVAL}", headers=_APPROVED)),
    "redirect": _with(
        302, b"", lambda _: {"Location": f"https://elsewhere.example/?code={VALUES['address of a redirect']}"}
    ),
    "cookie": _with(200, b'{"value": []}', lambda m: {"Set-Cookie": f"session={_bearer(m)}"}),
    "challenge": _with(
        401, b"{}", lambda _: {"WWW-Authenticate": f'Bearer realm="{VALUES["address of a redirect"]}"'}
    ),
    "type": FaultForm(lambda m: Response(200, {"Content-Type": f"text/{_bearer(m)[7:70]}"}, b"x")),
    "odd-type": FaultForm(lambda _: Response(200, {"Content-Type": VALUES["type of an answer"]}, b"x")),
    "page": FaultForm(lambda m: Response(502, {"Content-Type": "text/html"}, f"<html>{_bearer(m)}".encode())),
    "link": FaultForm(_link(f"?$skiptoken={VALUES['query of a next link']}"), handled=True),
    "link-elsewhere": FaultForm(
        answers.link(lambda _m, _l: f"https://x.example/beta?t={VALUES['query of a next link']}"),
        handled=True,
    ),
    "retry-after": FaultForm(answers.throttled(lambda _: VALUES["Retry-After of the service"])),
}
"""Answers in which the service says what it should not: what it was sent, and what only it knows."""
OURS: Mapping[str, str] = {
    "reading": "managed_apparaten.graph.read.rounds.read_batched",
    "writing": "managed_apparaten.graph.write.writer._problem",
    "line": "managed_apparaten.graph.http.msgraph_session._response",
}
"""Where a mistake of ours is put: just after an answer came, when all that is secret is at hand. What it does stands in the traceback."""
EVERYWHERE = tuple((name, form) for name, row in fault_table.TABLE.items() for form in row.forms)
EVENTS = ("F12", "F13", "F26", "F27", "F28", "F29")
WRITES = ("POST", "PATCH", "PUT", "DELETE")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What goes wrong in a run."""

    name: str
    form: str = ""
    once: bool = False
    """Only the first write; else everything, always."""

    def __str__(self) -> str:
        return f"{self.name} {self.form}".strip() + (" (one write)" if self.once else "")


NOTHING = Wrong("nothing")


def wrongs() -> tuple[Wrong, ...]:
    """Every fault in every form, for good and at one write; nothing at all; all that the service can say; and mistakes of ours."""
    spoken = [Wrong("said", form, once) for form in SPOKEN for once in (False, True)]
    known = [
        Wrong(name, form, once)
        for name, form in EVERYWHERE
        for once in (False, True)
        if not (once and name in EVENTS)
    ]
    return (NOTHING, *known, *spoken, *(Wrong("ours", form) for form in OURS))


@contextmanager
def mistaken(wrong: Wrong) -> Iterator[None]:
    """A mistake in our own code, when that is what goes wrong."""
    with pytest.MonkeyPatch.context() as patch:
        if wrong.name == "ours":
            inner = pkgutil.resolve_name(OURS[wrong.form])

            def failing(*args: object) -> object:
                inner(*args)
                raise ZeroDivisionError("a mistake of ours")

            patch.setattr(OURS[wrong.form], failing)
        yield
