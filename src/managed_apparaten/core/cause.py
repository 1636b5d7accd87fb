"""Causes: the reasons why a field of an Intune object has its value. Every leaf that the compiler makes has at least one."""

from typing import Literal, NamedTuple

from managed_apparaten.core.span import Span

CauseKind = Literal["policy", "catalogue", "default", "compiler"]
"""Where a value comes from: a line of policy, an entry of the catalogue, a default of ours, or a requirement of Intune."""


class Cause(NamedTuple):
    """One reason why a field has its value.

    A named tuple and no dataclass, because each leaf of each object has causes, and they are joined and compared often.
    """

    kind: CauseKind
    message: str
    """Key in `managed_apparaten.messages`, for example `cause.rule`; never a finished sentence."""
    span: Span | None = None
    """The line of policy or catalogue. Causes of the kinds `default` and `compiler` have none."""
    args: tuple[tuple[str, str], ...] = ()
    """Placeholders of the message with their values, sorted by name."""


Causes = tuple[Cause, ...]
"""The causes of one field, the most important first."""


def cause(kind: CauseKind, message: str, span: Span | None = None, **args: str) -> Cause:
    """Return a cause with its arguments in a fixed order, so that equal causes compare as equal."""
    return Cause(kind, message, span, tuple(sorted(args.items())))
