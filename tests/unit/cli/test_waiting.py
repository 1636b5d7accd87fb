"""What somebody at a terminal sees while the tenant makes us wait."""

import io
import sys

import pytest

from managed_apparaten.cli.waiting import waiter
from managed_apparaten.graph.waiting import Wait
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
