"""The levels of metadata in an answer: `none` leaves annotations out, `full` adds the types, ids and links that exports have.

Form: exports of OpenIntuneBaseline @ 75c4825 that IntuneManagement made with `odata.metadata=full`; OData JSON Format 4.01, section 4.
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
"""What no level leaves out."""
ANNOTATED_EDM_TYPES = ("DateTimeOffset", "Date", "TimeOfDay", "Duration", "Guid", "Int64", "Binary")
"""Edm types that JSON cannot tell."""


def apply_metadata_level(call: Call, reply: Reply) -> Reply:
    """The answer with as much metadata as its Accept header asks for."""
    level = media_type.level(call.request, call.tenant.behaviours)
    if level == "minimal" or not isinstance(reply.body, dict) or "error" in reply.body:
        return reply
    return replace(
        reply,
        body=_without_annotations(reply.body) if level == "none" else _Annotator(call).answer(reply.body),
    )


def _without_annotations(value: JSON) -> JSON:
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
    """Where an answer comes from: the type that its path declares, and the path with keys in parentheses."""

    type: str
    path: str


class _Annotator:
    """Adds annotations to one answer."""

    def __init__(self, call: Call) -> None:
        self._call, self._metadata = call, call.metadata
        self._base = f"{call.url.root}/{call.url.version}/"

    def answer(self, body: dict[str, JSON]) -> dict[str, JSON]:
        """A list or one object; what the metadata does not place stays as it is."""
        place = _locate(self._metadata, self._call.url.segments, many="value" in body)
        if place is None:
            return body
        if not isinstance(body.get("value"), list):
            return self._entity(body, place)
        items = [self._entity(item, place) if isinstance(item, dict) else item for item in body["value"]]
        return {**body, "value": items}

    def _entity(self, body: dict[str, JSON], place: _Location) -> dict[str, JSON]:
        found = self._typed(body, place.type)
        if found is None or "id" not in body:
            return body
        own = f"{place.path}('{body['id']}')"
        edit = own if found.name == place.type else f"{own}/microsoft.graph.{found.name}"
        head = {key: body[key] for key in ("@odata.context",) if key in body}
        head |= {"@odata.type": f"#microsoft.graph.{found.name}", "@odata.id": own, "@odata.editLink": edit}
        rest = {key: value for key, value in body.items() if key not in head}
        return {
            **head,
            **self._members(rest, found, edit),
            **dict(self._links(found, edit)),
            **dict(self._actions(place, found, own)),
        }

    def _members(self, body: dict[str, JSON], found: Type, path: str) -> dict[str, JSON]:
        full: dict[str, JSON] = {}
        for key, value in body.items():
            declared, nav = found.properties.get(key), found.navigation.get(key)
            if declared is not None:
                kind = _annotation(declared, value)
                full |= {f"{key}@odata.type": kind} if kind else {}
                full[key] = self._value(value, declared.type) if declared.shape == "complex" else value
            elif nav is not None and isinstance(value, list):
                below = _Location(nav.type, f"{path}/{key}")
                full[key] = [self._entity(item, below) if isinstance(item, dict) else item for item in value]
            else:
                full[key] = value
        return full

    def _value(self, value: JSON, declared: str) -> JSON:
        """A complex value, or a list of them."""
        if isinstance(value, list):
            return [self._value(item, declared) for item in value]
        found = self._typed(value, declared) if isinstance(value, dict) else None
        if found is None:
            return value
        rest = {key: inner for key, inner in value.items() if key != "@odata.type"}
        return {"@odata.type": f"#microsoft.graph.{found.name}", **self._members(rest, found, "")}

    def _typed(self, body: dict[str, JSON], declared: str) -> Type | None:
        return self._metadata.find(str(body.get("@odata.type", declared)).removeprefix("#microsoft.graph."))

    def _links(self, found: Type, path: str) -> Iterator[tuple[str, JSON]]:
        for name in found.navigation:
            yield f"{name}@odata.associationLink", f"{self._base}{path}/{name}/$ref"
            yield f"{name}@odata.navigationLink", f"{self._base}{path}/{name}"

    def _actions(self, place: _Location, found: Type, own: str) -> Iterator[tuple[str, JSON]]:
        """Actions that are served on the object."""
        served = BY_PATH.get(tuple(place.path.split("/")))
        if served is None:
            return
        kind = "" if found.name == served.type else f"/microsoft.graph.{served.type}"
        names = ["assign"] if served.assign else []
        names += ["targetApps"] if served.path in MAM and "apps" in served.create_with else []
        names += ["scheduleActionsForRules"] if served.type == "deviceCompliancePolicy" else []
        for name in names:
            title = f"microsoft.graph.{name}"
            yield f"#{title}", {"title": title, "target": f"{self._base}{own}{kind}/{title}"}


def _annotation(declared: Property, value: JSON) -> str:
    """The type of a value that JSON does not tell; nothing for null, text, numbers and truth values."""
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


def _locate(metadata: Metadata, segments: tuple[str, ...], *, many: bool) -> _Location | None:
    """The declared type and the path of the collection that an answer is from."""
    collection = find_leading_collection(segments)
    if collection is None:
        return None
    place = _Location(collection.type, collection.path)
    rest = [
        segment
        for segment in segments[collection.path.count("/") + 1 :]
        if not segment.startswith(("microsoft.graph.", "graph."))
    ]
    while len(rest) > 1:
        found = metadata.find(place.type)
        nav = found.navigation.get(rest[1]) if found is not None else None
        if nav is None:
            return None
        place, rest = _Location(nav.type, f"{place.path}('{rest[0]}')/{rest[1]}"), rest[2:]
    return place if many is (not rest) or not many else None
