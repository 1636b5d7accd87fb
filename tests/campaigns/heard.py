"""Runs a command and keeps everything that leaves it: output, logging at DEBUG, warnings, spans, the traceback, files."""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from types import TracebackType

from managed_apparaten.cli.main import crash, run


class Notes(logging.Handler):
    """Every record of every logger, with its arguments and traceback, as a host that embeds us could write it down."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(threadName)s %(name)s %(levelname)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@contextmanager
def listening() -> Iterator[Notes]:
    """The root logger at DEBUG for a while."""
    notes, root = Notes(), logging.getLogger()
    before = root.level
    root.addHandler(notes)
    root.setLevel(logging.DEBUG)
    try:
        yield notes
    finally:
        root.setLevel(before)
        root.removeHandler(notes)


def heard(arguments: list[str], folder: Path) -> Mapping[str, bytes]:
    """Run a command line; what it left behind, by where. Files that are there already count as well."""
    with listening() as notes, warnings.catch_warnings(record=True) as warned, redirect_stdout(io.StringIO()) as out:
        warnings.simplefilter("always")
        with redirect_stderr(io.StringIO()) as err, _Crashing():
            run(arguments)
    said = {"stdout": out.getvalue(), "stderr": err.getvalue(), "logging": "\n".join(notes.lines),
            "warnings": "\n".join(str(found.message) for found in warned)}  # fmt: skip
    files = {f"file {path.relative_to(folder)}": path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name: text.encode("utf-8", "backslashreplace") for name, text in said.items() if text} | files


class _Crashing:
    """Does with a mistake of ours what Python does at the end of the program: calls the excepthook, and goes on here."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> bool:
        if kind and problem and not issubclass(kind, KeyboardInterrupt):
            crash(kind, problem, trace)
            return True
        return False
