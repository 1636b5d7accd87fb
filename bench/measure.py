"""Take and print measurements: medians, ratios, and the conditions under which they hold."""

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report: what was measured, the figure, and what to compare it with."""

    name: str
    figure: str
    against: str = ""


def cold(command: Sequence[str], runs: int, folder: Path) -> float:
    """Return the median seconds of a command as a whole process, imports included. The first run fills the
    disk cache and does not count.
    """
    times = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        times.append(time.perf_counter() - started)
    return statistics.median(times[1:])


def timed(work: Callable[[], object], runs: int) -> float:
    """Return the median seconds of work that is done `runs` times in this process."""
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def resident() -> float:
    """Return the megabytes of memory that this process holds now (Linux), or 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def machine() -> str:
    """Return the conditions: cores, system, interpreter and load of the machine."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {sys.version.split()[0]}{load}"


def report(title: str, rows: Sequence[Row]) -> None:
    """Print one table."""
    print(f"\n{title}")
    name = max(len(row.name) for row in rows)
    figure = max(len(row.figure) for row in rows)
    for row in rows:
        print(f"  {row.name:<{name}}  {row.figure:>{figure}}  {row.against}".rstrip())
