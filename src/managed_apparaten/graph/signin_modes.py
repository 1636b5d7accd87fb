"""The ways to sign in: what each needs from its surroundings, and the credential of azure-identity that it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from managed_apparaten.graph.clouds import Cloud

if TYPE_CHECKING:
    from azure.core.credentials import TokenCredential

TENANT, CLIENT = "AZURE_TENANT_ID", "AZURE_CLIENT_ID"
Prompt = Callable[[str, str, datetime], None]
"""Tells somebody where to go, which code to type there, and until when (UTC)."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """How to sign in, complete: nothing is looked up after this."""

    mode: str
    """A key of MODES."""
    cloud: Cloud
    tenant_id: str = ""
    """The directory: a GUID or a domain; empty for a managed identity."""
    client_id: str = ""
    given: Mapping[str, str] = field(default_factory=dict, repr=False)
    """What the mode needs, by the name of the environment variable that it came from. Secrets among it."""
    ca: Path | None = None
    """Certificate authorities to trust instead of the usual ones."""
    prompt: Prompt | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Mode:
    """One way to sign in."""

    name: str
    make: Callable[[SignIn], TokenCredential]
    needs: tuple[str, ...]
    """Environment variables without which it cannot work."""
    takes: tuple[str, ...] = ()
    """Environment variables that it uses when they are there."""


def made(sign_in: SignIn) -> TokenCredential:
    """The credential of azure-identity; raises ValueError or OSError for a file that cannot be used."""
    return MODES[sign_in.mode].make(sign_in)


def _place(sign_in: SignIn) -> dict[str, Any]:
    """Where and how to ask. The authority comes from our own table, so nobody needs to be asked whether it exists."""
    trusted: dict[str, Any] = {} if sign_in.ca is None else {"connection_verify": str(sign_in.ca)}
    return {"authority": sign_in.cloud.authority, "disable_instance_discovery": True, **trusted}


def _secret(sign_in: SignIn) -> TokenCredential:
    from azure.identity import ClientSecretCredential

    return ClientSecretCredential(sign_in.tenant_id, sign_in.client_id, sign_in.given["AZURE_CLIENT_SECRET"], **_place(sign_in))


MODES: Mapping[str, Mode] = {mode.name: mode for mode in (Mode("secret", _secret, (TENANT, CLIENT, "AZURE_CLIENT_SECRET")),)}
