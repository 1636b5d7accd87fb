"""Spans of whoever makes them, as a host that collects them would get them: kiota's for Graph, azure-core's for the sign-in.

OpenTelemetry takes one provider for the life of a process, so this one stays, and keeps spans only while somebody listens.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from azure.core.settings import settings
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor, SpanExporter, SpanExportResult


class _Kept(SpanExporter):
    def __init__(self) -> None:
        self.lines: list[str] | None = None

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """With attributes, events and the traceback of a recorded exception."""
        if self.lines is not None:
            self.lines += [span.to_json(indent=None) for span in spans]
        return SpanExportResult.SUCCESS


@functools.cache
def _provided() -> _Kept:
    kept = _Kept()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(kept))
    trace.set_tracer_provider(provider)
    return kept


@contextmanager
def collected() -> Iterator[list[str]]:
    """The spans that end within the block, one JSON document each."""
    kept, lines = _provided(), list[str]()
    before = settings.tracing_enabled()
    settings.tracing_enabled = True
    kept.lines = lines
    try:
        yield lines
    finally:
        kept.lines = None
        settings.tracing_enabled = before
