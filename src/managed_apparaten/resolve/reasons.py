"""A ground as causes for a field: the policy line first, then what linked the app to it.

Texts that an admin wrote (`because`, the title of an advisory) go along in the organisation's language.
"""

from managed_apparaten.core.cause import Cause, Causes, cause
from managed_apparaten.core.span import Span
from managed_apparaten.policy.model import (
    App,
    GrantedException,
    Located,
    Measure,
    NamedApp,
    Platform,
    PolicySet,
    Role,
    Rule,
    Selector,
    Step,
)
from managed_apparaten.resolve.decision import Effect

RULE_KEYS = {
    "block": "cause.rule.block",
    "caution": "cause.rule.caution",
    "allow": "cause.rule.allow",
    "require": "cause.rule.require",
}


def of_rule(policy: PolicySet, rule: Rule, selector: Selector) -> Cause:
    """The line of the rule, with the reason its author gave, or else with what it does."""
    because = rule.because.in_language(policy.organisation.language)
    if because:
        return cause("policy", "cause.rule", selector.span, because=because, effect=rule.effect)
    return cause("policy", RULE_KEYS[rule.effect], selector.span, what=selector.value)


def of_list(selector: Selector, entry: Located[str]) -> Cause:
    """The line of the list."""
    return cause("policy", "cause.list", entry.span, list=selector.value)


def of_named(policy: PolicySet, selector: Selector, named: NamedApp) -> Cause:
    """The line of the advisory that names the app."""
    advisory = policy.advisories[selector.value]
    title = advisory.title.in_language(policy.organisation.language)
    return cause(
        "catalogue",
        "cause.advisory",
        named.span,
        advisory=advisory.id,
        title=title,
        date=advisory.date.isoformat(),
        name=named.name,
        section=named.section,
        position=str(named.position),
    )


def of_advisory_country(policy: PolicySet, selector: Selector, app: App) -> Cause:
    """The country of control, because an advisory is about that country."""
    advisory = policy.advisories[selector.value]
    title = advisory.title.in_language(policy.organisation.language)
    return cause(
        "catalogue",
        "cause.advisory-country",
        app.control.span,
        advisory=advisory.id,
        title=title,
        date=advisory.date.isoformat(),
        entity=app.control.entity,
        country=app.control.country or "",
    )


def of_country(app: App) -> Cause:
    """The country of control."""
    return cause(
        "catalogue",
        "cause.country",
        app.control.span,
        entity=app.control.entity,
        country=app.control.country or "",
    )


def of_category(app: App) -> Cause:
    """The entry of the catalogue, for its category."""
    return cause("catalogue", "cause.category", app.span, category=app.category)


def of_management(app: App) -> Causes:
    """The entry of the catalogue, for an app that may never be stopped."""
    return (cause("catalogue", "cause.built-in", app.span, app=app.name),)


def of_exception(exception: GrantedException, line: Span) -> Causes:
    """The line of the exception that names the app, with both its dates."""
    starts, ends = exception.starts.value.isoformat(), exception.ends.value.isoformat()
    return (cause("policy", "cause.exception", line, exception=exception.id, starts=starts, ends=ends),)


def of_measure(measure: Located[Measure]) -> Causes:
    """The line of the measure."""
    return (cause("policy", "cause.measure", measure.span, measure=measure.value),)


def of_ladder(role: Role, platform: Platform, step: Located[Step], effect: Effect) -> Causes:
    """The step of the ladder, where nobody said anything about the app; on an isolated device the measure that stands for it."""
    if platform in role.isolated:
        return of_measure(role.isolated[platform])
    key = "cause.ladder.refuse" if effect == "refuse" else "cause.ladder.tolerate"
    return (cause("policy", key, step.span, step=step.value),)
