"""Check that groups hold what the policy takes them for: people or devices.

Entra does not record which of the two a group is for, so its members decide. A group without members, or one
that hides them, is not judged. Source: Microsoft Learn, "Assign device profiles" (user groups and device
groups), and "Create and assign app protection policies".
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
    """Report each place where a group of the wrong sort is written: devices where people are meant (PLN036),
    both in one group (PLN037), people where devices are meant (PLN038).

    PLN036 and PLN038 are errors where Intune would give the object to nobody, and warnings where it gives it
    to others than the policy means.
    """
    kinds_by_group: dict[tuple[GroupRef, bool], list[Kind]] = {}
    for desired in resources:
        for assignment in desired.assignments:
            assigned_kinds = [kinds[desired.address.kind]] if not assignment.exclude else []
            kinds_by_group.setdefault((assignment.group, assignment.devices), []).extend(assigned_kinds)
    for (group, devices_meant), kinds_there in sorted(
        kinds_by_group.items(), key=lambda place: (place[0][0].span, place[0][0].name, place[0][1])
    ):
        group_id = groups.id_of(group) or ""
        people = groups.directory.people.get(group_id, frozenset())
        devices = groups.directory.devices_in.get(group_id, frozenset())
        args = {"name": group.name, "people": str(len(people)), "devices": str(len(devices))}
        if people and devices:
            yield Diagnostic("PLN037", "warning", group.span, args)
        elif devices and not devices_meant:
            yield Diagnostic(
                "PLN036",
                "warning" if all(kind.device_groups for kind in kinds_there) else "error",
                group.span,
                args,
            )
        elif people and devices_meant:
            yield Diagnostic(
                "PLN038",
                "warning" if all(kind.user_groups for kind in kinds_there) else "error",
                group.span,
                args,
            )
