"""Supplies tokens: azure-identity blocks while it gets one, and the authentication provider of msgraph-sdk
must not.

The first token is requested in the caller's thread, where somebody can answer a device code and Ctrl-C works;
later ones in a thread beside the event loop. How long a token lasts is measured on a clock that never goes
back. `expires_on` is wall time, and on a laptop whose clock is corrected half-way it would make an expired
token look valid, or a valid one expired.
"""

from __future__ import annotations

import asyncio
import json
import threading
from typing import TYPE_CHECKING

from managed_apparaten.core.clock import Clock
from managed_apparaten.graph.signin.claims import Claims, claims_of
from managed_apparaten.graph.signin.request import SignInFailed

if TYPE_CHECKING:
    from azure.core.credentials import AccessToken, TokenCredential

EXPIRY_MARGIN = 300.0
"""Seconds before a token expires in which it is renewed; a tenth of its life when that is less."""
PAUSE = 30.0
"""Least number of seconds between two tokens when none was refused: a credential may return one that is about
to expire, and keep doing so."""


class Tokens:
    """The tokens for one scope. One is requested at a time, and all requests wait for the same one."""

    def __init__(self, credential: TokenCredential, scope: str, clock: Clock) -> None:
        self._credential, self._scope, self._clock = credential, scope, clock
        self._first, self._renewing = threading.Lock(), asyncio.Lock()
        self._token: AccessToken | None = None
        self._renew_at = self._expires_at = 0.0
        self.generation = 0
        """Number of tokens so far."""

    def first(self) -> None:
        """Sign in, unless that has been done; raise `SignInFailed`."""
        with self._first:
            if self._token is None:
                self._keep(self._request_token(None))

    def claims(self) -> Claims | None:
        """Return the claims of the current token; None without one, or when it cannot be read."""
        return None if self._token is None else claims_of(self._token.token)

    async def get_token(self, *_scopes: str, claims: str | None = None, **_options: object) -> AccessToken:
        """Return a token; the SDK's authentication provider calls this. `claims` answers a claims challenge
        and always requests a new token."""
        async with self._renewing:
            if self._token is None or claims:
                return self._keep(await asyncio.to_thread(self._request_token, claims))
            if self._clock.monotonic() < self._renew_at:
                return self._token
            try:
                return self._keep(await asyncio.to_thread(self._request_token, None))
            except SignInFailed:
                now = self._clock.monotonic()
                if now >= self._expires_at:
                    raise
                self._renew_at = min(now + PAUSE, self._expires_at)
                return self._token

    async def renew(self, seen: int) -> bool:
        """Return whether there is another token than the one of generation `seen`, which was refused.

        When there is none, request one; when the credential returns the same one from its cache, request one
        that cannot come from a cache.
        """
        async with self._renewing:
            if self.generation != seen or self._token is None:
                return True
            try:
                token = await asyncio.to_thread(self._request_token, None)
                if token.token == self._token.token:
                    token = await asyncio.to_thread(self._request_token, self._claims_for_new_token())
            except SignInFailed:
                return False
            self._keep(token)
            return True

    def _request_token(self, claims: str | None) -> AccessToken:
        """Request a token from the credential."""
        return self._credential.get_token(self._scope, claims=claims, enable_cae=True)

    def _keep(self, token: AccessToken) -> AccessToken:
        """Store a token with the moments from which it is renewed and at which it expires."""
        now, life = self._clock.monotonic(), token.expires_on - self._clock.now().timestamp()
        self._expires_at = now + life
        self._renew_at = max(now + PAUSE, self._expires_at - min(EXPIRY_MARGIN, life / 10))
        self._token, self.generation = token, self.generation + 1
        return token

    def _claims_for_new_token(self) -> str:
        """Return claims that no cached token can have: issued from now on.

        The form is that of Entra's own challenges
        (https://learn.microsoft.com/entra/identity-platform/claims-challenge).
        """
        return json.dumps(
            {"access_token": {"nbf": {"essential": True, "value": str(int(self._clock.now().timestamp()))}}}
        )
