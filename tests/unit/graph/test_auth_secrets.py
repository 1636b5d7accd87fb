"""No secret, token or assertion is in any message, representation, traceback or on stderr, whatever the service repeats."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote_plus

import pytest
import requests
import responses
from azure.core.pipeline.transport import HttpTransport
from tests.unit.graph.clouds_played import (
    CLIENT,
    OIDC,
    TENANT,
    azure_cli,
    certificate_file,
    discovery,
    id_token,
    refusal,
    sign_in,
    token_url,
)

from managed_apparaten.graph.signin.credential import SignIn, SignInFailed, credential
from managed_apparaten.graph.signin.errors import redact_sign_in
from managed_apparaten.messages.catalogue import Lang, advice, render

PLANTED = "Kn0bb3l~Geheim+/="
ASSERTION = id_token(sub="repo:zilverdam/beleid:ref:refs/heads/main")
ECHO = f"You sent client_secret={PLANTED}&x=1 or {quote_plus(PLANTED)} or {base64.b64encode(PLANTED.encode()).decode()} or {ASSERTION}."


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HttpTransport, "sleep", lambda *_: None)
    monkeypatch.setenv("SYSTEM_OIDCREQUESTURI", "https://dev.azure.example/oidc")


def ways(folder: Path) -> dict[str, SignIn]:
    file = folder / "token"
    file.write_text(ASSERTION)
    pipeline = {
        "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID": "7",
        "SYSTEM_ACCESSTOKEN": PLANTED,
        "SYSTEM_OIDCREQUESTURI": "-",
    }
    protected = {
        "AZURE_CLIENT_CERTIFICATE_PATH": str(certificate_file(folder, PLANTED)),
        "AZURE_CLIENT_CERTIFICATE_PASSWORD": PLANTED,
    }
    return {
        "secret": sign_in("secret", AZURE_CLIENT_SECRET=PLANTED),
        "certificate": sign_in("certificate", **protected),
        "github": sign_in(
            "github", ACTIONS_ID_TOKEN_REQUEST_URL=OIDC, ACTIONS_ID_TOKEN_REQUEST_TOKEN=PLANTED
        ),
        "gitlab": sign_in("gitlab", GITLAB_OIDC_TOKEN=ASSERTION),
        "workload-identity": sign_in("workload-identity", AZURE_FEDERATED_TOKEN_FILE=str(file)),
        "azure-devops": sign_in("azure-devops", **pipeline),
    }


def everything_said(asked: SignIn) -> str:
    made = credential(asked)
    with pytest.raises(SignInFailed) as caught:
        made.get_token(asked.cloud.scope)
    failed, told = caught.value, caught.value.diagnostic
    said = [
        render(told.code, lang, told.args) + advice(told.code, lang, told.args) for lang in get_args(Lang)
    ]
    assert failed.__cause__ is None
    assert failed.__context__ is None
    return "\n".join(
        [
            *said,
            repr(told),
            repr(failed),
            str(failed),
            repr(asked),
            repr(made),
            *traceback.format_exception(failed),
        ]
    )


def forms(secret: str) -> set[str]:
    data = secret.encode()
    plain = {secret, quote_plus(secret), data.hex(), secret[: len(secret) // 2], secret[len(secret) // 2 :]}
    return plain | {
        encode(data).decode().rstrip("=") for encode in (base64.b64encode, base64.urlsafe_b64encode)
    }


def hidden(said: str, asked: SignIn) -> bool:
    """Nothing that this sign-in holds or shows is in it, in no encoding."""
    secrets = (ASSERTION, *(PLANTED for value in asked.variables.values() if value == PLANTED))
    return not any(form in said for secret in secrets for form in forms(secret))


ECHOES = (7000215, 700027, 700213, 9999999, 53003)


@pytest.mark.parametrize("number", ECHOES)
@pytest.mark.parametrize(
    "way", ["secret", "certificate", "github", "gitlab", "workload-identity", "azure-devops"]
)
@responses.activate
def test_a_refusal_that_repeats_what_was_sent_is_scrubbed(way: str, number: int, tmp_path: Path) -> None:
    discovery()
    responses.get("https://actions.example/idtoken", json={"value": ASSERTION})
    responses.post("https://dev.azure.example/oidc", json={"oidcToken": ASSERTION})
    responses.post(token_url(), json=refusal(number, ECHO), status=401)
    asked = ways(tmp_path)[way]
    said = everything_said(asked)
    assert f"AADSTS{number}" in said
    assert hidden(said, asked)


@pytest.mark.parametrize(
    "way", ["secret", "certificate", "github", "gitlab", "workload-identity", "azure-devops"]
)
@pytest.mark.parametrize("sort", ["page", "broken", "unreachable"])
@responses.activate
def test_trouble_on_the_road_repeats_nothing(way: str, sort: str, tmp_path: Path) -> None:
    answers: dict[str, dict[str, Any]] = {
        "page": {"body": f"<html>{ECHO}", "content_type": "text/html"},
        "broken": {"json": {"odd": ECHO, "access": ECHO}},
        "unreachable": {"body": requests.exceptions.ConnectionError(ECHO)},
    }
    answer = answers[sort]
    discovery()
    responses.get("https://actions.example/idtoken", **answer)
    responses.post("https://dev.azure.example/oidc", **answer)
    responses.post(token_url(), **answer)
    asked = ways(tmp_path)[way]
    assert hidden(everything_said(asked), asked)


def test_what_azure_cli_says_is_scrubbed_by_shape(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    complaint = f"ERROR: refresh_token: {PLANTED}, token {ASSERTION}"
    monkeypatch.setenv("PATH", f"{azure_cli(tmp_path, complains=complaint, code=1)}:{os.environ['PATH']}")
    said = everything_said(sign_in("cli"))
    assert "ERROR: refresh_token: ***" in said
    assert PLANTED not in said
    assert ASSERTION not in said


def test_a_certificate_s_file_is_not_quoted(tmp_path: Path) -> None:
    file = tmp_path / "app.pem"
    file.write_text(f"-----BEGIN PRIVATE KEY-----\n{PLANTED}\n")
    given = {"AZURE_CLIENT_CERTIFICATE_PATH": str(file), "AZURE_CLIENT_CERTIFICATE_PASSWORD": PLANTED}
    asked = sign_in("certificate", **given)
    assert hidden(everything_said(asked), asked)


@pytest.mark.parametrize("shape", [
    "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2ln", "0.AXoA" + "qX7-_" * 20, "client_assertion=short", "Authorization: Bearer-x",
    '"password": "short"',
])  # fmt: skip
def test_what_looks_like_a_secret_is_scrubbed_though_nobody_told_us(shape: str) -> None:
    said = redact_sign_in(f"before {shape} after", sign_in("cli"))
    assert said.startswith("before ")
    assert said.endswith("after")
    assert shape not in said
    assert "***" in said


def test_what_is_open_stays_readable() -> None:
    asked = sign_in("secret", AZURE_CLIENT_SECRET=PLANTED, AZURE_TENANT_ID=TENANT, AZURE_CLIENT_ID=CLIENT)
    assert redact_sign_in(f"App {CLIENT} in {TENANT}.\r\nTrace ID: x", asked) == f"App {CLIENT} in {TENANT}."


def test_the_library_itself_prints_nothing(tmp_path: Path) -> None:
    """In a process of its own, where nobody configured logging: azure-identity warns about each refusal in the service's words."""
    program = (
        "from managed_apparaten.graph.signin.credential import SignIn, SignInFailed, credential\n"
        "from managed_apparaten.graph.signin.clouds import CLOUDS\n"
        f"try:\n    credential(SignIn('cli', CLOUDS['global'], '{TENANT}')).get_token('https://graph.microsoft.com/.default')\n"
        "except SignInFailed as failed:\n    print(failed.diagnostic.code)\n"
    )
    folder = azure_cli(tmp_path, complains=f"ERROR: {ECHO}", code=1)
    surroundings = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=surroundings, check=True
    )
    assert (done.stdout, done.stderr) == ("SGN012\n", "")
