"""The examination over HTTPS, signed in through azure-identity: what the token says is told, the token is not."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from tests.unit.graph.https import Place, place, proxy, signed_in

from managed_apparaten.cli.looking import proxy_to
from managed_apparaten.cli.main import run
from managed_apparaten.emulator.identity import registrations

ROOT = Path(__file__).resolve().parents[3]


def doctored(there: Place, folder: Path, *arguments: str) -> tuple[int, str]:
    options = [
        "--policies",
        str(ROOT / "policies"),
        "--lang",
        "en",
        "--state",
        str(folder),
        "--date",
        "2026-11-21",
    ]
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        code = run([*options, "--tenant", there.cloud.graph, "doctor", *arguments])
    assert err.getvalue() == ""
    return code, out.getvalue()


def test_over_https_each_application_is_told_what_it_may_and_what_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with place(tmp_path) as there:
        with signed_in(there, monkeypatch, "apparaten-apply"):
            code, told = doctored(there, tmp_path, "--for", "apply")
            assert (code, "Nothing is missing for an apply (1 warning, 0 unknown)." in told) == (0, True)
            assert "application apparaten-apply of tenant" in told
            assert "none: requests go straight to Graph" in told
        with (
            signed_in(there, monkeypatch, "apparaten-plan"),
            proxy() as through,
            monkeypatch.context() as patch,
        ):
            patch.setenv("HTTPS_PROXY", through.url.replace("http://", "http://user:hidden@"))
            code, told = doctored(there, tmp_path, "--for", "plan", "--format", "json")
            found = json.loads(told)
            assert code == 1
            assert [grant["permission"] for grant in found["grants"]] == [
                "DeviceManagementConfiguration.ReadWrite.All"
            ]
            assert found["granted"] == sorted(registrations.READ)
            assert (
                next(row["args"]["proxy"] for row in found["checks"] if row["check"] == "proxy")
                == through.url
            )
            assert "hidden" not in told
            assert "eyJ" not in told
        assert {method for method, number in there.tenant.counts().requests.items() if number} == {
            "GET",
            "POST",
        }
        assert there.tenant.audit() == [], "what is posted is a batch of reads"


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, ""),
        ({"HTTPS_PROXY": "http://proxy.example:8080"}, "http://proxy.example:8080"),
        ({"https_proxy": "http://user:word@proxy.example:8080"}, "http://proxy.example:8080"),
        ({"ALL_PROXY": "proxy.example:8080"}, "proxy.example:8080"),
        ({"HTTP_PROXY": "http://proxy.example:8080"}, ""),
        ({"HTTPS_PROXY": "http://proxy.example:8080", "NO_PROXY": "graph.microsoft.com"}, ""),
    ],
)
def test_the_proxy_in_between_is_told_without_its_password(
    environ: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (
        "HTTPS_PROXY",
        "https_proxy",
        "HTTP_PROXY",
        "http_proxy",
        "ALL_PROXY",
        "all_proxy",
        "NO_PROXY",
        "no_proxy",
    ):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert proxy_to("https://graph.microsoft.com") == expected
