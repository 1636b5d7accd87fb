"""Recording what a client does with a served tenant, and playing it back, as somebody runs them."""

from __future__ import annotations

import json
import re
import signal
from pathlib import Path

import pytest
from tests.limits import HANG
from tests.unit.cli.test_tenant_serve import fetch, start

from managed_apparaten.cli.main import run
from managed_apparaten.emulator.recording.file import FORMAT


def test_a_session_is_recorded_and_plays_back_without_a_difference(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "session.jsonl"
    process, lines = start(tmp_path, "--record", str(file), "--latency", "1ms")
    try:
        said = "".join(lines)
        [base] = re.findall(r"at (http://127\.0\.0\.1:\d+)/v1\.0", said)
        [(client, secret)] = re.findall(r"apparaten-plan: client (\S+), secret (\S+)", said)
        [tokens] = re.findall(r"Tokens: (\S+)", said)
        form = {"grant_type": "client_credentials", "client_id": client, "client_secret": secret,
                "scope": "https://graph.microsoft.com/.default"}  # fmt: skip
        token = fetch(tokens, data=form)[1]["access_token"]
        for path in ("organization", "groups?$top=2", "deviceManagement/deviceCompliancePolicies", "nothing"):
            fetch(f"{base}/v1.0/{path}", token)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=HANG)
    text = file.read_text("utf-8")
    assert (len(text.splitlines()), token in text, secret in text) == (5, False, False)
    options = ["--lang", "en", "--state", str(tmp_path), "tenant", "replay", str(file)]
    assert run(options) == 0
    assert capsys.readouterr().out.startswith("4 exchanges compared, 0 differences;")
    file.write_text(
        text.replace('"@odata.type":"#microsoft.graph.windows10CompliancePolicy",', "").replace(
            '"BadRequest"', '"Other"'
        ),
        "utf-8",
    )
    assert run(options) == 1
    out = capsys.readouterr().out
    assert "4 GET /v1.0/nothing: error code: recorded Other, here BadRequest" in out
    assert run([*options, "--format", "json"]) == 1
    assert {row["what"] for row in json.loads(capsys.readouterr().out)["differences"]} >= {"code"}


@pytest.mark.parametrize(("content", "said"), [
    (b"x", "holds no recording: line 1."), (b'{"format":"%s","version":1}\n{}' % FORMAT.encode(), "holds no recording: line 2."),
    (None, "cannot be read: No such file or directory."),
])  # fmt: skip
def test_another_file_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, said: str
) -> None:
    file = tmp_path / "a.jsonl"
    if content is not None:
        file.write_bytes(content)
    assert run(["--lang", "en", "--state", str(tmp_path), "tenant", "replay", str(file)]) == 1
    assert said in " ".join(capsys.readouterr().err.split())
