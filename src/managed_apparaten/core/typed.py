"""Frozen dataclasses as plain JSON and back, by their types alone: what a file of ours may hold is what the types say.

A closed shape: a key too many is refused like a key too few. JSON Schema says the same for other programs; its validator takes
seconds over megabytes.
"""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from managed_apparaten.core.digest import JSON
from managed_apparaten.core.pointer import child

T = TypeVar("T")
_AS_THEY_ARE: frozenset[type] = frozenset({type(None), str, bool, int, float})


class Misfit(Exception):
    """Data that is not of the type; `pointer` says where."""

    def __init__(self, pointer: str) -> None:
        super().__init__(pointer)
        self.pointer = pointer


def plain(value: Any) -> JSON:
    """A value as plain JSON: dataclasses become objects, tuples lists."""
    sort: Any = type(value)
    if sort in _AS_THEY_ARE:
        return value
    if is_dataclass(value):
        return {name: plain(getattr(value, name)) for name in _names(sort)}
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def built(cls: type[T], data: JSON) -> T:
    """A value of exactly this type. Raises `Misfit` where the data does not fit; fields of type `JSON` take anything."""
    value: T = _built(cls, data, "")
    return value


@cache
def _names(cls: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(cls))


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _built(hint: Any, data: JSON, pointer: str) -> Any:
    """Dataclasses by field, lists as tuples."""
    if hint is Any:
        return data
    if is_dataclass(hint) and isinstance(hint, type):
        hints = _hints(hint)
        _fits(isinstance(data, dict) and set(data) == set(hints), pointer)
        return hint(**{name: _built(inner, data[name], child(pointer, name)) for name, inner in hints.items()})
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return None if data is None else _built(next(a for a in args if a is not type(None)), data, pointer)
    if origin is tuple:
        _fits(isinstance(data, list) and (args[-1] is ... or len(args) == len(data)), pointer)
        sorts = [args[0]] * len(data) if args[-1] is ... else args
        return tuple(_built(sort, item, child(pointer, i)) for i, (sort, item) in enumerate(zip(sorts, data, strict=True)))
    if origin is Literal:
        _fits(data in args, pointer)
    elif origin is not None:
        _fits(isinstance(data, dict) and all(isinstance(value, str) for value in data.values()), pointer)
    else:
        _fits(type(data) is hint, pointer)
    return data


def _fits(fits: bool, pointer: str) -> None:
    if not fits:
        raise Misfit(pointer)
