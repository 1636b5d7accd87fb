"""Where something stands in a file: the coin that every message, cause and blame is paid in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a policy file. Lines and columns count from 1; the end column is exclusive."""

    file: str
    """Path relative to the policy directory, with forward slashes, so that output is the same on every machine."""
    line: int
    col: int
    end_line: int = 0
    end_col: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.col}"
