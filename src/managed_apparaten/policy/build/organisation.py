"""Build the organisation."""

from managed_apparaten.policy.build.exception import build_approval
from managed_apparaten.policy.build.values import (
    is_true,
    located,
    located_or_none,
    merge_fields,
    read_groups,
    read_rules,
    read_scope_tags,
    read_string,
    read_text,
)
from managed_apparaten.policy.model import Approach, Contact, Guards, Located, Message, Organisation
from managed_apparaten.policy.node import Node

_DEFAULT_GUARDS = {"max-people": 25, "max-devices": 25, "max-deletes": 30}
"""Percentages that hold where the organisation states none; a choice of ours."""


def build_organisation(node: Node) -> Organisation:
    """Build the organisation, with a default for every guard that it does not state."""
    tenant, message = node.fields["tenant"], node.get("not-compliant-mail")
    assumptions = merge_fields(node.get("assumptions"), None)
    return Organisation(
        id=node.fields["id"].value,
        name=node.fields["name"].value,
        type=Located(node.fields["type"].value, node.fields["type"].span),
        approach=_build_approach(node.fields["approach"]),
        language=node.fields["language"].value,
        embedded=is_true(tenant, "embedded"),
        tenant_id=read_string(tenant.get("id")),
        cloud=read_string(tenant.get("cloud")) or "global",
        prefix=node.fields["naming"].fields["prefix"].value,
        protected_groups=read_groups(node.fields["protected-groups"]),
        rules=read_rules(node, None),
        guards=_build_guards(node.fields["guards"]),
        contact=_build_contact(node.fields["contact"]),
        span=node.span,
        message=_build_message(message) if message else None,
        assumptions={name: located(assumptions[name]) for name in sorted(assumptions)},
        scope_tags=read_scope_tags(node.get("scope-tags")),
    )


def _build_guards(node: Node) -> Guards:
    """Build the guards. A percentage that is not stated has the place of `guards` itself."""
    window = node.get("window-days")
    return Guards(
        _percentage(node, "max-people"),
        _percentage(node, "max-devices"),
        _percentage(node, "max-deletes"),
        _percentage(node, "max-loosened") if node.get("max-loosened") else None,
        Located(int(window.value), window.span) if window else None,
    )


def _percentage(guards: Node, key: str) -> Located[int]:
    """Read a percentage, written with its sign as in `25%`, or take the default."""
    stated = guards.get(key)
    if stated is None:
        return Located(_DEFAULT_GUARDS[key], guards.span)
    return Located(int(stated.value[:-1]), stated.span)


def _build_approach(node: Node) -> Approach:
    return Approach(
        Located(node.fields["choice"].value, node.fields["choice"].span),
        read_text(node.fields["reason"]),
        build_approval(node.fields["decision"], "body"),
    )


def _build_contact(node: Node) -> Contact:
    return Contact(located(node.fields["reporting-point"]), located_or_none(node.get("helpdesk")))


def _build_message(node: Node) -> Message:
    return Message(read_text(node.get("subject")), read_text(node.get("body")), node.span)
