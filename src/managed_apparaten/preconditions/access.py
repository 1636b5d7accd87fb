"""Whether conditional access gives effect to the compliance policies and the app protection of a role on a
platform.

An enabled policy must require it of everybody in the role, for all applications or Office 365, in every
client, and always. What prevents that is reported with the property names of Graph. Policies count together:
one for browsers and one for apps are one requirement.

With the operator OR, every alternative must itself be about the device or the app: with `mfa` as an
alternative, no device is required. On Windows a device that is joined to a domain need not comply, so with
`domainJoinedDevice` as an alternative compliance is not required; on other platforms no device can use that
alternative. `approvedApplication` is no longer enforced and counts as not chosen.

People whom a policy excludes matter when they are in the role and are no protected accounts. Who has a
directory role is not read, so a policy that includes or excludes one does not certainly count; the account
that synchronises directories is in no role.

Sources: https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-grant,
https://learn.microsoft.com/entra/identity/conditional-access/migrate-approved-client-app,
https://learn.microsoft.com/entra/identity/conditional-access/policy-all-users-device-compliance (accounts to
exclude), https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
(Directory Synchronization Accounts)
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from managed_apparaten.graph.read.conditional_access import ConditionalAccessPolicy
from managed_apparaten.graph.read.preconditions import NamedGroup
from managed_apparaten.policy.model import Platform
from managed_apparaten.preconditions.subject import RoleSubject

Need = Literal["compliance", "protection"]
Level = Literal["covered", "partly", "not"]
_ENABLED, _OFF, _BLOCK, _RETIRED = "enabled", "disabled", "block", "approvedApplication"
_DEVICE, _JOINED, _APP = "compliantDevice", "domainJoinedDevice", "compliantApplication"
_SUFFICIENT: Mapping[Need, frozenset[str]] = {
    "compliance": frozenset({_DEVICE}),
    "protection": frozenset({_APP, _DEVICE}),
}
"""Need -> controls of which one must be required. A device that nobody enrols never complies, so requiring
compliance blocks it."""
_MEANT_FOR: Mapping[Need, frozenset[str]] = {
    "compliance": frozenset({_DEVICE}),
    "protection": frozenset({_APP, _DEVICE, _RETIRED}),
}
"""Need -> controls that show that a policy is meant for it."""
_ALL_APPLICATIONS = frozenset({"All", "Office365"})
_SPARED = frozenset({
    "0000000a-0000-0000-c000-000000000000", "d4ebce55-015a-49b5-a083-c84d1797ae8c", "45a330b1-b1ec-4cc1-9161-9f03992aa49f",
})  # fmt: skip
"""Applications without work data that are excluded so that a device can be enrolled or activated at all:
Intune, its enrolment, and the activation of Windows subscriptions (from the page of
`policy-all-users-device-compliance` and public baselines)."""
_SYNCHRONISES = frozenset({"d29b2b05-8046-44ba-8758-1e26182fcf32"})
"""The directory role of the account that synchronises directories."""
_BROWSER, _APPS = "browser", "mobileAppsAndDesktopClients"


@dataclass(frozen=True, slots=True)
class AccessVerdict:
    """What conditional access does for one role on one platform."""

    level: Level
    not_covered: int = 0
    """Number of people in the role who are not certainly covered."""
    why: tuple[str, ...] = ()
    """For each policy that is meant for this: its name and the properties because of which it is not
    enough."""


@dataclass(frozen=True, slots=True)
class KnownGroups:
    """What is known about the groups that conditional access policies name."""

    groups: Mapping[str, NamedGroup]
    """Id -> group; a group that is not here does not exist."""
    protected: frozenset[str]
    """Ids of protected groups."""
    protected_people: frozenset[str]
    """Ids of the people in protected groups."""


def known_groups(
    groups: Iterable[NamedGroup], protected: frozenset[str], protected_people: frozenset[str]
) -> KnownGroups:
    """Return what is known about these groups."""
    return KnownGroups({group.id: group for group in groups}, protected, protected_people)


def judge_access(
    subject: RoleSubject,
    platform: Platform,
    need: Need,
    policies: Sequence[ConditionalAccessPolicy],
    known: KnownGroups,
) -> AccessVerdict:
    """Return whether everybody in the role must meet the need on the platform."""
    cases = [_Case(subject, platform, need, policy, known) for policy in policies if policy.state != _OFF]
    relevant = [case for case in cases if case.concerns_role]
    clients = (_BROWSER,) if (platform, need) == ("windows", "protection") else (_BROWSER, _APPS)
    strict = [case for case in relevant if case.always_requires]
    # A person is covered when for each type of client app some policy that always counts covers them.
    covered_by_client = [
        frozenset[str]().union(*(case.people for case in strict if case.reaches(client)))
        for client in clients
    ]
    uncovered = subject.people - frozenset.intersection(*covered_by_client)
    covers_role = [any(case.covers_role for case in strict if case.reaches(client)) for client in clients]
    if all(covers_role) or (not uncovered and subject.people and not subject.hidden):
        return AccessVerdict("covered")
    meant = [case for case in relevant if case.is_meant_for_need]
    partly_covered = any(case.is_in_force and case.may_cover_somebody for case in meant)
    uncovered_clients = [client for client in clients if not any(case.reaches(client) for case in strict)]
    reasons = tuple(
        sorted(
            {
                f'"{case.policy.name}": {", ".join(shortcomings)}'
                for case in meant
                if (shortcomings := case.shortcomings(uncovered_clients))
            }
        )
    )
    return AccessVerdict("partly" if partly_covered else "not", len(uncovered), reasons)


@dataclass(frozen=True, slots=True)
class _Case:
    """One conditional access policy, judged for one role, platform and need."""

    subject: RoleSubject
    platform: Platform
    need: Need
    policy: ConditionalAccessPolicy
    known: KnownGroups

    @property
    def concerns_role(self) -> bool:
        """Whether the policy is about the platform, about access to applications, and, as far as known, about
        somebody in the role."""
        included = self.policy.platforms
        is_on_platform = included is None or bool(
            {"all", self.platform} & {name.lower() for name in included}
        )
        is_excluded = {"all", self.platform} & {name.lower() for name in self.policy.excluded_platforms}
        has_applications = not set(self.policy.applications) <= {"None"} or self.policy.application_filter
        return (
            is_on_platform
            and not is_excluded
            and has_applications
            and (self.includes_role or bool(self._included) or self._may_include_unknown)
        )

    @property
    def is_meant_for_need(self) -> bool:
        """Whether the policy is meant to require what is needed."""
        return not _MEANT_FOR[self.need].isdisjoint(self.policy.controls)

    @property
    def blocks(self) -> bool:
        """Whether the policy blocks access."""
        return _BLOCK in self.policy.controls

    @property
    def requires_need(self) -> bool:
        """Whether nobody gets access without meeting the need."""
        controls = frozenset(self.policy.controls) - {_RETIRED}
        if self.blocks:
            return True
        if controls.isdisjoint(_SUFFICIENT[self.need]):
            return False
        if self.policy.operator != "OR":
            return True
        equal_controls = {_DEVICE, _APP} | (
            {_JOINED} if self.need == "protection" or self.platform != "windows" else set()
        )
        return controls <= equal_controls and not self.policy.other_controls

    @property
    def is_in_force(self) -> bool:
        """Whether the policy is enabled and requires what is needed, of anybody and at any time."""
        return self.policy.state == _ENABLED and self.requires_need

    @property
    def always_requires(self) -> bool:
        """Whether the policy always requires it, of those whom it includes."""
        return self.is_in_force and not [*self._limits, *self._unknown_people]

    @property
    def includes_role(self) -> bool:
        """Whether the policy includes everybody in the role, by naming all users or each of its groups."""
        included = self.policy.included
        return included.everybody or (
            bool(self.subject.groups) and self.subject.groups <= set(included.groups)
        )

    @property
    def covers_role(self) -> bool:
        """Whether the policy covers everybody in the role, whoever they are: it excludes only protected
        accounts."""
        excluded = self.policy.excluded
        if not self.includes_role or self._excluded:
            return False
        others = {
            *(set(excluded.groups) & self.known.groups.keys()) - self.known.protected,
            *set(excluded.users) - self.known.protected_people,
        }
        return not self.subject.hidden or not (others or excluded.guests)

    @property
    def people(self) -> frozenset[str]:
        """The people in the role whom the policy covers."""
        return self._included - self._excluded

    @property
    def may_cover_somebody(self) -> bool:
        """Whether the policy covers somebody in the role, or may do so."""
        return (
            bool(self.people) or self._may_include_unknown or (self.includes_role and not self.subject.people)
        )

    def reaches(self, client: str) -> bool:
        """Return whether the policy is about this type of client app."""
        return not {"all", client}.isdisjoint(self.policy.clients)

    def shortcomings(self, clients: Sequence[str]) -> list[str]:
        """Return why the policy is not enough, as properties of Graph. `clients` are the client apps that no
        policy is about."""
        shortcomings_found = [] if self.policy.state == _ENABLED else [f"state {self.policy.state}"]
        if not self.requires_need:
            chosen = [*self.policy.controls, *self.policy.other_controls]
            shortcomings_found.append(f"grantControls {f' {self.policy.operator} '.join(chosen)}")
        shortcomings_found += self._limits
        if not all(map(self.reaches, clients)):
            shortcomings_found.append(f"clientAppTypes {' '.join(self.policy.clients)}")
        return [*shortcomings_found, *self._people_properties]

    @property
    def _limits(self) -> list[str]:
        """The properties because of which the policy does not always count."""
        policy, limits = self.policy, list[str]()
        if _ALL_APPLICATIONS.isdisjoint(policy.applications):
            limits.append(f"includeApplications ({len(policy.applications)})")
        if policy.application_filter:
            limits.append("applicationFilter")
        if other_exclusions := {name.lower() for name in policy.excluded_applications} - _SPARED:
            limits.append(f"excludeApplications ({len(other_exclusions)})")
        if policy.device_filter:
            limits.append(f"deviceFilter {policy.device_filter}")
        return [*limits, *policy.conditions]

    @property
    def _unknown_people(self) -> list[str]:
        """The exclusions of which it is unknown whom they exclude."""
        roles = set(self.policy.excluded.roles) - _SYNCHRONISES
        hidden = [
            f"excludeGroups {self._name(group)} (?)"
            for group in self._groups_with_unknown_members(self.policy.excluded.groups)
        ]
        return [*([f"excludeRoles ({len(roles)})"] if roles else []), *hidden]

    @property
    def _people_properties(self) -> Iterator[str]:
        """The properties that say who is not included, or is excluded."""
        included, excluded = self.policy.included, self.policy.excluded
        if self._included != self.subject.people:
            included_by = (
                ("includeGroups", included.groups),
                ("includeUsers", included.users),
                ("includeRoles", included.roles),
            )
            yield from (f"{name} ({len(ids)})" for name, ids in included_by if ids)
            yield from ["includeGuestsOrExternalUsers"] if included.guests else []
        for group in sorted(excluded.groups, key=self._name):
            if self._members(group) & self._included:
                yield f"excludeGroups {self._name(group)}"
        if set(excluded.users) & self._included:
            yield "excludeUsers"
        if self._excluded_guests:
            yield "excludeGuestsOrExternalUsers"
        yield from self._unknown_people

    @property
    def _included(self) -> frozenset[str]:
        """The people in the role whom the policy includes."""
        included = self.policy.included
        if self.includes_role:
            return self.subject.people
        members = frozenset[str]().union(*map(self._members, included.groups), included.users)
        return (members | (self.subject.guests if included.guests else frozenset())) & self.subject.people

    @property
    def _may_include_unknown(self) -> bool:
        """Whether the policy may include somebody of whom that is unknown."""
        return bool(self.policy.included.roles) or bool(
            self._groups_with_unknown_members(self.policy.included.groups)
        )

    @property
    def _excluded(self) -> frozenset[str]:
        """The people in the role whom the policy excludes."""
        excluded = self.policy.excluded
        members = frozenset[str]().union(*map(self._members, excluded.groups), excluded.users)
        everybody = self.subject.people if excluded.everybody else frozenset[str]()
        return (members | everybody | self._excluded_guests) & self.subject.people

    @property
    def _excluded_guests(self) -> frozenset[str]:
        """The guests in the role, if the policy excludes guests."""
        return self.subject.guests if self.policy.excluded.guests else frozenset()

    def _members(self, group: str) -> frozenset[str]:
        """Return the people in a group; none when it does not exist."""
        known_group = self.known.groups.get(group)
        return frozenset(known_group.people) if known_group else frozenset()

    def _groups_with_unknown_members(self, groups: Iterable[str]) -> list[str]:
        """Return those of these groups whose members are unknown, except protected groups, which are meant to
        be excluded."""
        return [
            group_id
            for group_id in groups
            if group_id not in self.known.protected
            and (group := self.known.groups.get(group_id))
            and group.hidden
        ]

    def _name(self, group: str) -> str:
        """Return the name of a group, or its id when it is unknown."""
        known_group = self.known.groups.get(group)
        return known_group.name if known_group else group
