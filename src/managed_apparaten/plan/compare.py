"""Compare each resource with its object and make the change: what differs, why, and how the object looks
before and after."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from managed_apparaten.compile.desired import Desired, form_of, left_alone
from managed_apparaten.compile.kind import Kind
from managed_apparaten.compile.scope_tags import DEFAULT
from managed_apparaten.core.address import Address
from managed_apparaten.core.cause import Causes, cause
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON, canonical
from managed_apparaten.core.pointer import child
from managed_apparaten.graph.observed import Observed
from managed_apparaten.plan.change import AssignmentChange, Change, FieldChange, Image, Reach, Reason
from managed_apparaten.plan.copies import left
from managed_apparaten.plan.diff import Blame, Differ, Label, Op
from managed_apparaten.plan.matching import Pair
from managed_apparaten.plan.reach import ALL_DEVICES, ALL_USERS, EXCLUDED
from managed_apparaten.plan.scope_tags import ScopeTags
from managed_apparaten.plan.shared_apps import SharedApp
from managed_apparaten.policy.model import Platform
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
from managed_apparaten.resource.marker import Marker, split
from managed_apparaten.resource.origin import Origin
from managed_apparaten.resource.reference import referring, refs

UNNOTICED = frozenset(
    {"/description", "/notes", "/displayName", "/name", "/roleScopeTagIds", "/roleScopeTags"}
)
"""Properties that administrators see and devices do not."""
_TARGETS = {ALL_USERS: "all-users", ALL_DEVICES: "all-devices"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A change without its reach, which can be measured only when all changes are known."""

    change: Change
    kind: Kind
    before: tuple[JSON, ...]
    """The assignment targets now."""
    after: tuple[JSON, ...]
    """The assignment targets after the change."""
    platform: Platform | None = None
    """The platform of the object, where the kind has none of its own."""
    tags_left: tuple[str, ...] = ()
    """Scope tags that an earlier policy stated and this one does not. They stay on the object."""

    @property
    def noticed(self) -> bool:
        """Whether more changes than the name, the description or the assignments."""
        return bool(self.change.app_changes) or any(f.pointer not in UNNOTICED for f in self.change.fields)


@dataclass(frozen=True, slots=True)
class Comparer:
    """Compares pairs of one kind."""

    kind: Kind
    label: Label
    ours: Mapping[str, Address] = field(default_factory=dict)
    """Our objects by id: other objects may refer to them."""
    scope_tags: ScopeTags = field(default_factory=lambda: ScopeTags({}))

    def compare(
        self, pair: Pair, targets: tuple[JSON, ...], names: Mapping[str, str], gone: Reason
    ) -> Comparison:
        """Return the change for a pair.

        `targets` are the wanted assignment targets, `names` the names of groups by id, and `gone` the reason
        when the object is to be deleted.
        """
        if pair.desired is None:
            if pair.observed is None:
                raise ValueError(f"nothing to compare at {pair.address}")
            return self.removed(pair.observed, gone, names)
        if pair.observed is None:
            return self._created(pair.desired, targets, names)
        return self._updated(pair.desired, pair.observed, targets, names)

    def shared(self, shared: SharedApp, names: Mapping[str, str]) -> Comparison:
        """Return the change for an app that somebody else added. Only our own assignments count for who
        notices it."""
        desired = shared.pair.desired
        assert desired is not None, f"{shared.pair.address} has nothing to write"
        comparison = self.compare(shared.pair, shared.after, names, "kind-not-needed")
        change = replace(
            comparison.change,
            content=desired.body,
            name=desired.match.name if desired.match else comparison.change.name,
        )
        return replace(
            comparison,
            change=change,
            before=shared.mine_before,
            after=shared.mine_after,
            platform=shared.platform,
        )

    def copy(self, copy: Observed, wanted: Sequence[JSON], names: Mapping[str, str]) -> Comparison:
        """Return the deletion of a copy. Whoever also has the object that is kept, which is assigned to
        `wanted`, loses nothing."""
        return replace(self.removed(copy, "twin", names), before=left(copy, wanted))

    def removed(self, observed: Observed, reason: Reason, names: Mapping[str, str]) -> Comparison:
        """Return the deletion of an object. Raises ValueError for an object without our marker."""
        if observed.marker is None:
            raise ValueError(f"{observed.id} is not ours")
        form = normal(observed.body, self.kind)
        before = _seen(observed, form, apps_that_count(form, observed.apps))
        role = "" if self.kind.compile_whole else observed.marker.address.key.partition(".")[0]
        gone = self._assignments(before.targets, (), None, names)
        change = Change(
            observed.marker.address,
            "delete",
            reason,
            observed.name,
            observed.id,
            before,
            None,
            (),
            gone,
            (),
            _NO_REACH,
            role=role,
        )
        return Comparison(change, self.kind, before.targets, ())

    def _created(self, desired: Desired, targets: tuple[JSON, ...], names: Mapping[str, str]) -> Comparison:
        form, origin = form_of(desired, self.kind)
        fields, apps = self._differences(desired, None, form, None, origin)
        change = Change(
            desired.address,
            "create",
            "new",
            str(desired.body.get(self.kind.name_property, "")),
            None,
            None,
            Image(form, targets, desired.apps),
            fields,
            self._assignments((), targets, desired, names),
            apps,
            _NO_REACH,
            role=desired.role,
        )
        return Comparison(change, self.kind, (), targets)

    def _updated(
        self, desired: Desired, observed: Observed, targets: tuple[JSON, ...], names: Mapping[str, str]
    ) -> Comparison:
        form, origin = form_of(left_alone(desired, observed.body), self.kind)
        full_form = normal(observed.body, self.kind)
        before = _seen(observed, owned(full_form, form), observed.apps if desired.apps is not None else None)
        fields, apps = self._differences(desired, before.body, form, before.apps, origin)
        assignments = self._assignments(before.targets, targets, desired, names)
        place = child("", self.kind.marker_property)
        marker = split(desired.body.get(self.kind.marker_property))[1]
        as_wanted = not (fields or apps or assignments)
        if as_wanted and observed.marker != marker:
            old_marker, new_marker = (str(mark) if mark else None for mark in (observed.marker, marker))
            op: Op = "add" if old_marker is None else "remove" if new_marker is None else "replace"
            why = (*self._why(observed, marker, before, targets, names), *Blame(desired.blame).at(place))
            fields = (FieldChange(place, old_marker, new_marker, op, why),)
        changed = bool(fields or apps or assignments)
        written = self._written(before.body, full_form, observed, before.targets, names)
        if as_wanted and marker and self._tags_unread(before.body):
            written = iter([observed.marker.generation if observed.marker else ""])
        change = Change(
            desired.address,
            "update" if changed else "none",
            _reason(observed, marker, written) if changed else "unchanged",
            str(desired.body.get(self.kind.name_property, "")),
            observed.id,
            before,
            Image(form, targets, desired.apps) if changed else None,
            fields,
            assignments,
            apps,
            _NO_REACH,
            not_managed=_theirs(
                {} if self.kind.shared else full_form, form.keys() - desired.initial, observed
            ),
            role=desired.role,
        )
        tags_left = self._tags_left(desired, observed, before, full_form, names)
        return Comparison(change, self.kind, before.targets, targets, tags_left=tags_left)

    def _why(
        self,
        observed: Observed,
        marker: Marker | None,
        before: Image,
        targets: Sequence[JSON],
        names: Mapping[str, str],
    ) -> Causes:
        """Return the causes for writing a marker where nothing else differs."""
        old_marker = observed.marker
        if old_marker is None or marker is None or self.kind.shared:
            return ()
        causes = (
            [cause("compiler", f"cause.kind.mark-protect-{'on' if marker.protect else 'off'}")]
            if old_marker.protect != marker.protect
            else []
        )
        if old_marker.generation != marker.generation:
            tags = before.body.get(self.kind.scope_tags)
            stated_otherwise = (
                self._as_stated(before.body, [tags, self.scope_tags.as_named(tags), [DEFAULT]])
                if tags
                else []
            )
            content = {
                generation_of(referring(body, self.ours), self._by_name(targets, names), before.apps)
                for body in stated_otherwise
            }
            causes.append(
                cause(
                    "compiler",
                    "cause.kind.mark-tags" if old_marker.generation in content else "cause.kind.mark-other",
                )
            )
        return tuple(causes)

    def _tags_left(
        self,
        desired: Desired,
        observed: Observed,
        before: Image,
        full_form: Mapping[str, JSON],
        names: Mapping[str, str],
    ) -> tuple[str, ...]:
        """Return the scope tags of an object that its marker says an earlier policy stated, where this policy
        states none."""
        tags, marker = full_form.get(self.kind.scope_tags), observed.marker
        if (
            self.kind.scope_tags not in desired.initial
            or tags in (None, [DEFAULT])
            or marker is None
            or not isinstance(tags, list)
        ):
            return ()
        by_name, apps = self._by_name(before.targets, names), apps_that_count(full_form, observed.apps)
        stated = self._as_stated(before.body, [tags, self.scope_tags.as_named(tags)])
        ours = {generation_of(referring(body, self.ours), by_name, apps) for body in stated}
        return tuple(map(str, tags)) if marker.generation in ours else ()

    def _as_stated(self, body: Mapping[str, JSON], ways: Sequence[JSON]) -> list[Mapping[str, JSON]]:
        """Return the body once for each way in which a policy can have stated its scope tags."""
        return [{**body, self.kind.scope_tags: way} for way in ways]

    def _by_name(self, targets: Sequence[JSON], names: Mapping[str, str]) -> list[str]:
        """Return the targets in the form that counts in a digest: names of groups in the place of ids."""
        return [
            target_name(_name(t, names), t["@odata.type"] == EXCLUDED, self._filter(t), t.get("intent") or "")
            for t in targets
        ]

    def _differences(
        self, desired: Desired, before: JSON, after: JSON, apps: Sequence[str] | None, origin: Origin
    ) -> tuple[tuple[FieldChange, ...], tuple[FieldChange, ...]]:
        fields = Differ(self.kind, Blame(desired.blame), self.label).fields(before, after, origin)
        if desired.apps is None:
            return fields, ()
        blame = Blame({child("", app): causes for app, causes in (desired.apps_blame or {}).items()})
        return fields, Differ(self.kind, blame, self.label).apps(apps, desired.apps)

    def _tags_unread(self, body: JSON) -> bool:
        """Return whether an earlier policy may have stated the scope tags by names that this plan did not
        read."""
        return body.get(self.kind.scope_tags) not in (None, [DEFAULT]) and not self.scope_tags.names

    def _written(
        self,
        body: JSON,
        full_form: Mapping[str, JSON],
        observed: Observed,
        targets: Sequence[JSON],
        names: Mapping[str, str],
    ) -> Iterator[str]:
        """Yield the generations that the compiler can have computed for what is there now: with scope tags by
        id, by name, or not stated."""
        if self.kind.shared:
            named = observed.marker.groups if observed.marker else ()
            body, targets = {}, [t for t in targets if t.get("groupId") in named]
        by_name, tags = self._by_name(targets, names), body.get(self.kind.scope_tags)
        for content in (
            self._as_stated(body, [tags, self.scope_tags.as_named(tags), [DEFAULT]]) if tags else [body]
        ):
            yield generation_of(
                referring(content, self.ours), by_name, apps_that_count(full_form, observed.apps)
            )

    def _assignments(
        self, before: Sequence[JSON], after: Sequence[JSON], desired: Desired | None, names: Mapping[str, str]
    ) -> tuple[AssignmentChange, ...]:
        """Return the targets that are removed, then those that are added, each sorted by name."""
        targets_before, targets_after = {canonical(t): t for t in before}, {canonical(t): t for t in after}
        causes = {
            (a.exclude, a.group.name, a.intent): a.causes for a in (desired.assignments if desired else ())
        }
        changes = []
        for op, side, other in (
            ("remove", targets_before, targets_after),
            ("add", targets_after, targets_before),
        ):
            for target in sorted(
                (t for key, t in side.items() if key not in other),
                key=lambda t: (t["@odata.type"], _name(t, names)),
            ):
                exclude, name = target["@odata.type"] == EXCLUDED, _name(target, names)
                intent = str(target.get("intent") or "")
                changes.append(
                    AssignmentChange(
                        str(target.get("groupId") or ""),
                        name,
                        exclude,
                        "add" if op == "add" else "remove",
                        causes.get((exclude, name, intent), ()) if op == "add" else (),
                        _TARGETS.get(target["@odata.type"], "group"),
                        str(self._filter(target) or ""),
                        intent,
                    )
                )
        return tuple(changes)

    def _filter(self, target: JSON) -> Address | str | None:
        """Return the filter of a target: its address when it is ours or will be created, else its id."""
        reference = referring(target.get(FILTER_ID), self.ours)
        return next(iter(refs(reference)), reference)


_NO_REACH = Reach(0, 0, 0)


def tags_that_stay(comparisons: Sequence[Comparison], names: Mapping[str, str]) -> list[Diagnostic]:
    """Report PLN051, a warning: an earlier policy stated scope tags and this one states none. `names` are
    names of the tenant's scope tags by id, where they were read."""
    objects = [one for one in comparisons if one.tags_left]
    if not objects:
        return []
    tags = sorted({names.get(tag, tag) for one in objects for tag in one.tags_left})
    return [Diagnostic("PLN051", "warning", args={"count": str(len(objects)), "tags": ", ".join(tags)})]


def _seen(observed: Observed, body: JSON, apps: tuple[str, ...] | None) -> Image:
    return Image(body, direct_targets(observed.assignments), apps, observed.version)


def _reason(observed: Observed, wanted: Marker | None, written: Iterator[str]) -> Reason:
    """Return why an object changes. Content that does not match its own marker was changed by somebody else;
    another marker means that the policy changed."""
    if observed.marker == wanted:
        return "drift"
    if observed.marker is None or wanted is None:
        return "new" if wanted else "kind-not-needed"
    return "policy-changed" if observed.marker.generation in written else "policy-and-drift"


def _theirs(full_form: Mapping[str, JSON], form: Collection[str], observed: Observed) -> tuple[str, ...]:
    sets = ("/assignments",) if any(t.get("source") == "policySets" for t in observed.assignments) else ()
    return (*sets, *not_managed(full_form, form))


def _name(target: JSON, names: Mapping[str, str]) -> str:
    group = str(target.get("groupId") or "")
    return names.get(group) or group or _TARGETS.get(target["@odata.type"], str(target["@odata.type"]))
