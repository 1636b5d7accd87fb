"""What comes in on a connection: in a bounded time, and for a host that this server can be."""

from __future__ import annotations

import io
import ipaddress
import socket
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PATIENCE = 30
"""Seconds that a connection may be idle."""
WHOLE = 60
"""Seconds that a request may take to come in, from its first byte to its last. A client that drips a byte a second is cut then."""
SERVICE = (
    ".microsoft.com",
    ".microsoftonline.com",
    ".microsoft.us",
    ".microsoftonline.us",
    ".chinacloudapi.cn",
    ".windows.net",
)
"""Domains of Microsoft: a client whose name server sends them here asks for the host by its own name."""


class Inbound(io.RawIOBase):
    """The bytes of one socket. Reading raises TimeoutError when a request has taken too long; `clock` says how long."""

    def __init__(self, connection: socket.socket, clock: Callable[[], float] = time.monotonic) -> None:
        self._connection, self._clock = connection, clock
        self._begun: float | None = None

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Wait for the next bytes, as long as this request may still take."""
        left = PATIENCE if self._begun is None else self._begun + WHOLE - self._clock()
        if left <= 0:
            raise TimeoutError("the request took too long")
        self._connection.settimeout(min(PATIENCE, left))
        read = self._connection.recv_into(buffer)
        self._connection.settimeout(PATIENCE)
        if self._begun is None:
            self._begun = self._clock()
        return read

    def next_request(self) -> None:
        """What comes from now on is another request."""
        self._begun = None


def host_problem(hosts: Sequence[str], version: str) -> str:
    """Why a request with these Host headers is refused; empty when it is not (RFC 9112, 3.2).

    A page in a browser can have its own name point to this machine and would read the tenant; so a name must be this machine's, or one
    that is Microsoft's.
    """
    if len(hosts) != 1:
        return "" if not hosts and version == "HTTP/1.0" else "A request has one Host."
    name = hosts[0].strip().lower()
    name = name[1:].partition("]")[0] if name.startswith("[") else name.partition(":")[0]
    if name == "localhost" or name.endswith((".localhost", *SERVICE)):
        return ""
    try:
        return "" if ipaddress.ip_address(name).is_loopback else "This host is not served here."
    except ValueError:
        return "This host is not served here."
