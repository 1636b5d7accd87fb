"""Transcripts: commands as somebody types them, and what the program answers.

A line that starts with `$ ` is a command. What follows, up to the next command, is all that must be printed (stdout and
stderr as they come). `...` alone on a line stands for any lines, inside a line for any text. `[exit 4]` closes an answer whose exit
code is not 0. Lines that start with `#` are for the reader, except `# given:` which names the state that the scenario starts from.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Step:
    """One command and its expected answer."""

    number: int
    """Line in the transcript."""
    command: str
    expected: list[str] = field(default_factory=list)
    exit_code: int = 0


@dataclass
class Transcript:
    """A scenario file."""

    given: str
    steps: list[Step]


def read(path: Path) -> Transcript:
    """Parse a scenario."""
    given, steps = "seeded", list[Step]()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        exit_line = re.fullmatch(r"\[exit (\d)\]", line)
        if line.startswith("# given: "):
            given = line.removeprefix("# given: ")
        elif line.startswith("$ "):
            steps.append(Step(number, line[2:]))
        elif exit_line and steps:
            steps[-1].exit_code = int(exit_line[1])
        elif steps and not line.startswith("#"):
            steps[-1].expected.append(line)
    return Transcript(given, steps)


def matches(expected: list[str], printed: str) -> bool:
    """Whether the answer is what the transcript says; blank lines at both ends do not count."""
    pattern = "".join(_line_pattern(line) for line in "\n".join(expected).strip("\n").split("\n"))
    return re.fullmatch(pattern, printed.strip("\n") + "\n" if printed.strip("\n") else "\n") is not None


def _line_pattern(line: str) -> str:
    if line == "...":
        return r"(?:.*\n)*"
    return ".*".join(re.escape(part) for part in line.split("...")) + r"\n"
