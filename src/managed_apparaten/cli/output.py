"""Where text leaves the program: results on stdout, diagnostics and progress on stderr, colour only on a terminal."""

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TextIO

import click

from managed_apparaten.render.escape import visible
from managed_apparaten.render.pieces import Line, paint

PIPED_WIDTH = 80
_NARROWEST, _WIDEST = 60, 120
_CLEAR_LINE = "\r\x1b[K"
Chunk = tuple[bool, str]
"""Whether it is a result (stdout), and the text."""
_KEPT: ContextVar[list[Chunk] | None] = ContextVar("kept", default=None)


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
        sys.stderr.write(_CLEAR_LINE + visible(text)[: shutil.get_terminal_size().columns - 1])
        sys.stderr.flush()


def _for_a_machine() -> bool:
    """Whether the command that runs was asked for JSON."""
    command = click.get_current_context(silent=True)
    return command is not None and command.params.get("form") == "json"


def interactive() -> bool:
    """Whether somebody is there to answer a question."""
    return sys.stdin.isatty() and sys.stderr.isatty() and _KEPT.get() is None


def _write(stream: TextIO, lines: Iterable[Line]) -> None:
    _send(stream, paint(lines, colour=_coloured(stream)))


def _send(stream: TextIO, text: str) -> None:
    """Write, or write nowhere once the reader is gone (`| head`): what a command does and answers must not depend on it."""
    kept = _KEPT.get()
    if kept is not None:
        kept.append((stream is sys.stdout, text))
        return
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _coloured(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
