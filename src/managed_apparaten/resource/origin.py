"""The comparison form of a body, and where each part of it came from. `resource.comparison` makes them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from managed_apparaten.core.digest import JSON

_NOTHING: Mapping[str, "Origin"] = MappingProxyType({})


class Origin(NamedTuple):
    """Where a part of a normal form came from: its JSON pointer in the body before, and the same for what is in it.

    A plan makes one for each value of each body, and a tuple is made in a third of the time that a frozen dataclass takes.
    """

    pointer: str
    below: Mapping[str, "Origin"] = _NOTHING

    def at(self, step: str | int) -> "Origin":
        """One level deeper; this one when that level is not known."""
        return self.below.get(str(step), self)


Part = tuple[JSON, Origin]


class Formed(NamedTuple):
    """A body with its comparison form, for whoever has that very body."""

    body: JSON
    part: Part
