"""`--tenant real` and `--tenant URL`: which cloud, which desk, and what is said when there is no way."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from managed_apparaten.cli.context import Context, settle
from managed_apparaten.cli.main import run
from managed_apparaten.cli.real_tenant import authorities
from managed_apparaten.core.clock import SystemClock
from managed_apparaten.graph.signin.clouds import CLOUDS, cloud_of_address
from managed_apparaten.policy.load import load
from managed_apparaten.policy.model import Organisation

ROOT = Path(__file__).resolve().parents[3]
ID = "0A1AB2EC-df90-5590-b370-614e4d6faef7"
REAL = f"tenant:\n  id: {ID.lower()}\n  domain: zilverdam.example\n  cloud: global\n"
ENVIRONMENT = ("APPARATEN_AUTH", "APPARATEN_CLOUD", "APPARATEN_STATE", "AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET",
               "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "HTTPS_PROXY", "ALL_PROXY")  # fmt: skip


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    """The example with a real tenant's id."""
    shutil.copytree(ROOT / "policies", tmp_path / "policies")
    file = tmp_path / "policies" / "organisation.yaml"
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace("tenant:\n  embedded: true\n", REAL), encoding="utf-8")
    assert file.read_text(encoding="utf-8") != before
    return tmp_path / "policies"


def context(tenant: str, cloud: str | None = None) -> Context:
    return settle("en", Path("policies"), tenant, Path("state"), date(2026, 11, 21), None, cloud)


def office(cloud: str = "global") -> Organisation:
    found = load(ROOT / "policies").policy
    assert found is not None
    return replace(found.organisation, tenant_id=ID, cloud=cloud)


@pytest.mark.parametrize(("tenant", "cloud", "own", "expected"), [
    ("real", None, "global", CLOUDS["global"]),
    ("real", None, "usgov", CLOUDS["usgov"]),
    ("real", "china", "usgov", CLOUDS["china"]),
    ("https://localhost:8443", None, "usgov", cloud_of_address("https://localhost:8443")),
    ("https://localhost:8443/", "china", "global", cloud_of_address("https://localhost:8443")),
])  # fmt: skip
def test_the_command_line_then_the_organisation_says_which_cloud(
    tenant: str, cloud: str | None, own: str, expected: object
) -> None:
    assert context(tenant, cloud).cloud_of(office(own)) == expected
    assert not context(tenant, cloud).embedded


@pytest.mark.parametrize(("tenant", "cloud", "desk"), [
    ("embedded", None, "embedded"),
    ("real", None, f"global-{ID.lower()}"),
    ("real", "usgov", f"usgov-{ID.lower()}"),
    ("https://LOCALHOST:8443/", None, "at-localhost_8443"),
    ("https://localhost", None, "at-localhost"),
    ("https://[::1]:8443", None, "at-(__1)_8443"),
    ("https://nul", None, "at-nul"),
])  # fmt: skip
def test_each_tenant_has_a_desk_of_its_own_with_a_name_for_a_file(
    tenant: str, cloud: str | None, desk: str
) -> None:
    assert context(tenant, cloud).desk_of(office()) == Path("state") / desk


@pytest.mark.parametrize(("arguments", "said"), [
    (["--tenant", "reel", "plan"], "Did you mean 'real'?"),
    (["--tenant", "http://localhost:8443", "plan"], "Only HTTPS carries a sign-in"),
    (["--tenant", "https://localhost/beta", "plan"], "is no tenant"),
    (["--cloud", "mars", "plan"], "'usgov'"),
    (["plan", "--auth", "password"], "is no way to sign in. There are: "),
    (["tenant", "seed", "--tenant", "real"], "These commands are for the embedded tenant"),
    (["tenant", "reset", "--tenant", "https://localhost"], "These commands are for the embedded tenant"),
])  # fmt: skip
def test_a_bad_value_is_a_usage_error(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--state", str(tmp_path / "state"), *arguments]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert "Usage:" in told
    assert not (tmp_path / "state").exists()


@pytest.mark.parametrize("day", ["2028-02-28", "2028-03-01"])
def test_a_real_tenant_is_made_for_today_and_no_other_day(
    day: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SystemClock, "now", lambda _self: datetime(2028, 2, 28, 23, 30, tzinfo=UTC))
    options = [
        "--policies",
        str(ROOT / "policies"),
        "--lang",
        "en",
        "--state",
        str(tmp_path),
        "--tenant",
        "real",
        "--date",
        day,
    ]
    assert run([*options, "apply"]) == 4
    assert f"not as it would on {day}" in " ".join(capsys.readouterr().err.split())
    assert run([*options, "plan"]) == 1, "a plan may look at any day; this one has no tenant to look at"
    assert "GRA080" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["plan"], ["apply"], ["explain", "college", "tiktok"]])
def test_a_real_tenant_must_be_named_by_the_organisation(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = [
        "--policies",
        str(ROOT / "policies"),
        "--lang",
        "en",
        "--state",
        str(tmp_path),
        "--tenant",
        "real",
    ]
    assert run([*options, *command]) == 1
    told = capsys.readouterr().err
    assert "error[GRA080] the organisation names no tenant to sign in to" in told
    assert "Nothing was changed." in told


def test_certificates_that_are_not_there_are_said_before_anybody_signs_in(
    policies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.setenv("AZURE_CLIENT_ID", ID)
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "secret")
    options = [
        "--policies",
        str(policies),
        "--lang",
        "en",
        "--state",
        str(tmp_path / "state"),
        "--tenant",
        "real",
        "--auth",
        "secret",
    ]
    assert run([*options, "plan"]) == 1
    told = capsys.readouterr().err
    assert "error[GRA081]" in told
    assert "No such" in told


@pytest.mark.parametrize(("environ", "expected"), [
    ({}, None),
    ({"SSL_CERT_FILE": ""}, None),
    ({"REQUESTS_CA_BUNDLE": "b"}, Path("b")),
    ({"CURL_CA_BUNDLE": "c", "REQUESTS_CA_BUNDLE": "b", "SSL_CERT_FILE": "a"}, Path("a")),
])  # fmt: skip
def test_certificates_to_trust_come_from_the_names_that_others_know(
    environ: dict[str, str], expected: Path | None
) -> None:
    assert authorities(environ) == expected


def test_an_organisation_says_in_which_cloud_it_lives(policies: Path) -> None:
    file = policies / "organisation.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("cloud: global", "cloud: usgovdod"), encoding="utf-8"
    )
    found = load(policies).policy
    assert found is not None
    assert context("real").cloud_of(found.organisation) == CLOUDS["usgovdod"]
