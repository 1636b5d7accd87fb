"""Readers for the values that several kinds of policy file share: texts, dates, groups, scope tags and rules."""

from datetime import date

from managed_apparaten.core.digest import JSON
from managed_apparaten.policy.model import (
    PLATFORMS,
    RULE_EFFECTS,
    GroupRef,
    Located,
    Platform,
    Rule,
    ScopeTag,
    Selector,
    Text,
)
from managed_apparaten.policy.node import Node


def read_text(node: Node | None) -> Text:
    """Read a text in one or both languages; an absent node is an empty text."""
    return Text(**node.value) if node else Text()


def read_date(node: Node) -> date:
    """Read a date, written as YYYY-MM-DD."""
    return date.fromisoformat(node.value)


def read_string(node: Node | None) -> str | None:
    """Read a string; None when the node is absent."""
    return node.value if node else None


def is_true(node: Node, key: str) -> bool:
    """Return whether a mapping has this key with the value true."""
    return key in node.fields and node.fields[key].value is True


def located(node: Node) -> Located[str]:
    """Read a string with its place."""
    return Located(node.value, node.span)


def located_or_none(node: Node | None) -> Located[JSON] | None:
    """Read a value with its place; None when the node is absent."""
    return Located(node.value, node.span) if node else None


def as_list(node: Node | None) -> tuple[Node, ...]:
    """Return the nodes of a list; a single value counts as a list of one, an absent node as an empty list."""
    if node is None:
        return ()
    return tuple(node.items) if isinstance(node.value, list) else (node,)


def read_platforms(node: Node) -> tuple[Platform, ...]:
    """Read a list of platforms, in the order of `PLATFORMS`."""
    return tuple(platform for platform in PLATFORMS if platform in node.value)


def read_group(node: Node) -> GroupRef:
    """Read a reference to a group of Entra."""
    return GroupRef(node.fields["name"].value, read_string(node.get("id")), node.span)


def read_groups(node: Node | None) -> tuple[GroupRef, ...]:
    """Read a list of groups; an absent node is an empty list."""
    return tuple(read_group(item) for item in node.items) if node else ()


def read_scope_tags(node: Node | None) -> tuple[ScopeTag, ...]:
    """Read scope tags, each once, at the place where it is written first."""
    tags: dict[tuple[str | None, str | None], ScopeTag] = {}
    for item in node.items if node else ():
        tag = _read_scope_tag(item)
        tags.setdefault((tag.name, tag.id), tag)
    return tuple(tags.values())


def _read_scope_tag(node: Node) -> ScopeTag:
    """Read one scope tag: an object with name or id, or a text. A text of digits is an id, because ids in Intune are small numbers."""
    if node.fields:
        return ScopeTag(read_string(node.get("name")), read_string(node.get("id")), node.span)
    is_id = node.value.isascii() and node.value.isdigit()
    return ScopeTag(None, node.value, node.span) if is_id else ScopeTag(node.value, None, node.span)


def read_rules(node: Node, owner: str | None) -> tuple[Rule, ...]:
    """Read the rules of an organisation or a role; `owner` is the id of the role, or None for the organisation."""
    rules = node.get("rules")
    return tuple(_read_rule(item, owner) for item in rules.items) if rules else ()


def _read_rule(node: Node, owner: str | None) -> Rule:
    effect = next(effect for effect in RULE_EFFECTS if effect in node.fields)
    platforms = node.get("platforms")
    return Rule(
        effect=effect,
        selectors=tuple(_read_selector(item) for item in as_list(node.fields[effect])),
        span=node.span,
        owner=owner,
        locked=is_true(node, "locked"),
        because=read_text(node.get("because")),
        unverified=is_true(node, "unverified"),
        platforms=read_platforms(platforms) if platforms else PLATFORMS,
    )


def _read_selector(node: Node) -> Selector:
    """Read a selector: the id of one app, or an object with exactly one key that says what the value is."""
    if isinstance(node.value, str):
        return Selector("app", node.value, node.span)
    ((kind, value),) = node.value.items()
    return Selector(kind, value, node.span)


def merge_fields(own: Node | None, default: Node | None, key: str | None = None) -> dict[str, Node]:
    """Return the fields of two mappings together; where both have a field, the one of `own` counts.

    With `key`, the mappings under that key are merged instead.
    """
    merged: dict[str, Node] = {}
    for node in (default, own):
        mapping = node.get(key) if node and key else node
        if mapping:
            merged.update(mapping.fields)
    return merged
