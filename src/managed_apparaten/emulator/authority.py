"""The tenant's identity provider: OpenID discovery, keys, and the token endpoint for applications.

Numbers of refusals: https://learn.microsoft.com/entra/identity-platform/reference-error-codes. A token is signed with a
key that lives as long as this object; nothing is kept on disk, so tokens die with the process.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import orjson
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa

from . import jwt, registrations
from .http import JSON, Response
from .registrations import Application, Federated
from .store import Store

GRAPH = ("https://graph.microsoft.com", "00000003-0000-0000-c000-000000000000")
"""Graph as a resource: by URL and by application id."""
LIFETIME = 3599
"""Seconds that a token is good for."""
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
SKEW = 300
"""Seconds by which an assertion's clock may differ (learn.microsoft.com: certificate credentials)."""
FORM = "application/x-www-form-urlencoded"


class Refused(Exception):
    """A request for a token that is not granted."""

    def __init__(self, status: int, error: str, number: int, text: str) -> None:
        super().__init__(text)
        self.status, self.error, self.number, self.text = status, error, number, text


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

    def handle(self, method: str, root: str, path: str, body: bytes) -> Response | None:
        """Answer what is asked of an identity provider; None: not ours to answer."""
        tenant, _, rest = path.strip("/").partition("/")
        try:
            if rest in ("v2.0/.well-known/openid-configuration", ".well-known/openid-configuration"):
                self._check_tenant(tenant)
                return _json(200, self._discovery(root))
            if rest in ("discovery/v2.0/keys", "discovery/keys"):
                return _json(200, {"keys": [jwt.published(self._key.public_key(), self._key_id)]})
            if rest == "oauth2/v2.0/token":
                return _json(200, self._token(method, root, tenant, body))
        except Refused as refused:
            return self._refusal(refused)
        return None

    def bearer(self, token: str) -> tuple[Application | None, frozenset[str]]:
        """The application of an access token and its roles; raises ValueError with the sentence of Graph's 401."""
        found = self._known.get(token) or self._own(token)
        if not (found.number("nbf") or 0) - SKEW <= self._now() < (found.number("exp") or 0):
            raise ValueError("Lifetime validation failed, the token is expired.")
        if found.claims.get("aud") not in GRAPH:
            raise ValueError("Access token validation failure. Invalid audience.")
        self._known = {token: found, **({} if len(self._known) > 100 else self._known)}
        return registrations.find(self._store, str(found.claims["appid"])), frozenset(found.claims["roles"])

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
            "authorization_endpoint": f"{own}/oauth2/v2.0/authorize", "response_types_supported": ["code"], "scopes_supported": ["openid"],
            "subject_types_supported": ["pairwise"], "id_token_signing_alg_values_supported": ["RS256"],
            "cloud_instance_name": "embedded.example", "msgraph_host": root.partition("://")[2],
        }  # fmt: skip

    def _check_tenant(self, tenant: str) -> None:
        if tenant.lower() not in self._names:
            text = f"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud."
            raise Refused(400, "invalid_request", 90002, text)

    def _token(self, method: str, root: str, tenant: str, body: bytes) -> dict[str, JSON]:
        if method != "POST":
            raise Refused(400, "invalid_request", 900561, f"The endpoint only accepts POST requests. Received a {method} request.")
        self._check_tenant(tenant)
        form = _form(body)
        if _given(form, "grant_type") != "client_credentials":
            text = "The app requested an unsupported grant type"
            raise Refused(400, "unsupported_grant_type", 70003, f"{text} '{form['grant_type']}'.")
        app = self._application(_given(form, "client_id"))
        audience = self._audience(_given(form, "scope"), root)
        if form.get("client_assertion"):
            self._check_assertion(app, form, root)
        elif form.get("client_secret"):
            self._check_secret(app, form["client_secret"])
        else:
            text = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."
            raise Refused(401, "invalid_client", 7000218, text)
        lifetime = self._lifetime()
        claims = self._claims(app, audience, root, lifetime)
        token = jwt.encode(claims, self._key, self._key_id)
        return {"token_type": "Bearer", "expires_in": lifetime, "ext_expires_in": lifetime, "access_token": token}

    def _application(self, app_id: str) -> Application:
        app = registrations.find(self._store, app_id)
        if app is None:
            text = f"Application with identifier '{app_id}' was not found in the directory '{self._tenant}'."
            raise Refused(400, "unauthorized_client", 700016, text)
        return app

    def _audience(self, scope: str, root: str) -> str:
        """What the token is for: Graph by one of its names, or by the address at which it is served here."""
        resource, dot, rest = scope.split(" ")[0].rpartition("/.default")
        if not dot or rest:
            text = "Client credential flows must have a scope value with /.default suffixed to the resource identifier"
            raise Refused(400, "invalid_scope", 1002012, f"The provided value for scope {scope} is not valid. {text} (application ID URI).")
        if resource == root:
            return GRAPH[0]
        if resource not in GRAPH:
            text = f"The resource principal named {resource} was not found in the tenant named {self._tenant}."
            raise Refused(400, "invalid_resource", 500011, text)
        return resource

    def _claims(self, app: Application, audience: str, root: str, lifetime: int) -> dict[str, JSON]:
        now = int(self._now())
        return {
            "aud": audience, "iss": self._issuer(root), "iat": now, "nbf": now, "exp": now + lifetime, "tid": self._tenant,
            "appid": app.id, "azp": app.id, "app_displayname": app.name, "idtyp": "app", "roles": list(app.roles), "ver": "1.0",
            "oid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:embedded-tenant:principal:{app.id}")),
        }  # fmt: skip

    def _check_secret(self, app: Application, value: str) -> None:
        known = registrations.matching(app, value)
        if known is None:
            text = "Ensure the secret being sent in the request is the client secret value, not the client secret ID"
            raise Refused(401, "invalid_client", 7000215, f"Invalid client secret provided. {text}, for a secret added to app '{app.id}'.")
        if known.ends and datetime.fromisoformat(known.ends) <= self._clock():
            raise Refused(401, "invalid_client", 7000222, f"The provided client secret keys for app '{app.id}' are expired.")

    def _check_assertion(self, app: Application, form: Mapping[str, str], root: str) -> None:
        try:
            token = jwt.read(form["client_assertion"])
        except jwt.Malformed:
            raise Refused(401, "invalid_client", 50027, "JWT token is invalid or malformed.") from None
        if form.get("client_assertion_type") != ASSERTION:
            raise Refused(400, "invalid_request", 900144, "The request body must contain the following parameter: 'client_assertion_type'.")
        if token.claims.get("iss") == app.id:
            self._check_certificate(app, token, root)
        else:
            _check_federated(app, token)
        expires, begins = token.number("exp"), token.number("nbf") or 0
        if expires is None or not begins - SKEW <= self._now() < expires + SKEW:
            raise Refused(401, "invalid_client", 700024, "Client assertion is not within its valid time range.")

    def _check_certificate(self, app: Application, token: jwt.Token, root: str) -> None:
        if not any(_signed_by_certificate(token, pem) for pem in app.certificates):
            text = "Client assertion contains an invalid signature. [Reason - The key was not found.]"
            raise Refused(401, "invalid_client", 700027, text)
        allowed = {f"{root}/{name}{end}" for name in self._names for end in ("/oauth2/v2.0/token", "/v2.0")}
        if str(token.claims.get("aud")).lower() not in allowed:
            raise Refused(401, "invalid_client", 700023, "Client assertion audience claim does not match Realm issuer.")

    def _refusal(self, refused: Refused) -> Response:
        now, trace = self._clock().astimezone(UTC), str(uuid.uuid5(uuid.NAMESPACE_URL, f"{refused.number}{refused.text}"))
        stamp = now.strftime("%Y-%m-%d %H:%M:%SZ")
        text = f"AADSTS{refused.number}: {refused.text} Trace ID: {trace} Correlation ID: {trace} Timestamp: {stamp}"
        return _json(refused.status, {
            "error": refused.error, "error_description": text, "error_codes": [refused.number], "timestamp": stamp, "trace_id": trace,
            "correlation_id": trace, "error_uri": f"https://login.microsoftonline.com/error?code={refused.number}",
        })  # fmt: skip


def _form(body: bytes) -> dict[str, str]:
    try:
        return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=100))
    except ValueError:
        raise Refused(400, "invalid_request", 900144, "The request body must contain the following parameter: 'grant_type'.") from None


def _given(form: Mapping[str, str], name: str) -> str:
    if not form.get(name):
        raise Refused(400, "invalid_request", 900144, f"The request body must contain the following parameter: '{name}'.")
    return form[name]


def _signed_by_certificate(token: jwt.Token, pem: str) -> bool:
    key = x509.load_pem_x509_certificate(pem.encode()).public_key()
    return isinstance(key, rsa.RSAPublicKey) and token.signed_by(key)


def _check_federated(app: Application, token: jwt.Token) -> None:
    """Issuer, subject and audience must all be those of one credential, letter by letter."""
    fitting = list(app.federated)
    for claim, number in (("iss", 700211), ("aud", 700212), ("sub", 700213)):
        fitting = [known for known in fitting if token.claims.get(claim) == _expected(known, claim)]
        if not fitting:
            what = {"iss": "issuer", "aud": "audience", "sub": "subject"}[claim]
            text = f"No matching federated identity record found for presented assertion {what} '{token.claims.get(claim)}'."
            raise Refused(401, "invalid_client", number, text)
    if not any(token.signed_by(jwt.public_key(key)) for known in fitting for key in known.keys):
        raise Refused(401, "invalid_client", 700027, "Client assertion contains an invalid signature. [Reason - The key was not found.]")


def _expected(known: Federated, claim: str) -> str:
    return {"iss": known.issuer, "aud": known.audience, "sub": known.subject}[claim]


def _json(status: int, body: JSON) -> Response:
    return Response(status, {"Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store, no-cache"}, orjson.dumps(body))
