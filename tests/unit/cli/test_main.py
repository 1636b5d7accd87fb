"""The outermost layer: options, exit codes, what is loaded, and what a crash looks like."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from managed_apparaten import __version__
from managed_apparaten.cli import main
from managed_apparaten.cli.main import COMMANDS, TAKE_A_VALUE, ascii_lines, crash, entry, hoisted, run

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = "from managed_apparaten.cli.main import entry; entry()"


def apparaten(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def test_help_names_every_command_and_every_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    printed = capsys.readouterr().out
    assert all(f"\n  {name} " in printed for name in COMMANDS)
    assert all(f"\n    {code}  " in printed for code in range(6))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_a_module_of_its_own(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([name, "--help"]) == 0
    assert f"Usage: apparaten {name}" in capsys.readouterr().out


def test_help_loads_click_and_nothing_heavy() -> None:
    heavy = (
        "yaml",
        "jsonschema",
        "jinja2",
        "orjson",
        "httpx",
        "sqlite3",
        "asyncio",
        "managed_apparaten.policy",
        "managed_apparaten.messages.en",
    )
    program = f"import sys; from managed_apparaten.cli.main import run; run(['--help']); print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.endswith("[]\n")


def test_a_usage_error_is_not_mistaken_for_changes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", "--no-such-option"]) == 1
    assert "No such option" in capsys.readouterr().err


def test_version_is_the_package_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"apparaten {__version__}\n"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["plan", "--lang", "nl"], ["--lang", "nl", "plan"]),
        (["plan", "--lang=nl", "-o", "x"], ["--lang=nl", "plan", "-o", "x"]),
        (["--date", "2026-11-21", "plan"], ["--date", "2026-11-21", "plan"]),
        (["show", "--", "--lang"], ["show", "--", "--lang"]),
        (["plan", "--lang"], ["--lang", "plan"]),
        ([], []),
    ],
)
def test_global_options_may_stand_behind_the_command(given: list[str], expected: list[str]) -> None:
    assert hoisted(given) == expected


def test_no_command_has_an_option_of_the_same_name() -> None:
    for name in COMMANDS:
        command = main.main.get_command(
            main.main.make_context("apparaten", ["x"], resilient_parsing=True), name
        )
        assert not {option for parameter in command.params for option in parameter.opts} & TAKE_A_VALUE


def test_a_crash_is_short_and_says_how_to_report_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("APPARATEN_DEBUG", raising=False)
    crash(ValueError, ValueError("secret \x1b[31m"), None)
    printed = capsys.readouterr().err
    assert "APPARATEN_DEBUG=1" in printed
    assert "ValueError" in printed
    assert "secret" not in printed
    assert len(printed.splitlines()) <= 4


def test_a_debug_traceback_carries_no_control_characters(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APPARATEN_DEBUG", "1")
    crash(ValueError, ValueError("name \x1b[31m\u202e"), None)
    printed = capsys.readouterr().err
    assert "\\x1b[31m\\u202e" in printed
    assert "\x1b" not in printed


def test_ascii_lines_keeps_line_breaks_only() -> None:
    assert ascii_lines("a\tb\nc\x07") == "a\\x09b\nc\\x07\n"


def test_a_reader_that_goes_away_changes_no_exit_code() -> None:
    command = [sys.executable, "-c", PROGRAM, "compile", "--format", "json"]
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=buffered
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(1) == b"{"
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_an_output_without_utf_8_still_prints(tmp_path: Path) -> None:
    done = apparaten(
        "--lang",
        "en",
        "explain",
        "college",
        "tiktok",
        "--state",
        str(tmp_path / "none"),
        PYTHONIOENCODING="ascii",
    )
    assert done.returncode == 0
    assert "\\u2192 ios_compliance/college" in done.stdout


def test_a_file_that_cannot_be_written_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(
        [
            "--policies",
            str(ROOT / "policies"),
            "--state",
            str(tmp_path),
            "plan",
            "-o",
            str(tmp_path / "no" / "plan.json"),
        ]
    )
    assert code == 1
    assert "Error: No such file or directory" in capsys.readouterr().err.splitlines()[-1]


@pytest.mark.parametrize(
    ("environment", "arguments", "word"),
    [
        ({}, [], "fouten"),
        ({"APPARATEN_LANG": "en"}, [], "errors"),
        ({"APPARATEN_LANG": "en"}, ["--lang", "nl"], "fouten"),
    ],
)
def test_language_is_the_options_then_the_environments_then_the_organisations(
    environment: dict[str, str],
    arguments: list[str],
    word: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("APPARATEN_LANG", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert run(["--policies", str(ROOT / "policies"), *arguments, "validate"]) == 0
    assert word in capsys.readouterr().out


def test_the_date_decides_which_exceptions_hold(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The group of an exception is a role of its own until the last day."""

    def explained(day: str) -> int:
        arguments = [
            "--state",
            str(tmp_path / "none"),
            "--date",
            day,
            "explain",
            "veiligheid-2026-009",
            "telegram",
            "--platform",
            "android",
        ]
        return run(["--policies", str(ROOT / "policies"), *arguments, "--format", "json"])

    assert explained("2026-12-14") == 0
    assert json.loads(capsys.readouterr().out)["verdicts"][0]["decision"] == "allow"
    assert explained("2026-12-15") == 1
    assert "veiligheid-2026-009" in capsys.readouterr().err


def test_windows_is_told_to_use_wsl_before_anything_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr("sys.excepthook", sys.excepthook)
    with pytest.raises(SystemExit, match="WSL"):
        entry()
