"""Build roles, with the defaults of the organisation filled in."""

from dataclasses import dataclass

from managed_apparaten.policy.build.values import (
    as_list,
    is_true,
    located,
    located_or_none,
    merge_fields,
    read_date,
    read_groups,
    read_platforms,
    read_rules,
    read_scope_tags,
    read_text,
)
from managed_apparaten.policy.model import (
    PLATFORMS,
    AcceptedGap,
    Compliance,
    DeviceClass,
    Located,
    ProtectedApps,
    Protection,
    Risk,
    Role,
)
from managed_apparaten.policy.node import Node


@dataclass(frozen=True, slots=True)
class Defaults:
    """The parts of a role that the organisation states for all roles; None where it states nothing."""

    protection: Node | None = None
    compliance: Node | None = None
    functions: Node | None = None
    scope_tags: Node | None = None


def read_defaults(organisation: Node) -> Defaults:
    """Read the defaults for roles from the file of the organisation."""
    return Defaults(
        protection=organisation.get("defaults", "protection"),
        compliance=organisation.get("defaults", "compliance"),
        functions=organisation.get("defaults", "functions"),
        scope_tags=organisation.get("scope-tags"),
    )


def build_role(node: Node, defaults: Defaults) -> Role | None:
    """Build a role. Return None when neither the role nor the organisation states a level of app protection."""
    protection = _build_protection(node.get("protection"), defaults.protection)
    if protection is None:
        return None
    fields = node.fields
    functions = merge_fields(node.get("functions"), defaults.functions)
    return Role(
        id=fields["id"].value,
        title=read_text(fields["title"]),
        priority=Located(fields["priority"].value, fields["priority"].span),
        groups=read_groups(fields["members"].fields["groups"]),
        risk=_build_risk(fields["risk"]),
        enforcement=Located(fields["enforcement"].value, fields["enforcement"].span),
        devices=tuple(_build_device_class(item) for item in fields["devices"].items),
        protection=protection,
        compliance=_build_compliance(node.get("compliance"), defaults.compliance),
        functions={name: located(functions[name]) for name in sorted(functions)},
        rules=read_rules(node, fields["id"].value),
        span=node.span,
        protect=is_true(node, "protect"),
        private_use=located_or_none(node.get("private-use")),
        scope_tags=read_scope_tags(node.get("scope-tags") or defaults.scope_tags),
        accepted_gaps=tuple(_build_accepted_gap(item) for item in as_list(node.get("accepted-gaps"))),
    )


def _build_device_class(node: Node) -> DeviceClass:
    return DeviceClass(
        platform=node.fields["platform"].value,
        ownership=node.fields["ownership"].value,
        span=node.span,
        supervised=is_true(node, "supervised"),
        management=node.value.get("management"),
        groups=read_groups(node.get("groups")),
        enforcement=located_or_none(node.get("enforcement")),
        applocker=located_or_none(node.get("applocker")),
        play_store=located_or_none(node.get("play-store")),
    )


def _build_protection(own: Node | None, default: Node | None) -> Protection | None:
    """Build app protection, or return None when nobody states a level.

    Without `apps` it covers Microsoft's core apps, as Microsoft's data protection framework does.
    """
    fields = {**_protection_fields(default), **_protection_fields(own)}
    if "level" not in fields:
        return None
    level = fields["level"]
    apps = (
        _read_protected_apps(fields["apps"])
        if "apps" in fields
        else Located(ProtectedApps("core-microsoft"), level.span)
    )
    settings = merge_fields(own, default, "settings")
    deviations = tuple(
        (name, Located(settings[name].value, settings[name].span)) for name in sorted(settings)
    )
    return Protection(Located(level.value, level.span), apps, deviations)


def _protection_fields(node: Node | None) -> dict[str, Node]:
    """Return the fields of a statement of app protection; a text by itself is the level."""
    if node is None:
        return {}
    return dict(node.fields) if node.fields else {"level": node}


def _read_protected_apps(node: Node) -> Located[ProtectedApps]:
    """Read which apps are protected: the name of one of Microsoft's groups, or an object with a list of ours."""
    apps = ProtectedApps("list", node.fields["list"].value) if node.fields else ProtectedApps(node.value)
    return Located(apps, node.span)


def _build_compliance(own: Node | None, default: Node | None) -> Compliance:
    fields = merge_fields(own, default)
    versions = merge_fields(own, default, "os-minimum")
    return Compliance(
        os_minimum={platform: located(versions[platform]) for platform in PLATFORMS if platform in versions},
        passcode=located_or_none(fields.get("passcode")),
        grace_hours=located_or_none(fields.get("grace-hours")),
        security_patch=located_or_none(fields.get("security-patch")),
    )


def _build_accepted_gap(node: Node) -> AcceptedGap:
    until = node.get("until")
    return AcceptedGap(
        apps=tuple(located(item) for item in node.fields["apps"].items),
        platforms=read_platforms(node.fields["platforms"]),
        because=read_text(node.fields["because"]),
        span=node.span,
        until=Located(read_date(until), until.span) if until else None,
    )


def _build_risk(node: Node) -> Risk:
    return Risk(
        data=node.fields["data"].value,
        persons=node.fields["persons"].value,
        locations=node.fields["locations"].value,
        reason=read_text(node.fields["reason"]),
        assessed=read_date(node.fields["assessed"]),
        by=node.fields["by"].value,
        span=node.span,
    )
