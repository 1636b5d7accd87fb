"""The settings of a line to Graph."""

import math
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class HttpSettings:
    """How the line to Graph is used; times in seconds."""

    ca: Path | None = None
    """Certificate authorities to trust instead of the usual ones."""
    max_connections: int = 16
    """Requests on their way at the same time."""
    connect_timeout: float = 15.0
    read_timeout: float = 60.0
    """How long nothing may come."""
    exchange_timeout: float = 180.0
    """How long one exchange may take."""
    end: float = math.inf
    """The moment on the monotonic clock at which an exchange that is still under way is given up."""
    idle_timeout: float = 15.0
    """After this an unused connection is not trusted with another request: one that the other side has closed meanwhile looks like
    a request without an answer, and after a write that costs a search."""
