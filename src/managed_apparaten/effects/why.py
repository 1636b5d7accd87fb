"""Why an app that a rule forbids is not stopped, why an approved one does not open, and why nobody can say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from managed_apparaten.effects.defaults import assigned_only, uncontrolled
from managed_apparaten.effects.effect import Effect, Reason
from managed_apparaten.intune.app_lists import at_least, folded, known_by
from managed_apparaten.policy.model import App, PolicySet, Step
from managed_apparaten.resolve.decision import Decision

if TYPE_CHECKING:
    from managed_apparaten.effects.measure import DeviceSide, Heard

FIRST_THAT_STOPS: Step = "block"


def why(
    effect: Effect,
    place: DeviceSide,
    policy: PolicySet,
    decisions: Mapping[str, Decision],
    app: App,
    heard: Sequence[Heard],
) -> Reason | None:
    """The reason; None where there is nothing to explain: a forbidden app that is stopped, any other that opens."""
    decision = decisions[app.id]
    if effect is Effect.UNKNOWN:
        if all(one.stopped or one.preinstalled for one in heard):
            return _shut(place, app, heard, decisions, policy) if decision.approved else "preinstalled"
        return _unknown(heard, decision)
    if decision.approved:
        return (
            _shut(place, app, heard, decisions, policy)
            if effect is Effect.STOPPED
            else uncontrolled(place.device, place.side)
        )
    if effect is Effect.STOPPED:
        return None
    if decision.effect not in ("block", "refuse"):
        return uncontrolled(place.device, place.side)
    return uncontrolled(place.device, place.side) or _open(place, app, heard, decisions, policy)


def _open(
    place: DeviceSide, app: App, heard: Sequence[Heard], decisions: Mapping[str, Decision], policy: PolicySet
) -> Reason:
    """Why nothing stops it although Intune could stop apps here."""
    if not at_least(place.step, FIRST_THAT_STOPS):
        return "step"
    if any("audited" in said.marks for one in heard for _, said in one.said):
        return "audited"
    if place.system == "older":
        return "older-system"
    if place.device.platform == "macos" and not any(
        desired.address.kind == "macos_app_settings" for desired, _ in place.readers
    ):
        return "older-mac" if place.device.supervised else "unsupervised-mac"
    if not place.readers:
        return "no-object"
    if heard[0].identifier is None:
        return "no-identifier"
    left = [one for one in heard if not one.stopped]
    if _shared(place, left, decisions, policy):
        return "shared"
    if not any(i.may_block(decisions[app.id].unverified) for i in known_by(app, place.device.platform)):
        return "unverified"
    if len(left) < len(heard) or any(one.uncertain for one in left):
        return "partly"
    return "not-named" if at_least(place.role.step_on(place.device).value, FIRST_THAT_STOPS) else "step"


def _shared(
    place: DeviceSide, left: Sequence[Heard], decisions: Mapping[str, Decision], policy: PolicySet
) -> bool:
    """Whether what is left open has an identifier of an app that is approved."""
    values = {folded(one.identifier) for one in left if one.identifier}
    others = (policy.apps[name] for name, decision in decisions.items() if decision.approved)
    return any(folded(i) in values for other in others for i in known_by(other, place.device.platform))


def _shut(
    place: DeviceSide, app: App, heard: Sequence[Heard], decisions: Mapping[str, Decision], policy: PolicySet
) -> Reason:
    """Why an approved app does not open."""
    if heard[0].identifier is None:
        return "no-identifier-there"
    values = {folded(one.identifier) for one in heard if one.identifier}
    others = (policy.apps[name] for name, decision in decisions.items() if decision.blocked)
    if any(folded(i) in values for other in others for i in known_by(other, place.device.platform)):
        return "shared"
    if assigned_only(place.device, place.side) and not any(
        said.opens is False for one in heard for _, said in one.said
    ):
        return _unassigned(place, app)
    return "not-listed"


def _unassigned(place: DeviceSide, app: App) -> Reason:
    """Why no assignment puts an app where only assigned apps can be: what we assign there and the tenant lacks, or what we do not."""
    desired = place.assigned.get(app.id)
    if (
        place.held is not None
        and desired is not None
        and place.subject.intent(desired) in ("required", "available")
    ):
        return "not-offered"
    return "own-device" if place.device.ownership == "personal" else "not-assigned"


def _unknown(heard: Sequence[Heard], decision: Decision) -> Reason:
    if not decision.blocked and any("maker-decides" in said.marks for one in heard for _, said in one.said):
        return "maker-decides"
    if any(one.intent == "uninstall" for one in heard):
        return "if-held"
    if heard[0].identifier is None:
        return "no-identifier-there"
    return "no-team" if heard[0].identifier.platform == "macos" else "place"
