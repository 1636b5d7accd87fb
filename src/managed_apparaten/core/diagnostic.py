"""Diagnostics: problems that the user can solve, as a code and its arguments.

The sentence for each code stands in `managed_apparaten.messages`, once in each language; `render/` fills in the arguments.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from managed_apparaten.core.span import Span

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that belongs to a diagnostic, such as the other side of a contradiction."""

    span: Span
    label: str
    """Message key, for example `label.first-here`."""
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem. A code is a prefix such as POL, RES, KND, GRA, PLN or APL with three digits; numbers are never used again."""

    code: str
    severity: Severity = "error"
    """`error`: nothing is written. `warning`: somebody should act. `note`: somebody should know."""
    span: Span | None = None
    args: Mapping[str, str] = field(default_factory=dict)
    """Values for the placeholders of the message; strings only, so that JSON output needs no conversion."""
    pointer: str | None = None
    """JSON pointer (RFC 6901) into the policy file or the Graph body, where that says more than the span."""
    related: tuple[Related, ...] = ()
    suggestion: str | None = None
    """What the user most likely meant, for example the known key that is most like the one written."""
    address: str | None = None
    """Address of the object that it is about, for example `ios_compliance/college`."""


def sort_key(diagnostic: Diagnostic) -> tuple[str, int, int, str, tuple[tuple[str, str], ...]]:
    """Return the sort key for printing: file, place, code and arguments, so that the same problems always give the same text."""
    span = diagnostic.span or Span("", 0, 0)
    return (span.file, span.line, span.col, diagnostic.code, tuple(sorted(diagnostic.args.items())))


def has_errors(diagnostics: tuple[Diagnostic, ...] | list[Diagnostic]) -> bool:
    """Return whether at least one of them is an error."""
    return any(d.severity == "error" for d in diagnostics)


def each_once(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the diagnostics in printing order, equal ones once: several roles can meet the same problem."""
    unique: list[Diagnostic] = []
    last_key = None
    for diagnostic in sorted(diagnostics, key=lambda d: (*sort_key(d), d.address or "")):
        key = (sort_key(diagnostic), diagnostic.address)
        if key != last_key:
            unique.append(diagnostic)
        last_key = key
    return tuple(unique)
