"""`apparaten tenant serve`, `rules` and `seed` as somebody runs them, and our own client as the least privileged of apps."""

from __future__ import annotations

import gc
import json
import os
import re
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import orjson
import pytest
from tests.clock import now
from tests.limits import HANG

from managed_apparaten.cli.main import run
from managed_apparaten.emulator.core.behaviour import TABLE
from managed_apparaten.emulator.core.http import Request
from managed_apparaten.emulator.identity.registrations import READ
from managed_apparaten.emulator.service import permissions
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.graph.errors import TransportFailed
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse, send_one_by_one
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.workflow.check import check
from managed_apparaten.workflow.plan import plan

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = "from managed_apparaten.cli.main import entry; entry()"


def start(tmp_path: Path, *options: str) -> tuple[subprocess.Popen[str], list[str]]:
    """The served tenant and what it said when it was ready."""
    command = [
        sys.executable,
        "-c",
        PROGRAM,
        "--lang",
        "en",
        "--state",
        str(tmp_path),
        "tenant",
        "serve",
        *options,
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    )
    assert process.stdout is not None
    limit = threading.Timer(HANG, process.kill)
    limit.start()
    lines = [process.stdout.readline() for _ in range(4)]
    limit.cancel()
    return process, lines


def fetch(url: str, token: str = "", data: Mapping[str, str] | None = None) -> tuple[int, Any]:
    request = urllib.request.Request(
        url, urlencode(data).encode() if data else None, {"Authorization": f"Bearer {token}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=HANG) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, json.load(refused)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serve_says_all_that_a_client_needs_and_stops_when_told(
    tmp_path: Path, number: signal.Signals
) -> None:
    process, lines = start(tmp_path)
    try:
        said = "".join(lines)
        [base] = re.findall(r"at (http://127\.0\.0\.1:\d+)/v1\.0", said)
        [tokens] = re.findall(r"Tokens: (\S+)", said)
        [(client, secret)] = re.findall(r"apparaten-plan: client (\S+), secret (\S+)", said)
        form = {
            "grant_type": "client_credentials",
            "client_id": client,
            "client_secret": secret,
            "scope": "https://graph.microsoft.com/.default",
        }
        token = fetch(tokens, data=form)[1]["access_token"]
        assert fetch(f"{base}/v1.0/organization", token)[1]["value"][0]["displayName"] == "Gemeente Zilverdam"
        assert fetch(f"{base}/v1.0/organization")[0] == 401
    finally:
        process.send_signal(number)
        out, _ = process.communicate(timeout=HANG)
    assert (process.returncode, out) == (0, "Stopped.\n")
    assert not (tmp_path / "ca.pem").exists()


def test_serve_lets_go_of_its_ports_when_it_cannot_say_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its reader has gone, say."""

    def gone(_lines: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("managed_apparaten.cli.commands.tenant_serve.listened", tuple)
    monkeypatch.setattr("managed_apparaten.cli.commands.tenant_serve.output.show", gone)
    run(["--lang", "en", "--state", str(tmp_path), "tenant", "serve"])
    gc.collect()  # a socket that was left open warns here, and a warning is an error


def test_serve_refuses_an_address_that_others_can_reach(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--lang", "en", "--state", str(tmp_path), "tenant", "serve", "--host", "0.0.0.0"]) == 1
    assert "is not a loopback address" in capsys.readouterr().err


def test_rules_print_every_behaviour_and_can_be_narrowed_to_assumptions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--lang", "en", "--state", str(tmp_path), "tenant", "rules"]
    assert run(options) == 0
    text = capsys.readouterr().out
    assert all(re.search(rf"^{row.name}  {row.evidence}", text, re.MULTILINE) for row in TABLE)
    assert re.search(r"^throttling  docs  off$", text, re.MULTILINE)
    assert run([*options, "--assumptions", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)["behaviours"]
    assumed = [row.name for row in TABLE if row.evidence == "assumption"]
    assert [row["name"] for row in found] == assumed
    assert f"\n{len(TABLE)} behaviours, of which {len(assumed)} assumptions.\n" in text
    counts = permissions.count_by_evidence()
    assert (
        f"\n{sum(counts.values()):,} routes with the permissions that open them: {counts['list']:,} from Microsoft's list"
        in text
    )
    assert text.endswith(f"{counts['near']} as the object above them, {counts['assumed']} assumed.\n")
    assert not list(tmp_path.iterdir())


def test_seed_grows_the_tenant_and_show_counts_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--lang", "en", "--state", str(tmp_path), "tenant"]
    assert run([*options, "seed", "--people", "1000", "--devices", "1400", "--foreign", "20"]) == 0
    assert run([*options, "show", "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["objects"]["users"], shown["objects"]["deviceManagement/managedDevices"]) == (1000, 1400)
    assert (shown["throttled"], shown["early_retries"]) == (0, 0)


def test_a_second_person_protects_lists_and_decides(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--lang", "en", "--state", str(tmp_path), "tenant"]
    assert run([*options, "protect", "compliance", "configuration"]) == 0
    assert run([*options, "approve"]) == 0
    assert run([*options, "approve", "no-such-code"]) == 1
    said = capsys.readouterr()
    assert (
        said.out
        == "Writes now need a second person: compliance and configuration.\nNothing waits for approval.\n"
    )
    assert said.err.endswith("no-such-code does not wait for approval.\n")
    for decision in ("approved", "rejected"):
        tenant = Tenant.open(tmp_path / "tenant.sqlite", clock=now)
        headers = {"x-msft-approval-justification": "YQ=="}
        body = orjson.dumps({"@odata.type": "#microsoft.graph.iosCompliancePolicy", "displayName": decision})
        answer = tenant.handle(
            Request("POST", "/beta/deviceManagement/deviceCompliancePolicies", headers, body)
        )
        code = answer.headers["x-msft-approval-code"]
        tenant.close()
        assert run([*options, "approve", code, *(["--reject"] if decision == "rejected" else [])]) == 0
        assert capsys.readouterr().out.startswith(f"{code} is {decision}")
    assert run([*options, "protect"]) == 0
    assert capsys.readouterr().out == "No write needs a second person any more.\n"


@dataclass(frozen=True, slots=True)
class AsReader:
    """Our own requests with the permissions of the application that only reads."""

    tenant: Tenant

    def send(self, request: GraphRequest) -> GraphResponse:
        body = b"" if request.body is None else orjson.dumps(request.body)
        url = f"https://graph.microsoft.com/{request.api}{request.path}"
        answer = self.tenant.handle(
            Request(request.method, url, request.headers, body, "apparaten-plan", frozenset(READ))
        )
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return GraphResponse(answer.status, orjson.loads(answer.body) if answer.body else None, headers)

    def send_all(self, requests: Sequence[GraphRequest]) -> list[GraphResponse | TransportFailed]:
        return send_one_by_one(self.send, requests)


def test_a_plan_needs_no_more_than_the_reading_application_has() -> None:
    tenant = Tenant.open(None, clock=lambda: datetime(2026, 11, 21, 9, tzinfo=UTC))
    seed(tenant)
    ready = check(ROOT / "policies", date(2026, 11, 21)).ready
    assert ready is not None
    made = plan(ready, Reader(AsReader(tenant)), date(2026, 11, 21))
    assert made.plan is not None
    assert tenant.audit() == []
    tenant.close()
