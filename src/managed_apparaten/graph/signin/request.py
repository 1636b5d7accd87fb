"""What a sign-in is: everything that one of the ways needs, and how it fails."""

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
    """Tells somebody where to go and which code to type there."""

    def __call__(self, url: str, code: str, until: datetime, *, kept: bool) -> None:
        """`until` in UTC; `kept`: the next command will not ask again."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """How to sign in, complete: what is not in here is not looked for."""

    mode: str
    """A key of MODES."""
    cloud: Cloud
    tenant_id: str = ""
    """The directory: a GUID or a domain. Empty for a managed identity."""
    client_id: str = ""
    given: Mapping[str, str] = field(default_factory=dict, repr=False)
    """What the mode needs, by the name of the environment variable that it came from; secrets among it."""
    ca: Path | None = None
    """Certificate authorities to trust instead of the usual ones."""
    prompt: Prompt | None = field(default=None, repr=False, compare=False)
    """For a device code."""
    desk: Path | None = None
    """Where the name of the account that signed in by device code is kept; no token is."""


class SignInFailed(Exception):
    """No token. Holds a message for people, and neither secret nor token nor assertion."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


def sign_in_failure(code: str, sign_in: SignIn, **args: str) -> SignInFailed:
    """A failure of this sign-in; who asked where is always said."""
    named = {
        "mode": sign_in.mode,
        "tenant": sign_in.tenant_id or "-",
        "client": sign_in.client_id or "-",
        "host": sign_in.cloud.authority,
    }
    return SignInFailed(Diagnostic(code, args={**named, **args}))
