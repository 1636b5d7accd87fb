"""Which way to sign in: by option, by environment, or the one that a workstation has; never a guess in a pipeline."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.graph.clouds import Cloud
from managed_apparaten.graph.signin_modes import CLIENT, MODES, TENANT, SignIn

AUTH = "APPARATEN_AUTH"


def sign_in(mode: str | None, cloud: Cloud, tenant_id: str | None, environ: Mapping[str, str], ca: Path | None) -> SignIn | Diagnostic:
    """The way to sign in with all that it needs, or one message that names all that is missing.

    `tenant_id` is the one that the organisation's file names; it goes before the environment's.
    """
    name = mode or environ.get(AUTH) or "cli"
    found = {TENANT: tenant_id or "", **{key: environ[key] for key in MODES[name].needs if environ.get(key)}}
    return SignIn(name, cloud, tenant_id or found[TENANT], found.get(CLIENT, ""), found, ca)
