"""What goes where: colour and progress only on a terminal, 80 columns elsewhere."""

import io
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout

import pytest

from managed_apparaten.cli import output
from managed_apparaten.render.pieces import Piece, line


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def ordinary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")


@contextmanager
def terminal() -> Iterator[Terminal]:
    stream = Terminal()
    with redirect_stdout(stream), redirect_stderr(stream):
        yield stream


LINES = [line(Piece("+ ", "add"), "new")]


def test_colour_on_a_terminal() -> None:
    with terminal() as screen:
        output.show(LINES)
    assert screen.getvalue() == "\x1b[32m+ \x1b[0mnew\n"


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_no_colour_when_asked_not_to(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with terminal() as screen:
        output.show(LINES)
    assert screen.getvalue() == "+ new\n"


def test_no_colour_and_no_progress_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    output.show(LINES)
    output.progress("1/61 create ios_compliance/college")
    printed = capsys.readouterr()
    assert printed.out == "+ new\n"
    assert printed.err == ""


def test_progress_stays_on_one_line_and_shows_no_control_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    with terminal() as screen:
        output.progress("1/61 create \x1b[2J" + "x" * 100)
    printed = screen.getvalue().removeprefix("\r\x1b[K")
    assert "\x1b" not in printed
    assert len(printed) <= 39


@pytest.mark.parametrize(("columns", "width"), [("30", 60), ("100", 100), ("400", 120)])
def test_the_width_is_the_terminals_within_reason(
    monkeypatch: pytest.MonkeyPatch, columns: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    with terminal():
        found = output.width()
    assert found == width


def test_the_width_is_80_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert output.width() == 80
