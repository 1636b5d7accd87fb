"""One writer at a time, and none for ever."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.apply.world import NOW

from managed_apparaten.apply.journal import JournalFailed
from managed_apparaten.apply.lock import Lock, acquire
from managed_apparaten.core.clock import VirtualClock
from managed_apparaten.core.diagnostic import Diagnostic


def take(directory: Path, pid: int = 11, host: str = "here") -> Lock | Diagnostic:
    return acquire(directory / "lock", VirtualClock(NOW), pid, host)


def held(directory: Path, pid: int = 11, host: str = "here") -> Lock:
    lock = take(directory, pid, host)
    assert isinstance(lock, Lock)
    return lock


def test_the_second_writer_is_told_who_is_busy(tmp_path: Path) -> None:
    first = held(tmp_path)
    second = take(tmp_path, 12)
    assert isinstance(second, Diagnostic)
    assert (second.code, dict(second.args)) == (
        "APL040",
        {"pid": "11", "host": "here", "since": "2026-11-21T09:00:00+00:00"},
    )
    assert first.held()
    first.release()
    held(tmp_path, 13).release()


def test_a_released_lock_leaves_no_word_about_its_holder(tmp_path: Path) -> None:
    held(tmp_path).release()
    again = held(tmp_path, 12)
    assert again.diagnostics == ()
    again.release()


def test_the_lock_of_a_process_that_died_here_is_taken_over_with_a_note(tmp_path: Path) -> None:
    program = (
        "import os, sys\nfrom datetime import datetime, UTC\nfrom pathlib import Path\n"
        "from managed_apparaten.apply.lock import acquire\nfrom managed_apparaten.core.clock import VirtualClock\n"
        "acquire(Path(sys.argv[1]), VirtualClock(datetime(2026, 1, 1, tzinfo=UTC)), 99, 'here')\nos._exit(9)\n"
    )
    source = str(Path(__file__).parents[3] / "src")
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "lock")],
        env={**os.environ, "PYTHONPATH": source},
        check=False,
    )
    assert done.returncode == 9
    lock = held(tmp_path)
    assert [(d.code, d.severity, d.args["pid"]) for d in lock.diagnostics] == [("APL041", "note", "99")]
    lock.release()


def test_a_lock_that_another_machine_left_is_not_taken_over(tmp_path: Path) -> None:
    lock = held(tmp_path, 11, "elsewhere")
    os.close(lock.descriptor)
    refused = take(tmp_path)
    assert isinstance(refused, Diagnostic)
    assert refused.args["host"] == "elsewhere"


def test_a_lock_whose_file_was_removed_or_replaced_is_lost(tmp_path: Path) -> None:
    lock = held(tmp_path)
    lock.path.unlink()
    assert not lock.held()
    other = held(tmp_path, 12)
    assert (lock.held(), other.held()) == (False, True)
    lock.release()
    other.release()


def test_a_link_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lock").mkdir(mode=0o700)
    (tmp_path / "lock" / "lock").symlink_to(tmp_path / "theirs")
    with pytest.raises(JournalFailed):
        take(tmp_path)
