"""Blame: a value that knows why it is there, and the split of a traced tree into body and reasons.

A kind writes an ordinary dict whose parts are wrapped with `because`. The innermost wrap wins, so a default for a
whole object can be refined leaf by leaf. `unzip` takes the wrapping off again; a leaf nobody gave a reason for is our
own mistake and raises.
"""

from dataclasses import dataclass
from typing import Any

from managed_apparaten.core.cause import Cause, Causes
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.pointer import child

_LISTS = (list, tuple)


@dataclass(frozen=True, slots=True)
class Traced:
    """A value with its causes; made by `because`."""

    value: Any
    causes: Causes


def because(value: Any, *causes: Cause) -> Traced:
    """Give a value, or every leaf below it that has no reason of its own, these causes. At least one is needed."""
    if not causes:
        raise ValueError("a value needs at least one cause")
    return Traced(value, causes)


def unzip(tree: Any) -> tuple[JSON, dict[str, Causes]]:
    """Split a traced tree into plain JSON and causes by JSON pointer. Raises LookupError for a leaf without a cause."""
    blame: dict[str, Causes] = {}
    return _strip(tree, (), "", blame), blame


def _strip(tree: Any, causes: Causes, pointer: str, blame: dict[str, Causes]) -> JSON:
    while isinstance(tree, Traced):
        causes, tree = tree.causes, tree.value
    if isinstance(tree, dict) and tree:
        return {key: _strip(value, causes, child(pointer, key), blame) for key, value in tree.items()}
    if isinstance(tree, _LISTS) and tree:
        return [_strip(value, causes, child(pointer, index), blame) for index, value in enumerate(tree)]
    if not causes:
        raise LookupError(f"no cause for {pointer or 'the whole body'}")
    blame[pointer] = causes
    return list(tree) if isinstance(tree, tuple) else tree
