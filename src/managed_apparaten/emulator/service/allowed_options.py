"""Which query options a route takes. Any other system option is refused before something is read or written, so that none is ignored.

Behaviour `unsupported-query-refused`; options without `$` that Graph does not know are passed over, as Graph does.
Reference: https://learn.microsoft.com/graph/query-parameters
"""

from __future__ import annotations

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.service.call import Call

ITEM = frozenset({"$select", "$expand", "$format"})
LIST = ITEM | {"$filter", "$orderby", "$top", "$skip", "$count", "$skiptoken", "$search"}
COUNT = frozenset({"$filter", "$search"})
SELECT = frozenset({"$select", "$format"})
NONE = frozenset({"$format"})
REFERENCE = NONE | {"$id"}
"""`$id` names what a reference leads to when it is deleted."""
WRITE = ITEM | REFERENCE
FORMATS = ("json", "application/json")


def check(call: Call, allowed: frozenset[str]) -> None:
    """Refuse every system option that the route does not take, and a format other than JSON."""
    for name, value in call.query.raw.items():
        if name.startswith("$") and name not in allowed:
            raise errors.unsupported_query(name, f"The query option '{name}' is not supported here.")
        if name == "$format" and value.split(";")[0].strip().lower() not in FORMATS:
            raise errors.unsupported_query(name, f"The format '{value}' is not supported.")
