"""An effect oracle: what a tenant's policies do to one app on one device, read from the tenant's JSON alone.

It shares no code with what wrote those policies. How Intune reads them is written down here a second time, from
Microsoft's pages and from what is known of tenants, one file a policy type in `reading/`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import Any

from . import directory, intents
from .defaults import WITHOUT
from .directory import Directory
from .intents import Intents
from .question import CONTROLLED, NOTHING, Answer, Device, Policy, Question, Says, Verdict
from .reading import (
    android_device_owner,
    app_protection,
    catalog,
    ios_app_settings,
    ios_restrictions,
    macos_app_settings,
    restricted_apps,
    restricted_apps_report,
    windows_applocker,
)  # fmt: skip
from .tenant import CONFIGURATIONS, JSON, Graph

READERS: tuple[ModuleType, ...] = (
    android_device_owner, app_protection, ios_app_settings, ios_restrictions, macos_app_settings, restricted_apps, restricted_apps_report,
    windows_applocker,
)  # fmt: skip
PLACES = (
    ("deviceManagement/configurationPolicies", ("settings",)),
    ("deviceManagement/deviceCompliancePolicies", ()),
    (CONFIGURATIONS, ()),
    ("deviceAppManagement/iosManagedAppProtections", ("apps",)),
    ("deviceAppManagement/androidManagedAppProtections", ("apps",)),
    ("deviceAppManagement/windowsManagedAppProtections", ("apps",)),
)
MARKER = re.compile(r"\[apparaten [a-z0-9-]+/([a-z0-9_]+)/([a-z0-9.-]+) gen=")
"""The line by which the product knows its own objects; what stands in it is documented for administrators."""

DONE_BY_INTUNE = {"uninstall": "removed", "required": "installed"}
"""Intents that the service carries out without anybody asking, and the mark for it."""


class Conflict(Exception):
    """Two policies give one setting two values. Intune shows that and promises neither."""

    def __init__(self, setting: str, policies: Sequence[Policy]) -> None:
        super().__init__(f"{setting}: {', '.join(policy.name for policy in policies)}")
        self.policies = policies

    @property
    def ours_alone(self) -> bool:
        """Whether the product made both: then it is the product's mistake."""
        return all(ours(policy) for policy in self.policies)


@dataclass(slots=True)
class Oracle:
    """Answers about one tenant, as it was when it was read."""

    directory: Directory
    intents: Intents
    policies: tuple[Policy, ...]
    _reaching: dict[tuple[str | None, str], tuple[Policy, ...]] = field(default_factory=dict)

    def ask(self, asked: Question) -> Verdict:
        """The answer. Raises `Conflict` where Intune has none."""
        reaching = self.reaching(asked.person, asked.device)
        for setting, policies in conflicting(reaching):
            raise Conflict(setting, policies)
        heard = [
            (policy, said) for policy in reaching for said in (self._said(policy, asked),) if said != NOTHING
        ]
        heard += self._of_all(reaching, asked)
        marks = frozenset[str]().union(*(said.marks for _, said in heard))
        if not CONTROLLED[asked.device.enrolment, asked.side]:
            return Verdict(Answer.NOT_CONTROLLED, marks)
        stopping = tuple(policy for policy, said in heard if said.opens is False)
        return Verdict(Answer.NO if stopping else Answer.YES, marks, stopping)

    def without_policies(self) -> Oracle:
        """The same tenant without any policy or assignment: the defaults alone."""
        nothing = replace(self.intents, assignments=dict.fromkeys(self.intents.assignments, ()))
        return Oracle(self.directory, nothing, ())

    def reaching(self, person: str | None, device: Device) -> tuple[Policy, ...]:
        """Policies that are for this person on this device; of types that some reader knows."""
        key = (person, device.id)
        if key not in self._reaching:
            self._reaching[key] = tuple(
                p for p in self.policies if self.directory.reaches(p.body["assignments"], person, device)
            )
        return self._reaching[key]

    def _said(self, policy: Policy, asked: Question) -> Says:
        found = [
            r.says(policy, asked, self.intents)
            for r in READERS
            if r is not windows_applocker and r.knows(policy)
        ]
        return next((said for said in found if said != NOTHING), NOTHING)

    def _of_all(self, reaching: Sequence[Policy], asked: Question) -> Iterator[tuple[Policy, Says]]:
        """What only all policies together tell: AppLocker's rules, the store that nobody configured, an app that is taken away."""
        lockers = tuple(policy for policy in reaching if windows_applocker.knows(policy))
        said = windows_applocker.together(lockers, asked) if lockers else NOTHING
        if said != NOTHING:
            yield lockers[0], said
        owned = asked.device.enrolment in android_device_owner.OWNED
        stores = owned and any(android_device_owner.knows(policy) for policy in reaching)
        if WITHOUT[asked.device.enrolment, asked.side].apps == "assigned apps only" and not stores:
            yield _NOBODY, android_device_owner.assigned_only(asked, self.intents)
        intent = self.intents.of(asked.app, asked.person, asked.device)
        if intent in DONE_BY_INTUNE and not (intent == "required" and asked.side == "private"):
            yield _NOBODY, Says(marks=frozenset({DONE_BY_INTUNE[intent]}))


_NOBODY = Policy("", "the service itself", {})


def conflicting(policies: Iterable[Policy]) -> Iterator[tuple[str, Sequence[Policy]]]:
    """Settings with more than one value, and the policies that give them."""
    given: dict[str, list[tuple[Any, Policy]]] = defaultdict(list)
    for policy in policies:
        for name, value in policy.settings.items():
            given[name].append((value, policy))
    for name, values in sorted(given.items()):
        if any(value != values[0][0] for value, _ in values):
            yield name, [policy for _, policy in values]


def ours(policy: Policy) -> tuple[str, str] | None:
    """Kind and key of an object that carries our line."""
    match = MARKER.search(policy.body.get("description") or "")
    return (match[1], match[2]) if match else None


def read(graph: Graph) -> Oracle:
    """Everything that decides about apps in a tenant."""
    people = directory.read(graph)
    found = tuple(
        policy_of(body, collection)
        for collection, parts in PLACES
        for body in graph.policies(collection, *parts)
    )
    return Oracle(people, intents.read(graph, people), found)


def policy_of(body: JSON, collection: str) -> Policy:
    """A policy as Graph gives it; a collection of one type leaves the type out."""
    body = {"@odata.type": f"#microsoft.graph.{collection.rsplit('/', 1)[-1].removesuffix('s')}", **body}
    settings = {}
    if "settings" in body:
        body["@odata.type"] = f"#microsoft.graph.{ios_restrictions.TYPE}"
        settings = catalog.values(body)
        roots = {
            name for name, value in settings.items() if isinstance(value, tuple) and "binaries" not in name
        }
        settings = {
            name: value for name, value in settings.items() if name not in roots and "_item_" not in name
        }
    elif body["@odata.type"].endswith(f".{android_device_owner.TYPE}"):
        settings = android_device_owner.settings(body)
    return Policy(body["id"], body.get("displayName") or body.get("name") or "", body, settings)
