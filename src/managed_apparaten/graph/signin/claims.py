"""What an access token says about itself: who signed in, for which tenant, until when, and what was granted.
The token is not kept.

Microsoft calls the tokens of its own APIs opaque. Those of Graph are JSON Web Tokens in practice, but nothing
here depends on that: a token that cannot be read gives None. No signature is checked, because nothing is
decided here: Graph decides. Source:
https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from managed_apparaten.core.digest import JSON

_PARTS = 3
_LATEST = datetime(9999, 1, 1, tzinfo=UTC).timestamp()


@dataclass(frozen=True, slots=True)
class Claims:
    """The part of a token that may be shown to people."""

    tenant_id: str
    who: str
    """Sign-in name of the user, or name of the application."""
    application: bool
    """True when the application acts by itself; False when it acts on behalf of a user."""
    granted: frozenset[str]
    """Names of the granted Graph permissions: `roles` for an application, `scp` for a user."""
    expires: datetime | None
    """When the token expires; None when it does not say."""


def claims_of(token: str) -> Claims | None:
    """Return the claims of a token; None when it is not a readable JSON Web Token."""
    parts = token.split(".")
    if len(parts) != _PARTS:
        return None
    try:
        payload = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return None
    return _claims(payload) if isinstance(payload, dict) else None


def _claims(payload: Mapping[str, JSON]) -> Claims:
    """Return the claims in the decoded payload of a token."""
    scopes, roles = payload.get("scp"), payload.get("roles")
    application = payload.get("idtyp") == "app" if payload.get("idtyp") else not isinstance(scopes, str)
    granted = roles if application else str(scopes or "").split()
    name_claims = (
        ("app_displayname", "appid", "azp")
        if application
        else ("upn", "unique_name", "preferred_username", "oid")
    )
    return Claims(
        tenant_id=str(payload.get("tid") or ""),
        who=next((str(payload[name]) for name in name_claims if payload.get(name)), ""),
        application=application,
        granted=frozenset(str(name) for name in granted) if isinstance(granted, list) else frozenset(),
        expires=_moment(payload.get("exp")),
    )


def _moment(value: JSON) -> datetime | None:
    """Return the moment in a numeric date claim; None when it holds no usable number."""
    is_usable = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < _LATEST
    return datetime.fromtimestamp(value, UTC) if is_usable else None
