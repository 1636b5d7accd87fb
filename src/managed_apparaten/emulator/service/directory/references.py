"""Which references between objects of the directory there are, how one is made, and what is behind them; `directory` has the routes.

Members of groups are edges of the store, because groups nest; the others are kept with the object that refers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Store, Stored
from managed_apparaten.emulator.odata.metadata import Type
from managed_apparaten.emulator.odata.values import is_guid
from managed_apparaten.emulator.service import reference_addresses
from managed_apparaten.emulator.service.call import Call
from managed_apparaten.emulator.service.collections import BY_PATH, Collection
from managed_apparaten.emulator.service.home_collections import REFERENCED, find_home

COLLECTIONS = ("users", "groups", "devices")
BIND = "@odata.bind"
MAX_BINDINGS = 20
"""Members that one request can add: learn.microsoft.com/graph/api/group-post-members."""

STORED: dict[tuple[str, str], tuple[str, ...]] = {
    ("groups", "owners"): ("users",), ("devices", "registeredOwners"): ("users",), ("devices", "registeredUsers"): ("users",),
    ("users", "manager"): ("users",),
}  # fmt: skip
"""(collection, navigation property) of references that are kept with the object -> collections that they may lead to."""
SINGLE = frozenset({("users", "manager")})
INVERSE = {
    ("users", "ownedDevices"): ("devices", "registeredOwners"), ("users", "registeredDevices"): ("devices", "registeredUsers"),
    ("users", "directReports"): ("users", "manager"),
}  # fmt: skip
"""(collection, navigation property) that shows who refers to an object -> the reference itself."""


def find_referred(store: Store, collection: Collection, item: Stored, nav: str) -> list[Stored] | None:
    """The objects behind a reference that is kept with an object, or that refer to it; None for another navigation property."""
    path = (collection.path, nav)
    if path in STORED:
        wanted = [str(one.get("id")) for one in item.nav.get(nav, ())]
        return [
            found for one in wanted for kind in STORED[path] if (found := store.get(kind, one)) is not None
        ]
    if path in INVERSE:
        kind, reference = INVERSE[path]
        return [
            found
            for found in store.objects((kind,))
            if any(one.get("id") == item.id for one in found.nav.get(reference, ()))
        ]
    return None


def connect(call: Call, owner: Stored, nav: str, reference: str, *, bound: str = "") -> Stored:
    """Let an object refer to the one at an address, and return that; raises for one that is not there or is referred to already."""
    target = resolve(call, owner, nav, reference, bound)
    if nav == "members" and target.id == owner.id and call.on("group-not-in-itself"):
        raise errors.in_itself()
    if nav == "members":
        known = [child for child, _ in call.store.children(owner.id, deep=False)]
    else:
        known = (
            []
            if (owner.collection, nav) in SINGLE
            else [str(one.get("id")) for one in owner.nav.get(nav, ())]
        )
    if target.id in known:
        text = f"One or more added object references already exist for the following modified properties: '{nav}'."
        raise errors.GraphError(400, "Request_BadRequest", text)
    if nav == "members":
        call.store.connect([(owner.id, target.id, target.collection)])
        return target
    kept = [{"id": one} for one in (*known, target.id)]
    call.store.replace(replace(owner, nav={**owner.nav, nav: kept}))
    return target


def parse_bindings(found: Type, sent: Mapping[str, JSON]) -> Iterator[tuple[str, list[str]]]:
    """(navigation property, addresses) of every `name@odata.bind` in a body; raises GraphError for a property that the type lacks."""
    for key, value in sent.items():
        if not key.endswith(BIND):
            continue
        nav = key.removesuffix(BIND)
        if nav not in found.navigation:
            raise errors.unknown_property(nav, found.name)
        many = found.navigation[nav].collection
        addresses = value if isinstance(value, list) and many else [value]
        if (many and not isinstance(value, list)) or not all(
            isinstance(address, str) for address in addresses
        ):
            raise errors.schema_mismatch(key)
        yield nav, addresses


def bind(call: Call, owner: Stored, found: Type, sent: Mapping[str, JSON]) -> None:
    """Make the references that a body holds as `name@odata.bind`; raises GraphError for one that is not served."""
    for nav, addresses in parse_bindings(found, sent):
        if (owner.collection, nav) not in STORED and (owner.collection, nav) != ("groups", "members"):
            _bind_intune(call, owner, found, nav, addresses)
            continue
        if len(addresses) > MAX_BINDINGS:
            raise errors.bad_request(
                f"The number of references in '{nav}{BIND}' exceeds the limit of {MAX_BINDINGS}."
            )
        for address in addresses:
            connect(call, call.store.get(owner.collection, owner.id) or owner, nav, address, bound=nav)


def _bind_intune(call: Call, owner: Stored, found: Type, nav: str, addresses: list[str]) -> None:
    """Let an object of Intune refer to those at the addresses, and to no other."""
    home, kind = find_home(call.metadata, found.navigation[nav].type), found.navigation[nav].type
    if home not in REFERENCED:
        raise errors.not_served(f"'{nav}{BIND}' of {found.name}")
    kept = []
    for address in addresses:
        wanted = reference_addresses.parse(call, address, bound=nav)
        target = call.store.get(home, wanted.id) if wanted.path in ("", home) else None
        if target is None:
            raise errors.intune_not_found(wanted.id, named=call.on("intune-404-text"))
        if not call.metadata.is_a(target.type, kind):
            raise errors.not_assignable(target.type, kind, entity=True)
        kept.append({"id": target.id})
    before = call.store.get(owner.collection, owner.id) or owner
    call.store.replace(replace(before, nav={**before.nav, nav: kept}))


def resolve(call: Call, owner: Stored, nav: str, reference: str, bound: str = "") -> Stored:
    """The object at an address; raises for one that is not there, and for one of a type that the reference cannot lead to."""
    wanted = reference_addresses.parse(call, reference, bound=bound)
    kinds = [kind for kind in COLLECTIONS if wanted.path in ("", reference_addresses.DIRECTORY_OBJECTS, kind)]
    if not kinds:
        raise errors.invalid_reference(bound)
    spelled = dict.fromkeys((wanted.id, wanted.id.lower() if is_guid(wanted.id) else wanted.id))
    found = next(
        (
            one
            for kind in kinds
            for name in spelled
            if (one := call.store.get(BY_PATH[(kind,)].path, name)) is not None
        ),
        None,
    )
    if found is None:
        raise errors.directory_not_found(wanted.id)
    if nav != "members" and found.collection not in STORED[owner.collection, nav]:
        raise errors.invalid_target(found.id, found.type, nav)
    return found
