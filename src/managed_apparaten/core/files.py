"""Reading files that a user names, such as plans and snapshots: only regular files, and only up to a size."""

import os
import stat
from pathlib import Path

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
"""O_NONBLOCK keeps `open` from waiting on a named pipe."""


class FileRefused(Exception):
    """A file that is not read: a directory, pipe or device, or one that is too large.

    `args[0]` is the path, `args[1]` the largest size in MiB.
    """


def read_regular_file(path: Path, limit: int) -> bytes:
    """Return the content of a regular file of at most `limit` bytes; a link to such a file is followed.

    Raises `FileRefused`, or OSError as `open` does.
    """
    refusal = FileRefused(str(path), limit >> 20)
    with os.fdopen(os.open(path, _FLAGS), "rb") as stream:
        # First the kind and size of what was opened, not of the path: the path may name another file by now.
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_size > limit:
            raise refusal
        # Then one byte more than the limit, because the file may have grown since.
        content = stream.read(limit + 1)
    if len(content) > limit:
        raise refusal
    return content
