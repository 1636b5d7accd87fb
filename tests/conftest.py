"""Settings that hold for every test, whatever the load of the machine and whoever moves its clock."""

import importlib
import os
from pathlib import Path

from hypothesis import HealthCheck, settings

settings.register_profile("any-load", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-load")

if "libfaketime" in os.environ.get("LD_PRELOAD", ""):
    # Some versions break time.sleep: this process and every Python process that a test starts get another one.
    importlib.import_module("tests.moved.sitecustomize")
    paths = [str(Path(__file__).parent / "moved"), *filter(None, [os.environ.get("PYTHONPATH")])]
    os.environ["PYTHONPATH"] = os.pathsep.join(paths)
