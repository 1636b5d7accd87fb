"""L3, L5 and M7 at the command line: private files, one lock for one tenant, a deadline that holds for one organisation."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from tests.campaigns.small import small_policies
from tests.unit.graph.https import Place, place, signed_in, silent

from managed_apparaten.apply.lock import Lock, acquire
from managed_apparaten.cli.main import run
from managed_apparaten.cli.private_files import write_private
from managed_apparaten.core.clock import SystemClock
from managed_apparaten.graph.changes_made import ChangesMade


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place(tmp_path_factory.mktemp("place")) as found:
        yield found


def apparaten(folder: Path, tenant: str, *arguments: str) -> tuple[int, str]:
    if not (folder / "policies").exists():
        small_policies(folder / "policies")
    options = [
        "--lang",
        "en",
        "--policies",
        str(folder / "policies"),
        "--state",
        str(folder / "state"),
        "--date",
        "2026-11-21",
    ]
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()) as said:
        code = run([*options, "--tenant", tenant, *arguments])
    return code, " ".join(said.getvalue().split())


@pytest.mark.parametrize("arguments", [("plan", "-o"), ("snapshot", "-o"), ("snapshot", "--record")])
@pytest.mark.parametrize("older", [True, False])
def test_what_is_kept_of_a_tenant_is_for_its_owner_also_over_an_older_file(
    arguments: tuple[str, ...], older: bool, tmp_path: Path
) -> None:
    """L3."""
    file, before = tmp_path / "kept.json", os.umask(0)
    try:
        if older:
            file.write_text("older and longer than what comes" * 10_000)
            file.chmod(0o644)
        assert apparaten(tmp_path, "embedded", *arguments, str(file))[0] == 0
    finally:
        os.umask(before)
    assert file.stat().st_mode & 0o777 == 0o600
    assert "older and longer" not in file.read_text()


def test_what_is_no_plain_file_keeps_its_mode(tmp_path: Path) -> None:
    """L3: `-o /dev/stdout` and the like."""
    mode = Path("/dev/null").stat().st_mode
    written = ChangesMade()
    write_private(Path("/dev/null"), b"x", written)
    assert not written, "nothing is kept there"
    assert Path("/dev/null").stat().st_mode == mode


def test_another_spelling_of_an_address_is_the_same_tenant(
    there: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L5: the lock of the tenant's id is held by an apply that came by another address."""
    held = acquire(
        tmp_path / "state" / f"tenant-{there.tenant.identity()[0]}", SystemClock(), os.getpid(), "elsewhere"
    )
    assert isinstance(held, Lock)
    writes = len(there.tenant.audit())
    with signed_in(there, monkeypatch, "apparaten-apply"):
        code, said = apparaten(tmp_path, there.cloud.graph, "apply", "--auto-approve")
        assert (code, "APL040" in said) == (4, True)
        assert len(there.tenant.audit()) == writes
        held.release()
        assert "APL040" not in apparaten(tmp_path, there.cloud.graph, "apply", "--auto-approve")[1]


@pytest.mark.parametrize(
    "command", [("plan",), ("doctor",), ("snapshot", "-o", "x.json"), ("apply", "--auto-approve")]
)
def test_the_deadline_holds_for_one_organisation(
    command: tuple[str, ...], there: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """M7: whatever answers, or does not, where somebody signs in. What may be finished after it is nothing here."""
    monkeypatch.setattr("managed_apparaten.workflow.fleet.GRACE", 0.0)
    with silent() as address, signed_in(there, monkeypatch, "apparaten-apply"):
        code, said = apparaten(tmp_path, address, "--deadline", "0.02", *command)
    assert code == 1
    assert "SGN028" in said
