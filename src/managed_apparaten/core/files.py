"""Files that a user names and that anybody may have put there: only plain ones are read, and no more than fits."""

import os
import stat
from pathlib import Path

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


class FileRefused(Exception):
    """A directory, pipe or device, or more bytes than are read; `args[0]` is the path, `args[1]` the limit in MiB."""


def read_regular_file(path: Path, limit: int) -> bytes:
    """What is in a regular file of at most `limit` bytes; a link to one is followed. Raises `FileRefused`, or OSError as `open` does."""
    refusal = FileRefused(str(path), limit >> 20)
    with os.fdopen(os.open(path, _FLAGS), "rb") as stream:
        facts = os.fstat(stream.fileno())
        if not stat.S_ISREG(facts.st_mode) or facts.st_size > limit:
            raise refusal
        found = stream.read(limit + 1)
    if len(found) > limit:
        raise refusal
    return found
