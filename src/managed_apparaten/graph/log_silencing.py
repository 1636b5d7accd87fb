"""Keeps libraries from logging our secrets while they send requests and sign in.

We configure no logging ourselves. But a host that logs at DEBUG would record, measured with the locked
versions: from httpcore the headers of every answer, from hpack every header of ours with the token, from msal
a device code, and from azure-identity what Entra answers to a refusal, which can repeat a secret. Only
records that are made in a thread of ours, or during a sign-in, are dropped. What the host does itself with
the same libraries is logged as before.

A host that collects OpenTelemetry spans gets kiota's span of each request, without address and query, and
none of the sign-in: azure-core puts the text of a failure into its spans, and that text can contain the
password of a proxy.
"""

import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

HTTP_PACKAGES = ("httpcore", "hpack", "h2", "httpx")
"""Packages that carry requests to Graph."""
SIGN_IN_PACKAGES = ("azure", "msal", "msal_extensions", "urllib3", "requests")
"""Packages that carry requests for tokens."""
LATE_LOGGERS = (
    "httpcore.http2",
    "httpcore.http11",
    "httpcore.proxy",
    "httpcore.socks",
    "hpack.hpack",
    "hpack.table",
    "urllib3.connectionpool",
)
"""Loggers of modules that are imported only once there is a connection."""


class _Ours(threading.local):
    """Whether the current thread is silenced."""

    quiet = False


_ours = _Ours()


class _Filter(logging.Filter):
    """Drops the records of a silenced thread."""

    def filter(self, _record: logging.LogRecord) -> bool:
        """Return whether the record may pass. Logging calls this in the thread that made the record."""
        return not _ours.quiet


_FILTER = _Filter()


def silence_loggers(packages: tuple[str, ...]) -> None:
    """Attach the filter to all known loggers of these packages. Doing so again has no effect."""
    for name in (*LATE_LOGGERS, *logging.root.manager.loggerDict):
        if name.partition(".")[0] in packages:
            logging.getLogger(name).addFilter(_FILTER)


@contextmanager
def silenced(packages: tuple[str, ...]) -> Iterator[None]:
    """Drop the records of these packages in the current thread, until the end of the block."""
    before = _ours.quiet
    silence_loggers(packages)
    _ours.quiet = True
    try:
        yield
    finally:
        _ours.quiet = before


@contextmanager
def untraced() -> Iterator[None]:
    """Keep OpenTelemetry from recording the spans that begin in this block: their parent is a span that is
    not sampled.

    A host that records spans has imported OpenTelemetry; without it there is nothing to do.
    """
    tracing = sys.modules.get("opentelemetry.trace")
    if tracing is None:
        yield
        return
    unsampled = tracing.SpanContext(
        trace_id=1, span_id=1, is_remote=False, trace_flags=tracing.TraceFlags(tracing.TraceFlags.DEFAULT)
    )
    with tracing.use_span(tracing.NonRecordingSpan(unsampled)):
        yield
