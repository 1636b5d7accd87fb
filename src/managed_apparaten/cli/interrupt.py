"""Ctrl-C, heard between two requests."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from managed_apparaten.cli import output
from managed_apparaten.cli.context import Context
from managed_apparaten.render.pieces import line


@contextmanager
def interruptible(context: Context) -> Iterator[Callable[[], bool]]:
    """Let Ctrl-C finish the request in hand instead of tearing it; tells whether it was pressed. Of several organisations, the run
    as a whole listens."""
    if context.member:
        yield context.member.over
        return
    asked = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        asked.set()
        output.progress("")
        output.tell([line(context.words.say("cli.apply.stopping"))])

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)
