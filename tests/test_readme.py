"""What the README promises holds: its commands, its links and its numbers."""

import os
import re
import subprocess
import sys
from pathlib import Path

from managed_apparaten.emulator.core.behaviour import TABLE

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_its_make_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert (
        {"demo", "test", "conformance"}
        <= set(re.findall(r"(?:^|`)make ([a-z-]+)", README, re.MULTILINE))
        <= targets
    )


def test_its_links_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert [link for link in links if not (ROOT / link).exists()] == []
    assert len(links) > 5


def test_it_counts_the_behaviours_and_assumptions_of_the_embedded_tenant() -> None:
    assumed = [rule for rule in TABLE if rule.evidence == "assumption"]
    assert f"{len(TABLE)} named behaviours" in " ".join(README.split())
    assert f"{len(assumed)} of them are assumptions" in " ".join(README.split())


def test_what_is_said_about_our_marker_names_its_exception() -> None:
    """E16: apply writes assignments of ours, and a marker, on apps that somebody else added."""
    for name in ("README.md", "docs/opinions.md"):
        text = " ".join((ROOT / name).read_text(encoding="utf-8").split())
        _, said, rest = text.partition("Only objects that carry our marker are ever written to")
        assert said, name
        assert re.match(
            r"[^.]*\bapps?\b[^.]*somebody else added|\. An app that somebody else added is the exception",
            rest,
        ), name


def test_the_demo_runs_to_its_end_and_its_second_plan_writes_nothing() -> None:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "scripts/demo.sh"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    before, after = re.findall(r"audit log before: (\d+) writes\.  after: (\d+) writes\.", done.stdout)[0]
    assert int(before) == int(after) > 0
    assert "No changes: the tenant is as the policies say" in done.stdout
