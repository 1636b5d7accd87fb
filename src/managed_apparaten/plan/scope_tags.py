"""Resolve the scope tags that a policy names to the scope tags of the tenant. One that the tenant does not
have stops the plan."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Kind
from managed_apparaten.compile.scope_tags import has_names, named, settled, with_ids
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.names import fold_name
from managed_apparaten.core.span import Span
from managed_apparaten.plan.name_suggestions import not_there
from managed_apparaten.policy.model import PolicySet, ScopeTag
from managed_apparaten.policy.schema import nearest

_NOWHERE = Span("", 0, 0)


def stated(policy: PolicySet) -> list[ScopeTag]:
    """Return every scope tag in the policy, sorted by its place in the files."""
    tags = {
        *policy.organisation.scope_tags,
        *(tag for role in policy.roles.values() for tag in role.scope_tags),
    }
    return sorted(tags, key=lambda tag: (tag.span, tag.name or "", tag.id or ""))


@dataclass(frozen=True, slots=True)
class ScopeTags:
    """The scope tags of a tenant: names by id. Empty where the policy states none, as they are not read
    then."""

    names: Mapping[str, str]

    def problems(self, tags: Sequence[ScopeTag]) -> Iterator[Diagnostic]:
        """Report scope tags that the tenant does not have (PLN068), and names that several scope tags have
        (PLN069)."""
        for tag in tags:
            ids = self._ids(tag)
            if not ids:
                yield self._absent(tag)
            elif len(ids) > 1:
                yield Diagnostic("PLN069", span=tag.span, args={"tag": tag.name or "", "ids": ", ".join(ids)})

    def _absent(self, tag: ScopeTag) -> Diagnostic:
        if not tag.name:
            return Diagnostic("PLN068", span=tag.span, args={"tag": tag.id or ""})
        diagnostic = not_there(tag.name, self.names, tag.span, "PLN068", "PLN089", "tag")
        return (
            diagnostic
            if diagnostic.suggestion or diagnostic.code != "PLN068"
            else replace(diagnostic, suggestion=nearest(tag.name, self.names.values()))
        )

    def resolved(self, desired: Desired, kind: Kind) -> Desired:
        """Return the resource with ids of scope tags in the place of names, also in its digest, so that a
        name and its id give the same object.

        Raises KeyError for a tag for which `problems` reports something.
        """
        tags = desired.body.get(kind.scope_tags)
        return settled(desired, kind, with_ids(tags, self._id)) if has_names(tags) else desired

    def as_named(self, tags: JSON) -> JSON:
        """Return the tags of an object with names in the place of ids, as a policy that names them writes
        them."""
        return (
            [named(self.names[tag]) if tag in self.names else tag for tag in tags]
            if isinstance(tags, list)
            else tags
        )

    def _id(self, name: str) -> str:
        ids = self._ids(ScopeTag(name, None, _NOWHERE))
        if len(ids) != 1:
            raise KeyError(name)
        return ids[0]

    def _ids(self, tag: ScopeTag) -> list[str]:
        if tag.id is not None:
            return [tag.id] if tag.id in self.names else []
        return sorted(
            tag_id for tag_id, name in self.names.items() if fold_name(name) == fold_name(tag.name or "")
        )
