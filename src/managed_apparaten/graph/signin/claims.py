"""What an access token says of itself: who, for which tenant, until when, and what was granted. The token itself is not kept.

Microsoft calls tokens for its own APIs opaque; those of Graph are JSON Web Tokens in practice, and nothing here depends on it:
a token that cannot be read gives None. No signature is checked, because nothing is decided here: Graph decides.
Source: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
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
    """The part of a token that people may see."""

    tenant_id: str
    who: str
    """The user's sign-in name, or the name of the application."""
    application: bool
    """True: the application acts on its own; False: on behalf of somebody."""
    granted: frozenset[str]
    """Permissions of Graph by name: `roles` of an application, `scp` of a user."""
    expires: datetime | None


def claims_of(token: str) -> Claims | None:
    """The claims of a token, or None for one that is no readable JSON Web Token."""
    parts = token.split(".")
    if len(parts) != _PARTS:
        return None
    try:
        found = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return None
    return _claims(found) if isinstance(found, dict) else None


def _claims(found: Mapping[str, JSON]) -> Claims:
    scopes, roles = found.get("scp"), found.get("roles")
    application = found.get("idtyp") == "app" if found.get("idtyp") else not isinstance(scopes, str)
    granted = roles if application else str(scopes or "").split()
    names = (
        ("app_displayname", "appid", "azp")
        if application
        else ("upn", "unique_name", "preferred_username", "oid")
    )
    return Claims(
        tenant_id=str(found.get("tid") or ""),
        who=next((str(found[name]) for name in names if found.get(name)), ""),
        application=application,
        granted=frozenset(str(name) for name in granted) if isinstance(granted, list) else frozenset(),
        expires=_moment(found.get("exp")),
    )


def _moment(value: JSON) -> datetime | None:
    known = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < _LATEST
    return datetime.fromtimestamp(value, UTC) if known else None
