"""Find the differences between two comparison forms, leaf by leaf and member by member, each with the causes
of its new value.

A list that its kind declares a set differs by members. Settings of a settings catalog policy are matched by
their definition. Any other list differs item by item when it kept its length, and as a whole when it did not.
None and absent are the same. When another property says what being in a list means, and that property
changes, every member differs.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Literal

from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.cause import Causes
from managed_apparaten.core.digest import JSON, canonical
from managed_apparaten.core.pointer import child
from managed_apparaten.plan.change import FieldChange
from managed_apparaten.resource.origin import Origin
from managed_apparaten.resource.patterns import places

Op = Literal["add", "remove", "replace"]
Label = Callable[[str, JSON], str]
"""(pointer, value) -> how people know the value, or an empty string."""

_DEFINITION = "settingDefinitionId"
_RANK = {"policy": 0, "catalogue": 1, "default": 2, "compiler": 3}
"""The order of causes. The first one is shown, and decisions of people come first."""


class Blame:
    """Causes by pointer, of a leaf or of all leaves under a pointer. They are collected on first use, as most
    objects do not differ."""

    def __init__(self, blame: Mapping[str, Causes]) -> None:
        self._leaves = blame

    @cached_property
    def _under(self) -> Mapping[str, list[Causes]]:
        """The causes of each leaf, by its own pointer and by the pointers of everything that contains it."""
        causes_by_pointer = defaultdict[str, list[Causes]](list)
        for pointer, causes in self._leaves.items():
            while pointer:
                causes_by_pointer[pointer].append(causes)
                pointer = pointer.rpartition("/")[0]
        return causes_by_pointer

    def at(self, pointer: str) -> Causes:
        """Return the causes at a pointer, or of the nearest part of the document around it that has causes;
        none for the document as a whole."""
        while pointer and pointer not in self._under:
            pointer = pointer.rpartition("/")[0]
        return tuple(
            sorted(
                dict.fromkeys(chain.from_iterable(self._under.get(pointer, ()))), key=lambda c: _RANK[c.kind]
            )
        )


def no_label(_: str, __: JSON) -> str:
    """Return an empty string: the value needs no explanation."""
    return ""


@dataclass(frozen=True, slots=True)
class Differ:
    """Compares two forms of one kind."""

    kind: Kind
    blame: Blame
    label: Label = no_label

    def fields(self, before: JSON, after: JSON, origin: Origin) -> tuple[FieldChange, ...]:
        """Return the changes from `before` to `after`, sorted by pointer. `origin` maps `after` to the
        compiled body."""
        return tuple(self._differ(before, after, origin, "", ()))

    def apps(self, before: Sequence[str] | None, after: Sequence[str] | None) -> tuple[FieldChange, ...]:
        """Return the identifiers that are removed and added. Their causes are by identifier, under `/`."""
        here = Origin("", {str(i): Origin(child("", app)) for i, app in enumerate(after or ())})
        return tuple(self._members(list(before or ()), list(after or ()), here, "/apps"))

    def _differ(
        self, before: JSON, after: JSON, origin: Origin, pointer: str, path: tuple[str, ...]
    ) -> Iterator[FieldChange]:
        if canonical(before) == canonical(after):
            return
        if (isinstance(after, dict) and isinstance(before, dict | None)) or (
            isinstance(before, dict) and after is None
        ):
            yield from self._dicts(before or {}, after or {}, origin, pointer, path)
        elif isinstance(before, list | None) and isinstance(after, list | None):
            yield from self._lists(before, after, origin, pointer, path)
        else:
            yield self._change(pointer, before, after, origin)

    def _dicts(
        self, before: JSON, after: JSON, origin: Origin, pointer: str, path: tuple[str, ...]
    ) -> Iterator[FieldChange]:
        for key in sorted({*before, *after}):
            was, now, place = before.get(key), after.get(key), child(pointer, key)
            mode = self.kind.modes.get(key) if not path else None
            if (
                mode
                and isinstance(was, list)
                and isinstance(now, list)
                and before.get(mode) != after.get(mode)
            ):
                yield from self._members(was, [], origin.at(key), place)
                yield from self._members([], now, origin.at(key), place)
            else:
                yield from self._differ(was, now, origin.at(key), place, (*path, key))

    def _lists(
        self, before: JSON | None, after: JSON | None, origin: Origin, pointer: str, path: tuple[str, ...]
    ) -> Iterator[FieldChange]:
        was, now, place = before or [], after or [], places(self.kind).under(path)
        if _defined(was) and _defined(now):
            yield from self._settings(was, now, origin, pointer, path)
        elif place.key:
            yield from self._keyed(place.key, was, now, origin, pointer, path)
        elif path[0] == "settings" or place.is_set:
            yield from self._members(was, now, origin, pointer)
        elif len(was) == len(now):
            for index, (one, other) in enumerate(zip(was, now, strict=True)):
                yield from self._differ(
                    one, other, origin.at(index), child(pointer, index), (*path, str(index))
                )
        else:
            yield self._change(pointer, before, after, origin)

    def _settings(
        self, was: JSON, now: JSON, origin: Origin, pointer: str, path: tuple[str, ...]
    ) -> Iterator[FieldChange]:
        """Compare setting instances by definition. A setting without a value is represented by its own id, so
        that adding or removing it shows."""
        old = {item[_DEFINITION]: item.get("value") for item in was}
        new = {
            item[_DEFINITION]: (item.get("value"), origin.at(index).at("value"))
            for index, item in enumerate(now)
        }
        for name in sorted({*old, *new}):
            value, value_origin = new.get(name, (None, origin))
            place = child(pointer, name)
            if name in old and name in new:
                yield from self._differ(old[name], value, value_origin, place, (*path, name))
            elif name in new:
                yield from self._differ(
                    None, name if value is None else value, value_origin, place, (*path, name)
                )
            else:
                yield from self._differ(
                    name if old[name] is None else old[name], None, value_origin, place, (*path, name)
                )

    def _keyed(
        self, key: str, was: JSON, now: JSON, origin: Origin, pointer: str, path: tuple[str, ...]
    ) -> Iterator[FieldChange]:
        """Compare members by the property that identifies them."""
        old = {str(item.get(key)): item for item in was}
        new = {str(item.get(key)): (item, origin.at(index)) for index, item in enumerate(now)}
        for name in sorted({*old, *new}):
            value, value_origin = new.get(name, (None, origin))
            yield from self._differ(old.get(name), value, value_origin, child(pointer, name), (*path, name))

    def _members(self, was: JSON, now: JSON, origin: Origin, pointer: str) -> Iterator[FieldChange]:
        old = {canonical(item): item for item in was}
        new = {canonical(item): (item, origin.at(index)) for index, item in enumerate(now)}
        for key in sorted({*old, *new}):
            if key not in new:
                yield self._change(pointer, old[key], None, origin)
            elif key not in old:
                yield self._change(pointer, None, *new[key])

    def _change(self, pointer: str, before: JSON, after: JSON, origin: Origin) -> FieldChange:
        op: Op = "add" if before is None else "remove" if after is None else "replace"
        causes = self.blame.at(origin.pointer) if after is not None else ()
        return FieldChange(
            pointer, before, after, op, causes, self.label(pointer, before if after is None else after)
        )


def _defined(items: JSON) -> bool:
    """Return whether these are setting instances, each with another definition."""
    names = [item.get(_DEFINITION) for item in items if isinstance(item, dict)]
    return len(names) == len(items) == len(set(names)) and None not in names
