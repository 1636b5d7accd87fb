"""Files that only their owner reads, also where an older one was open to others."""

import os
import stat
from pathlib import Path

from managed_apparaten.graph.changes_made import ChangesMade


def write_private(path: Path, data: bytes, written: ChangesMade) -> None:
    """Write a file with mode 0600. What is no plain file, such as a pipe, keeps its own."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            written.add_file(path)
            os.fchmod(descriptor, 0o600)
            os.ftruncate(descriptor, 0)
        file.write(data)
