"""What a campaign looked at, what it found, and whether everything that should have met did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.campaigns.canaries import VALUES
from tests.campaigns.heard import CODE
from tests.campaigns.searcher import Leak, Searcher


@dataclass
class Tally:
    """What was looked at, and what was found."""

    runs: Counter[str] = field(default_factory=Counter)
    wrong: set[str] = field(default_factory=set)
    met: set[tuple[str, str]] = field(default_factory=set)
    """(command or way to sign in, fault) that were run together."""
    leaks: list[tuple[str, str, Leak]] = field(default_factory=list)
    """(command, fault, what)."""
    failed: list[str] = field(default_factory=list)
    """Runs that did not end well although nothing was wrong: such a campaign proves nothing."""
    looked: int = 0
    """Bytes."""

    @property
    def combinations(self) -> int:
        return sum(self.runs.values()) * len(VALUES)

    def add(self, other: Tally) -> None:
        """What another looked at as well."""
        self.runs += other.runs
        self.wrong |= other.wrong
        self.met |= other.met
        self.leaks += other.leaks
        self.failed += other.failed
        self.looked += other.looked

    def line(self) -> str:
        """The last line of the campaign."""
        runs = sum(self.runs.values())
        return (
            f"{len(self.runs)} commands x {len(self.wrong)} faults ({runs} runs, {len(self.met)} pairs) x {len(VALUES)} canaries = "
            f"{self.combinations} combinations, "
            f"{self.looked / 2**20:.0f} MiB searched, leaks {len(self.leaks)}"
        )

    def table(self) -> str:
        """Commands with their runs and leaks."""
        leaks = Counter(command for command, _, _ in self.leaks)
        rows = [f"{name:<32} {runs:>5} {leaks[name]:>6}" for name, runs in sorted(self.runs.items())]
        return "\n".join([f"{'command':<32} {'runs':>5} {'leaks':>6}", *rows])

    def told(self) -> str:
        """Each leak once for its place and form, with an example."""
        seen: dict[tuple[str, str, str], list[Any]] = {}
        for command, wrong, leak in self.leaks:
            entry = seen.setdefault((command, leak.where, leak.form), [0, wrong, leak.around])
            entry[0] += 1
        return "\n".join(
            f"{count}x {command} [{wrong}] {where} ({form}): {around!r}"
            for (command, where, form), (count, wrong, around) in seen.items()
        )


CALM, WELL = ("nothing", "Entra: none"), (b"0", b"2")
"""When nothing is wrong, and how a run ends then."""


class Look(Protocol):
    """Takes what a run left behind."""

    def __call__(self, command: str, wrong: str, left: Mapping[str, bytes], mode: str = "") -> None:
        """`mode`: the way to sign in, when there was one."""


def looker(tally: Tally, searcher: Searcher) -> Look:
    """Searches what a run left behind and counts."""

    def look(command: str, wrong: str, left: Mapping[str, bytes], mode: str = "") -> None:
        tally.runs[command] += 1
        tally.wrong.add(wrong)
        tally.met |= {(command, wrong)} | ({(mode, wrong)} if mode else set())
        if wrong in CALM and left[CODE] not in WELL:
            tally.failed.append(f"{command} {mode}: {left.get('stderr', b'').decode()[:500]}")
        for where, data in left.items():
            tally.looked += len(data)
            tally.leaks += [(command, wrong, leak) for leak in searcher.search(where, data)]

    return look
