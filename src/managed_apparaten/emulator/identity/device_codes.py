"""Sign-in of a person by a code (RFC 8628), as Entra documents it: the codes that wait, and the page where they are typed.

https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code names the errors; it does not know `slow_down`, so a
client that asks too often is not told. Numbers: AADSTS70016 for a code that waits and 70019 for one that is expired stand on
https://learn.microsoft.com/entra/identity-platform/reference-error-codes; 70018 for one that is refused is the nearest there.
Whoever opens the page is the one administrator of the tenant: no password is asked.
"""

from __future__ import annotations

import html
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from managed_apparaten.emulator.core.http import JSON, Response
from managed_apparaten.emulator.identity.oauth_errors import OAuthError, form_of
from managed_apparaten.emulator.identity.registrations import Application

PATH = "common/oauth2/deviceauth"
GRANT = "urn:ietf:params:oauth:grant-type:device_code"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
GOOD_FOR = 900
"""Seconds that a code waits."""
INTERVAL = 5
"""Seconds between two questions of a client."""
MOST = 100
"""Codes that wait at once; the oldest makes room."""


@dataclass(slots=True)
class Waiting:
    """One code that somebody may type."""

    app_id: str
    scope: str
    user_code: str
    ends: datetime
    decision: bool | None = None


class DeviceCodes:
    """The codes that were given out and not used yet; they die with the process."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._waiting: dict[str, Waiting] = {}

    def begin(self, app: Application, scope: str, root: str) -> dict[str, JSON]:
        """A new code, with what its client must show."""
        user_code = "".join(secrets.choice(LETTERS) for _ in range(9))
        device_code, url = secrets.token_urlsafe(48), f"{root}/{PATH}"
        while len(self._waiting) >= MOST:
            del self._waiting[next(iter(self._waiting))]
        self._waiting[device_code] = Waiting(
            app.id, scope, user_code, self._clock() + timedelta(seconds=GOOD_FOR)
        )
        message = f"To sign in, use a web browser to open the page {url} and enter the code {user_code} to authenticate."
        return {"user_code": user_code, "device_code": device_code, "verification_uri": url, "expires_in": GOOD_FOR,
                "interval": INTERVAL, "message": message}  # fmt: skip

    def used(self, app: Application, device_code: str) -> str:
        """The scope that a person agreed to; the code is gone then. Raises Refused as long as nobody agreed."""
        found = self._waiting.get(device_code)
        if found is None or found.app_id != app.id:
            raise OAuthError(
                400,
                "bad_verification_code",
                70018,
                "Invalid verification code due to an unknown or already used device code.",
            )
        if found.ends <= self._clock():
            del self._waiting[device_code]
            raise OAuthError(
                400, "expired_token", 70019, "The verification code expired. Have the user retry the sign-in."
            )
        if found.decision is None:
            text = "OAuth 2.0 device flow error. Authorization is pending. Continue polling."
            raise OAuthError(400, "authorization_pending", 70016, text)
        del self._waiting[device_code]
        if not found.decision:
            raise OAuthError(
                400, "authorization_declined", 70018, "The user declined: authorization is not approved."
            )
        return found.scope

    def page(self, method: str, body: bytes) -> Response:
        """The page where a person types the code and agrees or not."""
        if method != "POST":
            return _page(200, _FORM)
        form = form_of(body)
        typed = form.get("code", "").strip().upper()
        found = next((known for known in self._waiting.values() if known.user_code == typed), None)
        if found is None or found.ends <= self._clock():
            return _page(
                400,
                f"<p>{html.escape(typed)}: that code did not work. Check the code and try again.</p>{_FORM}",
            )
        found.decision = form.get("answer") == "yes"
        return _page(200, "<p>You can close this page.</p>")


_FORM = (
    f'<form method="post" action="/{PATH}"><label>Code <input name="code" autofocus></label>'
    '<button name="answer" value="yes">Sign in</button><button name="answer" value="no">Cancel</button></form>'
)


def _page(status: int, text: str) -> Response:
    body = f"<!doctype html><html lang=en><title>Embedded tenant</title><h1>Sign in to the embedded tenant</h1>{text}</html>"
    return Response(
        status, {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}, body.encode()
    )
