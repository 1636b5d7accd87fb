"""The tenant's identity provider: OpenID discovery, keys, and the token endpoint for applications and for a person with a code.

Numbers of refusals: https://learn.microsoft.com/entra/identity-platform/reference-error-codes. A token is signed with a
key that lives as long as this object; nothing is kept on disk, so tokens die with the process.
"""

from __future__ import annotations

import uuid
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import orjson
from cryptography.hazmat.primitives.asymmetric import rsa

from managed_apparaten.emulator.core.http import JSON, Response
from managed_apparaten.emulator.core.store import Store
from managed_apparaten.emulator.identity import assertions, device_codes, jwt, registrations
from managed_apparaten.emulator.identity.assertions import SKEW
from managed_apparaten.emulator.identity.oauth_errors import OAuthError, form_of, given
from managed_apparaten.emulator.identity.registrations import Application
from managed_apparaten.emulator.odata.values import is_guid

GRAPH = ("https://graph.microsoft.com", "00000003-0000-0000-c000-000000000000")
"""Graph as a resource: by URL and by application id."""
LIFETIME = 3599
"""Seconds that a token is good for."""
OPENID = frozenset({"openid", "profile", "offline_access", "email"})
"""Scopes about the person, beside those of the resource."""


@dataclass(frozen=True, slots=True)
class RequestIds:
    """The numbers of one request: ours, and the one by which its client knows it.

    A client sends `client-request-id`, as MSAL does; it comes back as `correlation_id` of a refusal, and as a header when
    `return-client-request-id` asks for it. Meaning of the two: "Error response" of
    https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow.
    """

    trace: str
    correlation: str
    returned: bool

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> RequestIds:
        """Of a request's headers; what is no GUID gets one."""
        found = {name.lower(): value.strip() for name, value in headers.items()}
        given = found.get("client-request-id", "")
        known = given.lower() if is_guid(given) else str(uuid.uuid4())
        return cls(
            str(uuid.uuid4()),
            known,
            is_guid(given) and found.get("return-client-request-id", "").lower() == "true",
        )

    @property
    def headers(self) -> dict[str, str]:
        """What the answer carries of it."""
        return {
            "x-ms-request-id": self.trace,
            **({"client-request-id": self.correlation} if self.returned else {}),
        }


class Authority:
    """Issues and recognises the tokens of one tenant."""

    def __init__(
        self, store: Store, tenant_id: str, names: frozenset[str], clock: Callable[[], datetime],
        lifetime: Callable[[], int] = lambda: LIFETIME,
    ) -> None:  # fmt: skip
        self._store, self._tenant, self._clock, self._lifetime = store, tenant_id, clock, lifetime
        self._names = frozenset({tenant_id, *names})
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._key_id = uuid.uuid5(uuid.NAMESPACE_URL, str(self._key.public_key().public_numbers().n)).hex
        self._known: dict[str, jwt.Token] = {}
        self._codes = device_codes.DeviceCodes(clock)
        self._refresh: dict[str, tuple[str, str]] = {}

    def handle(
        self, method: str, root: str, path: str, body: bytes, headers: Mapping[str, str] | None = None
    ) -> Response | None:
        """Answer what is asked of an identity provider; None: not ours to answer."""
        exchange = RequestIds.of(headers or {})
        answer = self._answer(method, root, path, body, exchange)
        return None if answer is None else replace(answer, headers={**answer.headers, **exchange.headers})

    def _answer(
        self, method: str, root: str, path: str, body: bytes, exchange: RequestIds
    ) -> Response | None:
        tenant, _, rest = path.strip("/").partition("/")
        try:
            if rest in ("v2.0/.well-known/openid-configuration", ".well-known/openid-configuration"):
                self._check_tenant(tenant)
                return _json(200, self._discovery(root))
            if rest in ("discovery/v2.0/keys", "discovery/keys"):
                return _json(200, {"keys": [jwt.published(self._key.public_key(), self._key_id)]})
            if rest == "oauth2/v2.0/token":
                return _json(200, self._token(method, root, tenant, body))
            if rest == "oauth2/v2.0/devicecode":
                form = self._asked(method, tenant, body)
                app = self._public(self._application(given(form, "client_id")))
                scope = given(form, "scope")
                self._audience(scope, root)
                return _json(200, self._codes.begin(app, scope, root))
            if path.strip("/") == device_codes.PATH:
                return self._codes.page(method, body)
        except OAuthError as refused:
            return self._refusal(refused, exchange)
        return None

    def bearer(self, token: str) -> tuple[Application | None, frozenset[str]]:
        """The application of an access token and its roles; raises ValueError with the sentence of Graph's 401."""
        found = self._known.get(token) or self._own(token)
        if not (found.number("nbf") or 0) - SKEW <= self._now() < (found.number("exp") or 0):
            raise ValueError("Lifetime validation failed, the token is expired.")
        if found.claims.get("aud") not in GRAPH:
            raise ValueError("Access token validation failure. Invalid audience.")
        self._known = {token: found, **({} if len(self._known) > 100 else self._known)}
        return registrations.find(self._store, str(found.claims["appid"])), _permissions(found)

    def person(self, token: str) -> str:
        """Who signed in, of a token that `bearer` knows; empty when an application did."""
        found = self._known.get(token)
        return str(found.claims.get("upn", "")) if found else ""

    def _own(self, token: str) -> jwt.Token:
        if not token:
            raise ValueError("Access token is empty.")
        try:
            found = jwt.read(token)
        except jwt.Malformed:
            raise ValueError("IDX14100: JWT is not well formed, there are no dots (.).") from None
        if not found.signed_by(self._key.public_key()) or found.header.get("alg") != "RS256":
            raise ValueError("Access token validation failure. Invalid signature.")
        return found

    def _now(self) -> float:
        return self._clock().timestamp()

    def _issuer(self, root: str) -> str:
        return f"{root}/{self._tenant}/v2.0"

    def _discovery(self, root: str) -> dict[str, JSON]:
        own = f"{root}/{self._tenant}"
        return {
            "token_endpoint": f"{own}/oauth2/v2.0/token", "jwks_uri": f"{own}/discovery/v2.0/keys", "issuer": self._issuer(root),
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
            "authorization_endpoint": f"{own}/oauth2/v2.0/authorize", "device_authorization_endpoint": f"{own}/oauth2/v2.0/devicecode",
            "response_types_supported": ["code"], "scopes_supported": ["openid"],
            "subject_types_supported": ["pairwise"], "id_token_signing_alg_values_supported": ["RS256"],
            "cloud_instance_name": "embedded.example", "msgraph_host": root.partition("://")[2],
        }  # fmt: skip

    def _check_tenant(self, tenant: str) -> None:
        if tenant.lower() not in self._names:
            text = f"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud."
            raise OAuthError(400, "invalid_request", 90002, text)

    def _asked(self, method: str, tenant: str, body: bytes) -> dict[str, str]:
        if method != "POST":
            raise OAuthError(
                400,
                "invalid_request",
                900561,
                f"The endpoint only accepts POST requests. Received a {method} request.",
            )
        self._check_tenant(tenant)
        return form_of(body)

    def _token(self, method: str, root: str, tenant: str, body: bytes) -> dict[str, JSON]:
        form = self._asked(method, tenant, body)
        grant = given(form, "grant_type")
        if grant not in ("client_credentials", "refresh_token", device_codes.GRANT):
            raise OAuthError(
                400,
                "unsupported_grant_type",
                70003,
                f"The app requested an unsupported grant type '{grant}'.",
            )
        app = self._application(given(form, "client_id"))
        if grant == device_codes.GRANT:
            return self._for_person(
                self._public(app), self._codes.used(app, given(form, "device_code")), root
            )
        if grant == "refresh_token":
            known, scope = self._refresh.get(given(form, "refresh_token"), ("", ""))
            if known != app.id:
                raise OAuthError(
                    400,
                    "invalid_grant",
                    70008,
                    "The refresh token has expired due to inactivity or was never given.",
                )
            return self._for_person(app, scope, root)
        audience = self._audience(given(form, "scope"), root)
        if form.get("client_assertion"):
            allowed = {
                f"{root}/{name}{end}" for name in self._names for end in ("/oauth2/v2.0/token", "/v2.0")
            }
            assertions.check(app, form, frozenset(allowed), self._clock)
        elif form.get("client_secret"):
            self._check_secret(app, form["client_secret"])
        else:
            raise _unproven()
        return self._granted(self._claims(app, audience, root))

    def _granted(self, claims: dict[str, JSON]) -> dict[str, JSON]:
        lifetime = claims["exp"] - claims["iat"]
        token = jwt.encode(claims, self._key, self._key_id)
        return {
            "token_type": "Bearer",
            "expires_in": lifetime,
            "ext_expires_in": lifetime,
            "access_token": token,
        }

    def _for_person(self, app: Application, scope: str, root: str) -> dict[str, JSON]:
        """Tokens for the tenant's one administrator: what the app may is what it may for a person."""
        claims = self._claims(app, self._audience(scope, root), root)
        permissions = " ".join(claims.pop("roles"))
        name, oid = (
            f"admin@{max(self._names - {self._tenant}, default='embedded.example')}",
            str(uuid.uuid5(uuid.NAMESPACE_URL, self._tenant)),
        )
        person = {"oid": oid, "sub": oid, "name": "Administrator"}
        granted = self._granted({**claims, **person, "idtyp": "user", "scp": permissions, "upn": name})
        about = {key: claims[key] for key in ("iss", "iat", "nbf", "exp", "tid")}
        refresh = uuid.uuid4().hex
        self._refresh[refresh] = (app.id, scope)
        client_info = urlsafe_b64encode(orjson.dumps({"uid": oid, "utid": self._tenant})).decode().rstrip("=")
        id_token = jwt.encode(
            {**about, **person, "aud": app.id, "ver": "2.0", "preferred_username": name},
            self._key,
            self._key_id,
        )
        return {
            **granted,
            "scope": f"{permissions} {scope}",
            "refresh_token": refresh,
            "id_token": id_token,
            "client_info": client_info,
        }

    def _public(self, app: Application) -> Application:
        if not app.public:
            raise _unproven()
        return app

    def _application(self, app_id: str) -> Application:
        app = registrations.find(self._store, app_id)
        if app is None:
            text = f"Application with identifier '{app_id}' was not found in the directory '{self._tenant}'."
            raise OAuthError(400, "unauthorized_client", 700016, text)
        return app

    def _audience(self, scope: str, root: str) -> str:
        """What the token is for: Graph by one of its names, or by the address at which it is served here."""
        wanted = next((part for part in scope.split() if part not in OPENID), "")
        resource, dot, rest = wanted.rpartition("/.default")
        if not dot or rest:
            text = "Client credential flows must have a scope value with /.default suffixed to the resource identifier"
            raise OAuthError(
                400,
                "invalid_scope",
                1002012,
                f"The provided value for scope {scope} is not valid. {text} (application ID URI).",
            )
        if resource == root:
            return GRAPH[0]
        if resource not in GRAPH:
            text = (
                f"The resource principal named {resource} was not found in the tenant named {self._tenant}."
            )
            raise OAuthError(400, "invalid_resource", 500011, text)
        return resource

    def _claims(self, app: Application, audience: str, root: str) -> dict[str, JSON]:
        now, lifetime = int(self._now()), self._lifetime()
        return {
            "aud": audience, "iss": self._issuer(root), "iat": now, "nbf": now, "exp": now + lifetime, "tid": self._tenant,
            "appid": app.id, "azp": app.id, "app_displayname": app.name, "idtyp": "app", "roles": list(app.roles), "ver": "1.0",
            "oid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:embedded-tenant:principal:{app.id}")),
        }  # fmt: skip

    def _check_secret(self, app: Application, value: str) -> None:
        known = registrations.matching(app, value)
        if known is None:
            text = "Ensure the secret being sent in the request is the client secret value, not the client secret ID"
            raise OAuthError(
                401,
                "invalid_client",
                7000215,
                f"Invalid client secret provided. {text}, for a secret added to app '{app.id}'.",
            )
        if known.ends and datetime.fromisoformat(known.ends) <= self._clock():
            raise OAuthError(
                401,
                "invalid_client",
                7000222,
                f"The provided client secret keys for app '{app.id}' are expired.",
            )

    def _refusal(self, refused: OAuthError, exchange: RequestIds) -> Response:
        stamp = self._clock().astimezone(UTC).strftime("%Y-%m-%d %H:%M:%SZ")
        trace, correlation = exchange.trace, exchange.correlation
        text = f"AADSTS{refused.number}: {refused.text} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {stamp}"
        return _json(refused.status, {
            "error": refused.error, "error_description": text, "error_codes": [refused.number], "timestamp": stamp, "trace_id": trace,
            "correlation_id": correlation, "error_uri": f"https://login.microsoftonline.com/error?code={refused.number}",
        })  # fmt: skip


def _unproven() -> OAuthError:
    text = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."
    return OAuthError(401, "invalid_client", 7000218, text)


def _permissions(token: jwt.Token) -> frozenset[str]:
    """Of an application, or of a person through one."""
    return frozenset(token.claims.get("roles") or str(token.claims.get("scp", "")).split())


def _json(status: int, body: JSON) -> Response:
    return Response(
        status,
        {"Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store, no-cache"},
        orjson.dumps(body),
    )
