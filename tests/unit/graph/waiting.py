"""Time for MSAL's polling loop: its sleeps pass at once, and something can happen meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.clock import now


class Passing:
    """Stands in for the `time` that MSAL knows: stands still but for its sleeps, however slow the machine is."""

    def __init__(self, meanwhile: Callable[[float], None]) -> None:
        self._start, self.slept, self._meanwhile = now().timestamp(), 0.0, meanwhile

    def time(self) -> float:
        return self._start + self.slept

    def sleep(self, seconds: float) -> None:
        self.slept += seconds
        self._meanwhile(self.slept)


def passing(monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[float], None] = lambda _: None) -> Passing:
    clock = Passing(meanwhile)
    monkeypatch.setattr("msal.oauth2cli.oauth2.time", clock)
    return clock
