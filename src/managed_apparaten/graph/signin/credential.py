"""Signs in to a tenant in one named way, through azure-identity. No chain of credentials is tried.

What each way needs and which credential it uses is in `modes`; what a refusal means is in `errors`.
azure-identity is imported when a credential is made, so that commands without a real tenant do not pay for
it.
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
"""Seconds before a token expires from which it is no longer used; the same figure as in azure-identity."""
TOKEN_SECONDS = 120.0
"""Seconds to get a token, over all attempts (our own choice)."""
DEVICE_CODE_SECONDS = 1200.0
"""The same when a person types a code: Entra allows a quarter of an hour for that."""
NOISY_LOGGERS = ("azure", "msal", "msal_extensions")
"""Loggers that log a warning for each refusal in the words of the service. The user gets those words in our
message only."""


def credential(
    sign_in: SignIn, clock: Clock | None = None, token_seconds: float | None = None, end: float = math.inf
) -> Credential:
    """Return a credential for msgraph-sdk (an `azure.core.credentials.TokenCredential`). Every failure of it
    is a `SignInFailed`.

    `token_seconds` is the time in seconds to get a token; `end` is the moment on the monotonic clock after
    which none is requested.
    """
    usual = DEVICE_CODE_SECONDS if sign_in.mode == "device-code" else TOKEN_SECONDS
    return Credential(sign_in, clock or SystemClock(), usual if token_seconds is None else token_seconds, end)


class Credential:
    """A credential for one way to sign in.

    The credential of azure-identity is made at the first use. A token is requested once and kept in memory
    until shortly before it expires.
    """

    def __init__(self, sign_in: SignIn, clock: Clock, token_seconds: float, end: float) -> None:
        self._sign_in, self._clock, self._token_seconds, self._end = sign_in, clock, token_seconds, end
        self._guard = threading.Lock()
        self._exchange = AssertionExchange()
        self._inner: TokenCredential | None = None
        self._tokens: dict[tuple[object, ...], AccessToken] = {}
        for name in NOISY_LOGGERS:
            _add_null_handler(logging.getLogger(name))

    def get_token(
        self,
        *scopes: str,
        claims: str | None = None,
        tenant_id: str | None = None,
        enable_cae: bool = False,
        **options: Any,
    ) -> AccessToken:
        """Return a token for the scopes; `claims` (the answer to a claims challenge) always requests a new
        one."""
        key = (scopes, tenant_id, enable_cae)
        with self._guard:
            token = None if claims else self._tokens.get(key)
            if token is None or token.expires_on - EXPIRY_MARGIN <= self._clock.now().timestamp():
                token = self._request_token(
                    *scopes, claims=claims, tenant_id=tenant_id, enable_cae=enable_cae, **options
                )
                self._tokens[key] = token
            return token

    def get_token_info(self, *scopes: str, options: TokenRequestOptions | None = None) -> AccessTokenInfo:
        """Return a token in the newer form of azure-core."""
        from azure.core.credentials import AccessTokenInfo

        token = self.get_token(*scopes, **(options or {}))
        return AccessTokenInfo(token.token, token.expires_on)

    def close(self) -> None:
        """Close connections and forget the tokens."""
        with self._guard:
            inner, self._inner, self._tokens = self._inner, None, {}
        _close_all([inner] if inner else [])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _request_token(self, *scopes: str, **options: Any) -> AccessToken:
        """Request a token; raise `SignInFailed` when there is none, or when it takes too long."""
        from azure.core.exceptions import AzureError

        # First request the token within its time; the credential is made inside, because that can wait too.
        seconds = min(self._token_seconds, self._end - self._clock.monotonic())
        credentials: list[TokenCredential] = [self._inner] if self._inner else []
        try:

            def get_token() -> AccessToken:
                # Making the credential can wait too: the vault of a desktop asks its owner to unlock it.
                credentials[:] = credentials or [make_credential(self._sign_in, self._exchange)]
                with silenced(SIGN_IN_PACKAGES), untraced():
                    return credentials[0].get_token(*scopes, **options)

            token = run_within(seconds, get_token, unwanted=lambda: _close_all(credentials))
            self._inner = credentials[0]
            return token
        except (AzureError, OSError, ValueError) as problem:
            self._inner = next(iter(credentials), None)
            failure = explain_failure(problem, self._sign_in, self._exchange)
        except TimeExceeded:
            # The request that is under way keeps using this credential, which is closed when it ends. The next token needs a new one.
            self._inner = None
            failure = sign_in_failure("SGN028", self._sign_in, seconds=f"{max(seconds, 0.0):.0f}")
        except Exception:
            self._inner = next(iter(credentials), None)
            raise
        raise failure


def _close_all(credentials: list[TokenCredential]) -> None:
    """Close these credentials."""
    for credential in credentials:
        if hasattr(credential, "close"):
            credential.close()


def _add_null_handler(logger: logging.Logger) -> None:
    """Give the logger a handler that prints nothing. Without any handler Python would print its warnings on
    stderr."""
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
