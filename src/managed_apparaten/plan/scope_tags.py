"""From the scope tags that a policy names to those that the tenant has. One that is not exactly there stops the plan."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Kind
from managed_apparaten.compile.scope_tags import has_names, named, settled, with_ids
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.names import folded
from managed_apparaten.core.span import Span
from managed_apparaten.plan.name_suggestions import not_there
from managed_apparaten.policy.model import PolicySet, ScopeTag
from managed_apparaten.policy.schema import nearest

_NOWHERE = Span("", 0, 0)


def stated(policy: PolicySet) -> list[ScopeTag]:
    """Every scope tag that a policy writes, by place."""
    found = {
        *policy.organisation.scope_tags,
        *(tag for role in policy.roles.values() for tag in role.scope_tags),
    }
    return sorted(found, key=lambda tag: (tag.span, tag.name or "", tag.id or ""))


@dataclass(frozen=True, slots=True)
class ScopeTags:
    """The scope tags of a tenant: names by id; empty where the policy states none."""

    names: Mapping[str, str]

    def problems(self, tags: Sequence[ScopeTag]) -> Iterator[Diagnostic]:
        """PLN068: no such tag. PLN069: several of one name."""
        for tag in tags:
            found = self._ids(tag)
            if not found:
                yield self._absent(tag)
            elif len(found) > 1:
                yield Diagnostic(
                    "PLN069", span=tag.span, args={"tag": tag.name or "", "ids": ", ".join(found)}
                )

    def _absent(self, tag: ScopeTag) -> Diagnostic:
        if not tag.name:
            return Diagnostic("PLN068", span=tag.span, args={"tag": tag.id or ""})
        found = not_there(tag.name, self.names, tag.span, "PLN068", "PLN089", "tag")
        return (
            found
            if found.suggestion or found.code != "PLN068"
            else replace(found, suggestion=nearest(tag.name, self.names.values()))
        )

    def resolved(self, desired: Desired, kind: Kind) -> Desired:
        """The resource with ids in the place of names, in its digest too, so that a name and its id are one policy. Only for tags without
        problems: KeyError otherwise."""
        tags = desired.body.get(kind.scope_tags)
        return settled(desired, kind, with_ids(tags, self._id)) if has_names(tags) else desired

    def as_named(self, tags: JSON) -> JSON:
        """The tags of an object as a policy writes them that knows them by name."""
        return (
            [named(self.names[tag]) if tag in self.names else tag for tag in tags]
            if isinstance(tags, list)
            else tags
        )

    def _id(self, name: str) -> str:
        found = self._ids(ScopeTag(name, None, _NOWHERE))
        if len(found) != 1:
            raise KeyError(name)
        return found[0]

    def _ids(self, tag: ScopeTag) -> list[str]:
        if tag.id is not None:
            return [tag.id] if tag.id in self.names else []
        return sorted(found for found, name in self.names.items() if folded(name) == folded(tag.name or ""))
