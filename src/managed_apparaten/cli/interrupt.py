"""Signals that ask to stop: Ctrl-C, what a runner or service manager sends, and a terminal that is closed.

While nothing is written they end the command at once. While it writes, the request in hand is finished first.
"""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import FrameType

NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
"""Not every platform has them all."""


@dataclass(slots=True)
class Interrupt:
    """Whether somebody asked this command to stop."""

    asked: bool = False

    def is_asked(self) -> bool:
        """As a function, for who asks before each step."""
        return self.asked

    @contextmanager
    def heeded(self, tell: Callable[[], None]) -> Iterator[None]:
        """In this block a signal is only noted, and told with `tell`."""

        def stop(_number: int, _frame: FrameType | None) -> None:
            told, self.asked = self.asked, True
            if not told:
                # A signal can come in the middle of a line that is being printed; then that line has to do.
                with suppress(RuntimeError):
                    tell()

        before = {number: signal.signal(number, stop) for number in listened()}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def end_at_once() -> None:
    """From now on each of the signals ends the command as Ctrl-C does: what is open is closed on the way."""
    for number in listened():
        signal.signal(number, signal.default_int_handler)


def hear_no_more() -> None:
    """From now on none of the signals does anything: it is decided how the command ends, and all that is left is to say so."""
    for number in listened():
        signal.signal(number, signal.SIG_IGN)


def listened() -> list[int]:
    """Those that this platform has. One that whoever started us had ignored (`nohup`) stays ignored, but for Ctrl-C."""
    found = [int(getattr(signal, name)) for name in NAMES if hasattr(signal, name)]
    return [
        number
        for number in found
        if number == signal.SIGINT or signal.getsignal(number) is not signal.SIG_IGN
    ]
