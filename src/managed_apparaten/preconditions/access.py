"""Whether conditional access gives effect to the compliance policies and the app protection of a role on a platform.

An enabled policy must require it of everybody in the role, for all applications or Office 365, in every client, and always. What keeps
one from that is told in the terms of Graph. Policies count together: one for browsers and one for apps are one requirement.

Joined by OR, every alternative must itself be about the device or the app: with `mfa` as an alternative no device is asked for. A device
that is joined to a domain need not comply, on Windows; elsewhere there is none. `approvedApplication` is no longer enforced and counts
as not chosen. Whom a policy leaves out matters where they are in the role and are no protected accounts. Who has a directory role is
not read, so a policy that includes or excludes one does not count for certain; the account that synchronises directories is in no role.
Sources: https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-grant,
https://learn.microsoft.com/entra/identity/conditional-access/migrate-approved-client-app,
https://learn.microsoft.com/entra/identity/conditional-access/policy-all-users-device-compliance (accounts to exclude),
https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference (Directory Synchronization Accounts)
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
_ENOUGH: Mapping[Need, frozenset[str]] = {
    "compliance": frozenset({_DEVICE}),
    "protection": frozenset({_APP, _DEVICE}),
}
"""Controls of which one must be required. A device that nobody enrols never complies, so to require that is to shut it out."""
_TELLING: Mapping[Need, frozenset[str]] = {
    "compliance": frozenset({_DEVICE}),
    "protection": frozenset({_APP, _DEVICE, _RETIRED}),
}
"""Controls that show that a policy is meant for this."""
_WHOLE = frozenset({"All", "Office365"})
_SPARED = frozenset({
    "0000000a-0000-0000-c000-000000000000", "d4ebce55-015a-49b5-a083-c84d1797ae8c", "45a330b1-b1ec-4cc1-9161-9f03992aa49f",
})  # fmt: skip
"""Applications without work data that are left out so that a device can be enrolled or activated at all: Intune, its enrolment, and the
activation of Windows subscriptions (the page of `policy-all-users-device-compliance` and public baselines)."""
_SYNCHRONISES = frozenset({"d29b2b05-8046-44ba-8758-1e26182fcf32"})
_BROWSER, _APPS = "browser", "mobileAppsAndDesktopClients"


@dataclass(frozen=True, slots=True)
class AccessVerdict:
    """What conditional access does for one role on one platform."""

    level: Level
    left: int = 0
    """How many people of the role it does not hold for certain."""
    why: tuple[str, ...] = ()
    """What each policy that is meant for this lacks: its name and the properties."""


@dataclass(frozen=True, slots=True)
class KnownGroups:
    """What is known besides the policies."""

    groups: Mapping[str, NamedGroup]
    """Groups that policies name, by id; one that is not here does not exist."""
    protected: frozenset[str]
    """Ids of protected groups."""
    spared: frozenset[str]
    """People in them."""


def known_groups(
    groups: Iterable[NamedGroup], protected: frozenset[str], spared: frozenset[str]
) -> KnownGroups:
    """What is known besides the policies."""
    return KnownGroups({group.id: group for group in groups}, protected, spared)


def judge_access(
    subject: RoleSubject,
    platform: Platform,
    need: Need,
    policies: Sequence[ConditionalAccessPolicy],
    around: KnownGroups,
) -> AccessVerdict:
    """Whether everybody in the role must meet the need on the platform."""
    found = [_Case(subject, platform, need, policy, around) for policy in policies if policy.state != _OFF]
    meant = [case for case in found if case.fits]
    clients = (_BROWSER,) if (platform, need) == ("windows", "protection") else (_BROWSER, _APPS)
    strict = [case for case in meant if case.always]
    held = [
        frozenset[str]().union(*(case.people for case in strict if case.reaches(client)))
        for client in clients
    ]
    left = subject.people - frozenset.intersection(*held)
    whole = [any(case.whole for case in strict if case.reaches(client)) for client in clients]
    if all(whole) or (not left and subject.people and not subject.hidden):
        return AccessVerdict("covered")
    told = [case for case in meant if case.telling]
    some = any(case.in_force and case.somebody for case in told)
    open_to = [client for client in clients if not any(case.reaches(client) for case in strict)]
    why = tuple(
        sorted(
            {f'"{case.policy.name}": {", ".join(lacks)}' for case in told if (lacks := case.lacks(open_to))}
        )
    )
    return AccessVerdict("partly" if some else "not", len(left), why)


@dataclass(frozen=True, slots=True)
class _Case:
    """One policy, seen from one role on one platform."""

    subject: RoleSubject
    platform: Platform
    need: Need
    policy: ConditionalAccessPolicy
    around: KnownGroups

    @property
    def fits(self) -> bool:
        """Whether it is about the platform, about getting into applications, and about somebody of the role, as far as anybody knows."""
        included = self.policy.platforms
        on = included is None or bool({"all", self.platform} & {name.lower() for name in included})
        kept_out = {"all", self.platform} & {name.lower() for name in self.policy.excluded_platforms}
        applied = not set(self.policy.applications) <= {"None"} or self.policy.application_filter
        return (
            on
            and not kept_out
            and applied
            and (self.whole_included or bool(self._included) or self._unknown_included)
        )

    @property
    def telling(self) -> bool:
        """Whether it is meant to require what is needed."""
        return not _TELLING[self.need].isdisjoint(self.policy.controls)

    @property
    def shuts(self) -> bool:
        """Whether it lets nobody in."""
        return _BLOCK in self.policy.controls

    @property
    def demanded(self) -> bool:
        """Whether nobody gets in without."""
        chosen = frozenset(self.policy.controls) - {_RETIRED}
        if self.shuts:
            return True
        if chosen.isdisjoint(_ENOUGH[self.need]):
            return False
        if self.policy.operator != "OR":
            return True
        alike = {_DEVICE, _APP} | (
            {_JOINED} if self.need == "protection" or self.platform != "windows" else set()
        )
        return chosen <= alike and not self.policy.other_controls

    @property
    def in_force(self) -> bool:
        """Whether it is enabled and requires what is needed, of whomever and whenever."""
        return self.policy.state == _ENABLED and self.demanded

    @property
    def always(self) -> bool:
        """Whether it requires it in every case, of those whom it is for."""
        return self.in_force and not [*self._limits, *self._unknown_people]

    @property
    def whole_included(self) -> bool:
        """Whether it is for everybody in the role by naming all people, or each of its groups."""
        included = self.policy.included
        return included.everybody or (
            bool(self.subject.groups) and self.subject.groups <= set(included.groups)
        )

    @property
    def whole(self) -> bool:
        """Whether it is for everybody in the role, whoever they are: nobody but protected accounts is left out."""
        excluded = self.policy.excluded
        if not self.whole_included or self._left_out:
            return False
        others = {
            *(set(excluded.groups) & self.around.groups.keys()) - self.around.protected,
            *set(excluded.users) - self.around.spared,
        }
        return not self.subject.hidden or not (others or excluded.guests)

    @property
    def people(self) -> frozenset[str]:
        """Whom of the role it holds for."""
        return self._included - self._left_out

    @property
    def somebody(self) -> bool:
        """Whether it holds for somebody of the role, or may."""
        return (
            bool(self.people) or self._unknown_included or (self.whole_included and not self.subject.people)
        )

    def reaches(self, client: str) -> bool:
        """Whether it is about this sort of client."""
        return not {"all", client}.isdisjoint(self.policy.clients)

    def lacks(self, clients: Sequence[str]) -> list[str]:
        """Why it is not enough, as properties of Graph; `clients` are those for which no policy is."""
        found = [] if self.policy.state == _ENABLED else [f"state {self.policy.state}"]
        if not self.demanded:
            chosen = [*self.policy.controls, *self.policy.other_controls]
            found.append(f"grantControls {f' {self.policy.operator} '.join(chosen)}")
        found += self._limits
        if not all(map(self.reaches, clients)):
            found.append(f"clientAppTypes {' '.join(self.policy.clients)}")
        return [*found, *self._people_told]

    @property
    def _limits(self) -> list[str]:
        """Properties that keep it from counting always."""
        policy, found = self.policy, list[str]()
        if _WHOLE.isdisjoint(policy.applications):
            found.append(f"includeApplications ({len(policy.applications)})")
        if policy.application_filter:
            found.append("applicationFilter")
        if left := {name.lower() for name in policy.excluded_applications} - _SPARED:
            found.append(f"excludeApplications ({len(left)})")
        if policy.device_filter:
            found.append(f"deviceFilter {policy.device_filter}")
        return [*found, *policy.conditions]

    @property
    def _unknown_people(self) -> list[str]:
        """Of whom nobody knows whether the policy leaves them out."""
        roles = set(self.policy.excluded.roles) - _SYNCHRONISES
        hidden = [
            f"excludeGroups {self._name(group)} (?)" for group in self._hiding(self.policy.excluded.groups)
        ]
        return [*([f"excludeRoles ({len(roles)})"] if roles else []), *hidden]

    @property
    def _people_told(self) -> Iterator[str]:
        """Who is not in it, or is left out."""
        included, excluded = self.policy.included, self.policy.excluded
        if self._included != self.subject.people:
            named = (
                ("includeGroups", included.groups),
                ("includeUsers", included.users),
                ("includeRoles", included.roles),
            )
            yield from (f"{name} ({len(some)})" for name, some in named if some)
            yield from ["includeGuestsOrExternalUsers"] if included.guests else []
        for group in sorted(excluded.groups, key=self._name):
            if self._members(group) & self._included:
                yield f"excludeGroups {self._name(group)}"
        if set(excluded.users) & self._included:
            yield "excludeUsers"
        if self._guests_left:
            yield "excludeGuestsOrExternalUsers"
        yield from self._unknown_people

    @property
    def _included(self) -> frozenset[str]:
        included = self.policy.included
        if self.whole_included:
            return self.subject.people
        members = frozenset[str]().union(*map(self._members, included.groups), included.users)
        return (members | (self.subject.guests if included.guests else frozenset())) & self.subject.people

    @property
    def _unknown_included(self) -> bool:
        """Whether it may be for somebody of whom nobody knows it."""
        return bool(self.policy.included.roles) or bool(self._hiding(self.policy.included.groups))

    @property
    def _left_out(self) -> frozenset[str]:
        excluded = self.policy.excluded
        members = frozenset[str]().union(*map(self._members, excluded.groups), excluded.users)
        everybody = self.subject.people if excluded.everybody else frozenset[str]()
        return (members | everybody | self._guests_left) & self.subject.people

    @property
    def _guests_left(self) -> frozenset[str]:
        return self.subject.guests if self.policy.excluded.guests else frozenset()

    def _members(self, group: str) -> frozenset[str]:
        found = self.around.groups.get(group)
        return frozenset(found.people) if found else frozenset()

    def _hiding(self, groups: Iterable[str]) -> list[str]:
        """Groups of which nobody knows who is in them; a protected one is meant to be left out."""
        return [
            g
            for g in groups
            if g not in self.around.protected and (found := self.around.groups.get(g)) and found.hidden
        ]

    def _name(self, group: str) -> str:
        found = self.around.groups.get(group)
        return found.name if found else group
