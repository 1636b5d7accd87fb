"""Documents that passed their schema into the model, with the organisation's defaults filled into each role, key by key."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from managed_apparaten.core.digest import JSON
from managed_apparaten.core.span import Span
from managed_apparaten.policy.model import (
    PLATFORMS,
    AcceptedGap,
    Advisory,
    App,
    AppList,
    Approach,
    Approval,
    Compliance,
    Contact,
    Control,
    DeviceClass,
    Document,
    GrantedException,
    GroupRef,
    Guards,
    Identifier,
    IdentifierType,
    Located,
    Message,
    NamedApp,
    Organisation,
    ProtectedApps,
    Protection,
    Risk,
    Role,
    Rule,
    RuleEffect,
    ScopeTag,
    Selector,
    Text,
)
from managed_apparaten.policy.node import Node

EFFECTS: tuple[RuleEffect, ...] = ("allow", "caution", "require", "block")
IDENTIFIER_KEYS: Mapping[str, IdentifierType] = {
    "bundle-ids": "bundle-id",
    "app-store-ids": "app-store-id",
    "packages": "package",
    "package-family-names": "package-family-name",
    "publishers": "publisher",
    "executables": "executable",
    "winget-ids": "winget-id",
    "store-ids": "store-id",
    "product-codes": "product-code",
    "intune-names": "intune-name",
    "team-id": "team-id",
    "domains": "domain",
}
"""How a catalogue file calls each type of identifier."""
_DEFAULT_GUARDS = {"max-people": 25, "max-devices": 25, "max-deletes": 30}


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the organisation states for every role, each part as written or None."""

    protection: Node | None = None
    compliance: Node | None = None
    functions: Node | None = None
    scope_tags: Node | None = None


def defaults(organisation: Node) -> Defaults:
    """The `defaults` of an organisation file."""
    protection, compliance, functions = (
        organisation.get("defaults", part) for part in ("protection", "compliance", "functions")
    )
    return Defaults(protection, compliance, functions, organisation.get("scope-tags"))


def _text(node: Node | None) -> Text:
    return Text(**node.value) if node else Text()


def _day(node: Node) -> date:
    return date.fromisoformat(node.value)


def _string(node: Node | None) -> str | None:
    return node.value if node else None


def _flag(node: Node, key: str) -> bool:
    return key in node.fields and node.fields[key].value is True


def _located(node: Node) -> Located[str]:
    return Located(node.value, node.span)


def _many(node: Node | None) -> tuple[Node, ...]:
    """One value or a list of them, as a list."""
    if node is None:
        return ()
    return tuple(node.items) if isinstance(node.value, list) else (node,)


def _group(node: Node) -> GroupRef:
    return GroupRef(node.fields["name"].value, _string(node.get("id")), node.span)


def _groups(node: Node | None) -> tuple[GroupRef, ...]:
    return tuple(_group(item) for item in node.items) if node else ()


def _scope_tag(node: Node) -> ScopeTag:
    """Intune's ids are small numbers, so digits alone are an id; a name of digits is written as one."""
    if node.fields:
        return ScopeTag(_string(node.get("name")), _string(node.get("id")), node.span)
    by_id = node.value.isascii() and node.value.isdigit()
    return ScopeTag(None, node.value, node.span) if by_id else ScopeTag(node.value, None, node.span)


def _scope_tags(node: Node | None) -> tuple[ScopeTag, ...]:
    """Each once, the first mention of it."""
    found = [_scope_tag(item) for item in node.items] if node else []
    return tuple({(tag.name, tag.id): tag for tag in reversed(found)}.values())[::-1]


def _selector(node: Node) -> Selector:
    if isinstance(node.value, str):
        return Selector("app", node.value, node.span)
    ((kind, value),) = node.value.items()
    return Selector(kind, value, node.span)


def _rule(node: Node, owner: str | None) -> Rule:
    effect = next(effect for effect in EFFECTS if effect in node.fields)
    platforms = node.get("platforms")
    return Rule(
        effect=effect,
        selectors=tuple(_selector(item) for item in _many(node.fields[effect])),
        span=node.span,
        owner=owner,
        locked=_flag(node, "locked"),
        because=_text(node.get("because")),
        unverified=_flag(node, "unverified"),
        platforms=tuple(p for p in PLATFORMS if p in platforms.value) if platforms else PLATFORMS,
    )


def _rules(node: Node, owner: str | None) -> tuple[Rule, ...]:
    rules = node.get("rules")
    return tuple(_rule(item, owner) for item in rules.items) if rules else ()


def organisation(node: Node) -> Organisation:
    """The organisation. Guards that it does not state are 25% of people and devices and 30% of objects deleted."""
    guards = node.fields["guards"]

    def share(key: str) -> Located[int]:
        stated = guards.get(key)
        return (
            Located(int(stated.value[:-1]), stated.span)
            if stated
            else Located(_DEFAULT_GUARDS[key], guards.span)
        )

    tenant, message = node.fields["tenant"], node.get("not-compliant-mail")
    stated = _merged(node.get("assumptions"), None)
    return Organisation(
        id=node.fields["id"].value,
        name=node.fields["name"].value,
        type=Located(node.fields["type"].value, node.fields["type"].span),
        approach=_approach(node.fields["approach"]),
        language=node.fields["language"].value,
        embedded=_flag(tenant, "embedded"),
        tenant_id=_string(tenant.get("id")),
        cloud=_string(tenant.get("cloud")) or "global",
        prefix=node.fields["naming"].fields["prefix"].value,
        protected_groups=_groups(node.fields["protected-groups"]),
        rules=_rules(node, None),
        guards=Guards(
            share("max-people"),
            share("max-devices"),
            share("max-deletes"),
            share("max-loosened") if guards.get("max-loosened") else None,
            Located(int(window.value), window.span) if (window := guards.get("window-days")) else None,
        ),
        contact=_contact(node.fields["contact"]),
        span=node.span,
        message=Message(_text(message.get("subject")), _text(message.get("body")), message.span)
        if message
        else None,
        assumptions={name: _located(stated[name]) for name in sorted(stated)},
        scope_tags=_scope_tags(node.get("scope-tags")),
    )


def _approach(node: Node) -> Approach:
    decision = node.fields["decision"]
    by, reference = decision.fields["body"], decision.fields["reference"]
    choice = node.fields["choice"]
    return Approach(
        Located(choice.value, choice.span),
        _text(node.fields["reason"]),
        Approval(by.value, reference.value, _day(decision.fields["date"]), by.span),
    )


def _contact(node: Node) -> Contact:
    helpdesk = node.get("helpdesk")
    return Contact(_located(node.fields["reporting-point"]), _located(helpdesk) if helpdesk else None)


def _device(node: Node) -> DeviceClass:
    step, applocker, store = node.get("enforcement"), node.get("applocker"), node.get("play-store")
    return DeviceClass(
        platform=node.fields["platform"].value,
        ownership=node.fields["ownership"].value,
        span=node.span,
        supervised=_flag(node, "supervised"),
        management=node.value.get("management"),
        groups=_groups(node.get("groups")),
        enforcement=Located(step.value, step.span) if step else None,
        applocker=Located(applocker.value, applocker.span) if applocker else None,
        play_store=Located(store.value, store.span) if store else None,
    )


def _protected(node: Node) -> Located[ProtectedApps]:
    apps = ProtectedApps("list", node.fields["list"].value) if node.fields else ProtectedApps(node.value)
    return Located(apps, node.span)


def _merged(own: Node | None, default: Node | None, key: str | None = None) -> dict[str, Node]:
    """The keys of two mappings, the first one winning; `key` goes one level down first."""
    chosen = [node.get(key) if node and key else node for node in (default, own)]
    return {name: value for node in chosen if node for name, value in node.fields.items()}


def _parts(node: Node | None) -> dict[str, Node]:
    if node is None:
        return {}
    return dict(node.fields) if node.fields else {"level": node}


def _protection(own: Node | None, default: Node | None) -> Protection | None:
    """App protection, or None when nobody states a level. Without `apps` it covers Microsoft's core apps, as the framework does."""
    parts = {**_parts(default), **_parts(own)}
    if "level" not in parts:
        return None
    level = parts["level"]
    apps = (
        _protected(parts["apps"]) if "apps" in parts else Located(ProtectedApps("core-microsoft"), level.span)
    )
    settings = _merged(own, default, "settings")
    stated = tuple((name, Located(settings[name].value, settings[name].span)) for name in sorted(settings))
    return Protection(Located(level.value, level.span), apps, stated)


def _compliance(own: Node | None, default: Node | None) -> Compliance:
    parts = _merged(own, default)
    versions = _merged(own, default, "os-minimum")
    grace = parts.get("grace-hours")
    return Compliance(
        os_minimum={platform: _located(versions[platform]) for platform in PLATFORMS if platform in versions},
        passcode=_located(parts["passcode"]) if "passcode" in parts else None,
        grace_hours=Located(grace.value, grace.span) if grace else None,
        security_patch=_located(parts["security-patch"]) if "security-patch" in parts else None,
    )


def _accepted_gap(node: Node) -> AcceptedGap:
    fields, until = node.fields, node.get("until")
    return AcceptedGap(
        apps=tuple(_located(item) for item in fields["apps"].items),
        platforms=tuple(p for p in PLATFORMS if p in fields["platforms"].value),
        because=_text(fields["because"]),
        span=node.span,
        until=Located(_day(until), until.span) if until else None,
    )


def _risk(node: Node) -> Risk:
    return Risk(
        data=node.fields["data"].value,
        persons=node.fields["persons"].value,
        locations=node.fields["locations"].value,
        reason=_text(node.fields["reason"]),
        assessed=_day(node.fields["assessed"]),
        by=node.fields["by"].value,
        span=node.span,
    )


def role(node: Node, default: Defaults) -> Role | None:
    """A role, or None when neither it nor the organisation states a level of app protection."""
    protection = _protection(node.get("protection"), default.protection)
    if protection is None:
        return None
    fields = node.fields
    functions = _merged(node.get("functions"), default.functions)
    return Role(
        id=fields["id"].value,
        title=_text(fields["title"]),
        priority=Located(fields["priority"].value, fields["priority"].span),
        groups=_groups(fields["members"].fields["groups"]),
        risk=_risk(fields["risk"]),
        enforcement=Located(fields["enforcement"].value, fields["enforcement"].span),
        devices=tuple(_device(item) for item in fields["devices"].items),
        protection=protection,
        compliance=_compliance(node.get("compliance"), default.compliance),
        functions={name: _located(functions[name]) for name in sorted(functions)},
        rules=_rules(node, fields["id"].value),
        span=node.span,
        protect=_flag(node, "protect"),
        private_use=Located(private.value, private.span) if (private := node.get("private-use")) else None,
        scope_tags=_scope_tags(node.get("scope-tags") or default.scope_tags),
        accepted_gaps=tuple(_accepted_gap(item) for item in _many(node.get("accepted-gaps"))),
    )


def _identifiers(node: Node) -> Iterator[Identifier]:
    verified = node.get("verified")
    platform: JSON
    for platform, types in node.fields["identifiers"].fields.items():
        for key, values in types.fields.items():
            for value in _many(values):
                text = str(value.value)
                seen = verified.get(f"{platform}:{text}") if verified else None
                source, weak = (_string(seen.get("source")), _flag(seen, "weak")) if seen else (None, False)
                yield Identifier(platform, IDENTIFIER_KEYS[key], text, value.span, source, weak)


def _control(node: Node) -> Control:
    country = node.get("country")
    return Control(
        entity=node.fields["entity"].value,
        country=_string(country),
        confidence=node.fields["confidence"].value,
        basis=_string(node.get("basis")) or "",
        span=country.span if country else node.span,
    )


def app(node: Node) -> App:
    """An entry of the catalogue. Its control is located at the country, which is what rules look at."""
    return App(
        id=node.fields["id"].value,
        name=node.fields["name"].value,
        publisher=node.fields["publisher"].value,
        control=_control(node.fields["control"]),
        category=node.fields["category"].value,
        identifiers=tuple(_identifiers(node)),
        span=node.span,
        system=_flag(node, "system"),
        data_access=tuple(item.value for item in access.items) if (access := node.get("data-access")) else (),
        management=_flag(node, "management"),
        protectable=_flag(node, "app-protection"),
    )


def app_list(node: Node) -> AppList:
    """A named set of apps."""
    return AppList(
        node.fields["id"].value,
        _text(node.fields["title"]),
        tuple(_located(item) for item in node.fields["apps"].items),
        node.span,
    )


def _named(node: Node) -> NamedApp:
    fields = node.fields
    return NamedApp(
        name=fields["name"].value,
        section=fields["section"].value,
        position=fields["position"].value,
        app=fields["app"].value,
        span=node.span,
        correction=_text(node.get("correction")),
    )


def _source(node: Node) -> str:
    """Publisher, title, section and address of a source, in one line."""
    return ", ".join(
        node.fields[key].value for key in ("publisher", "title", "section", "url") if key in node.fields
    )


def _brief(node: Node) -> str:
    """Publisher, date and address of a document, for one line of several."""
    return ", ".join(node.fields[key].value for key in ("publisher", "date", "url") if key in node.fields)


def advisory(node: Node) -> Advisory:
    """A piece of official advice."""
    named = node.get("named-apps")
    return Advisory(
        id=node.fields["id"].value,
        title=_text(node.fields["title"]),
        countries=tuple(_located(item) for item in node.fields["countries"].items),
        named=tuple(_named(item) for item in named.items) if named else (),
        date=_day(node.fields["date"]),
        source=_source(node.fields["source"]),
        span=node.span,
        based_on=tuple(
            Document(_brief(item), _string(item.get("for-section"))) for item in _many(node.get("based-on"))
        ),
    )


def exception(node: Node) -> GrantedException:
    """A deviation with its dates and approvals."""
    fields = node.fields
    group = node.get("group")
    return GrantedException(
        id=fields["id"].value,
        apps=tuple(_located(item) for item in _many(fields["app"])),
        platforms=tuple(p for p in PLATFORMS if p in fields["platforms"].value),
        role=_located(fields["role"]),
        group=_group(group) if group else None,
        purpose=_text(fields["purpose"].fields["text"]),
        primary_task=Located(
            _flag(fields["purpose"], "primary-task"), fields["purpose"].fields["primary-task"].span
        ),
        alternatives=Located(_text(fields["alternatives"]), fields["alternatives"].span),
        measures=tuple(Located(item.value, item.span) for item in fields["measures"].items),
        approvals=tuple(_approval(item) for item in fields["approvals"].items),
        starts=Located(_day(fields["starts"]), fields["starts"].span),
        ends=Located(_day(fields["ends"]), fields["ends"].span),
        span=node.span,
    )


def _approval(node: Node) -> Approval:
    by = node.fields["by"]
    return Approval(by.value, node.fields["reference"].value, _day(node.fields["date"]), by.span)


def approvals_span(node: Node) -> Span:
    """Where the approvals of an exception are written."""
    return node.keys["approvals"]
