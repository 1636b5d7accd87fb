"""Which way to sign in: by option, by environment, or the one that a workstation has; never a guess in a pipeline."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from managed_apparaten.cli import output
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.names import is_guid
from managed_apparaten.graph.signin.clouds import Cloud
from managed_apparaten.graph.signin.federated import GITLAB_TOKEN, GITLAB_VARIABLE, TOKEN_FILE
from managed_apparaten.graph.signin.modes import MODES, Mode
from managed_apparaten.graph.signin.request import CLIENT, TENANT, Prompt, SignIn
from managed_apparaten.render.pieces import line, wrapped
from managed_apparaten.render.words import Words

AUTH = "APPARATEN_AUTH"
WORKSTATION = "cli"
"""The way for a person at a machine who says nothing: whoever is signed in to Azure CLI."""
PIPELINES = (
    ("GITHUB_ACTIONS", "GitHub Actions", "github"),
    ("TF_BUILD", "Azure Pipelines", "azure-devops"),
    ("GITLAB_CI", "GitLab CI/CD", "gitlab"),
    (TOKEN_FILE, "Kubernetes", "workload-identity"),
    ("CI", "CI", "secret"),
)
"""How a pipeline is known, its name, and the way to sign in that fits it."""
_OFF = ("", "0", "false")
_TENANT_FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,252}")


def sign_in(
    mode: str | None,
    cloud: Cloud,
    tenant_id: str | None,
    environ: Mapping[str, str],
    ca: Path | None,
    words: Words | None = None,
) -> SignIn | Diagnostic:
    """The way to sign in with all that it needs, or one message that names all that is missing.

    `tenant_id` is the one that the organisation's file names; it goes before the environment's. `words` is the language in
    which somebody is told how to go on.
    """
    spoken, name = words or Words("en"), mode or environ.get(AUTH) or ""
    if not name:
        pipeline = next((row for row in PIPELINES if environ.get(row[0], "").lower() not in _OFF), None)
        if pipeline or cloud.name == "url":
            return Diagnostic(
                "SGN003",
                args={
                    "pipeline": pipeline[1] if pipeline else cloud.authority,
                    "mode": pipeline[2] if pipeline else "secret",
                },
            )
        name = WORKSTATION
        output.tell(wrapped(spoken.say("signin.by-default", mode=name), output.width()))
    if name not in MODES:
        return Diagnostic("SGN001", args={"mode": name, "modes": ", ".join(MODES)})
    return _complete(
        MODES[name], cloud, _given(MODES[name], tenant_id, environ), environ, ca, prompt=_prompt(spoken)
    )


def _complete(
    mode: Mode,
    cloud: Cloud,
    given: Mapping[str, str],
    environ: Mapping[str, str],
    ca: Path | None,
    prompt: Prompt,
) -> SignIn | Diagnostic:
    if cloud.name == "url" and not mode.anywhere:
        return Diagnostic("SGN004", args={"mode": mode.name, "host": cloud.authority})
    missing = [_asked_as(variable, environ) for variable in mode.needs if not given.get(variable)]
    if missing:
        return Diagnostic("SGN002", args={"mode": mode.name, "missing": ", ".join(missing)})
    for variable, has_right_form in ((TENANT, _TENANT_FORM.fullmatch), (CLIENT, is_guid)):
        if given.get(variable) and not has_right_form(given[variable]):
            return Diagnostic("SGN005", args={"variable": variable, "value": given[variable]})
    return SignIn(
        mode.name, cloud, given.get(TENANT, ""), given.get(CLIENT, ""), given, ca, prompt, _desk(environ)
    )


def _given(mode: Mode, tenant_id: str | None, environ: Mapping[str, str]) -> dict[str, str]:
    """What the environment has of what the mode knows; without the line end that a copied secret often has."""
    found = {}
    for variable in (*mode.needs, *mode.takes):
        value = environ.get(_asked_as(variable, environ)) or environ.get(mode.instead.get(variable, ""), "")
        if value.strip():
            found[variable] = value.strip()
    return {**found, TENANT: tenant_id} if tenant_id else found


def _asked_as(variable: str, environ: Mapping[str, str]) -> str:
    """The variable's own name, but for GitLab's token: the pipeline's author names it."""
    return environ.get(GITLAB_VARIABLE) or variable if variable == GITLAB_TOKEN else variable


def _desk(environ: Mapping[str, str]) -> Path | None:
    """Where this user's programs keep what they remember; None where there is no home."""
    for variable, below in (("LOCALAPPDATA", ""), ("XDG_STATE_HOME", ""), ("HOME", ".local/state")):
        if environ.get(variable):
            return Path(environ[variable]) / below / "managed-apparaten"
    return None


def _prompt(words: Words) -> Prompt:
    def told(url: str, code: str, until: datetime, *, is_remembered: bool) -> None:
        until_here = until.astimezone().strftime("%H:%M")
        output.tell([line(words.say("signin.code", url=url, code=code, until=until_here))])
        if not is_remembered:
            output.tell(wrapped(words.say("signin.not-kept"), output.width()))

    return told
