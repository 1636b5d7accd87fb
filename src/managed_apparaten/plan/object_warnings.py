"""Report objects of the tenant that somebody should look at, and set apart those that may not be ours."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.graph.observed import Directory, Observed
from managed_apparaten.graph.read.observe import foreign_object
from managed_apparaten.graph.tenant import TenantState
from managed_apparaten.plan.edited_marks import EditedMark
from managed_apparaten.plan.matching import Pair


def as_foreign(tenant: TenantState, objects: Sequence[Observed], kinds: Mapping[str, Kind]) -> TenantState:
    """Return the tenant with these objects among those that are not ours: copies that somebody changed, and
    objects whose marker may be wrong."""
    strangers = {one.id: one for one in objects}
    if not strangers:
        return tenant
    bodies = [
        (kinds[o.kind], {**o.body, "assignments": [{"target": t} for t in o.assignments]})
        for o in strangers.values()
    ]
    more = [foreign_object(kind.collection, body, [kind]) for kind, body in bodies]
    foreign = tuple(sorted((*tenant.reading.foreign, *more), key=lambda f: (f.collection, f.name, f.id)))
    ours = tuple(o for o in tenant.reading.ours if o.id not in strangers)
    return replace(tenant, reading=replace(tenant.reading, ours=ours, foreign=foreign))


def edited_mark_warning(edited: EditedMark) -> Diagnostic:
    """Return PLN048, a warning. Guard PLN029 refuses the apply because of it."""
    args = {
        "id": edited.observed.id,
        "name": edited.observed.name,
        "says": str(edited.says),
        "made_as": ", ".join(map(str, edited.made_as)),
    }
    return Diagnostic("PLN048", "warning", args=args, address=str(edited.says))


def pair_warnings(pair: Pair, directory: Directory, reported_ids: frozenset[str]) -> Iterator[Diagnostic]:
    """Yield what somebody should know about the objects at an address. `odd` are ids of objects that other
    diagnostics report already."""
    address, kept = str(pair.address), pair.observed.id if pair.observed else "-"
    if pair.copies:
        twins = {"address": address, "kept": kept, "ids": ", ".join(o.id for o in pair.copies)}
        yield Diagnostic("PLN016", "warning", args=twins, address=address)
    for stranger in (stranger for stranger in pair.strangers if stranger.observed.id not in reported_ids):
        about_stranger = {
            "id": stranger.observed.id,
            "name": stranger.observed.name,
            "fields": ", ".join(stranger.fields),
        }
        yield Diagnostic(
            "PLN018", "warning", args={"address": address, "kept": kept} | about_stranger, address=address
        )
    groups = {
        str(t["groupId"]).lower()
        for t in (pair.observed.assignments if pair.observed else ())
        if t.get("groupId")
    }
    for group in sorted(groups - set(directory.group_names)):
        yield Diagnostic("PLN017", "warning", args={"address": address, "id": group}, address=address)
