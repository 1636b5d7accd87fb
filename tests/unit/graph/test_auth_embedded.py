"""Every way to sign in that needs no cloud around it, against the embedded tenant's identity provider over HTTPS."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import responses
from azure.core.pipeline.transport import HttpTransport
from cryptography.hazmat.primitives.serialization import Encoding
from tests.clock import now
from tests.unit.emulator.network import served
from tests.unit.graph.clouds_played import CERTIFICATE, KEY, OIDC, SUBJECT, certificate_file
from tests.unit.graph.waiting import passing

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.emulator.doors import serving
from managed_apparaten.emulator.doors.server import Server
from managed_apparaten.emulator.identity import device_codes, jwt, registrations
from managed_apparaten.emulator.identity.registrations import Application, Federated
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.graph.signin.clouds import cloud_of_address
from managed_apparaten.graph.signin.credential import SignIn, SignInFailed, credential

SCOPE = "https://graph.microsoft.com/.default"
READER = registrations.given()[0]


@dataclass(frozen=True, slots=True)
class Place:
    server: Server
    ca: Path

    def sign_in(self, mode: str, client_id: str = READER.id, **given: str) -> SignIn:
        cloud = cloud_of_address(self.server.url)
        assert cloud is not None
        return SignIn(mode, cloud, self.server.front.tenant.identity()[0], client_id, given, self.ca)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    tenant, file = Tenant.open(None, clock=now), tmp_path_factory.mktemp("ca") / "ca.pem"
    seed(tenant)
    with served(serving.server(tenant, authority_file=file)) as running:
        yield Place(running, file)
    tenant.close()


@pytest.mark.parametrize("own", [False, True], ids=["Graph's own name", "the address it is served at"])
def test_a_secret_opens_the_door(place: Place, own: bool) -> None:
    sign_in = place.sign_in("secret", AZURE_CLIENT_SECRET=registrations.known_secret(READER.name))
    with credential(sign_in) as found:
        token = found.get_token(sign_in.cloud.scope if own else SCOPE)
    assert place.server.front.authority.bearer(token.token)[0] == READER


def register(place: Place, **proof: Any) -> Application:
    app = Application(
        str(uuid.uuid5(uuid.NAMESPACE_URL, repr(sorted(proof)))), "of the test", registrations.READ, **proof
    )
    place.server.front.tenant.register(app)
    return app


def reads(place: Place, sign_in: SignIn) -> bool:
    """Whether the token of this sign-in opens Graph's door."""
    with credential(sign_in) as found:
        token = found.get_token(SCOPE, enable_cae=True).token
    answer = place.server.front.handle(
        "GET", "/v1.0/groups?$top=1", {"Authorization": f"Bearer {token}"}, b""
    )
    return answer.status == 200


def refused(sign_in: SignIn) -> Diagnostic:
    with credential(sign_in) as found, pytest.raises(SignInFailed) as caught:
        found.get_token(SCOPE)
    return caught.value.diagnostic


@pytest.mark.parametrize("pfx", [False, True])
def test_a_certificate_opens_it_too(place: Place, tmp_path: Path, pfx: bool) -> None:
    app = register(place, certificates=(CERTIFICATE.public_bytes(Encoding.PEM).decode(),))
    file = certificate_file(tmp_path, "p4ss", pfx=pfx)
    given = {"AZURE_CLIENT_CERTIFICATE_PATH": str(file), "AZURE_CLIENT_CERTIFICATE_PASSWORD": "p4ss"}
    assert reads(place, place.sign_in("certificate", app.id, **given))
    assert refused(place.sign_in("certificate", **given)).code == "SGN109"


@pytest.mark.parametrize(
    ("subject", "code"),
    [(SUBJECT, None), (SUBJECT.upper(), "SGN108"), ("repo:zilverdam/beleid:pull_request", "SGN108")],
)
def test_a_github_job_gets_in_with_its_own_environment_only(
    place: Place, subject: str, code: str | None
) -> None:
    """GitHub is played; the assertion that it signs is checked by the tenant."""
    issuer = "https://token.actions.githubusercontent.com"
    app = register(place, federated=(Federated(issuer, SUBJECT, (jwt.published(KEY.public_key(), "k"),)),))
    moment = now().timestamp()
    claims = {
        "iss": issuer,
        "sub": subject,
        "aud": "api://AzureADTokenExchange",
        "nbf": moment - 5,
        "exp": moment + 300,
    }
    sign_in = place.sign_in(
        "github", app.id, ACTIONS_ID_TOKEN_REQUEST_URL=OIDC, ACTIONS_ID_TOKEN_REQUEST_TOKEN="t"
    )
    with responses.RequestsMock() as played:
        played.add_passthru(place.server.url)
        played.get("https://actions.example/idtoken", json={"value": jwt.encode(claims, KEY, "k")})
        if code is None:
            assert reads(place, sign_in)
        else:
            told = refused(sign_in)
            assert (told.code, told.args["subject"]) == (code, subject)


def test_a_clock_that_is_off_is_told(place: Place, tmp_path: Path) -> None:
    app = register(
        place,
        federated=(
            Federated(
                "https://k8s.example",
                "system:serviceaccount:mdm:plan",
                (jwt.published(KEY.public_key(), "k"),),
            ),
        ),
    )
    moment = now().timestamp()
    claims = {
        "iss": "https://k8s.example",
        "sub": "system:serviceaccount:mdm:plan",
        "aud": "api://AzureADTokenExchange",
        "nbf": moment + 900,
        "exp": moment + 990,
    }
    file = tmp_path / "token"
    file.write_text(jwt.encode(claims, KEY, "k"))
    assert (
        refused(place.sign_in("workload-identity", app.id, AZURE_FEDERATED_TOKEN_FILE=str(file))).code
        == "SGN111"
    )


@pytest.mark.parametrize(("answer", "expected"), [("yes", None), ("no", "SGN027")])
def test_a_person_types_the_code_meanwhile(
    place: Place, monkeypatch: pytest.MonkeyPatch, answer: str, expected: str | None
) -> None:
    typed: list[str] = []

    def types(slept: float) -> None:
        if slept >= 7 and typed:
            body = urlencode({"code": typed.pop(), "answer": answer}).encode()
            place.server.front.handle("POST", f"/{device_codes.PATH}", {}, body)

    clock = passing(monkeypatch, types)

    def prompt(url: str, code: str, until: datetime, *, is_remembered: bool) -> None:
        assert url == f"{place.server.url}/{device_codes.PATH}"
        typed.append(code)

    sign_in = replace(place.sign_in("device-code"), prompt=prompt)
    if expected is None:
        assert reads(place, sign_in)
    else:
        assert refused(sign_in).code == expected
    assert clock.slept == 10


MISTAKES = (
    ({"secret": "guess"}, "SGN101"), ({"client": str(uuid.UUID(int=5))}, "SGN103"), ({"tenant": "elsewhere.example"}, "SGN104"),
    ({"ca": None}, "SGN022"), ({"port": "1"}, "SGN020"),
)  # fmt: skip


@pytest.mark.parametrize(("wrong", "code"), MISTAKES)
def test_each_mistake_is_told_as_itself(
    place: Place, monkeypatch: pytest.MonkeyPatch, wrong: dict[str, Any], code: str
) -> None:
    monkeypatch.setattr(HttpTransport, "sleep", lambda *_: None)
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    right = place.sign_in(
        "secret", AZURE_CLIENT_SECRET=wrong.get("secret", registrations.known_secret(READER.name))
    )
    asked = replace(
        right, client_id=wrong.get("client", right.client_id), tenant_id=wrong.get("tenant", right.tenant_id), ca=wrong.get("ca", right.ca),
        cloud=cloud_of_address("https://127.0.0.1:1") or right.cloud if "port" in wrong else right.cloud,
    )  # fmt: skip
    told = refused(asked)
    assert (told.code, told.args["host"]) == (code, asked.cloud.authority)
