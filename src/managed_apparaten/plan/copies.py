"""Decide which of several objects with one marker is kept, which are copies of it, and which somebody
changed.

An object is ours when its content matches its marker: it is the resource as compiled today, or content with
the digest in the marker, under the name that the object has or will have. One of those is kept: first the
assigned ones, then those that others refer to, then the oldest. The others are copies. A copy is deleted only
when everybody to whom it is assigned also gets the object that is kept, or was dropped by the policy. Any
other object with the marker was copied and changed, or assigned, by somebody else.
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
    """A copy that somebody changed."""

    observed: Observed
    fields: tuple[str, ...]
    """Names of the properties that differ; `assignments` and `apps` are among them when those differ."""


@dataclass(frozen=True)
class Judge:
    """Compares the objects that have the marker of one address."""

    kind: Kind
    desired: Desired | None
    wanted: tuple[JSON, ...]
    names: Mapping[str, str]
    """Names of groups by id."""
    ours: Mapping[str, Address]
    """Addresses of our objects by id: others may refer to them."""
    used: frozenset[str]
    """Ids of objects to which another object refers."""

    def verdict(
        self, objects: Sequence[Observed]
    ) -> tuple[Observed, tuple[Observed, ...], tuple[Stranger, ...]]:
        """Return the object that is kept, the copies to delete, and the objects that somebody changed."""
        kept, *others = sorted(objects, key=self._rank)
        copies = tuple(o for o in others if self._copy(o, kept))
        return kept, copies, tuple(Stranger(o, self._fields(o, kept)) for o in others if o not in copies)

    def _rank(self, candidate: Observed) -> tuple[bool, bool, bool, bool, str, str]:
        """Return the sort key of an object; the first one is kept."""
        has_another_name = bool(self._name) and candidate.name != self._name
        return (
            not candidate.assignments,
            not self._made(candidate),
            has_another_name,
            candidate.id not in self.used,
            candidate.created,
            candidate.id,
        )

    @cached_property
    def _name(self) -> str:
        """The name that the resource has in the tenant."""
        return str(self.desired.body.get(self.kind.name_property) or "") if self.desired else ""

    def _copy(self, candidate: Observed, kept: Observed) -> bool:
        """Return whether an object is a copy of the one that is kept and nothing else.

        A matching digest proves that we made the object, but not that we made it at this address. Under a
        name that is neither that of the resource nor that of the kept object, it may be another object whose
        marker somebody edited.
        """
        if any(t.get("source") == "policySets" for t in candidate.assignments) or candidate.name not in (
            kept.name,
            self._name,
        ):
            return False
        if self._made(candidate):
            return self._for_ours(candidate, kept) or self._proven(
                candidate, [self._named(candidate.assignments)]
            )
        is_identical = (
            candidate.marker == kept.marker
            and not self._current(candidate)
            and self._content(candidate) == self._content(kept)
        )
        return is_identical and self._for_ours(candidate, kept)

    def _for_ours(self, candidate: Observed, kept: Observed) -> bool:
        """Return whether everybody to whom the object is assigned has the object that is kept, or will get
        it."""
        known = self._targets(self.wanted) | self._targets(kept.assignments)
        return self._targets(candidate.assignments) <= known

    def _targets(self, raw: Sequence[JSON]) -> set[bytes]:
        return {canonical(referring(target, self.ours)) for target in direct_targets(raw)}

    def _made(self, candidate: Observed) -> bool:
        """Return whether the content matches the marker exactly."""
        wanted = by_name(self.desired.assignments) if self.desired else ()
        if self._form is not None and self._current(candidate):
            return not self._odd(candidate, self._form, self.desired.apps if self.desired else None)
        return self._proven(candidate, [self._named(candidate.assignments), wanted])

    def _current(self, candidate: Observed) -> bool:
        """Return whether the marker is the one that the object would get today, so that its content can be
        compared with the compiled one."""
        return (
            self.desired is not None
            and candidate.marker is not None
            and candidate.marker.generation == self.desired.generation
        )

    def _odd(self, candidate: Observed, form: Mapping[str, JSON], apps: Sequence[str] | None) -> list[str]:
        """Return the names of the properties that differ from this form and these apps.

        A create sends neither apps nor members of contained lists. So an object without assignments may lack
        those: it was created and not finished.
        """
        (content, candidate_apps), is_unfinished = self._content(candidate), not candidate.assignments
        compared, has_no_apps_yet = owned(content, form), is_unfinished and not candidate_apps
        sent_later = {*self.kind.children, *self.kind.named_defaults} if is_unfinished else set()
        sent_later |= {_GROUP_TYPE} if has_no_apps_yet and self.kind.targets_apps else set()
        different = {
            name
            for name in form
            if canonical(compared[name]) != canonical(form[name])
            and not (name in sent_later and _part(compared[name], form[name]))
        }
        different |= {pointer.lstrip("/") for pointer in not_managed(content, form)}
        return [
            *sorted(different),
            *([APPS] if apps is not None and candidate_apps != sorted(apps) and not has_no_apps_yet else []),
        ]

    def _proven(self, candidate: Observed, assigned: Sequence[Sequence[str]]) -> bool:
        """Return whether the digest in the marker is that of the content with one of these assignments, given
        as names."""
        form, apps = self._content(candidate)
        forms = (
            [form] if self._form is None or not_managed(form, self._form) else [form, owned(form, self._form)]
        )
        lists = (
            [apps, self.desired.apps] if self.desired and not apps and not candidate.assignments else [apps]
        )
        digests = {
            generation_of(body, names, app_list) for body in forms for names in assigned for app_list in lists
        }
        return candidate.marker is not None and candidate.marker.generation in digests

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
        reference = referring(target.get(FILTER_ID), self.ours)
        return next(iter(refs(reference)), reference)

    def _content(self, candidate: Observed) -> tuple[Mapping[str, JSON], list[str] | None]:
        """Return the content in comparison form, with references in the place of ids, and the apps that it
        targets."""
        form = referring(normal(candidate.body, self.kind), self.ours)
        apps = apps_that_count(form, candidate.apps)
        return form, None if apps is None else sorted(apps)

    @cached_property
    def _form(self) -> Mapping[str, JSON] | None:
        return form_of(self.desired, self.kind)[0] if self.desired else None

    def _fields(self, candidate: Observed, kept: Observed) -> tuple[str, ...]:
        """Return the names of what differs from the policy, or from the object that is kept when the policy
        has no such resource."""
        form, apps = self._content(kept)
        if self.desired is not None and self._form is not None:
            form, apps = self._form, list(self.desired.apps) if self.desired.apps is not None else None
        different = self._odd(candidate, form, apps)
        return (*different, *(() if different and self._for_ours(candidate, kept) else (ASSIGNMENTS,)))


def _part(value: JSON, full_value: JSON) -> bool:
    """Return whether a value is absent, or a list with some of the members of another list."""
    if not isinstance(value, list) or not isinstance(full_value, list):
        return value is None or isinstance(value, str)
    return {canonical(member) for member in value} <= {canonical(member) for member in full_value}


def left(copy: Observed, wanted: Sequence[JSON]) -> tuple[JSON, ...]:
    """Return the targets that lose the object when a copy is deleted, because the kept object is not assigned
    to them."""
    wanted_targets = {canonical(t) for t in direct_targets(wanted)}
    return tuple(t for t in direct_targets(copy.assignments) if canonical(t) not in wanted_targets)
