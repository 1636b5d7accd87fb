"""Members of a contained collection that are written one by one, such as the texts of a notification message template."""

from __future__ import annotations

from . import errors, view
from .call import Call, Reply, changed
from .http import JSON
from .metadata import Type
from .served import Collection
from .store import Stored
from .writing import find


def add(call: Call, collection: Collection, owner_id: str, nav: str) -> Reply:
    """POST on the contained collection; of messages one a locale."""
    owner = find(call, collection, owner_id)
    declared = call.metadata.get(collection.type).navigation[nav]
    [made] = call.validator.contained([call.body()], declared.type, nav, {})
    child = {**made, "id": _id(call, owner, nav, made, call.metadata.get(declared.type))}
    if "lastModifiedDateTime" in child:
        child["lastModifiedDateTime"] = call.now()
    others = owner.nav.get(nav, [])
    if any(other["id"] == child["id"] for other in others):
        raise errors.bad_request(f"{child['id']} exists already.", intune=True)
    after = _kept(call, owner, nav, [*others, child], child["id"])
    context = view.context(call, collection, owner.id, nav) + "/$entity"
    return Reply(201, {"@odata.context": context, **child}, changed(owner, after))


def change(call: Call, collection: Collection, owner_id: str, nav: str, child_id: str) -> Reply:
    """PATCH of one member."""
    owner = find(call, collection, owner_id)
    found = _member(owner, nav, child_id)
    declared = call.metadata.get(call.metadata.get(collection.type).navigation[nav].type)
    sent = call.validator.entity(call.body(), declared)
    child = {**found, **sent}
    if "lastModifiedDateTime" in child:
        child["lastModifiedDateTime"] = call.now()
    after = _kept(call, owner, nav, [child if other is found else other for other in owner.nav[nav]], child["id"])
    return Reply(200, {"@odata.context": view.context(call, collection, owner.id, nav) + "/$entity", **child}, changed(owner, after))


def remove(call: Call, collection: Collection, owner_id: str, nav: str, child_id: str) -> Reply:
    """DELETE of one member."""
    owner = find(call, collection, owner_id)
    found = _member(owner, nav, child_id)
    after = _kept(call, owner, nav, [other for other in owner.nav[nav] if other is not found])
    return Reply(204, None, changed(owner, after))


def _id(call: Call, owner: Stored, nav: str, made: dict[str, JSON], found: Type) -> str:
    if "locale" not in found.properties:
        return call.new_id(f"{owner.id}/{nav}")
    locale = str(made.get("locale") or "").lower()
    if not locale:
        raise errors.bad_request("locale is required.", intune=True)
    return f"{owner.id}_{locale}"


def _member(owner: Stored, nav: str, child_id: str) -> dict[str, JSON]:
    found = next((child for child in owner.nav.get(nav, ()) if child["id"] == child_id), None)
    if found is None:
        raise errors.intune_not_found(child_id)
    return found


def _kept(call: Call, owner: Stored, nav: str, children: list[dict[str, JSON]], written: str = "") -> Stored:
    """Store the members. One is the default: the one just written, if it says so."""
    defaults = [child["id"] for child in children if child.get("isDefault")]
    one_default = [written] if written in defaults else defaults[-1:]
    settled = [{**child, "isDefault": [child["id"]] == one_default} if "isDefault" in child else child for child in children]
    after = Stored(owner.collection, owner.id, owner.type, owner.body, {**owner.nav, nav: settled})
    call.store.replace(after)
    return after
