"""Names and ids in a tenant: how names are compared, what an id looks like, and how a sentence lists names with their roles."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_GUID_LENGTH = 36


def fold_name(name: str) -> str:
    """Return the form in which names of groups and scope tags are compared: in lower case.

    https://learn.microsoft.com/graph/filter-query-parameter (`eq` on strings of the directory is case-insensitive)
    """
    return name.lower()


def is_guid(text: str) -> bool:
    """Return whether the text has the form of a GUID, as the ids of objects in Entra and of requests to Graph do."""
    return len(text) == _GUID_LENGTH and bool(_GUID.fullmatch(text))


def list_with_roles(roles_by_name: Mapping[str, Iterable[str]]) -> str:
    """Return names with their roles in one line, for example `Temu, TikTok (college, griffie); Signal (kcc)`.

    Names with the same roles stand together. Names, and roles within their brackets, are sorted.
    """
    names_by_roles: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, roles in sorted(roles_by_name.items()):
        names_by_roles[tuple(sorted(set(roles)))].append(name)
    by_first_name = sorted(names_by_roles.items(), key=lambda item: item[1])
    return "; ".join(f"{', '.join(names)} ({', '.join(roles)})" for roles, names in by_first_name)
