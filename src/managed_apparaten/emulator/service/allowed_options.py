"""The query options that each sort of route takes.

Any other system option is refused before something is read or written, so that none is silently ignored
(behaviour `unsupported-query-refused`). Options without `$` that Graph does not know are ignored, as Graph
does. Reference: https://learn.microsoft.com/graph/query-parameters
"""

from __future__ import annotations

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.service.call import Call

ITEM = frozenset({"$select", "$expand", "$format"})
"""Options of a read of one object."""
LIST = ITEM | {"$filter", "$orderby", "$top", "$skip", "$count", "$skiptoken", "$search"}
"""Options of a read of a collection."""
COUNT = frozenset({"$filter", "$search"})
"""Options of `/$count`."""
SELECT = frozenset({"$select", "$format"})
"""Options of a single object without navigation properties."""
NONE = frozenset({"$format"})
"""Options of a route that takes none."""
REFERENCE = NONE | {"$id"}
"""Options of a write of a reference; `$id` names the object whose reference is deleted."""
WRITE = ITEM | REFERENCE
"""Options of any write; the routes below it allow fewer."""
FORMATS = ("json", "application/json")
"""Values of $format that stand for JSON."""


def check(call: Call, allowed: frozenset[str]) -> None:
    """Refuse every system option that the route does not take, and a format other than JSON."""
    for name, value in call.query.raw.items():
        if name.startswith("$") and name not in allowed:
            raise errors.unsupported_query(name, f"The query option '{name}' is not supported here.")
        if name == "$format" and value.split(";")[0].strip().lower() not in FORMATS:
            raise errors.unsupported_query(name, f"The format '{value}' is not supported.")
