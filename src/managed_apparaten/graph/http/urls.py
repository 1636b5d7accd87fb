"""Encodes keys, literals and query options for URLs, so that no name from a policy or a tenant can change a
request.

Source: https://docs.oasis-open.org/odata/odata/v4.01 (URL conventions: an apostrophe
in a literal is doubled).
"""

from urllib.parse import quote


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
