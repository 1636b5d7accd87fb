"""How sure it is who controls an app: said where a rule over a class of apps would otherwise seem to reach it."""

from collections.abc import Iterable, Iterator

from managed_apparaten.core.diagnostic import Diagnostic, Related
from managed_apparaten.policy.model import Advisory, App, PolicySet, Rule, Selector

RECALLED = "recalled"
"""The basis, and the confidence, of what is known without a source."""


def unfounded(apps: Iterable[App]) -> Iterator[Diagnostic]:
    """Apps whose country is called confirmed on no other basis than that somebody remembers it."""
    found = [
        app for app in apps if app.control.confidence == "confirmed" and app.control.basis.strip() == RECALLED
    ]
    if found:
        related = tuple(Related(app.control.span, "label.recalled-control", _told(app)) for app in found)
        args = {"count": str(len(found)), "apps": ", ".join(app.name for app in found)}
        yield Diagnostic("POL350", "warning", found[0].control.span, args, related=related)


def unreached(policy: PolicySet) -> Iterator[Diagnostic]:
    """Apps that a block over a class would catch if their country were confirmed, and that nothing blocks by name: once a class."""
    named = {
        app for rule in policy.organisation.rules if rule.effect == "block" for app in _by_name(policy, rule)
    }
    told: set[tuple[str, str]] = set()
    for rule in (
        *policy.organisation.rules,
        *(rule for role in policy.roles.values() for rule in role.rules),
    ):
        own = named | _by_name(policy, rule)
        for selector in rule.selectors if rule.effect == "block" else ():
            countries = classes(policy, selector)
            recalled = [
                app
                for app in policy.apps.values()
                if app.control.confidence == RECALLED and app.id not in own
            ]
            found = [app for app in recalled if app.control.country in countries]
            if found and (selector.kind, selector.value) not in told:
                told.add((selector.kind, selector.value))
                related = tuple(
                    Related(app.control.span, "label.recalled-control", _told(app)) for app in found
                )
                args = {
                    "count": str(len(found)),
                    "what": selector.value,
                    "apps": ", ".join(app.name for app in found),
                }
                yield Diagnostic("POL351", "warning", selector.span, args, related=related)


def classes(policy: PolicySet, selector: Selector) -> frozenset[str]:
    """The countries of control that a selector is about."""
    if selector.kind == "country":
        return frozenset([selector.value])
    advisory: Advisory | None = policy.advisories[selector.value] if selector.kind == "advisory" else None
    return frozenset(country.value for country in advisory.countries) if advisory else frozenset()


def _by_name(policy: PolicySet, rule: Rule) -> set[str]:
    """The apps that a rule reaches whatever their country."""
    found: set[str] = set()
    for selector in rule.selectors:
        match selector.kind:
            case "app":
                found.add(selector.value)
            case "list":
                found.update(line.value for line in policy.lists[selector.value].apps)
            case "category":
                found.update(app.id for app in policy.apps.values() if app.category == selector.value)
            case "advisory":
                found.update(named.app for named in policy.advisories[selector.value].named)
            case "country":
                pass
    return found


def _told(app: App) -> dict[str, str]:
    return {"app": app.name, "country": app.control.country or "?"}
