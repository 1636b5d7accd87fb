"""GET on collections, objects and the routes below them: filtering, ordering, counting."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from . import approvals, catalog, deleted, errors, exports, filters, permissions, view, violations
from .audit import audit_events
from .call import Call, Reply
from .http import JSON
from .pages import page
from .searching import compile_search
from .served import Collection
from .store import Stored
from .writing import find

ADVANCED = frozenset({"endswith", "contains", "ne", "not"})


def item(call: Call, collection: Collection, object_id: str) -> Reply:
    """GET of one object."""
    _only(call, "$select", "$expand", "$format")
    found = find_any(call, collection, object_id)
    if not _shown(call, found):
        raise errors.intune_not_found(object_id, named=call.on("intune-404-text"))
    select = _selected(call, collection.type)
    view.check_expand(call, collection, view.visible_type(call, found.type), listed=False)
    context = view.context(call, collection, object_id)
    return Reply(200, {"@odata.context": context, **view.entity(call, collection, found, select=select)})


def many(call: Call, collection: Collection, cast: str | None = None) -> Reply:
    """GET of a collection, one page; `cast` keeps objects of that type only."""
    objects = (found for found in _objects(call, collection) if _shown(call, found))
    if cast is not None:
        _check_cast(call, cast, collection.type)
        objects = (found for found in objects if call.metadata.is_a(found.type, cast))
    select = _selected(call, cast or collection.type)
    view.check_expand(call, collection, call.metadata.get(collection.type), listed=True)
    matching = _filtered(call, collection, _searched(call, collection, objects))
    context = view.context(call, collection)
    return page(call, collection, context, matching, lambda found: view.entity(call, collection, found, select=select))


def _searched(call: Call, collection: Collection, objects: Iterator[Stored]) -> Iterator[Stored]:
    """Objects that pass $search, which only the directory has."""
    if call.query.search is None:
        return objects
    if not collection.directory:
        raise errors.unsupported_query("$search", "The query parameter '$search' is not supported.")
    _needs_eventual(call)
    test = compile_search(call.query.search)
    return (found for found in objects if test(found.body))


def _shown(call: Call, found: Stored) -> bool:
    return call.metadata.find(found.type) is not None or call.on("v1-view-of-beta-type")


def count(call: Call, collection: Collection) -> Reply:
    """GET of `/$count`."""
    if collection.directory:
        _needs_eventual(call)
    matching = _filtered(call, collection, _objects(call, collection))
    return Reply(200, plain=str(sum(1 for _ in matching)))


def route(call: Call, collection: Collection, object_id: str, nav: str, rest: tuple[str, ...]) -> Reply:
    """GET of a navigation property, with an optional cast and `$count`."""
    owner = find_any(call, collection, object_id)
    declared = view.visible_type(call, owner.type).navigation[nav]
    others = view.related(call, collection, owner, nav)
    cast = _bare(rest[0]) if rest and _bare(rest[0]) else None
    counting = rest[-1:] == ("$count",)
    if others is None:
        return _contained(call, collection, owner, nav, rest)
    if (cast or counting) and collection.directory:
        _needs_eventual(call)
    if cast:
        _check_cast(call, cast, declared.type)
        others = [other for other in others if call.metadata.is_a(other.type, cast)]
    others = list(_searched(call, collection, iter(others)))
    if counting:
        return Reply(200, plain=str(len(others)))
    context = f"{call.url.root}/{call.url.version}/$metadata#directoryObjects" if collection.directory else view.context(
        call, collection, object_id, nav
    )  # fmt: skip
    placed = [Stored(o.collection, o.id, o.type, o.body, o.nav, index + 1) for index, o in enumerate(others)]
    tail = iter(placed[call.query.skiptoken :])
    select = call.query.select
    return page(call, collection, context, tail, lambda found: _member(call, found, select), total=len(placed))


def _member(call: Call, found: Stored, select: tuple[str, ...]) -> dict[str, JSON]:
    if not select:
        return _limited(call, found, view.member(call, found))
    full = view.properties(call, found, view.visible_type(call, found.type), select)
    chosen = {key: value for key, value in full.items() if key in select}
    return _limited(call, found, {"@odata.type": f"#microsoft.graph.{found.type}", **chosen})


def _limited(call: Call, found: Stored, member: dict[str, JSON]) -> dict[str, JSON]:
    """A member as the caller may see it."""
    seen = permissions.shown(call.request.roles, found.type) if call.on("inaccessible-members-limited") else None
    if seen is None:
        return member
    return {key: value if key == "id" or key.startswith("@") or key in seen else None for key, value in member.items()}


def _contained(call: Call, collection: Collection, owner: Stored, nav: str, rest: tuple[str, ...]) -> Reply:
    _only(call, "$select", "$expand", "$top", "$skiptoken", "$count", "$format")
    declared = view.visible_type(call, owner.type).navigation[nav]
    children = view.children(call, owner, nav, declared.type)
    if rest == ("$count",):
        return Reply(200, plain=str(len(children)))
    if rest:
        chosen = next((child for child in children if child.get("id") == rest[0]), None)
        if chosen is None or len(rest) > 1:
            raise errors.intune_not_found(rest[0])
        return Reply(200, {"@odata.context": view.context(call, collection, owner.id, nav) + "/$entity", **chosen})
    known = call.metadata.get(declared.type)
    for name in call.query.select:
        if name not in known.properties:
            raise view.could_not_find(name, known.name)
    placed = [Stored("", str(index), known.name, child, {}, index + 1) for index, child in enumerate(children)]
    context = view.context(call, collection, owner.id, nav)
    definitions = _wanted_definitions(call, nav)
    tail = iter(placed[call.query.skiptoken :])
    return page(call, collection, context, tail, lambda found: _child(call, found.body, definitions), total=len(placed))


def _wanted_definitions(call: Call, nav: str) -> bool:
    names = [asked.name for asked in call.query.expand]
    unknown = [name for name in names if (nav, name) != ("settings", "settingDefinitions")]
    if unknown:
        raise errors.unsupported_query("$expand", f"The property '{unknown[0]}' cannot be used in the $expand query option.")
    return bool(names)


def _child(call: Call, child: Mapping[str, JSON], definitions: bool) -> dict[str, JSON]:
    select = call.query.select
    body = {key: value for key, value in child.items() if not select or key in select or key.startswith("@")}
    if definitions:
        body["settingDefinitions"] = [
            catalog.resource(found) for name in _definition_ids(child) if (found := call.world.catalog.definitions.get(name))
        ]
    return body


def _definition_ids(value: JSON) -> Iterator[str]:
    if isinstance(value, Mapping):
        if "settingDefinitionId" in value:
            yield str(value["settingDefinitionId"])
        for inner in value.values():
            yield from _definition_ids(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _definition_ids(inner)


def _objects(call: Call, collection: Collection) -> Iterator[Stored]:
    """Objects from where the page starts, in stored order."""
    after = 0 if call.query.orderby or call.query.count else call.query.skiptoken
    if collection.path in MADE_UP:
        return (found for found in MADE_UP[collection.path](call) if found.row > after)
    found = call.store.objects(collection.sources, after)
    if collection.path == deleted.PATH:
        return deleted.kept(found, call.world.clock())
    if collection.path == exports.PATH:
        return (exports.current(call.world, job, call.url.root) for job in found)
    if collection.path == approvals.COLLECTION:
        return (approvals.current(call.world, asked) for asked in found)
    return found


def _definitions(call: Call) -> Iterator[Stored]:
    for index, definition in enumerate(call.world.catalog.definitions.values()):
        shown = catalog.resource(definition)
        yield Stored("", definition.id, str(shown.pop("@odata.type")).removeprefix("#microsoft.graph."), shown, {}, index + 1)


MADE_UP: Mapping[str, Callable[[Call], Iterator[Stored]]] = {
    "deviceManagement/auditEvents": audit_events, "deviceManagement/configurationSettings": _definitions,
    violations.PATH: lambda call: violations.violations(call.world),
}  # fmt: skip
"""Collection -> its objects, numbered from 1, where they are kept nowhere but follow from something else."""


def find_any(call: Call, collection: Collection, object_id: str) -> Stored:
    """An object of any collection, those made up on reading included."""
    if collection.path in MADE_UP:
        found = next((found for found in _objects(call, collection) if found.id == object_id), None)
        if found is None:
            raise errors.intune_not_found(object_id)
        return found
    item = find(call, collection, object_id)
    if collection.path == approvals.COLLECTION:
        return approvals.current(call.world, item)
    return exports.current(call.world, item, call.url.root) if collection.path == exports.PATH else item


def _filtered(call: Call, collection: Collection, objects: Iterator[Stored]) -> Iterator[Stored]:
    """Objects that pass $filter, in the order of $orderby."""
    if call.query.filter is not None:
        objects = _matching(call, collection, objects, call.query.filter)
    for name, _ in call.query.orderby:
        if name not in collection.orders:
            raise errors.unsupported_query("$orderby", f"The property '{name}' cannot be used in the $orderby query option.")
    if not call.query.orderby:
        return objects
    ordered = list(objects)
    for name, descending in reversed(call.query.orderby):
        ordered.sort(key=lambda found: str(found.body.get(name) or "").lower(), reverse=descending)
    return iter(ordered[call.query.skiptoken :])


def _matching(call: Call, collection: Collection, objects: Iterator[Stored], text: str) -> Iterator[Stored]:
    supported = filters.Supported(collection.filters if call.on("unsupported-query-refused") else _everything(call, collection))
    test = filters.compile_filter(text, supported, call.metadata.is_a, fold=call.on("filter-ignores-case"))
    if collection.directory and any(f" {word} " in f" {text.replace('(', ' ').lower()} " for word in ADVANCED):
        _needs_eventual(call)
    return (found for found in objects if test({**_template(call, found), **found.body, "id": found.id}, found.type))


def _template(call: Call, found: Stored) -> dict[str, JSON]:
    return view.visible_type(call, found.type).template


def _everything(call: Call, collection: Collection) -> dict[str, frozenset[str]]:
    every = frozenset({*filters.COMPARE, *filters.FUNCTIONS, "in", "isof"})
    return dict.fromkeys((*call.metadata.get(collection.type).properties, "isof"), every)


def _selected(call: Call, type_name: str) -> tuple[str, ...]:
    found = view.visible_type(call, type_name)
    select = call.query.select
    if "directoryObject" in (found.name, *found.ancestors) or call.on("select-in-any-case"):
        folded = {name.lower(): name for name in found.properties}
        select = tuple(folded.get(name.lower(), name) for name in select)
    for name in select:
        if name not in found.properties and name != "*":
            raise view.could_not_find(name, type_name)
    return () if "*" in select else select


def _only(call: Call, *allowed: str) -> None:
    for name in call.query.raw:
        if name.startswith("$") and name not in allowed:
            raise errors.unsupported_query(name, f"The query option '{name}' is not supported here.")


def _bare(segment: str) -> str | None:
    for prefix in ("microsoft.graph.", "graph."):
        if segment.startswith(prefix):
            return segment.removeprefix(prefix)
    return None


def _check_cast(call: Call, cast: str, declared: str) -> None:
    if not call.metadata.is_a(cast, declared):
        raise errors.unknown_segment(f"microsoft.graph.{cast}")


def _needs_eventual(call: Call) -> None:
    """Text: learn.microsoft.com/graph/aad-advanced-queries."""
    if call.on("advanced-query-header") and (call.request.header("ConsistencyLevel") or "").lower() != "eventual":
        text = "Request is missing the ConsistencyLevel header or $count query parameter, which this query needs."
        raise errors.GraphError(400, "Request_UnsupportedQuery", text)
