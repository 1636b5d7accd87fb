"""A position in a policy file. Diagnostics and causes point to it."""

from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of text in a policy file. Lines and columns count from 1; the end column is exclusive.

    A named tuple and no dataclass, because every value of every file has a span, and causes are compared by theirs.
    """

    file: str
    """Path relative to the policy directory, with forward slashes, so that output is the same on every machine."""
    line: int
    col: int
    end_line: int = 0
    end_col: int = 0

    def holds(self, other: "Span") -> bool:
        """Return whether this span is part of one line and the other span lies inside it."""
        is_one_line = self.file == other.file and self.line == self.end_line == other.line == other.end_line
        return is_one_line and self.col <= other.col and other.end_col <= self.end_col

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.col}"
