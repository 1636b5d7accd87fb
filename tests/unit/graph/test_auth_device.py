"""Sign-in by a code: polling as asked, and once for many commands where the machine has a vault; never a token in a plain file."""

from __future__ import annotations

import base64
import importlib
import json
import stat
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import responses
from tests.clock import now
from tests.unit.graph.clouds_played import CLIENT, TENANT, asked, discovery, refusal, sent, sign_in, token_url
from tests.unit.graph.waiting import passing

from managed_apparaten.graph.signin.clouds import CLOUDS
from managed_apparaten.graph.signin.credential import SignIn, SignInFailed, credential
from managed_apparaten.graph.signin.device_code import account_file

msal_extensions = importlib.import_module("msal_extensions")
SCOPE = "https://graph.microsoft.com/.default"
Told = list[tuple[str, str, datetime, bool]]


def person(folder: Path | None = None, cloud: str = "global") -> tuple[SignIn, Told]:
    told: Told = []

    def prompt(url: str, code: str, until: datetime, *, is_remembered: bool) -> None:
        told.append((url, code, until, is_remembered))

    return replace(sign_in("device-code", cloud), prompt=prompt, account_folder=folder), told


def code(cloud: str = "global", **more: Any) -> None:
    answer = {
        "user_code": "ABC123",
        "device_code": "device",
        "verification_uri": "https://microsoft.com/devicelogin",
        "expires_in": 900,
        "interval": 5,
    }
    responses.post(f"{CLOUDS[cloud].authority}/{TENANT}/oauth2/v2.0/devicecode", **(more or {"json": answer}))


def answers(*errors: str, cloud: str = "global") -> None:
    for error in errors:
        responses.post(token_url(cloud), json=refusal(70016, "Not yet.", error), status=400)


def agrees(token: str = "access-1", cloud: str = "global") -> None:
    claims = {"aud": CLIENT, "iss": f"https://login.partner.example/{TENANT}/v2.0", "sub": "s", "oid": "o", "tid": TENANT,
              "exp": 9999999999, "iat": 1, "preferred_username": "beheer@zilverdam.example"}  # fmt: skip
    parts = [
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
        for part in ({"alg": "RS256"}, claims)
    ]
    info = base64.urlsafe_b64encode(json.dumps({"uid": "o", "utid": TENANT}).encode()).decode().rstrip("=")
    responses.post(token_url(cloud), json={
        "token_type": "Bearer", "expires_in": 3599, "access_token": token, "refresh_token": "refresh", "id_token": ".".join([*parts, "x"]),
        "client_info": info, "scope": SCOPE,
    })  # fmt: skip


@pytest.mark.parametrize("cloud", CLOUDS)
@responses.activate
def test_somebody_is_told_where_to_go_and_the_client_waits_as_asked(
    cloud: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = passing(monkeypatch)
    discovery(cloud)
    code(cloud)
    answers("authorization_pending", "slow_down", "authorization_pending", cloud=cloud)
    agrees(cloud=cloud)
    sign, told = person(cloud=cloud)
    with credential(sign) as found:
        assert found.get_token(CLOUDS[cloud].scope).token == "access-1"
    assert [row[:2] for row in told] == [("https://microsoft.com/devicelogin", "ABC123")]
    assert told[0][2] > now()
    assert clock.slept == 5 + 10 + 10
    assert (sent()["client_id"], sent()["device_code"]) == (CLIENT, "device")
    assert set(sent(1)["scope"].split()) >= {CLOUDS[cloud].scope, "offline_access"}
    assert asked().startswith(CLOUDS[cloud].authority)


@pytest.mark.parametrize("error", ["authorization_declined", "expired_token", "bad_verification_code"])
@responses.activate
def test_a_code_that_was_not_used_is_told(error: str, monkeypatch: pytest.MonkeyPatch) -> None:
    passing(monkeypatch)
    discovery()
    code()
    responses.post(
        token_url(), json=refusal(70019 if error == "expired_token" else 70018, "No.", error), status=400
    )
    with credential(person()[0]) as found, pytest.raises(SignInFailed) as caught:
        found.get_token(SCOPE)
    assert caught.value.diagnostic.code == "SGN027"


@responses.activate
def test_a_code_that_nobody_types_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = passing(monkeypatch)
    discovery()
    code()
    answers("authorization_pending")
    with credential(person()[0]) as found, pytest.raises(SignInFailed) as caught:
        found.get_token(SCOPE)
    assert caught.value.diagnostic.code == "SGN027"
    assert clock.slept >= 900


@responses.activate
def test_an_app_that_is_no_public_client_is_told_what_to_switch_on() -> None:
    discovery()
    code(
        json=refusal(7000218, "The request body must contain 'client_assertion' or 'client_secret'."),
        status=401,
    )
    with credential(person()[0]) as found, pytest.raises(SignInFailed) as caught:
        found.get_token(SCOPE)
    assert caught.value.diagnostic.code == "SGN112"


@pytest.fixture
def no_vault(monkeypatch: pytest.MonkeyPatch) -> None:
    def impossible(*_: object, **__: object) -> None:
        raise RuntimeError("no secret service")

    monkeypatch.setattr(msal_extensions, "build_encrypted_persistence", impossible)


@pytest.fixture
def vault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A vault that works: a file in its place, known to msal-extensions as encrypted."""
    kept = msal_extensions.FilePersistence(str(tmp_path / "vault"))
    monkeypatch.setattr(msal_extensions, "build_encrypted_persistence", lambda _: kept)
    monkeypatch.setattr(msal_extensions, "LibsecretPersistence", lambda *_, **__: kept)
    monkeypatch.setattr(sys, "platform", "linux")
    return tmp_path / "desk"


def ends_signed_in(sign: SignIn) -> str:
    with credential(sign) as found:
        return found.get_token(SCOPE, enable_cae=True).token


@responses.activate
def test_with_a_vault_the_next_command_does_not_ask(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    passing(monkeypatch)
    discovery()
    code()
    agrees()
    sign, told = person(vault)
    assert [ends_signed_in(sign) for _ in range(3)] == ["access-1"] * 3
    assert [row[3] for row in told] == [True]


@responses.activate
def test_the_file_beside_the_vault_names_an_account_and_holds_no_token(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passing(monkeypatch)
    discovery()
    code()
    agrees("secret-access-token")
    sign, _ = person(vault)
    ends_signed_in(sign)
    (file,) = vault.iterdir()
    assert file == account_file(vault, sign)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_text()
    assert "beheer@zilverdam.example" in text
    assert not {word for word in ("secret-access-token", "refresh", "eyJ") if word in text}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.write_text("{"),
        lambda file: file.write_text("[]"),
        lambda file: file.write_text('{"version":"9"}'),
        Path.unlink,
    ],
)
@responses.activate
def test_an_account_that_cannot_be_read_asks_anew(
    vault: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], object]
) -> None:
    passing(monkeypatch)
    discovery()
    code()
    agrees()
    sign, told = person(vault)
    ends_signed_in(sign)
    spoil(account_file(vault, sign))
    ends_signed_in(sign)
    assert len(told) == 2


@responses.activate
def test_accounts_of_two_tenants_do_not_meet(vault: Path) -> None:
    sign, _ = person(vault)
    others = (
        replace(sign, tenant_id="zilverdam.example"),
        replace(sign, client_id=TENANT),
        replace(sign, cloud=CLOUDS["china"]),
    )
    assert len({account_file(vault, found) for found in (sign, *others)}) == 4


@pytest.mark.usefixtures("no_vault")
@responses.activate
def test_without_a_vault_nothing_is_written_and_somebody_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    passing(monkeypatch)
    discovery()
    code()
    agrees()
    sign, told = person(tmp_path / "desk")
    assert ends_signed_in(sign) == "access-1"
    assert [row[3] for row in told] == [False]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
