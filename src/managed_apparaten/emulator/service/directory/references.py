"""The references between objects of the directory: which there are, how one is made, and what it leads to.

`memberships` has the routes. Members of groups are edges of the store, because groups nest; other references
are stored with the object that refers.
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
from managed_apparaten.emulator.service.collections import Collection
from managed_apparaten.emulator.service.home_collections import REFERENCED, find_home

COLLECTIONS = ("users", "groups", "devices")
"""Collections of the objects to which references lead."""
BIND = "@odata.bind"
"""Ending of the name by which a body makes a reference."""
MAX_BINDINGS = 20
"""Members that one request can add: learn.microsoft.com/graph/api/group-post-members."""

STORED: dict[tuple[str, str], tuple[str, ...]] = {
    ("groups", "owners"): ("users",), ("devices", "registeredOwners"): ("users",), ("devices", "registeredUsers"): ("users",),
    ("users", "manager"): ("users",),
}  # fmt: skip
"""(collection, navigation property) of references that are stored with the object -> collections to which
they may lead."""
SINGLE = frozenset({("users", "manager")})
"""(collection, navigation property) that leads to at most one object."""
INVERSE = {
    ("users", "ownedDevices"): ("devices", "registeredOwners"), ("users", "registeredDevices"): ("devices", "registeredUsers"),
    ("users", "directReports"): ("users", "manager"),
}  # fmt: skip
"""(collection, navigation property) that shows the objects that refer to an object -> the reference itself."""


def find_referred(store: Store, collection: Collection, item: Stored, nav: str) -> list[Stored] | None:
    """Return the objects to which an object refers by a property, or that refer to it; None for another
    property.
    """
    navigation = (collection.path, nav)
    if navigation in STORED:
        objects: list[Stored] = []
        for reference in item.nav.get(nav, ()):
            for path in STORED[navigation]:
                referred = store.get(path, str(reference.get("id")))
                if referred is not None:
                    objects.append(referred)
        return objects
    if navigation in INVERSE:
        path, inverse_nav = INVERSE[navigation]
        return [
            owner
            for owner in store.objects((path,))
            if any(reference.get("id") == item.id for reference in owner.nav.get(inverse_nav, ()))
        ]
    return None


def connect(call: Call, owner: Stored, nav: str, address: str, *, bound: str = "") -> Stored:
    """Let an object refer to the one at an address, and return that object.

    `bound` is the property that a body binds to the address, for the text of an error. Raises GraphError for
    an object that does not exist, and for one to which the owner refers already.
    """
    target = resolve(call, owner, nav, address, bound)
    if nav == "members" and target.id == owner.id and call.on("group-not-in-itself"):
        raise errors.in_itself()
    ids: list[str] = []
    if nav == "members":
        ids = [child for child, _ in call.store.children(owner.id, deep=False)]
    elif (owner.collection, nav) not in SINGLE:
        ids = [str(reference.get("id")) for reference in owner.nav.get(nav, ())]
    if target.id in ids:
        text = f"One or more added object references already exist for the following modified properties: '{nav}'."
        raise errors.GraphError(400, "Request_BadRequest", text)
    if nav == "members":
        call.store.connect([(owner.id, target.id, target.collection)])
        return target
    references = [{"id": object_id} for object_id in (*ids, target.id)]
    call.store.replace(replace(owner, nav={**owner.nav, nav: references}))
    return target


def parse_bindings(owner_type: Type, body: Mapping[str, JSON]) -> Iterator[tuple[str, list[str]]]:
    """Yield (navigation property, addresses) of every `name@odata.bind` in a body.

    Raises GraphError for a property that the type lacks, and for a value of another form.
    """
    for key, value in body.items():
        if not key.endswith(BIND):
            continue
        nav = key.removesuffix(BIND)
        if nav not in owner_type.navigation:
            raise errors.unknown_property(nav, owner_type.name)
        is_collection = owner_type.navigation[nav].collection
        if is_collection and not isinstance(value, list):
            raise errors.schema_mismatch(key)
        addresses = value if is_collection else [value]
        if not all(isinstance(address, str) for address in addresses):
            raise errors.schema_mismatch(key)
        yield nav, addresses


def bind(call: Call, owner: Stored, owner_type: Type, body: Mapping[str, JSON]) -> None:
    """Make the references that a body holds as `name@odata.bind`; raise GraphError for one that is not
    served.
    """
    for nav, addresses in parse_bindings(owner_type, body):
        navigation = (owner.collection, nav)
        if navigation not in STORED and navigation != ("groups", "members"):
            _bind_intune(call, owner, owner_type, nav, addresses)
            continue
        if len(addresses) > MAX_BINDINGS:
            raise errors.bad_request(
                f"The number of references in '{nav}{BIND}' exceeds the limit of {MAX_BINDINGS}."
            )
        for address in addresses:
            current = call.store.get(owner.collection, owner.id) or owner
            connect(call, current, nav, address, bound=nav)


def _bind_intune(call: Call, owner: Stored, owner_type: Type, nav: str, addresses: list[str]) -> None:
    """Let an object of Intune refer to the objects at the addresses, and to no others."""
    declared = owner_type.navigation[nav].type
    home = find_home(call.metadata, declared)
    if home not in REFERENCED:
        raise errors.not_served(f"'{nav}{BIND}' of {owner_type.name}")
    references = []
    for address in addresses:
        parsed = reference_addresses.parse(call, address, bound=nav)
        target = call.store.get(home, parsed.id) if parsed.path in ("", home) else None
        if target is None:
            raise errors.intune_not_found(parsed.id, named=call.on("intune-404-text"))
        if not call.metadata.is_a(target.type, declared):
            raise errors.not_assignable(target.type, declared, entity=True)
        references.append({"id": target.id})
    before = call.store.get(owner.collection, owner.id) or owner
    call.store.replace(replace(before, nav={**before.nav, nav: references}))


def resolve(call: Call, owner: Stored, nav: str, address: str, bound: str = "") -> Stored:
    """Return the object at an address.

    Raises GraphError for an object that does not exist, and for one of a type to which the property cannot
    lead.
    """
    parsed = reference_addresses.parse(call, address, bound=bound)
    any_path = ("", reference_addresses.DIRECTORY_OBJECTS)
    paths = [path for path in COLLECTIONS if parsed.path in (*any_path, path)]
    if not paths:
        raise errors.invalid_reference(bound)
    lower_case_id = parsed.id.lower() if is_guid(parsed.id) else parsed.id
    for path in paths:
        for spelling in dict.fromkeys((parsed.id, lower_case_id)):
            target = call.store.get(path, spelling)
            if target is None:
                continue
            if nav != "members" and target.collection not in STORED[owner.collection, nav]:
                raise errors.invalid_target(target.id, target.type, nav)
            return target
    raise errors.directory_not_found(parsed.id)
