"""Which references between objects of the directory there are, and what is behind them; `directory` writes them.

Members of groups are not among them: those are edges of the store.
"""

from __future__ import annotations

from .served import Collection
from .store import Store, Stored

KEPT: dict[tuple[str, str], tuple[str, ...]] = {
    ("groups", "owners"): ("users",), ("devices", "registeredOwners"): ("users",), ("devices", "registeredUsers"): ("users",),
    ("users", "manager"): ("users",),
}  # fmt: skip
"""(collection, navigation property) of references that are kept with the object -> collections that they may lead to."""
SINGLE = frozenset({("users", "manager")})
BACK = {
    ("users", "ownedDevices"): ("devices", "registeredOwners"), ("users", "registeredDevices"): ("devices", "registeredUsers"),
    ("users", "directReports"): ("users", "manager"),
}  # fmt: skip
"""(collection, navigation property) that shows who refers to an object -> the reference itself."""


def referred(store: Store, collection: Collection, item: Stored, nav: str) -> list[Stored] | None:
    """The objects behind a reference that is kept with an object, or that refer to it; None for another navigation property."""
    path = (collection.path, nav)
    if path in KEPT:
        wanted = [one["id"] for one in item.nav.get(nav, ())]
        return [found for one in wanted for kind in KEPT[path] if (found := store.get(kind, one)) is not None]
    if path in BACK:
        kind, reference = BACK[path]
        return [found for found in store.objects((kind,)) if any(one["id"] == item.id for one in found.nav.get(reference, ()))]
    return None
