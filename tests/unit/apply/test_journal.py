"""The journal as a file: whole or torn, ours or somebody else's, and free of what must not be in it."""

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.unit.apply.world import NOW, Desk, after_wanted, before_wanted

from managed_apparaten.apply.journal import NAME, EarlierRuns, Journal, JournalFailed, open_journal, run_id
from managed_apparaten.core.address import Address
from managed_apparaten.core.clock import VirtualClock
from managed_apparaten.core.digest import JSON

SCHEMA = Path(__file__).parents[3] / "schemas" / "journal.json"
ONE = Address("compliance", "college")


def opened(directory: Path) -> Journal:
    return open_journal(directory, "digest", VirtualClock(NOW))


def lines(directory: Path) -> list[JSON]:
    return [json.loads(line) for line in (directory / NAME).read_text().splitlines()]


def past(directory: Path) -> EarlierRuns:
    journal = opened(directory)
    journal.close()
    return journal.past


def busy(directory: Path, *, answered: bool = True) -> None:
    """A run that creates one object, and perhaps dies before the answer."""
    journal = opened(directory)
    journal.intent(ONE, "create", None, {"a": 1})
    if answered:
        journal.outcome(ONE, "create", "id-1", "ok")
    journal.close()


def test_every_line_of_a_real_run_follows_the_schema(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.run(before_wanted())
    desk.run(after_wanted())
    schema = json.loads(SCHEMA.read_text())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    found = lines(tmp_path / "journal")
    assert {line["entry"] for line in found} == {"start", "change", "intent", "outcome", "end"}
    assert [error.message for line in found for error in validator.iter_errors(line)] == []


def test_what_was_noted_is_synced_before_a_write_and_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crash of the machine may take the last answers with it, never an intent, nor anything that was noted before one."""
    journal, real, safe = opened(tmp_path), os.fsync, [0]

    def synced(descriptor: int) -> None:
        real(descriptor)
        safe[0] = os.fstat(descriptor).st_size

    monkeypatch.setattr(os, "fsync", synced)
    for number in range(3):
        journal.intent(ONE, "update", f"id-{number}", {})
        assert safe[0] == (tmp_path / NAME).stat().st_size
        journal.outcome(ONE, "update", f"id-{number}", "ok")
        assert safe[0] < (tmp_path / NAME).stat().st_size
    journal.end(0)
    assert safe[0] == (tmp_path / NAME).stat().st_size
    journal.close()


def test_the_intent_is_on_disk_before_the_tenant_is_asked(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    seen: list[str] = []

    def look(number: int, name: str, done: bool) -> None:
        if name not in ("read", "list") and not done:
            last = lines(tmp_path / "journal")[-1]
            seen.append(f"{last['entry']} {last['op']} {name}")

    desk.tenant.fault = look
    desk.run(before_wanted()[:2])
    assert seen == [f"intent {op} {op}" for op in ("create", "assign", "create", "target-apps", "assign")]


def test_a_run_is_named_by_its_plan_and_its_start() -> None:
    assert run_id("a", "1") == run_id("a", "1")
    assert len({run_id("a", "1"), run_id("b", "1"), run_id("a", "2")}) == 3


@pytest.mark.parametrize("answered", [False, True])
def test_a_create_without_an_answer_stays_in_doubt(answered: bool, tmp_path: Path) -> None:
    busy(tmp_path / "j", answered=answered)
    assert past(tmp_path / "j").unresolved() == (frozenset() if answered else {"compliance/college"})
    assert past(tmp_path / "j").created() == ({"compliance/college": "id-1"} if answered else {})


def test_adopting_an_object_takes_the_doubt_away(tmp_path: Path) -> None:
    busy(tmp_path / "j", answered=False)
    journal = opened(tmp_path / "j")
    assert journal.doubtful(ONE)
    journal.outcome(ONE, "create", "id-9", "adopted")
    assert not journal.doubtful(ONE)
    journal.close()
    assert past(tmp_path / "j").unresolved() == frozenset()


def test_every_prefix_of_a_journal_can_be_read(tmp_path: Path) -> None:
    busy(tmp_path / "j")
    file = tmp_path / "j" / NAME
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        found = past(tmp_path / "j")
        complete = whole[:length].count(b"\n")
        assert (len(found.entries), found.damaged) == (complete, False), length


def test_a_torn_line_does_not_swallow_the_entry_after_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.run(before_wanted()[:1])
    file = tmp_path / "journal" / NAME
    file.write_bytes(file.read_bytes()[:-9])
    desk.run(before_wanted()[:2])
    found = past(tmp_path / "journal")
    assert not found.damaged
    assert [e["entry"] for e in found.entries].count("start") == 2


def test_every_flipped_byte_is_noticed(tmp_path: Path) -> None:
    busy(tmp_path / "j")
    file = tmp_path / "j" / NAME
    whole = file.read_bytes()
    for index in range(len(whole) - 1):
        file.write_bytes(whole[:index] + bytes([whole[index] ^ 1]) + whole[index + 1 :])
        found = past(tmp_path / "j")
        assert len(found.entries) < 2, index
        assert found.damaged, index


def test_a_damaged_journal_makes_every_create_doubtful(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.run(before_wanted()[:1])
    file = tmp_path / "journal" / NAME
    file.write_bytes(file.read_bytes().replace(b'"intent"', b'"inTent"', 1))
    outcome = desk.run(before_wanted()[:2])
    assert (outcome.exit_code, [d.code for d in outcome.diagnostics]) == (0, ["APL031"])
    assert desk.clock.monotonic() >= 120, "it waited for the list to settle"


def test_only_we_can_read_it(tmp_path: Path) -> None:
    busy(tmp_path / "j")
    assert stat.S_IMODE(os.stat(tmp_path / "j").st_mode) == 0o700
    assert stat.S_IMODE(os.stat(tmp_path / "j" / NAME).st_mode) == 0o600


def linked_file(directory: Path) -> None:
    directory.mkdir(mode=0o700)
    (directory.parent / "theirs").write_text("")
    (directory / NAME).symlink_to(directory.parent / "theirs")


def hard_linked_file(directory: Path) -> None:
    directory.mkdir(mode=0o700)
    (directory.parent / "theirs").write_text("")
    os.link(directory.parent / "theirs", directory / NAME)


def linked_directory(directory: Path) -> None:
    (directory.parent / "theirs").mkdir(mode=0o700)
    directory.symlink_to(directory.parent / "theirs")


def open_directory(directory: Path) -> None:
    directory.mkdir()
    directory.chmod(0o755)


def pipe(directory: Path) -> None:
    directory.mkdir(mode=0o700)
    os.mkfifo(directory / NAME)


def file_for_directory(directory: Path) -> None:
    directory.write_text("")


@pytest.mark.parametrize(
    "trap", [linked_file, hard_linked_file, linked_directory, open_directory, pipe, file_for_directory]
)
def test_a_place_that_is_not_ours_alone_is_refused(trap: Callable[[Path], None], tmp_path: Path) -> None:
    trap(tmp_path / "j")
    with pytest.raises(JournalFailed):
        opened(tmp_path / "j")
    theirs = tmp_path / "theirs"
    assert not theirs.exists() or theirs.is_dir() or theirs.read_text() == ""
