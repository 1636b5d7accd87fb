"""Each way to sign in asks the right address for the right thing, through azure-identity itself, in each cloud."""

from __future__ import annotations

import base64
import json
import os
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import responses
from cryptography.hazmat.primitives import hashes
from tests.clock import now
from tests.unit.graph.clouds_played import (
    CERTIFICATE,
    CLIENT,
    OIDC,
    TENANT,
    asked,
    azure_cli,
    certificate_file,
    claims_of,
    discovery,
    grants,
    id_token,
    sent,
    sign_in,
    token_url,
)

from managed_apparaten.core.clock import VirtualClock
from managed_apparaten.graph.signin.clouds import CLOUDS
from managed_apparaten.graph.signin.credential import MODES, credential

GRAPH = "https://graph.microsoft.com"
SCOPE = f"{GRAPH}/.default"
GITHUB = {"ACTIONS_ID_TOKEN_REQUEST_URL": OIDC, "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "request-token"}
DEVOPS = {
    "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID": "connection-7", "SYSTEM_ACCESSTOKEN": "system-token",
    "SYSTEM_OIDCREQUESTURI": "https://dev.azure.example/oidc",
}  # fmt: skip


@pytest.fixture(autouse=True)
def no_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith(("AZURE", "IDENTITY", "MSI_", "IMDS", "SYSTEM_", "ACTIONS_")):
            monkeypatch.delenv(name)


def test_the_ways_are_those_of_the_documentation() -> None:
    assert list(MODES) == [
        "cli", "device-code", "secret", "certificate", "workload-identity", "github", "azure-devops", "gitlab", "managed-identity",
    ]  # fmt: skip


@pytest.mark.parametrize("cloud", CLOUDS)
@responses.activate
def test_authority_and_scope_move_together_in_every_cloud(cloud: str) -> None:
    discovery(cloud)
    grants(cloud)
    with credential(sign_in("secret", cloud, AZURE_CLIENT_SECRET="s3cret")) as found:
        assert found.get_token(CLOUDS[cloud].scope).token == "access-1"
    assert asked() == token_url(cloud)
    form = sent()
    assert (form["grant_type"], form["client_id"], form["client_secret"]) == (
        "client_credentials",
        CLIENT,
        "s3cret",
    )
    assert form["scope"] == CLOUDS[cloud].scope
    hosts = {urlsplit(str(call.request.url)).netloc for call in responses.calls}
    assert hosts == {urlsplit(CLOUDS[cloud].authority).netloc}


@pytest.mark.parametrize("pfx", [False, True], ids=["pem", "pfx"])
@pytest.mark.parametrize("password", [None, "p4ssword"])
@responses.activate
def test_a_certificate_signs_an_assertion_for_the_token_endpoint(
    tmp_path: Path, password: str | None, pfx: bool
) -> None:
    discovery()
    grants()
    file = certificate_file(tmp_path, password, pfx=pfx)
    more = {"AZURE_CLIENT_CERTIFICATE_PASSWORD": password} if password else {}
    with credential(sign_in("certificate", AZURE_CLIENT_CERTIFICATE_PATH=str(file), **more)) as found:
        found.get_token(SCOPE)
    form = sent()
    assert "client_secret" not in form
    claims, header = claims_of(form["client_assertion"]), claims_of(form["client_assertion"], 0)
    assert (claims["aud"], claims["iss"], claims["sub"]) == (token_url(), CLIENT, CLIENT)
    thumbprint = base64.urlsafe_b64encode(CERTIFICATE.fingerprint(hashes.SHA256())).decode().rstrip("=")
    short = base64.urlsafe_b64encode(CERTIFICATE.fingerprint(hashes.SHA1())).decode().rstrip("=")
    assert thumbprint == header.get("x5t#S256", "").rstrip("=") or short == header["x5t"].rstrip("=")
    assert "x5c" not in header


@responses.activate
def test_the_chain_of_a_certificate_is_sent_when_asked(tmp_path: Path) -> None:
    discovery()
    grants()
    given = {
        "AZURE_CLIENT_CERTIFICATE_PATH": str(certificate_file(tmp_path)),
        "AZURE_CLIENT_SEND_CERTIFICATE_CHAIN": "true",
    }
    with credential(sign_in("certificate", **given)) as found:
        found.get_token(SCOPE)
    assert "x5c" in claims_of(sent()["client_assertion"], 0)


@pytest.mark.parametrize(("cloud", "audience"), [
    ("global", "api://AzureADTokenExchange"), ("usgov", "api://AzureADTokenExchangeUSGov"), ("usgovdod", "api://AzureADTokenExchangeUSGov"),
    ("china", "api://AzureADTokenExchangeChina"),
])  # fmt: skip
@responses.activate
def test_github_gives_a_fresh_token_for_the_clouds_audience(cloud: str, audience: str) -> None:
    tokens = [id_token(sub="first"), id_token(sub="second")]
    for token in tokens:
        responses.get("https://actions.example/idtoken", json={"value": token})
    for number in (1, 2):
        responses.post(
            token_url(cloud),
            json={"token_type": "Bearer", "expires_in": 200, "access_token": f"access-{number}"},
        )
    with credential(sign_in("github", cloud, **GITHUB)) as found:
        assert [found.get_token(CLOUDS[cloud].scope).token for _ in range(2)] == ["access-1", "access-1"]
        assert found.get_token(CLOUDS[cloud].scope, claims='{"access_token":{}}').token == "access-2"
    assert [sent(number)["client_assertion"] for number in (1, 3)] == tokens
    request = responses.calls[0].request
    assert parse_qs(urlsplit(str(request.url)).query) == {"api-version": ["2.0"], "audience": [audience]}
    assert request.headers["Authorization"] == "Bearer request-token"


@responses.activate
def test_another_audience_can_be_asked_for() -> None:
    responses.get("https://actions.example/idtoken", json={"value": id_token()})
    grants()
    with credential(sign_in("github", **GITHUB, APPARATEN_TOKEN_AUDIENCE="api://ours")) as found:
        found.get_token(SCOPE)
    assert parse_qs(urlsplit(asked(0)).query)["audience"] == ["api://ours"]


@responses.activate
def test_gitlab_shows_the_token_of_the_job() -> None:
    grants()
    with credential(
        sign_in("gitlab", GITLAB_OIDC_TOKEN=id_token(sub="project_path:zilverdam/beleid"))
    ) as found:
        found.get_token(SCOPE)
    assert claims_of(sent()["client_assertion"])["sub"] == "project_path:zilverdam/beleid"
    assert sent()["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@responses.activate
def test_a_cluster_s_token_is_read_from_its_file_each_time(tmp_path: Path) -> None:
    file = tmp_path / "token"
    for number in (1, 2):
        responses.post(
            token_url(), json={"token_type": "Bearer", "expires_in": 3599, "access_token": f"access-{number}"}
        )
    with credential(sign_in("workload-identity", AZURE_FEDERATED_TOKEN_FILE=str(file))) as found:
        for subject in ("system:serviceaccount:mdm:first", "system:serviceaccount:mdm:second"):
            token = id_token(sub=subject)
            file.write_text(f"{token}\n")
            found.get_token(SCOPE, claims='{"access_token":{}}')
            assert sent()["client_assertion"] == token


@responses.activate
def test_azure_devops_asks_the_pipeline_for_a_token_of_the_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SYSTEM_OIDCREQUESTURI", DEVOPS["SYSTEM_OIDCREQUESTURI"])
    responses.post(
        "https://dev.azure.example/oidc", json={"oidcToken": id_token(sub="sc://zilverdam/mdm/intune")}
    )
    grants()
    with credential(sign_in("azure-devops", **DEVOPS)) as found:
        found.get_token(SCOPE)
    assert parse_qs(urlsplit(asked(0)).query)["serviceConnectionId"] == ["connection-7"]
    assert responses.calls[0].request.headers["Authorization"] == "Bearer system-token"
    assert claims_of(sent()["client_assertion"])["sub"] == "sc://zilverdam/mdm/intune"


@pytest.mark.parametrize("client", ["", CLIENT], ids=["system", "user-assigned"])
@responses.activate
def test_a_managed_identity_is_asked_inside_azure(client: str) -> None:
    url = "http://169.254.169.254/metadata/identity/oauth2/token"
    responses.get(
        url,
        json={
            "access_token": "from-imds",
            "expires_in": "3599",
            "resource": "https://graph.microsoft.com",
            "token_type": "Bearer",
        },
    )

    with credential(replace(sign_in("managed-identity"), tenant_id="", client_id=client)) as found:
        assert found.get_token(SCOPE).token == "from-imds"
    query = parse_qs(urlsplit(asked()).query)
    assert query["resource"] == [GRAPH]
    assert query.get("client_id", [""]) == [client]
    assert responses.calls[-1].request.headers["Metadata"] == "true"


def test_azure_cli_is_asked_once_for_the_tenant_and_graph(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = json.dumps({"accessToken": "from-az", "expires_on": int(now().timestamp()) + 3600})
    monkeypatch.setenv("PATH", f"{azure_cli(tmp_path, answer)}{os.pathsep}{os.environ['PATH']}")
    with credential(sign_in("cli", "usgov")) as found:
        assert [found.get_token(CLOUDS["usgov"].scope).token for _ in range(3)] == ["from-az"] * 3
    asked_for = (tmp_path / "asked").read_text().splitlines()
    assert asked_for == [
        f"account get-access-token --output json --resource https://graph.microsoft.us --tenant {TENANT}"
    ]


def test_a_token_is_kept_until_five_minutes_before_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = VirtualClock(now())
    answer = json.dumps({"accessToken": "from-az", "expires_on": int(clock.now().timestamp()) + 600})
    monkeypatch.setenv("PATH", f"{azure_cli(tmp_path, answer)}{os.pathsep}{os.environ['PATH']}")
    asked_for = []
    with credential(sign_in("cli"), clock) as found:
        for wait in (0, 295, 10):
            clock.sleep(wait)
            found.get_token(SCOPE)
            asked_for.append(len((tmp_path / "asked").read_text().splitlines()))
    assert asked_for == [1, 1, 2]


@responses.activate
def test_tokens_of_two_scopes_are_not_mixed_up() -> None:
    discovery()
    for number in (1, 2):
        responses.post(
            token_url(), json={"token_type": "Bearer", "expires_in": 3599, "access_token": f"access-{number}"}
        )
    with credential(sign_in("secret", AZURE_CLIENT_SECRET="s3cret")) as found:
        assert [
            found.get_token(scope).token for scope in (SCOPE, "https://other.example/.default", SCOPE)
        ] == [
            "access-1",
            "access-2",
            "access-1",
        ]


@responses.activate
def test_the_newer_form_of_a_token_is_the_same_token() -> None:
    discovery()
    grants()
    with credential(sign_in("secret", AZURE_CLIENT_SECRET="s3cret")) as found:
        told, classic = found.get_token_info(SCOPE), found.get_token(SCOPE)
    assert (told.token, told.expires_on) == (classic.token, classic.expires_on)
