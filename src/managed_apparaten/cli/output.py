"""Where text leaves the program: results on stdout, diagnostics and progress on stderr, colour only on a terminal."""

import errno
import os
import select
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import TextIO

import click

from managed_apparaten.core.clock import Clock, SystemClock
from managed_apparaten.render.escape import visible
from managed_apparaten.render.pieces import Line, paint

PIPED_WIDTH = 80
_NARROWEST, _WIDEST = 60, 120
_CLEAR_LINE = "\r\x1b[K"
Chunk = tuple[bool, str]
"""Whether it is a result (stdout), and the text."""
_KEPT: ContextVar[list[Chunk] | None] = ContextVar("kept", default=None)
_lost: list[OSError] = []
"""Why results could not be printed."""
_ends: list[float] = []
"""When the deadline of the command is, on the monotonic clock, if it has one."""
_PATIENCE = 5.0
"""Seconds that a reader gets at least, also after the deadline: how a command ended is worth a moment (a choice of ours)."""


def width() -> int:
    """Columns to fill: the terminal's within reason, 80 when the output goes elsewhere."""
    if not sys.stdout.isatty():
        return PIPED_WIDTH
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size((PIPED_WIDTH, 24)).columns))


@contextmanager
def buffered() -> Iterator[list[Chunk]]:
    """Keep what this thread would print, to be printed when its turn comes."""
    kept: list[Chunk] = []
    before = _KEPT.set(kept)
    try:
        yield kept
    finally:
        _KEPT.reset(before)


def replay(kept: Iterable[Chunk], *, results: bool = True) -> None:
    """Print what was kept; without results only what goes to stderr."""
    for is_result, text in kept:
        if results or not is_result:
            _send(sys.stdout if is_result else sys.stderr, text)


def begin() -> None:
    """Forget what an earlier command could not print, and its deadline."""
    _lost.clear()
    _ends.clear()


def until(end: float | None) -> None:
    """From now on no write waits much longer than this for a reader that does not read."""
    _ends[:] = [] if end is None else [end]


def lost() -> OSError | None:
    """Why a result could not be printed in full, if so."""
    return _lost[0] if _lost else None


def flush() -> bool:
    """Write what is still held back, also by others who print: nothing may be left for the end of Python, which would answer 120.
    Whether the reader of the results turns out to be gone."""
    return [_out(stream, "") for stream in (sys.stderr, sys.stdout)][-1]


def bare(text: str) -> None:
    """Print a text as it is, as a diagnostic."""
    _send(sys.stderr, text)


def show(lines: Iterable[Line]) -> None:
    """Print a result."""
    _write(sys.stdout, lines)


def tell(lines: Iterable[Line]) -> None:
    """Print a diagnostic, a question or a remark."""
    _write(sys.stderr, lines)


def data(text: str) -> None:
    """Print what a machine reads; the caller has made sure that it is ASCII or has passed the gate."""
    _send(sys.stdout, text)


def progress(text: str) -> None:
    """Replace the progress line on a terminal; an empty text removes it. Elsewhere, and for a machine, nothing is printed."""
    if sys.stderr.isatty() and _KEPT.get() is None and not _for_a_machine():
        _out(sys.stderr, _CLEAR_LINE + visible(text)[: shutil.get_terminal_size().columns - 1])


def _for_a_machine() -> bool:
    """Whether the command that runs was asked for JSON."""
    command = click.get_current_context(silent=True)
    return command is not None and command.params.get("form") == "json"


def interactive() -> bool:
    """Whether somebody is there to answer a question."""
    return sys.stdin.isatty() and sys.stderr.isatty() and _KEPT.get() is None


def answered(end: float | None, clock: Clock) -> bool:
    """Wait for a line of somebody at the terminal; whether it came before the end (on the monotonic clock)."""
    left = None if end is None else max(0.0, end - clock.monotonic())
    return bool(select.select([sys.stdin], [], [], left)[0])


def _write(stream: TextIO, lines: Iterable[Line]) -> None:
    _send(stream, paint(lines, colour=_coloured(stream)))


def _send(stream: TextIO, text: str) -> None:
    kept = _KEPT.get()
    if kept is not None:
        kept.append((stream is sys.stdout, text))
        return
    _out(stream, text)


def _out(stream: TextIO, text: str) -> bool:
    """Write, or write nowhere once that fails: what a command does must not depend on who reads. A reader that has gone (`| head`)
    wanted no more, and that is answered; a result that was lost in another way is remembered."""
    try:
        _put(stream, text)
    except OSError as problem:
        _nowhere(stream)
        gone = isinstance(problem, BrokenPipeError)
        if stream is sys.stdout and not gone:
            _lost.append(problem)
        return gone
    return False


def _put(stream: TextIO, text: str) -> None:
    """Write a text, in pieces that are taken at once when there is a deadline. Raises `TimeoutError` when nobody takes them."""
    stream.flush()
    try:
        descriptor = stream.fileno() if _ends else -1
    except OSError:  # a stream in memory
        descriptor = -1
    if descriptor < 0:
        stream.write(text)
        stream.flush()
        return
    left = memoryview(text.encode(stream.encoding or "utf-8", stream.errors or "strict"))
    while left:
        patience = max(_PATIENCE, _ends[0] - SystemClock().monotonic())
        if not select.select([], [descriptor], [], patience)[1]:
            raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
        left = left[os.write(descriptor, left[: select.PIPE_BUF]) :]


def _nowhere(stream: TextIO) -> None:
    """What is still to be written to the stream goes nowhere, so that Python's last flush does not fail as well."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _coloured(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
