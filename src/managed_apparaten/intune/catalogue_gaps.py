"""What the catalogue does not know: identifiers by platform and evidence, control without a source, approved apps that cannot be named."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from managed_apparaten.intune.app_lists import allows
from managed_apparaten.policy.evidence import RECALLED, classes
from managed_apparaten.policy.model import (
    PLATFORMS,
    App,
    Grade,
    Identifier,
    IdentifierType,
    Platform,
    PolicySet,
)
from managed_apparaten.resolve.decide import Resolved

FOR_A_SHOP: frozenset[IdentifierType] = frozenset({"app-store-id"})
"""Identifiers by which a shop knows an app and a device does not."""
BLOCKED = "blocked"
"""The set of apps that some role blocks."""


@dataclass(frozen=True, slots=True)
class Known:
    """A set of apps on one platform, by the best evidence that there is for each."""

    of: str
    """An advisory's id, or `blocked`."""
    platform: Platform
    strong: tuple[App, ...]
    weak: tuple[App, ...]
    recalled: tuple[App, ...]
    none: tuple[App, ...]

    @property
    def total(self) -> int:
        """How many apps the set has."""
        return len(self.strong) + len(self.weak) + len(self.recalled) + len(self.none)


@dataclass(frozen=True, slots=True)
class Unusable:
    """An approved app that no list of approved apps of these roles can hold on a platform."""

    app: App
    platform: Platform
    roles: tuple[str, ...]
    best: Grade | None
    """The evidence that there is; None: no identifier."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """All of it."""

    apps: int
    identifiers: Mapping[Grade, int]
    known: tuple[Known, ...]
    approved: Mapping[Platform, int]
    """How many apps some role approves on a platform."""
    unusable: tuple[Unusable, ...]
    weak: tuple[tuple[App, Identifier], ...]
    recalled: tuple[tuple[App, Identifier], ...]
    control: tuple[App, ...]
    """Apps with a country that some rule or advisory is about, recalled without a source."""
    classed: int
    """How many apps have such a country."""

    @property
    def any(self) -> bool:
        """Whether an app of an advisory lacks a strong identifier somewhere, an approved app cannot be allowed, or control is recalled."""
        lacking = any(known.total > len(known.strong) for known in self.known if known.of != BLOCKED)
        return bool(lacking or self.unusable or self.control)


def gaps(policy: PolicySet, resolved: Resolved) -> Gaps:
    """What a policy and its catalogue leave open."""
    sets = {
        advisory.id: list(dict.fromkeys(named.app for named in advisory.named))
        for advisory in policy.advisories.values()
    }
    known = [
        _known(of, platform, [policy.apps[app] for app in apps])
        for of, apps in sets.items()
        if apps
        for platform in PLATFORMS
    ]
    known += [
        _known(BLOCKED, platform, _decided(policy, resolved, platform))
        for platform in PLATFORMS
        if _served(resolved, platform)
    ]
    every = [(app, identifier) for app in policy.apps.values() for identifier in app.identifiers]
    countries = _countries(policy)
    classed = [app for app in policy.apps.values() if app.control.country in countries]
    approved = {platform: _approving(policy, resolved, platform) for platform in PLATFORMS}
    return Gaps(
        apps=len(policy.apps),
        identifiers={
            grade: sum(found.grade == grade for _, found in every) for grade in ("strong", "weak", "recalled")
        },
        known=tuple(known),
        approved={platform: len(found) for platform, found in approved.items() if found},
        unusable=tuple(
            found
            for platform in PLATFORMS
            for found in _unusable(policy, resolved, platform, approved[platform])
        ),
        weak=tuple((app, found) for app, found in every if found.grade == "weak"),
        recalled=tuple((app, found) for app, found in every if found.grade == "recalled"),
        control=tuple(app for app in classed if app.control.confidence == RECALLED),
        classed=len(classed),
    )


def _known(of: str, platform: Platform, apps: Sequence[App]) -> Known:
    by: dict[Grade | None, list[App]] = defaultdict(list)
    for app in apps:
        by[best(usable(app, platform))].append(app)
    return Known(of, platform, tuple(by["strong"]), tuple(by["weak"]), tuple(by["recalled"]), tuple(by[None]))


def usable(app: App, platform: Platform) -> tuple[Identifier, ...]:
    """The identifiers by which something can be done about an app on devices of a platform."""
    return tuple(
        found for found in app.identifiers if found.platform == platform and found.type not in FOR_A_SHOP
    )


def best(identifiers: Iterable[Identifier]) -> Grade | None:
    """The best evidence among these."""
    there = {identifier.grade for identifier in identifiers}
    order: tuple[Grade, ...] = ("strong", "weak", "recalled")
    return next((grade for grade in order if grade in there), None)


def _served(resolved: Resolved, platform: Platform) -> bool:
    return any(platform in resolved.decisions[role.id] for role in resolved.roles)


def _decided(policy: PolicySet, resolved: Resolved, platform: Platform) -> list[App]:
    """The apps that some role blocks there."""
    told = [resolved.decisions[role.id].get(platform, {}) for role in resolved.roles]
    return [app for app in policy.apps.values() if any(app.id in one and one[app.id].blocked for one in told)]


def _approving(policy: PolicySet, resolved: Resolved, platform: Platform) -> dict[str, list[str]]:
    """App id -> the roles that approve it there; a part of another platform is nobody's wish here."""
    found: dict[str, list[str]] = defaultdict(list)
    for role in resolved.roles:
        for app, decision in resolved.decisions[role.id].get(platform, {}).items():
            if decision.approved and not _elsewhere(policy.apps[app], platform):
                found[app].append(role.id)
    return found


def _elsewhere(app: App, platform: Platform) -> bool:
    """Part of another platform, or a management app of which this platform has none: approved by what it is, not by a wish."""
    others = bool(app.identifiers) and all(identifier.platform != platform for identifier in app.identifiers)
    return others and (app.system or app.management)


def _unusable(
    policy: PolicySet, resolved: Resolved, platform: Platform, approving: Mapping[str, Sequence[str]]
) -> list[Unusable]:
    found = []
    for name, roles in sorted(approving.items()):
        app = policy.apps[name]
        there = usable(app, platform)
        decisions = {role: resolved.decisions[role][platform][name] for role in roles}
        lacking = [
            role
            for role, decision in decisions.items()
            if not any(allows(app, identifier, decision) for identifier in there)
        ]
        if lacking:
            found.append(Unusable(app, platform, tuple(sorted(lacking)), best(there)))
    return found


def _countries(policy: PolicySet) -> frozenset[str]:
    """Those that a rule or an advisory is about."""
    rules = (*policy.organisation.rules, *(rule for role in policy.roles.values() for rule in role.rules))
    ruled = [classes(policy, selector) for rule in rules for selector in rule.selectors]
    return frozenset().union(
        *ruled,
        *([country.value for country in advisory.countries] for advisory in policy.advisories.values()),
    )
