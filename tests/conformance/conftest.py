"""Runs only when the marker is asked for (`make conformance`), and closes with a table of what was counted."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

ROWS = pytest.StashKey[list[tuple[str, str, int]]]()
Tally = Callable[[str, str, int], None]
"""(group, what was counted, how many)."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """These modules import clients that `make setup` does not install."""
    return None if "conformance" in str(config.option.markexpr) else True


def pytest_configure(config: pytest.Config) -> None:
    config.stash[ROWS] = []


@pytest.fixture(scope="session")
def tally(request: pytest.FixtureRequest) -> Tally:
    """Adds a row to the closing table."""
    rows = request.config.stash[ROWS]
    return lambda group, what, number: rows.append((group, what, number))


@pytest.fixture(scope="session")
def long() -> bool:
    """Whether to take the time for the full number of mutants and steps."""
    return os.environ.get("CONFORMANCE") == "long"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    rows = config.stash[ROWS]
    if not rows:
        return
    terminalreporter.section("conformance")
    width = max(len(group) for group, _, _ in rows)
    before = ""
    for group, what, number in rows:
        terminalreporter.write_line(f"{group if group != before else '':{width}}  {number:>7,}  {what}")
        before = group
