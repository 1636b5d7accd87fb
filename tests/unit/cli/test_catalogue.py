"""Point 6 and F7: `catalogue check`, `catalogue resolve` against a stand-in on loopback, `export domains`."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit

import pytest

from managed_apparaten.cli.app_store import PAUSE, Lookup, NoAnswer
from managed_apparaten.cli.main import run
from managed_apparaten.core.clock import VirtualClock
from managed_apparaten.policy.app_store import questions
from managed_apparaten.policy.load import load

ROOT = Path(__file__).resolve().parents[3]
POLICIES = ROOT / "policies"
NOW = datetime(2026, 11, 21, tzinfo=UTC)
APPS = {
    number: {
        "trackId": number,
        "bundleId": bundle_id,
        "trackName": name,
        "sellerName": name,
        "kind": "software",
    }
    for number, bundle_id, name in (
        (441216572, "com.example.guard", "Guard"),
        (6737597349, "com.deepseek.chat", "DeepSeek"),
    )
}


def virtual() -> VirtualClock:
    return VirtualClock(NOW)


class Stand(BaseHTTPRequestHandler):
    """Answers as Apple's documentation says, in the stores in which an app is."""

    asked: list[dict[str, list[str]]]
    only_in = "cn"
    answer: tuple[int, bytes] | None = None

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        type(self).asked.append(query)
        found = [app for number, app in APPS.items() if str(number) in query.get("id", [""])[0].split(",")]
        results = found if query["country"] == [self.only_in] else []
        status, body = self.answer or (
            200,
            json.dumps({"resultCount": len(results), "results": results}).encode(),
        )
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture
def stand() -> Iterator[tuple[type[Stand], str]]:
    handler = type("Handler", (Stand,), {"asked": []})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield handler, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def lookup(base: str, clock: VirtualClock, seconds: float = 120) -> Lookup:
    return Lookup(clock, seconds, base)


def apps() -> Any:
    policy = load(POLICIES).policy
    assert policy
    return policy.apps


def test_the_stores_are_asked_in_batches_with_a_pause_and_an_answer_becomes_a_proposal(
    stand: tuple[type[Stand], str],
) -> None:
    handler, base = stand
    clock, catalogue = virtual(), apps()
    asked = questions([catalogue["360-security"], catalogue["deepseek"], catalogue["tiktok"]])
    assert {question.app.id for question in asked} == {"360-security", "deepseek"}, (
        "TikTok has a bundle id with a source"
    )
    before = clock.monotonic()
    proposals = lookup(base, clock).ask(asked, ("nl", "us", "cn"))
    assert [query["country"][0] for query in handler.asked] == ["nl", "us", "cn"]
    assert all(query["id"] == ["441216572,6737597349"] for query in handler.asked), (
        "two numbers in one request"
    )
    assert clock.monotonic() - before == 2 * PAUSE
    assert [(p.question.app.id, p.listing.bundle_id, p.sort) for p in proposals] == [
        ("360-security", "com.example.guard", "new"),
        ("deepseek", "com.deepseek.chat", "confirms"),
    ]
    assert proposals[0].source == f"{base}/lookup?id=441216572&country=cn"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((403, b""), "POL361"),
        ((403, b"no"), "POL361"),
        ((200, b"<html>"), "POL362"),
        ((200, b"[]"), "POL362"),
        ((200, b'{"results": [{"trackId": 1}]}'), "POL362"),
        ((200, b'{"results": [{"trackId": 1, "bundleId": "a b\\n"}]}'), "POL362"),
        ((200, b"[" * 100_000), "POL362"),
    ],
)
def test_what_is_no_answer_is_one_clear_fault(
    stand: tuple[type[Stand], str], answer: tuple[int, bytes], code: str
) -> None:
    handler, base = stand
    handler.answer = answer
    with pytest.raises(NoAnswer) as caught:
        lookup(base, virtual()).ask(questions([apps()["deepseek"]]), ("nl",))
    assert caught.value.diagnostic.code == code
    if isinstance(refused := caught.value.__cause__, HTTPError):
        assert refused.closed, "it would hold the connection"


def test_no_connection_and_no_time_left_are_told_apart(stand: tuple[type[Stand], str]) -> None:
    _, base = stand
    asked = questions([apps()["deepseek"]])
    with pytest.raises(NoAnswer) as late:
        lookup(base, virtual(), PAUSE).ask(asked, ("nl", "us"))
    assert late.value.diagnostic.code == "POL363", "the second request would begin after the end"
    with pytest.raises(NoAnswer) as absent:
        lookup("http://127.0.0.1:1", virtual()).ask(asked, ("nl",))
    assert absent.value.diagnostic.code == "POL360"


@pytest.mark.parametrize("url", ["http://itunes.apple.com", "file:///etc/passwd", "ftp://127.0.0.1"])
def test_another_service_is_asked_over_https_only(url: str) -> None:
    with pytest.raises(ValueError, match=url):
        lookup(url, virtual())


def apparaten(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = run(["--policies", str(POLICIES), "--date", "2026-11-21", *arguments])
    return code, capsys.readouterr().out


def test_resolve_prints_yaml_to_judge_and_writes_nothing(
    stand: tuple[type[Stand], str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("managed_apparaten.cli.commands.catalogue.SystemClock", virtual)
    before = {path: path.read_bytes() for path in POLICIES.rglob("*.yaml")}
    code, printed = apparaten(
        capsys, "--lang", "en", "catalogue", "resolve", "--country", "cn", "--url", stand[1]
    )
    assert code == 0
    assert '      "ios:com.example.guard": {source: "' in printed
    assert "        bundle-ids: [com.example.guard]" in printed
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_check_fits_80_columns_and_names_every_gap(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, printed = apparaten(capsys, "--lang", lang, "catalogue", "check")
    assert code == 0
    assert max(map(len, printed.splitlines())) <= 80
    code, text = apparaten(capsys, "--lang", lang, "catalogue", "check", "--format", "json")
    told = json.loads(text)
    assert (code, told["gaps"]) == (0, True)
    for row in told["coverage"]:
        assert row["total"] == row["strong"] + len(row["weak"]) + len(row["recalled"]) + len(row["none"])
    assert apparaten(capsys, "--lang", lang, "catalogue", "check", "--strict")[0] == 1


def test_check_counts_a_weak_identifier_apart_and_names_approved_apps_without_a_usable_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = json.loads(apparaten(capsys, "catalogue", "check", "--format", "json")[1])
    (ios,) = (
        row for row in told["coverage"] if (row["of"], row["platform"]) == ("offensief-cyberprogramma", "ios")
    )
    assert ios["total"] == 58
    assert "selfiecity" in ios["none"]
    assert (
        "wesync"
        in next(row for row in told["coverage"] if row["of"] == ios["of"] and row["platform"] == "android")[
            "weak"
        ]
    )
    unusable = {(one["app"], one["platform"]): one for one in told["unusable"]}
    assert "college" in unusable["ibabs", "ios"]["roles"]
    assert unusable["arcgis-field-maps", "android"] == {
        "app": "arcgis-field-maps", "platform": "android", "roles": ["fysiek-belast"], "best": "weak",
    }, "the other roles take it on themselves"  # fmt: skip
    assert {"app": "meitu", "country": "CN"} in [
        {k: one[k] for k in ("app", "country")} for one in told["control"]["recalled"]
    ]


def test_domains_are_listed_for_everybody_and_for_a_role_and_say_what_they_were_made_from(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """F7."""
    code, everybody = apparaten(capsys, "--lang", "en", "export", "domains")
    assert code == 0
    assert apparaten(capsys, "--lang", "en", "export", "domains")[1] == everybody, "the same bytes"
    names = [line for line in everybody.splitlines() if not line.startswith("#")]
    assert "tiktok.com" in names
    assert "facebook.com" not in names, "blocked for some roles only"
    assert "y.qq.com" not in names, "qq.com stands for it"
    policy = load(POLICIES).policy
    assert policy
    assert policy.digest in everybody
    assert "2026-014" in everybody, "part of the people may"
    college = json.loads(apparaten(capsys, "export", "domains", "--role", "college", "--format", "json")[1])
    domains = {one["domain"]: one["apps"] for one in college["domains"]}
    assert domains["facebook.com"] == ["facebook"]
    assert {"qq-international", "qq-music"} <= set(domains["qq.com"])
    hosts = apparaten(capsys, "export", "domains", "--format", "hosts")[1]
    assert "0.0.0.0 www.tiktok.com\n" in hosts
    assert apparaten(capsys, "export", "domains", "--role", "nobody")[0] == 1
