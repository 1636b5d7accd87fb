"""Runs only when the marker is asked for (`make conformance`), and closes with a table of what was counted."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROWS = pytest.StashKey[dict[str, Counter[str]]]()
Tally = Callable[[str, str, int], None]
"""(group, what was counted, how many)."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """These modules import clients that `make setup` does not install."""
    return None if "conformance" in str(config.option.markexpr) else True


def pytest_configure(config: pytest.Config) -> None:
    config.stash[ROWS] = {}


@pytest.fixture(scope="session")
def tally(request: pytest.FixtureRequest) -> Tally:
    """Adds to a row of the closing table."""
    rows = request.config.stash[ROWS]

    def add(group: str, what: str, number: int) -> None:
        rows.setdefault(group, Counter())[what] += number

    return add


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A process of pytest-xdist hands what it counted to the one that prints."""
    if (output := getattr(session.config, "workeroutput", None)) is not None:
        output["tally"] = {group: dict(counted) for group, counted in session.config.stash[ROWS].items()}


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    for group, counted in getattr(node, "workeroutput", {}).get("tally", {}).items():
        node.config.stash[ROWS].setdefault(group, Counter()).update(counted)


@pytest.fixture(scope="session")
def long() -> bool:
    """Whether to take the time for the full number of mutants and steps."""
    return os.environ.get("CONFORMANCE") == "long"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    rows = config.stash[ROWS]
    if not rows:
        return
    terminalreporter.section("conformance")
    width = max(len(group) for group in rows)
    for group, counted in sorted(rows.items()):
        for number, (what, count) in enumerate(counted.items()):
            terminalreporter.write_line(f"{'' if number else group:{width}}  {count:>7,}  {what}")
