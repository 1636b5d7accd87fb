"""Runs a command and keeps everything that leaves it: output, logging at DEBUG, warnings, spans, the traceback, files and their names."""

from __future__ import annotations

import io
import logging
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest
from tests.campaigns.spans import collected

from managed_apparaten.cli.main import crash, run

CODE, ASIDE = "exit code", "aside"
"""Directory beside the files of a run: where it is run, its home, and where it may keep temporary files."""


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
    with (
        collected() as spans,
        listening() as notes,
        warnings.catch_warnings(record=True) as warned,
        _aside(folder),
    ):
        warnings.simplefilter("always")
        with (
            redirect_stdout(io.StringIO()) as out,
            redirect_stderr(io.StringIO()) as err,
            _Crashing() as ended,
        ):
            ended.code = run(arguments)
    found = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    said = {"stdout": out.getvalue(), "stderr": err.getvalue(), "logging": "\n".join(notes.lines), "spans": "\n".join(spans),
            "warnings": "\n".join(str(found.message) for found in warned),
            CODE: str(ended.code), "names of files": "\n".join(str(path.relative_to(folder)) for path in found)}  # fmt: skip
    files = {f"file {path.relative_to(folder)}": path.read_bytes() for path in found}
    return {name: text.encode("utf-8", "backslashreplace") for name, text in said.items() if text} | files


@contextmanager
def _aside(folder: Path) -> Iterator[None]:
    """What is kept beside the files that were asked for is found as well."""
    place = folder / ASIDE
    place.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch, chdir(place):
        patch.setenv("HOME", str(place))
        patch.setattr(tempfile, "tempdir", str(place))
        yield


class _Crashing:
    """Does with a mistake of ours what Python does at the end of the program: calls the excepthook, and goes on here."""

    def __init__(self) -> None:
        self.code = 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if kind and problem and not issubclass(kind, KeyboardInterrupt):
            crash(kind, problem, trace)
            return True
        return False
