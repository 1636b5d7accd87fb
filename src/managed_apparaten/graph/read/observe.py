"""From an answer of Graph to what we know of an object: is it ours, what is assigned, which apps."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.lookalikes import called
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.http.error_body import unusable_answer_error
from managed_apparaten.graph.http.request import GraphRequest
from managed_apparaten.graph.observed import ForeignObject, Observed
from managed_apparaten.graph.read.masked_values import mask_values, rule_locations
from managed_apparaten.resource.marker import Marker, Marks, marks
from managed_apparaten.resource.shape import ResourceShape

CUT_SHORT, TWO_MARKS = "GRA015", "GRA016"
_NAMED = 2
"""Characters of one mark that are told."""
UNCLEAR = frozenset({CUT_SHORT, TWO_MARKS})
"""Why nobody can tell from here which object of ours something is, if it is one."""


UNKNOWN = "\N{HORIZONTAL ELLIPSIS}"
"""What stands in a mark that is told for what nobody can tell from here."""


def mark_text(organisation: str, address: str) -> str:
    """The mark that somebody can write into a description to say what an object is; the next apply makes it complete."""
    return f"[apparaten {organisation}/{address}]"


def marks_of(body: Mapping[str, JSON], name: str = "description") -> Marks:
    """What the description, or another property, says of whose object it is."""
    text = body.get(name)
    return marks(text if isinstance(text, str) else None)


def marker_of(body: Mapping[str, JSON], name: str = "description") -> Marker | None:
    """The marker that counts, whoever's it is."""
    return marks_of(body, name).marker


def marks_problem(
    body: Mapping[str, JSON], kinds: Sequence[ResourceShape], organisation: str
) -> Diagnostic | None:
    """What is wrong with the marks of an object that is ours or may be: GRA015, GRA016, or GRA017 and GRA018 where it is clear what
    it is. `kinds` are those of its collection."""
    sort = str(body.get("@odata.type") or "").lstrip("#")
    fits = [kind for kind in kinds if kind.odata_type == sort]
    kind = fits[0] if fits else kinds[0]
    found = marks_of(body, kind.marker_property)
    args = {
        "id": str(body.get("id") or ""),
        "name": str(body.get(kind.name_property) or ""),
        "collection": kind.collection,
    }
    if found.marker is None:
        if not found.damaged or found.owner not in ("", organisation):
            return None
        mark = mark_text(organisation, f"{kind.name if len(fits) == 1 else UNKNOWN}/{UNKNOWN}")
        return Diagnostic(CUT_SHORT, "warning", args=args | {"mark": mark})
    if organisation not in (found.marker.organisation, *(other.organisation for other in found.others)):
        return None
    address = str(found.marker.address)
    if found.others:
        named = ", ".join(str(marker.address) for marker in (*found.others, found.marker))
        return Diagnostic(TWO_MARKS, "warning", args=args | {"addresses": named}, address=address)
    if found.damaged:
        return Diagnostic("GRA017", "warning", args=args | {"address": address}, address=address)
    told = ", ".join(map(called, found.strange[:_NAMED]))
    return (
        Diagnostic("GRA018", "warning", args=args | {"address": address, "characters": told}, address=address)
        if told
        else None
    )


def foreign_object(
    collection: str, body: Mapping[str, JSON], kinds: Iterable[ResourceShape] = ()
) -> ForeignObject:
    """An object that is left alone; with what it can contradict of objects of these kinds."""
    name, sort = (
        str(body.get("displayName") or body.get("name") or ""),
        str(body.get("@odata.type") or "").lstrip("#"),
    )
    found = _with_marks(ForeignObject(collection, str(body.get("id") or ""), name, sort), marks_of(body))
    kind = next((kind for kind in kinds if kind.rivals and kind.odata_type == sort), None)
    shown = body.get("assignments")
    targets = (
        [a["target"] for a in shown if isinstance(a, dict) and isinstance(a.get("target"), dict)]
        if isinstance(shown, list)
        else []
    )
    if kind is None or not targets:
        return found
    listed = kind.secrets[0] if kind.secrets else ""
    values = {
        name: rule_locations(body[name]) if name == listed else body[name]
        for name in sorted(kind.rivals)
        if body.get(name)
    }
    return replace(
        found,
        targets=tuple(target for target in targets if isinstance(target.get("@odata.type"), str)),
        rivals=values,
    )


def _with_marks(one: ForeignObject, found: Marks) -> ForeignObject:
    if found.marker is not None:
        marker = found.marker
        if marker.generation:
            return replace(
                one,
                says=str(marker),
                owner=marker.organisation,
                key=marker.address.key,
                generations=(marker.generation,),
            )
        says = mark_text(marker.organisation, str(marker.address))
        return replace(one, says=says, key=marker.address.key, generations=found.generations)
    says = (
        f"[apparaten {found.owner}/"
        if found.owner
        else ", ".join(f"gen={generation}" for generation in found.generations)
    )
    return replace(one, says=says, generations=found.generations)


def other_organisations(collection: str, markers: Iterable[Marker], organisation: str) -> list[Diagnostic]:
    """Objects that carry the mark of another organisation: one warning for each of those."""
    found = Counter(marker.organisation for marker in markers if marker.organisation != organisation)
    return [
        Diagnostic(
            "GRA014",
            "warning",
            args={"count": str(count), "other": other, "ours": organisation, "collection": collection},
        )
        for other, count in sorted(found.items())
    ]


def marker_problem(
    marker: Marker, body: Mapping[str, JSON], collection: str, kinds: Mapping[str, ResourceShape]
) -> Diagnostic | None:
    """Why an object cannot be what our marker on it says; None when it can."""
    kind, found = kinds.get(marker.address.kind), foreign_object(collection, body)
    args = {
        "address": str(marker.address),
        "id": found.id,
        "name": found.name,
        "type": found.odata_type or "-",
    }
    if kind is None:
        return Diagnostic("GRA010", "warning", args=args, address=str(marker.address))
    if kind.collection != collection or found.odata_type not in ("", kind.odata_type):
        return Diagnostic(
            "GRA011", "warning", args=args | {"expected": kind.odata_type}, address=str(marker.address)
        )
    return None


def observed_object(kind: ResourceShape, body: Mapping[str, JSON], request: GraphRequest) -> Observed:
    """An object with all that was read of it. Raises `ReadFailed` when a part that the kind has is not in the answer."""
    assignments = body.get("assignments")
    if _has(kind, "assignments") and not isinstance(assignments, list):
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


def _has(kind: ResourceShape, navigation: str) -> bool:
    return navigation in kind.item_reads or any(
        navigation in text for text in (kind.list_expand, kind.item_expand)
    )


def _target(assignment: JSON, request: GraphRequest, beside: Sequence[str]) -> JSON:
    """The target, with what of the assignment matters beside it; one that a policy set put there says so in `source`."""
    target = assignment.get("target") if isinstance(assignment, dict) else None
    if not isinstance(target, dict) or not isinstance(target.get("@odata.type"), str):
        raise unusable_answer_error(ReadFailed, request, "IncompleteObject", "assignments/target")
    if "intent" in beside and not isinstance(assignment.get("intent"), str):
        raise unusable_answer_error(ReadFailed, request, "IncompleteObject", "assignments/intent")
    target = target | {name: assignment.get(name) for name in beside}
    return target | ({"source": "policySets"} if assignment.get("source") == "policySets" else {})


def _apps(kind: ResourceShape, apps: JSON, request: GraphRequest) -> tuple[str, ...] | None:
    if not kind.targets_apps or kind.app_identifier is None:
        return None
    name = kind.app_identifier[1]
    found = (
        [app.get("mobileAppIdentifier") for app in apps if isinstance(app, dict)]
        if isinstance(apps, list)
        else [None]
    )
    if not all(
        isinstance(identifier, dict) and isinstance(identifier.get(name), str) for identifier in found
    ):
        raise unusable_answer_error(ReadFailed, request, "IncompleteObject", "apps")
    return tuple(sorted({str(identifier[name]) for identifier in found if identifier}))


def list_expands(kinds: Sequence[ResourceShape]) -> tuple[str, str]:
    """The `$expand` that a list needs which several kinds share, and what it may show too: each option once, in the order of the kinds."""
    needed = dict.fromkeys(kind.list_expand for kind in kinds if kind.list_expand)
    return ",".join(needed), ",".join(dict.fromkeys(name for kind in kinds for name in kind.list_shows))
