"""Several objects with the marker of one address: which stays, which are only copies of it, and which somebody changed.

What we made is to the letter what its own marker says: the content of the resource as it is compiled today, or content that has the
generation in the marker, under the name that it has or is to have. Of such objects one stays: what is assigned before what is not, what
others refer to before what they do not, then the oldest. The rest of them goes, but only when whoever it is assigned to gets the one that
stays, or was dropped by the policy. Any other object with the marker is a copy that somebody made and changed, or assigned to somebody
else: theirs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from managed_apparaten.compile.desired import Desired, by_name, form_of
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.address import Address
from managed_apparaten.core.digest import JSON, canonical
from managed_apparaten.graph.observed import Observed
from managed_apparaten.plan.reach import EXCLUDED
from managed_apparaten.resource.comparison import (
    FILTER_ID,
    apps_that_count,
    direct_targets,
    generation_of,
    normal,
    not_managed,
    owned,
    target_name,
)
from managed_apparaten.resource.reference import referring, refs

ASSIGNMENTS, APPS = "assignments", "apps"
_GROUP_TYPE = "appGroupType"


@dataclass(frozen=True, slots=True)
class Stranger:
    """A copy that somebody changed, and in what."""

    observed: Observed
    fields: tuple[str, ...]
    """Names of properties, `assignments` and `apps`."""


@dataclass(frozen=True)
class Judge:
    """Judges the objects at one address."""

    kind: Kind
    desired: Desired | None
    wanted: tuple[JSON, ...]
    names: Mapping[str, str]
    """Of groups, by id."""
    ours: Mapping[str, Address]
    """Objects with our marker, by id: others may refer to them."""
    used: frozenset[str]
    """Ids of objects that another one refers to."""

    def verdict(
        self, found: Sequence[Observed]
    ) -> tuple[Observed, tuple[Observed, ...], tuple[Stranger, ...]]:
        """The one that stays, its copies, and what is somebody else's."""
        kept, *others = sorted(found, key=self._rank)
        copies = tuple(o for o in others if self._copy(o, kept))
        return kept, copies, tuple(Stranger(o, self._fields(o, kept)) for o in others if o not in copies)

    def _rank(self, one: Observed) -> tuple[bool, bool, bool, bool, str, str]:
        """The first of these stays."""
        other = bool(self._name) and one.name != self._name
        return not one.assignments, not self._made(one), other, one.id not in self.used, one.created, one.id

    @cached_property
    def _name(self) -> str:
        """How the resource is called."""
        return str(self.desired.body.get(self.kind.name_property) or "") if self.desired else ""

    def _copy(self, one: Observed, kept: Observed) -> bool:
        """Whether it is a copy of what stays and nothing more. A digest proves that we made it, but not at this address: under a name
        that is neither that of the resource nor of what stays it can be another one, of which somebody edited the mark."""
        if any(t.get("source") == "policySets" for t in one.assignments) or one.name not in (
            kept.name,
            self._name,
        ):
            return False
        if self._made(one):
            return self._for_ours(one, kept) or self._proven(one, [self._named(one.assignments)])
        alike = (
            one.marker == kept.marker and not self._current(one) and self._content(one) == self._content(kept)
        )
        return alike and self._for_ours(one, kept)

    def _for_ours(self, one: Observed, kept: Observed) -> bool:
        """Whether it is assigned to nobody but those who have the one that stays, or are to get it."""
        known = self._targets(self.wanted) | self._targets(kept.assignments)
        return self._targets(one.assignments) <= known

    def _targets(self, raw: Sequence[JSON]) -> set[bytes]:
        return {canonical(referring(target, self.ours)) for target in direct_targets(raw)}

    def _made(self, one: Observed) -> bool:
        """Whether its content is to the letter what its marker says."""
        wanted = by_name(self.desired.assignments) if self.desired else ()
        if self._form is not None and self._current(one):
            return not self._odd(one, self._form, self.desired.apps if self.desired else None)
        return self._proven(one, [self._named(one.assignments), wanted])

    def _current(self, one: Observed) -> bool:
        """Whether the marker is the one that it would get today, so that its content can be compared with ours."""
        return (
            self.desired is not None
            and one.marker is not None
            and one.marker.generation == self.desired.generation
        )

    def _odd(self, one: Observed, form: Mapping[str, JSON], apps: Sequence[str] | None) -> list[str]:
        """What of it is not as this form and these apps, by name. A create carries neither apps nor members of contained lists, so what
        is assigned to nobody may be without: it was begun and not finished."""
        (found, targeted), begun = self._content(one), not one.assignments
        now, bare = owned(found, form), begun and not targeted
        later = {*self.kind.children, *self.kind.named_defaults} if begun else set()
        later |= {_GROUP_TYPE} if bare and self.kind.targets_apps else set()
        odd = {
            name
            for name in form
            if canonical(now[name]) != canonical(form[name])
            and not (name in later and _part(now[name], form[name]))
        }
        odd |= {pointer.lstrip("/") for pointer in not_managed(found, form)}
        return [*sorted(odd), *([APPS] if apps is not None and targeted != sorted(apps) and not bare else [])]

    def _proven(self, one: Observed, assigned: Sequence[Sequence[str]]) -> bool:
        """Whether the digest in the marker follows from the content, together with one of these assignments by name."""
        form, apps = self._content(one)
        forms = (
            [form] if self._form is None or not_managed(form, self._form) else [form, owned(form, self._form)]
        )
        lists = [apps, self.desired.apps] if self.desired and not apps and not one.assignments else [apps]
        digests = {generation_of(body, names, some) for body in forms for names in assigned for some in lists}
        return one.marker is not None and one.marker.generation in digests

    def _named(self, targets: Sequence[JSON]) -> list[str]:
        return [
            target_name(
                self._group(t), t["@odata.type"] == EXCLUDED, self._filter(t), str(t.get("intent") or "")
            )
            for t in direct_targets(targets)
        ]

    def _group(self, target: JSON) -> str:
        group = str(target.get("groupId") or "")
        return self.names.get(group) or group or str(target["@odata.type"])

    def _filter(self, target: JSON) -> Address | str | None:
        found = referring(target.get(FILTER_ID), self.ours)
        return next(iter(refs(found)), found)

    def _content(self, one: Observed) -> tuple[Mapping[str, JSON], list[str] | None]:
        """What it is, with references in the place of ids, and the apps that it targets."""
        form = referring(normal(one.body, self.kind), self.ours)
        apps = apps_that_count(form, one.apps)
        return form, None if apps is None else sorted(apps)

    @cached_property
    def _form(self) -> Mapping[str, JSON] | None:
        return form_of(self.desired, self.kind)[0] if self.desired else None

    def _fields(self, one: Observed, kept: Observed) -> tuple[str, ...]:
        """In what it differs from what the policy says, or from the one that stays when the policy says nothing."""
        form, apps = self._content(kept)
        if self.desired is not None and self._form is not None:
            form, apps = self._form, list(self.desired.apps) if self.desired.apps is not None else None
        found = self._odd(one, form, apps)
        return (*found, *(() if found and self._for_ours(one, kept) else (ASSIGNMENTS,)))


def _part(now: JSON, whole: JSON) -> bool:
    """Whether it is nothing, or a list of some of the members."""
    if not isinstance(now, list) or not isinstance(whole, list):
        return now is None or isinstance(now, str)
    return {canonical(member) for member in now} <= {canonical(member) for member in whole}


def left(one: Observed, wanted: Sequence[JSON]) -> tuple[JSON, ...]:
    """Targets that are without the object when a copy goes, as the one that stays is not for them."""
    there = {canonical(t) for t in direct_targets(wanted)}
    return tuple(t for t in direct_targets(one.assignments) if canonical(t) not in there)
