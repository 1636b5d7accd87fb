"""Silence of the libraries between us and Microsoft while they carry our secrets.

We configure no logging. But a host that listens at DEBUG would write down, measured with the versions that are locked: from httpcore
the headers of every answer, from hpack every header of ours with the token, from msal a device code, and from azure-identity what
Entra says to a refusal, which can repeat a secret. Only records made in a thread of ours, or while it signs in, are dropped; what the
host does itself with the same libraries is logged as before.

A host that collects OpenTelemetry's spans gets kiota's of each request, without address and query, and none of the sign-in: azure-core
puts the text of a failure into its own, and a proxy can have that text hold its password.
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
"""Loggers of modules that are imported only when a connection is there."""


class _Ours(threading.local):
    quiet = False


_ours = _Ours()


class _Filter(logging.Filter):
    def filter(self, _record: logging.LogRecord) -> bool:
        """Whether the record may pass; it is asked in the thread that made it."""
        return not _ours.quiet


_FILTER = _Filter()


def silence_loggers(packages: tuple[str, ...]) -> None:
    """Let their loggers, as far as they are known, be silent where `silenced` says so. A second time does nothing."""
    for name in (*LATE_LOGGERS, *logging.root.manager.loggerDict):
        if name.partition(".")[0] in packages:
            logging.getLogger(name).addFilter(_FILTER)


@contextmanager
def silenced(packages: tuple[str, ...]) -> Iterator[None]:
    """In this thread, until the end of the block."""
    before = _ours.quiet
    silence_loggers(packages)
    _ours.quiet = True
    try:
        yield
    finally:
        _ours.quiet = before


@contextmanager
def untraced() -> Iterator[None]:
    """Spans that are begun in this block are children of one that nobody samples, so nobody samples them. A host that records spans has
    loaded OpenTelemetry; without it there is nothing to do."""
    tracing = sys.modules.get("opentelemetry.trace")
    if tracing is None:
        yield
        return
    nobody = tracing.SpanContext(
        trace_id=1, span_id=1, is_remote=False, trace_flags=tracing.TraceFlags(tracing.TraceFlags.DEFAULT)
    )
    with tracing.use_span(tracing.NonRecordingSpan(nobody)):
        yield
