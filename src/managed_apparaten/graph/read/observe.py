"""Turns an object in an answer of Graph into what we know of it: whether it is ours, its assignments and its
apps."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.lookalikes import describe_character
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.http.error_body import unusable_answer_error
from managed_apparaten.graph.http.request import GraphRequest
from managed_apparaten.graph.observed import ForeignObject, Observed
from managed_apparaten.graph.read.masked_values import mask_values, rule_locations
from managed_apparaten.resource.marker import Marker, Marks, marks
from managed_apparaten.resource.shape import ResourceShape

CUT_SHORT, TWO_MARKS = "GRA015", "GRA016"
"""An object has markers of two resources (GRA016)."""
_NAMED = 2
"""How many unexpected characters of a marker a message names."""
UNCLEAR = frozenset({CUT_SHORT, TWO_MARKS})
"""Codes of warnings after which it is unknown which object of ours something is, if it is one."""


UNKNOWN = "\N{HORIZONTAL ELLIPSIS}"
"""Stands in a suggested marker for the parts that cannot be derived from the object."""


def mark_text(organisation: str, address: str) -> str:
    """Return the marker that an admin can write into a description to say what an object is; the next apply
    completes it."""
    return f"[apparaten {organisation}/{address}]"


def marks_of(body: Mapping[str, JSON], name: str = "description") -> Marks:
    """Return the markers in the description, or in another property."""
    text = body.get(name)
    return marks(text if isinstance(text, str) else None)


def marker_of(body: Mapping[str, JSON], name: str = "description") -> Marker | None:
    """Return the marker that counts, of any organisation; None without one."""
    return marks_of(body, name).marker


def marks_problem(
    body: Mapping[str, JSON], kinds: Sequence[ResourceShape], organisation: str
) -> Diagnostic | None:
    """Return a warning about the markers of an object that is ours or may be; None when they are in order.

    GRA015: the marker was cut off. GRA016: there are markers of two resources. GRA017 and GRA018: it is
    damaged or has unexpected characters, but it is clear what the object is. `kinds` are those of the
    collection.
    """
    odata_type = str(body.get("@odata.type") or "").lstrip("#")
    matching_kinds = [kind for kind in kinds if kind.odata_type == odata_type]
    kind = matching_kinds[0] if matching_kinds else kinds[0]
    object_marks = marks_of(body, kind.marker_property)
    args = {
        "id": str(body.get("id") or ""),
        "name": str(body.get(kind.name_property) or ""),
        "collection": kind.collection,
    }
    # First the case that no marker is complete: it may be ours, cut off.
    if object_marks.marker is None:
        if not object_marks.damaged or object_marks.owner not in ("", organisation):
            return None
        mark = mark_text(organisation, f"{kind.name if len(matching_kinds) == 1 else UNKNOWN}/{UNKNOWN}")
        return Diagnostic(CUT_SHORT, "warning", args=args | {"mark": mark})
    if organisation not in (
        object_marks.marker.organisation,
        *(other.organisation for other in object_marks.others),
    ):
        return None
    address = str(object_marks.marker.address)
    # Then a complete marker of ours, by how serious its problem is.
    if object_marks.others:
        addresses = ", ".join(str(marker.address) for marker in (*object_marks.others, object_marks.marker))
        return Diagnostic(TWO_MARKS, "warning", args=args | {"addresses": addresses}, address=address)
    if object_marks.damaged:
        return Diagnostic("GRA017", "warning", args=args | {"address": address}, address=address)
    characters = ", ".join(map(describe_character, object_marks.strange[:_NAMED]))
    return (
        Diagnostic(
            "GRA018", "warning", args=args | {"address": address, "characters": characters}, address=address
        )
        if characters
        else None
    )


def foreign_object(
    collection: str, body: Mapping[str, JSON], kinds: Iterable[ResourceShape] = ()
) -> ForeignObject:
    """Return an object that is left alone; with the values with which it can contradict our objects of these
    kinds."""
    name, odata_type = (
        str(body.get("displayName") or body.get("name") or ""),
        str(body.get("@odata.type") or "").lstrip("#"),
    )
    foreign = _with_marks(
        ForeignObject(collection, str(body.get("id") or ""), name, odata_type), marks_of(body)
    )
    kind = next((kind for kind in kinds if kind.rivals and kind.odata_type == odata_type), None)
    assignments = body.get("assignments")
    targets = (
        [a["target"] for a in assignments if isinstance(a, dict) and isinstance(a.get("target"), dict)]
        if isinstance(assignments, list)
        else []
    )
    if kind is None or not targets:
        return foreign
    rule_property = kind.secrets[0] if kind.secrets else ""
    values = {
        name: rule_locations(body[name]) if name == rule_property else body[name]
        for name in sorted(kind.rivals)
        if body.get(name)
    }
    return replace(
        foreign,
        targets=tuple(target for target in targets if isinstance(target.get("@odata.type"), str)),
        rivals=values,
    )


def _with_marks(foreign: ForeignObject, object_marks: Marks) -> ForeignObject:
    """Return the object with what its markers say."""
    if object_marks.marker is not None:
        marker = object_marks.marker
        if marker.generation:
            return replace(
                foreign,
                says=str(marker),
                owner=marker.organisation,
                key=marker.address.key,
                generations=(marker.generation,),
            )
        says = mark_text(marker.organisation, str(marker.address))
        return replace(foreign, says=says, key=marker.address.key, generations=object_marks.generations)
    says = (
        f"[apparaten {object_marks.owner}/"
        if object_marks.owner
        else ", ".join(f"gen={generation}" for generation in object_marks.generations)
    )
    return replace(foreign, says=says, generations=object_marks.generations)


def other_organisations(collection: str, markers: Iterable[Marker], organisation: str) -> list[Diagnostic]:
    """Return one warning for each other organisation whose marker is on objects of a collection."""
    counts = Counter(marker.organisation for marker in markers if marker.organisation != organisation)
    return [
        Diagnostic(
            "GRA014",
            "warning",
            args={"count": str(count), "other": other, "ours": organisation, "collection": collection},
        )
        for other, count in sorted(counts.items())
    ]


def marker_problem(
    marker: Marker, body: Mapping[str, JSON], collection: str, kinds: Mapping[str, ResourceShape]
) -> Diagnostic | None:
    """Return a warning why an object cannot be what our marker on it says; None when it can.

    GRA010: the kind is unknown. GRA011: the object is in another collection, or of another type, than that
    kind.
    """
    kind, foreign = kinds.get(marker.address.kind), foreign_object(collection, body)
    args = {
        "address": str(marker.address),
        "id": foreign.id,
        "name": foreign.name,
        "type": foreign.odata_type or "-",
    }
    if kind is None:
        return Diagnostic("GRA010", "warning", args=args, address=str(marker.address))
    if kind.collection != collection or foreign.odata_type not in ("", kind.odata_type):
        return Diagnostic(
            "GRA011", "warning", args=args | {"expected": kind.odata_type}, address=str(marker.address)
        )
    return None


def observed_object(kind: ResourceShape, body: Mapping[str, JSON], request: GraphRequest) -> Observed:
    """Return an object with everything that was read of it; raise `ReadFailed` when a part that its kind has
    is missing in the answer."""
    assignments = body.get("assignments")
    if _has_navigation(kind, "assignments") and not isinstance(assignments, list):
        raise unusable_answer_error(ReadFailed, request, "IncompleteObject", "assignments")
    return Observed(
        kind=kind.name,
        id=str(body["id"]),
        name=str(body.get(kind.name_property) or ""),
        body=mask_values(kind, body),
        assignments=tuple(
            _target(a, request, ("intent", "settings") if kind.shared else ()) for a in assignments or ()
        ),
        apps=_apps(kind, body.get("apps"), request),
        version=f"{body.get('version') or ''} {body.get('lastModifiedDateTime') or ''}".strip(),
        created=str(body.get("createdDateTime") or ""),
        marker=marker_of(body, kind.marker_property),
    )


def _has_navigation(kind: ResourceShape, navigation: str) -> bool:
    """Return whether a kind has this navigation."""
    return navigation in kind.item_reads or any(
        navigation in text for text in (kind.list_expand, kind.item_expand)
    )


def _target(assignment: JSON, request: GraphRequest, extra_properties: Sequence[str]) -> JSON:
    """Return an assignment target, together with the properties of the assignment in `extra_properties`.

    A target that a policy set added has `source` set to `policySets`.
    """
    target = assignment.get("target") if isinstance(assignment, dict) else None
    if not isinstance(target, dict) or not isinstance(target.get("@odata.type"), str):
        raise unusable_answer_error(ReadFailed, request, "IncompleteObject", "assignments/target")
    if "intent" in extra_properties and not isinstance(assignment.get("intent"), str):
        raise unusable_answer_error(ReadFailed, request, "IncompleteObject", "assignments/intent")
    target = target | {name: assignment.get(name) for name in extra_properties}
    return target | ({"source": "policySets"} if assignment.get("source") == "policySets" else {})


def _apps(kind: ResourceShape, apps: JSON, request: GraphRequest) -> tuple[str, ...] | None:
    """Return the identifiers of the targeted apps; None when the kind targets no apps. Raise `ReadFailed`
    when they are missing."""
    if not kind.targets_apps or kind.app_identifier is None:
        return None
    name = kind.app_identifier[1]
    identifiers = (
        [app.get("mobileAppIdentifier") for app in apps if isinstance(app, dict)]
        if isinstance(apps, list)
        else [None]
    )
    if not all(
        isinstance(identifier, dict) and isinstance(identifier.get(name), str) for identifier in identifiers
    ):
        raise unusable_answer_error(ReadFailed, request, "IncompleteObject", "apps")
    return tuple(sorted({str(identifier[name]) for identifier in identifiers if identifier}))


def list_expands(kinds: Sequence[ResourceShape]) -> tuple[str, str]:
    """Return two values for `$expand` of a list that several kinds share: what it must show, and what it may
    show too."""
    needed = dict.fromkeys(kind.list_expand for kind in kinds if kind.list_expand)
    return ",".join(needed), ",".join(dict.fromkeys(name for kind in kinds for name in kind.list_shows))
