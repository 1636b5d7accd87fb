"""Whether Intune can speak to Apple and Google, and until when.

Thirty days is what peers warn at. An end that Graph gives as 9999 never comes; one of year 1, or none, says nothing.
Sources: https://learn.microsoft.com/intune/intune-service/enrollment/apple-mdm-push-certificate-get (renew before it ends, else every
device is enrolled anew), https://learn.microsoft.com/graph/api/resources/intune-onboarding-vpptoken (`state`)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from managed_apparaten.graph.read.preconditions import PLAY, PROGRAM, PURCHASE, PUSH, PlatformConnection

SOON = timedelta(days=30)
NAMES = {
    PLAY: "Managed Google Play", PUSH: "Apple MDM push certificate", PROGRAM: "Apple enrollment program token", PURCHASE: "Apple VPP token",
}  # fmt: skip
"""As the portal of Intune calls them."""
_FIRST = 1


@dataclass(frozen=True, slots=True)
class ConnectionState:
    """How a connection is."""

    sort: Literal["works", "soon", "ended", "unknown"]
    name: str
    why: str = ""
    """Properties that say that it does not work, with their values."""
    date: str = ""
    days: int = 0


def connection_states(connections: Iterable[PlatformConnection], moment: datetime) -> list[ConnectionState]:
    """How each of them is at a moment."""
    return [_state(connection, moment) for connection in connections]


def _state(connection: PlatformConnection, moment: datetime) -> ConnectionState:
    name = f'{NAMES[connection.path]} "{connection.name}"' if connection.name else NAMES[connection.path]
    if connection.path == PLAY:
        return ConnectionState(
            "ended" if connection.troubles else "works", name, ", ".join(connection.troubles)
        )
    end = _moment(connection.ends)
    if end is None:
        return (
            ConnectionState("ended", name, ", ".join(connection.troubles))
            if connection.troubles
            else ConnectionState("unknown", name)
        )
    date = f"{end:%Y-%m-%d}"
    late = ("expirationDateTime " + date,) if end <= moment else ()
    if late or connection.troubles:
        return ConnectionState("ended", name, ", ".join((*late, *connection.troubles)), date)
    return ConnectionState("soon" if end - moment <= SOON else "works", name, "", date, (end - moment).days)


def _moment(text: str) -> datetime | None:
    """The moment in a text of Graph, which has up to seven digits of a second; None where it says nothing."""
    try:
        found = datetime.fromisoformat(text[:19])
    except ValueError:
        return None
    return None if found.year == _FIRST else found.replace(tzinfo=UTC)
