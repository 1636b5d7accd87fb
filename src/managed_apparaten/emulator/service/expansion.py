"""Checks which $expand a collection supports, and refuses any other in Graph's words.

A name that the type has is never called unknown: what Graph has and this tenant does not model is refused as
not served (status 490).
"""

from __future__ import annotations

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.odata.metadata import Type
from managed_apparaten.emulator.odata.query import Expand
from managed_apparaten.emulator.service.call import Call
from managed_apparaten.emulator.service.collections import MAM, Collection
from managed_apparaten.emulator.service.directory import references


def check(call: Call, collection: Collection, declared_type: Type, *, listed: bool) -> None:
    """Refuse an $expand that the collection is not known to support, whether or not there is an object to
    expand.

    `listed`: the request reads a list, for which some collections support less.
    """
    for expanded in call.query.expand:
        owner = _resolve_cast(call, collection, expanded) if expanded.cast else declared_type
        check_name(owner, expanded.name)
        allowed = collection.expand.get(expanded.name)
        if allowed is None and expanded.cast:
            raise errors.not_served(f"'{expanded.name}' of {owner.name} in $expand")
        if allowed is None or (listed and _only_on_item(call, collection)):
            raise unsupported_expand(expanded)
        inner = owner.navigation[expanded.name].type
        _check_selected(call, expanded, inner)
        if (collection.path, expanded.name) not in references.SINGLE:
            check_levels(expanded)
        for nested in expanded.nested:
            _check_nested(call, nested, inner, allowed)


def _check_nested(call: Call, nested: Expand, inner: str, allowed: tuple[str, ...]) -> None:
    """Refuse an $expand inside another one, unless the collection is known to support it; `allowed` are the
    names that it supports.
    """
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


def refuse_cast(expand: Expand) -> None:
    """Refuse a type cast where only properties of the declared type are expanded."""
    if expand.cast:
        raise errors.not_served(
            f"the type cast 'microsoft.graph.{expand.cast}' inside $expand or below an object"
        )


def check_levels(expand: Expand) -> None:
    """Refuse `$levels` above one, which only a property that leads to its own type supports."""
    if expand.levels > 1:
        raise errors.unsupported_query("$expand", "The option '$levels' is not supported inside $expand.")


def unsupported_expand(expand: Expand) -> errors.GraphError:
    """Return the refusal of a navigation property that exists, but that no client is known to expand."""
    return errors.unsupported_query(
        "$expand", f"The property '{expand.name}' cannot be used in the $expand query option."
    )


def _resolve_cast(call: Call, collection: Collection, expand: Expand) -> Type:
    """Return the type of a cast in $expand; refuse one that no object of the collection can have."""
    cast_type = call.metadata.find(expand.cast)
    if cast_type is None or not call.metadata.is_a(expand.cast, collection.type):
        raise errors.unknown_segment(f"microsoft.graph.{expand.cast}")
    return cast_type


def _check_selected(call: Call, expand: Expand, type_name: str) -> None:
    """Refuse a name in the $select inside an $expand that no object there can have."""
    kinds = ("user", "group", "device") if type_name == "directoryObject" else (type_name,)
    declared_types = [declared for kind in kinds if (declared := call.metadata.find(kind)) is not None]
    for name in expand.select:
        if declared_types and not any(name in declared.properties for declared in declared_types):
            raise unknown_select(name, declared_types, type_name)


def unknown_select(name: str, types: list[Type], declared: str) -> errors.GraphError:
    """Return the refusal of a name in $select that is no property of the types.

    A navigation property, or a path that begins with a property, is something that Graph has: it is not
    served. Any other name is unknown; the text names the declared type.
    """
    first, slash, _ = name.partition("/")
    for kind in types:
        if first in kind.navigation or (slash and first in kind.properties):
            return errors.not_served(f"'{name}' in $select")
    return errors.could_not_find(name, declared)


def _only_on_item(call: Call, collection: Collection) -> bool:
    """Return whether a collection supports $expand for one object only, and not for a list."""
    if collection.path == "deviceManagement/detectedApps":
        return call.on("detected-apps-expand-on-item")
    return collection.path in MAM and call.on("app-protection-expand-on-item")
