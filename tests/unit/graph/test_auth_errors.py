"""A sign-in that fails says what to do, in both languages, with the numbers that Entra's own logs know."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
import requests
import responses
from azure.core.pipeline.transport import HttpTransport
from tests.unit.graph.clouds_played import (
    CLIENT,
    OIDC,
    SUBJECT,
    TENANT,
    azure_cli,
    certificate_file,
    discovery,
    id_token,
    refusal,
    refuses,
    sign_in,
    token_url,
)

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.graph.signin.credential import SignIn, SignInFailed, credential
from managed_apparaten.graph.signin.errors import NUMBERS
from managed_apparaten.messages.catalogue import Lang, advice, render

SCOPE = "https://graph.microsoft.com/.default"
GITHUB = {"ACTIONS_ID_TOKEN_REQUEST_URL": OIDC, "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "request-token"}
SECRET = {"AZURE_CLIENT_SECRET": "s3cret-value"}


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """azure-core waits between its tries; not here."""
    monkeypatch.setattr(HttpTransport, "sleep", lambda *_: None)
    for name in os.environ:
        if name.startswith(("AZURE", "IDENTITY", "MSI_", "IMDS", "SYSTEM_", "ACTIONS_")):
            monkeypatch.delenv(name)


def failure(asked: SignIn) -> Diagnostic:
    with credential(asked) as found, pytest.raises(SignInFailed) as caught:
        found.get_token(asked.cloud.scope)
    told = caught.value.diagnostic
    for lang in get_args(Lang):
        assert "{" not in render(told.code, lang, told.args) + advice(told.code, lang, told.args)
    return told


USUAL = (
    (7000215, "SGN101"), (7000222, "SGN102"), (700016, "SGN103"), (90002, "SGN104"), (50020, "SGN105"), (50034, "SGN105"),
    (53003, "SGN106"), (530003, "SGN106"), (65001, "SGN107"), (700213, "SGN108"), (70021, "SGN108"), (7002138, "SGN108"),
    (700027, "SGN109"), (50076, "SGN110"), (50079, "SGN110"), (700024, "SGN111"), (7000218, "SGN112"), (50057, "SGN113"),
    (50173, "SGN114"), (500011, "SGN115"), (90033, "SGN023"),
)  # fmt: skip


@pytest.mark.parametrize(("number", "code"), USUAL)
@responses.activate
def test_the_usual_numbers_have_a_mend_of_their_own(number: int, code: str) -> None:
    discovery()
    refuses(number, "What Entra thinks of it.")
    told = failure(sign_in("secret", **SECRET))
    assert (told.code, told.args["number"]) == (code, str(number))
    assert told.args["trace"] == "aaaaaaaa-0000-0000-0000-000000000001"
    assert told.args["correlation"] == "bbbbbbbb-0000-0000-0000-000000000002"
    assert (told.args["tenant"], told.args["client"]) == (TENANT, CLIENT)


def test_every_number_has_a_message_that_names_it() -> None:
    for number, code in NUMBERS.items():
        for lang in get_args(Lang):
            args = dict.fromkeys(
                (
                    "tenant",
                    "client",
                    "host",
                    "mode",
                    "trace",
                    "correlation",
                    "status",
                    "issuer",
                    "subject",
                    "audience",
                ),
                "?",
            )
            assert number in advice(code, lang, {**args, "number": number}), code


@responses.activate
def test_an_unusual_number_is_told_with_the_services_sentence() -> None:
    discovery()
    refuses(1234567, "Something new under the sun.")
    told = failure(sign_in("secret", **SECRET))
    assert (told.code, told.args["detail"]) == ("SGN100", "Something new under the sun.")


@responses.activate
def test_a_tenant_that_does_not_exist_is_seen_before_a_token_is_asked() -> None:
    discovery(json=refusal(90002, "Tenant not found.", "invalid_tenant"), status=400)
    told = failure(sign_in("secret", **SECRET))
    assert (told.code, told.args["tenant"], told.args["number"]) == ("SGN104", TENANT, "90002")


@pytest.mark.parametrize("number", [700211, 700212, 700213, 7002138])
@responses.activate
def test_a_federated_mismatch_says_what_to_enter(number: int) -> None:
    responses.get("https://actions.example/idtoken", json={"value": id_token()})
    refuses(number, "No matching federated identity record found for presented assertion subject 'cut off'.")
    told = failure(sign_in("github", **GITHUB))
    assert told.code == "SGN108"
    mend = advice(told.code, "en", told.args)
    for part in (SUBJECT, "https://token.actions.githubusercontent.com", "api://AzureADTokenExchange"):
        assert f'"{part}"' in mend


@responses.activate
def test_a_federated_mismatch_of_azure_devops_is_read_from_the_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SYSTEM_OIDCREQUESTURI", "https://dev.azure.example/oidc")
    responses.post("https://dev.azure.example/oidc", json={"oidcToken": id_token()})
    refuses(
        700213,
        "No matching federated identity record found for presented assertion subject 'sc://zilverdam/mdm/intune'.",
    )
    given = {
        "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID": "7",
        "SYSTEM_ACCESSTOKEN": "t",
        "SYSTEM_OIDCREQUESTURI": "-",
    }
    assert failure(sign_in("azure-devops", **given)).args["subject"] == "sc://zilverdam/mdm/intune"


@pytest.mark.parametrize(
    ("status", "body"), [(403, {}), (403, {"value": id_token()}), (200, {}), (200, "<html>"), (401, "nope")]
)
@responses.activate
def test_a_github_job_without_the_permission_is_told_which(status: int, body: object) -> None:
    responses.get(
        "https://actions.example/idtoken",
        json=body if isinstance(body, dict) else None,
        body=None,
        status=status,
    )
    told = failure(sign_in("github", **GITHUB))
    assert (told.code, told.args["status"]) == ("SGN026", str(status))
    assert "id-token: write" in advice(told.code, "nl", told.args)


@responses.activate
def test_a_pipeline_that_gives_azure_devops_no_token_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYSTEM_OIDCREQUESTURI", "https://dev.azure.example/oidc")
    responses.post("https://dev.azure.example/oidc", json={}, status=401)
    given = {
        "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID": "7",
        "SYSTEM_ACCESSTOKEN": "t",
        "SYSTEM_OIDCREQUESTURI": "-",
    }
    assert failure(sign_in("azure-devops", **given)).code == "SGN026"


ROAD: tuple[tuple[str, Exception | tuple[int, str], str], ...] = (
    ("no such host", requests.exceptions.ConnectionError("Name or service not known"), "SGN020"),
    ("no answer", requests.exceptions.ReadTimeout("timed out"), "SGN020"),
    (
        "a proxy that refuses",
        requests.exceptions.ProxyError("Tunnel connection failed: 407 Proxy Authentication Required"),
        "SGN021",
    ),
    ("a certificate of somebody else", requests.exceptions.SSLError("certificate verify failed"), "SGN022"),
    ("a proxy that wants a name", (407, "<html>sign in</html>"), "SGN021"),
    ("a page instead of an answer", (200, "<html>Welcome to the guest network</html>"), "SGN021"),
    ("too many requests", (429, "{}"), "SGN023"),
    ("out of order", (503, "{}"), "SGN023"),
)


@pytest.mark.parametrize("mode", ["secret", "gitlab"])
@pytest.mark.parametrize(("happens", "code"), [row[1:] for row in ROAD], ids=[row[0] for row in ROAD])
@responses.activate
def test_trouble_on_the_road_is_told_apart_from_a_refusal(
    happens: Exception | tuple[int, str], code: str, mode: str
) -> None:
    if isinstance(happens, Exception):
        responses.add(
            responses.GET,
            f"https://login.microsoftonline.com/{TENANT}/v2.0/.well-known/openid-configuration",
            body=happens,
        )
        responses.add(responses.POST, token_url(), body=happens)
    else:
        status, text = happens
        discovery()
        kind = "application/json" if text.startswith("{") else "text/html"
        responses.add(responses.POST, token_url(), body=text, status=status, content_type=kind)
    told = failure(sign_in(mode, **({"GITLAB_OIDC_TOKEN": id_token()} if mode == "gitlab" else SECRET)))
    assert told.code == code
    assert told.args["host"] == "https://login.microsoftonline.com"


CLI: tuple[tuple[str, str, int, str], ...] = (
    ("", "ERROR: Please run 'az login' to setup account.", 1, "SGN011"),
    (
        "",
        "ERROR: AADSTS50076: You must use multi-factor authentication. To re-authenticate: az login",
        1,
        "SGN110",
    ),
    ("", "ERROR: AADSTS50020: User account from identity provider does not exist in tenant.", 1, "SGN105"),
    ("", "ERROR: AADSTS70043: The refresh token has expired. Please run: az login", 1, "SGN114"),
    ("", "ERROR: something broke", 1, "SGN012"),
    ("not json", "", 0, "SGN012"),
)


@pytest.mark.parametrize(("out", "err", "exit_code", "code"), CLI)
def test_what_azure_cli_objects_to_is_understood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str, err: str, exit_code: int, code: str
) -> None:
    monkeypatch.setenv("PATH", f"{azure_cli(tmp_path, out, err, exit_code)}{os.pathsep}{os.environ['PATH']}")
    assert failure(sign_in("cli")).code == code


def test_azure_cli_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert failure(sign_in("cli")).code == "SGN010"


def test_azure_cli_that_does_not_answer_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def hangs(*_: object, **options: object) -> str:
        raise subprocess.TimeoutExpired("az", 60)

    monkeypatch.setenv("PATH", str(azure_cli(tmp_path)))
    monkeypatch.setattr(subprocess, "check_output", hangs)
    assert failure(sign_in("cli")).code == "SGN012"


def spoil_key(file: Path) -> None:
    file.write_text("-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n")


def only_certificate(file: Path) -> None:
    text = file.read_text()
    file.write_text(text[text.index("-----BEGIN CERTIFICATE") :])


@pytest.mark.parametrize(
    "spoil", [Path.unlink, spoil_key, only_certificate, lambda file: file.write_bytes(b"\x00\x01")]
)
def test_a_certificate_file_of_no_use_is_told(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    file = certificate_file(tmp_path)
    spoil(file)
    told = failure(sign_in("certificate", AZURE_CLIENT_CERTIFICATE_PATH=str(file)))
    assert (told.code, told.args["path"]) == ("SGN024", str(file))


@pytest.mark.parametrize("pfx", [False, True])
@pytest.mark.parametrize("given", [None, "wrong"])
def test_a_wrong_or_missing_password_is_told(tmp_path: Path, given: str | None, pfx: bool) -> None:
    file = certificate_file(tmp_path, "right", pfx=pfx)
    more = {"AZURE_CLIENT_CERTIFICATE_PASSWORD": given} if given else {}
    assert failure(sign_in("certificate", AZURE_CLIENT_CERTIFICATE_PATH=str(file), **more)).code == "SGN024"


def test_a_token_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    told = failure(sign_in("workload-identity", AZURE_FEDERATED_TOKEN_FILE=str(tmp_path / "gone")))
    assert (told.code, told.args["problem"]) == ("SGN025", "No such file or directory")


IMDS = "http://169.254.169.254/metadata/identity/oauth2/token"


@pytest.mark.parametrize(("answer", "code", "tries"), [
    ({"body": requests.exceptions.ConnectTimeout("timed out")}, "SGN013", 2),
    ({"json": {"error": "invalid_request", "error_description": "Identity not found"}, "status": 400}, "SGN014", 1),
    ({"body": "<html>captive</html>", "status": 200}, "SGN013", 1),
])  # fmt: skip
@responses.activate
def test_a_machine_without_the_identity_is_told_soon(answer: dict[str, Any], code: str, tries: int) -> None:
    responses.get(IMDS, **answer)
    assert failure(replace(sign_in("managed-identity"), tenant_id="")).code == code
    assert len(responses.calls) == tries


@responses.activate
def test_somebody_who_was_refused_can_be_granted_later() -> None:
    discovery()
    refuses(7000215)
    with credential(sign_in("secret", **SECRET)) as found:
        with pytest.raises(SignInFailed):
            found.get_token(SCOPE)
        responses.replace(
            responses.POST,
            token_url(),
            json={"token_type": "Bearer", "expires_in": 3599, "access_token": "at last"},
        )
        assert found.get_token(SCOPE).token == "at last"
