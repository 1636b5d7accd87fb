"""Things that happen in the directory while nobody of ours looks: groups deleted, restored, renamed, doubled, emptied, filled."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from managed_apparaten.emulator.core.store import Store, Stored
from managed_apparaten.emulator.faults.fault_table import Fault
from managed_apparaten.emulator.service.directory import deleted_groups

USERS = ("users",)


@dataclass(frozen=True, slots=True)
class Events:
    """Carries out the faults F26 to F29 on a store."""

    store: Store
    clock: Callable[[], datetime]

    def happen(self, fault: Fault) -> None:
        """Do what the fault says; raises KeyError when the group is not there."""
        form = fault.form or next(iter(("deleted", "renamed", "twin", "empties")[int(fault.name[1:]) - 26 :]))
        act: Callable[[Fault], None] = {
            "deleted": self._delete, "restored": self._restore, "renamed": self._rename, "twin": self._twin, "empties": self._empty,
            "grows": self._grow,
        }[form]  # fmt: skip
        with self.store.transaction():
            act(fault)

    def _group(self, fault: Fault) -> Stored:
        found = self.store.get("groups", fault.group)
        if found is None:
            raise KeyError(fault.group)
        return found

    def _delete(self, fault: Fault) -> None:
        deleted_groups.soft_delete(self.store, self._group(fault), self.clock())

    def _restore(self, fault: Fault) -> None:
        kept = self.store.get(deleted_groups.PATH, fault.group)
        if kept is None:
            raise KeyError(fault.group)
        deleted_groups.restore(self.store, kept)

    def _rename(self, fault: Fault) -> None:
        group = self._group(fault)
        self.store.replace(replace(group, body={**group.body, "displayName": fault.value}))

    def _twin(self, fault: Fault) -> None:
        group = self._group(fault)
        twin = str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:embedded-tenant:twin:{group.id}"))
        self.store.insert([replace(group, id=twin)])

    def _empty(self, fault: Fault) -> None:
        for child, _ in self.store.children(self._group(fault).id, deep=False):
            self.store.disconnect(fault.group, child)

    def _grow(self, fault: Fault) -> None:
        """Add people of the tenant until there are so many, as far as there are."""
        wanted = int(fault.value)
        inside = {child for child, _ in self.store.children(self._group(fault).id, deep=False)}
        outside = [user.id for user in self.store.objects(USERS) if user.id not in inside]
        self.store.connect((fault.group, user, "users") for user in outside[: max(wanted - len(inside), 0)])
