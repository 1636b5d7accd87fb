"""On which platforms people of a role can enrol devices of their own that then get no compliance policy.

A restriction for a group counts before the default, and of several the one with the lowest number. What counts for some devices only, by
a filter, keeps nobody out for certain.
Source: https://learn.microsoft.com/intune/intune-service/enrollment/enrollment-restrictions-set
"""

from collections.abc import Mapping, Sequence

from managed_apparaten.graph.read.enrolment import Restriction
from managed_apparaten.graph.read.preconditions import NamedGroup
from managed_apparaten.policy.model import PLATFORMS, Platform
from managed_apparaten.preconditions.subject import RoleSubject


def open_platforms(
    subject: RoleSubject, found: Sequence[Restriction], groups: Mapping[str, NamedGroup]
) -> tuple[Platform, ...]:
    """Platforms on which somebody of the role can, and nothing of ours is for such a device."""
    return tuple(
        platform
        for platform in PLATFORMS
        if platform not in subject.personal and _open(subject, platform, found, groups)
    )


def _open(
    subject: RoleSubject, platform: Platform, found: Sequence[Restriction], groups: Mapping[str, NamedGroup]
) -> bool:
    left, default = set(subject.people), False
    for one in (one for one in found if one.platform == platform):
        if one.priority == 0:
            default = one.blocked
            continue
        whole = one.everybody or (bool(subject.groups) and subject.groups <= set(one.groups))
        members = set().union(*(groups[group].people for group in one.groups if group in groups))
        reached = left if whole else left & members
        if reached or (whole and not subject.people):
            if not one.blocked or one.filtered:
                return True
            left = left - reached
            if whole:
                return False
    return not default and (bool(left) or not subject.people)
