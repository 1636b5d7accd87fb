"""The same over HTTPS: a real sign-in of each mode through azure-identity, msgraph-sdk's adapter, and a proxy with a password."""

from __future__ import annotations

import base64
import gzip
import os
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode

import orjson
import pytest
import responses
from azure.core.pipeline.transport import HttpTransport
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.campaigns.canaries import VALUES
from tests.campaigns.faults import NOTHING, Wrong, mistaken
from tests.campaigns.heard import heard
from tests.campaigns.searcher import Searcher
from tests.clock import now
from tests.unit.emulator.network import served
from tests.unit.graph.clouds_played import CERTIFICATE, KEY, OIDC, SUBJECT, certificate_file
from tests.unit.graph.https import proxy
from tests.unit.graph.waiting import passing

from managed_apparaten.emulator.core.http import Response
from managed_apparaten.emulator.doors import serving
from managed_apparaten.emulator.doors.server import Server
from managed_apparaten.emulator.faults.fault_table import Unanswered
from managed_apparaten.emulator.identity import device_codes, jwt, registrations
from managed_apparaten.emulator.identity.authority import Authority
from managed_apparaten.emulator.identity.registrations import Application, Federated

if TYPE_CHECKING:
    from tests.campaigns.canary import Town
    from tests.campaigns.tally import Look

ISSUER = "https://token.actions.githubusercontent.com"
APP = str(uuid.UUID(int=0xCA9A41E))
ASK = "https://dev.azure.example/oidc"
Trouble = Callable[[Mapping[str, list[str]]], Response]


def _echo(status: int, number: int) -> Trouble:
    """A refusal that repeats all that it was sent, as it is, in base64 and within a URL."""

    def answer(form: Mapping[str, list[str]]) -> Response:
        sent = urlencode(form, doseq=True)
        coded = base64.b64encode(sent.encode()).decode()
        text = f"AADSTS{number}: {VALUES['error description of Entra'] if number == 0 else 'No.'} You sent {dict(form)} {sent} {coded}"
        body = {"error": "invalid_client", "error_description": text, "error_codes": [number]}
        return Response(status, {"Content-Type": "application/json"}, orjson.dumps(body))

    return answer


_JSON = {"Content-Type": "application/json"}
TROUBLES: Mapping[str, Trouble | None] = {
    "none": None, "a known refusal": _echo(401, 7000215), "an unknown refusal": _echo(400, 99999999), "busy": _echo(503, 90033),
    "a page": lambda form: Response(200, {"Content-Type": "text/html"}, f"<html>{form}".encode()),
    "a redirect": lambda form: Response(302, {"Location": f"https://127.0.0.1:1/?{urlencode(form, doseq=True)}"}, b""),
    "half an answer": lambda form: Response(200, _JSON, orjson.dumps({"access_token": str(form)})[:-9]),
    "no token": lambda form: Response(200, _JSON, orjson.dumps({"token_type": "Bearer", "expires_in": 3599, "said": str(form)})),
    "odd values": lambda form: Response(200, _JSON, orjson.dumps({"access_token": [str(form)], "expires_in": str(form)})),
    "nothing": lambda _form: Response(200, _JSON, b""),
    "a packed page": lambda form: Response(200, {**_JSON, "Content-Encoding": "gzip"}, gzip.compress(f"{form}{' ' * 2**20}".encode())),
    "too many": lambda form: Response(429, {**_JSON, "Retry-After": str(form)}, b"{}"),
    "hung up": lambda form: _hung_up(str(form)),
}  # fmt: skip
"""What Entra says to somebody who wants a token."""


def _hung_up(form: str) -> Response:
    raise Unanswered(form)


MODES = ("secret", "certificate", "workload-identity", "github", "azure-devops", "gitlab", "device-code")
"""Ways to sign in; each fault of the service meets them all."""
HTTPS = ("plan", "apply", "doctor", "snapshot", "plan (markdown)", "apply unasked", "doctor (json)")
"""Commands that talk to Graph, as many as there are ways to sign in."""


@dataclass
class Line:
    """A served tenant and how to sign in to it."""

    town: Town
    server: Server
    ca: Path
    folder: Path
    trouble: Trouble | None = None

    @cached_property
    def modes(self) -> Mapping[str, Mapping[str, str]]:
        """The environment of each way to sign in."""
        file = self.folder / "kubernetes"
        file.write_text(id_token("token in a Kubernetes file"))
        protected = certificate_file(self.folder, VALUES["password of the certificate"])
        return {
            "secret": {"AZURE_CLIENT_SECRET": VALUES["client secret"]},
            "certificate": {"AZURE_CLIENT_CERTIFICATE_PATH": str(protected),
                            "AZURE_CLIENT_CERTIFICATE_PASSWORD": VALUES["password of the certificate"]},
            "workload-identity": {"AZURE_FEDERATED_TOKEN_FILE": str(file)},
            "github": {"ACTIONS_ID_TOKEN_REQUEST_URL": OIDC, "ACTIONS_ID_TOKEN_REQUEST_TOKEN": VALUES["token of the GitHub job"]},
            "azure-devops": {"AZURESUBSCRIPTION_SERVICE_CONNECTION_ID": "7", "SYSTEM_ACCESSTOKEN": VALUES["SYSTEM_ACCESSTOKEN"],
                             "SYSTEM_OIDCREQUESTURI": ASK},
            "gitlab": {"GITLAB_OIDC_TOKEN": id_token("GitLab's id token")},
            "device-code": {},
        }  # fmt: skip

    @contextmanager
    def signed_in(self, mode: str, trouble: str = "none") -> Iterator[None]:
        """The environment of a way to sign in, and what Entra says to it."""
        common = {"AZURE_TENANT_ID": self.town.tenant.identity()[0], "AZURE_CLIENT_ID": APP, "APPARATEN_AUTH": mode,
                  "SSL_CERT_FILE": str(self.ca)}  # fmt: skip
        with (
            pytest.MonkeyPatch.context() as patch,
            responses.RequestsMock(assert_all_requests_are_fired=False) as played,
        ):
            for name, value in {**common, **self.modes[mode]}.items():
                patch.setenv(name, value)
            played.add_passthru(self.server.url)
            played.get("https://actions.example/idtoken", json={"value": id_token("GitHub's id token")})
            played.post(ASK, json={"oidcToken": id_token("Azure DevOps' id token")})
            self.trouble = TROUBLES[trouble]
            yield
            self.trouble = None


def id_token(name: str) -> str:
    """A signed token of a pipeline with a canary in it."""
    moment = now().timestamp()
    claims = {
        "iss": ISSUER,
        "sub": SUBJECT,
        "aud": "api://AzureADTokenExchange",
        "nbf": moment - 5,
        "exp": moment + 3600,
        "jti": VALUES[name],
    }
    return jwt.encode(claims, KEY, "k")


@contextmanager
def line(town: Town, folder: Path, searcher: Searcher, patch: pytest.MonkeyPatch) -> Iterator[Line]:
    """The tenant on the loopback interface, with an application that may sign in by each mode."""
    _watch(searcher, patch)
    key = (jwt.published(KEY.public_key(), "k"),)
    app = Application(APP, "canary", registrations.WRITE, (registrations.secret(VALUES["client secret"]),),
                      (CERTIFICATE.public_bytes(Encoding.PEM).decode(),), (Federated(ISSUER, SUBJECT, key),), public=True)  # fmt: skip
    town.tenant.restore(town.begin)
    registrations.ensure(town.tenant.world.store)
    town.tenant.register(app)
    town.begin = town.tenant.snapshot()
    ca = folder / "ca.pem"
    with served(serving.server(town.tenant, authority_file=ca)) as server:
        found = Line(town, server, ca, folder)
        inner = Authority.handle

        def handle(
            self: Authority, method: str, root: str, path: str, body: bytes, headers: Mapping[str, str] | None = None
        ) -> Response | None:  # fmt: skip
            if found.trouble and method == "POST" and path.endswith(("/token", "/devicecode")):
                return found.trouble(parse_qs(body.decode()))
            return inner(self, method, root, path, body, headers)

        patch.setattr(Authority, "handle", handle)
        patch.setattr(HttpTransport, "sleep", lambda *_: None)
        passing(patch, lambda _slept: _typed(server))
        yield found


LATELY = 12
"""Values of tokens that are looked for: those of a run, and of the one before."""


def _watch(searcher: Searcher, patch: pytest.MonkeyPatch) -> None:
    """Have every token that anybody makes be looked for, and the keys; and make codes and refresh tokens that are canaries."""
    inner, person = jwt.encode, Authority._for_person

    def encode(claims: Mapping[str, Any], key: Any, key_id: str, **more: str) -> str:
        token = inner(claims, key, key_id, **more)
        searcher.extra += [token.split(".")[1][-40:], token.split(".")[2]]
        del searcher.extra[:-LATELY]
        return token

    def for_person(self: Authority, *args: Any) -> dict[str, Any]:
        made = person(self, *args)
        self._refresh[VALUES["refresh token"]] = self._refresh[made["refresh_token"]]
        return {**made, "refresh_token": VALUES["refresh token"]}

    # The first lines of a private key are the public one; these are of its own numbers.
    private = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode().splitlines()
    searcher.always += [private[10], private[20]]
    patch.setattr(jwt, "encode", encode)
    patch.setattr(Authority, "_for_person", for_person)
    patch.setattr(
        "managed_apparaten.emulator.identity.device_codes.secrets.token_urlsafe",
        lambda _size: VALUES["device code"],
    )


def _typed(server: Server) -> None:
    """Somebody enters the code that is waited for."""
    codes = server.front.authority._codes._waiting
    for waiting in list(codes.values()):
        body = urlencode({"code": waiting.user_code, "answer": "yes"}).encode()
        server.front.handle("POST", f"/{device_codes.PATH}", {}, body)


def over_https(
    town: Town,
    folder: Path,
    look: Look,
    searcher: Searcher,
    chosen: Sequence[tuple[int, Wrong]],
    signing: bool,
) -> None:
    """Faults of the service first; then, when asked, every way to sign in with all that Entra can say.

    A fault for good meets each command once and each way to sign in once; which command has which way follows from its number.
    """
    with (
        pytest.MonkeyPatch.context() as patch,
        line(town, folder, searcher, patch) as there,
        proxy() as through,
    ):
        address = through.url.replace("http://", f"http://somebody:{VALUES['password of the proxy']}@")
        patch.setenv("HTTPS_PROXY", address)
        reviewed = folder / "reviewed-over-https.json"
        town.again(NOTHING)
        with there.signed_in("secret"):
            heard([*_base(there, folder / "before-https"), "plan", "-o", str(reviewed)], folder)
        assert reviewed.exists()
        for number, wrong in chosen:
            _under(there, folder / f"https-{number}", reviewed, look, number, wrong)
        if signing:
            _sign_ins(there, folder, look)
            with _refusing(address, patch):
                _one(there, folder, look, "secret", "none", "a proxy that refuses")


def _under(there: Line, place: Path, reviewed: Path, look: Look, number: int, wrong: Wrong) -> None:
    place.mkdir()
    for turn, (name, arguments) in enumerate(_commands(place, reviewed, there.town.whole).items()):
        mode = MODES[(number + turn) % len(MODES)]
        if not wrong.once or name == "apply":
            there.town.again(wrong)
            with there.signed_in(mode), mistaken(wrong):
                look(f"{name} over HTTPS", str(wrong), heard([*_base(there, place), *arguments], place), mode)


@contextmanager
def _refusing(address: str, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """A proxy that wants another password, and repeats the one it got."""
    said = (
        f'HTTP/1.1 407 {address}\r\nProxy-Authenticate: Basic realm="{address}"\r\nContent-Length: 0\r\n\r\n'
    )
    with proxy(said.encode()) as other:
        patch.setenv("HTTPS_PROXY", address.rpartition("@")[0] + "@" + other.url.removeprefix("http://"))
        yield


def _sign_ins(there: Line, folder: Path, look: Look) -> None:
    for mode in MODES:
        for trouble in TROUBLES:
            _one(there, folder, look, mode, trouble, f"Entra: {trouble}")


def _one(there: Line, folder: Path, look: Look, mode: str, trouble: str, wrong: str) -> None:
    place = folder / f"sign-in-{mode}-{os.urandom(4).hex()}"
    place.mkdir()
    there.town.again(NOTHING)
    with there.signed_in(mode, trouble):
        look(
            f"plan by {mode}",
            wrong,
            heard([*_base(there, place), "plan", "-o", str(place / "plan.json")], place),
            mode,
        )
        look(
            f"doctor by {mode}",
            wrong,
            heard([*_base(there, place), "doctor", "--format", "json"], place),
            mode,
        )


def _base(there: Line, place: Path) -> list[str]:
    return ["--policies", str(there.town.policies), "--lang", "en", "--state", str(place / "state"), "--date", "2026-11-21",
            "--tenant", there.server.url]  # fmt: skip


def _commands(place: Path, reviewed: Path, whole: Path) -> Mapping[str, tuple[str, ...]]:
    allowed = ("--allow-people", "--allow-devices", "--allow-delete", "--allow-loosening")
    plan, snapshot = str(place / "plan.json"), str(place / "tenant.json")
    made = (
        ("plan", "-o", plan),
        ("apply", str(reviewed), *allowed),
        ("doctor", "--for", "apply"),
        ("snapshot", "-o", snapshot, "--record", str(place / "recording.jsonl")),
        ("plan", "--format", "markdown", "--full"),
        ("--policies", str(whole), "apply", "--auto-approve"),
        ("doctor", "--format", "json"),
    )
    return dict(zip(HTTPS, made, strict=True))
