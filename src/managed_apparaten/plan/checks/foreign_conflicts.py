"""Other people's device configurations that say something else to the same devices.

Intune does not choose between two values of one setting: it shows a conflict, and neither is certain. AppLocker rules of two profiles
are merged by Windows, and one mode holds for both. Compared is what the lists show: an object of the same type, and a group (or all users,
all devices) that both are assigned to. Who is in two groups at once is not looked at, nor are settings catalog policies, of which a list
shows neither settings nor assignments. For compliance and app protection the stricter value holds, so those are no rivals.
Source: Microsoft Learn, "Common questions and answers with device policies and profiles"; for AppLocker, "AppLocker CSP".
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
    """PLN073, a warning for each object of somebody else that contradicts some of ours."""
    by_type: dict[str, list[tuple[Desired, Targets]]] = {}
    for desired, targets in resources:
        if kinds[desired.address.kind].rivals:
            by_type.setdefault(kinds[desired.address.kind].odata_type, []).append((desired, targets))
    for other in foreign:
        met = [
            desired
            for desired, targets in by_type.get(other.odata_type, ())
            if other.targets and _meet(other.targets, targets)
        ]
        found = {str(d.address): names for d in met if (names := _otherwise(other, d, kinds[d.address.kind]))}
        if found:
            names = sorted({name for some in found.values() for name in some})
            args = {
                "name": other.name,
                "id": other.id,
                "properties": ", ".join(names),
                "addresses": ", ".join(sorted(found)),
            }
            yield Diagnostic("PLN073", "warning", args=args, address=min(found))


def _meet(theirs: Targets, ours: Targets) -> bool:
    """Whether a group of ours gets theirs as well."""
    out = {str(t.get("groupId")).lower() for t in theirs if _sort(t) == EXCLUDED}
    given = {str(t.get("groupId")).lower() for t in theirs if _sort(t) == INCLUDED}
    everybody = any(_sort(t) in (ALL_USERS, ALL_DEVICES) for t in theirs)
    mine = {str(t.get("groupId")).lower() for t in ours if _sort(t) == INCLUDED} - out
    return bool(mine) and (everybody or not mine.isdisjoint(given))


def _sort(target: JSON) -> str:
    return "#" + str(target["@odata.type"]).lstrip("#")


def _otherwise(other: ForeignObject, desired: Desired, kind: Kind) -> list[str]:
    """The properties that theirs sets to another value than ours. Rules that stand anywhere in a custom profile meet ours."""
    if kind.secrets:
        return [name for name in (kind.secrets[0],) if other.rivals.get(name)]
    stated = {name: value for name, value in other.rivals.items() if name in desired.body}
    theirs, mine = normal(stated, kind), normal(desired.body, kind)
    return [
        name for pointer in not_managed(theirs, {}) if theirs[name := parts(pointer)[0]] != mine.get(name)
    ]
