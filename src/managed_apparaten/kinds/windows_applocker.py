"""What a Windows device of the organisation lets people start: AppLocker, through a custom profile (OMA-URI).

One object has one grouping with one setting for each sort of file: programs, installers and packaged apps. All three are
written on every step: a role that asks less gets rules that allow everything, and does not depend on how well Windows
clears up after a profile (it does where no other profile has the grouping). On `block` and `remove`, deny rules stand
over a base that allows everything; on `allowlist`, over allow rules for what `compile.inbox` keeps and for approved apps.
Scripts have no rules: with them PowerShell turns to constrained language, for which no role asks.

A packaged app is known by its package name and the subject of its publisher's certificate. The catalogue has family
names, in which the publisher is a digest. A deny rule whose publisher is not known takes any: it hits every package of
that exact name, as Microsoft's own example rule for Skype does ("AppLocker CSP"), and no wildcard can widen a name. An
allow rule never takes any publisher: whoever can sign a package can call it what he likes.

A program is known by the name of its file, in any folder. Somebody who renames it gets around that; Microsoft says the
same of deny rules by path ("Understanding the path rule condition in AppLocker"). Approved programs get no rule by name,
for then any program could be given that name: they start from the folders that only administrators write to.

Graph masks the values when they are read, and tells them only to who may write: hence the read permission.
https://learn.microsoft.com/windows/client-management/mdm/applocker-csp (device scope only)
https://learn.microsoft.com/graph/api/resources/intune-deviceconfig-windows10customconfiguration
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from managed_apparaten.compile import applocker, apps, configuration, inbox, reasons, steps
from managed_apparaten.compile.applocker import ANY, Collection, Mode, Path, Publisher, Rule, Sort
from managed_apparaten.compile.apps import Listed
from managed_apparaten.compile.kind import Draft, Permissions, Scope
from managed_apparaten.compile.traced import because
from managed_apparaten.core.cause import Cause, Causes, cause
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.policy.model import App, DeviceClass, Identifier, Step, Text
from managed_apparaten.resolve.decision import Effect

ROOT = "./Vendor/MSFT/AppLocker/ApplicationLaunchRestrictions"
NODES: Mapping[Sort, str] = {"Exe": "EXE", "Msi": "MSI", "Appx": "StoreApps"}
"""The node of the CSP for each sort of file, in the order of their paths."""
KEPT: Mapping[Sort, tuple[inbox.Kept, ...]] = {"Exe": inbox.PROGRAMS, "Msi": inbox.INSTALLERS, "Appx": inbox.PACKAGES}
EVERYTHING: Mapping[Sort, Publisher | Path] = {"Exe": Path(ANY), "Msi": Path(ANY), "Appx": Publisher(ANY, ANY)}
"""The base under deny rules: without it a collection denies whatever it does not name."""

Action = Literal["Allow", "Deny"]
Base = Literal["open", "closed"]
Behaviour = tuple[Base, bool]
STEPS: Mapping[Step, Behaviour] = {
    "advise": ("open", False),
    "monitor": ("open", False),
    "block": ("open", True),
    "remove": ("open", True),
    "allowlist": ("closed", True),
}
"""Step -> whether the base is open, and whether blocked apps are denied."""
DENIED: Mapping[Base, tuple[Effect, ...]] = {"open": ("block",), "closed": ("block", "refuse")}
"""On an allowlist what nobody approved is denied too: a program in Program Files would start otherwise."""
DEFAULT_MODE: Mapping[Base, Mode] = {"open": "Enabled", "closed": "AuditOnly"}
"""An allowlist watches first: what it would stop is in the event log before it stops anybody."""
ASKED: Mapping[str, Mode] = {"audit": "AuditOnly", "enforce": "Enabled"}


@dataclass(frozen=True, slots=True)
class Reasoned:
    """A rule with why it is there."""

    rule: Rule
    causes: Causes


def serves(device: DeviceClass) -> bool:
    """Devices of the organisation."""
    return device.ownership == "corporate"


def compile_drafts(scope: Scope) -> list[Draft]:
    """One object with one grouping: several profiles are merged on the device, but their modes are not."""
    (base, denies), line, warnings = steps.behaviour(scope, STEPS)
    mode, mode_line, watching = _mode(scope, base, denies, line)
    listed = _kept_out(scope, base) if denies else []
    grouping = _guid(scope, "grouping")
    settings: list[JSON] = []
    inside: dict[str, Causes] = {}
    for sort in NODES:
        deny, allow = _each_once(_denied(scope, sort, listed)), _each_once(_base(scope, sort, base, line))
        narrow = base == "closed" or bool(deny)
        collection = Collection(sort, mode if narrow else "AuditOnly", tuple(found.rule for found in (*deny, *allow)))
        settings.append(_setting(grouping, collection))
        inside[f"/omaSettings/{NODES[sort]}/value/enforcement"] = (mode_line if narrow else line,)
        for action, rules in (("deny", deny), ("allow", allow)):
            inside |= {f"/omaSettings/{NODES[sort]}/value/{action}/{place}": found.causes for place, found in enumerate(rules)}
    problems = (*warnings, *watching, *_untouchable(listed, scope), *(_unsigned(scope) if base == "closed" else ()))
    return [Draft({"omaSettings": because(settings, line)}, scope.devices, inside=inside, diagnostics=problems)]


def _mode(scope: Scope, base: Base, denies: bool, line: Cause) -> tuple[Mode, Cause, tuple[Diagnostic, ...]]:
    """The mode of the collections that hold anything back, why, and a warning while they only watch. Watching wins over stopping."""
    asked = [device.applocker for device in scope.devices if device.applocker]
    chosen = next((found for found in asked if found.value == "audit"), asked[0] if asked else None)
    mode = ASKED[chosen.value] if chosen else DEFAULT_MODE[base]
    why = cause("policy", "cause.kind.applocker", chosen.span, mode=chosen.value) if chosen else line
    if mode == "Enabled" or not denies:
        return mode, why, ()
    args = {"role": scope.role.id, "step": scope.step().value}
    return mode, why, (Diagnostic("KND344", "warning", chosen.span if chosen else scope.devices[0].span, args),)


def _base(scope: Scope, sort: Sort, base: Base, line: Cause) -> Iterator[Reasoned]:
    if base == "open":
        yield Reasoned(_rule(scope, sort, "Allow", inbox.Kept("Everything", EVERYTHING[sort])), (line,))
        return
    for kept in KEPT[sort]:
        why = cause("default", "cause.kind.kept-on-windows", what=kept.name)
        yield Reasoned(_rule(scope, sort, "Allow", kept), (line, why))
    if sort == "Appx":
        always = {kept.what for kept in inbox.PACKAGES}
        for item, package in _packages(apps.approved(scope)):
            if package.publisher != ANY and package not in always:
                yield _of_app(scope, sort, "Allow", item, package)


def _kept_out(scope: Scope, base: Base) -> list[Listed]:
    """What is denied. What nobody approved is not, when it goes by an identifier of something approved."""
    approved = {item.identifier.value for item in apps.approved(scope)}
    return [item for item in apps.kept_out(scope, *DENIED[base]) if item.identifier.value not in approved]


def _denied(scope: Scope, sort: Sort, listed: Sequence[Listed]) -> Iterator[Reasoned]:
    harmless = [item for item in listed if not _protected(item.identifier)]
    if sort == "Appx":
        for item, package in _packages(harmless):
            yield _of_app(scope, sort, "Deny", item, package)
    if sort == "Exe":
        for item in harmless:
            if item.identifier.type == "executable":
                yield _of_app(scope, sort, "Deny", item, Path(f"*\\{item.identifier.value}"))


def _packages(listed: Iterable[Listed]) -> Iterator[tuple[Listed, Publisher]]:
    """The packaged apps of a list, with the publisher where it is known."""
    for item in listed:
        if item.identifier.type == "package-family-name":
            family = item.identifier.value
            yield item, Publisher(_publisher(item.app, family) or ANY, applocker.package_name(family))


def _publisher(app: App, family: str) -> str | None:
    """The certificate subject of a family: one that is known, or a publisher of the catalogue that proves to be it."""
    return applocker.publisher_of(family, (*inbox.SUBJECTS, *(found.value for found in app.on("windows", "publisher"))))


def _protected(identifier: Identifier) -> bool:
    if identifier.type == "package-family-name":
        return applocker.package_name(identifier.value).lower() in inbox.PROTECTED_PACKAGES
    return identifier.value.lower() in inbox.PROTECTED_PROGRAMS


def _untouchable(listed: Sequence[Listed], scope: Scope) -> Iterator[Diagnostic]:
    """An error for what a rule blocks by mistake; what is not approved is let through without one."""
    for item in listed:
        if _protected(item.identifier) and scope.decisions[item.app.id].blocked:
            yield Diagnostic("KND347", "error", item.identifier.span, {"app": item.app.name, "identifier": item.identifier.value})


def _unsigned(scope: Scope) -> Iterator[Diagnostic]:
    """Approved packaged apps that get no rule, because nobody knows who signs them."""
    for item, package in _packages(apps.approved(scope)):
        if package.publisher == ANY:
            yield Diagnostic("KND346", "warning", item.identifier.span, {"app": item.app.name, "identifier": item.identifier.value})


def _of_app(scope: Scope, sort: Sort, action: Action, item: Listed, what: Publisher | Path) -> Reasoned:
    return Reasoned(_rule(scope, sort, action, inbox.Kept(item.app.name, what), item.identifier.value), item.causes)


def _rule(scope: Scope, sort: Sort, action: Action, about: inbox.Kept, identifier: str = "") -> Rule:
    """A rule; the catalogue's identifier is its description, for whoever reads the event log."""
    what = about.what
    said = "\x1f".join((sort, action, about.sid, *((what.path,) if isinstance(what, Path) else (what.publisher, what.product))))
    return Rule(_guid(scope, said), about.name[: applocker.LONGEST_NAME], action, what, about.sid, identifier)


def _guid(scope: Scope, said: str) -> str:
    """The same for the same role and the same rule, on every machine and in every run."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:managed-apparaten:{scope.policy.organisation.id}:{KIND.name}:{scope.role.id}:{said}"))


def _each_once(rules: Iterable[Reasoned]) -> list[Reasoned]:
    """Rules by id, each once: two families of one package name, both of unknown publishers, are one rule with the reasons of both."""
    found: dict[str, Reasoned] = {}
    for rule in rules:
        first = found.get(rule.rule.id)
        found[rule.rule.id] = Reasoned(first.rule, (*first.causes, *rule.causes)) if first else rule
    return list(found.values())


def _setting(grouping: str, collection: Collection) -> JSON:
    node = NODES[collection.sort]
    return {
        "@odata.type": because("#microsoft.graph.omaSettingString", reasons.INTUNE_NEEDS),
        "displayName": because(f"AppLocker {node}", reasons.INTUNE_NEEDS),
        "omaUri": because(f"{ROOT}/{grouping}/{node}/Policy", reasons.INTUNE_NEEDS),
        "value": applocker.build(collection),
    }


def normalise(body: JSON) -> JSON:
    """The settings by node instead of in a list, each value as rules instead of XML. A text that is no collection of ours stays text."""
    settings = body.get("omaSettings")
    if not isinstance(settings, list):
        return body
    found: dict[str, JSON] = {}
    for setting in settings:
        name = _node(str(setting.get("omaUri")))
        found[name if name not in found else f"{name} {len(found)}"] = {**setting, "value": _readable(setting.get("value"))}
    return {**body, "omaSettings": found}


def _node(uri: str) -> str:
    """The node that a path of ours sets; any other path is its own name."""
    parts = uri.removeprefix(f"{ROOT}/").split("/")
    return parts[1] if uri.startswith(f"{ROOT}/") and len(parts) == 3 and parts[2] == "Policy" else uri


def _readable(value: JSON) -> JSON:
    collection = applocker.parse(value) if isinstance(value, str) else None
    if collection is None:
        return value
    by_action = {action: [_as_json(rule) for rule in collection.rules if rule.action.lower() == action] for action in ("allow", "deny")}
    return {"enforcement": collection.mode, "type": collection.sort, **by_action}


def _as_json(rule: Rule) -> JSON:
    what: dict[str, str] = {"path": rule.condition.path} if isinstance(rule.condition, Path) else _named(rule.condition)
    return {"description": rule.description, "id": rule.id, "name": rule.name, "sid": rule.sid, **what}


def _named(condition: Publisher) -> dict[str, str]:
    return {"publisher": condition.publisher, "product": condition.product}


def label(_: str, value: JSON, __: Mapping[str, App]) -> str | None:
    """A rule as `TikTok (BytedancePte.Ltd.TikTok)`."""
    if not isinstance(value, dict) or "sid" not in value:
        return None
    return f"{value.get('name')} ({value.get('path') or value.get('product')})"


KIND = replace(
    configuration.POLICY,
    name="windows_applocker",
    title=Text(nl="AppLocker", en="AppLocker"),
    platform="windows",
    odata_type="microsoft.graph.windows10CustomConfiguration",
    serves=serves,
    compile=compile_drafts,
    permissions=Permissions("DeviceManagementConfiguration.ReadWrite.All", "DeviceManagementConfiguration.ReadWrite.All"),
    rivals=frozenset({"omaSettings"}),
    user_groups=False,
    secrets=("omaSettings", "getOmaSettingPlainTextValue"),
    unordered=frozenset({"/omaSettings/*/value/allow", "/omaSettings/*/value/deny", "/roleScopeTagIds"}),
    normalise=normalise,
    labels=label,
)
