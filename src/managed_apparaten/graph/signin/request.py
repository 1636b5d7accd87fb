"""What a sign-in needs, and how it fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.graph.signin.clouds import Cloud

TENANT, CLIENT = "AZURE_TENANT_ID", "AZURE_CLIENT_ID"


class Prompt(Protocol):
    """Shows a person where to go and which code to type there."""

    def __call__(self, url: str, code: str, until: datetime, *, is_remembered: bool) -> None:
        """`until` is in UTC. `is_remembered` tells whether the account is remembered, so that the next command does
        not ask again."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """How to sign in. It is complete: nothing is looked up elsewhere."""

    mode: str
    """The way to sign in: a key of `modes.MODES`."""
    cloud: Cloud
    tenant_id: str = ""
    """The tenant: a GUID or a domain. Empty for a managed identity."""
    client_id: str = ""
    """Id of the application."""
    variables: Mapping[str, str] = field(default_factory=dict, repr=False)
    """What the mode needs, by the name of the environment variable that it came from. Contains secrets."""
    ca: Path | None = None
    """File or directory with the certificate authorities to trust instead of the usual ones."""
    prompt: Prompt | None = field(default=None, repr=False, compare=False)
    """Shows the code of a device code sign-in."""
    account_folder: Path | None = None
    """Folder in which the name of the account of a device code sign-in is kept; no token is kept there."""


class SignInFailed(Exception):
    """No token could be had. Holds a message for people, without secret, token or assertion."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


def sign_in_failure(code: str, sign_in: SignIn, **args: str) -> SignInFailed:
    """Return a failure of this sign-in; the message always names the mode, tenant, application and host."""
    context = {
        "mode": sign_in.mode,
        "tenant": sign_in.tenant_id or "-",
        "client": sign_in.client_id or "-",
        "host": sign_in.cloud.authority,
    }
    return SignInFailed(Diagnostic(code, args={**context, **args}))
