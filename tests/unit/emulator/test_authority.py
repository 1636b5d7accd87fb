"""The identity provider: who gets a token, who gets which AADSTS number, and what Graph's door does with tokens."""

from __future__ import annotations

import base64
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from tests.clock import now
from tests.unit.emulator.conftest import IOS_MAM, NOW, valid
from tests.unit.emulator.network import ask, bearer, credentials, front_of, served

from managed_apparaten.emulator.doors import serving
from managed_apparaten.emulator.doors.front import Front
from managed_apparaten.emulator.faults.fault_table import Fault
from managed_apparaten.emulator.identity import jwt, registrations
from managed_apparaten.emulator.identity.assertions import ASSERTION
from managed_apparaten.emulator.identity.registrations import Application, Federated
from managed_apparaten.emulator.tenant import Tenant, seeded_ids
from managed_apparaten.emulator.worlds.seed import seed

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ISSUER, SUBJECT = "https://ci.example", "repo:zilverdam/policies:environment:intune"


def certificate(begins: datetime = NOW) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "app")])
    builder = x509.CertificateBuilder(
        name, name, KEY.public_key(), x509.random_serial_number(), begins, begins + timedelta(days=1)
    )
    return builder.sign(KEY, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


OLD, STRANGE = certificate(NOW - timedelta(days=2)), certificate()
APP = Application(
    str(uuid.UUID(int=7)), "pipeline", ("DeviceManagementApps.Read.All",), (registrations.secret("old", NOW - timedelta(seconds=1)),),
    (certificate(), OLD), (Federated(ISSUER, SUBJECT, (jwt.published(KEY.public_key(), "k"),)),),
)  # fmt: skip


class Moving:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Moving:
    return Moving()


@pytest.fixture
def front(clock: Moving) -> Iterator[Front]:
    with opened(clock) as found:
        yield found


@pytest.fixture(scope="module")
def still() -> Iterator[Front]:
    """For tests that change nothing."""
    with opened(Moving()) as found:
        yield found


@contextmanager
def opened(clock: Moving) -> Iterator[Front]:
    tenant = Tenant.open(None, clock=clock, new_id=seeded_ids("test"))
    seed(tenant)
    tenant.register(APP)
    for app in registrations.given():
        tenant.register(app)
    yield front_of(tenant)
    tenant.close()


def body(answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(answer.body)
    return found


def get(front: Front, url: str, **headers: str) -> Any:
    return front.handle("GET", url, {"Host": "localhost", **headers}, b"")


def assertion(
    key: rsa.RSAPrivateKey = KEY, header: dict[str, str] | None = None, **claims: Any
) -> dict[str, str]:
    now = NOW.timestamp()
    federated = {
        "iss": ISSUER,
        "sub": SUBJECT,
        "aud": "api://AzureADTokenExchange",
        "exp": now + 300,
        "nbf": now,
    }
    token = jwt.encode({**federated, **claims}, key, "k", **(header or {}))
    form = {
        **credentials("apparaten-plan"),
        "client_id": APP.id,
        "client_assertion": token,
        "client_assertion_type": ASSERTION,
    }
    del form["client_secret"]
    return form


def by_certificate(
    front: Front, key: rsa.RSAPrivateKey = KEY, pem: str = "", thumbprint: str = "x5t#S256", **claims: Any
) -> dict[str, str]:
    audience = f"http://localhost/{front.tenant.identity()[0]}/oauth2/v2.0/token"
    return assertion(
        key,
        named(pem or APP.certificates[0], thumbprint),
        **{"iss": APP.id, "sub": APP.id, "aud": audience, **claims},
    )


def named(pem: str, thumbprint: str) -> dict[str, str]:
    """The header that names a certificate."""
    algorithm = hashes.SHA1() if thumbprint == "x5t" else hashes.SHA256()
    data = x509.load_pem_x509_certificate(pem.encode()).fingerprint(algorithm)
    return {thumbprint: base64.urlsafe_b64encode(data).decode().rstrip("=")}


def test_a_token_says_who_and_what_and_is_signed_with_the_published_key(front: Front) -> None:
    answer = body(ask(front, credentials("apparaten-plan")))
    assert (answer["token_type"], answer["expires_in"]) == ("Bearer", 3599)
    token = jwt.read(answer["access_token"])
    tenant_id = front.tenant.identity()[0]
    keys = body(get(front, f"/{tenant_id}/discovery/v2.0/keys"))["keys"]
    assert [key["kid"] for key in keys] == [token.header["kid"]]
    assert token.signed_by(jwt.public_key(keys[0]))
    assert not token.signed_by(OTHER.public_key())
    claims = token.claims
    assert (claims["tid"], claims["aud"]) == (tenant_id, "https://graph.microsoft.com")
    assert claims["roles"] == list(registrations.READ)
    assert claims["exp"] - claims["iat"] == 3599


def test_discovery_names_endpoints_on_the_host_that_was_asked(front: Front) -> None:
    tenant_id = front.tenant.identity()[0]
    for name in (tenant_id, "zilverdam.onmicrosoft.example", tenant_id.upper()):
        found = body(get(front, f"/{name}/v2.0/.well-known/openid-configuration"))
        assert found["token_endpoint"] == f"http://localhost/{tenant_id}/oauth2/v2.0/token"
        assert found["issuer"] == f"http://localhost/{tenant_id}/v2.0"


REFUSALS: tuple[tuple[str, Callable[[Front], dict[str, str]], int, str, int], ...] = (
    ("no grant type", lambda _: {}, 400, "invalid_request", 900144),
    ("password grant", lambda _: credentials("apparaten-plan", grant_type="password"), 400, "unsupported_grant_type", 70003),
    ("no client id", lambda _: credentials("apparaten-plan", client_id=""), 400, "invalid_request", 900144),
    ("unknown app", lambda _: credentials("apparaten-plan", client_id=str(uuid.UUID(int=1))), 400, "unauthorized_client", 700016),
    ("wrong secret", lambda _: credentials("apparaten-plan", client_secret="guess"), 401, "invalid_client", 7000215),
    ("secret of another", lambda _: credentials("apparaten-plan", client_id=APP.id), 401, "invalid_client", 7000215),
    ("expired secret", lambda _: credentials("apparaten-plan", client_id=APP.id, client_secret="old"), 401, "invalid_client", 7000222),
    ("no credential", lambda _: credentials("apparaten-plan", client_secret=""), 401, "invalid_client", 7000218),
    ("no scope", lambda _: credentials("apparaten-plan", scope=""), 400, "invalid_request", 900144),
    ("scope without .default", lambda _: credentials("apparaten-plan", scope="User.Read"), 400, "invalid_scope", 1002012),
    ("other resource", lambda _: credentials("apparaten-plan", scope="https://vault.example/.default"), 400, "invalid_resource", 500011),
    ("malformed assertion", lambda _: {**assertion(), "client_assertion": "a.b"}, 401, "invalid_client", 50027),
    ("unknown issuer", lambda _: assertion(iss="https://other.example"), 401, "invalid_client", 700211),
    ("wrong audience", lambda _: assertion(aud="https://other.example"), 401, "invalid_client", 700212),
    ("wrong subject", lambda _: assertion(sub="repo:zilverdam/policies:pull_request"), 401, "invalid_client", 700213),
    ("issuer's subject by another key", lambda _: assertion(OTHER), 401, "invalid_client", 700027),
    ("expired assertion", lambda _: assertion(exp=NOW.timestamp() - 301), 401, "invalid_client", 700024),
    ("assertion of tomorrow", lambda _: assertion(nbf=NOW.timestamp() + 301), 401, "invalid_client", 700024),
    ("endless assertion", lambda _: assertion(exp=None), 401, "invalid_client", 700024),
    ("wrong subject but for capitals", lambda _: assertion(sub=SUBJECT.upper()), 401, "invalid_client", 7002138),
    ("certificate not registered", lambda front: by_certificate(front, pem=STRANGE), 401, "invalid_client", 700027),
    ("certificate not named", lambda front: by_certificate(front, thumbprint="kid"), 401, "invalid_client", 700027),
    ("certificate named, other key", lambda front: by_certificate(front, OTHER), 401, "invalid_client", 700027),
    ("certificate of last week", lambda front: by_certificate(front, pem=OLD), 401, "invalid_client", 700027),
    ("certificate for another app", lambda front: by_certificate(front, sub=str(uuid.UUID(int=8))), 401, "invalid_client", 700021),
    ("assertion for elsewhere", lambda front: by_certificate(front, aud="https://login.example"), 401, "invalid_client", 700023),
)  # fmt: skip


@pytest.mark.parametrize(
    ("form", "status", "error", "number"), [row[1:] for row in REFUSALS], ids=[row[0] for row in REFUSALS]
)
def test_refusals_carry_entras_numbers(
    still: Front, form: Callable[[Front], dict[str, str]], status: int, error: str, number: int
) -> None:
    answer = ask(still, form(still))
    found = body(answer)
    assert (answer.status, found["error"], found["error_codes"]) == (status, error, [number])
    assert found["error_description"].startswith(f"AADSTS{number}: ")


def test_another_tenant_is_not_found_and_get_is_no_way_to_ask(front: Front) -> None:
    assert body(ask(front, credentials("apparaten-plan"), "contoso.example"))["error_codes"] == [90002]
    assert body(get(front, "/contoso.example/v2.0/.well-known/openid-configuration"))["error_codes"] == [
        90002
    ]
    assert body(get(front, f"/{front.tenant.identity()[0]}/oauth2/v2.0/token"))["error_codes"] == [900561]


@pytest.mark.parametrize("form", [
    lambda _: assertion(), by_certificate, lambda front: by_certificate(front, thumbprint="x5t"),
], ids=["federated", "certificate", "certificate by its short thumbprint"])  # fmt: skip
def test_assertions_open_the_door_as_secrets_do(
    still: Front, form: Callable[[Front], dict[str, str]]
) -> None:
    token = body(ask(still, form(still)))["access_token"]
    assert get(still, IOS_MAM, Authorization=f"Bearer {token}").status == 200


def tampered(token: str) -> str:
    head, claims, signature = token.split(".")
    data = orjson.loads(base64.urlsafe_b64decode(claims + "=="))
    data["roles"] = ["Directory.ReadWrite.All"]
    return ".".join([head, base64.urlsafe_b64encode(orjson.dumps(data)).decode().rstrip("="), signature])


def unsigned(token: str) -> str:
    head = base64.urlsafe_b64encode(b'{"typ":"JWT","alg":"none"}').decode().rstrip("=")
    return ".".join([head, token.split(".")[1], ""])


def test_graph_takes_our_tokens_and_no_others(front: Front) -> None:
    token = bearer(front, "apparaten-plan")["Authorization"].removeprefix("Bearer ")
    claims = jwt.read(token).claims
    forged = jwt.encode(claims, OTHER, "k")
    for wrong in ("", "Basic abc", "Bearer", "Bearer abc", "Bearer a.b.c", f"Bearer {tampered(token)}", f"Bearer {unsigned(token)}",
                  f"Bearer {forged}", f"Bearer {'a' * 20000}.b.c"):  # fmt: skip
        answer = get(front, "/v1.0/groups", Authorization=wrong)
        assert (answer.status, body(answer)["error"]["code"]) == (401, "InvalidAuthenticationToken"), wrong
        assert answer.headers["WWW-Authenticate"].startswith("Bearer ")
    assert get(front, "/v1.0/groups").status == 401
    assert get(front, "/v1.0/groups", Authorization=f"bearer {token}").status == 200


def test_a_token_ends_when_it_says(front: Front, clock: Moving) -> None:
    headers = bearer(front, "apparaten-plan")
    clock.now = NOW + timedelta(seconds=3598)
    assert get(front, "/v1.0/groups", **headers).status == 200
    clock.now = NOW + timedelta(seconds=3599)
    answer = get(front, "/v1.0/groups", **headers)
    assert body(answer)["error"]["message"] == "Lifetime validation failed, the token is expired."


def test_tokens_can_be_made_short_lived(front: Front, clock: Moving) -> None:
    front.tenant.faults.inject(Fault("F15", "short", seconds=10))
    headers = bearer(front)
    clock.now = NOW + timedelta(seconds=11)
    assert get(front, "/v1.0/groups", **headers).status == 401


def test_the_reader_cannot_write_and_is_told_what_it_would_take(front: Front) -> None:
    url, policy = valid("ios_app_protection")
    refused = front.handle("POST", url, bearer(front, "apparaten-plan"), orjson.dumps(policy))
    assert refused.status == 403
    assert "DeviceManagementApps.ReadWrite.All" in body(refused)["error"]["message"]
    assert front.handle("POST", url, bearer(front), orjson.dumps(policy)).status == 201
    assert [(entry.actor, entry.status) for entry in front.tenant.audit()] == [
        ("apparaten-plan", 403),
        ("apparaten-apply", 201),
    ]


def test_parts_of_a_batch_have_no_more_rights_than_their_sender(front: Front) -> None:
    url, policy = valid("ios_app_protection")
    parts = [
        {"id": "1", "method": "GET", "url": "/groups?$top=1"},
        {
            "id": "2",
            "method": "POST",
            "url": url.removeprefix("/beta"),
            "body": policy,
            "headers": {"Content-Type": "application/json"},
        },
    ]
    answer = front.handle(
        "POST", "/beta/$batch", bearer(front, "apparaten-plan"), orjson.dumps({"requests": parts})
    )
    assert {part["id"]: part["status"] for part in body(answer)["responses"]} == {"1": 200, "2": 403}


def test_a_permission_taken_away_is_gone_with_the_next_token(front: Front) -> None:
    app = registrations.given()[0]
    front.tenant.register(replace(app, roles=("GroupMember.Read.All",)))
    headers = bearer(front, "apparaten-plan")
    assert get(front, "/v1.0/groups", **headers).status == 200
    assert get(front, IOS_MAM, **headers).status == 403


def test_nothing_on_the_network_door_reaches_the_control_door(front: Front) -> None:
    headers = bearer(front)
    for path in ("/__emu/faults", "/beta/__emu/faults", "/beta/faults", "/control", "/beta/$faults"):
        assert front.handle("POST", path, headers, b"{}").status in (400, 405)
    assert not front.tenant.faults.active


def test_secrets_are_not_kept(tmp_path: Path) -> None:
    tenant = Tenant.open(tmp_path / "t.sqlite", clock=lambda: NOW)
    tenant.register(replace(APP, secrets=(registrations.secret("very-secret-value"),)))
    tenant.close()
    assert all(b"very-secret-value" not in file.read_bytes() for file in tmp_path.iterdir())


def test_azure_identity_gets_its_token_over_https(tmp_path: Path) -> None:
    """azure-identity reads the machine's clock, so the tenant and the certificate keep that time as well."""
    from azure.core.exceptions import ClientAuthenticationError
    from azure.identity import CertificateCredential, ClientSecretCredential

    tenant, threads = Tenant.open(None, clock=now), threading.active_count()
    seed(tenant)
    file = tmp_path / "ca.pem"
    server = serving.server(tenant, authority_file=file)
    with served(server):
        found = registrations.given()[1]
        place: Any = {
            "authority": server.url,
            "disable_instance_discovery": True,
            "connection_verify": str(file),
        }
        tenant_id, secret = tenant.identity()[0], registrations.known_secret(found.name)
        with ClientSecretCredential(tenant_id, found.id, secret, **place) as credential:
            token = credential.get_token("https://graph.microsoft.com/.default")
        assert server.front.authority.bearer(token.token)[0] == found
        with (
            ClientSecretCredential(tenant_id, found.id, "guess", **place) as credential,
            pytest.raises(ClientAuthenticationError, match="7000215"),
        ):
            credential.get_token("https://graph.microsoft.com/.default")
        pair = KEY.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        current = certificate(now() - timedelta(hours=1))
        tenant.register(replace(APP, certificates=(current,)))
        with CertificateCredential(
            tenant_id, APP.id, certificate_data=pair + current.encode(), **place
        ) as credential:
            assert credential.get_token("https://graph.microsoft.com/.default").token
    tenant.close()
    assert threading.active_count() == threads
