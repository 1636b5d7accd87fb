"""Sign-in to a tenant: one named way, through azure-identity, and never a chain that tries what it finds.

What each way needs and how it is made stands in `signin_modes`, what a refusal means in `signin_errors`. azure-identity is
imported when a credential is made, so that commands without a real tenant do not pay for it.
"""

from __future__ import annotations

import logging
import math
import threading
from typing import TYPE_CHECKING, Any, Self

from managed_apparaten.core.clock import Clock, SystemClock
from managed_apparaten.graph.log_silencing import SIGN_IN_PACKAGES, silenced, untraced
from managed_apparaten.graph.signin.errors import explain_failure
from managed_apparaten.graph.signin.federated import AssertionExchange
from managed_apparaten.graph.signin.modes import MODES, Mode, make_credential
from managed_apparaten.graph.signin.request import Prompt, SignIn, SignInFailed, sign_in_failure
from managed_apparaten.graph.total_time import TimeExceeded, run_within

if TYPE_CHECKING:
    from azure.core.credentials import AccessToken, AccessTokenInfo, TokenCredential, TokenRequestOptions

__all__ = ["MODES", "Mode", "Prompt", "SignIn", "SignInFailed", "credential"]
EXPIRY_MARGIN = 300
"""Seconds before its end from which a token is no longer used; azure-identity's own figure."""
TOKEN_SECONDS = 120.0
"""Seconds for a token, all tries together (a choice of ours)."""
DEVICE_CODE_SECONDS = 1200.0
"""The same where a person types a code: Entra gives a quarter of an hour for that."""
NOISY_LOGGERS = ("azure", "msal", "msal_extensions")
"""Loggers that warn about each refusal in the service's own words: those words come to the user by one way, ours."""


def credential(
    sign_in: SignIn, clock: Clock | None = None, whole: float | None = None, end: float = math.inf
) -> Credential:
    """A credential for msgraph-sdk (an `azure.core.credentials.TokenCredential`); each failure is a SignInFailed. `whole` is the time for
    a token, in seconds; `end` the moment on the monotonic clock after which none is asked for."""
    usual = DEVICE_CODE_SECONDS if sign_in.mode == "device-code" else TOKEN_SECONDS
    return Credential(sign_in, clock or SystemClock(), usual if whole is None else whole, end)


class Credential:
    """One way to sign in. Made when it is first used; a token is asked for once and kept in memory until just before its end."""

    def __init__(self, sign_in: SignIn, clock: Clock, whole: float, end: float) -> None:
        self._sign_in, self._clock, self._whole, self._end = sign_in, clock, whole, end
        self._guard = threading.Lock()
        self._exchange = AssertionExchange()
        self._inner: TokenCredential | None = None
        self._kept: dict[tuple[object, ...], AccessToken] = {}
        for name in NOISY_LOGGERS:
            _silenced(logging.getLogger(name))

    def get_token(
        self,
        *scopes: str,
        claims: str | None = None,
        tenant_id: str | None = None,
        enable_cae: bool = False,
        **more: Any,
    ) -> AccessToken:
        """A token for the scopes; `claims` (the answer to a claims challenge) always asks for a new one."""
        key = (scopes, tenant_id, enable_cae)
        with self._guard:
            kept = None if claims else self._kept.get(key)
            if kept is None or kept.expires_on - EXPIRY_MARGIN <= self._clock.now().timestamp():
                kept = self._asked(*scopes, claims=claims, tenant_id=tenant_id, enable_cae=enable_cae, **more)
                self._kept[key] = kept
            return kept

    def get_token_info(self, *scopes: str, options: TokenRequestOptions | None = None) -> AccessTokenInfo:
        """The same in azure-core's newer form."""
        from azure.core.credentials import AccessTokenInfo

        token = self.get_token(*scopes, **(options or {}))
        return AccessTokenInfo(token.token, token.expires_on)

    def close(self) -> None:
        """Close connections and forget the tokens."""
        with self._guard:
            inner, self._inner, self._kept = self._inner, None, {}
        _closed([inner] if inner else [])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _asked(self, *scopes: str, **options: Any) -> AccessToken:
        from azure.core.exceptions import AzureError

        seconds = min(self._whole, self._end - self._clock.monotonic())
        used: list[TokenCredential] = [self._inner] if self._inner else []
        try:

            def asked() -> AccessToken:
                # Making it can wait as well: the vault of a desktop asks its owner to unlock it.
                used[:] = used or [make_credential(self._sign_in, self._exchange)]
                with silenced(SIGN_IN_PACKAGES), untraced():
                    return used[0].get_token(*scopes, **options)

            token = run_within(seconds, asked, unwanted=lambda: _closed(used))
            self._inner = used[0]
            return token
        except (AzureError, OSError, ValueError) as problem:
            self._inner = next(iter(used), None)
            found = explain_failure(problem, self._sign_in, self._exchange)
        except TimeExceeded:
            # What is on its way keeps the old one busy: the next token is asked for anew, and the old one is closed when it ends.
            self._inner = None
            found = sign_in_failure("SGN028", self._sign_in, seconds=f"{max(seconds, 0.0):.0f}")
        except Exception:
            self._inner = next(iter(used), None)
            raise
        raise found


def _closed(credentials: list[TokenCredential]) -> None:
    for one in credentials:
        if hasattr(one, "close"):
            one.close()


def _silenced(logger: logging.Logger) -> None:
    """Nothing on stderr unless somebody configured logging; Python would print warnings of a logger without any handler."""
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
