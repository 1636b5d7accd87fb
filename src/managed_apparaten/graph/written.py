"""Whether a tenant may have been changed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Written:
    """Counts writes that may have changed something: it only goes up, so that threads can share it."""

    whole: Written | None = None
    """The count of which this one is a part."""
    count: int = 0

    def note(self) -> None:
        """One more."""
        self.count += 1
        if self.whole:
            self.whole.note()
