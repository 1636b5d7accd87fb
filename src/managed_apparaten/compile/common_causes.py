"""Causes that several kinds give: a step, a function, a line of the compliance rules, a default, what Intune wants."""

from managed_apparaten.compile.kind import Scope
from managed_apparaten.core.assumptions import BY_ID
from managed_apparaten.core.cause import Cause, cause
from managed_apparaten.policy.model import App, Identifier, Located, Step
from managed_apparaten.resolve.reasons import of_measure

INTUNE_NEEDS = cause("compiler", "cause.kind.intune-needs")
"""The service refuses the object without it."""
SCOPE_TAG = cause("default", "cause.kind.scope-tag")
BASELINE = cause("default", "cause.kind.baseline")
"""A protection that no role can turn off."""


def step(scope: Scope, effective: Located[Step]) -> Cause:
    """The line that says how far the organisation goes for this role."""
    if scope.platform in scope.role.isolated:
        return of_measure(scope.role.isolated[scope.platform])[0]
    return cause("policy", "cause.kind.step", effective.span, step=effective.value, role=scope.role.id)


def function(scope: Scope, name: str) -> Cause:
    """The line that says what the role may do with a function, or that nobody asked for anything."""
    asked = scope.role.functions.get(name)
    if asked is None:
        return cause("default", "cause.kind.function-unset", function=name)
    return cause("policy", "cause.kind.function", asked.span, function=name, value=asked.value)


def rule(located: Located[str] | Located[int] | None, name: str) -> Cause:
    """The line of the compliance rules, or that there is none."""
    if located is None:
        return cause("default", "cause.kind.rule-unset", rule=name)
    return cause("policy", "cause.kind.rule", located.span, rule=name, value=str(located.value))


def assumption(scope: Scope, name: str) -> tuple[str, Cause]:
    """The value of an assumption, and the line that states it, or that it is assumed."""
    stated = scope.policy.organisation.assumptions.get(name)
    if stated is None:
        value = BY_ID[name].default
        return value, cause("default", "cause.kind.assumed", assumption=name, value=value)
    return stated.value, cause(
        "policy", "cause.kind.assumption", stated.span, assumption=name, value=stated.value
    )


def entry(app: App) -> Cause:
    """The catalogue entry of an app, for its name and publisher."""
    return cause("catalogue", "cause.kind.app", app.span, app=app.name)


def identifier(found: Identifier) -> Cause:
    """The catalogue line of an identifier, with where it was seen."""
    if found.source is None:
        return cause("catalogue", "cause.kind.identifier-unverified", found.span, identifier=found.value)
    return cause(
        "catalogue", "cause.kind.identifier", found.span, identifier=found.value, source=found.source
    )
