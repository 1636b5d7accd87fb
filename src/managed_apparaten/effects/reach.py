"""Which objects reach a class of device of a role, and which assignment of an app counts there.

The person is somebody who is in the groups of this role and of none that goes before it. Exclusions win, but only among their own sort
of group (Microsoft Learn, "Assign device profiles"). Required beats uninstall, uninstall beats available ("Assign apps to groups").
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from managed_apparaten.compile.audience import has_user
from managed_apparaten.compile.desired import Assignment, Desired
from managed_apparaten.compile.filters import rule
from managed_apparaten.core.address import Address
from managed_apparaten.effects.defaults import enrolled
from managed_apparaten.intune.app_intents import offered
from managed_apparaten.policy.model import DeviceClass, GroupRef, Role

STRONGEST = ("required", "uninstall", "available")


@dataclass(frozen=True, slots=True)
class RoleDevice:
    """A device of one class in the hands of somebody of the role."""

    device: DeviceClass
    people: tuple[GroupRef, ...]
    filters: Mapping[Address, str]
    """Rules of assignment filters."""

    def ways(self, assignments: Sequence[Assignment]) -> frozenset[bool]:
        """How these reach it: by groups of devices (True), by groups of people (False), or not at all."""
        into = {a.devices for a in assignments if not a.exclude and self._in(a) and self._passes(a)}
        out = {a.devices for a in assignments if a.exclude and self._in(a)}
        return frozenset(into - out)

    def _in(self, assignment: Assignment) -> bool:
        groups = self.device.groups if assignment.devices else self.people
        return any(assignment.group.is_same(group) for group in groups)

    def _passes(self, assignment: Assignment) -> bool:
        if assignment.filter is None:
            return True
        return enrolled(self.device) and self.filters.get(assignment.filter) == rule(self.device.ownership)

    def intent(self, desired: Desired) -> str:
        """The assignment of an app that counts, or nothing. What is available reaches few groups of devices; see
        `intune/app_intents.py`."""
        if not enrolled(self.device):
            return ""
        for intent in STRONGEST:
            ways = self.ways([a for a in desired.assignments if a.intent == intent])
            if ways and (intent != "available" or False in ways or offered(self.device)):
                return intent
        return ""


def subject(
    role: Role, roles: Mapping[str, Role], device: DeviceClass, filters: Mapping[Address, str]
) -> RoleDevice:
    """The subject for a class. Where nobody is sure to sign in, what is for people does not count; the people of an exception are in the
    groups of its role as well."""
    base = roles[role.derived_from].groups if role.derived_from and role.derived_from in roles else ()
    people = () if not has_user(device) else (*role.groups, *base)
    return RoleDevice(device, people, filters)
