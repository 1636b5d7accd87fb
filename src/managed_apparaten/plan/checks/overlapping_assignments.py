"""Report objects of two roles that both apply to a device, because Intune excludes only people from people
and devices from devices.

A role that is assigned to groups of devices cannot be excluded from a role that is assigned to its people.
Where somebody of the second uses a device of the first, both objects apply. Source: Microsoft Learn, "Assign
device profiles" (exclude groups).
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
    """Report PLN019, a warning for each two objects of two roles that share devices across the two sorts of
    group."""
    by_kind: dict[str, dict[bool, list[Desired]]] = defaultdict(lambda: {False: [], True: []})
    for desired in resources:
        included = [assignment for assignment in desired.assignments if not assignment.exclude]
        if desired.role and included:
            by_kind[desired.address.kind][included[0].devices].append(desired)
    for name, resources_by_sort in sorted(by_kind.items()):
        for device_wise, people_wise in product(resources_by_sort[True], resources_by_sort[False]):
            devices_audience, people_audience = (
                reacher.audience(groups.targets(desired), kinds[name])
                for desired in (device_wise, people_wise)
            )
            if device_wise.role != people_wise.role and (
                shared_devices := devices_audience.devices & people_audience.devices
            ):
                args = {
                    "address": str(device_wise.address),
                    "other": str(people_wise.address),
                    "devices": str(len(shared_devices)),
                }
                span = next(a.group.span for a in device_wise.assignments if not a.exclude)
                yield Diagnostic("PLN019", "warning", span, args, address=str(device_wise.address))
