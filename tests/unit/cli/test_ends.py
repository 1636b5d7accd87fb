"""M1 and M8: how every command ends, whatever happens to its output, whoever tells it to stop, and whatever the tenant answers.

Exit 1 says that nothing was written, so after a write it is 3. Never a traceback, and never a code that is not in the table of `--help`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO

import pytest
from tests.campaigns.small import small_fleet
from tests.limits import HANG

import managed_apparaten
from managed_apparaten.cli import output
from managed_apparaten.cli.apply_dialogue import agreed
from managed_apparaten.cli.context import settle
from managed_apparaten.cli.interrupt import Interrupt, listened
from managed_apparaten.cli.main import Command, run
from managed_apparaten.cli.target import EmbeddedTransport
from managed_apparaten.core.clock import VirtualClock
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.http.exchange import is_read
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse

PROGRAM = "from managed_apparaten.cli.main import entry; entry()"
SOURCE = str(Path(managed_apparaten.__file__).parents[1])
FLAGS = ("--allow-people", "--allow-devices")
COMMANDS: dict[str, tuple[tuple[str, ...], int, int]] = {
    "help": (("--help",), 0, 1),
    "version": (("--version",), 0, 1),
    "help of a command": (("plan", "--help"), 0, 1),
    "help of validate": (("validate", "-h"), 0, 1),
    "help of tenant show": (("tenant", "show", "--help"), 0, 1),
    "init": (("init", "fresh"), 0, 3),
    "validate": (("validate",), 0, 1),
    "validate as JSON": (("validate", "--format", "json"), 0, 1),
    "compile": (("compile",), 0, 1),
    "compile to files": (("compile", "-o", "made"), 0, 3),
    "plan": (("plan", "--detailed-exitcode"), 2, 1),
    "plan to a file": (("plan", "-o", "another.json"), 0, 1),
    "plan as JSON": (("plan", "--format", "json"), 0, 1),
    "show": (("show", "plan.json"), 0, 1),
    "explain": (("explain", "GRA001"), 0, 1),
    "snapshot": (("snapshot", "-o", "snapshot.json"), 0, 3),
    "doctor": (("doctor", "--format", "json"), 0, 1),
    "tenant show": (("tenant", "show"), 0, 1),
    "tenant audit": (("tenant", "audit"), 0, 1),
    "tenant rules": (("tenant", "rules"), 0, 1),
    "tenant protect": (("tenant", "protect", "compliance"), 0, 3),
    "a recording": (("snapshot", "-o", "snapshot.json", "--record", "seen.jsonl"), 0, 3),
    "tenant seed": (("--state", "elsewhere", "tenant", "seed"), 0, 0),
    "tenant import": (("tenant", "import", "exported"), 0, 3),
    "tenant approve": (("tenant", "approve"), 0, 1),
    "explain an app": (("explain", "ict-beheer", "tiktok"), 0, 1),
    "tenant reset": (("tenant", "reset"), 0, 0),
    "an unknown command": (("plam",), 1, 1),
    "apply, unseen": (("apply", "--auto-approve"), 4, 1),
    "apply": (("apply", "plan.json", *FLAGS), 0, 3),
}
"""Name -> the command line, its exit code, and its exit code when what it prints cannot be kept."""


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small organisation, a tenant that has nothing of ours, and a plan."""
    folder = tmp_path_factory.mktemp("given")
    small_fleet(folder / "policies", ("zilverdam",))
    with start(folder, "plan", "-o", "plan.json", stdout=subprocess.DEVNULL) as made:
        assert made.wait(HANG) == 0
    (folder / "exported").mkdir()
    settings = {
        "@odata.type": "#microsoft.graph.iosGeneralDeviceConfiguration",
        "displayName": "Van iemand anders",
    }
    (folder / "exported" / "one.json").write_text(json.dumps(settings), "utf-8")
    return folder


@pytest.fixture
def place(given: Path, tmp_path: Path) -> Path:
    shutil.copytree(given, tmp_path / "place")
    return tmp_path / "place"


LISTENING = "import signal\nsignal.signal(signal.SIGHUP, signal.SIG_DFL)\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
"""Who runs the tests under `nohup` or in the background has signals ignored, and a child inherits that."""


def start(
    folder: Path,
    *arguments: str,
    stdout: int | IO[bytes] = subprocess.PIPE,
    before: str = "",
    unbuffered: bool = False,
) -> subprocess.Popen[bytes]:
    """The command in a process of its own; `unbuffered` as in a container, where nothing is held back for a flush."""
    options = [
        "--lang",
        "en",
        "--date",
        "2026-11-21",
        "--organisation",
        "zilverdam",
        "--state",
        str(folder / "state"),
    ]
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONUNBUFFERED", "APPARATEN_DEBUG")
    }
    environment |= {"PYTHONUNBUFFERED": "1"} if unbuffered else {}
    environment["PYTHONPATH"] = os.pathsep.join([SOURCE, *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [
        sys.executable,
        "-c",
        LISTENING + before + PROGRAM,
        *([] if arguments[0].startswith("--") else options),
        *arguments,
    ]
    return subprocess.Popen(command, cwd=folder, stdout=stdout, stderr=subprocess.PIPE, env=environment)


def told(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    """Exit code, and what it said; it never crashed."""
    assert process.stderr is not None
    said = process.stderr.read().decode()
    code = process.wait(HANG)
    process.stderr.close()
    assert not [word for word in ("Traceback", "crashed", "Exception ignored", "Errno") if word in said], said
    return code, said


@pytest.mark.parametrize("name", COMMANDS)
def test_a_result_that_cannot_be_kept_is_an_error_and_after_a_write_exit_3(name: str, place: Path) -> None:
    """M1: standard output on a full disk. Exit 1 says that nothing was written, to the tenant or into a file; 3 comes with what was."""
    arguments, _, expected = COMMANDS[name]
    before = files(place)
    with Path("/dev/full").open("wb", buffering=0) as full, start(place, *arguments, stdout=full) as process:
        code, said = told(process)
    changed = {path for path, content in files(place).items() if before.get(path) != content} | (
        before.keys() - files(place).keys()
    )
    assert code == expected
    assert (
        expected == 0
        or name == "an unknown command"
        or "could not be written" in said
        or "No space left" in said
    )
    if code == 1:
        assert not changed
    elif code == 3 and name == "apply":
        assert "The tenant was written to before this ended." in said
    elif code == 3:
        assert "Written before this ended, perhaps in part:" in said
        assert any(path in said for path in changed or {"tenant.sqlite"})
    assert all(len(row) <= 80 for row in said.splitlines() if str(place) not in row), "paths are not cut"


def files(place: Path) -> dict[str, bytes]:
    """All that somebody asked for; what the tool keeps for itself is in the state directory."""
    found = (
        path for path in place.rglob("*") if path.is_file() and "state" not in path.relative_to(place).parts
    )
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in found}


@pytest.mark.parametrize("unbuffered", [False, True], ids=["", "unbuffered"])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_reader_that_has_seen_enough_changes_nothing(name: str, unbuffered: bool, place: Path) -> None:
    """M1, row 5: `| head -1`, that closes before anything is printed."""
    arguments, expected, _ = COMMANDS[name]
    with start(place, *arguments, unbuffered=unbuffered) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert told(process)[0] == expected


@pytest.mark.parametrize("name", ["help", "validate", "plan", "apply", "tenant show"])
def test_streams_that_are_closed_are_no_trap(name: str, place: Path) -> None:
    """M1: `>&- 2>&-`. The next file that is opened does not become the output."""
    arguments, expected, _ = COMMANDS[name]
    shut = "import os; os.close(0); os.close(1); os.close(2); import sys; sys.stdin = sys.stdout = sys.stderr = None\n"
    with start(place, *arguments, before=shut) as process:
        assert told(process) == (expected, "")
    assert (place / "plan.json").read_bytes().startswith(b"{")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_without_an_output_does_all_the_rest(name: str, place: Path) -> None:
    """M1: `>&-`: nobody wants to read it, so that it cannot be kept is no error."""
    arguments, expected, _ = COMMANDS[name]
    with start(place, *arguments, before="import os, sys; os.close(1); sys.stdout = None\n") as process:
        code, said = told(process)
    assert code == expected
    assert "Written before this ended" not in said


def journal(place: Path) -> bytes:
    files = list((place / "state").rglob("journal.jsonl"))
    return files[0].read_bytes() if files else b""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_lets_the_request_in_hand_finish_and_tells_what_is_done(name: str, place: Path) -> None:
    """M8: what a runner sends. The same command does the rest."""
    with start(place, "apply", "plan.json", *FLAGS, stdout=subprocess.DEVNULL) as process:
        while b'"verdict":"ok"' not in journal(place):
            assert process.poll() is None
            os.sched_yield()
        process.send_signal(getattr(signal, name))
        code, said = told(process)
    assert code == 3
    assert "Stopping after the request in hand." in said
    assert "as asked" in said
    assert b'"entry":"end"' in journal(place)
    with start(place, "apply", "plan.json", *FLAGS, stdout=subprocess.DEVNULL) as process:
        code, said = told(process)
    assert code == 0
    assert "an earlier apply did already" in said


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize(
    "arguments", [("plan",), ("apply", "plan.json", *FLAGS), ("snapshot", "-o", "x.json")]
)
def test_a_signal_before_anything_is_written_is_exit_1(
    name: str, arguments: tuple[str, ...], place: Path
) -> None:
    """M8: sent by the command to itself while it reads the policies."""
    itself = f"import os, signal, managed_apparaten.policy.load as load\nload.load = lambda *_: os.kill(os.getpid(), signal.{name})\n"
    with start(place, *arguments, before=itself, stdout=subprocess.DEVNULL) as process:
        code, said = told(process)
    assert (code, said.strip()) == (1, "Interrupted.")
    assert journal(place) == b""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_served_tenant_stops_when_it_is_told_to(name: str, place: Path) -> None:
    """M8: its handlers are there before it says where it is."""
    with start(place, "tenant", "serve") as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        process.send_signal(getattr(signal, name))
        assert told(process)[0] == 0


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_after_the_end_was_decided_changes_nothing(name: str, place: Path) -> None:
    """M8: all was applied and said so, and the command ended with 130."""
    itself = (
        "import os, signal, managed_apparaten.cli.output as output\n"
        f"flush, output.flush = output.flush, lambda: (os.kill(os.getpid(), signal.{name}), flush())[1]\n"
    )
    assert told(start(place, "validate", stdout=subprocess.DEVNULL, before=itself))[0] == 0


def test_a_platform_without_hangup_and_a_signal_that_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    """M8: Windows has no SIGHUP; under `nohup` it is ignored and stays so."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert listened() == [signal.SIGINT, signal.SIGTERM]
    finally:
        signal.signal(signal.SIGHUP, before)
    monkeypatch.delattr(signal, "SIGHUP")
    assert listened() == [signal.SIGINT, signal.SIGTERM]


def test_a_signal_is_told_once_and_the_old_handlers_come_back() -> None:
    """M8."""
    said, interrupt, before = list[str](), Interrupt(), signal.getsignal(signal.SIGTERM)
    with interrupt.heeded(lambda: said.append("stopping")):
        for _ in range(3):
            os.kill(os.getpid(), signal.SIGTERM)
    assert (interrupt.asked, said) == (True, ["stopping"])
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.parametrize(("typed", "end", "expected", "said"), [
    (b"", 0.0, False, "The deadline passed before there was an answer."), (b"", None, False, ""), (b"yes\n", None, True, ""),
    (b"no\n", 1e6, False, ""), (b"yes\n", 1e6, True, ""),
], ids=["nobody, deadline over", "Ctrl-D", "yes", "no in time", "yes in time"])  # fmt: skip
def test_the_question_waits_no_longer_than_the_deadline(
    typed: bytes,
    end: float | None,
    expected: bool,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """M7: a pipeline with a terminal that nobody looks at."""
    reading, writing = os.pipe()
    os.write(writing, typed)
    if end != 0.0:
        os.close(writing)
    context = replace(settle("en", Path("policies"), "embedded", Path("state"), date(2026, 11, 21)), end=end)
    monkeypatch.setattr(output, "interactive", lambda: True)
    with os.fdopen(reading) as answers:
        monkeypatch.setattr(sys, "stdin", answers)
        assert agreed(context, VirtualClock(datetime(2026, 11, 21, tzinfo=UTC))) is expected
    if end == 0.0:
        os.close(writing)
    assert said in capsys.readouterr().err


def test_a_reader_that_reads_nothing_holds_no_command_past_its_deadline(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """M7: a pipe that is full and stays so. What was lost is told on the other stream."""
    reading, writing = os.pipe()
    monkeypatch.setattr(output, "_PATIENCE", 0.0)
    with os.fdopen(reading), os.fdopen(writing, "w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        output.begin()
        output.until(0.0)
        output.data("x" * 2**20)
        output.flush()
    assert isinstance(output.lost(), TimeoutError)
    output.begin()
    assert output.lost() is None


def test_a_plan_counts_the_remarks_that_validate_tells(place: Path) -> None:
    """Low rows: two notes there, one here. A list that no rule uses gives a note of its own."""
    lists = place / "policies" / "zilverdam" / "lists"
    lists.mkdir(exist_ok=True)
    (lists / "unused.yaml").write_text(
        "kind: List\nid: unused\ntitle: {nl: Ongebruikt}\napps: [whatsapp]\n", "utf-8"
    )
    counted = [
        told(start(place, command, stdout=subprocess.DEVNULL))[1].splitlines()
        for command in ("validate", "plan")
    ]
    validated, planned = (
        [row for row in rows if re.match(r"[0-9]+ (warnings?|notes?) (and|in|about)", row)][-1]
        for rows in counted
    )
    assert validated.split(" in ")[0] == planned.split(" about ")[0]


def test_a_deadline_changes_nothing_of_what_is_printed(place: Path) -> None:
    with (
        start(place, "compile", "--format", "json") as one,
        start(place, "--deadline", "10", "compile", "--format", "json") as other,
    ):
        first, second = one.communicate(timeout=HANG)[0], other.communicate(timeout=HANG)[0]
    assert first == second
    assert len(first) > 100_000


@pytest.mark.parametrize("minutes", ["nan", "inf", "1e300", "-1", "0"])
def test_a_deadline_is_a_number_of_minutes_that_can_be_waited_for(
    minutes: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--deadline", minutes, "explain", "GRA001"]) == 1
    assert "--deadline" in capsys.readouterr().err


def test_a_served_tenant_ends_with_the_deadline(place: Path) -> None:
    """M7."""
    with start(place, "--deadline", "0.0001", "tenant", "serve", stdout=subprocess.DEVNULL) as process:
        assert told(process)[0] == 0


class Mistake(Exception):
    """A mistake of ours."""


ENDS: dict[str, Callable[[], BaseException]] = {
    "a character that cannot be sent": lambda: UnicodeEncodeError(
        "ascii", "\xe9", 0, 1, "ordinal not in range(128)"
    ),
    "a mistake of ours": Mistake,
    "a file of the system": lambda: PermissionError(13, "Permission denied", "x"),
    "a pipe that is broken": lambda: BrokenPipeError(32, "Broken pipe"),
    "Ctrl-C": KeyboardInterrupt,
}


@pytest.fixture
def inside(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(place)
    monkeypatch.delenv("APPARATEN_STATE", raising=False)
    return place


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("number", [1, 4])
def test_whatever_ends_an_apply_its_code_says_whether_it_wrote(
    end: str, number: int, inside: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """M1: an exception at the k-th write, which may have happened by then, and before the first request."""
    whole, seen = EmbeddedTransport.send, [0]

    def send(self: EmbeddedTransport, request: GraphRequest) -> GraphResponse:
        seen[0] += not is_read(request)
        if seen[0] == number:
            raise ENDS[end]()
        return whole(self, request)

    monkeypatch.setattr(EmbeddedTransport, "send", send)
    assert ended("apply", "plan.json", *FLAGS) == 3
    monkeypatch.setattr(EmbeddedTransport, "send", lambda _self, _request: (_ for _ in ()).throw(ENDS[end]()))
    assert ended("plan") == 1
    assert "Traceback" not in capsys.readouterr().err


def ended(*arguments: str) -> int:
    """The exit code as `entry` has it."""
    command = Command()
    try:
        return run(
            ["--date", "2026-11-21", "--organisation", "zilverdam", "--state", "state", *arguments], command
        )
    except (Mistake, UnicodeEncodeError):
        return command.failed()


ANSWERS: dict[str, Callable[[GraphRequest], GraphResponse]] = {
    "a list": lambda _: GraphResponse(200, []),
    "a number": lambda _: GraphResponse(201, 3),
    "nothing": lambda _: GraphResponse(201, None),
    "an id that is none": lambda _: GraphResponse(201, {"id": ["x"]}),
    "an error that is a list": lambda _: GraphResponse(400, {"error": ["x"]}),
    "an error that is deep": lambda _: GraphResponse(
        400, {"error": {"message": "{" * 5000, "innerError": [1]}}
    ),
    "a status of no meaning": lambda _: GraphResponse(799, {"a": 1}),
    "a status below all": lambda _: GraphResponse(102, None),
    "a redirect": lambda _: GraphResponse(302, None, {"location": "https://elsewhere.example"}),
    "not found": lambda _: GraphResponse(404, {"error": {"code": "NotFound", "message": "\x1b[2J"}}),
    "no answer": lambda _: (_ for _ in ()).throw(TransportFailed("reset", sent=True)),
}


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("number", [1, 3])
def test_an_answer_to_a_write_that_was_done_never_leads_to_exit_1(
    answer: str,
    number: int,
    inside: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """M1: the work is done, and then the tenant says anything."""
    whole, seen = EmbeddedTransport.send, [0]
    monkeypatch.setattr("managed_apparaten.core.clock.SystemClock.sleep", lambda _self, _seconds: None)
    monkeypatch.setattr("managed_apparaten.workflow.apply.settle_seconds", lambda _policy: 0.0)

    def send(self: EmbeddedTransport, request: GraphRequest) -> GraphResponse:
        seen[0] += not is_read(request)
        found = whole(self, request)
        return ANSWERS[answer](request) if seen[0] == number and not is_read(request) else found

    monkeypatch.setattr(EmbeddedTransport, "send", send)
    assert ended("apply", "plan.json", *FLAGS) in (0, 3)
    printed = capsys.readouterr()
    assert "Traceback" not in printed.err
    assert "\x1b" not in printed.err
    monkeypatch.setattr(EmbeddedTransport, "send", whole)
    assert ended("plan", "--detailed-exitcode") in (0, 2)
