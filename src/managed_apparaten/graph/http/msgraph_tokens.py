"""Tokens between azure-identity, which waits, and msgraph-sdk's authentication provider, which must not.

The first token is asked for in the caller's thread, where somebody can answer a device code and Ctrl-C works; later ones in a
thread beside the event loop. How long one lasts is measured on a clock that never steps back: `expires_on` is wall time, and
a laptop whose clock is corrected half-way would believe in a token that ended long ago, or in none.
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
"""Seconds before its end in which a token is renewed; a tenth of its life when that is less."""
PAUSE = 30.0
"""Seconds between two tokens that nobody refused: what a credential gives may be near its end, and may stay so."""


class Tokens:
    """The tokens of one scope: one is asked for at a time, and everybody waits for the same."""

    def __init__(self, credential: TokenCredential, scope: str, clock: Clock) -> None:
        self._credential, self._scope, self._clock = credential, scope, clock
        self._first, self._turn = threading.Lock(), asyncio.Lock()
        self._kept: AccessToken | None = None
        self._until = self._end = 0.0
        self.generation = 0
        """Counts the tokens so far."""

    def first(self) -> None:
        """Sign in, unless that is done. Raises `SignInFailed`."""
        with self._first:
            if self._kept is None:
                self._keep(self._asked(None))

    def claims(self) -> Claims | None:
        """What the token at hand says of itself; None without one, or when it cannot be read."""
        return None if self._kept is None else claims_of(self._kept.token)

    async def get_token(self, *_scopes: str, claims: str | None = None, **_options: object) -> AccessToken:
        """What the SDK's provider calls; `claims` answers a challenge and always asks for a new token."""
        async with self._turn:
            if self._kept is None or claims:
                return self._keep(await asyncio.to_thread(self._asked, claims))
            if self._clock.monotonic() < self._until:
                return self._kept
            try:
                return self._keep(await asyncio.to_thread(self._asked, None))
            except SignInFailed:
                now = self._clock.monotonic()
                if now >= self._end:
                    raise
                self._until = min(now + PAUSE, self._end)
                return self._kept

    async def renewed(self, seen: int) -> bool:
        """Whether there is another token than the one of that generation, which was refused. Asks for one when there is not, and past
        the credential's own cache when that gives the same one back."""
        async with self._turn:
            if self.generation != seen or self._kept is None:
                return True
            try:
                found = await asyncio.to_thread(self._asked, None)
                if found.token == self._kept.token:
                    found = await asyncio.to_thread(self._asked, self._newer())
            except SignInFailed:
                return False
            self._keep(found)
            return True

    def _asked(self, claims: str | None) -> AccessToken:
        return self._credential.get_token(self._scope, claims=claims, enable_cae=True)

    def _keep(self, found: AccessToken) -> AccessToken:
        now, life = self._clock.monotonic(), found.expires_on - self._clock.now().timestamp()
        self._end = now + life
        self._until = max(now + PAUSE, self._end - min(EXPIRY_MARGIN, life / 10))
        self._kept, self.generation = found, self.generation + 1
        return found

    def _newer(self) -> str:
        """Claims that no token from a cache can have: made from now on. The form is the one of Entra's own challenges
        (https://learn.microsoft.com/entra/identity-platform/claims-challenge)."""
        return json.dumps(
            {"access_token": {"nbf": {"essential": True, "value": str(int(self._clock.now().timestamp()))}}}
        )
