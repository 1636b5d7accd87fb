"""A plan as bytes and back. The file is evidence of what was reviewed, never an instruction: apply makes its own plan and compares.

The bytes are canonical JSON and a line feed; a file that is not byte for byte what its own content says is refused, so that
nothing in it can be read in two ways.
"""

import json
import types
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Union, get_args, get_origin, get_type_hints

from jsonschema import Draft202012Validator

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


def to_json(plan: Plan) -> JSON:
    """The plan as plain JSON values."""
    return _plain(asdict(plan))


def digest_of(plan: Plan) -> str:
    """SHA-256 over the canonical JSON of everything but the digest itself."""
    return digest({key: value for key, value in to_json(plan).items() if key != "digest"})


def dump(plan: Plan) -> bytes:
    """The bytes of a plan file."""
    return canonical(to_json(plan)) + b"\n"


def from_json(data: JSON) -> Plan:
    """The plan in these JSON values. Raises `PlanFileInvalid` for a shape that is no plan of this version, or a wrong digest."""
    if isinstance(data, dict) and type(data.get("format_version")) is int and data["format_version"] != FORMAT_VERSION:
        raise _invalid("PLN004", found=str(data["format_version"]), known=str(FORMAT_VERSION))
    error = next(iter(_validator().iter_errors(data)), None)
    if error is not None:
        pointer = ""
        for step in error.absolute_path:
            pointer = child(pointer, step)
        raise PlanFileInvalid(Diagnostic("PLN002", args={"pointer": pointer or "/"}, pointer=pointer))
    plan: Plan = _built(Plan, data)
    if digest_of(plan) != plan.digest:
        raise _invalid("PLN003")
    return plan


def load(data: bytes) -> Plan:
    """The plan in a file. Raises `PlanFileInvalid`; never anything else, whatever the bytes."""
    if len(data) > MAX_BYTES:
        raise _invalid("PLN001")
    try:
        plan = from_json(json.loads(data))
        same = dump(plan) == data
    except (ValueError, RecursionError) as error:
        raise _invalid("PLN001") from error
    if not same:
        raise _invalid("PLN003")
    return plan


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(files("managed_apparaten.schemas").joinpath("plan.json").read_text("utf-8")))


def _invalid(code: str, **args: str) -> PlanFileInvalid:
    return PlanFileInvalid(Diagnostic(code, args=args))


def _plain(value: Any) -> JSON:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _built(hint: Any, data: JSON) -> Any:
    """A value of this type from JSON that the schema has passed: dataclasses by field, lists as tuples."""
    if is_dataclass(hint) and isinstance(hint, type):
        return hint(**{f.name: _built(_hints(hint)[f.name], data[f.name]) for f in fields(hint)})
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return None if data is None else _built(next(a for a in args if a is not type(None)), data)
    if origin is tuple and len(args) == 2 and args[1] is ...:
        return tuple(_built(args[0], item) for item in data)
    if origin is tuple:
        return tuple(_built(a, item) for a, item in zip(args, data, strict=True))
    return data
