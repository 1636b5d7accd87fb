"""A YAML value that knows where it stands: the form in which policy files travel until they become the model."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from managed_apparaten.core.digest import JSON
from managed_apparaten.core.span import Span

_NOTHING: Mapping[str, "Node"] = MappingProxyType({})
_NOWHERE: Mapping[str, Span] = MappingProxyType({})


class Node(NamedTuple):
    """A mapping (`fields`), a sequence (`items`) or a scalar (neither), with the plain JSON of the whole in `value`.

    A tuple, because it is made for every value of every file, and a frozen dataclass takes nearly three times as long to make.
    """

    value: JSON
    span: Span
    fields: Mapping[str, "Node"] = _NOTHING
    keys: Mapping[str, Span] = _NOWHERE
    """Where each key of a mapping is written."""
    items: Sequence["Node"] = ()
    raw: str = ""
    """A scalar as written, without quotes: `18.0` stays `18.0` where the value is a number."""

    def get(self, *path: str) -> "Node | None":
        """The node under these keys, or None where one of them is absent."""
        node: Node | None = self
        for key in path:
            node = node.fields.get(key) if node else None
        return node

    def at(self, path: Sequence[str | int]) -> "Node":
        """The node at a path that is known to exist."""
        node = self
        for step in path:
            node = node.items[step] if isinstance(step, int) else node.fields[step]
        return node

    @property
    def first_key(self) -> Span:
        """Where an object starts: its first key, or itself when it is empty."""
        return next(iter(self.keys.values()), self.span)


def select(node: Node, path: Sequence[str]) -> Iterator[Node]:
    """Every node that a path reaches; `*` stands for each item of a sequence. What has another shape reaches nothing."""
    if not path:
        yield node
        return
    step, rest = path[0], path[1:]
    for child in node.items if step == "*" else (node.fields[step],) if step in node.fields else ():
        yield from select(child, rest)


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """One policy file after parsing. `kind` is the text under the key of that name, or empty."""

    file: str
    root: Node

    @property
    def kind(self) -> str:
        """What the file says it holds."""
        kind = self.root.get("kind")
        return kind.value if kind and isinstance(kind.value, str) else ""
