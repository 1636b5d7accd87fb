"""Groups of the wrong sort: devices where a policy means people, people where it means devices, and both in one group.

What counts is who is in a group: Entra has no other sort. A group without anybody, or one that hides who is in it, says nothing.
Source: Microsoft Learn, "Assign device profiles" (user groups and device groups), and "Create and assign app protection policies".
"""

from collections.abc import Iterator, Mapping, Sequence

from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.plan.groups import PolicyGroups
from managed_apparaten.policy.model import GroupRef


def wrong_sort(
    resources: Sequence[Desired], kinds: Mapping[str, Kind], groups: PolicyGroups
) -> Iterator[Diagnostic]:
    """PLN036, PLN037 and PLN038, once for each place where such a group is written. An error where Intune gives something to nobody, and
    a warning where it gives it to others than the policy leaves room for."""
    named: dict[tuple[GroupRef, bool], list[Kind]] = {}
    for desired in resources:
        for assignment in desired.assignments:
            to = [kinds[desired.address.kind]] if not assignment.exclude else []
            named.setdefault((assignment.group, assignment.devices), []).extend(to)
    for (group, devices_meant), some in sorted(
        named.items(), key=lambda place: (place[0][0].span, place[0][0].name, place[0][1])
    ):
        found = groups.id_of(group) or ""
        people = groups.directory.people.get(found, frozenset())
        devices = groups.directory.devices_in.get(found, frozenset())
        args = {"name": group.name, "people": str(len(people)), "devices": str(len(devices))}
        if people and devices:
            yield Diagnostic("PLN037", "warning", group.span, args)
        elif devices and not devices_meant:
            yield Diagnostic(
                "PLN036", "warning" if all(kind.device_groups for kind in some) else "error", group.span, args
            )
        elif people and devices_meant:
            yield Diagnostic(
                "PLN038", "warning" if all(kind.user_groups for kind in some) else "error", group.span, args
            )
