"""Decisions: one for every role, each platform of its devices and each app of the catalogue.

An app without an identifier on a platform is decided there too: whether a decision can be carried out is for the
kinds to find, and a catalogue that learns an identifier later must not change what was decided.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from managed_apparaten.core.diagnostic import Diagnostic, sort_key
from managed_apparaten.policy.model import PLATFORMS, STEPS, Located, Platform, PolicySet, Role, Step
from managed_apparaten.resolve import reasons
from managed_apparaten.resolve.claims import (
    Catalogue,
    Claim,
    Index,
    granted,
    index,
    isolated,
    management,
    merged,
)
from managed_apparaten.resolve.conflicts import blocks, forbidden, loosened, stopped_management
from managed_apparaten.resolve.decision import Decision, Effect, Ground
from managed_apparaten.resolve.derive import populations
from managed_apparaten.resolve.precedence import role_rank
from managed_apparaten.resolve.weighing import reads_much, undecided

Decisions = Mapping[str, Mapping[Platform, Mapping[str, Decision]]]
"""By role id, platform and app id; apps sorted by id."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What holds on one day."""

    roles: tuple[Role, ...]
    """Written and derived roles, the one that outranks the others first (see `precedence.role_rank`)."""
    decisions: Decisions
    diagnostics: tuple[Diagnostic, ...]

    def role(self, role_id: str) -> Role:
        """A written or derived role. Raises KeyError when there is none of that id."""
        for role in self.roles:
            if role.id == role_id:
                return role
        raise KeyError(role_id)


def decide(policy: PolicySet, on: date) -> Resolved:
    """All decisions on that day. Decisions are there even when a diagnostic is an error: `explain` may still want them."""
    catalogue = Catalogue(policy)
    common = tuple(catalogue.claims(policy.organisation.rules))
    everywhere = index((*management(policy.apps.values()), *common))
    own = {role.id: tuple(catalogue.claims(role.rules)) for role in policy.roles.values()}
    people, diagnostics = populations(policy, on)
    people = tuple(sorted(people, key=lambda p: role_rank(p.role)))
    decisions = {}
    for population in people:
        own_claims = (
            *own[population.base],
            *granted(population.exceptions),
            *isolated(population.role, policy.apps.values()),
        )
        theirs = index(own_claims)
        decisions[population.role.id] = _of_role(
            population.role, everywhere, theirs, tuple(sorted(policy.apps))
        )
    roles = tuple(population.role for population in people)
    found = (
        *diagnostics,
        *_conflicts(policy, common, own),
        *undecided(policy, on),
        *reads_much(policy, roles, decisions),
    )
    return Resolved(roles, decisions, tuple(sorted(found, key=sort_key)))


def ladder_step(role: Role, platform: Platform) -> Located[Step]:
    """The strictest step among the role's classes of device on a platform; of equals the first one written."""
    steps = [role.step_on(device) for device in role.devices if device.platform == platform]
    return max(steps, key=lambda step: STEPS.index(step.value))


def _of_role(
    role: Role, everywhere: Index, theirs: Index, apps: tuple[str, ...]
) -> dict[Platform, dict[str, Decision]]:
    served = {device.platform for device in role.devices}
    return {
        platform: _on_platform(role, platform, everywhere, theirs, apps)
        for platform in PLATFORMS
        if platform in served
    }


def _on_platform(
    role: Role, platform: Platform, everywhere: Index, theirs: Index, apps: tuple[str, ...]
) -> dict[str, Decision]:
    step = ladder_step(role, platform)
    effect: Effect = "refuse" if step.value == "allowlist" else "tolerate"
    ladder, ladder_causes = (
        Ground("ladder", effect, step.span),
        reasons.of_ladder(role, platform, step, effect),
    )
    only_ladder = (ladder,)
    from_everyone, from_role = everywhere[platform], theirs[platform]
    decided: dict[str, Decision] = {}
    for app in apps:
        common, own = from_everyone.get(app, ()), from_role.get(app, ())
        claims = merged((*own, *common)) if own and common else own or common
        if claims:
            winner = claims[0]
            losers = only_ladder if len(claims) == 1 else (*[claim.ground for claim in claims[1:]], ladder)
            decided[app] = Decision(
                role.id, app, platform, winner.ground.effect, winner.ground, losers, winner.causes
            )
        else:
            decided[app] = Decision(role.id, app, platform, effect, ladder, (), ladder_causes)
    return decided


def _conflicts(
    policy: PolicySet, common: tuple[Claim, ...], own: Mapping[str, tuple[Claim, ...]]
) -> Iterator[Diagnostic]:
    yield from stopped_management(common, policy.apps)
    blocked = blocks(common, policy.apps)
    yield from forbidden(common, blocked, policy.apps)
    for role in policy.roles.values():
        theirs = blocks(own[role.id], policy.apps)
        yield from stopped_management(own[role.id], policy.apps)
        yield from loosened(role, own[role.id], blocked, policy.apps)
        yield from forbidden((*own[role.id], *common), theirs, policy.apps)
