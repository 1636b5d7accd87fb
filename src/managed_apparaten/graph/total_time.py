"""Limits the total time of work in a library that knows no such limit: a service that sends one byte now and
then keeps it busy for ever."""

import queue
import threading
from collections.abc import Callable
from contextvars import copy_context
from typing import TypeVar

T = TypeVar("T")


class TimeExceeded(Exception):
    """The work did not end in its time. It may still be going on; its result is ignored."""


def _nothing() -> None:
    """Do nothing."""


def run_within(seconds: float, work: Callable[[], T], unwanted: Callable[[], None] = _nothing) -> T:
    """Return the result of `work`, or raise what it raises; raise `TimeExceeded` after `seconds` seconds.

    The work runs in a daemon thread, so the program can end without waiting for it, and Ctrl-C interrupts the
    wait. `unwanted` is called in that thread when the work ends after the caller stopped waiting, also
    because of Ctrl-C: it closes what the work used.
    """
    ended: queue.SimpleQueue[tuple[T | None, BaseException | None]] = queue.SimpleQueue()
    lock, is_abandoned = threading.Lock(), threading.Event()

    def run_work() -> None:
        result: T | None = None
        error: BaseException | None = None
        try:
            result = work()
        except BaseException as raised:  # noqa: BLE001 - it is raised again, in the thread that waits
            error = raised
        with lock:
            ended.put((result, error))
        if is_abandoned.is_set():
            unwanted()

    threading.Thread(target=copy_context().run, args=(run_work,), name="bounded", daemon=True).start()
    try:
        result, error = ended.get(timeout=max(seconds, 0.0))
    except BaseException as interrupted:
        # The time passed, or Ctrl-C came. Decide under the lock whether the work ended just before that.
        is_timeout = isinstance(interrupted, queue.Empty)
        with lock:
            if ended.empty():
                is_abandoned.set()
                if is_timeout:
                    raise TimeExceeded from None
                raise
        # The work had ended after all. Ctrl-C still counts; a result that came at the last moment is used.
        if not is_timeout:
            unwanted()
            raise
        result, error = ended.get()
    if error is not None:
        raise error
    return result  # type: ignore[return-value]
