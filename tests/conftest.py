"""Settings that hold for every test, whatever the load of the machine and whoever moves its clock."""

import importlib
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "any-load", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any-load")

if "libfaketime" in os.environ.get("LD_PRELOAD", ""):
    # Some versions break time.sleep: this process and every Python process that a test starts get another one.
    importlib.import_module("tests.moved.sitecustomize")
    paths = [str(Path(__file__).parent / "moved"), *filter(None, [os.environ.get("PYTHONPATH")])]
    os.environ["PYTHONPATH"] = os.pathsep.join(paths)


@pytest.fixture
def lists_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a first apply to a served tenant whose lists do not run behind: nothing to wait for, in real time."""
    monkeypatch.setattr("managed_apparaten.workflow.apply.settle_seconds", lambda _policy: 0.0)
