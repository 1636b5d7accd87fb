"""What a kind says of each place in a body, to walk along with the body.

A kind writes pointer patterns such as `/scheduledActionsForRule/*/id`, where `*` stands for any one step. They become a tree once, so
that a step into the body is a step in the tree, and most steps lead to where nothing is said.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, reduce

from managed_apparaten.core.pointer import parts
from managed_apparaten.resource.shape import ResourceShape

_ANY = "*"
_Said = tuple[tuple[str, ...], str]
"""(steps that are left, what is said there)."""
_SET, _READ_ONLY, _KEY = "set", "read-only", "key:"


class Place:
    """One place and all below it."""

    __slots__ = ("_below", "_else", "is_set", "key", "read_only")

    def __init__(self, said: Sequence[_Said]) -> None:
        here = [what for steps, what in said if not steps]
        further = [(steps, what) for steps, what in said if steps]
        self.read_only = _READ_ONLY in here
        """Nothing here is ever compared."""
        self.is_set = _SET in here
        """The list here has no order."""
        self.key = next((what.removeprefix(_KEY) for what in here if what.startswith(_KEY)), "")
        """The property that tells the members of the list here apart, if one does."""
        named = sorted({steps[0] for steps, _ in further} - {_ANY})
        self._below: Mapping[str, Place] = {step: Place(_after(further, step, _ANY)) for step in named}
        self._else: Place = Place(_after(further, _ANY)) if further else self

    def at(self, step: str) -> "Place":
        """One step deeper."""
        return self._below.get(step, self._else)

    @property
    def each(self) -> "Place":
        """Any member of a list."""
        return self._else

    def under(self, steps: Iterable[str]) -> "Place":
        """As many steps deeper."""
        return reduce(Place.at, steps, self)


def places(shape: ResourceShape, read_only: frozenset[str] = frozenset()) -> Place:
    """The body as a place, with what stands in the kind and these patterns of what is not compared."""
    return _tree(shape.unordered, shape.read_only, read_only, tuple(shape.keys.items()))


@cache
def _tree(
    unordered: frozenset[str],
    read_only: frozenset[str],
    more: frozenset[str],
    keys: tuple[tuple[str, str], ...],
) -> Place:
    said = [(parts(pattern), _SET) for pattern in sorted(unordered)]
    said += [(parts(pattern), _READ_ONLY) for pattern in sorted(read_only | more)]
    return Place([*said, *((parts(pattern), _KEY + name) for pattern, name in keys)])


def _after(said: Sequence[_Said], *steps: str) -> list[_Said]:
    """What is said below, for whoever takes one of these steps."""
    return [(path[1:], what) for path, what in said if path[0] in steps]
