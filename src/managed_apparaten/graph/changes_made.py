"""What a command may have changed so far: objects in a tenant, and files."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class ChangesMade:
    """Counts the writes to a tenant that may have changed something, and lists the files that were written.

    Counts only grow and entries are only added, so threads can share one instance.
    """

    parent: ChangesMade | None = None
    """The count to which everything here is added too: that of a whole fleet, for one of its members."""
    count: int = 0
    """Writes that may have changed something."""
    repeated_writes: int = 0
    """Writes that were sent again because the service asked to retry later or refused the token. The service
    may have carried out each of them."""
    files: list[str] = field(default_factory=list)
    """Files that were written for the user. Files in the state directory are not listed."""

    def count_write(self) -> None:
        """Count one more write."""
        self.count += 1
        if self.parent:
            self.parent.count_write()

    def add_file(self, file: Path) -> None:
        """Add a file that is about to be written: from now on it may exist, complete or in part."""
        self.files.append(file.as_posix())
        if self.parent:
            self.parent.add_file(file)

    def __bool__(self) -> bool:
        """Return whether anything may have been changed."""
        return bool(self.count or self.files)
