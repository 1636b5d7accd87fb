"""Scope tags of an object: which administrators of Intune see it. Stated in the policy they are ours; unstated they are nobody's business.

An object of which the policy says nothing is made with the tag that Intune itself gives, and keeps whatever tags it gets after that.
A tag that is known by name is written as `{"$scopeTag": name}` until the plan knows its id: Graph has no such shape.
https://learn.microsoft.com/mem/intune/fundamentals/scope-tags
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from managed_apparaten.compile import common_causes
from managed_apparaten.compile.desired import Desired, by_name
from managed_apparaten.compile.kind import Kind
from managed_apparaten.compile.traced import Traced, because
from managed_apparaten.core.cause import cause
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.names import fold_name
from managed_apparaten.policy.model import ScopeTag
from managed_apparaten.resource.comparison import generation
from managed_apparaten.resource.marker import marked, split

DEFAULT = "0"
"""The tag that every object has that nobody gave another."""
_NAMED = "$scopeTag"


def written(tags: Sequence[ScopeTag]) -> Traced:
    """The tags of a body, each with the line that asks for it."""
    if not tags:
        return because([DEFAULT], common_causes.SCOPE_TAG)
    return because([_one(tag) for tag in tags], common_causes.INTUNE_NEEDS)


def _one(tag: ScopeTag) -> Traced:
    value: JSON = tag.id if tag.id is not None else named(tag.name or "")
    return because(
        value, cause("policy", "cause.kind.scope-tag-stated", tag.span, tag=tag.name or tag.id or "")
    )


def named(name: str) -> JSON:
    """How a body names a tag of which the id is not known yet; in one case, so that the digest is that of the tenant's own spelling."""
    return {_NAMED: fold_name(name)}


def with_ids(tags: JSON, id_of: Callable[[str], str]) -> JSON:
    """The tags of a body with ids in the place of names; None stays None."""
    return (
        [id_of(tag[_NAMED]) if isinstance(tag, dict) else tag for tag in tags]
        if isinstance(tags, list)
        else tags
    )


def has_names(tags: JSON) -> bool:
    """Whether an id is still missing."""
    return isinstance(tags, list) and any(isinstance(tag, dict) for tag in tags)


def settled(desired: Desired, kind: Kind, tags: Sequence[JSON]) -> Desired:
    """The resource with these tags, each once, and the digest of that in its marker. Only before references in it are resolved."""
    body = desired.body | {kind.scope_tags: list(dict.fromkeys(tags))}
    text, marker = split(body.get(kind.marker_property))
    if marker is None:
        return replace(desired, body=body)
    digest = generation({} if kind.shared else body, by_name(desired.assignments), desired.apps, kind)
    body |= {kind.marker_property: marked(text, replace(marker, generation=digest))}
    return replace(desired, body=body, generation=digest)
