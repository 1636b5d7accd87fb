"""Whose object it is: the last line of a description (`notes` on an app) that we write into the tenant.

There is no state file. An object is ours exactly when its description ends with this marker; names prove nothing,
because Intune lets two objects carry one name. Removing the line by hand in the portal sets an object free.
"""

import re
from dataclasses import dataclass

from managed_apparaten.core import applied
from managed_apparaten.core.address import Address

_PATTERN = re.compile(
    r"(?:\A|\n)\[apparaten (?P<organisation>[a-z0-9-]+)/(?P<kind>[a-z0-9_]+)/(?P<key>[a-z0-9.-]+)"
    r" gen=(?P<generation>[0-9a-f]{16})(?: groups=(?P<groups>[0-9a-f,-]+))?(?P<protect> protect)?\]\s*\Z"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """Owner, address, generation of content, and whether deleting needs more than removing a file."""

    organisation: str
    address: Address
    generation: str
    """`short_digest` of the normalised content that was written with it."""
    protect: bool = False
    groups: tuple[str, ...] = ()
    """On an object that is not ours: ids of the groups whose assignments are, sorted."""

    def __str__(self) -> str:
        groups = f" groups={','.join(self.groups)}" if self.groups else ""
        return f"[apparaten {self.organisation}/{self.address} gen={self.generation}{groups}{' protect' if self.protect else ''}]"


def marked(text: str, marker: Marker) -> str:
    """A description that ends with the marker."""
    return f"{text}\n{marker}" if text else str(marker)


def split(description: str | None) -> tuple[str, Marker | None]:
    """The text before the marker without what the last apply noted there, and the marker when there is one. White space after it is
    forgiven: portals add it."""
    description = applied.without(description or "")
    match = _PATTERN.search(description)
    if not match:
        return description, None
    address = Address(match["kind"], match["key"])
    groups = tuple((match["groups"] or "").split(",")) if match["groups"] else ()
    marker = Marker(match["organisation"], address, match["generation"], bool(match["protect"]), groups)
    return description[: match.start()], marker
