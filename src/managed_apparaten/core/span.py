"""Where something stands in a file: the coin that every message, cause and blame is paid in."""

from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a policy file. Lines and columns count from 1; the end column is exclusive.

    A tuple, because every value of every file has one, and causes are told apart by theirs.
    """

    file: str
    """Path relative to the policy directory, with forward slashes, so that output is the same on every machine."""
    line: int
    col: int
    end_line: int = 0
    end_col: int = 0

    def holds(self, other: "Span") -> bool:
        """Whether this is one line and the other a stretch of it."""
        one_line = self.file == other.file and self.line == self.end_line == other.line == other.end_line
        return one_line and self.col <= other.col and other.end_col <= self.end_col

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.col}"
