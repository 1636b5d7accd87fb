"""Every body that the compiler makes: of the example and of all golden files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.golden.cases import DAY

from managed_apparaten.compile.compiler import compile_policies
from managed_apparaten.compile.kind import Kind
from managed_apparaten.kinds import all_kinds
from managed_apparaten.policy.load import load
from managed_apparaten.resolve.decide import decide

ROOT = Path(__file__).resolve().parents[2]
KINDS = {kind.name: kind for kind in all_kinds()}

REFERRED = "6f9619ff-8b86-d011-b42d-00c04fc964ff"
"""An id that stands for every object that a body refers to."""


@dataclass(frozen=True, slots=True)
class Made:
    """One compiled object."""

    name: str
    kind: Kind
    body: dict[str, Any]
    apps: tuple[str, ...]

    @property
    def type(self) -> str:
        """The bare type name."""
        return self.kind.odata_type.removeprefix("microsoft.graph.")


def example() -> Iterator[Made]:
    """What the example organisation compiles to."""
    policy = load(ROOT / "policies").policy
    assert policy
    for resource in compile_policies(policy, decide(policy, DAY), all_kinds()).resources:
        yield Made(
            f"example {resource.address}",
            KINDS[resource.address.kind],
            resolved(resource.body),
            tuple(resource.apps or ()),
        )


def goldens() -> Iterator[Made]:
    """What stands in the golden files."""
    for path in sorted((ROOT / "tests" / "golden").glob("*/*/expected.json")):
        for address, found in json.loads(path.read_text("utf-8")).items():
            yield Made(
                f"golden {path.parent.name} {address}",
                KINDS[path.parents[1].name],
                resolved(found["body"]),
                tuple(found.get("apps") or ()),
            )


def resolved(value: Any) -> Any:
    """A body as it is sent: a reference to another object of ours is that object's id."""
    if isinstance(value, dict):
        return REFERRED if set(value) == {"$ref"} else {key: resolved(inner) for key, inner in value.items()}
    return [resolved(inner) for inner in value] if isinstance(value, list) else value


def created(one: Made) -> bool:
    """Whether it is an object of its own; assignments of an app are written on an app that is there."""
    return one.type != "mobileApp"


def everything() -> list[Made]:
    """All of them, the example first."""
    return [*example(), *goldens()]


def one_of_each_type() -> list[Made]:
    """The first of the example for each kind, or the first golden."""
    found: dict[str, Made] = {}
    for made in filter(created, everything()):
        found.setdefault(made.kind.name, made)
    return [found[name] for name in sorted(found)]
