"""Text in URLs: keys, literals and query options, so that no name from a policy or a tenant changes a request.

Source: https://docs.oasis-open.org/odata/odata/v4.01 (URL conventions: an apostrophe in a literal is doubled).
"""

import re
from urllib.parse import quote

_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


def is_guid(text: str) -> bool:
    """Whether it has the form of an Entra id; nothing else is put into a path as one."""
    return bool(_GUID.fullmatch(text))


def key(text: str) -> str:
    """An object id as one path segment."""
    return quote(text, safe="")


def literal(text: str) -> str:
    """A string literal for `$filter`."""
    return "'" + text.replace("'", "''") + "'"


def query(**options: str) -> str:
    """`?$name=value&...` with the values encoded; empty options are left out. Names go without their dollar."""
    given = [f"${name}={quote(value, safe='$(),=/;')}" for name, value in options.items() if value]
    return "?" + "&".join(given) if given else ""
