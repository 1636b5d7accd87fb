"""A total time for work of a library that has none: a service that sends a byte now and then keeps it busy for ever."""

import queue
import threading
from collections.abc import Callable
from contextvars import copy_context
from typing import TypeVar

T = TypeVar("T")


class TimeExceeded(Exception):
    """The work did not end in its time. What it still does is of no interest to anybody."""


def _nothing() -> None:
    pass


def run_within(seconds: float, work: Callable[[], T], unwanted: Callable[[], None] = _nothing) -> T:
    """What the work gives or raises, if that comes in time; raises `TimeExceeded` otherwise. Ctrl-C is heard meanwhile.

    The work gets a thread that is not waited for when the program ends. `unwanted` is called in it when the work ends after nobody waits
    for it any more, because of Ctrl-C as well: to close what it used.
    """
    ended: queue.SimpleQueue[tuple[T | None, BaseException | None]] = queue.SimpleQueue()
    guard, given_up = threading.Lock(), threading.Event()

    def begin() -> None:
        found: T | None = None
        problem: BaseException | None = None
        try:
            found = work()
        except BaseException as raised:  # noqa: BLE001 - it is raised again, in the thread that waits
            problem = raised
        with guard:
            ended.put((found, problem))
        if given_up.is_set():
            unwanted()

    threading.Thread(target=copy_context().run, args=(begin,), name="bounded", daemon=True).start()
    try:
        found, problem = ended.get(timeout=max(seconds, 0.0))
    except BaseException as interrupted:
        late = isinstance(interrupted, queue.Empty)
        with guard:
            if ended.empty():
                given_up.set()
                if late:
                    raise TimeExceeded from None
                raise
        if not late:
            unwanted()
            raise
        found, problem = ended.get()
    if problem is not None:
        raise problem
    return found  # type: ignore[return-value]
