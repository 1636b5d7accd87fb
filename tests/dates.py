"""The tests at other moments and in other zones, under libfaketime: `make test-dates`, and `make test-dates-quick` for a part.

The library moves the clock of every process that is started (LD_PRELOAD), also what OpenSSL and other C code read. It comes from the
system's package (Debian: `faketime`) or else from the Python package `libfaketime`; docs/testing.md has the rest.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
MOMENTS = (
    ("Europe/Amsterdam", "2027-03-28T02:30:00"),
    ("Pacific/Auckland", "2028-02-29T23:30:00"),
    ("America/Los_Angeles", "2031-12-31T23:59:00"),
)
"""Zones with the local time at which a run begins. The first does not exist, as the clocks go from 02:00 to 03:00 in that night: it is
taken by the offset of before the change, so the run begins at 01:30 UTC, when clocks show 03:30. The others pass midnight on the way."""
PART = (
    "tests/unit/core/test_clock.py", "tests/unit/emulator/test_authority.py", "tests/unit/emulator/test_server.py",
    "tests/unit/graph/test_auth_embedded.py", "tests/unit/graph/test_auth_errors.py", "tests/unit/graph/test_auth_modes.py",
    "tests/unit/doctor/test_script.py", "tests/unit/cli/test_tenant_serve.py", "tests/unit/cli/test_tenant_replay.py",
    "tests/unit/cli/test_tenant_approval.py",
)  # fmt: skip
"""Where certificates, tokens and files meet the clock of the machine."""
LIBRARIES = ("usr/lib/*/faketime", "usr/lib/faketime", "usr/lib64/faketime", "usr/local/lib/faketime")
ABSENT = """make test-dates needs libfaketime, and none was found that moves the clock of this machine's Python. Install it:
  Debian, Ubuntu: apt-get install faketime     (as root)
  Fedora:         dnf install libfaketime      (as root)
  without root:   .venv/bin/python -m pip install libfaketime     (Linux on x86-64)
macOS and Windows have no LD_PRELOAD: use a Linux machine, a container or WSL. `make test` needs none of this."""
INSIDE = "tests/unit/test_any_day.py"
"""Moves the clock inside the process and needs no library."""


def candidates() -> Iterator[Path]:
    """Where the library may be: the build for threads of a system's package, then the Python package."""
    for folder in LIBRARIES:
        yield from sorted(Path("/").glob(f"{folder}/libfaketimeMT.so.1"))
    package = importlib.util.find_spec("libfaketime")
    for folder in package.submodule_search_locations or () if package else ():
        yield Path(folder) / "vendor" / "libfaketime" / "src" / "libfaketime.so.1"


def environment(library: Path, zone: str, seconds: int) -> dict[str, str]:
    """That of a process whose clock is so many seconds ahead, in that zone.

    A distance and no fixed moment: all processes then share one clock, whenever each is started.
    """
    moved = {
        "LD_PRELOAD": str(library),
        "FAKETIME": f"{seconds:+d}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "TZ": zone,
    }
    return {**os.environ, **moved}


def works(library: Path) -> bool:
    """Whether a process that is started with it has its clock ahead. A loader that cannot load it only prints a line."""
    asked = 10**8
    command = [sys.executable, "-c", "import time; print(time.time())"]
    done = subprocess.run(
        command, env=environment(library, "UTC", asked), capture_output=True, text=True, check=False
    )
    return done.returncode == 0 and float(done.stdout) - time.time() > asked / 2


def ahead(zone: str, local: str) -> int:
    """Seconds from now until a local time in a zone."""
    return round(datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).timestamp() - time.time())


def inside() -> int:
    """What can be run without the library."""
    print(
        f"Without it: only {INSIDE}, in which the clock is moved inside the process.",
        file=sys.stderr,
        flush=True,
    )
    return subprocess.run([sys.executable, "-m", "pytest", INSIDE], cwd=ROOT, check=False).returncode


def main() -> int:
    """Run the tests at each moment; 0 when all of them are green."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--library", action="store_true", help="only look for libfaketime: exit 0 when there is one"
    )
    options.add_argument("--part", action="store_true", help="only the tests in which clocks are judged")
    options.add_argument("tests", nargs="*", help="instead of all: files or folders for pytest")
    asked = options.parse_args()
    library = next((found for found in candidates() if found.exists() and works(found)), None)
    if asked.library:
        return 0 if library else 1
    if library is None:
        print(ABSENT, file=sys.stderr)
        return inside() if asked.part else 1
    tests, red = [*(PART if asked.part else ()), *asked.tests], []
    for zone, local in MOMENTS:
        print(f"{local} {zone}, moved by {library}", flush=True)
        command = [sys.executable, "-m", "pytest", "--numprocesses", "auto", "--dist", "worksteal", *tests]
        done = subprocess.run(
            command, cwd=ROOT, env=environment(library, zone, ahead(zone, local)), check=False
        )
        red += [f"{local} {zone}"] if done.returncode else []
    print(f"Red: {', '.join(red)}." if red else f"Green at {len(MOMENTS)} moments.")
    return 1 if red else 0


if __name__ == "__main__":
    sys.exit(main())
