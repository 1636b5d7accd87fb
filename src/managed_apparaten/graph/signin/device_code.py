"""Sign-in by a code that somebody types in a browser, and once for many commands where that can be kept safely.

azure-identity keeps its tokens in the system's own vault (DPAPI, Keychain, libsecret), under a name of ours. Where there is
none, tokens stay in memory: the plain file that it offers instead is not used.
https://learn.microsoft.com/python/api/overview/azure/identity-readme#persistent-token-caching
"""

from __future__ import annotations

import hashlib
import importlib
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from managed_apparaten.graph.signin.request import SignIn

if TYPE_CHECKING:
    from azure.core.credentials import AccessToken, AccessTokenInfo, TokenCredential, TokenRequestOptions
    from azure.identity import AuthenticationRecord, DeviceCodeCredential

CACHE = "managed-apparaten"


def device_code_credential(sign_in: SignIn, place: dict[str, Any]) -> TokenCredential:
    """A credential that asks a person, through `sign_in.prompt`."""
    from azure.identity import DeviceCodeCredential, TokenCachePersistenceOptions

    ask = sign_in.prompt
    if ask is None:
        raise AssertionError("a device code needs a prompt")
    kept = sign_in.desk is not None and vault_works(sign_in.desk)

    def prompt(url: str, code: str, until: datetime) -> None:
        ask(url, code, until, kept=kept)

    more: dict[str, Any] = {"tenant_id": sign_in.tenant_id, "prompt_callback": prompt, **place}
    if not kept or sign_in.desk is None:
        return DeviceCodeCredential(sign_in.client_id, **more)
    file = account_file(sign_in.desk, sign_in)
    more |= {
        "cache_persistence_options": TokenCachePersistenceOptions(name=CACHE),
        "disable_automatic_authentication": True,
    }
    record = _record(file, sign_in)
    if record is not None:
        del more["authority"]
    return RememberedAccount(
        DeviceCodeCredential(sign_in.client_id, authentication_record=record, **more), file
    )


class RememberedAccount:
    """Uses the account that signed in before; asks anew, and remembers who it was, when that no longer works."""

    def __init__(self, inner: DeviceCodeCredential, file: Path) -> None:
        self._inner, self._file = inner, file

    def get_token(
        self, *scopes: str, claims: str | None = None, enable_cae: bool = False, **more: Any
    ) -> AccessToken:
        """A token, silently if that is possible."""
        from azure.identity import AuthenticationRequiredError

        with suppress(AuthenticationRequiredError):
            return self._inner.get_token(*scopes, claims=claims, enable_cae=enable_cae, **more)
        record = self._inner.authenticate(scopes=scopes, claims=claims, enable_cae=enable_cae, **more)
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(
            os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as out:
            out.write(record.serialize())
        return self._inner.get_token(*scopes, enable_cae=enable_cae, **more)

    def get_token_info(self, *scopes: str, options: TokenRequestOptions | None = None) -> AccessTokenInfo:
        """The same in azure-core's newer form."""
        from azure.core.credentials import AccessTokenInfo

        token = self.get_token(*scopes, **(options or {}))
        return AccessTokenInfo(token.token, token.expires_on)

    def close(self) -> None:
        """Close connections."""
        self._inner.close()


def account_file(desk: Path, sign_in: SignIn) -> Path:
    """Where the account of this tenant and application is named. Authority, ids and user name: no token, no secret."""
    place = "\n".join((sign_in.cloud.authority, sign_in.tenant_id, sign_in.client_id))
    return desk / f"account-{hashlib.sha256(place.encode()).hexdigest()[:16]}.json"


def vault_works(desk: Path) -> bool:
    """Whether this machine can keep a secret: the same test that azure-identity would fail on later."""
    extensions = importlib.import_module("msal_extensions")
    try:
        extensions.build_encrypted_persistence(str(desk / "probe"))
    except (ImportError, OSError, RuntimeError, ValueError):
        return False
    return True


def _record(file: Path, sign_in: SignIn) -> AuthenticationRecord | None:
    """Who signed in before; where and by which app is not taken from a file, and a cloud's tokens can name another host of it."""
    from azure.identity import AuthenticationRecord

    with suppress(OSError, ValueError, KeyError, AttributeError):
        found = AuthenticationRecord.deserialize(file.read_text("utf-8"))
        return AuthenticationRecord(
            sign_in.tenant_id,
            sign_in.client_id,
            sign_in.cloud.authority,
            found.home_account_id,
            found.username,
        )
    return None
