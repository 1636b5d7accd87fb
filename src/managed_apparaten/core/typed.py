"""Frozen dataclasses and named tuples as plain JSON and back, by their types alone: what a file of ours may hold is what they say.

A closed shape: a key too many is refused like a key too few. JSON Schema says the same for other programs; its validator takes
seconds over megabytes.
"""

import types
from collections.abc import Callable, Mapping
from functools import cache
from itertools import repeat
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from managed_apparaten.core.digest import JSON, field_names, field_values
from managed_apparaten.core.pointer import child

T = TypeVar("T")
_AS_THEY_ARE: frozenset[type] = frozenset({type(None), str, bool, int, float})
_Reader = Callable[[JSON], Any]


class TypeMismatch(Exception):
    """Data that is not of the type; `pointer` says where."""

    def __init__(self, pointer: str = "") -> None:
        super().__init__(pointer)
        self.pointer = pointer

    def below(self, step: str | int) -> "TypeMismatch":
        """The same, seen from one level up."""
        return TypeMismatch(child("", step) + self.pointer)


def to_plain_json(value: Any) -> JSON:
    """A value as plain JSON: dataclasses and named tuples become objects, tuples lists."""
    sort: Any = type(value)
    if sort in _AS_THEY_ARE:
        return value
    if field_names(sort):
        return {name: to_plain_json(part) for name, part in field_values(value).items()}
    if isinstance(value, Mapping):
        return {key: to_plain_json(part) for key, part in value.items()}
    return [to_plain_json(part) for part in value] if isinstance(value, list | tuple) else value


def from_plain_json(cls: type[T], data: JSON) -> T:
    """A value of exactly this type. Raises `TypeMismatch` where the data does not fit; fields of type `JSON` take anything."""
    sort: Any = cls
    value: T = _reader(sort)(data)
    return value


@cache
def _reader(hint: Any) -> _Reader:
    """What reads data of this type; made once, so that the type is not taken apart again for each of a hundred thousand values."""
    if hint is Any:
        return lambda data: data
    if isinstance(hint, type) and field_names(hint):
        return _record(hint)
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        inner = _reader(next(sort for sort in args if sort is not type(None)))
        return lambda data: None if data is None else inner(data)
    if origin is tuple:
        return _row(args)
    if origin is Literal:
        return _if(lambda data: data in args)
    if origin is not None:
        return _if(
            lambda data: isinstance(data, dict) and all(isinstance(value, str) for value in data.values())
        )
    return _if(lambda data: type(data) is hint)


def _if(fits: Callable[[JSON], bool]) -> _Reader:
    def read(data: JSON) -> JSON:
        if fits(data):
            return data
        raise TypeMismatch

    return read


def _record(cls: type) -> _Reader:
    readers = {name: _reader(hint) for name, hint in get_type_hints(cls).items()}

    def read(data: JSON) -> Any:
        if not isinstance(data, dict) or data.keys() != readers.keys():
            raise TypeMismatch
        found = {}
        for name, reader in readers.items():
            try:
                found[name] = reader(data[name])
            except TypeMismatch as misfit:
                raise misfit.below(name) from None
        return cls(**found)

    return read


def _row(sorts: tuple[Any, ...]) -> _Reader:
    """A tuple from a list: any number of one sort, or one of each."""
    readers, many = [_reader(sort) for sort in sorts if sort is not ...], sorts[-1] is ...

    def read(data: JSON) -> tuple[Any, ...]:
        if not isinstance(data, list) or not (many or len(data) == len(readers)):
            raise TypeMismatch
        found = []
        for index, (reader, item) in enumerate(
            zip(repeat(readers[0]) if many else readers, data, strict=not many)
        ):
            try:
                found.append(reader(item))
            except TypeMismatch as misfit:
                raise misfit.below(index) from None
        return tuple(found)

    return read
