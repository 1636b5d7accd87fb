"""Why and how long we wait before a request, and the times that a service states in its headers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

from managed_apparaten.core.clock import Clock
from managed_apparaten.graph.errors import TransportFailed

Why = Literal["asked", "down", "unreachable", "budget"]
"""Why we wait. `asked`: the service said that we send too much. `down`: it is temporarily unavailable.
`unreachable`: there is no connection, or no answer. `budget`: we have sent all that the published limits
allow for now."""
Service = Literal["Intune", "Entra ID"]


@dataclass(frozen=True, slots=True)
class Wait:
    """A pause that is about to begin."""

    seconds: float
    why: Why
    service: Service


class OutOfTime(TransportFailed):
    """The request was not sent: the time for sending to one tenant is used up (`retry.Limits.overall`)."""

    def __init__(self) -> None:
        super().__init__("", sent=False, lasting=True)


class WaitInterrupted(TransportFailed):
    """A wait was ended early, by the deadline of the run or by a request to stop. The request that waited was
    not sent."""

    def __init__(self, message: str) -> None:
        super().__init__(message, sent=False, lasting=True)


OnWait = Callable[[Wait], None]
"""Called before each pause."""


def ignore_wait(_wait: Wait) -> None:
    """Report nothing: for callers that show no progress."""


OnList = Callable[[int, int], None]
"""Called each time a list was read to its end, with the number of lists read so far and their total."""


def ignore_list(_done: int, _total: int) -> None:
    """Report nothing: for callers that show no progress."""


def service_behind(path: str) -> Service:
    """Return the product that answers a path, for messages to people; `rate_limit` has its own division."""
    return "Intune" if path.startswith(("/deviceManagement", "/deviceAppManagement")) else "Entra ID"


def retry_after(headers: Mapping[str, str], clock: Clock) -> float | None:
    """Return the seconds that a Retry-After header asks to wait; None when it is absent or unreadable.

    The header holds a whole number, a fraction, or a date. A date is compared with the Date header of the
    same answer, else with our clock.
    """
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    if text.replace(".", "", 1).isdigit() and text.isascii():
        return float(text)
    moment, now = http_date(text), http_date(headers.get("date", "")) or clock.now()
    return max(0.0, (moment - now).total_seconds()) if moment else None


def http_date(text: str) -> datetime | None:
    """Return the moment in a date header (RFC 9110), in UTC when it states no zone; None when it is
    unreadable."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
