"""A total time for work of a library that has none: a service that sends a byte now and then keeps it busy for ever."""

import queue
import threading
from collections.abc import Callable
from contextvars import copy_context
from typing import TypeVar

T = TypeVar("T")


class OverTime(Exception):
    """The work did not end in its time. What it still does is of no interest to anybody."""


def within(seconds: float, work: Callable[[], T]) -> T:
    """What the work gives or raises, if that comes in time; raises `OverTime` otherwise. Ctrl-C is heard meanwhile.

    The work gets a thread that is not waited for when the program ends.
    """
    ended: queue.SimpleQueue[tuple[T | None, BaseException | None]] = queue.SimpleQueue()

    def begin() -> None:
        try:
            ended.put((work(), None))
        except BaseException as problem:  # noqa: BLE001 - it is raised again, in the thread that waits
            ended.put((None, problem))

    threading.Thread(target=copy_context().run, args=(begin,), name="bounded", daemon=True).start()
    try:
        found, problem = ended.get(timeout=max(seconds, 0.0))
    except queue.Empty:
        raise OverTime from None
    if problem is not None:
        raise problem
    return found  # type: ignore[return-value]
