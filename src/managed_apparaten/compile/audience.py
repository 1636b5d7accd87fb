"""Who gets a resource: which classes of device of a role go together, and which groups are assigned and excluded.

Intune does not honour an exclusion across the line between users and devices, so a resource is assigned either to
groups of people or to groups of devices, never to both: a role with both gets two resources. Exclusions keep the
populations of roles apart: whoever is in two roles gets the resource of the role that outranks the other, and
nobody gets two values for one setting, which Intune shows as a conflict and does not resolve.
Source: Microsoft Learn, "Assign device profiles" and "Include and exclude app assignments".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from managed_apparaten.compile.desired import Assignment
from managed_apparaten.compile.filters import WHY, filter_for
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.address import Address
from managed_apparaten.core.cause import Cause, cause
from managed_apparaten.core.diagnostic import Diagnostic, Related
from managed_apparaten.policy.model import DeviceClass, GroupRef, Organisation, Role
from managed_apparaten.resolve.precedence import outranks

PART_OF_DEVICES = "devices"


@dataclass(frozen=True, slots=True)
class Audience:
    """Classes of device of one role that one resource reaches, through people or through groups of devices."""

    role: Role
    devices: tuple[DeviceClass, ...]
    by_device: bool = False

    @property
    def part(self) -> str:
        """The suffix of the key that keeps the two resources of one role apart."""
        return PART_OF_DEVICES if self.by_device else ""

    @property
    def groups(self) -> tuple[GroupRef, ...]:
        """The groups to assign, each once."""
        if not self.by_device:
            return without_twins(self.role.groups)
        return without_twins([group for device in self.devices for group in device.groups])


def audiences(kind: Kind, role: Role) -> Iterator[Audience]:
    """The populations of a role that get this kind."""
    served = [device for device in role.devices if device.platform == kind.platform and kind.serves(device)]
    yield from split_up(role, served, kind.device_groups, kind.user_groups)


def split_up(
    role: Role, served: Sequence[DeviceClass], device_groups: bool = True, user_groups: bool = True
) -> Iterator[Audience]:
    """These classes by how they are reached. A dedicated device without device groups is reached by nothing, as is any device
    without them by a kind that people's groups cannot get."""
    by_device = tuple(device for device in served if device.groups and device_groups)
    by_person = tuple(
        device
        for device in served
        if device not in by_device and device.management != "dedicated" and user_groups
    )
    if by_person:
        yield Audience(role, by_person)
    if by_device:
        yield Audience(role, by_device, by_device=True)


def has_user(device: DeviceClass) -> bool:
    """Whether somebody is sure to be signed in, so that what is for people reaches it.

    Somebody enrols a device of their own, and an Android device that is fully managed or has a work profile is of one person (Microsoft
    Learn, Android Enterprise device types). Devices that are reached by groups of devices can be enrolled without a user: iPhones, iPads
    and Macs by automated device enrolment without user affinity, shared iPads, and Windows by self-deployment ("Authentication methods for
    automated device enrollment", "Windows Autopilot self-deploying mode"). On a dedicated device nobody signs in.
    """
    if device.management == "dedicated":
        return False
    return device.ownership == "personal" or device.platform == "android" or not device.groups


def without_twins(groups: Sequence[GroupRef]) -> tuple[GroupRef, ...]:
    """The groups, each once, the first mention of it."""
    kept: list[GroupRef] = []
    for group in groups:
        if not any(group.is_same(other) for other in kept):
            kept.append(group)
    return tuple(kept)


def assign(
    kind: Kind, audience: Audience, others: Sequence[Audience], organisation: Organisation
) -> tuple[Assignment, ...]:
    """The assignments of a resource: the audience's groups, without the protected groups and those of roles that outrank it."""
    filtered = filter_for(audience.devices) if kind.filtered and not audience.by_device else None
    included = [_include(group, audience, filtered) for group in audience.groups]
    excluded: list[Assignment] = []
    for group, why in _kept_out(audience, others, organisation):
        if not any(group.is_same(other.group) for other in excluded):
            excluded.append(Assignment(group, True, (why,), audience.by_device))
    return (*included, *excluded)


def _include(group: GroupRef, audience: Audience, filtered: Address | None) -> Assignment:
    why = cause("policy", "cause.kind.group", group.span, role=audience.role.id)
    return Assignment(group, False, (why, WHY) if filtered else (why,), audience.by_device, filtered)


def _kept_out(
    audience: Audience, others: Sequence[Audience], organisation: Organisation
) -> Iterator[tuple[GroupRef, Cause]]:
    if not audience.by_device:
        for group in organisation.protected_groups:
            yield group, cause("policy", "cause.kind.protected-group", group.span, group=group.name)
    for other in others:
        if other.by_device == audience.by_device and outranks(other.role, audience.role):
            for group in other.groups:
                priority = other.role.priority
                yield (
                    group,
                    cause(
                        "policy",
                        "cause.kind.higher-role",
                        priority.span,
                        role=other.role.id,
                        priority=str(priority.value),
                    ),
                )


def contradictions(address: Address, assignments: Sequence[Assignment]) -> Iterator[Diagnostic]:
    """Groups that are both assigned and excluded, of an app with one intent: Intune would exclude them, so the role would have nothing."""
    for included in (a for a in assignments if not a.exclude):
        for excluded in (a for a in assignments if a.exclude and a.intent == included.intent):
            if included.group.is_same(excluded.group):
                args = {
                    "group": included.group.name,
                    "kind": address.kind,
                    "role": dict(included.causes[0].args)["role"],
                }
                related = (Related(excluded.causes[0].span or excluded.group.span, "label.excluded-here"),)
                yield Diagnostic(
                    "KND306", "error", included.group.span, args, related=related, address=str(address)
                )
