"""What somebody at a terminal sees while the tenant makes us wait."""

import io
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from tests.campaigns.small import small_policies

from managed_apparaten.cli.main import run
from managed_apparaten.cli.waiting import waiter
from managed_apparaten.graph.http.wait import Wait
from managed_apparaten.render.words import Words


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("wait", "text"),
    [
        (Wait(11.2, "asked", "Intune"), "waiting 12 s: Intune asks for patience"),
        (Wait(2.0, "down", "Intune"), "waiting 2 s: Intune cannot answer for a moment"),
        (Wait(1.5, "unreachable", "Entra ID"), "waiting 2 s: no answer from Entra ID"),
        (Wait(20.05, "budget", "Intune"), "waiting 21 s: Intune takes no more than this at a time"),
    ],
)
def test_a_wait_says_how_long_and_what_for(wait: Wait, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    waiter(Words("en"))(wait)
    assert terminal.getvalue().endswith(text)


def test_a_wait_that_is_over_before_it_is_read_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    waiter(Words("nl"))(Wait(0.4, "asked", "Intune"))
    assert terminal.getvalue() == ""


def test_a_pipeline_log_has_no_waits_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    waiter(Words("nl"))(Wait(30, "asked", "Intune"))
    assert capsys.readouterr() == ("", "")


@pytest.fixture(scope="module")
def policies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_policies(tmp_path_factory.mktemp("policies"))


def seen(policies: Path, *arguments: str, screen: io.StringIO) -> list[str]:
    """What stood in the line of progress, one after the other."""
    with redirect_stdout(io.StringIO()), redirect_stderr(screen):
        assert (
            run(
                [
                    "--policies",
                    str(policies),
                    "--state",
                    str(policies / ".state"),
                    "--date",
                    "2026-11-21",
                    *arguments,
                ]
            )
            == 0
        )
    return [text.partition("\x1b")[0] for text in screen.getvalue().split("\r\x1b[K")[1:]]


@pytest.mark.parametrize(("lang", "command", "total", "said"), [
    ("en", ("plan",), 10, "reading the tenant: {} of {} lists read"),
    ("nl", ("snapshot", "--record", os.devnull), 9, "de tenant wordt gelezen: {} van {} lijsten gelezen"),
])  # fmt: skip
def test_on_a_terminal_it_is_seen_how_many_lists_were_read_and_then_the_line_is_gone(
    lang: str, command: tuple[str, ...], total: int, said: str, policies: Path
) -> None:
    lines = seen(policies, "--lang", lang, *command, screen=Terminal())
    place = lines.index(said.format(1, total))
    assert lines[place : place + total] == [said.format(number, total) for number in range(1, total + 1)]
    assert len(lines) == place + total + 1
    assert not lines[-1].startswith(said[:12])


@pytest.mark.parametrize(("arguments", "screen"), [
    (("plan",), io.StringIO()), (("plan", "--format", "json"), Terminal()), (("doctor", "--format", "json"), Terminal()),
])  # fmt: skip
def test_in_a_pipe_and_for_a_machine_there_is_no_progress(
    arguments: tuple[str, ...], screen: io.StringIO, policies: Path
) -> None:
    assert seen(policies, "--lang", "en", *arguments, screen=screen) == []
