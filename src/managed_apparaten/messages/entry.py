"""One message."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A sentence (what), advice (what now) and a longer explanation that `apparaten explain CODE` prints."""

    text: str
    help: str = ""
    explain: str = ""
