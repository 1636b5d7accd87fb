"""Settings of the HTTPS connection to Graph."""

import math
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class HttpSettings:
    """Settings of the HTTPS connection to Graph; times are in seconds."""

    ca: Path | None = None
    """File or directory with the certificate authorities to trust instead of the usual ones."""
    max_connections: int = 16
    """How many requests may be under way at the same time."""
    connect_timeout: float = 15.0
    """How long opening a connection may take."""
    read_timeout: float = 60.0
    """How long the service may send nothing."""
    exchange_timeout: float = 180.0
    """How long one request with its answer may take in total."""
    end: float = math.inf
    """The deadline of the run on the monotonic clock: requests that are under way then are abandoned."""
    idle_timeout: float = 15.0
    """How long an unused connection is kept for another request. When the other side has closed it in the
    meantime, the next request gets no answer, and after a write that means searching for what it changed."""
