"""Encodes keys, literals and query options for URLs, so that no name from a policy or a tenant can change a
request.

Also recognises GUIDs. Source: https://docs.oasis-open.org/odata/odata/v4.01 (URL conventions: an apostrophe
in a literal is doubled).
"""

import re
from urllib.parse import quote

_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


def is_guid(text: str) -> bool:
    """Return whether the text has the form of a GUID, as ids in Entra do. Only such a text is put into a path
    as an id."""
    return bool(_GUID.fullmatch(text))


def key(text: str) -> str:
    """Return an object id encoded as one segment of a path."""
    return quote(text, safe="")


def literal(text: str) -> str:
    """Return a string literal for `$filter`."""
    return "'" + text.replace("'", "''") + "'"


def query(**options: str) -> str:
    """Return `?$name=value&...` with encoded values; empty options are omitted. Names are given without their
    dollar sign."""
    encoded_options = [f"${name}={quote(value, safe='$(),=/;')}" for name, value in options.items() if value]
    return "?" + "&".join(encoded_options) if encoded_options else ""
