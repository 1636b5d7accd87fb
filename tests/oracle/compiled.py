"""Compiled objects given to the oracle as if they stood in a tenant, without the tenant: quick enough for thousands of policies.

Groups go by their names. What Intune itself would keep or change of a body is for the tests with a whole tenant (`office.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from tests.oracle.directory import Directory
from tests.oracle.intents import Intents
from tests.oracle.oracle import Oracle, policy_of
from tests.oracle.question import App, Device, Policy
from tests.oracle.tenant import JSON

from managed_apparaten.compile.desired import Assignment, Desired
from managed_apparaten.kinds import all_kinds
from managed_apparaten.policy.model import App as CatalogueApp
from managed_apparaten.policy.model import Platform

GRAPH = "#microsoft.graph."
COLLECTION = {kind.name: kind.collection for kind in all_kinds()}
FILTERS = "deviceManagement/assignmentFilters"
READ = frozenset(
    {
        "deviceManagement/configurationPolicies",
        "deviceManagement/deviceCompliancePolicies",
        "deviceManagement/deviceConfigurations",
        "deviceAppManagement/iosManagedAppProtections",
        "deviceAppManagement/androidManagedAppProtections",
        "deviceAppManagement/windowsManagedAppProtections",
    }
)
IDENTIFIER = {"deviceAppManagement/iosManagedAppProtections": ("iosMobileAppIdentifier", "bundleId"),
              "deviceAppManagement/androidManagedAppProtections": ("androidMobileAppIdentifier", "packageId"),
              "deviceAppManagement/windowsManagedAppProtections": ("windowsAppIdentifier", "windowsAppId")}  # fmt: skip
Holding = Literal["every app", "no app"]
"""Whether the tenant holds an object of each app that a policy assigns. App Store apps that the compiler makes are there either way."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A person with a device, and the groups that they are in."""

    device: Device
    groups: tuple[str, ...]


def directory(subjects: Iterable[Subject]) -> Directory:
    """Everybody in their groups: people in groups of people and devices in groups of devices go by one name."""
    some = list(subjects)
    members: dict[str, set[str]] = {}
    for subject in some:
        for group in subject.groups:
            members.setdefault(group, set()).update(filter(None, (subject.device.user, subject.device.entra)))
    people = tuple(sorted({one.device.user for one in some if one.device.user}))
    return Directory(
        people, tuple(one.device for one in some), {group: frozenset(ids) for group, ids in members.items()}
    )


def oracle(
    resources: Iterable[Desired],
    people: Directory,
    apps: Iterable[CatalogueApp],
    platform: Platform,
    holding: Holding,
) -> Oracle:
    """The tenant with these objects, as far as one platform sees it."""
    found, assigned, filters = list[Policy](), dict[str, list[JSON]](), dict[str, JSON]()
    for one in resources:
        collection = COLLECTION[one.address.kind]
        if collection == FILTERS:
            filters[str(one.address)] = {"id": str(one.address), **one.body}
        elif one.match is not None:
            if one.match.platform == platform and (holding == "every app" or one.match.creatable):
                there = one.match.keys if holding == "every app" else one.match.keys[:1]
                for key in there:
                    assigned.setdefault(key, []).extend(_assignment(a) for a in one.assignments)
        elif collection in READ:
            found.append(policy_of(_body(one, collection), collection))
    known = [App(i.type, i.value) for app in apps for i in app.identifiers if i.platform == platform]
    given = {app: tuple(assigned.get(f"{platform}:{app.value.lower()}", ())) for app in known}
    everybody = Directory(people.people, people.devices, people.members, filters)
    return Oracle(
        everybody,
        Intents(everybody, {app: some for app, some in given.items() if some or holding == "every app"}),
        tuple(found),
    )


def _body(one: Desired, collection: str) -> JSON:
    body = {**one.body, "id": str(one.address), "assignments": [_assignment(a) for a in one.assignments]}
    if collection in IDENTIFIER:
        sort, name = IDENTIFIER[collection]
        body["apps"] = [
            {"mobileAppIdentifier": {"@odata.type": GRAPH + sort, name: value}} for value in one.apps or ()
        ]
    return body


def _assignment(one: Assignment) -> Mapping[str, JSON]:
    sort = "exclusionGroupAssignmentTarget" if one.exclude else "groupAssignmentTarget"
    target: dict[str, JSON] = {"@odata.type": GRAPH + sort, "groupId": one.group.name}
    if one.filter:
        target |= {
            "deviceAndAppManagementAssignmentFilterId": str(one.filter),
            "deviceAndAppManagementAssignmentFilterType": "include",
        }
    return {"target": target, **({"intent": one.intent} if one.intent else {})}
