"""Why a field has its value. Every leaf that the compiler emits carries at least one cause."""

from typing import Literal, NamedTuple

from managed_apparaten.core.span import Span

CauseKind = Literal["policy", "catalogue", "default", "compiler"]


class Cause(NamedTuple):
    """One reason. `policy` and `catalogue` causes have a span; `default` and `compiler` causes state a rule of ours or of Intune.

    A tuple, because each leaf of each object has some, and they are joined and compared.
    """

    kind: CauseKind
    message: str
    """Key in `managed_apparaten.messages`, for example `cause.rule`; never a finished sentence."""
    span: Span | None = None
    args: tuple[tuple[str, str], ...] = ()
    """Placeholders of the message, sorted by name."""


Causes = tuple[Cause, ...]


def cause(kind: CauseKind, message: str, span: Span | None = None, **args: str) -> Cause:
    """Build a cause with its arguments in a fixed order."""
    return Cause(kind, message, span, tuple(sorted(args.items())))
