"""Writes the OData annotations of an answer at the level that the client asks for.

`none` leaves annotations out, `minimal` is what handlers give, and `full` adds the types, ids and links that
exports have. Form: exports of OpenIntuneBaseline @ 75c4825 that IntuneManagement made with
`odata.metadata=full`; OData JSON Format 4.01, section 4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.odata import media_type
from managed_apparaten.emulator.odata.metadata import Metadata, Property, Type
from managed_apparaten.emulator.service.call import Call, Reply
from managed_apparaten.emulator.service.collections import BY_PATH, MAM, find_leading_collection

KEPT_ANNOTATIONS = ("@odata.nextLink", "@odata.count", "@odata.deltaLink")
"""Annotations that every level has."""
ANNOTATED_EDM_TYPES = ("DateTimeOffset", "Date", "TimeOfDay", "Duration", "Guid", "Int64", "Binary")
"""Edm types that cannot be told from a JSON value, so that `full` names them."""


def apply_metadata_level(call: Call, reply: Reply) -> Reply:
    """Return the answer at the level of metadata that its Accept header asks for."""
    level = media_type.level(call.request, call.tenant.behaviours)
    if level == "minimal" or not isinstance(reply.body, dict) or "error" in reply.body:
        return reply
    if level == "none":
        return replace(reply, body=_without_annotations(reply.body))
    return replace(reply, body=_Annotator(call).annotate(reply.body))


def _without_annotations(value: JSON) -> JSON:
    """Return a value without its annotations, at any depth."""
    if isinstance(value, list):
        return [_without_annotations(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _without_annotations(inner)
        for key, inner in value.items()
        if "@odata." not in key or key in KEPT_ANNOTATIONS
    }


@dataclass(frozen=True, slots=True)
class _Location:
    """Where the objects of an answer are: the type that the path declares, and the path with keys in
    parentheses.
    """

    type: str
    path: str


class _Annotator:
    """Adds the annotations of level `full` to one answer."""

    def __init__(self, call: Call) -> None:
        self._call, self._metadata = call, call.metadata
        self._base = f"{call.url.root}/{call.url.version}/"

    def annotate(self, body: dict[str, JSON]) -> dict[str, JSON]:
        """Return a list or an object with its annotations; what the metadata does not know stays as it is."""
        location = _locate(self._metadata, self._call.url.segments, is_list="value" in body)
        if location is None:
            return body
        if not isinstance(body.get("value"), list):
            return self._entity(body, location)
        items = [self._entity(item, location) if isinstance(item, dict) else item for item in body["value"]]
        return {**body, "value": items}

    def _entity(self, body: dict[str, JSON], location: _Location) -> dict[str, JSON]:
        """Return an object with its type, address, members, links and actions, in the order that exports
        have.
        """
        actual_type = self._actual_type(body, location.type)
        if actual_type is None or "id" not in body:
            return body
        address = f"{location.path}('{body['id']}')"
        is_declared_type = actual_type.name == location.type
        edit_link = address if is_declared_type else f"{address}/microsoft.graph.{actual_type.name}"
        head = {key: body[key] for key in ("@odata.context",) if key in body}
        head["@odata.type"] = f"#microsoft.graph.{actual_type.name}"
        head["@odata.id"] = address
        head["@odata.editLink"] = edit_link
        members = {key: value for key, value in body.items() if key not in head}
        return {
            **head,
            **self._members(members, actual_type, edit_link),
            **dict(self._links(actual_type, edit_link)),
            **dict(self._actions(location, actual_type, address)),
        }

    def _members(self, body: dict[str, JSON], owner_type: Type, path: str) -> dict[str, JSON]:
        """Return the members of an object or a complex value, each after the annotation of its type."""
        annotated: dict[str, JSON] = {}
        for key, value in body.items():
            declared, nav = owner_type.properties.get(key), owner_type.navigation.get(key)
            if declared is not None:
                annotation = _annotation(declared, value)
                if annotation:
                    annotated[f"{key}@odata.type"] = annotation
                is_complex = declared.shape == "complex"
                annotated[key] = self._complex_value(value, declared.type) if is_complex else value
            elif nav is not None and isinstance(value, list):
                location = _Location(nav.type, f"{path}/{key}")
                annotated[key] = [
                    self._entity(item, location) if isinstance(item, dict) else item for item in value
                ]
            else:
                annotated[key] = value
        return annotated

    def _complex_value(self, value: JSON, declared: str) -> JSON:
        """Return a complex value, or a list of them, with annotations."""
        if isinstance(value, list):
            return [self._complex_value(item, declared) for item in value]
        actual_type = self._actual_type(value, declared) if isinstance(value, dict) else None
        if actual_type is None:
            return value
        members = {key: inner for key, inner in value.items() if key != "@odata.type"}
        annotation = f"#microsoft.graph.{actual_type.name}"
        return {"@odata.type": annotation, **self._members(members, actual_type, "")}

    def _actual_type(self, body: dict[str, JSON], declared: str) -> Type | None:
        """Return the type that an object or value has in this version; None when the version lacks it."""
        return self._metadata.find(str(body.get("@odata.type", declared)).removeprefix("#microsoft.graph."))

    def _links(self, owner_type: Type, path: str) -> Iterator[tuple[str, JSON]]:
        """Yield the two links of each navigation property."""
        for name in owner_type.navigation:
            yield f"{name}@odata.associationLink", f"{self._base}{path}/{name}/$ref"
            yield f"{name}@odata.navigationLink", f"{self._base}{path}/{name}"

    def _actions(self, location: _Location, actual_type: Type, address: str) -> Iterator[tuple[str, JSON]]:
        """Yield the actions that this tenant serves on an object."""
        collection = BY_PATH.get(tuple(location.path.split("/")))
        if collection is None:
            return
        cast = "" if actual_type.name == collection.type else f"/microsoft.graph.{collection.type}"
        names = ["assign"] if collection.assign else []
        if collection.path in MAM and "apps" in collection.create_with:
            names.append("targetApps")
        if collection.type == "deviceCompliancePolicy":
            names.append("scheduleActionsForRules")
        for name in names:
            title = f"microsoft.graph.{name}"
            yield f"#{title}", {"title": title, "target": f"{self._base}{address}{cast}/{title}"}


def _annotation(declared: Property, value: JSON) -> str:
    """Return the annotation with the type of a value; empty where the JSON value tells its type: null, text,
    numbers and Booleans.
    """
    if value is None:
        return ""
    name = (
        declared.type.removeprefix("Edm.")
        if declared.shape == "primitive"
        else f"microsoft.graph.{declared.type}"
    )
    if declared.collection:
        return f"#Collection({name})"
    return f"#{name}" if declared.shape == "enum" or name in ANNOTATED_EDM_TYPES else ""


def _locate(metadata: Metadata, segments: tuple[str, ...], *, is_list: bool) -> _Location | None:
    """Return where the objects of an answer are; None when the metadata does not know the path.

    `is_list`: the answer is a list. A list behind a path that ends in a key is the answer of a function,
    which has no location.
    """
    collection = find_leading_collection(segments)
    if collection is None:
        return None
    location = _Location(collection.type, collection.path)
    # Casts do not count; what follows the collection is a key, a navigation property, a key, and so on.
    remaining = [
        segment
        for segment in segments[collection.path.count("/") + 1 :]
        if not segment.startswith(("microsoft.graph.", "graph."))
    ]
    while len(remaining) > 1:
        key, name, *remaining = remaining
        owner_type = metadata.find(location.type)
        nav = owner_type.navigation.get(name) if owner_type is not None else None
        if nav is None:
            return None
        location = _Location(nav.type, f"{location.path}('{key}')/{name}")
    return None if is_list and remaining else location
