"""A problem that the user can mend, as data: a code and its arguments, never a finished sentence.

The sentence stands in `managed_apparaten.messages`, once per language; renderers put the two together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from managed_apparaten.core.span import Span

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that belongs to the same problem, such as the other side of a contradiction."""

    span: Span
    label: str
    """Message key, for example `label.first-here`."""
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem. Codes are POL, RES, KND, SGN, GRA, PLN, APL, AUD or EMU with three digits and are never reused."""

    code: str
    severity: Severity = "error"
    span: Span | None = None
    args: Mapping[str, str] = field(default_factory=dict)
    """Values for the placeholders of the message; strings only, so that JSON output needs no conversion."""
    pointer: str | None = None
    """JSON pointer (RFC 6901) into the document or the Graph body, where that says more than the span."""
    related: tuple[Related, ...] = ()
    suggestion: str | None = None
    """What the user most likely meant, for example the nearest known key."""
    address: str | None = None
    """The resource concerned, for example `ios_compliance/college`."""


def sort_key(diagnostic: Diagnostic) -> tuple[str, int, int, str, tuple[tuple[str, str], ...]]:
    """Order for printing: by file, place and code, so that the same faults always give the same text."""
    span = diagnostic.span or Span("", 0, 0)
    return (span.file, span.line, span.col, diagnostic.code, tuple(sorted(diagnostic.args.items())))


def has_errors(diagnostics: tuple[Diagnostic, ...] | list[Diagnostic]) -> bool:
    """Whether any of them forbids going on."""
    return any(d.severity == "error" for d in diagnostics)


def each_once(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Diagnostics in printing order, each once: many roles can run into one and the same thing."""
    kept: list[Diagnostic] = []
    last = None
    for diagnostic in sorted(diagnostics, key=lambda d: (*sort_key(d), d.address or "")):
        key = (sort_key(diagnostic), diagnostic.address)
        if key != last:
            kept.append(diagnostic)
        last = key
    return tuple(kept)
