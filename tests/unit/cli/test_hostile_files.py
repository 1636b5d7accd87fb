"""L4: files that anybody may have put where we read. Each gives one clear sentence; nothing is waited for and nothing crashes."""

import os
import random
import shutil
from pathlib import Path

import pytest
from tests.unit.policy.conftest import FILES

from managed_apparaten.apply import journal, lock
from managed_apparaten.cli.main import run
from managed_apparaten.core import digest
from managed_apparaten.core.clock import SystemClock
from managed_apparaten.core.digest import canonical, parse_json
from managed_apparaten.graph.snapshot import file
from managed_apparaten.plan import planfile
from managed_apparaten.policy import files
from managed_apparaten.policy.load import load

ROOT = Path(__file__).resolve().parents[3]
DEEP = b"[" * 100_000 + b"]" * 100_000
POLICIES = ["--policies", str(ROOT / "policies"), "--date", "2026-11-21"]


def placed(kind: str, path: Path) -> None:
    """A file of this kind at a path."""
    if kind == "zero":
        path.symlink_to("/dev/zero")
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "large":
        with path.open("wb") as stream:
            stream.truncate(file.MAX_BYTES + 1)
    else:
        path.write_bytes(DEEP)


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("kind", ["zero", "pipe", "folder", "large", "deep"])
@pytest.mark.parametrize("command", ["plan", "show", "apply", "tenant replay"])
def test_l4_a_file_that_is_none_of_ours_is_one_sentence(
    command: str, kind: str, lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """L4: seen with a snapshot that was a link to /dev/zero."""
    path = tmp_path / "given.json"
    placed(kind, path)
    where = ["--tenant", str(path), "plan"] if command == "plan" else [*command.split(), str(path)]
    refused = 4 if command == "apply" and kind != "folder" else 1
    assert run(["--lang", lang, "--state", str(tmp_path / "state"), *POLICIES, *where]) == refused
    said = capsys.readouterr().err
    assert len(said.splitlines()) < 12
    assert "Traceback" not in said


@pytest.mark.parametrize("data", [DEEP, b'{"a":' * 5000 + b"1" + b"}" * 5000], ids=["list", "object"])
def test_l4_what_is_too_deep_is_no_json(data: bytes) -> None:
    with pytest.raises(ValueError, match="too deep"):
        parse_json(data)


def test_l4_what_is_too_much_is_no_json(monkeypatch: pytest.MonkeyPatch) -> None:
    """L4: a list of 40 MB took more than 4 GiB. Values are counted before any is made."""
    monkeypatch.setattr(digest, "MOST_VALUES", 1000)
    assert len(parse_json(b"[" + b"0," * 900 + b"0]")) == 901
    with pytest.raises(ValueError, match="too many"):
        parse_json(b"[" + b"[]," * 600 + b"0]")
    with pytest.raises(file.SnapshotInvalid):
        file.load(b"[" + b"{}," * 600 + b"0]")
    with pytest.raises(planfile.PlanFileInvalid):
        planfile.load(b"[" + b"{}," * 600 + b"0]")


def test_l4_a_value_too_deep_to_write_is_said_as_such() -> None:
    value: object = 1
    for _ in range(200_000):
        value = [value]
    with pytest.raises(ValueError, match="too deep"):
        canonical(value)
    while isinstance(value, list):
        value = value.pop()


@pytest.mark.parametrize(
    "text",
    [
        b"[" * 4096,
        b'{"pid": 1e999, "host": "h", "since": "s"}',
        b'{"pid": Infinity}',
        b"\xff\xfe",
        b"[]",
        b'{"pid": {}}',
        b"null",
    ],
)
def test_l4_a_lock_that_says_nonsense_is_taken(text: bytes, tmp_path: Path) -> None:
    """L4: deep JSON in the lock. The kernel's lock decides; the text is for people."""
    folder = tmp_path / "desk"
    folder.mkdir(mode=0o700)
    (folder / lock.NAME).write_bytes(text)
    found = lock.acquire(folder, SystemClock(), 1, "here")
    assert isinstance(found, lock.Lock)
    assert found.diagnostics == ()
    found.release()


@pytest.mark.parametrize(
    "line",
    [DEEP, b'{"entry": "start", "crc32": 1, "a": ' + b"[" * 500 + b"]" * 500 + b"}", b'{"entry": "\\ud800"}'],
)
def test_l4_a_journal_with_nonsense_in_it_is_damaged_and_read(line: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    folder.mkdir(mode=0o700)
    (folder / journal.NAME).write_bytes(line + b"\n")
    found = journal.open_journal(folder, "d" * 64, SystemClock())
    assert (found.past.entries, found.past.damaged) == ((), True)
    found.close()


def test_l4_a_journal_larger_than_is_read_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    folder.mkdir(mode=0o700)
    with (folder / journal.NAME).open("wb") as stream:
        stream.truncate(journal.LARGEST + 1)
    with pytest.raises(journal.JournalFailed, match="larger than"):
        journal.open_journal(folder, "d" * 64, SystemClock())


def test_l4_more_files_than_a_policy_has_are_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """L4: twenty thousand roles. Not one is opened."""
    monkeypatch.setattr(files, "MAX_FILES", 6)
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert load(tmp_path).policy is not None
    (tmp_path / "roles" / "other.yaml").write_text("x", encoding="utf-8")
    monkeypatch.setattr(files, "read", lambda root, path: pytest.fail(path))
    capsys.readouterr()
    assert run(["--lang", "en", "--policies", str(tmp_path), "validate"]) == 1
    assert "holds more than 6 policy files" in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize("kind", ["zero", "pipe", "deep"])
def test_l4_an_import_reads_plain_files_only(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """L4: `tenant import` of a folder with a pipe in it never came back."""
    folder = tmp_path / "export"
    folder.mkdir()
    placed(kind, folder / "given.json")
    assert run(["--lang", "en", "--state", str(tmp_path), "tenant", "import", str(folder)]) == 1
    reason = {"zero": "no plain file", "pipe": "no plain file", "deep": "no JSON or YAML"}[kind]
    assert f"given.json: not read: {reason}" in capsys.readouterr().out


@pytest.fixture(scope="module")
def tenant(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a tenant that was seeded."""
    state = tmp_path_factory.mktemp("state")
    assert run(["--lang", "en", "--state", str(state), *POLICIES, "plan"]) == 0
    return next(state.rglob("tenant.sqlite"))


@pytest.mark.parametrize("seed", range(30))
def test_l4_a_damaged_tenant_is_said_and_how_to_begin_anew(
    seed: int, tenant: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """L4: 25 of 60 gave "a mistake in apparaten". What is spoilt is found by SQLite, or by us when a row is read, or does not matter."""
    chance, copy = random.Random(seed), tmp_path / "state" / tenant.name
    shutil.copytree(tenant.parent, copy.parent)
    data = bytearray(copy.read_bytes())
    for _ in range(chance.choice([1, 50, 2000])):
        at = chance.randrange(len(data))
        data[at : at + 64] = chance.randbytes(64)
    copy.write_bytes(data[: len(data) // 2] if seed % 5 == 0 else data)
    capsys.readouterr()
    code = run(["--lang", "en", "--state", str(copy.parent), *POLICIES, "plan"])
    assert code == 0 or capsys.readouterr().err
