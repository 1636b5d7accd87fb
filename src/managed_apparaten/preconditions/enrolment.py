"""On which platforms people in a role can enrol personal devices that then get no compliance policy.

A restriction for a group counts before the default, and of several restrictions the one with the lowest
number counts. A restriction with an assignment filter counts for some devices only, so it does not certainly
block anybody. Source:
https://learn.microsoft.com/intune/intune-service/enrollment/enrollment-restrictions-set
"""

from collections.abc import Mapping, Sequence

from managed_apparaten.graph.read.enrolment import Restriction
from managed_apparaten.graph.read.preconditions import NamedGroup
from managed_apparaten.policy.model import PLATFORMS, Platform
from managed_apparaten.preconditions.subject import RoleSubject


def open_platforms(
    subject: RoleSubject, restrictions: Sequence[Restriction], groups: Mapping[str, NamedGroup]
) -> tuple[Platform, ...]:
    """Return the platforms on which somebody in the role can enrol a personal device for which we have no
    compliance policy."""
    return tuple(
        platform
        for platform in PLATFORMS
        if platform not in subject.personal and _can_enrol(subject, platform, restrictions, groups)
    )


def _can_enrol(
    subject: RoleSubject,
    platform: Platform,
    restrictions: Sequence[Restriction],
    groups: Mapping[str, NamedGroup],
) -> bool:
    """Return whether somebody in the role can enrol a personal device on the platform."""
    undecided_people, is_blocked_by_default = set(subject.people), False
    # Restrictions come in the order in which they count. Each decides for the people whom no earlier one
    # reached.
    for restriction in (restriction for restriction in restrictions if restriction.platform == platform):
        if restriction.priority == 0:
            is_blocked_by_default = restriction.blocked
            continue
        covers_role = restriction.everybody or (
            bool(subject.groups) and subject.groups <= set(restriction.groups)
        )
        members = set().union(*(groups[group].people for group in restriction.groups if group in groups))
        reached = undecided_people if covers_role else undecided_people & members
        if reached or (covers_role and not subject.people):
            if not restriction.blocked or restriction.filtered:
                return True
            undecided_people = undecided_people - reached
            if covers_role:
                return False
    return not is_blocked_by_default and (bool(undecided_people) or not subject.people)
