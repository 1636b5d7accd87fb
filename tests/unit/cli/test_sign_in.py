"""Which way to sign in is named or refused; what it lacks is told at once, and nothing is looked for elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from managed_apparaten.cli.sign_in import sign_in
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.graph.signin.clouds import CLOUDS, cloud_of_address
from managed_apparaten.graph.signin.modes import MODES, Mode
from managed_apparaten.graph.signin.request import SignIn
from managed_apparaten.render.words import Words

PUBLIC, OWN = CLOUDS["global"], cloud_of_address("https://127.0.0.1:8443")
TENANT, CLIENT = "11111111-2222-3333-4444-555555555555", "99999999-8888-7777-6666-555555555555"
ALL = {
    "AZURE_TENANT_ID": TENANT, "AZURE_CLIENT_ID": CLIENT, "AZURE_CLIENT_SECRET": "s3cret", "AZURE_CLIENT_CERTIFICATE_PATH": "app.pem",
    "AZURE_FEDERATED_TOKEN_FILE": "token", "ACTIONS_ID_TOKEN_REQUEST_URL": "https://a.example", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "t",
    "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID": "7", "SYSTEM_ACCESSTOKEN": "t", "SYSTEM_OIDCREQUESTURI": "https://d.example",
    "GITLAB_OIDC_TOKEN": "t",
}  # fmt: skip


def ready(found: SignIn | Diagnostic) -> SignIn:
    assert isinstance(found, SignIn), found
    return found


def refused(found: SignIn | Diagnostic) -> Diagnostic:
    assert isinstance(found, Diagnostic), found
    return found


@pytest.mark.parametrize("mode", MODES)
def test_a_way_takes_what_it_needs_and_nothing_else(mode: str) -> None:
    found = ready(sign_in(mode, PUBLIC, None, {**ALL, "AZURE_PASSWORD": "not ours"}, None))
    assert found.mode == mode
    assert set(MODES[mode].needs) <= set(found.variables) <= {*MODES[mode].needs, *MODES[mode].takes}
    assert "s3cret" not in repr(found)


@pytest.mark.parametrize("mode", [mode for mode in MODES.values() if mode.needs], ids=lambda mode: mode.name)
def test_everything_that_lacks_is_told_at_once(mode: Mode) -> None:
    told = refused(sign_in(mode.name, PUBLIC, None, {}, None))
    assert (told.code, told.args["missing"]) == ("SGN002", ", ".join(mode.needs))


def test_an_empty_variable_is_none() -> None:
    told = refused(
        sign_in("secret", PUBLIC, TENANT, {"AZURE_CLIENT_ID": " ", "AZURE_CLIENT_SECRET": ""}, None)
    )
    assert told.args["missing"] == "AZURE_CLIENT_ID, AZURE_CLIENT_SECRET"


def test_option_goes_before_environment_and_the_policy_s_tenant_before_both() -> None:
    environ = {**ALL, "APPARATEN_AUTH": "certificate"}
    assert ready(sign_in(None, PUBLIC, None, environ, None)).mode == "certificate"
    found = ready(sign_in("secret", PUBLIC, "zilverdam.example", environ, None))
    assert (found.mode, found.tenant_id) == ("secret", "zilverdam.example")


def test_a_line_end_after_a_copied_secret_is_no_part_of_it() -> None:
    found = ready(
        sign_in(
            "secret",
            PUBLIC,
            None,
            {**ALL, "AZURE_CLIENT_SECRET": "s3cret\r\n", "AZURE_CLIENT_ID": f" {CLIENT}\n"},
            None,
        )
    )
    assert (found.variables["AZURE_CLIENT_SECRET"], found.client_id) == ("s3cret", CLIENT)


def test_a_workstation_uses_azure_cli_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert ready(sign_in(None, PUBLIC, TENANT, {}, None)).mode == "cli"
    said = capsys.readouterr()
    assert said.out == ""
    assert "--auth cli" in said.err


def test_a_named_way_needs_no_remark(capsys: pytest.CaptureFixture[str]) -> None:
    sign_in("cli", PUBLIC, TENANT, {}, None)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("environ", "pipeline", "mode"), [
    ({"GITHUB_ACTIONS": "true", "CI": "true"}, "GitHub Actions", "github"), ({"TF_BUILD": "True"}, "Azure Pipelines", "azure-devops"),
    ({"GITLAB_CI": "true", "CI": "true"}, "GitLab CI/CD", "gitlab"),
    ({"AZURE_FEDERATED_TOKEN_FILE": "x"}, "Kubernetes", "workload-identity"),
    ({"CI": "1"}, "CI", "secret"),
])  # fmt: skip
def test_a_pipeline_must_name_the_way_and_is_told_which_fits(
    environ: dict[str, str], pipeline: str, mode: str
) -> None:
    told = refused(sign_in(None, PUBLIC, TENANT, {**ALL, **environ} if mode != "secret" else environ, None))
    assert (told.code, told.args) == ("SGN003", {"pipeline": pipeline, "mode": mode})
    assert ready(sign_in(mode, PUBLIC, TENANT, {**ALL, **environ}, None)).mode == mode


@pytest.mark.parametrize("value", ["", "0", "false"])
def test_ci_that_is_off_is_no_pipeline(value: str) -> None:
    assert ready(sign_in(None, PUBLIC, TENANT, {"CI": value}, None)).mode == "cli"


def test_a_tenant_at_an_address_of_its_own_has_no_azure_cli() -> None:
    assert OWN is not None
    assert refused(sign_in(None, OWN, TENANT, {}, None)).args == {
        "pipeline": "https://127.0.0.1:8443",
        "mode": "secret",
    }
    for mode in ("cli", "managed-identity"):
        assert refused(sign_in(mode, OWN, TENANT, ALL, None)).code == "SGN004"
    assert ready(sign_in("secret", OWN, TENANT, ALL, None)).cloud == OWN


def test_a_way_that_does_not_exist_lists_those_that_do() -> None:
    told = refused(sign_in(None, PUBLIC, TENANT, {"APPARATEN_AUTH": "magic"}, None))
    assert (told.code, told.args) == ("SGN001", {"mode": "magic", "modes": ", ".join(MODES)})


@pytest.mark.parametrize(("variable", "value"), [
    ("AZURE_TENANT_ID", "https://login.microsoftonline.com/x"), ("AZURE_TENANT_ID", "'quoted'"), ("AZURE_CLIENT_ID", "apparaten-plan"),
    ("AZURE_CLIENT_ID", CLIENT[:-1]),
])  # fmt: skip
def test_what_cannot_be_an_id_is_told_before_it_is_sent(variable: str, value: str) -> None:
    told = refused(sign_in("secret", PUBLIC, None, {**ALL, variable: value}, None))
    assert (told.code, told.args) == ("SGN005", {"variable": variable, "value": value})


def test_gitlab_s_variable_has_the_name_that_the_pipeline_gave_it() -> None:
    environ = {key: value for key, value in ALL.items() if key != "GITLAB_OIDC_TOKEN"} | {
        "APPARATEN_GITLAB_ID_TOKEN": "OUR_TOKEN"
    }
    assert refused(sign_in("gitlab", PUBLIC, None, environ, None)).args["missing"] == "OUR_TOKEN"
    assert (
        ready(sign_in("gitlab", PUBLIC, None, {**environ, "OUR_TOKEN": "mine"}, None)).variables[
            "GITLAB_OIDC_TOKEN"
        ]
        == "mine"
    )


def test_a_task_of_azure_devops_names_tenant_and_app_in_its_own_way() -> None:
    environ = {key: value for key, value in ALL.items() if key not in ("AZURE_TENANT_ID", "AZURE_CLIENT_ID")}
    environ |= {"AZURESUBSCRIPTION_TENANT_ID": TENANT, "AZURESUBSCRIPTION_CLIENT_ID": CLIENT}
    found = ready(sign_in("azure-devops", PUBLIC, None, environ, None))
    assert (found.tenant_id, found.client_id) == (TENANT, CLIENT)


@pytest.mark.parametrize("ca", [None, Path("c.pem")])
def test_sign_in_trusts_the_certificates_that_its_caller_names(ca: Path | None) -> None:
    environ = {**ALL, "SSL_CERT_FILE": "b.pem"}
    assert ready(sign_in("secret", PUBLIC, None, environ, ca)).ca == ca


@pytest.mark.parametrize("kept", [True, False])
def test_the_code_is_told_on_stderr_in_the_users_language(
    kept: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    found = ready(sign_in("device-code", PUBLIC, None, ALL, None, Words("nl")))
    assert found.prompt is not None
    found.prompt(
        "https://microsoft.com/devicelogin",
        "ABC\x1bDEF",
        datetime(2026, 11, 21, 9, tzinfo=UTC),
        is_remembered=kept,
    )
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("Open https://microsoft.com/devicelogin om aan te melden en voer ABC")
    assert "\x1b" not in said.err
    assert ("geldt alleen voor deze" in " ".join(said.err.split())) is not kept


@pytest.mark.parametrize(("environ", "desk"), [
    ({"HOME": "/h"}, Path("/h/.local/state/managed-apparaten")), ({"HOME": "/h", "XDG_STATE_HOME": "/s"}, Path("/s/managed-apparaten")),
    ({"LOCALAPPDATA": "/l", "HOME": "/h"}, Path("/l/managed-apparaten")), ({}, None),
])  # fmt: skip
def test_the_account_is_kept_where_programs_of_the_user_keep_things(
    environ: dict[str, str], desk: Path | None
) -> None:
    assert ready(sign_in("device-code", PUBLIC, None, {**ALL, **environ}, None)).account_folder == desk
