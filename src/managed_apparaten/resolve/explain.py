"""Why an app is decided as it is for a role: the same grounds that decided, with all that a person wants to read about them.

Data only. Texts of the organisation keep both languages; the renderer picks one.
"""

from dataclasses import dataclass

from managed_apparaten.core.cause import Causes
from managed_apparaten.policy.model import (
    Advisory,
    App,
    GrantedException,
    NamedApp,
    Platform,
    PolicySet,
    Role,
    Text,
)
from managed_apparaten.resolve import reasons
from managed_apparaten.resolve.claims import Catalogue
from managed_apparaten.resolve.decide import Resolved, ladder_step
from managed_apparaten.resolve.decision import Decision, Ground


@dataclass(frozen=True, slots=True)
class ExplainedGround:
    """One ground, won or lost."""

    ground: Ground
    """Its kind, effect and places."""
    won: bool
    because: Text
    """What the author of the rule, or the purpose of the exception, says; empty when nothing was written."""
    causes: Causes
    """As a field would cite it: the policy line, then the line of the list or advisory, or the country of control."""
    advisory: Advisory | None = None
    """The advice behind the rule: title, date and source."""
    named: NamedApp | None = None
    """The line of that advice that names the app; None when it was caught by its country."""
    exception: GrantedException | None = None

    @property
    def label(self) -> str:
        """Message key of what kind of ground this is."""
        return f"ground.{self.ground.kind}"


@dataclass(frozen=True, slots=True)
class Explanation:
    """One decision, explained. The country of control is in `app.control`."""

    role: Role
    app: App
    platform: Platform
    decision: Decision
    lines: tuple[ExplainedGround, ...]
    """All grounds, the one that decided first."""

    @property
    def verdict(self) -> str:
        """Message key of the decision."""
        return f"decision.{self.decision.effect}"

    @property
    def certainty(self) -> str:
        """Message key of how sure the country of control is, and what follows for rules over a class of apps."""
        return f"confidence.{self.app.control.confidence}"


def explain(policy: PolicySet, resolved: Resolved, role_id: str, app_id: str) -> tuple[Explanation, ...]:
    """The decisions on one app for one role, by platform. Raises KeyError for a role or an app that does not exist."""
    role, app = resolved.role(role_id), policy.apps[app_id]
    catalogue = Catalogue(policy)
    found = []
    for platform, decisions in resolved.decisions[role_id].items():
        decision = decisions[app_id]
        grounds = (decision.winner, *decision.losers)
        lines = tuple(
            _line(catalogue, role, app, platform, ground, ground is decision.winner) for ground in grounds
        )
        found.append(Explanation(role, app, platform, decision, lines))
    return tuple(found)


def _line(
    catalogue: Catalogue, role: Role, app: App, platform: Platform, ground: Ground, won: bool
) -> ExplainedGround:
    policy = catalogue.policy
    if ground.rule and ground.selector:
        causes = catalogue.causes(ground.rule, ground.selector, app.id)
        advisory = policy.advisories[ground.selector.value] if ground.selector.kind == "advisory" else None
        named = next((line for line in advisory.named if line.app == app.id), None) if advisory else None
        return ExplainedGround(ground, won, ground.rule.because, causes, advisory, named)
    if ground.exception:
        exception = policy.exceptions[ground.exception]
        return ExplainedGround(
            ground, won, exception.purpose, reasons.of_exception(exception, ground.span), exception=exception
        )
    if ground.kind == "measure":
        return ExplainedGround(ground, won, Text(), reasons.of_measure(role.isolated[platform]))
    if ground.kind == "built-in":
        return ExplainedGround(ground, won, Text(), reasons.of_management(app))
    return ExplainedGround(
        ground, won, Text(), reasons.of_ladder(role, platform, ladder_step(role, platform), ground.effect)
    )
