"""Signing in, planning and applying at other moments, with the clock moved inside this process: as much as needs no libfaketime.

What Python code reads of the time is moved: the product's `SystemClock`, and `time.time`, by which MSAL and azure-identity judge.
OpenSSL reads the machine's own clock, so there is no TLS here; `make test-dates` has all of it.
"""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import responses
from azure.identity import CertificateCredential, ClientSecretCredential
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from requests import PreparedRequest
from tests.campaigns.small import small_policies
from tests.unit.emulator.network import front_of
from tests.unit.graph.clouds_played import KEY, NAME

from managed_apparaten.cli.main import run
from managed_apparaten.core.clock import SystemClock
from managed_apparaten.emulator.core.http import Request
from managed_apparaten.emulator.identity import jwt, registrations
from managed_apparaten.emulator.identity.registrations import Application
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds.seed import seed

MOMENTS = {
    "the hour that summer time takes": datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
    "a leap day": datetime(2028, 2, 29, 10, 30, tzinfo=UTC),
    "new year in the Netherlands, not yet in America": datetime(2032, 1, 1, 7, 59, tzinfo=UTC),
    "a day far away": datetime(2099, 12, 31, 23, 59, 59, tzinfo=UTC),
}
SCOPE = "https://graph.microsoft.com/.default"


@pytest.fixture(params=MOMENTS)
def moment(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> datetime:
    now: datetime = MOMENTS[request.param]
    monkeypatch.setattr(SystemClock, "now", lambda _self: now)
    monkeypatch.setattr(time, "time", now.timestamp)
    return now


@responses.activate
def test_azure_identity_gets_in_by_secret_and_certificate(moment: datetime) -> None:
    tenant = Tenant.open(None, clock=SystemClock().now)
    front = replace(front_of(tenant), scheme="https")

    def answer(request: PreparedRequest) -> tuple[int, dict[str, str], bytes | str]:
        assert request.body is None or isinstance(request.body, str)
        headers = {"Host": "login.microsoftonline.com"}
        found = front.handle(str(request.method), request.path_url, headers, (request.body or "").encode())
        return found.status, dict(found.headers), found.body

    for method in ("GET", "POST"):
        responses.add_callback(method, re.compile("https://login.microsoftonline.com/.*"), callback=answer)
    builder = x509.CertificateBuilder(
        NAME, NAME, KEY.public_key(), 7, moment - timedelta(days=1), moment + timedelta(days=1)
    )
    proof = builder.sign(KEY, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    pair = (
        KEY.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + proof
    )
    app = Application(
        "00000000-0000-0000-0000-000000000007",
        "of the test",
        registrations.READ,
        certificates=(proof.decode(),),
    )
    tenant.register(app)
    known = registrations.given()[0]
    secret = registrations.known_secret(known.name)
    for credential, client in (
        (
            ClientSecretCredential(tenant.identity()[0], known.id, secret, disable_instance_discovery=True),
            known,
        ),
        (
            CertificateCredential(
                tenant.identity()[0], app.id, certificate_data=pair, disable_instance_discovery=True
            ),
            app,
        ),
    ):
        with credential:
            token = credential.get_token(SCOPE)
        assert front.authority.bearer(token.token)[0] == client
        assert moment.timestamp() < token.expires_on <= moment.timestamp() + 3600
        assert jwt.read(token.token).claims["iat"] == int(moment.timestamp())
    tenant.close()


def test_the_day_of_the_machine_plans_applies_and_finds_nothing_left(
    moment: datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without `--date`: the commands take the day of the clock, which is that of the Netherlands."""
    policies, file = small_policies(tmp_path / "policies"), str(tmp_path / "plan.json")
    options = ["--policies", str(policies), "--state", str(tmp_path / "state"), "--lang", "en"]
    assert run([*options, "plan", "-o", file]) == 0
    planned: dict[str, Any] = json.loads(Path(file).read_bytes())
    assert run([*options, "apply", file, "--allow-people", "--allow-devices"]) == 0, capsys.readouterr().err
    assert run([*options, "plan", "--detailed-exitcode"]) == 0
    tenant = Tenant.open(tmp_path / "state" / "tenant.sqlite", clock=SystemClock().now)
    assert {entry.at[:4] for entry in tenant.audit()} == {str(moment.year)}
    tenant.close()
    assert planned["evaluated_on"] == f"{moment + timedelta(hours=2 if moment.month == 3 else 1):%Y-%m-%d}"


def test_the_seeded_world_has_the_same_devices_on_any_day(moment: datetime) -> None:
    now = datetime(2026, 11, 21, 9, tzinfo=UTC)
    tenant = Tenant.open(None, clock=lambda: now)
    seed(tenant)
    before = _devices(tenant)
    now = moment
    assert len(before) > 500
    assert _devices(tenant) == before
    tenant.close()


def _devices(tenant: Tenant) -> set[str]:
    answer = tenant.handle(
        Request("GET", "/v1.0/deviceManagement/managedDevices?$top=999", {}, b"", "tester")
    )
    return {device["id"] for device in json.loads(answer.body)["value"]}
