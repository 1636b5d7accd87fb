"""What a Windows device of the organisation lets people start: AppLocker, through a custom profile (OMA-URI).

One object has one grouping with one setting for each sort of file: programs, installers and packaged apps. All three are
written on every step: a role that asks less gets rules that allow everything, and does not depend on how well Windows
clears up after a profile (it does where no other profile has the grouping). On `block` and `remove`, deny rules stand
over a base that allows everything; on `allowlist`, once it is enforced, over allow rules for what `intune.windows_builtin` keeps and
for approved apps. Until then the rules of `remove` hold: a collection enforces or audits as a whole, so an allowlist that
is only watched would let blocked apps start. What an allowlist would stop is watched on a step that stops nothing.
Scripts have no rules: with them PowerShell turns to constrained language, for which no role asks.

A packaged app is known by its package name and the subject of its publisher's certificate. The catalogue has family
names, in which the publisher is a digest. A deny rule whose publisher is not known takes any: it hits every package of
that exact name, as Microsoft's own example rule for Skype does ("AppLocker CSP"), and no wildcard can widen a name. An
allow rule never takes any publisher: whoever can sign a package can call it what he likes.

A blocked program is known by the name of its file, in any folder, and where the catalogue has its publisher by that and the
name that the maker put in the file: another name does not help then. A maker of whom every app is blocked is denied
as a whole (`intune.windows_publishers`). Approved programs get no rule by name, for then any program could be given that name:
they start from the folders that only administrators write to, or by their publisher.

Graph masks the values when they are read, and tells them only to who may write: hence the read permission.
https://learn.microsoft.com/windows/client-management/mdm/applocker-csp (device scope only)
https://learn.microsoft.com/graph/api/resources/intune-deviceconfig-windows10customconfiguration
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from managed_apparaten.compile import common_causes
from managed_apparaten.compile.app_effect import Answer
from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Draft, Permissions, Scope
from managed_apparaten.compile.traced import because
from managed_apparaten.core.cause import Cause, Causes, cause
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.intune import (
    app_lists,
    applocker,
    applocker_effects,
    applocker_gaps,
    applocker_plan,
    applocker_view,
    device_configuration,
    ladder,
    windows_builtin,
    windows_publishers,
)
from managed_apparaten.intune.app_lists import Listed
from managed_apparaten.intune.applocker import ANY, AppLockerRule, Path, Publisher, RuleCollection, Sort
from managed_apparaten.intune.applocker_plan import AppLockerPlan, Rules
from managed_apparaten.policy.model import App, DeviceClass, Identifier, Text
from managed_apparaten.resolve.decision import Effect

KEPT: Mapping[Sort, tuple[windows_builtin.Kept, ...]] = {
    "Exe": windows_builtin.PROGRAMS,
    "Msi": windows_builtin.INSTALLERS,
    "Appx": windows_builtin.PACKAGES,
}

Action = Literal["Allow", "Deny"]
DENIED: Mapping[Rules, tuple[Effect, ...]] = {
    "none": (),
    "denied": ("block",),
    "allowed": ("block", "refuse"),
}
"""On an allowlist what nobody approved is denied too: a program in Program Files would start otherwise."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why the collections hold what they hold, and why Windows treats them so."""

    line: Cause
    mode: Cause


@dataclass(frozen=True, slots=True)
class Reasoned:
    """A rule with why it is there."""

    rule: AppLockerRule
    causes: Causes


def serves(device: DeviceClass) -> bool:
    """Devices of the organisation."""
    return device.ownership == "corporate"


def compile_drafts(scope: Scope) -> list[Draft]:
    """One object with one grouping: several profiles are merged on the device, but their modes are not."""
    rules, line, warnings = ladder.behaviour(scope, applocker_plan.BY_STEP)
    chosen = applocker_plan.asked(scope.devices)
    plan = applocker_plan.planned(rules, chosen)
    why = cause("policy", "cause.kind.applocker", chosen.span, mode=chosen.value) if chosen else line
    reasoned = Reasons(why if plan.mode == "AuditOnly" and rules == "none" else line, why)
    grouping = _guid(scope, "grouping")
    settings: list[JSON] = []
    inside: dict[str, Causes] = {}
    for sort, rules_of in _rules(scope, plan, reasoned.line).items():
        settings.append(_setting(grouping, rules_of.collection(sort, plan)))
        node = f"/omaSettings/{applocker_view.NODES[sort]}/value"
        inside[f"{node}/enforcement"] = (reasoned.mode if rules_of.narrow(plan) else line,)
        for action, found in (("deny", rules_of.deny), ("allow", rules_of.allow)):
            inside |= {f"{node}/{action}/{place}": one.causes for place, one in enumerate(found)}
    problems = (
        *warnings,
        *_untouchable(_kept_out(scope, plan.rules), scope),
        *_said(scope, plan, reasoned.line),
    )
    return [
        Draft({"omaSettings": because(settings, line)}, scope.devices, inside=inside, diagnostics=problems)
    ]


@dataclass(frozen=True, slots=True)
class Sorted:
    """The rules for one sort of file."""

    deny: Sequence[Reasoned]
    allow: Sequence[Reasoned]

    def narrow(self, plan: AppLockerPlan) -> bool:
        """Whether they keep anything out."""
        return plan.rules == "allowed" or bool(self.deny)

    def collection(self, sort: Sort, plan: AppLockerPlan) -> RuleCollection:
        """As Windows takes them. What keeps nothing out is never enforced."""
        return RuleCollection(
            sort,
            plan.mode if self.narrow(plan) else "AuditOnly",
            tuple(one.rule for one in (*self.deny, *self.allow)),
        )


def _rules(scope: Scope, plan: AppLockerPlan, line: Cause) -> dict[Sort, Sorted]:
    listed = _kept_out(scope, plan.rules)
    return {
        sort: Sorted(
            _each_once(_denied(scope, sort, listed, plan.rules)),
            _each_once(_base(scope, sort, plan.rules, line)),
        )
        for sort in applocker_view.NODES
    }


def _judge(scope: Scope, plan: AppLockerPlan, line: Cause) -> Answer:
    """What the rules of a plan do to an app, as it is measured on the finished object."""
    return applocker_effects.judge(
        {sort: found.collection(sort, plan) for sort, found in _rules(scope, plan, line).items()}
    )


def _said(scope: Scope, plan: AppLockerPlan, line: Cause) -> Iterator[Diagnostic]:
    """What these rules do not do although it was asked."""
    if plan.stops:
        yield from applocker_gaps.service(scope)
    if plan.unenforced:
        now, then = _judge(scope, plan, line), _judge(scope, applocker_plan.ENFORCED, line)
        yield applocker_gaps.unenforced(scope, now, then)


def _base(scope: Scope, sort: Sort, rules: Rules, line: Cause) -> Iterator[Reasoned]:
    if rules != "allowed":
        yield Reasoned(
            _rule(scope, sort, "Allow", windows_builtin.Kept("Everything", applocker_effects.OPEN[sort])),
            (line,),
        )
        return
    for kept in windows_builtin.installers(scope.policy) if sort == "Msi" else KEPT[sort]:
        why = cause("default", "cause.kind.kept-on-windows", what=kept.name)
        yield Reasoned(_rule(scope, sort, "Allow", kept), (line, why))
    if sort == "Appx":
        for item, package in _packages(app_lists.approved(scope)):
            if package.publisher not in (ANY, windows_builtin.MICROSOFT, windows_builtin.WINDOWS):
                yield _of_app(scope, sort, "Allow", item, package)
    if sort == "Exe":
        for app, decision in scope.apps("allow", "caution"):
            for identifier, publisher in windows_publishers.allowing(scope.policy, app):
                if publisher != windows_builtin.MICROSOFT_FILES:
                    item = Listed(app, identifier, (*decision.causes, common_causes.identifier(identifier)))
                    yield _of_app(scope, sort, "Allow", item, Publisher(publisher))


def _kept_out(scope: Scope, rules: Rules) -> list[Listed]:
    """What is denied. What nobody approved is not, when it goes by an identifier of something approved."""
    approved = {item.identifier.value for item in app_lists.approved(scope)}
    return [
        item for item in app_lists.kept_out(scope, *DENIED[rules]) if item.identifier.value not in approved
    ]


def _denied(scope: Scope, sort: Sort, listed: Sequence[Listed], rules: Rules) -> Iterator[Reasoned]:
    harmless = [item for item in listed if not _protected(item.identifier)]
    if sort == "Appx":
        for item, package in _packages(harmless):
            yield _of_app(scope, sort, "Deny", item, package)
    if sort == "Exe" and rules != "none":
        yield from _programs(scope, harmless)


def _programs(scope: Scope, listed: Sequence[Listed]) -> Iterator[Reasoned]:
    """By the publisher alone where all of a maker is blocked; else by the name in the file, by publisher and in any folder."""
    whole = windows_publishers.denied_whole(scope.policy, scope.decisions)
    for publisher, some in whole.items():
        for app, identifier in some:
            item = Listed(
                app, identifier, (*scope.decisions[app.id].causes, common_causes.identifier(identifier))
            )
            yield _of_app(scope, "Exe", "Deny", item, Publisher(publisher))
    for item in listed:
        if item.identifier.type == "executable":
            decision, name = scope.decisions[item.app.id], item.identifier.value
            for identifier, publisher in windows_publishers.denying(scope.policy, item.app, decision):
                if publisher not in whole:
                    signed = replace(item, causes=(*item.causes, common_causes.identifier(identifier)))
                    yield _of_app(scope, "Exe", "Deny", signed, Publisher(publisher, binary=name.upper()))
            yield _of_app(scope, "Exe", "Deny", item, Path(f"*\\{name}"))


def _packages(listed: Iterable[Listed]) -> Iterator[tuple[Listed, Publisher]]:
    """The packaged apps of a list, with the publisher where it is known."""
    for item in listed:
        if item.identifier.type == "package-family-name":
            family = item.identifier.value
            yield item, Publisher(_publisher(item.app, family) or ANY, applocker.package_name(family))


def _publisher(app: App, family: str) -> str | None:
    """The certificate subject of a family: one that is known, or a publisher of the catalogue that proves to be it."""
    return applocker.publisher_of(
        family, (*windows_builtin.SUBJECTS, *(found.value for found in app.on("windows", "publisher")))
    )


def _protected(identifier: Identifier) -> bool:
    if identifier.type == "package-family-name":
        return applocker.package_name(identifier.value).lower() in windows_builtin.PROTECTED_PACKAGES
    return identifier.value.lower() in windows_builtin.PROTECTED_PROGRAMS


def _untouchable(listed: Sequence[Listed], scope: Scope) -> Iterator[Diagnostic]:
    """An error for what a rule blocks by mistake; what is not approved is let through without one."""
    for item in listed:
        if _protected(item.identifier) and scope.decisions[item.app.id].blocked:
            yield Diagnostic(
                "KND347",
                "error",
                item.identifier.span,
                {"app": item.app.name, "identifier": item.identifier.value},
            )


def _of_app(scope: Scope, sort: Sort, action: Action, item: Listed, what: Publisher | Path) -> Reasoned:
    return Reasoned(
        _rule(scope, sort, action, windows_builtin.Kept(item.app.name, what), item.identifier.value),
        item.causes,
    )


def _rule(
    scope: Scope, sort: Sort, action: Action, about: windows_builtin.Kept, identifier: str = ""
) -> AppLockerRule:
    """A rule; the catalogue's identifier is its description, for whoever reads the event log."""
    what = about.what
    said = "\x1f".join(
        (sort, action, about.sid, *((what.path,) if isinstance(what, Path) else _signed(what)))
    )
    return AppLockerRule(
        _guid(scope, said), about.name[: applocker.LONGEST_NAME], action, what, about.sid, identifier
    )


def _signed(what: Publisher) -> tuple[str, ...]:
    return (what.publisher, what.product, *((what.binary,) if what.binary != ANY else ()))


def _guid(scope: Scope, said: str) -> str:
    """The same for the same role and the same rule, on every machine and in every run."""
    return str(
        uuid.uuid5(
            uuid.NAMESPACE_URL,
            f"urn:managed-apparaten:{scope.policy.organisation.id}:{KIND.name}:{scope.role.id}:{said}",
        )
    )


def _each_once(rules: Iterable[Reasoned]) -> list[Reasoned]:
    """Rules by id, each once: two families of one package name, both of unknown publishers, are one rule with the reasons of both."""
    found: dict[str, Reasoned] = {}
    for rule in rules:
        first = found.get(rule.rule.id)
        found[rule.rule.id] = Reasoned(first.rule, (*first.causes, *rule.causes)) if first else rule
    return list(found.values())


def _setting(grouping: str, collection: RuleCollection) -> JSON:
    node = applocker_view.NODES[collection.sort]
    return {
        "@odata.type": because("#microsoft.graph.omaSettingString", common_causes.INTUNE_NEEDS),
        "displayName": because(f"AppLocker {node}", common_causes.INTUNE_NEEDS),
        "omaUri": because(f"{applocker_view.ROOT}/{grouping}/{node}/Policy", common_causes.INTUNE_NEEDS),
        "value": applocker.build(collection),
    }


def effects(desired: Desired) -> Answer:
    """The rules of all its collections together."""
    found = {
        f"/omaSettings/{place}": applocker.parse(s["value"])
        for place, s in enumerate(desired.body.get("omaSettings") or ())
    }
    return applocker_effects.judge(
        {pointer: collection for pointer, collection in found.items() if collection}
    )


KIND = replace(
    device_configuration.POLICY,
    name="windows_applocker",
    title=Text(nl="AppLocker", en="AppLocker"),
    platform="windows",
    odata_type="microsoft.graph.windows10CustomConfiguration",
    serves=serves,
    compile=compile_drafts,
    permissions=Permissions(
        "DeviceManagementConfiguration.ReadWrite.All", "DeviceManagementConfiguration.ReadWrite.All"
    ),
    rivals=frozenset({"omaSettings"}),
    user_groups=False,
    secrets=("omaSettings", "getOmaSettingPlainTextValue"),
    unordered=frozenset({"/omaSettings/*/value/allow", "/omaSettings/*/value/deny", "/roleScopeTagIds"}),
    normalise=applocker_view.normalise,
    effects=effects,
    labels=applocker_view.label,
)
