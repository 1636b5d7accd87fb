"""What each rule and exception says about which app: worked out once a rule, never once a role.

Classes (advisory, country) catch an app by its country of control only where that country is confirmed. An advisory
also catches the apps that it names, whatever their country: its own line is then the better reason.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from managed_apparaten.core.cause import Cause, Causes
from managed_apparaten.policy.model import (
    PLATFORMS,
    App,
    GrantedException,
    Platform,
    PolicySet,
    Role,
    Rule,
    Selector,
)
from managed_apparaten.resolve import reasons
from managed_apparaten.resolve.decision import Effect, Ground, GroundKind
from managed_apparaten.resolve.precedence import GroundRank, ground_rank


@dataclass(frozen=True, slots=True)
class Claim:
    """A ground for one app on some platforms, with the causes it gives when it wins."""

    app: str
    platforms: tuple[Platform, ...]
    ground: Ground
    causes: Causes

    @property
    def rank(self) -> GroundRank:
        """Claims stand in the order of their grounds."""
        return ground_rank(self.ground)


Catch = Mapping[str, Cause | None]
"""App id -> what linked the app to the selector; None when the selector names the app itself."""

Index = Mapping[Platform, Mapping[str, tuple[Claim, ...]]]
"""Claims by platform and app, the strongest first."""


class Catalogue:
    """The apps by what a selector can ask for. What a selector catches is looked up once and kept."""

    def __init__(self, policy: PolicySet) -> None:
        self.policy = policy
        self._countries: dict[str, list[App]] = defaultdict(list)
        self._categories: dict[str, list[App]] = defaultdict(list)
        self._caught: dict[tuple[str, str], Catch] = {}
        for app in policy.apps.values():
            self._categories[app.category].append(app)
            if app.control.country and app.control.confidence == "confirmed":
                self._countries[app.control.country].append(app)

    def catch(self, selector: Selector) -> Catch:
        """The apps that a selector catches."""
        key = (selector.kind, selector.value)
        if key not in self._caught:
            self._caught[key] = self._look_up(selector)
        return self._caught[key]

    def claims(self, rules: Iterable[Rule]) -> Iterator[Claim]:
        """What these rules say, app by app."""
        for rule in rules:
            kind: GroundKind = "locked-block" if rule.locked and rule.effect == "block" else rule.effect
            effect: Effect = "allow" if rule.effect == "require" else rule.effect
            for selector in rule.selectors:
                line = reasons.of_rule(self.policy, rule, selector)
                for app, link in self.catch(selector).items():
                    ground = Ground(kind, effect, rule.span, rule, selector, link.span if link else None)
                    yield Claim(app, rule.platforms, ground, (line, link) if link else (line,))

    def causes(self, rule: Rule, selector: Selector, app: str) -> Causes:
        """What a ground of this rule gives as causes. Raises KeyError for an app that the selector does not catch."""
        line, link = reasons.of_rule(self.policy, rule, selector), self.catch(selector)[app]
        return (line, link) if link else (line,)

    def _look_up(self, selector: Selector) -> Catch:
        match selector.kind:
            case "app":
                return {selector.value: None}
            case "list":
                lines = self.policy.lists[selector.value].apps
                return {line.value: reasons.of_list(selector, line) for line in reversed(lines)}
            case "country":
                return {app.id: reasons.of_country(app) for app in self._countries.get(selector.value, ())}
            case "category":
                return {app.id: reasons.of_category(app) for app in self._categories.get(selector.value, ())}
            case "advisory":
                return self._advised(selector)

    def _advised(self, selector: Selector) -> Catch:
        advisory = self.policy.advisories[selector.value]
        caught = {
            app.id: reasons.of_advisory_country(self.policy, selector, app)
            for country in advisory.countries
            for app in self._countries.get(country.value, ())
        }
        return caught | {
            named.app: reasons.of_named(self.policy, selector, named) for named in reversed(advisory.named)
        }


def management(apps: Iterable[App]) -> Iterator[Claim]:
    """The apps that may never be stopped."""
    for app in apps:
        if app.management:
            yield Claim(app.id, PLATFORMS, Ground("built-in", "allow", app.span), reasons.of_management(app))


def granted(exceptions: Iterable[GrantedException]) -> Iterator[Claim]:
    """What these exceptions, all of them active, allow."""
    for exception in exceptions:
        for line in exception.apps:
            ground = Ground("exception", "allow", line.span, exception=exception.id)
            yield Claim(line.value, exception.platforms, ground, reasons.of_exception(exception, line.span))


def isolated(role: Role, apps: Iterable[App]) -> Iterator[Claim]:
    """What the measures of a derived role keep off its devices: every app but those of the platform itself."""
    for platform, measure in role.isolated.items():
        causes = reasons.of_measure(measure)
        for app in apps:
            if not app.system:
                yield Claim(app.id, (platform,), Ground("measure", "refuse", measure.span), causes)


def index(claims: Iterable[Claim]) -> Index:
    """The claims by platform and app."""
    found: dict[Platform, dict[str, list[Claim]]] = {platform: defaultdict(list) for platform in PLATFORMS}
    for claim in claims:
        for platform in claim.platforms:
            found[platform][claim.app].append(claim)
    return {platform: {app: merged(some) for app, some in apps.items()} for platform, apps in found.items()}


def merged(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims on one app, the strongest first."""
    return tuple(claims) if len(claims) < 2 else tuple(sorted(claims, key=lambda claim: claim.rank))
