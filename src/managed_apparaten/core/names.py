"""Names and ids in a tenant: how names are compared, and what an id looks like."""

import re

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_GUID_LENGTH = 36


def fold_name(name: str) -> str:
    """The form in which names of groups and scope tags are compared: the directory takes upper and lower case for the same.

    https://learn.microsoft.com/graph/filter-query-parameter (`eq` on strings of the directory is case-insensitive)
    """
    return name.lower()


def is_guid(text: str) -> bool:
    """Return whether the text has the form of a GUID, as the ids of objects in Entra and of requests to Graph do."""
    return len(text) == _GUID_LENGTH and bool(_GUID.fullmatch(text))
