"""A plan as bytes and back. The file is evidence of what was reviewed, never an instruction: apply makes its own plan and compares.

The bytes are canonical JSON and a line feed; a file that is not byte for byte what its own content says is refused, so that
nothing in it can be read in two ways. The shape is checked against the types of `plan.change`; `schemas/plan.json` says the same
for other programs, and a test holds the two together (its validator takes seconds over the megabytes of a first plan).
"""

import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON, canonical, digest
from managed_apparaten.core.pointer import child
from managed_apparaten.plan.change import Plan

FORMAT_VERSION = 1
MAX_BYTES = 64 * 1024 * 1024


class PlanFileInvalid(Exception):
    """A file that is no plan, or no longer the plan it was."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


def to_json(plan: Plan) -> dict[str, JSON]:
    """The plan as plain JSON values."""
    return {name: _plain(getattr(plan, name)) for name in _names(Plan)}


def digest_of(plan: Plan) -> str:
    """SHA-256 over the canonical JSON of everything but the digest itself."""
    return digest({key: value for key, value in to_json(plan).items() if key != "digest"})


def dump(plan: Plan) -> bytes:
    """The bytes of a plan file."""
    return canonical(to_json(plan)) + b"\n"


def from_json(data: JSON) -> Plan:
    """The plan in these JSON values. Raises `PlanFileInvalid` for a shape that is no plan of this version, or a wrong digest."""
    version = data.get("format_version") if isinstance(data, dict) else None
    if type(version) is int and version != FORMAT_VERSION:
        raise _invalid("PLN004", found=str(version), known=str(FORMAT_VERSION))
    plan: Plan = _built(Plan, data, "")
    if digest({key: value for key, value in data.items() if key != "digest"}) != plan.digest:
        raise _invalid("PLN003")
    return plan


def load(data: bytes) -> Plan:
    """The plan in a file. Raises `PlanFileInvalid`; never anything else, whatever the bytes."""
    if len(data) > MAX_BYTES:
        raise _invalid("PLN001")
    try:
        raw = json.loads(data)
        same = canonical(raw) + b"\n" == data
        plan = from_json(raw)
    except (ValueError, RecursionError) as error:
        raise _invalid("PLN001") from error
    if not same:
        raise _invalid("PLN003")
    return plan


def _invalid(code: str, **args: str) -> PlanFileInvalid:
    return PlanFileInvalid(Diagnostic(code, args=args))


@cache
def _names(cls: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(cls))


def _plain(value: Any) -> JSON:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    sort: Any = type(value)
    return {name: _plain(getattr(value, name)) for name in _names(sort)}


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _built(hint: Any, data: JSON, pointer: str) -> Any:
    """A value of exactly this type from JSON: dataclasses by field, lists as tuples. Raises `PlanFileInvalid` where it does not fit."""
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
        raise PlanFileInvalid(Diagnostic("PLN002", args={"pointer": pointer or "/"}, pointer=pointer))
