"""Objects of one kind that meet on a device although one was to be kept out: Intune excludes people from people, devices from devices.

A role that is reached through groups of devices and a role that is reached through its people cannot be kept apart. Where somebody of
the second uses a device of the first, both objects apply. Source: Microsoft Learn, "Assign device profiles" (exclude groups).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.plan.groups import PolicyGroups
from managed_apparaten.plan.reach import Reacher


def meeting(
    resources: Sequence[Desired], kinds: Mapping[str, Kind], groups: PolicyGroups, reacher: Reacher
) -> Iterator[Diagnostic]:
    """PLN019, a warning for each two objects of two roles that share devices across the two sorts of group."""
    by_kind: dict[str, dict[bool, list[Desired]]] = defaultdict(lambda: {False: [], True: []})
    for desired in resources:
        included = [assignment for assignment in desired.assignments if not assignment.exclude]
        if desired.role and included:
            by_kind[desired.address.kind][included[0].devices].append(desired)
    for name, found in sorted(by_kind.items()):
        for device_wise, people_wise in product(found[True], found[False]):
            one, other = (
                reacher.audience(groups.targets(desired), kinds[name])
                for desired in (device_wise, people_wise)
            )
            if device_wise.role != people_wise.role and (both := one.devices & other.devices):
                args = {
                    "address": str(device_wise.address),
                    "other": str(people_wise.address),
                    "devices": str(len(both)),
                }
                span = next(a.group.span for a in device_wise.assignments if not a.exclude)
                yield Diagnostic("PLN019", "warning", span, args, address=str(device_wise.address))
