"""Tests do not depend on the day, nor on how fast the machine is: which clocks they may read, and how long they may wait."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).resolve().parent
CLOCKS = {
    "time": {"time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "sleep"},
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
}
"""Calls that read a clock of their own. Tests take `tests.clock.now` where a real library judges, else a fixed moment."""
MEASURED = {
    "campaigns/canary.py": {"time.perf_counter"},
    "campaigns/fleet.py": {"time.perf_counter"},
    "dates.py": {"time.time"},
}
"""Programs that print how long they took, and the one that moves the clock."""
WAITS = {"join", "wait", "settimeout"}
LONG = 1
"""A wait of so many seconds or more is one for something that must come: its limit is `tests.limits.HANG`."""


def clocks_of(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
        ):
            module, name = node.func.value.id, node.func.attr
            if name in CLOCKS.get(module, ()):
                yield f"{module}.{name}"


def waits_of(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        found = [keyword.value for keyword in node.keywords if keyword.arg == "timeout"]
        if (
            isinstance(node.func, ast.Attribute)
            and node.func.attr in WAITS
            and ast.unparse(node.func.value) != "clock"
        ):
            found += node.args
        for value in found:
            if (
                isinstance(value, ast.Constant)
                and isinstance(value.value, int | float)
                and value.value >= LONG
            ):
                yield f"line {node.lineno}: {ast.unparse(node)}"


FILES = {path.relative_to(TESTS).as_posix(): path for path in sorted(TESTS.rglob("*.py"))}


def test_no_test_reads_a_clock_of_its_own_or_has_a_short_limit() -> None:
    wrong = dict[str, list[str]]()
    for name, path in FILES.items():
        tree = ast.parse(path.read_text("utf-8"))
        if found := [*(set(clocks_of(tree)) - MEASURED.get(name, set())), *waits_of(tree)]:
            wrong[name] = found
    assert not wrong


def test_what_is_looked_for_would_be_found() -> None:
    tree = ast.parse(
        "datetime.now(UTC)\ndate.today()\ntime.perf_counter()\nthread.join(10)\nrun(timeout=60)\nclock.wait(20)\n','.join(x)"
    )
    assert set(clocks_of(tree)) == {"datetime.now", "date.today", "time.perf_counter"}
    assert list(waits_of(tree)) == ["line 4: thread.join(10)", "line 5: run(timeout=60)"]
