"""The example planned and applied over HTTPS, through azure-identity and msgraph-sdk's adapter, at a served embedded tenant.

Time is patched for both ends: it stands still but for waits, which take no time. So requests come as thick as they can, and the
published limits are met on every machine alike.
"""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.clock import now
from tests.unit.graph.https import Place, place, proxy, signed_in

from managed_apparaten.cli.main import run
from managed_apparaten.core.clock import SystemClock
from managed_apparaten.emulator.faults.fault_table import Fault

ROOT = Path(__file__).resolve().parents[2]
FAULTS = (("F1", "fraction"), ("F3", "503"), ("F4", "reset"), ("F1", "date"), ("F4", "504"), ("F3", "502"))
"""What goes wrong in turn: busy, down, an answer lost after the work was done."""
EVERY, PARTLY = 20, 3


class Elsewhen:
    """Both ends' time: the machine's at the start, and what was waited since."""

    def __init__(self) -> None:
        self.start, self.waited = now(), 0.0

    def sleep(self, seconds: float) -> None:
        self.waited += seconds

    def now(self) -> datetime:
        return self.start + timedelta(seconds=self.waited)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Elsewhen:
    made = Elsewhen()
    monkeypatch.setattr(SystemClock, "sleep", lambda _self, seconds: made.sleep(seconds))
    monkeypatch.setattr(SystemClock, "now", lambda _self: made.now())
    monkeypatch.setattr(SystemClock, "monotonic", lambda _self: made.waited)
    return made


def apparaten(there: Place, folder: Path, *arguments: str) -> tuple[int, str, str]:
    options = [
        "--policies",
        str(ROOT / "policies"),
        "--lang",
        "en",
        "--state",
        str(folder / "state"),
        "--date",
        "2026-11-21",
    ]
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        code = run([*options, "--tenant", there.cloud.graph, *arguments])
    return code, out.getvalue(), err.getvalue()


def planned(there: Place, folder: Path, monkeypatch: pytest.MonkeyPatch, name: str = "apparaten-plan") -> str:
    file = str(folder / "plan.json")
    with signed_in(there, monkeypatch, name):
        code, _, told = apparaten(there, folder, "plan", "-o", file)
    assert code == 0, told
    return file


def applied(there: Place, folder: Path, monkeypatch: pytest.MonkeyPatch, file: str) -> int:
    """The exit code; at 0 it also said that all was verified."""
    with signed_in(there, monkeypatch, "apparaten-apply"):
        code, printed, _ = apparaten(there, folder, "apply", file, "--allow-people", "--allow-devices")
    assert (code == 0) == ("Each object was read back and is as planned." in printed)
    return code


def actions(printed: str) -> set[str]:
    changes: list[dict[str, Any]] = json.loads(printed)["changes"]
    return {change["action"] for change in changes}


def test_the_example_is_applied_over_https_with_throttling_faults_and_a_proxy(
    tmp_path: Path, time: Elsewhen, monkeypatch: pytest.MonkeyPatch
) -> None:
    with place(tmp_path, throttled=True) as there:
        with proxy() as through, monkeypatch.context() as patch:
            patch.setenv("HTTPS_PROXY", through.url)
            reviewed = planned(there, tmp_path, monkeypatch)
            for number in range(100):
                name, form = FAULTS[number % len(FAULTS)]
                there.tenant.faults.inject(Fault(name, form, skip=EVERY * number + number % EVERY))
            there.tenant.faults.inject(Fault("F15", "401", path=r"/\$batch$", skip=3))
            runs = 0
            while (code := applied(there, tmp_path, monkeypatch, reviewed)) == PARTLY and runs < 2:
                reviewed, runs = planned(there, tmp_path, monkeypatch, "apparaten-apply"), runs + 1
            assert code == 0
            assert set(through.targets) == {there.cloud.graph.removeprefix("https://")}
        assert sum(waiting.hits for waiting in there.tenant.faults.active) >= 20
        counts, writes = there.tenant.counts(), len(there.tenant.audit())
        assert (counts.throttled, counts.early) == (0, 0)
        assert time.waited > 60
        there.tenant.faults.clear()
        with signed_in(there, monkeypatch, "apparaten-plan"):
            code, _, told = apparaten(there, tmp_path, "plan")
            assert (code, "GRA008" in told) == (1, True), told
            assert "grant DeviceManagementConfiguration.ReadWrite.All to this one." in " ".join(told.split())
        with signed_in(there, monkeypatch, "apparaten-apply"):
            code, printed, _ = apparaten(there, tmp_path, "plan", "--format", "json")
            assert (code, actions(printed)) == (0, {"none"})
        assert len(there.tenant.audit()) == writes
        assert not (tmp_path / "state" / "tenant.sqlite").exists()
