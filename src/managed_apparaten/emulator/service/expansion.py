"""Which $expand a collection takes, and with what text any other is refused.

A name that the type has is never called unknown: what Graph has and this tenant does not model is not served (490).
"""

from __future__ import annotations

from collections.abc import Mapping

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.odata.metadata import Type
from managed_apparaten.emulator.odata.query import Expand
from managed_apparaten.emulator.service.call import Call
from managed_apparaten.emulator.service.collections import MAM, Collection
from managed_apparaten.emulator.service.directory import references


def check(call: Call, collection: Collection, found: Type, *, listed: bool) -> None:
    """Refuse an $expand that the collection is not known to support, whether or not there is an object to expand."""
    for asked in call.query.expand:
        owner = _resolve_cast(call, collection, asked) if asked.cast else found
        check_name(owner, asked.name)
        allowed = collection.expand.get(asked.name)
        if allowed is None and asked.cast:
            raise errors.not_served(f"'{asked.name}' of {owner.name} in $expand")
        if allowed is None or (listed and _only_on_item(call, collection)):
            raise unsupported_expand(asked)
        inner = owner.navigation[asked.name].type
        _check_selected(call, asked, inner)
        if (collection.path, asked.name) not in references.SINGLE:
            check_levels(asked)
        for nested in asked.nested:
            _check_nested(call, nested, inner, allowed)


def _check_nested(call: Call, nested: Expand, inner: str, allowed: tuple[str, ...]) -> None:
    """Refuse what is expanded inside another property: one level, and what the collection is known to support."""
    owner = call.metadata.get(inner)
    refuse_cast(nested)
    check_name(owner, nested.name)
    if nested.name not in allowed:
        raise unsupported_expand(nested)
    target = owner.navigation[nested.name].type
    _check_selected(call, nested, target)
    check_levels(nested)
    for deeper in nested.nested:
        refuse_cast(deeper)
        check_name(call.metadata.get(target), deeper.name)
        raise unsupported_expand(deeper)


def check_name(owner: Type, name: str) -> None:
    """Refuse a name in $expand that is no navigation property of the type."""
    first, slash, _ = name.partition("/")
    if name == "*" or (slash and first in owner.navigation):
        raise errors.not_served(f"'{name}' in $expand")
    if first in owner.properties:
        raise errors.not_expandable(first, owner.name)
    if first not in owner.navigation:
        raise errors.could_not_find(first, owner.name)


def refuse_cast(asked: Expand) -> None:
    """Refuse a type cast where only properties of the declared type are expanded."""
    if asked.cast:
        raise errors.not_served(
            f"the type cast 'microsoft.graph.{asked.cast}' inside $expand or below an object"
        )


def check_levels(asked: Expand) -> None:
    """Refuse `$levels` beyond the first, which only a property that leads to its own type takes."""
    if asked.levels > 1:
        raise errors.unsupported_query("$expand", "The option '$levels' is not supported inside $expand.")


def unsupported_expand(asked: Expand) -> errors.GraphError:
    """The refusal of a property that is there, and that nobody is known to expand."""
    return errors.unsupported_query(
        "$expand", f"The property '{asked.name}' cannot be used in the $expand query option."
    )


def _resolve_cast(call: Call, collection: Collection, asked: Expand) -> Type:
    """The type that a cast names; refuses one that no object of the collection can have."""
    found = call.metadata.find(asked.cast)
    if found is None or not call.metadata.is_a(asked.cast, collection.type):
        raise errors.unknown_segment(f"microsoft.graph.{asked.cast}")
    return found


def _check_selected(call: Call, asked: Expand, type_name: str) -> None:
    """Refuse a name in the $select of an $expand that no object there can have."""
    kinds = ("user", "group", "device") if type_name == "directoryObject" else (type_name,)
    known = [declared for kind in kinds if (declared := call.metadata.find(kind)) is not None]
    for name in asked.select:
        if known and not any(name in declared.properties for declared in known):
            raise unknown_select(name, known, type_name)


def unknown_select(name: str, types: list[Type], declared: str) -> errors.GraphError:
    """The refusal of a name in $select that is no property, by whether Graph has it: behind it may stand another object, or a path."""
    first, slash, _ = name.partition("/")
    members: list[Mapping[str, object]] = [one.navigation for one in types] + (
        [one.properties for one in types] if slash else []
    )
    if any(first in found for found in members):
        return errors.not_served(f"'{name}' in $select")
    return errors.could_not_find(name, declared)


def _only_on_item(call: Call, collection: Collection) -> bool:
    if collection.path == "deviceManagement/detectedApps":
        return call.on("detected-apps-expand-on-item")
    return collection.path in MAM and call.on("app-protection-expand-on-item")
