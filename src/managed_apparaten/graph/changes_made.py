"""What a command may have changed until now: a tenant, and files."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class ChangesMade:
    """Counts writes to a tenant that may have changed something, and names files: it only grows, so that threads can share it."""

    parent: ChangesMade | None = None
    """The count of which this one is a part."""
    count: int = 0
    repeated_writes: int = 0
    """Writes that were sent once more, because the service asked to come again or with another token: it may have carried out each."""
    files: list[str] = field(default_factory=list)
    """Files that were written for whoever runs the command. The state directory keeps its own, which are not named."""

    def count_write(self) -> None:
        """One more."""
        self.count += 1
        if self.parent:
            self.parent.count_write()

    def add_file(self, file: Path) -> None:
        """A file that is about to be written: from then on it may be there, whole or in part."""
        self.files.append(file.as_posix())
        if self.parent:
            self.parent.add_file(file)

    def __bool__(self) -> bool:
        """Whether anything may have been changed."""
        return bool(self.count or self.files)
