"""Loaded by every Python process of a test run under libfaketime (`tests/conftest.py`): makes `time.sleep` work under libfaketime 0.9.10.

CPython sleeps until a moment of the monotonic clock (clock_nanosleep with TIMER_ABSTIME). With FAKETIME_DONT_FAKE_MONOTONIC=1 that
version of the library, the one in Debian 12, takes the moment for one of the moved clock and answers "Invalid argument". Waiting for a
lock that nobody releases is not touched by the library.
"""

from __future__ import annotations

import _thread
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import SupportsIndex


def sleep(seconds: float | SupportsIndex, /) -> None:
    """Wait as `time.sleep` does."""
    if float(seconds) < 0:
        raise ValueError("sleep length must be non-negative")
    never = _thread.allocate_lock()
    never.acquire()
    never.acquire(timeout=float(seconds))


time.sleep = sleep
