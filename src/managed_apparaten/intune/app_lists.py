"""From decisions to identifiers: which bundle ids and packages a list in Intune gets, and why each of them.

What an identifier may be used for depends on its evidence (`policy.model.Identifier.grade`): with a source it blocks and
allows, weak it blocks only, recalled it does neither, unless the rule says `unverified: true`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from managed_apparaten.compile import common_causes
from managed_apparaten.compile.kind import Scope
from managed_apparaten.compile.traced import Traced, because
from managed_apparaten.core.cause import Causes
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.policy.model import STEPS, App, Identifier, IdentifierType, Platform, Step
from managed_apparaten.resolve.decision import Decision, Effect

LISTED: Mapping[Platform, tuple[IdentifierType, ...]] = {
    "ios": ("bundle-id",),
    "android": ("package",),
    "macos": ("bundle-id",),
    "windows": ("package-family-name", "executable"),
}
"""The identifiers by which each platform's lists and rules know an app."""
LONGEST_LIST = 10_000
"""Items. Microsoft's metadata says so of the lists of apps of a device configuration."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One identifier in a list, with the app it stands for and why it is there."""

    app: App
    identifier: Identifier
    causes: Causes


def at_least(step: Step, floor: Step) -> bool:
    """Whether a step of the ladder includes another."""
    return STEPS.index(step) >= STEPS.index(floor)


def blocked(scope: Scope) -> list[Listed]:
    """What the rules block for this role, sorted by identifier."""
    return kept_out(scope, "block")


def kept_out(scope: Scope, *effects: Effect) -> list[Listed]:
    """What is decided as one of these effects and may be blocked by identifier, sorted by identifier."""
    found = []
    for app, decision in scope.apps(*effects):
        for identifier in identifiers(app, scope.platform):
            if identifier.may_block(decision.unverified):
                found.append(
                    Listed(app, identifier, (*decision.causes, common_causes.identifier(identifier)))
                )
    return _each_once(found)


def reported(scope: Scope) -> list[Listed]:
    """What a report on blocked apps looks for, sorted by identifier: also identifiers that are good to detect with only."""
    found = [
        Listed(app, identifier, (*decision.causes, common_causes.identifier(identifier)))
        for app, decision in scope.apps("block")
        for identifier in identifiers(app, scope.platform)
    ]
    return _each_once(found)


def approved(scope: Scope) -> list[Listed]:
    """What an allowlist of this role holds, sorted by identifier. An identifier that a blocked app has as well is not in it."""
    denied = {
        identifier.value for app, _ in scope.apps("block") for identifier in identifiers(app, scope.platform)
    }
    found = []
    for app, decision in scope.apps("allow", "caution"):
        for identifier in identifiers(app, scope.platform):
            if identifier.value not in denied and allows(app, identifier, decision):
                found.append(
                    Listed(app, identifier, (*decision.causes, common_causes.identifier(identifier)))
                )
    return _each_once(found)


def allows(app: App, identifier: Identifier, decision: Decision) -> bool:
    """Whether a list of approved apps may hold it. Of an app that manages the device a weak one will do: without it nothing works."""
    return identifier.may_allow(decision.unverified) or (app.management and identifier.verified)


def refused(scope: Scope) -> list[Listed]:
    """What an allowlist lets no one run, although no rule blocks it, sorted by identifier; none that is recalled only."""
    found = [
        Listed(app, identifier, (*decision.causes, common_causes.identifier(identifier)))
        for app, decision in scope.apps("refuse")
        for identifier in identifiers(app, scope.platform)
        if identifier.may_block()
    ]
    return _each_once(found)


def unverified(listed: Iterable[Listed]) -> Iterator[Diagnostic]:
    """A warning for each identifier on a list of approved apps of which the evidence is not strong: the rule says that it may be."""
    for item in listed:
        if not item.identifier.may_allow() and not (item.app.management and item.identifier.verified):
            args = {"app": item.app.name, "identifier": item.identifier.value}
            yield Diagnostic("KND316", "warning", item.identifier.span, args)


def too_many(scope: Scope, count: int, limit: int | None = None) -> Iterator[Diagnostic]:
    """An error for a list that is longer than Intune takes, by default in a device configuration."""
    most = LONGEST_LIST if limit is None else limit
    if count > most:
        args = {"role": scope.role.id, "platform": scope.platform, "count": str(count), "limit": str(most)}
        yield Diagnostic("KND360", "error", scope.step().span, args)


def identifiers(app: App, platform: Platform) -> tuple[Identifier, ...]:
    """The identifiers of an app that a list on this platform can hold."""
    return app.on(platform, *LISTED[platform])


def known_by(app: App, platform: Platform) -> tuple[Identifier, ...]:
    """The identifiers by which a list on this platform can name an app: on a Mac the team id of its maker, where there is nothing else."""
    return identifiers(app, platform) or (app.on("macos", "team-id") if platform == "macos" else ())


def folded(identifier: Identifier) -> str:
    """The value as the platform compares it: Windows does not tell capitals from small letters."""
    return identifier.value.lower() if identifier.platform == "windows" else identifier.value


def app_list_items(listed: Iterable[Listed]) -> list[Traced]:
    """The list as Graph's `appListItem`s. The type annotation is left out: it is the declared type and Graph does not return it."""
    return [because(_item(item), common_causes.entry(item.app)) for item in listed]


def _item(item: Listed) -> dict[str, JSON]:
    store = _store(item.app, item.identifier)
    return {
        "name": item.app.name,
        "publisher": item.app.publisher,
        "appStoreUrl": because(store[0], common_causes.identifier(store[1])),
        "appId": because(item.identifier.value, *item.causes),
    }


def _store(app: App, identifier: Identifier) -> tuple[str | None, Identifier]:
    """The page of the app in the platform's store, and the identifier that tells it."""
    if identifier.platform == "android":
        return f"https://play.google.com/store/apps/details?id={identifier.value}", identifier
    if identifier.platform != "ios":
        return None, identifier
    seen = [number for number in app.on("ios", "app-store-id") if number.verified]
    return (
        (f"https://apps.apple.com/app/id{seen[0].value}", seen[0]) if len(seen) == 1 else (None, identifier)
    )


def store_page(app: App, identifier: Identifier) -> str | None:
    """The page of the app in the platform's store, when it is certain."""
    return _store(app, identifier)[0]


def _each_once(found: Iterable[Listed]) -> list[Listed]:
    """Sorted by identifier; an identifier that two apps share stands once, for the first app by id, with all causes."""
    kept: dict[str, Listed] = {}
    for item in found:
        first = kept.get(item.identifier.value)
        kept[item.identifier.value] = (
            Listed(first.app, first.identifier, _joined(first.causes, item.causes)) if first else item
        )
    return [kept[value] for value in sorted(kept)]


def _joined(first: Causes, second: Causes) -> Causes:
    return (*first, *(cause for cause in second if cause not in first))


def names(apps: Mapping[str, App]) -> dict[str, str]:
    """Identifier in lower case -> name of the first app with it, for every identifier by which a list can name an app."""
    known: dict[str, str] = {}
    for app in apps.values():
        for platform in LISTED:
            for identifier in known_by(app, platform):
                known.setdefault(identifier.value.lower(), app.name)
    return known


def label(_: str, value: JSON, known: Mapping[str, str]) -> str | None:
    """`Temu (com.einnovation.temu)` for an identifier, bare or as an `appListItem`; None for any other value."""
    identifier = value.get("appId") if isinstance(value, dict) else value
    name = known.get(identifier.lower()) if isinstance(identifier, str) else None
    return f"{name} ({identifier})" if name is not None else None
