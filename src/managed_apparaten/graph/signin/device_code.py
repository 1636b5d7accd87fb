"""Signs in with a code that a person types in a browser; remembers the account where tokens can be stored
safely.

azure-identity stores tokens in the vault of the system (DPAPI, Keychain, libsecret), under a name of ours.
Without a vault the tokens stay in memory: the unencrypted file that azure-identity offers instead is not
used. https://learn.microsoft.com/python/api/overview/azure/identity-readme#persistent-token-caching
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
"""Name under which the tokens are stored in the vault."""


def device_code_credential(sign_in: SignIn, place_options: dict[str, Any]) -> TokenCredential:
    """Return a credential that shows a code through `sign_in.prompt`. `place_options` holds the options that tell
    where to sign in."""
    from azure.identity import DeviceCodeCredential, TokenCachePersistenceOptions

    show_code = sign_in.prompt
    if show_code is None:
        raise AssertionError("a device code needs a prompt")
    is_remembered = sign_in.account_folder is not None and vault_works(sign_in.account_folder)

    def prompt(url: str, code: str, until: datetime) -> None:
        show_code(url, code, until, is_remembered=is_remembered)

    options: dict[str, Any] = {"tenant_id": sign_in.tenant_id, "prompt_callback": prompt, **place_options}
    if not is_remembered or sign_in.account_folder is None:
        return DeviceCodeCredential(sign_in.client_id, **options)
    file = account_file(sign_in.account_folder, sign_in)
    options |= {
        "cache_persistence_options": TokenCachePersistenceOptions(name=CACHE),
        "disable_automatic_authentication": True,
    }
    account = _read_account(file, sign_in)
    if account is not None:
        del options["authority"]
    return RememberedAccount(
        DeviceCodeCredential(sign_in.client_id, authentication_record=account, **options), file
    )


class RememberedAccount:
    """Uses the account that signed in before. When that no longer works, it shows a new code and remembers
    who signed in."""

    def __init__(self, inner: DeviceCodeCredential, file: Path) -> None:
        self._inner, self._file = inner, file

    def get_token(
        self, *scopes: str, claims: str | None = None, enable_cae: bool = False, **more: Any
    ) -> AccessToken:
        """Return a token, without asking the user if possible."""
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
        """Return a token in the newer form of azure-core."""
        from azure.core.credentials import AccessTokenInfo

        token = self.get_token(*scopes, **(options or {}))
        return AccessTokenInfo(token.token, token.expires_on)

    def close(self) -> None:
        """Close connections."""
        self._inner.close()


def account_file(account_folder: Path, sign_in: SignIn) -> Path:
    """Return the file with the account for this tenant and application. It holds the authority, ids and the
    user name; no token, no secret."""
    place = "\n".join((sign_in.cloud.authority, sign_in.tenant_id, sign_in.client_id))
    return account_folder / f"account-{hashlib.sha256(place.encode()).hexdigest()[:16]}.json"


def vault_works(account_folder: Path) -> bool:
    """Return whether this machine can store a secret. This is the test on which azure-identity would fail
    later."""
    extensions = importlib.import_module("msal_extensions")
    try:
        extensions.build_encrypted_persistence(str(account_folder / "probe"))
    except (ImportError, OSError, RuntimeError, ValueError):
        return False
    return True


def _read_account(file: Path, sign_in: SignIn) -> AuthenticationRecord | None:
    """Return the account that signed in before; None when there is none.

    Where to sign in and with which application is not taken from the file; tokens of a cloud can name another
    host of that cloud.
    """
    from azure.identity import AuthenticationRecord

    with suppress(OSError, ValueError, KeyError, AttributeError):
        record = AuthenticationRecord.deserialize(file.read_text("utf-8"))
        return AuthenticationRecord(
            sign_in.tenant_id,
            sign_in.client_id,
            sign_in.cloud.authority,
            record.home_account_id,
            record.username,
        )
    return None
