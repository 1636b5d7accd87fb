"""Report device configurations of other people that set our settings to other values on the same devices.

For two values of one setting Intune shows a conflict and promises neither. AppLocker rules of two profiles
are merged by Windows, under one enforcement mode. This check compares what a list of the tenant shows:
objects of the same type that are assigned to a group of ours, to all users or to all devices. It does not see
people who are in two groups, nor settings catalog policies, of which a list shows neither settings nor
assignments. For compliance and app protection the stricter value holds, so those do not conflict. Source:
Microsoft Learn, "Common questions and answers with device policies and profiles"; for AppLocker, "AppLocker
CSP".
"""

from collections.abc import Iterator, Mapping, Sequence

from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.pointer import parts
from managed_apparaten.graph.observed import ForeignObject
from managed_apparaten.plan.reach import ALL_DEVICES, ALL_USERS, EXCLUDED, INCLUDED
from managed_apparaten.resource.comparison import normal, not_managed

Targets = Sequence[JSON]


def rivals(
    foreign: Sequence[ForeignObject], resources: Sequence[tuple[Desired, Targets]], kinds: Mapping[str, Kind]
) -> Iterator[Diagnostic]:
    """Report PLN073, a warning for each object of somebody else that contradicts some of ours."""
    by_type: dict[str, list[tuple[Desired, Targets]]] = {}
    for desired, targets in resources:
        if kinds[desired.address.kind].rivals:
            by_type.setdefault(kinds[desired.address.kind].odata_type, []).append((desired, targets))
    for other in foreign:
        overlapping = [
            desired
            for desired, targets in by_type.get(other.odata_type, ())
            if other.targets and _meet(other.targets, targets)
        ]
        properties_by_address = {
            str(d.address): names
            for d in overlapping
            if (names := _otherwise(other, d, kinds[d.address.kind]))
        }
        if properties_by_address:
            names = sorted({name for some in properties_by_address.values() for name in some})
            args = {
                "name": other.name,
                "id": other.id,
                "properties": ", ".join(names),
                "addresses": ", ".join(sorted(properties_by_address)),
            }
            yield Diagnostic("PLN073", "warning", args=args, address=min(properties_by_address))


def _meet(theirs: Targets, ours: Targets) -> bool:
    """Return whether a group of ours is assigned theirs as well."""
    their_exclusions = {str(t.get("groupId")).lower() for t in theirs if _sort(t) == EXCLUDED}
    their_groups = {str(t.get("groupId")).lower() for t in theirs if _sort(t) == INCLUDED}
    is_for_everybody = any(_sort(t) in (ALL_USERS, ALL_DEVICES) for t in theirs)
    our_groups = {str(t.get("groupId")).lower() for t in ours if _sort(t) == INCLUDED} - their_exclusions
    return bool(our_groups) and (is_for_everybody or not our_groups.isdisjoint(their_groups))


def _sort(target: JSON) -> str:
    return "#" + str(target["@odata.type"]).lstrip("#")


def _otherwise(other: ForeignObject, desired: Desired, kind: Kind) -> list[str]:
    """Return the properties that they set to another value than we do. AppLocker rules anywhere in a custom
    profile affect ours."""
    if kind.secrets:
        return [name for name in (kind.secrets[0],) if other.rivals.get(name)]
    stated = {name: value for name, value in other.rivals.items() if name in desired.body}
    theirs, mine = normal(stated, kind), normal(desired.body, kind)
    return [
        name for pointer in not_managed(theirs, {}) if theirs[name := parts(pointer)[0]] != mine.get(name)
    ]
