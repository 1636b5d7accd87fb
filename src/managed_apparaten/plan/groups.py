"""Resolve the groups that a policy names to groups of the tenant. A group that cannot be resolved exactly
stops the plan.

Assignments are written as a whole, so leaving out a group silently would remove an inclusion or an exclusion,
and lock people out. Source: Microsoft365DSC#4420, where a typo emptied an exclusion.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from managed_apparaten.compile.desired import Assignment, Desired
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.lookalikes import differing_characters, escape_characters
from managed_apparaten.graph.observed import Directory
from managed_apparaten.plan.name_suggestions import not_there
from managed_apparaten.plan.reach import EXCLUDED, INCLUDED
from managed_apparaten.policy.model import GroupRef
from managed_apparaten.resource.comparison import FILTER_ID, FILTER_TYPE, direct_targets
from managed_apparaten.resource.reference import ref


@dataclass(frozen=True, slots=True)
class PolicyGroups:
    """The groups of a policy, found in a directory."""

    directory: Directory

    def id_of(self, group: GroupRef) -> str | None:
        """Return the id of a group, or None when the tenant has none or more than one of that name."""
        if group.id is not None:
            return group.id.lower() if group.id.lower() in self.directory.group_names else None
        ids = self.directory.groups_by_name.get(group.name, ())
        return ids[0] if len(ids) == 1 else None

    def problems(self, groups: Iterable[GroupRef]) -> Iterator[Diagnostic]:
        """Report what is wrong with each of these groups, once for each place where it is written."""
        for group in sorted(set(groups), key=lambda g: (g.span, g.name)):
            if problem := self._problem(group):
                yield problem

    def hidden(self, groups: Iterable[GroupRef]) -> Iterator[Diagnostic]:
        """Report PLN070 once for each group that hides its members, at its line where the policy names it."""
        lines = {
            self.id_of(group): group for group in sorted(groups, key=lambda g: (g.span, g.name), reverse=True)
        }
        for group_id in sorted(self.directory.hidden):
            written = lines.get(group_id)
            yield Diagnostic(
                "PLN070",
                "warning",
                written.span if written else None,
                {"name": self.directory.group_names[group_id]},
            )

    def targets(self, desired: Desired) -> tuple[JSON, ...]:
        """Return the assignment targets of a resource, sorted. Raises KeyError for a group for which
        `problems` reports an error."""
        return direct_targets([self._target(a) for a in desired.assignments])

    def contradictions(self, desired: Desired) -> Iterator[Diagnostic]:
        """Report PLN014: groups that are assigned under one name and excluded under another."""
        excluded = {(self.id_of(a.group), a.intent): a.group for a in desired.assignments if a.exclude}
        for assignment in desired.assignments:
            other = excluded.get((self.id_of(assignment.group), assignment.intent))
            if not assignment.exclude and other:
                args = {"name": assignment.group.name, "other": other.name, "address": str(desired.address)}
                yield Diagnostic(
                    "PLN014", span=assignment.group.span, args=args, address=str(desired.address)
                )

    def names(self, desired: Desired | None) -> Mapping[str, str]:
        """Return names of groups by id, as the policy writes them, else as the tenant shows them."""
        written = {self.id_of(a.group): a.group.name for a in (desired.assignments if desired else ())}
        return self.directory.group_names | {group: name for group, name in written.items() if group}

    def _target(self, assignment: Assignment) -> dict[str, JSON]:
        target: dict[str, JSON] = {
            "@odata.type": EXCLUDED if assignment.exclude else INCLUDED,
            "groupId": self._must(assignment),
        }
        target |= {"intent": assignment.intent} if assignment.intent else {}
        return target | (
            {FILTER_ID: ref(assignment.filter), FILTER_TYPE: "include"} if assignment.filter else {}
        )

    def _must(self, assignment: Assignment) -> str:
        group_id = self.id_of(assignment.group)
        if group_id is None:
            raise KeyError(assignment.group.name)
        return group_id

    def _problem(self, group: GroupRef) -> Diagnostic | None:
        if group.id is not None:
            current = self.directory.group_names.get(group.id.lower())
            if current is None:
                return Diagnostic("PLN011", span=group.span, args={"name": group.name, "id": group.id})
            shown = escape_characters(current, differing_characters(current, group.name))
            renamed = Diagnostic(
                "PLN013", "warning", group.span, {"name": group.name, "id": group.id, "current": shown}
            )
            return renamed if current != group.name else None
        ids = self.directory.groups_by_name.get(group.name, ())
        if len(ids) > 1:
            return Diagnostic(
                "PLN012",
                span=group.span,
                args={"name": group.name, "count": str(len(ids)), "ids": ", ".join(ids)},
            )
        known = {**self.directory.others, **self.directory.group_names}
        return None if ids else not_there(group.name, known, group.span, "PLN010", "PLN088")
