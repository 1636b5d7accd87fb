"""Frozen dataclasses and named tuples to plain JSON and back, by the types of their fields. Plan files and snapshots are read with it.

An object must have exactly the keys of its class: an unknown key is refused like a missing one. The JSON Schemas of these files say the
same for other programs; they are not used here because the validator takes seconds for some megabytes.
"""

import types
from collections.abc import Callable, Mapping
from functools import cache
from itertools import repeat
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from managed_apparaten.core.digest import JSON, field_names, field_values
from managed_apparaten.core.pointer import child

T = TypeVar("T")
_PLAIN_TYPES: frozenset[type] = frozenset({type(None), str, bool, int, float})
_Reader = Callable[[JSON], Any]
"""Makes a value of one type from plain JSON; raises `TypeMismatch` when the JSON does not fit."""


class TypeMismatch(Exception):
    """JSON that does not fit the type that is asked for; `pointer` is the JSON pointer of the place."""

    def __init__(self, pointer: str = "") -> None:
        super().__init__(pointer)
        self.pointer = pointer

    def below(self, step: str | int) -> "TypeMismatch":
        """Return the same error with a pointer from one level higher; `step` is the key or index on that level."""
        return TypeMismatch(child("", step) + self.pointer)


def to_plain_json(value: Any) -> JSON:
    """Return a value as plain JSON: dataclasses and named tuples become objects, tuples become lists."""
    cls: Any = type(value)
    if cls in _PLAIN_TYPES:
        return value
    if field_names(cls):
        return {name: to_plain_json(part) for name, part in field_values(value).items()}
    if isinstance(value, Mapping):
        return {key: to_plain_json(part) for key, part in value.items()}
    return [to_plain_json(part) for part in value] if isinstance(value, list | tuple) else value


def from_plain_json(cls: type[T], data: JSON) -> T:
    """Return a value of the class. Fields of type `JSON` take anything. Raises `TypeMismatch` where the data does not fit."""
    hint: Any = cls
    value: T = _reader(hint)(data)
    return value


@cache
def _reader(hint: Any) -> _Reader:
    """Return the reader for a type. It is made once for each type, because a file can hold a hundred thousand values of it.

    `hint` is `JSON`, a record, an optional type, a tuple, a literal, a mapping of texts, or a plain type.
    """
    if hint is Any:
        return lambda data: data
    if isinstance(hint, type) and field_names(hint):
        return _record_reader(hint)
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        inner = _reader(next(member for member in args if member is not type(None)))
        return lambda data: None if data is None else inner(data)
    if origin is tuple:
        return _tuple_reader(args)
    if origin is Literal:
        return _reader_if(lambda data: data in args)
    if origin is not None:
        return _reader_if(
            lambda data: isinstance(data, dict) and all(isinstance(value, str) for value in data.values())
        )
    return _reader_if(lambda data: type(data) is hint)


def _reader_if(fits: Callable[[JSON], bool]) -> _Reader:
    """Return a reader that takes the data as it is, provided that it fits."""

    def read(data: JSON) -> JSON:
        if fits(data):
            return data
        raise TypeMismatch

    return read


def _record_reader(cls: type) -> _Reader:
    """Return a reader that makes a dataclass or named tuple from an object with exactly its fields."""
    readers = {name: _reader(hint) for name, hint in get_type_hints(cls).items()}

    def read(data: JSON) -> Any:
        if not isinstance(data, dict) or data.keys() != readers.keys():
            raise TypeMismatch
        values = {}
        for name, reader in readers.items():
            try:
                values[name] = reader(data[name])
            except TypeMismatch as mismatch:
                raise mismatch.below(name) from None
        return cls(**values)

    return read


def _tuple_reader(hints: tuple[Any, ...]) -> _Reader:
    """Return a reader that makes a tuple from a list: any number of values of one type (`tuple[int, ...]`), or one value of each type."""
    readers, is_variadic = [_reader(hint) for hint in hints if hint is not ...], hints[-1] is ...

    def read(data: JSON) -> tuple[Any, ...]:
        if not isinstance(data, list) or not (is_variadic or len(data) == len(readers)):
            raise TypeMismatch
        values = []
        for index, (reader, item) in enumerate(
            zip(repeat(readers[0]) if is_variadic else readers, data, strict=not is_variadic)
        ):
            try:
                values.append(reader(item))
            except TypeMismatch as mismatch:
                raise mismatch.below(index) from None
        return tuple(values)

    return read
